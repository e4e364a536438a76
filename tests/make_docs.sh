#!/usr/bin/env bash
# Writes the generated pages of docs/ to a folder: codes.md, every code of each source document with its cause and
# rule; causes.md, every cause; and causes/CAUSE.md, a page for each. Called by tests/update.sh.
#
#   tests/make_docs.sh SPPWHY OUTPUT_FOLDER
set -euo pipefail

sppwhy=${1:?which sppwhy?}
out=${2:?which folder?}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
catalogue=$root/rules/catalogue
mkdir -p "$out"

title_of() {
    case $1 in
        000_*) echo 'KB 974998: error 0xC004F074 when activating Windows 7 or Server 2008 R2' ;;
        001_*) echo 'Volume activation error codes, Windows 8.1 and Server 2012 R2' ;;
        002_*) echo 'Volume Activation 2.0 Operations Guide, Windows Vista and Server 2008' ;;
        003_*) echo 'Resolve activation error codes (Chinese)' ;;
        *) echo "$1" ;;
    esac
}

# One table: the codes of a document, each with its row of codes.tsv or flags.tsv.
codes_of() {
    awk -F'\t' -v seed="$1" -v rules="$root/rules" '
        function rule(cause, path, line) {
            path = rules "/" cause ".yaml"
            if (cause == "" || (getline line <path) < 0) return ""
            close(path)
            return "[" cause ".yaml](../rules/" cause ".yaml)"
        }
        FILENAME ~ /flags.tsv$/ { symbol["flag" $1] = $2; meaning["flag" $1] = $3; cause["flag" $1] = $4; next }
        FILENAME ~ /codes.tsv$/ { symbol["code" $1] = $2; meaning["code" $1] = $3; cause["code" $1] = $6; next }
        FNR > 1 && $1 == seed {
            key = $3 $2
            printf "| `%s`%s | %s | %s | %s | %s |\n", $2, $3 == "flag" ? " (status bit)" : "",
                symbol[key] == "" ? "" : "`" symbol[key] "`", meaning[key], cause[key], rule(cause[key])
        }' "$catalogue/flags.tsv" "$catalogue/codes.tsv" "$catalogue/seeds.tsv"
}

{
    printf '# The codes of the source documents\n\n'
    # shellcheck disable=SC2016 # Markdown's backquotes, nothing to expand
    printf 'Made by `tests/update.sh` from `rules/catalogue/` and `rules/`; do not edit. Every code that one of the four\n'
    printf 'documents names, what it means, the cause that it speaks for by itself, and the rule that judges that cause. The\n'
    printf 'verdict may be another one: 0xC004F074 only sums up: the reason is in the requests before it.\n'
    while IFS= read -r seed; do
        printf '\n## %s\n\n| code | symbol | meaning | cause | rule |\n|---|---|---|---|---|\n' "$(title_of "$seed")"
        codes_of "$seed"
    done < <(tail -n +2 "$catalogue/seeds.tsv" | cut -f 1 | sort -u)
} >"$out/codes.md"

{
    printf '# The causes\n\n'
    # shellcheck disable=SC2016 # Markdown's backquotes, nothing to expand
    printf 'Made by `tests/update.sh` from `rules/`; do not edit. `sppwhy rules list` prints the same.\n\n'
    printf '| cause | what it is | level | on | refines |\n|---|---|---|---|---|\n'
    "$sppwhy" rules list | awk '
        /^[a-z]/ {
            id = $1; level = $2; refines = ""
            on = $0; sub(/^.* judges /, "", on)
            if (match(on, /[,;]? *refines /)) {
                refines = substr(on, RSTART + RLENGTH)
                on = substr(on, 1, RSTART - 1)
            }
            next
        }
        /^    / && id != "" {
            sub(/^ +/, "")
            printf "| [%s](causes/%s.md) | %s | %s | %s | %s |\n", id, id, $0, level, on, refines
            id = ""
        }'
} >"$out/causes.md"

# A page for each cause, from the rules as the program has them, with the conditions as they are in their files.
mkdir -p "$out/causes"
mapfile -t causes < <(cd "$root/rules" && printf '%s\n' *.yaml | sed 's/\.yaml$//')
"$sppwhy" explain --format json "${causes[@]}" | python3 "$root/tests/cause_pages.py" "$root/rules" "$out/causes"
