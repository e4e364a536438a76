#!/usr/bin/env bash
# The catalogue and the rules against lists of what there is (tests/lists/): activation IDs and codes of public tables, pages
# of Microsoft that exist. What is missing is named. And what the tables say of one another must fit.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
catalogue=$root/rules/catalogue
lists=$root/tests/lists
failed=0

# none WHAT: fails when there is any line on standard input, and prints them.
none() {
    local lines
    lines=$(cat)
    [ -z "$lines" ] && return
    printf '%s:\n%s\n' "$1" "$lines"
    return 1
}

listed() {
    grep -v '^#' "$lists/$1" | sort -u
}

# column TABLE N: a column of a table, without its heading.
column() {
    tail -n +2 "$catalogue/$1.tsv" | cut -f "$2" | sort -u
}

comm -23 <(listed activation_ids.txt) <(column products 2) | none 'activation IDs that products.tsv lacks' || failed=1
comm -23 <(listed codes.txt) <(column codes 1) | none 'codes that codes.tsv lacks' || failed=1

for rule in "$root"/rules/*.yaml; do
    sed -n '/^references:/,/^[a-z_]*:$/p' "$rule" | grep -oE 'https://[^ "]*' || true
done | sed 's|^https://learn.microsoft.com/||' | sort -u |
    comm -23 - <(listed pages.txt) | none 'references of rules to pages that are not known to exist' || failed=1

# Causes from the field (cloud hosts, DNS seen differently, wrong or old hosts, kinds of keys): each has near misses, not one only,
# for what they take from a more general cause they must not take too often.
field='ad-activation-lapsed clock-set-back cloud-kms-unreachable dns-view-differs esu-not-ready evaluation-edition foreign-kms-host
hand-set-host host-rpc-failed kms-emulator-suspected kms-host-is-itself kms-host-too-old proxy-authentication restart-not-scheduled
restart-pending retail-key-limit service-disabled service-not-ready subscription-step-down tls-failed windows-container wmi-damaged'
for cause in $field; do
    [ "$(grep -c '^    match: false$' "$root/rules/$cause.yaml")" -ge 2 ] || printf '%s\n' "$cause"
done | none 'causes with fewer than two near misses' || failed=1

comm -23 <(column messages 1) <({ column codes 1 && column words 1; } | sort -u) |
    none 'codes and words of messages.tsv that codes.tsv and words.tsv lack' || failed=1
column keys 2 | sed 's/.*-//' | sort | uniq -d | none 'last five characters that two keys share' || failed=1
comm -23 <(column products 1 | grep '^ActID-' || true) <(column channels 2 | tr ';' '\n' | sort -u) |
    none 'kinds of products.tsv that no row of channels.tsv names' || failed=1
tail -n +2 "$catalogue/messages.tsv" | cut -f 3 | sort | uniq -c |
    awk '$1 > 2' | none 'messages that more than two codes share' || failed=1
# The marks, and what stands for some of them: names of base/licensing_names.h.
marks=$(sed -nE 's/^    \{"([^"]+)", true\}.*/\1/p' "$root/src/collect/licensing_marks.c")
while read -r name; do
    mark=$(sed -nE "s/^#define $name \"([^\"]+)\".*/\\1/p" "$root/src/base/licensing_names.h")
    [ -n "$mark" ] || {
        echo "src/base/licensing_names.h has no text for $name"
        failed=1
    }
    marks+=$'\n'${mark:-none}
done < <(sed -nE 's/^    \{([A-Z_]+), true\}.*/\1/p' "$root/src/collect/licensing_marks.c")
{ column providers 1 | grep -iFvf <(printf '%s\n' "$marks") || true; } |
    none 'providers that no mark of src/collect/licensing_marks.c knows' || failed=1
british='licence|(authori|initiali|generali|recogni|organi|summari|normali|synchroni|customi|minimi|optimi|utili)s(e|ed|es|ing|ation)\b'
british+='|analys(e|ed|ing)\b|cancelled|cancelling|neighbour|behaviour|colour|favour|honour|\bcentre\b'
# A symbol (WSANOTINITIALISED) is as Windows spells it, and a word to look for ("also", "word") as people do.
{ grep -rnE --exclude=messages.tsv "$british" "$root/rules" || true; } | none 'British spelling in rules' || failed=1
{ grep -rnE '\b[Ii]t stands (in|for)\b|reason stands in\b' "$root/rules" || true; } | none 'stiff words in rules' || failed=1
# Alternatives that both may be left out read as one sentence where explain and the pages of causes show all of them:
# "told a client that it counts <count> machines counts <count> machines". They belong into parts of their own (for:).
{ grep -rnE '[^.:;,!? ]\]\] ?\[\[ ?[a-z]' "$root/rules" --include='*.yaml' | grep -vE '\]\] ?\[\[ ?(and|or|but|which|where|because|since|so) ' || true; } |
    none 'alternatives in [[ ]] behind one another without a conjunction' || failed=1
exit "$failed"
