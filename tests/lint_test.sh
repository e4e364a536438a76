#!/usr/bin/env bash
# `sppwhy rules lint` finds every mistake of tests/lint/, each with its place and, where there is one, a hint: what it
# prints is tests/lint/expected.txt. What is right in those files (a byte order mark, CRLF) is not complained of.
#
#   tests/lint_test.sh SPPWHY             compares
#   tests/lint_test.sh --update SPPWHY    writes expected.txt anew; read the difference
set -euo pipefail

update=no
[ "${1:-}" = --update ] && {
    update=yes
    shift
}
sppwhy=$(realpath "${1:?which sppwhy?}")
cd "$(dirname "${BASH_SOURCE[0]}")"
status=0
out=$("$sppwhy" rules lint lint) || status=$?
if [ "$update" = yes ]; then
    printf '%s\n' "$out" >lint/expected.txt
elif [ "$status" != 4 ] || ! diff lint/expected.txt <(printf '%s\n' "$out"); then
    printf 'wrong: status %s (wanted 4), or the mistakes above\n' "$status"
    exit 1
fi

# Commands that go wrong where they are pasted: in PowerShell sc is Set-Content and find is no pipe's end, and
# Test-NetConnection without a host tests one of the internet.
if grep -nE 'Test-NetConnection *\[\[|Test-NetConnection +-|(^|[^.a-z])sc (query|config|qc|start|stop)|\| *find ' ../rules/*.yaml ../rules/catalogue/*.tsv; then
    printf 'wrong: the commands above\n'
    exit 1
fi
