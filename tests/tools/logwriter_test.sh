#!/usr/bin/env bash
# Tests the log writer from outside: same bytes each time, sizes, mistakes, and what other readers find in its files.
# usage: logwriter_test.sh LOGWRITER [--no-peers]   (--no-peers: without other readers)
set -euo pipefail

logwriter=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scenario=$here/everything.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

"$logwriter" "$scenario" "$work/one"
"$logwriter" "$scenario" "$work/two"
diff -r "$work/one" "$work/two" || fail "two runs differ"
"$logwriter" --chunk-records 3 "$scenario" "$work/small"

# A file header and whole chunks, as on Windows: empty logs have one chunk.
size() { stat -c %s "$1"; }
[[ $(size "$work/one/empty.evtx") -eq $((4096 + 65536)) ]] || fail "size of an empty log"
[[ $(size "$work/one/kms/Key Management Service.evtx") -eq $((4096 + 65536 * 5)) ]] || fail "30 records by 7"
[[ $(size "$work/small/ws1/Application.evtx") -eq $((4096 + 65536 * 335)) ]] || fail "1004 records by 3"

# A mistake in the scenario names its place, and nothing is written.
printf 'logs:\n  - {file: a.evtx, computer: A, nois: 3}\n' >"$work/bad.yaml"
if "$logwriter" "$work/bad.yaml" "$work/bad" 2>"$work/message"; then
    fail "a mistake was accepted"
fi
grep -q 'bad.yaml:2:33: a log has no key' "$work/message" || fail "message: $(cat "$work/message")"
[[ ! -e $work/bad ]] || fail "something was written"
# A record that no chunk can hold leaves no file.
printf 'logs:\n  - {file: a.evtx, computer: A, events: [{time: 2026-01-01, id: 1, strings: ["%s"]}]}\n' \
    "$(printf 'x%.0s' {1..33000})" >"$work/large.yaml"
if "$logwriter" "$work/large.yaml" "$work/large" 2>"$work/message"; then
    fail "a record too large for a chunk was accepted"
fi
grep -q 'record 1 is too large for a chunk' "$work/message" || fail "message: $(cat "$work/message")"
[[ ! -e $work/large/a.evtx ]] || fail "half a log was left"
status=0
"$logwriter" 2>/dev/null || status=$?
[[ $status -eq 3 ]] || fail "usage ends with $status"

# The files are the same bytes whatever the log writer was built with, and other readers take seconds: by one build.
[[ ${2-} = --no-peers ]] || for folder in one small; do
    "$here/check_peers.sh" "$work/$folder" "$scenario" "$logwriter"
done
