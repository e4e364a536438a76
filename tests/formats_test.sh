#!/usr/bin/env bash
# The formats for other programs, from outside: which option gives which, what goes where, that a database is whole or
# not there, and that the queries of docs/formats.md run.
# usage: formats_test.sh SPPWHY SQLDUMP SAMPLES
set -uo pipefail

sppwhy=$(realpath "$1")
sqldump=$(realpath "$2")
samples=$(realpath "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

wrong() {
    failed=$((failed + 1))
    printf 'wrong: %s\n' "$*" >&2
}

# run ARGUMENT...: leaves $status, and out and err as files.
run() {
    ran="sppwhy $*"
    status=0
    "$sppwhy" -q "$@" </dev/null >out 2>err || status=$?
}
ends_with() { [ "$status" = "$1" ] || wrong "$ran: ends with $status, not $1: $(<err)"; }
tells() { grep -qF -- "$1" err || wrong "$ran: does not tell \"$1\" but: $(<err)"; }
header() { [ "$(head -n 1 out | tr -d '\r')" = "$1" ] || wrong "$ran: the header is $(head -n 1 out)"; }
# what is in the folder beside the files of this script
left_over() { find . -name '*.db*' | sort | tr '\n' ' '; }

# ---- tables ----------------------------------------------------------------------------------------------------

run --format csv "$samples"
ends_with 0
header 'cause,level,confidence,subject_kind,subject,title,first_utc,last_utc,occurrences,activations,why,confirm,fix,missing,evidence,id,host_finding,affects'
cp out findings
run --format csv --table findings "$samples"
cmp -s out findings || wrong 'findings are not the default table'
run analyze --format csv --table=activations "$samples"
ends_with 0
[[ $(head -n 1 out) == id,time_utc,machine,* ]] || wrong "$ran: the header is $(head -n 1 out)"
activations=$("$sppwhy" -q --format json "$samples" | jq .summary.activations)
[ "$(wc -l <out)" = $((activations + 1)) ] || wrong "$ran: there should be a line for each of $activations activations"
run --format csv --table machines "$samples"
ends_with 0
[ "$(grep -c '^machine,' out)" = 1 ] || wrong "$ran: the header is not there once"
run events --format csv "$samples"
ends_with 0
"$sppwhy" -q events "$samples" >lines
[ "$(wc -l <out)" = $(($(wc -l <lines) + 1)) ] || wrong "$ran: not as many rows as records"
run events --format csv --since 2026-03-05 "$samples"
"$sppwhy" -q events --since 2026-03-05 "$samples" >lines
[ "$(wc -l <out)" = $(($(wc -l <lines) + 1)) ] || wrong "$ran: not as many rows as records"

for words in '--table activations' '--format json --table machines' '--format csv --table other' \
    'events --format sqlite' 'events --format sarif' 'activity --format sqlite'; do
    # shellcheck disable=SC2086 # several words
    run $words "$samples"
    ends_with 3
    [ ! -s out ] || wrong "$ran: prints something"
done
run --table machines "$samples"
tells '--table goes with --format csv'

# ---- the database ----------------------------------------------------------------------------------------------

run --format sqlite "$samples"
ends_with 3
tells '-o FILE.db'
run --format sqlite -o - "$samples"
ends_with 3
tells '-o FILE.db'
run --format sqlite -o new.db "$samples"
ends_with 0
[ -z "$(cat out err)" ] || wrong "$ran: says something"
"$sqldump" new.db >dump
[ "$(head -c 15 new.db)" = 'SQLite format 3' ] || wrong 'the database is none'
[ "$(left_over)" = './new.db ' ] || wrong "left over: $(left_over)"
run --format sqlite -o new.db -j 8 "$samples" # over the old one
ends_with 0
"$sqldump" new.db | cmp -s - dump || wrong 'the number of threads shows in the database'
run --format sqlite --fail-on high -o new.db "$samples"
ends_with 1

for target in nowhere/new.db . /dev/null; do
    run --format sqlite -o "$target" "$samples"
    ends_with 2
    tells "$target: cannot be written"
done
cp "$samples"/kb974998/SRV-APP1/*.evtx log.evtx
run --format sqlite -o log.evtx log.evtx
ends_with 3
tells 'will not be written over'
# names that SQLite itself would take for something else
for target in ':memory:' 'file:x.db?mode=memory' 'x y.db'; do
    run --format sqlite -o "$target" "$samples"
    ends_with 0
    [ -s "$target" ] || wrong "$target was not written"
    rm -f -- "./$target"
done

# A disk that is full, as the limit on a file's size shows it: the old database stays, and nothing else.
echo old >kept.db
status=0
(
    trap '' XFSZ
    ulimit -f 40
    exec "$sppwhy" -q --format sqlite -o kept.db "$samples"
) >out 2>err || status=$?
ran='sppwhy on a full disk'
ends_with 2
tells 'kept.db: cannot be written: '
[ "$(cat kept.db)" = old ] || wrong 'a full disk takes the old database with it'
[ "$(left_over)" = './kept.db ./new.db ' ] || wrong "a full disk leaves $(left_over)"

# The same where nobody has asked that the signal be ignored.
status=0
(
    ulimit -c 0 -f 40
    exec "$sppwhy" -q --format sqlite -o kept.db "$samples"
) >out 2>err || status=$?
ends_with 2
[ "$(cat kept.db)" = old ] || wrong 'a run past the limit takes the old database with it'

# ---- SARIF -----------------------------------------------------------------------------------------------------

run --format sarif "$samples/kb974998" # with absolute paths
ends_with 0
grep -qF "\"uri\": \"file://$samples/kb974998/SRV-APP1/SRV-APP1-Application.evtx\"" out || wrong 'no absolute URI'
! grep -q uriBaseId out || wrong 'an absolute URI has a base'

for words in '--format csv' '--format csv --table activations' '--format sarif' 'events --format csv'; do
    # shellcheck disable=SC2086 # several words
    run $words -j 1 "$samples"
    cp out one
    # shellcheck disable=SC2086
    run $words -j 8 "$samples/contoso" "$samples/kb974998"
    cmp -s out one || wrong "$words: the order of reading shows"
    # shellcheck disable=SC2086
    "$sppwhy" -q $words "$samples" >/dev/full 2>err && wrong "$words: a full disk is not told"
done

exit "$((failed != 0))"
