#!/usr/bin/env bash
# The README's example rule passes its own samples, every page that a page links to is there, and the labels that they
# explain are printed.
set -euo pipefail

sppwhy=${1:?which sppwhy?}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

awk '/^```yaml/ { on = 1; next } /^```/ { on = 0 } on' "$root/README.md" >"$work/rule"
id=$(sed -n 's/^id: //p' "$work/rule")
mkdir "$work/rules"
mv "$work/rule" "$work/rules/$id.yaml"
"$sppwhy" rules test "$work/rules" >"$work/said" || {
    cat "$work/said"
    failed=1
}
grep -q '([1-9][0-9]* of these samples in' "$work/said" || {
    echo "the README's rule has no sample that ran"
    failed=1
}

cd "$root"
for page in *.md docs/*.md; do
    while IFS= read -r link; do
        [ -e "$(dirname "$page")/$link" ] || {
            echo "$page links to $link, which is not there"
            failed=1
        }
    done < <(grep -oE '\]\([^):#]+\)' "$page" | sed 's/^](//; s/)$//')
done
# What README.md and docs/tasks.md say of a label of the report is said of one that is printed.
while IFS= read -r label; do
    grep -qhE "^    $label( |\$)" tests/golden/samples-all.txt tests/golden/part.txt || {
        echo "no report prints the label $label"
        failed=1
    }
done < <({ grep -E '^- \*\*' README.md; grep -E 'Where \*\*' docs/tasks.md; } | grep -oE '\*\*[A-Z][a-z]+\*\*' | tr -d '*' | sort -u)
exit "$failed"
