#!/usr/bin/env bash
# What disks and systems do: calls that are interrupted, that do a part only, that fail; descriptors that run out. What
# is only slow to come must change nothing; what fails must be named, cost no other log, and end with status 2.
# usage: faults_test.sh SPPWHY SAMPLES FAULTS.so
set -uo pipefail

sppwhy=$(realpath "$1")
samples=$(realpath "$2")
faults=$(realpath "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
checked=0

# run FAULTS ARGUMENT...: leaves $status, out and err.
run() {
    ran="$*"
    status=0
    LD_PRELOAD=$faults SPPWHY_FAULTS=$1 "$sppwhy" "${@:2}" >out 2>err </dev/null || status=$?
}
wrong() {
    echo "FAILED: $ran: $*; it said: $(head -c 400 err)" >&2
    failed=$((failed + 1))
}
ends_with() {
    checked=$((checked + 1))
    [ "$status" = "$1" ] || wrong "ends with $status, not $1"
}
same() { cmp -s out "$1" || wrong "reports something else"; }
tells() { grep -qF -- "$1" err || wrong "does not tell \"$1\""; }
tells_like() { grep -qE -- "$1" err || wrong "does not tell \"$1\""; }

mkdir logs
cp "$samples"/kb974998/*/*.evtx logs/
tar -czf logs.tar.gz -C logs .
gzip -k logs/SRV-APP1-Application.evtx && mv logs/*.gz .

# ---- what is only slow to come ---------------------------------------------------------------------------------

for input in logs logs.tar.gz SRV-APP1-Application.evtx.gz; do
    for reader in native libevtx; do
        "$sppwhy" -q --format json --reader $reader "$input" >whole.json || exit 1
        for slow in read=eintr read=short write=eintr write=short 'read=short write=short'; do
            run "$slow" -q --format json --reader $reader "$input"
            ends_with 0
            same whole.json
        done
    done
done
"$sppwhy" -q --format json - <logs/SRV-APP1-Application.evtx >whole.json || exit 1
for slow in read=eintr read=short write=short; do
    ran="$slow, from a pipe"
    status=0
    # shellcheck disable=SC2002 # it is to be a pipe
    cat logs/SRV-APP1-Application.evtx |
        LD_PRELOAD=$faults SPPWHY_FAULTS=$slow "$sppwhy" -q --format json - >out 2>err || status=$?
    ends_with 0
    same whole.json
done
for slow in write=eintr write=short; do
    run "$slow" -q --format sqlite -o "report.db" logs
    ends_with 0
    run '' -q --format html -o whole.html logs
    run "$slow" -q --format html -o report.html logs
    ends_with 0
    cmp -s report.html whole.html || wrong "writes something else"
done

# ---- what fails ------------------------------------------------------------------------------------------------

# At every read of the run: the log concerned is named, and nothing is taken for whole that is not.
"$sppwhy" -q --format json logs >whole.json || exit 1
for ((at = 1; at <= 40; at++)); do
    run "read=eio@$at" --format json -j 1 logs
    if cmp -s out whole.json && [ "$status" = 0 ] && ! [ -s err ]; then
        break # the run has fewer reads
    fi
    ends_with 2
    tells 'Input/output error'
done
[ "$at" -gt 4 ] || wrong "only $at reads were tried"
run read=eio --format json logs
ends_with 2
tells 'Input/output error'
run read=eio@2 --format json logs/SRV-APP1-Application.evtx logs/KMS-OLD-Key-Management-Service.evtx
ends_with 2
grep -q 'KMS-OLD-Key-Management-Service.evtx\|SRV-APP1-Application.evtx' out || wrong "the other log is lost"

# Writing fails: a database, and the copy of what comes from a pipe. What was there before is still there.
for failure in 'eio:(I|Input).*error' 'enospc:full'; do
    echo old >report.db
    run "write=${failure%%:*}" -q --format sqlite -o report.db logs
    ends_with 2
    tells_like "${failure#*:}"
    [ "$(<report.db)" = old ] || wrong 'the old report is gone'
done
ran='a copy of standard input'
status=0
# shellcheck disable=SC2002 # it is to be a pipe
cat logs/SRV-APP1-Application.evtx |
    LD_PRELOAD=$faults SPPWHY_FAULTS=write=enospc "$sppwhy" -q --format json - >out 2>err || status=$?
ends_with 2
tells 'No space left on device'

# ---- descriptors that run out ----------------------------------------------------------------------------------

for ((at = 1; at <= 60; at++)); do
    run "open=emfile@$at" --format json logs
    case $status in
        0) same whole.json ;; # one that we can do without
        2) tells 'Too many open files' ;;
        *) wrong "ends with $status" ;;
    esac
    checked=$((checked + 1))
done
run open=emfile --format json logs
ends_with 2
tells 'Too many open files'
for few in 4 5 6 7 8 9; do
    ran="with $few descriptors"
    status=0
    prlimit --nofile="$few" "$sppwhy" --format json logs >out 2>err </dev/null || status=$?
    checked=$((checked + 1))
    case $status in
        0) same whole.json ;;
        127) ;; # the program itself could not be loaded
        2) tells 'Too many open files' ;;
        *) wrong "ends with $status" ;;
    esac
    ! grep -q 'Permission denied' err || wrong 'calls it a permission'
done

[ "$failed" = 0 ] && echo "$checked faults, each borne or told"
exit $((failed != 0))
