#!/usr/bin/env bash
# The HTML report from outside: the hashes in its policy are those of what is in it, it is the same for any order of
# reading and any number of threads, and what cannot be written is an error.
# usage: html_test.sh SPPWHY SAMPLES
set -euo pipefail

sppwhy=$(realpath "$1")
samples=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failed=0

wrong() {
    echo "FAILED: $*" >&2
    failed=1
}

# hash_of ELEMENT FILE: of the text between its tags, as a policy writes it.
hash_of() {
    awk -v name="$1" '
        { text = text $0 "\n" }
        END {
            start = index(text, "<" name ">") + length(name) + 2
            printf "%s", substr(text, start, index(text, "</" name ">") - start)
        }' "$2" | sha256sum | cut -d' ' -f1 | tr a-f A-F | basenc --base16 -d | base64
}

# A color whose name is not there is none: the report's sheet and that of the page around it (src/pages/browser), which begins
# with the report's colors, use only names that the report's has.
sheets=$(dirname "$(realpath "$0")")/../src
colors=$(grep -oE '^ +--[a-z0-9-]+:' "$sheets/report/html/style.css" | tr -d ' :' | sort -u)
[ "$(wc -l <<<"$colors")" -ge 20 ] || wrong "the style sheet begins with few colors"
for sheet in report/html/style.css pages/browser/page.css; do
    unknown=$(grep -oE 'var\(--[a-z0-9-]+' "$sheets/$sheet" | sed 's/^var(//' | sort -u | comm -23 - <(echo "$colors"))
    [ -z "$unknown" ] || wrong "$sheet uses colors that are not there: $unknown"
    named=$(grep -nE '#[0-9a-fA-F]{3,8}\b|rgba?\(' "$sheets/$sheet" | grep -vE '^[0-9]+: +--') || true
    [ -z "$named" ] || wrong "$sheet has colors beside the named ones: $named"
done

"$sppwhy" -q --format html "$samples" >page.html
for element in style script; do
    grep -qF "$element-src 'sha256-$(hash_of "$element" page.html)'" page.html ||
        wrong "the policy does not allow the <$element> that is there"
done

"$sppwhy" -q analyze --format html -j 1 -o other.html "$samples/kb974998" "$samples/contoso"
sed "s|$samples/||" page.html >here.html
sed "s|$samples/||" other.html >there.html
cmp -s here.html there.html || wrong "another order or number of threads gives another page"

if "$sppwhy" -q --format html -o /dev/full "$samples" 2>said; then
    wrong "a full disk is no error"
fi
grep -q "not everything could be written" said || wrong "a full disk is not told: $(cat said)"

if "$sppwhy" -q events --format html "$samples" >out 2>said; then
    wrong "events are written as HTML"
fi
[ ! -s out ] || wrong "a format that a verb does not have writes something"

# The headline counts the hosts whose problem heads the list; days are whole ones left at the end of the logs, as
# `activity` has them; a machine that asked no host asked none.
"$sppwhy" -q --format html "$samples/contoso" >page.html
grep -q '2 are KMS hosts with problems of their own' page.html || wrong "the headline leaves out the hosts"
"$sppwhy" -q activity "$samples/contoso" | sed -n '/Expiration Detail/,$p' |
    sed -nE 's/^ *([a-z0-9.-]+) .* 2026-[0-9-]+ [0-9:]+ +([0-9]+)$/\1 \2/p' >days
[ -s days ] || wrong "activity says no days"
while read -r machine left; do
    grep -E ">$machine<.* ends in $left days" page.html >found || wrong "$machine: activity says $left days, the page does not"
done <days
! grep -q 'newest finding' page.html || wrong "days are counted from the newest finding"
grep -qE 'machines asked 3 hosts; 2 machines asked none' page.html || wrong "that no host was asked counts as a host"
"$sppwhy" -q --machine kms1 --machine kms2 --format html "$samples/contoso" >page.html
grep -q '2 KMS hosts have problems of their own' page.html || wrong "a selection of hosts has no problems"
"$sppwhy" -q --machine srv-dmz1 --format html "$samples/contoso" >page.html
! grep -q 'problems\? of' page.html || wrong "a machine without hosts has hosts with problems"
"$sppwhy" -q --until 2020-01 --format html "$samples/contoso" >page.html
grep -q 'hold nothing from that time' page.html || wrong "a span without events reads as good news"

exit $failed
