#!/usr/bin/env bash
# What the world does to a running sppwhy: Ctrl-C, files that vanish or shrink, streams that are closed, disks and memory
# that are full, descriptors that run out, folders that are huge or deep; and whether the sandbox holds meanwhile. No
# test asserts how long something takes; what must not happen shows in what is said and left.
# usage: robust_test.sh SPPWHY SAMPLES LOGWRITER
# shellcheck disable=SC2016 # what is in single quotes is for another shell
set -uo pipefail

sppwhy=$(realpath "$1")
samples=$(realpath "$2")
logwriter=$(realpath "$3")
without_landlock=$(realpath "$4")
export sppwhy samples without_landlock
work=$(mktemp -d)
chmod 755 "$work" # another user comes here, too
many=
# No signal is sent before the program runs: a child that is still the shell would have this trap.
trap 'umount "$work/tiny" 2>/dev/null; chmod -R u+rwx "$work"; rm -rf "$work" ${many:+"$many"}' EXIT
cd "$work" || exit 1
unset NO_COLOR
failed=0
checked=0
skipped=()
# A build with sanitizers takes several times as long to write a log, to read it, and to begin a process.
slower=${SPPWHY_MUTATIONS:+4}
slower=${slower:-1}

# run_shell COMMAND: a line of shell, in which sppwhy is "$sppwhy"; leaves $status, $out and $err.
run_shell() {
    ran=$1
    status=0
    bash -c "$1" </dev/null >.out 2>.err || status=$?
    out=$(tr -d '\0' <.out)
    err=$(<.err)
}

wrong() {
    echo "FAILED: $ran: $*" >&2
    failed=$((failed + 1))
}
ends_with() {
    checked=$((checked + 1))
    [[ $status -eq $1 ]] || wrong "ends with $status, not $1; it said: ${err:0:600}"
}
tells() { [[ $err == *"$1"* ]] || wrong "does not tell \"$1\" but: ${err:0:600}"; }
tells_not() { [[ $err != *"$1"* ]] || wrong "tells \"$1\": ${err:0:600}"; }
prints() { [[ $out == *"$1"* ]] || wrong "does not print \"$1\" but: ${out:0:300}"; }
prints_nothing() { [[ -z $out ]] || wrong "prints to standard output: ${out:0:300}"; }
is_quiet() { [[ -z $err ]] || wrong "is not quiet: $err"; }

export client=$samples/contoso/WS-0412/WS-0412-Application.evtx
"$sppwhy" --format json "$samples/contoso" >whole.json || exit 1

# repeat_chunks FILE COUNT: a log of COUNT chunks (a power of two), all of them the first one of the client's.
repeat_chunks() {
    head -c 4096 "$client" >file_header
    tail -c +4097 "$client" | head -c 65536 >some_chunks
    for ((count = 1; count < $2; count *= 2)); do
        cat some_chunks some_chunks >more_chunks
        mv more_chunks some_chunks
    done
    cat file_header some_chunks >"$1"
    rm -f file_header some_chunks
}

# A log of which nothing is left was not read; an empty one that is whole was, and is called empty.
head -c 4096 "$client" >header.evtx
head -c 3000 "$client" >half-header.evtx
for lost in header.evtx half-header.evtx; do
    for verb in analyze logs activity events; do
        run_shell "\"\$sppwhy\" $verb $lost"
        ends_with 2
        tells "no event log could be read"
    done
done
run_shell '"$sppwhy" header.evtx "$client"'
ends_with 0
tells_not "no event log could be read"
python3 - <<'END'
import struct, zlib
header = bytearray(4096)
header[:8] = b"ElfFile\0"
struct.pack_into("<QQQIHHHH", header, 8, 0, 0, 1, 128, 1, 3, 4096, 0)
struct.pack_into("<I", header, 124, zlib.crc32(bytes(header[:120])))
open("no-chunks.evtx", "wb").write(header)
END
run_shell '"$sppwhy" no-chunks.evtx'
ends_with 0
prints "The log is empty."
[[ $(grep -c '^1 log of' .out) -eq 1 ]] || wrong "a report of a few lines says its totals twice"
run_shell '"$sppwhy" logs no-chunks.evtx'
ends_with 0
prints "The logs are empty"

# busy_log COUNT: busy.evtx, of a host that served COUNT requests.
busy_log() {
    cat >busy.yaml <<END
title: a KMS host's log
logs:
  - file: busy.evtx
    computer: kms1.contoso.com
    channel: Key Management Service
    events:
      - time: 2026-01-01T00:00:10Z
        id: 12290
        strings: ["0x00000000, 5, ws1.contoso.com, 169721ce-2886-4832-a037-e94592817501, {time}, 1, 1, 259200, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"]
        repeat: $1
        every_minutes: 2
END
    "$logwriter" busy.yaml . >/dev/null || wrong "the log writer failed"
}

# begin COMMAND: in the background, as a terminal would run it (a shell's own jobs ignore Ctrl-C), in a process group of
# its own; $pid is sppwhy's.
# Its standard input is $pipe where that is set, which is open for us as 9.
begin() {
    ran="$* (in the background)"
    setsid env --default-signal=INT,TERM,HUP "$@" <"${pipe:-/dev/null}" >"${goes_to:-.out}" 2>.err 9>&- &
    pid=$!
}

# begin_with_pipe COMMAND: the same, with a pipe for standard input that stays open until close_pipe.
begin_with_pipe() {
    exec 9<>pipe # both ways, so that neither end waits for the other
    pipe=pipe begin "$@"
}
close_pipe() { exec 9>&-; }

# finish: waits for it; leaves what run_shell leaves.
finish() {
    status=0
    wait "$pid" 2>/dev/null || status=$?
    out=$(<.out)
    err=$(<.err)
}

# until_true COMMAND...: for up to a minute; false when it never is, or when sppwhy has ended before.
until_true() {
    for _ in $(seq 1 3000); do
        "$@" && return 0
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.02
    done
    return 1
}

has_open() { readlink "/proc/$pid/fd/"* 2>/dev/null | grep -qF "$1"; }
# has_read FILE: it reads FILE, and so knows its size: more was read than its programs and libraries are.
has_read() { has_open "$1" && [[ $(sed -n 's/^rchar: //p' "/proc/$pid/io" 2>/dev/null) -gt 100000000 ]]; }
has_child() { [[ -n $(cat "/proc/$pid/task/"*/children 2>/dev/null) ]]; }
children_of() { cat "/proc/$1/task/"*/children 2>/dev/null; }

# ---- the streams -----------------------------------------------------------------------------------------------

for closed in '<&-' '2>&-' '<&- 2>&-'; do
    run_shell "\"\$sppwhy\" --format json \"\$samples/contoso\" $closed"
    ends_with 0
    is_quiet
    cmp -s .out whole.json || wrong "does not print the same"
done
for closed in '>&-' '>&- <&-'; do
    run_shell "\"\$sppwhy\" --format json \"\$samples/contoso\" $closed"
    ends_with 2
    tells "standard output: not everything could be written"
done
# What is said must not end up in the report, which would be the next file to be opened.
run_shell '"$sppwhy" --format json "$samples/contoso" "$samples/nothing" -o report.json <&- >&- 2>&-'
ends_with 2
run_shell '"$sppwhy" --format json "$samples/contoso" "$samples/nothing" -o report2.json'
ends_with 2
cmp -s report.json report2.json || wrong "the report differs when the standard streams are closed"
run_shell '"$sppwhy" - <&-'
ends_with 2
tells "standard input cannot be read"
run_shell '"$sppwhy" --format json "$samples/contoso" >/dev/full'
ends_with 2
tells "standard output: not everything could be written: No space left on device"
run_shell '"$sppwhy" events "$samples/contoso" | head -c 10 >/dev/null; echo "${PIPESTATUS[0]}"'
ends_with 0
is_quiet

# ---- where the output goes, in the sandbox ----------------------------------------------------------------------

mkdir reports
ln -s reports/linked.json link.json
ln -s "$work/reports/far.json" far.json
for output in here.json ./here.json reports/there.json link.json far.json "$work/reports/absolute.json" link.json; do
    run_shell "\"\$sppwhy\" --format json \"\$samples/contoso\" -o '$output'"
    ends_with 0
    is_quiet
    cmp -s "$output" whole.json || wrong "is not the whole report"
done
[[ -f reports/linked.json && -f reports/far.json && -L link.json ]] || wrong "a link was not followed"
run_shell '"$sppwhy" --format json "$samples/contoso" -o /dev/stdout'
ends_with 0
cmp -s .out whole.json || wrong "is not the whole report"
run_shell '"$sppwhy" --format json "$samples/contoso" -o >(cat >reports/piped.json); wait; sleep 0.2'
ends_with 0

# ---- links and the sandbox ---------------------------------------------------------------------------------------

mkdir linked elsewhere
cp "$client" elsewhere/real.evtx
ln -s ../elsewhere/real.evtx linked/one.evtx
ln -s "$samples/contoso/KMS1" linked/folder
run_shell '"$sppwhy" events linked >/dev/null'
ends_with 0
is_quiet

# ---- standard input and room for it --------------------------------------------------------------------------------

run_shell 'cat "$client" | "$sppwhy" -'
ends_with 0
run_shell 'cat "$client" | TMPDIR=reports "$sppwhy" -'
ends_with 0
[[ -z $(find reports -name 'sppwhy-*') ]] || wrong "leaves a temporary file"
run_shell 'cat "$client" | TMPDIR=/nonexistent "$sppwhy" -'
ends_with 2
prints_nothing
tells "no temporary file for standard input"
tells "TMPDIR"
mkdir tiny
if mount -t tmpfs -o size=256k none tiny 2>/dev/null; then
    repeat_chunks big.evtx 8
    run_shell 'cat big.evtx | TMPDIR=tiny "$sppwhy" -'
    ends_with 2
    prints_nothing
    tells "no room for a copy of standard input"
    run_shell '"$sppwhy" --format json "$samples/kb974998" -o tiny/report.json'
    ends_with 0
    head -c 300000 /dev/zero >tiny/filler 2>/dev/null
    run_shell '"$sppwhy" --format json "$samples/contoso" -o tiny/second.json'
    ends_with 2
    tells "not everything could be written: No space left on device"
    umount tiny
else
    skipped+=("a full disk (mounting one needs root)")
fi

# ---- files that change -------------------------------------------------------------------------------------------

# "-" comes first; with one job everything else waits until that pipe is closed.
mkdir moving
cp "$samples/contoso/KMS1/"*.evtx "$client" moving/
mkfifo pipe
begin_with_pipe "$sppwhy" -j 1 --format json - moving
until_true has_open "(deleted)" || wrong "does not spool its input"
rm moving/WS-0412-Application.evtx
cat "$samples/kb974998/SRV-APP1/SRV-APP1-Application.evtx" >&9
close_pipe
finish
ends_with 2
tells "moving/WS-0412-Application.evtx: cannot be opened: No such file or directory"
prints '"schema_version"'

cp "$client" moving/
begin_with_pipe "$sppwhy" -j 1 --format json - moving
until_true has_open "(deleted)" || wrong "does not spool its input"
rm -r moving
close_pipe
finish
ends_with 2
tells "moving/WS-0412-Application.evtx: cannot be opened"
tells "no event log could be read"
prints_nothing

# A log of 256 GiB, nearly all of it a hole: read for a minute and more, unless it shrinks or is stopped.
repeat_chunks huge.evtx 4
if truncate -s 256G huge.evtx 2>/dev/null; then
    begin "$sppwhy" --format json huge.evtx
    until_true has_read huge.evtx || wrong "does not read it"
    truncate -s 300000 huge.evtx
    finish
    ends_with 0
    tells "1 log could not be read whole"
    prints "the file became shorter while it was read"

    truncate -s 300000 huge.evtx
    begin_with_pipe "$sppwhy" --format json -
    cat huge.evtx >&9 # and one that grows is read as long as it was
    cat huge.evtx >>huge2.evtx
    close_pipe
    finish
    ends_with 0
    tells_not "stopped"

    # ---- Ctrl-C ------------------------------------------------------------------------------------------------
    truncate -s 256G huge.evtx
    for signal in INT TERM HUP; do
        begin "$sppwhy" -j 2 --format json "$samples/contoso" huge.evtx
        until_true has_open huge.evtx || wrong "does not open it"
        kill -"$signal" "$pid"
        finish
        ends_with $((128 + $(kill -l "$signal")))
        prints_nothing
        tells "stopped: "
        tells " logs were read, nothing was reported"
    done
    # One that was started with the signal ignored, as nohup does, goes on.
    ran="nohup"
    (
        trap '' HUP
        exec "$sppwhy" huge.evtx
    ) >.out 2>.err &
    pid=$!
    until_true has_open huge.evtx || wrong "does not open it"
    kill -HUP "$pid"
    sleep 0.1
    kill -0 "$pid" 2>/dev/null || wrong "ends by a signal that it was to ignore"
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null
else
    skipped+=("files with holes")
fi

begin_with_pipe "$sppwhy" - # waiting for input
until_true has_open "(deleted)" || wrong "does not spool its input"
kill -INT "$pid"
finish
close_pipe
ends_with 130
tells "stopped: 0 of 1 logs were read, nothing was reported"

busy_log $((100000 / slower))
begin "$sppwhy" --reader libevtx -j 2 busy.evtx "$samples"
until_true has_child || wrong "has no child"
children=$(children_of "$pid")
kill -INT -- "-$pid" # the children as well, as a terminal does
finish
ends_with 130
prints_nothing
for child in $children; do
    [[ ! -e /proc/$child ]] || wrong "leaves its child $child"
done

# While it writes: what is there is not whole, and that is said.
exec 9<>pipe
goes_to=pipe begin "$sppwhy" events busy.evtx
head -c 100 <&9 >first
kill -INT "$pid"
finish
close_pipe
ends_with 130
tells "stopped: what was written is cut short"

# ---- memory --------------------------------------------------------------------------------------------------------

run_shell '"$sppwhy" --memory 32M --version -v'
ends_with 0
if [[ $err == *"has no effect"* ]]; then
    skipped+=("a limit on memory (this build has none)")
else
    prints "memory: up to 32 MB"
    busy_log 250000 # more than fits while it is read
    run_shell '"$sppwhy" --memory 32M --format json busy.evtx'
    ends_with 2
    prints_nothing
    tells "memory ran out: "
    tells "nothing was reported"
    tells "busy.evtx: not read"
    tells "the limit is 32 MB; --memory sets another one"
fi
run_shell '"$sppwhy" --memory none --format json "$samples/contoso"'
ends_with 0
for size in 31M 0 much -5M ""; do
    run_shell "\"\$sppwhy\" --memory '$size' \"\$samples\""
    ends_with 3
    tells "--memory does not take"
done
rm -f ./*.evtx

# ---- many and deep -------------------------------------------------------------------------------------------------

# In memory where that can be had: a disk may take half a minute over so many.
many=$(mktemp -d /dev/shm/sppwhy-XXXXXX 2>/dev/null || mktemp -d "$work/many-XXXXXX")
(cd "$many" && seq 1 100000 | xargs touch && cp "$client" here.evtx)
run_shell "\"\$sppwhy\" --memory 200M --format json '$many'"
ends_with 0
tells_not "memory ran out"
prints '"logs": 1,'
rm -rf "$many"

mkdir descriptors
for ((i = 0; i < (slower == 1 ? 200 : 80); i++)); do
    { cat "$client"; printf '%d' "$i"; } >"descriptors/$i.evtx" # a byte more makes it another log
done
for reader in native libevtx; do
    run_shell "ulimit -n 64; \"\$sppwhy\" -j 16 --reader $reader events descriptors | wc -l"
    ends_with 0
    tells_not "Too many open files"
done

long=$(printf 'd%.0s' {1..250})
(
    for ((i = 0; i < 30; i++)); do
        mkdir "$long" && cd "$long" || exit 1
    done
    cp "$client" deep.evtx
)
run_shell "\"\$sppwhy\" $long"
ends_with 2
tells "File name too long"
prints_nothing
run_shell "for ((i = 0; i < 30; i++)); do cd $long; done; \"\$sppwhy\" events . >/dev/null"
ends_with 0

# ---- another user ----------------------------------------------------------------------------------------------------

if [[ $(id -u) = 0 ]] && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
    cp -r "$samples/contoso" public
    cp "$sppwhy" program
    chmod -R a+rX public program
    run_shell 'setpriv --reuid=65534 --regid=65534 --clear-groups ./program --format json public'
    ends_with 0
    is_quiet
    chmod 600 public/WS-0412/*.evtx
    run_shell 'setpriv --reuid=65534 --regid=65534 --clear-groups ./program --format json public'
    ends_with 2
    tells "WS-0412-Application.evtx: cannot be opened: Permission denied"
    run_shell 'setpriv --reuid=65534 --regid=65534 --clear-groups ./program public/KMS1 -o nobody.txt'
    ends_with 2
    tells "nobody.txt: cannot be written: Permission denied"
else
    skipped+=("another user (needs root)")
fi

# ---- the sandbox -----------------------------------------------------------------------------------------------------

# seccomp_of OPTION...: the mode that the kernel shows while it runs.
seccomp_of() {
    begin_with_pipe "$sppwhy" "$@" -
    until_true has_open "(deleted)" || wrong "does not spool its input"
    mode=$(sed -n 's/^Seccomp:[^0-9]*//p' "/proc/$pid/status")
    close_pipe
    finish
}

run_shell '"$sppwhy" --version -v'
ends_with 0
is_quiet
prints "sandbox: "
prints "libevtx"
if [[ $out == *"by seccomp"* ]]; then
    before=$(sed -n 's/^Seccomp:[^0-9]*//p' /proc/self/status)
    seccomp_of
    [[ $mode = 2 ]] || wrong "runs without seccomp ($mode)"
    seccomp_of --no-sandbox
    [[ $mode = "$before" ]] || wrong "has seccomp ($mode) all the same"
else
    skipped+=("seccomp in the running program")
fi
# Where the kernel has no Landlock the logs are opened first, and then nothing else can be.
# A sanitizer that looks for leaks at the end would open files of the system.
asan_options=${ASAN_OPTIONS:-}
export ASAN_OPTIONS="${asan_options:+$asan_options:}detect_leaks=0"
run_shell '"$without_landlock" "$sppwhy" --version -v'
if [[ $status != 77 && $out == *"by seccomp"* ]]; then
    prints "no Landlock"
    for options in "" "--reader libevtx" "-j 4"; do
        run_shell "\"\$without_landlock\" \"\$sppwhy\" --format json $options \"\$samples/contoso\" nothing-here"
        ends_with 2
        tells "nothing-here: "
        tells_not "Permission denied"
        run_shell "\"\$without_landlock\" \"\$sppwhy\" --format json $options \"\$samples/contoso\""
        ends_with 0
        is_quiet
        cmp -s .out whole.json || wrong "does not print the same without Landlock"
    done
    for name in report.json report.sqlite report.html; do
        run_shell "\"\$sppwhy\" \"\$samples/contoso\" -o '$name' && mv '$name' 'with-$name' &&
            \"\$without_landlock\" \"\$sppwhy\" \"\$samples/contoso\" -o '$name'"
        ends_with 0
        cmp -s "$name" "with-$name" || wrong "does not write the same $name without Landlock"
    done
    run_shell 'cat "$client" | "$without_landlock" "$sppwhy" -'
    ends_with 0
    # Fewer descriptors than logs: they are opened as they come.
    run_shell 'ulimit -n 40; "$without_landlock" "$sppwhy" -j 1 --format json "$samples/contoso"'
    ends_with 0
    cmp -s .out whole.json || wrong "does not print the same with few descriptors"
else
    skipped+=("a kernel without Landlock (calls cannot be filtered here)")
fi
export ASAN_OPTIONS=$asan_options
run_shell '"$sppwhy" --no-sandbox --version -v'
ends_with 0
prints "switched off by --no-sandbox"
run_shell '"$sppwhy" --no-sandbox --format json "$samples/contoso"'
ends_with 0
cmp -s .out whole.json || wrong "does not print the same"

# ---- progress ----------------------------------------------------------------------------------------------------------

# on_terminal COMMAND [COLUMNS]: with standard error on a terminal, and standard input a pipe that is slow enough to be seen:
# until there is progress, or for as long as it should take until there is some, where there must be none ($until).
on_terminal() {
    ran=$1
    rm -f typescript
    script -qefc "stty cols ${2:-80}; { $until; cat '$client'; } | $1" typescript </dev/null >/dev/null 2>&1
    out=$(tr '\r' '\n' <typescript)
}
if command -v script >/dev/null; then
    logs=$(find "$samples/contoso" -name '*.evtx' | wc -l)
    until='for i in $(seq 600); do grep -q "l[o]gs read" typescript && break; sleep 0.1; done'
    for term in xterm dumb; do
        TERM=$term on_terminal '"$sppwhy" -j 2 events - "$samples/contoso" >/dev/null'
        checked=$((checked + 1))
        prints "$logs of $((logs + 1)) logs read"
        grep -q $'\e' typescript && wrong "sends an escape code"
        [[ $(<typescript) =~ $'\r'\ +$'\rsppwhy: 4 events are in' ]] ||
            wrong "does not clear the line before a message: $(cat -A typescript)"
    done
    TERM=xterm on_terminal '"$sppwhy" -j 2 events - "$samples/contoso" >/dev/null' 30
    checked=$((checked + 1))
    prints "logs read"
    longest=$(tr '\r' '\n' <typescript | grep "logs read" | wc -L)
    [[ $longest -lt 30 ]] || wrong "does not fit into 30 columns but takes $longest"
    until='sleep 0.8'
    on_terminal '"$sppwhy" -q events - "$samples/contoso" >/dev/null'
    checked=$((checked + 1))
    [[ $out != *"logs read"* ]] || wrong "is not quiet"
    on_terminal '"$sppwhy" events - "$samples/contoso" 2>/dev/null >/dev/null'
    checked=$((checked + 1))
    [[ $out != *"logs read"* ]] || wrong "shows its progress elsewhere than on standard error"
else
    skipped+=("progress on a terminal (there is no script(1))")
fi

# ---- events that name no computer --------------------------------------------------------------------------------------

cat >nameless.yaml <<'YAML'
title: failures of a log whose events name no computer
logs:
  - file: nameless/Application.evtx
    computer: " "
    events:
      - {time: "2026-03-05T10:00:29Z", id: 12288, strings: ["0x800706BA, 0x00000000, kms1.contoso.com:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"], repeat: 5, every_minutes: 60}
YAML
"$logwriter" nameless.yaml . >/dev/null || wrong "the log of nobody was not written"
run_shell '"$sppwhy" --strict nameless'
ends_with 2
prints "5 activations, 5 failed"
prints "[nameless/Application]"
tells "5 of its licensing events name no computer"
run_shell '"$sppwhy" -q events nameless | "$sppwhy" --strict -'
ends_with 2
prints "5 activations, 5 failed"
tells "5 of its licensing events name no computer"

# ---- the result --------------------------------------------------------------------------------------------------------

for each in "${skipped[@]}"; do
    echo "not tested here: $each"
done
echo "$checked runs checked, $failed wrong"
[[ $failed -eq 0 && $checked -gt 0 ]]
