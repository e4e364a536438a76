#!/usr/bin/env bash
# sppwhy activity: over the samples, --until, the forms of output, exit status.
set -euo pipefail

sppwhy=${1:?which sppwhy?}
samples=${2:?which samples?}
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wrong() {
    failed=1
    printf 'wrong: %s\n' "$*"
}

# value FILE EXPRESSION: of a JSON document `d`.
value() { python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$@"; }

"$sppwhy" -q activity "$samples/contoso" >"$work/text"
"$sppwhy" -q activity --format json "$samples/contoso" >"$work/json"
"$sppwhy" -q activity --format csv "$samples/contoso" >"$work/csv"
for report in 'Activation Count Summary' 'Virtual Machine Summary' 'KMS Activity Summary' 'Licensing Status Summary' \
    'Machine Expiration Chart' 'Machine Expiration Detail'; do
    grep -qF "$report" "$work/text" || wrong "the text lacks $report"
done
! grep -qE '.{81}' "$work/text" || wrong 'a line is longer than 80 columns'
! grep -qE ' $' "$work/text" || wrong 'a line ends with a blank'
[ "$(value "$work/json" 'd["scopes"][0]["host"], len(d["scopes"]), d["schema_version"]')" = '(None, 3, 1)' ] ||
    wrong 'the JSON has other scopes'
[ "$(value "$work/json" 'sum(p["activations"]["all"] for p in d["scopes"][0]["products"]) + d["scopes"][0]["not_activated"] == d["scopes"][0]["requests"]')" = True ] ||
    wrong 'requests lead to an activation or do not'
python3 - "$work/csv" <<'END' || wrong 'the CSV is no table'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="")))
assert len(rows) > 10 and all(len(r) == 7 for r in rows)
END

# The same from another order of reading, and seen from an earlier day.
"$sppwhy" -q activity --format json -j 1 "$samples/contoso" | cmp -s - "$work/json" || wrong 'the order of reading shows'
"$sppwhy" -q activity --until 2026-03-04 --format json "$samples/contoso" >"$work/until"
[ "$(value "$work/until" 'd["now"][:10], d["scopes"][0]["requests"] < 55')" = "('2026-03-04', True)" ] || wrong '--until'
"$sppwhy" -q activity --until 2020-01-01 "$samples/contoso" | grep -q '^No activity' || wrong 'no activity is not said'

# A host's clients are in its detail as they are in its chart; others are not.
"$sppwhy" -q activity --machine kms2 "$samples/contoso" | sed -n '/Expiration Detail/,/^kms2/p' >"$work/detail"
[ "$(grep -c 'srv-rds[12]' "$work/detail")" = 2 ] || wrong "the detail of kms2 lacks its clients"
! grep -q lt-0113 "$work/detail" || wrong "the detail of kms2 has a machine that never asked it"

status=0
"$sppwhy" activity 2>/dev/null || status=$?
[ "$status" = 3 ] || wrong "without a path: status $status"
status=0
"$sppwhy" activity /nonexistent 2>/dev/null || status=$?
[ "$status" = 2 ] || wrong "with a path that is not there: status $status"
exit "$failed"
