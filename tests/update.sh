#!/usr/bin/env bash
# What is made, not written: the logs of samples/ (from their scenarios), the golden files of tests/golden/ (from the
# samples), what README.md, docs/tasks.md and docs/formats.md show, and docs/codes.md, docs/causes.md and docs/causes/.
#
#   tests/update.sh BUILD_FOLDER           makes them anew; read the difference before you commit it
#   tests/update.sh --check BUILD_FOLDER   fails when anything would change: samples byte for byte, golden files, pages
set -euo pipefail
# shellcheck source=tests/shown.sh
source "$(dirname "${BASH_SOURCE[0]}")/shown.sh"

check=no
[ "${1:-}" = --check ] && {
    check=yes
    shift
}
build=$(cd "${1:?which build folder?}" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sppwhy=$build/sppwhy
logwriter=$build/tests/logwriter
sqldump=$build/tests/sqldump
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# keep NEW OLD: puts the file in place, or in a check says how it differs.
keep() {
    if [ "$check" = no ]; then
        mkdir -p "$(dirname "$2")"
        cp "$1" "$2"
    elif ! cmp -s "$1" "$2"; then
        failed=1
        printf '%s is not what is made now:\n' "${2#"$root"/}"
        diff "$2" "$1" 2>&1 | head -n 20 || true
    fi
}

make_samples() {
    local scenario name made
    for scenario in "$root"/samples/*/scenario.yaml; do
        name=$(basename "$(dirname "$scenario")")
        "$logwriter" "$scenario" "$work/samples/$name"
        while IFS= read -r made; do
            keep "$work/samples/$name/$made" "$root/samples/$name/$made"
        done < <(cd "$work/samples/$name" && find . -name '*.evtx' | sed 's|^\./||' | sort)
        # and nothing else is there
        diff <(cd "$work/samples/$name" && find . -name '*.evtx' | sort) \
            <(cd "$root/samples/$name" && find . -name '*.evtx' | sort) || failed=1
    done
}

# Of a fleet: groups of machines that need the same steps. And a part of the samples, of which something could not be
# read: it must not read as the whole. Paths are as they are everywhere.
make_parts() {
    local part=$work/part
    mkdir -p "$part/logs"
    cd "$part"
    "$root/tests/tools/fleet_scenario.sh" 60 >fleet.yaml
    "$logwriter" fleet.yaml fleet >/dev/null
    "$sppwhy" -q --format markdown fleet >"$1/fleet.md"
    "$sppwhy" -q fleet >"$1/fleet.txt"
    cp -r "$root/samples/contoso/WS-0611" "$root/samples/contoso/LT-0113" logs
    "$sppwhy" -q --format json -o old.json logs
    cp -r "$root/samples/contoso/KMS2" logs
    head -c 30000 "$root/samples/contoso/KMS1/KMS1-Application.evtx" >logs/cut.evtx
    printf 'no log\n' >logs/broken.evtx
    printf -- '- {machine: kms2, cause: count-below-threshold, until: 2030-01-01, why: more clients come in June}\n' >known.yaml
    local arguments=(--since 2026-03-03 --until 2026-03-08T12:00Z --machine '*.contoso.com' --level high
        --ignore known.yaml --baseline old.json logs)
    "$sppwhy" -q "${arguments[@]}" >"$1/part.txt"
    "$sppwhy" -q --format markdown "${arguments[@]}" >"$1/part.md"
    "$sppwhy" -q --format html "${arguments[@]}" | sed -n '/^<p>The logs show/p; /^<h3>Not read/,/^<\/ul>/p' >"$1/part.html"
}

# Run from the top folder, so that the paths in the output are the same everywhere.
make_golden() {
    local golden=$work/golden
    mkdir -p "$golden"
    cd "$root"
    "$sppwhy" -q samples >"$golden/samples.txt"
    "$sppwhy" -q --all samples >"$golden/samples-all.txt"
    "$sppwhy" -q --format json samples >"$golden/samples.json"
    # without its style sheet and script, which are sources of their own, and their hashes
    "$sppwhy" -q --format html samples |
        sed -e '/<style>/,/<\/style>/d' -e '/<script>/,/<\/script>/d' -e "s/sha256-[^']*/sha256-/g" >"$golden/samples.html"
    "$sppwhy" -q events samples >"$golden/samples.jsonl"
    "$sppwhy" --help >"$golden/help.txt"
    "$sppwhy" -h >"$golden/help-short.txt"
    "$sppwhy" rules list >"$golden/rules.txt"
    "$sppwhy" rules fields >"$golden/fields.txt"
    "$sppwhy" explain 0xC004F074 12288 count-too-low 25 ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03 >"$golden/explain.txt"
    "$sppwhy" explain --format json 0xC004F06C 12290 duplicate-cmid >"$golden/explain.json"
    "$sppwhy" -q activity samples >"$golden/activity.txt"
    "$sppwhy" -q activity --all samples >"$golden/activity-all.txt"
    "$sppwhy" -q activity --format json samples >"$golden/activity.json"
    "$sppwhy" -q activity --format csv samples >"$golden/activity.csv"
    "$sppwhy" -q --brief samples >"$golden/brief.txt"
    "$sppwhy" -q --machine ws-0611 --machine 'kms*' samples >"$golden/machines.txt"
    "$sppwhy" -q --format markdown samples >"$golden/samples.md"
    (make_parts "$golden")
    "$sppwhy" -q logs samples >"$golden/logs.txt"
    "$sppwhy" -q logs --format json samples >"$golden/logs.json"
    "$sppwhy" -q logs --format csv samples >"$golden/logs.csv"
    # of all four kinds: new, gone, going on, not seen
    "$sppwhy" -q diff samples/contoso/WS-0412 samples/contoso >"$golden/diff.txt"
    "$sppwhy" -q --format json -o "$work/old.json" samples/contoso
    "$sppwhy" -q diff --format json "$work/old.json" samples/contoso/WS-0412 >"$golden/diff.json"
    "$sppwhy" -q --format csv --table collect samples >"$golden/collect.csv"
    "$sppwhy" -q --format csv samples >"$golden/findings.csv"
    "$sppwhy" -q --format csv --table activations samples >"$golden/activations.csv"
    "$sppwhy" -q --format csv --table machines samples >"$golden/machines.csv"
    # A new field is a column that most rows leave empty: the columns are kept one a line, and empty cells once, so that
    # it changes one line.
    "$sppwhy" -q events --format csv samples >"$work/events.csv"
    head -n 1 "$work/events.csv" | tr ',' '\n' >"$golden/events-columns.txt"
    tail -n +2 "$work/events.csv" | sed -E 's/,{2,}/,,/g' >"$golden/events.csv"
    "$sppwhy" -q --format sarif samples >"$golden/samples.sarif"
    "$sppwhy" -q --format sqlite -o "$work/samples.db" samples
    "$sqldump" "$work/samples.db" | sed -E 's/(,NULL)+/,NULL/g' >"$golden/samples.sql"
    local file
    for file in "$golden"/*; do
        keep "$file" "$root/tests/golden/${file##*/}"
    done
}

# An output of the README by the name in its mark, <!-- output: NAME -->.
named_output() {
    cd "$root"
    case $1 in
        ws-0412) "$sppwhy" -q --machine ws-0412 samples/contoso | sed -n '/^ws-0412/,/Then on the client/p' ;;
        totals) "$sppwhy" -q samples/contoso | awk '/^  Machines  State/ { on = 1 } on' ;;
        *)
            printf 'README.md shows an unknown output: %s\n' "$1" >&2
            return 1
            ;;
    esac
}

# The blocks that pages show, made anew (see shown.sh).
make_shown() {
    local page
    for page in README.md docs/tasks.md; do
        rm -rf "$work/scratch"
        shown_scratch "$work/scratch" "$root/samples"
        mkdir -p "$work/$(dirname "$page")"
        shown_page "$root/$page" >"$work/$page" || failed=1
        keep "$work/$page" "$root/$page"
    done
}

# What the queries of docs/formats.md give for the samples: the block behind each block of SQL.
make_formats() {
    local line sql='' state=text
    while IFS= read -r line; do
        case $state:$line in
            text:'```sql') state=sql sql='' ;;
            sql:'```') state=behind ;;
            sql:*) sql+=$line$'\n' ;;
            behind:'```')
                state=output
                printf '%s\n' "$line"
                "$sqldump" "$work/samples.db" "$sql"
                continue
                ;;
            output:'```') state=text ;;
            output:*) continue ;;
        esac
        printf '%s\n' "$line"
    done <"$root/docs/formats.md" >"$work/formats.md"
    keep "$work/formats.md" "$root/docs/formats.md"
}

# The pages of docs/ that are made from the rules and the catalogue.
make_docs() {
    local page
    "$root/tests/make_docs.sh" "$sppwhy" "$work/docs"
    while IFS= read -r page; do
        keep "$work/docs/$page" "$root/docs/$page"
    done < <(cd "$work/docs" && find . -name '*.md' | sed 's|^\./||' | sort)
    # and no page of a cause that is gone
    for page in "$root"/docs/causes/*.md; do
        [ -f "$work/docs/causes/$(basename "$page")" ] && continue
        [ "$check" = yes ] && failed=1 && printf '%s is of no cause\n' "$page"
        [ "$check" = yes ] || rm "$page"
    done
}

make_samples
make_golden
make_formats
make_docs
make_shown
exit "$failed"
