#!/usr/bin/env bash
# The text of a fleet: a thousand machines with seven causes, made by tools/fleet_scenario.sh.
set -euo pipefail

sppwhy=${1:?which sppwhy?}
logwriter=${2:?which logwriter?}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wrong() {
    failed=1
    printf 'wrong: %s\n' "$*"
}

says() { grep -qF -- "$2" "$1" || wrong "$(basename "$1") does not say \"$2\""; }

"$here/tools/fleet_scenario.sh" 1000 >"$work/fleet.yaml"
"$logwriter" "$work/fleet.yaml" "$work/fleet" >/dev/null
cd "$work"
"$sppwhy" -q fleet >text
"$sppwhy" -q --all fleet >all
"$sppwhy" -q -j 1 fleet | cmp -s - text || wrong 'the order of reading shows'

lines=$(wc -l <text)
[ "$lines" -le 185 ] || wrong "$lines lines are too many to read"
! grep -qE '.{81}' text || wrong 'a line is longer than 80 columns'
! grep -qE ' $' text || wrong 'a line ends with a blank'
for cause in too-many-hosts path-blocked host-publish-failed clock-skew kms-srv-record-missing no-digital-license unexplained; do
    says text "$cause"
done
says text '350 machines '
says text '150 machines '
[ "$(grep -c 'every firewall on the way' text)" = 1 ] || wrong 'a fix is not told once'
says text '       900  not activating'
says text '       350  too-many-hosts            high         350'
says text 'Fix kms1.contoso.com first (kms-host-publish-failing, above)'

# With --all everybody is listed.
for number in 0000 0299 0300 0449 0550 0700 0999; do
    says all "ws-$number"
done
[ "$(grep -c 'every firewall on the way' all)" = 1 ] || wrong 'with --all a fix is not told once'
! grep -qF -- '(--all' all || wrong 'with --all there is no more to ask for'
exit "$failed"
