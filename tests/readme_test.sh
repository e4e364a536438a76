#!/usr/bin/env bash
# The README's example rule passes its own samples, and every page that a page links to is there.
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
exit "$failed"
