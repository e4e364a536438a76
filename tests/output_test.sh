#!/bin/bash
# output_test.sh PROGRAM SAMPLES: what is at -o is the old file or the new one, never a part of one: on a full disk of
# any size, past `ulimit -f`, when a signal comes, when two runs write to one file; and each of these is reported.
# shellcheck disable=SC2015 # `a && b || wrong`: wrong may run whichever fails
set -u
program=$(realpath "$1") samples=$(realpath "$2")
here=$(mktemp -d) failed=0 mounted=
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    cd / || return
    [ -z "$mounted" ] || umount "$mounted"
    rm -rf "$here"
}
trap clean_up EXIT
cd "$here" || exit 1

wrong() {
    echo "WRONG: $*"
    failed=1
}

run() {
    "$program" -q "$@" >out 2>err
    status=$?
}

no_drafts() {
    local left
    left=$(find "${1:-.}" -name '*.part-*' | head -n 1)
    [ -z "$left" ] || wrong "$2 leaves $left"
}

# of each format: its arguments
formats=(
    'analyze --format text'
    'analyze --format json'
    'analyze --format html'
    'analyze --format sarif'
    'analyze --format sqlite'
    'analyze --format csv'
    'events'
    'events --format csv'
    'activity'
    'activity --format json'
    'activity --format csv'
)

# --- it takes the file's place, with its permissions, and leaves nothing beside it
for format in "${formats[@]}"; do
    # shellcheck disable=SC2086
    run $format -o whole "$samples"
    [ "$status" -eq 0 ] && [ -s whole ] || wrong "$format: $status, $(cat err)"
    echo old >kept
    chmod 640 kept
    # shellcheck disable=SC2086
    run $format -o kept "$samples"
    [ "$(stat -c %a kept)" = 640 ] || wrong "$format does not keep the permissions"
    case $format in *sqlite) ;; *) cmp -s whole kept || wrong "$format: not the same over an old file" ;; esac
    no_drafts . "$format"
done
ln -s linked-to link
echo old >linked-to
run -o link "$samples"
[ -L link ] && grep -q failed linked-to || wrong 'a link is replaced and not followed'

# --- a file that may not grow: SIGXFSZ
for format in "${formats[@]}"; do
    echo old >kept
    # shellcheck disable=SC2086
    (
        ulimit -f 1
        run $format -o kept "$samples"
        exit "$status"
    )
    status=$?
    size=$(stat -c %s kept)
    if [ "$status" -eq 0 ]; then
        [ "$size" -le 1024 ] || wrong "$format writes $size bytes past the limit"
    else
        [ "$status" -eq 2 ] || wrong "$format ends with $status past the limit: $(cat err)"
        [ "$(cat kept)" = old ] || wrong "$format takes the old file with it past the limit"
        grep -Eq 'File too large|disk I/O error' err || wrong "$format does not tell that the file is too large: $(cat err)"
    fi
    no_drafts . "$format past the limit"
done

# --- a full disk of each size up to the report's
if mkdir disk && mount -t tmpfs -o size=1m,mode=777 none disk 2>/dev/null; then
    mounted=$here/disk
    for format in "${formats[@]}"; do
        # shellcheck disable=SC2086
        run $format -o whole "$samples"
        pages=$(($(stat -c %s whole) / 4096 + 3))
        for free in 0 1 2 $((pages / 4)) $((pages / 2)) $((pages - 3)) $pages $((pages + 8)); do
            mount -o remount,size=4m disk
            rm -f disk/*
            echo old >disk/kept
            [ "$free" -lt 1000 ] || continue
            mount -o remount,size=$(((free + 1) * 4096)) disk
            # shellcheck disable=SC2086
            run $format -o disk/kept "$samples"
            if [ "$status" -eq 0 ]; then
                case $format in
                *sqlite) ;;
                *) cmp -s whole disk/kept || wrong "$format, $free pages free: it ends with 0 and the file is not whole" ;;
                esac
            else
                [ "$(cat disk/kept)" = old ] || wrong "$format, $free pages free: the old file is gone"
                grep -Eq 'No space left|full' err || wrong "$format, $free pages free: it says $(cat err)"
            fi
            no_drafts disk "$format, $free pages free,"
        done
    done
else
    echo 'no file system can be mounted here: a full disk is only /dev/full'
fi
for format in "${formats[@]}"; do
    case $format in *sqlite) continue ;; esac
    # shellcheck disable=SC2086
    run $format -o /dev/full "$samples"
    [ "$status" -eq 2 ] && grep -q 'No space left on device' err || wrong "$format into /dev/full: $status, $(cat err)"
done

# --- signals at any moment: the old file, or the new one whole
# A signal may meet a child that is still the shell; it would clean up, and no variable tells it that it is a child.
trap - EXIT
run analyze --format html -o whole "$samples"
for signal in INT TERM HUP; do
    for wait in 0 0.002 0.005 0.01 0.02 0.04 0.08; do
        echo old >kept
        "$program" -q --format html -o kept "$samples" >out 2>err &
        sleep "$wait"
        kill -"$signal" $! 2>/dev/null
        { wait $!; } 2>/dev/null
        if [ "$(cat kept)" != old ] && ! cmp -s whole kept; then
            wrong "SIG$signal after $wait s leaves a part of the file"
        fi
        no_drafts . "SIG$signal after $wait s"
    done
done

# --- what else ends a program, a core dump among it
ulimit -c 0
for signal in QUIT ABRT ALRM USR1 USR2 XCPU; do
    for wait in 0.01 0.03 0.06; do
        echo old >kept
        "$program" -q --format html -o kept "$samples" >out 2>err &
        sleep "$wait"
        kill -"$signal" $! 2>/dev/null
        { wait $!; } 2>/dev/null
        [ "$(cat kept)" = old ] || cmp -s whole kept || wrong "SIG$signal after $wait s leaves a part of the file"
        no_drafts . "SIG$signal after $wait s"
    done
done

trap clean_up EXIT

# --- two runs on one file: one of the two, whole
run events -o lines "$samples"
for _ in 1 2 3 4 5; do
    rm -f status-*
    { "$program" -q --format html -o both "$samples"; echo $? >status-1; } &
    { "$program" -q events -o both "$samples"; echo $? >status-2; } &
    wait
    [ "$(cat status-1 status-2)" = $'0\n0' ] || wrong 'one of two runs on one file fails'
    cmp -s both whole || cmp -s both lines || wrong 'two runs on one file make a mixture'
done
no_drafts . 'two runs'

# --- what a run goes by is not written over
mkdir -p rules/catalogue
"$program" rules show clock-skew >/dev/null 2>&1
cat >rules/mine.yaml <<'RULE'
not a rule
RULE
cp rules/mine.yaml before
run --rules rules --format text -o rules/mine.yaml "$samples"
[ "$status" -eq 3 ] && grep -q 'will not be written over' err || wrong "-o onto a rule: $status, $(cat err)"
cmp -s rules/mine.yaml before || wrong 'a rule is written over'
run --rules rules/mine.yaml --format text -o rules/mine.yaml "$samples"
[ "$status" -eq 3 ] || wrong "-o onto the file of --rules: $status"
cmp -s rules/mine.yaml before || wrong 'the file of --rules is written over'
run --format json -o before.json "$samples"
for old in report.json report.jsonl; do
    case $old in *l) run events -o "$old" "$samples" ;; *) cp before.json "$old" ;; esac
    cp "$old" before
    run analyze --format json --baseline "$old" -o "$old" "$samples"
    [ "$status" -eq 3 ] && grep -q 'will not be written over' err || wrong "-o onto the --baseline $old: $status, $(cat err)"
    cmp -s "$old" before || wrong "the --baseline $old is written over"
done
printf -- '- cause: host-unreachable\n  reason: being moved\n  until: 2099-01-01\n' >known.yaml
cp known.yaml before
ln -s known.yaml link-to-known.yaml
for output in known.yaml ./known.yaml link-to-known.yaml; do
    run analyze --format text --ignore known.yaml -o "$output" "$samples"
    [ "$status" -eq 3 ] && grep -q 'will not be written over' err || wrong "-o $output onto --ignore: $status, $(cat err)"
    cmp -s known.yaml before || wrong "the file of --ignore is written over by -o $output"
done

# --- nor is what a run reads: documents of diff, the list of paths, what explain is given, any event log
refused() {
    local what=$1
    shift
    cp "$what" before
    "$program" -q "$@" -o "$what" >out 2>err
    status=$?
    [ "$status" -eq 3 ] && grep -q 'will not be written over' err || wrong "$* -o $what: $status, $(cat err)"
    cmp -s "$what" before || wrong "$* -o $what: it is written over"
}
run --format json -o new.json "$samples"
cp new.json old.json
refused old.json diff old.json new.json
refused new.json diff old.json new.json
find "$samples" -name '*.evtx' >paths
refused paths --files-from paths
# shellcheck disable=SC2094 # that it is not written to is the matter
refused paths --files-from - <paths
echo 'hr=0xC004F074' >pasted.txt
refused pasted.txt explain pasted.txt
# shellcheck disable=SC2094
refused pasted.txt explain - <pasted.txt
log=$(head -n 1 paths)
cp "$log" other.evtx
refused other.evtx explain 0xC004F074
refused other.evtx rules
run diff old.json new.json -o diff.txt
[ "$status" -eq 0 ] && run diff old.json new.json -o diff.txt
[ "$status" -eq 0 ] || wrong "a report of diff cannot be written again: $status, $(cat err)"

# --- names as long as a file system has them
for name in "$(printf 'x%.0s' {1..255})" "$(printf 'x%.0s' {1..245})" "$(printf '\303\274%.0s' {1..127})"; do
    for format in 'analyze --format text' 'analyze --format sqlite'; do
        # shellcheck disable=SC2086
        run $format -o "$name" "$samples"
        [ "$status" -eq 0 ] && [ -s "$name" ] || wrong "$format into a name of ${#name} characters: $status, $(cat err)"
        rm -f "$name"
    done
done
no_drafts . 'a long name'

# --- a reader that goes away after any number of bytes: it got the first of them, no word is said, and the status says
for format in "${formats[@]}"; do
    case $format in *sqlite) continue ;; esac
    # shellcheck disable=SC2086
    run $format -o whole "$samples"
    for bytes in 0 1 4095 4097 70000; do
        # shellcheck disable=SC2086
        "$program" -q $format "$samples" 2>err | head -c "$bytes" >out
        status=${PIPESTATUS[0]}
        [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || wrong "$format, a reader of $bytes bytes: it ends with $status"
        [ ! -s err ] || wrong "$format, a reader of $bytes bytes: it says $(cat err)"
        head -c "$bytes" whole | cmp -s - out || wrong "$format, a reader of $bytes bytes: it got something else"
    done
done

exit "$failed"
