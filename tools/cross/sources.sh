#!/usr/bin/env bash
# Fetches the libraries of libraries.tsv as Debian's sources, by the package manager's own means, and checks them.
# Usage: sources.sh FOLDER   (the archives are left there; one that is there and right is not fetched again)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$1
release=bookworm
mkdir -p "$folder/apt/lists/partial" "$folder/apt/parts"
folder=$(cd "$folder" && pwd)

# apt with a list of its own: the system's entries of that release, for sources. The system's lists stay as they are.
own=(-o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$folder/apt/parts" -o "Dir::State::Lists=$folder/apt/lists"
    -o APT::Sandbox::User=root)

list_sources() {
    local file one="$folder/apt/parts/own.list" stanzas="$folder/apt/parts/own.sources"
    rm -f "$one" "$stanzas"
    for file in /etc/apt/sources.list.d/*.sources; do
        grep -qs "^Suites:.*$release\|^Suites:.*trixie" "$file" || continue
        sed -e 's/^Types:.*/Types: deb-src/' -e "s/trixie/$release/g" "$file" >>"$stanzas"
        echo >>"$stanzas"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$file" ] || continue
        sed -n -e "s/trixie/$release/g" -e "s/^deb \(.*[ /]${release}[ -].*main.*\)/deb-src \1/p" "$file" >>"$one"
    done
    apt-get "${own[@]}" update >"$folder/apt/update.log" 2>&1 || true
}

right() { [ -f "$folder/$1" ] && [ "$(sha256sum <"$folder/$1" | cut -d ' ' -f 1)" = "$2" ]; }

fetch() {
    local name=$1 archive=$2 address
    address=$(apt-get "${own[@]}" source --print-uris --download-only "$name" 2>/dev/null |
        awk -v q="'" -v want="$archive" '{ gsub(q, "", $1) } $2 == want { print $1; exit }')
    [ -n "$address" ] || {
        echo "sources: Debian's lists here name no $archive (pinned in tools/cross/libraries.tsv)" >&2
        return 1
    }
    /usr/lib/apt/apt-helper download-file "$address" "$folder/$archive" >/dev/null
}

listed=
while IFS=$'\t' read -r name _ archive hash; do
    case $name in '#'* | '') continue ;; esac
    right "$archive" "$hash" && continue
    [ -n "$listed" ] || list_sources
    listed=yes
    (cd "$folder" && fetch "$name" "$archive")
    right "$archive" "$hash" || {
        echo "sources: $archive is not the file that tools/cross/libraries.tsv pins" >&2
        exit 1
    }
done <"$here/libraries.tsv"
