#!/usr/bin/env bash
# Many logs at once, sound and damaged, by each reader: the output is that of one thread, byte for byte. ThreadSanitizer
# runs this, too: a race ends the program with a status of its own.
# usage: threads_test.sh SPPWHY SAMPLES
set -euo pipefail

sppwhy=$(realpath "$1")
samples=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TSAN_OPTIONS=${TSAN_OPTIONS:-exitcode=66:halt_on_error=1}

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# Each log three times: as it is, with records that only libevtx may make something of, and cut off.
mkdir "$work/logs"
number=0
while IFS= read -r -d '' log; do
    number=$((number + 1))
    cp "$log" "$work/logs/$number-sound.evtx"
    cp "$log" "$work/logs/$number-harmed.evtx"
    for at in 6000 8000 12000 16000; do
        printf '\377\377\377' | dd of="$work/logs/$number-harmed.evtx" bs=1 seek=$((at + number)) conv=notrunc status=none
    done
    head -c $((20000 + number * 1000)) "$log" >"$work/logs/$number-cut.evtx"
done < <(find "$samples" -name '*.evtx' -print0 | LC_ALL=C sort -z)
[ "$number" -ge 5 ] || fail "only $number samples"

for words in "--format json" "events --recovered" "--reader libevtx"; do
    for jobs in 1 8; do
        status=0
        # shellcheck disable=SC2086 # the words are several
        "$sppwhy" $words -j $jobs "$work/logs" >"$work/$jobs" 2>"$work/said-$jobs" </dev/null || status=$?
        [ "$status" = 0 ] || {
            cat "$work/said-$jobs" >&2
            fail "sppwhy $words -j $jobs ends with $status"
        }
        [ -s "$work/$jobs" ] || fail "sppwhy $words -j $jobs says nothing"
    done
    cmp "$work/1" "$work/8" >&2 || fail "sppwhy $words: eight threads say something else than one"
    cmp "$work/said-1" "$work/said-8" >&2 || fail "sppwhy $words: eight threads tell something else than one"
done
