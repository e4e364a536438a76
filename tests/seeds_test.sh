#!/usr/bin/env bash
# Every code of the source documents has its row in the catalogue, a cause, and a rule that judges that cause. The
# documents themselves are not in the project: seeds.tsv lists their codes, and is held against them where they are
# there ($SPPWHY_SEEDS, or ../shared/seeds beside the checkout).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
catalogue=$root/rules/catalogue
seeds=${SPPWHY_SEEDS:-$root/../shared/seeds}
failed=0

wrong() {
    failed=1
    printf 'wrong: %s\n' "$*"
}

while IFS=$'\t' read -r seed code kind; do
    case $kind in
        code) row=$(awk -F'\t' -v c="$code" '$1 == c { print "row" "\t" $3 "\t" $6 }' "$catalogue/codes.tsv") ;;
        flag) row=$(awk -F'\t' -v c="$code" '$1 == c { print "row" "\t" $3 "\t" $4 }' "$catalogue/flags.tsv") ;;
        *) wrong "$seed: $code is of no kind: $kind" ;;
    esac
    meaning=$(cut -f 2 <<<"$row")
    cause=$(cut -f 3 <<<"$row")
    if [ -z "$row" ] || [ -z "$meaning" ]; then
        wrong "$code of $seed has no row, or no meaning"
    elif [ "$code" = 0x00000000 ] || [ "$code" = 0x00000008 ]; then
        : # success, and a bit that is a warning only
    elif [ -z "$cause" ]; then
        wrong "$code of $seed has no cause"
    elif [ ! -f "$root/rules/$cause.yaml" ]; then
        wrong "$code of $seed: there is no rule for $cause"
    fi
done < <(tail -n +2 "$catalogue/seeds.tsv")

for path in "$seeds"/*.txt; do
    [ -f "$path" ] || continue
    name=$(basename "$path" .txt)
    diff <(grep -oiE '0x[0-9a-f]{8}' "$path" | tr 'a-fX' 'A-Fx' | sort -u) \
        <(awk -F'\t' -v s="$name" '$1 == s { print $2 }' "$catalogue/seeds.tsv" | sort -u) ||
        wrong "seeds.tsv does not list the codes of $name"
done
exit "$failed"
