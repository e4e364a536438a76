#!/usr/bin/env bash
# The command line of sppwhy from outside: exit statuses, what goes to which stream, and what it says when something is
# amiss. Every check is made; the failed ones are named at the end by what was run.
# usage: cli_test.sh SPPWHY SAMPLES
set -uo pipefail

sppwhy=$(realpath "$1")
samples=$(realpath "$2")
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 1
unset NO_COLOR
export PAGER=cat
failed=0
checked=0

# run ARGUMENT...: runs sppwhy with nothing on standard input; leaves $status, $out and $err.
run() {
    ran="sppwhy $*"
    status=0
    "$sppwhy" "$@" </dev/null >"$work/.out" 2>"$work/.err" || status=$?
    out=$(<"$work/.out")
    err=$(<"$work/.err")
}

# run_shell COMMAND: the same for a line of shell, in which sppwhy is "$sppwhy".
run_shell() {
    ran=$1
    status=0
    sppwhy=$sppwhy samples=$samples bash -c "$1" </dev/null >"$work/.out" 2>"$work/.err" || status=$?
    out=$(<"$work/.out")
    err=$(<"$work/.err")
}

wrong() {
    echo "FAILED: $ran: $*" >&2
    failed=$((failed + 1))
}

ends_with() {
    checked=$((checked + 1))
    [[ $status -eq $1 ]] || wrong "ends with $status, not $1; it said: $err"
}
tells() { [[ $err == *"$1"* ]] || wrong "does not tell \"$1\" but: $err"; }
tells_not() { [[ $err != *"$1"* ]] || wrong "tells \"$1\""; }
prints() { [[ $out == *"$1"* ]] || wrong "does not print \"$1\" but: ${out:0:300}"; }
prints_not() { [[ $out != *"$1"* ]] || wrong "prints \"$1\""; }
prints_nothing() { [[ -z $out ]] || wrong "prints to standard output: ${out:0:300}"; }
is_quiet() { [[ -z $err ]] || wrong "is not quiet: $err"; }

kb=$samples/kb974998
contoso=$samples/contoso
client=$kb/SRV-APP1/SRV-APP1-Application.evtx
host=$(echo "$kb"/KMS-OLD/*.evtx)

# ---- what to do ------------------------------------------------------------------------------------------------

run
ends_with 3
prints_nothing
tells "nothing to read"
tells "--help"

run --version
ends_with 0
is_quiet
[[ $out =~ ^sppwhy\ [0-9]+\.[0-9]+\.[0-9]+$ ]] || wrong "prints $out"

for help in --help help; do # -h and the rest: help_test.sh
    run $help
    ends_with 0
    is_quiet
    for word in analyze events rules --format --fail-on --strict "Exit status"; do
        prints "$word"
    done
done
run help events
ends_with 0
is_quiet
prints "Usage: sppwhy events"
cp .out help-events
run events --help
ends_with 0
cmp -s .out help-events || wrong "differs from \`help events\`"
run help nonsense
ends_with 3
prints_nothing
tells '"nonsense"'
width=$("$sppwhy" --help | wc -L)
ran="--help"
[[ $width -le 100 ]] || wrong "a line of the help is $width columns wide"

# ---- options ---------------------------------------------------------------------------------------------------

run --forma json "$kb"
ends_with 3
prints_nothing
tells "unknown option --forma; did you mean --format?"
run --fromat=json "$kb"
ends_with 3
tells "unknown option --fromat"
tells "did you mean --format?"
run --zzz "$kb"
ends_with 3
tells "unknown option --zzz"
tells_not "did you mean"
run -x "$kb"
ends_with 3
tells "unknown option -x"
for option in --format -o --rules --reader --since --until -j --fail-on --color; do
    run "$kb" $option
    ends_with 3
    prints_nothing
    tells "needs a value"
done
run --strict=yes "$kb"
ends_with 3
tells "--strict takes no value"
for words in "--since sometime" "--until 2026-13-01" "-j many" "-j -1" "-j 100000" "--fail-on awful" "--reader mine" \
    "--color blue" "--rules=" "--format xml" "--format jsonl"; do
    # shellcheck disable=SC2086 # two words each
    run $words "$kb"
    ends_with 3
    prints_nothing
    tells "sppwhy: "
done
run events --format text "$kb"
ends_with 3
tells "jsonl"
run --format=json "$kb"
ends_with 0
cp .out one
run --format json analyze "$kb" # options may be anywhere
ends_with 0
cmp -s .out one || wrong "differs from --format=json"
run --since 2026-03-02 --until 2026-03-01 "$kb"
ends_with 3

# ---- words that are no files -----------------------------------------------------------------------------------

run analyse
ends_with 3
prints_nothing
tells "did you mean \`sppwhy analyze\`?"
run evnts "$kb"
ends_with 3
tells "did you mean \`sppwhy events\`?"
run frobnicate
ends_with 2
tells "frobnicate: does not exist"
tells_not "did you mean"
mkdir events-here && cp "$client" events-here/
run -- events-here
ends_with 0

# ---- inputs that are not what they seem ------------------------------------------------------------------------

run 0xC004F074 # a code without its verb
ends_with 3
tells 'sppwhy explain 0xC004F074'
run 12288
ends_with 3
tells 'sppwhy explain 12288'
run '/?'
ends_with 0
run missing.evtx
ends_with 2
prints_nothing
tells "missing.evtx: does not exist"
run "$client" missing.evtx # what is there is analyzed all the same
ends_with 2
tells "missing.evtx: does not exist"
prints "SRV-APP1"

: >empty.evtx
run empty.evtx
ends_with 2
prints_nothing
tells "empty.evtx: is empty"

echo "Level,Date and Time,Source" >text.evtx
run text.evtx
ends_with 2
prints_nothing
tells "text.evtx: is a text file"

mkdir -p none/below && echo x >none/below/readme.txt
run none
ends_with 2
prints_nothing
tells "none: holds no event log"

run /dev/null
ends_with 2
prints_nothing
tells "/dev/null: is not a regular file"

run -
ends_with 2
prints_nothing
tells "is empty"
run_shell "exec 0<&-; \"\$sppwhy\" -" # standard input closed
ends_with 2
prints_nothing

run_shell "cat '$client' | \"\$sppwhy\" events -"
ends_with 0
is_quiet
prints '"path":"-"'
cp .out piped
run_shell "\"\$sppwhy\" events - <'$client'"
ends_with 0
cmp -s .out piped || wrong "a file as standard input and a pipe give different records"
run events "$client"
ends_with 0
[[ $(wc -l <.out) -eq $(wc -l <piped) ]] || wrong "a piped log has another number of records"

mkdir closed && cp "$client" closed/ && chmod 000 closed
cp "$client" closed.evtx && chmod 000 closed.evtx
if [[ $(id -u) -ne 0 ]]; then
    as_nobody=()
elif command -v setpriv >/dev/null; then
    as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups --)
    chmod 755 "$work"
fi
if [[ -v as_nobody ]]; then
    # The build folder may be closed to others, so they get a copy.
    cp "$sppwhy" "$work/sppwhy" && chmod 755 "$work/sppwhy"
    for path in closed closed.evtx; do
        ran="sppwhy $path, without permission"
        status=0
        "${as_nobody[@]}" "$work/sppwhy" "$path" </dev/null >.out 2>.err || status=$?
        out=$(<.out) err=$(<.err)
        ends_with 2
        prints_nothing
        tells "$path: "
        tells "Permission denied"
    done
    rm "$work/sppwhy"
fi
chmod 755 closed closed.evtx

# A control character in a name does not reach the terminal.
run $'missing\e[31m\n.evtx'
ends_with 2
tells 'missing\x1B[31m\x0A.evtx: does not exist'
run "$(printf 'x%.0s' {1..5000})"
ends_with 2
tells "xxx"

# ---- data to standard output, all else to standard error ---------------------------------------------------------

run "$kb"
ends_with 0
is_quiet
prints "clock-skew"
prints "SRV-APP1"
run --format json "$kb"
ends_with 0
is_quiet
jq -e '.schema_version == 1' .out >/dev/null || wrong "is not the JSON it should be"
run events "$kb" missing.evtx
ends_with 2
tells "missing.evtx"
jq -e . .out >/dev/null || wrong "a message is among the records"
run "$kb" "$kb/../kb974998"
ends_with 0
prints "clock-skew"
cp "$client" copy.evtx
run "$client" copy.evtx
ends_with 0
tells "the same log as"
run -q "$client" copy.evtx
ends_with 0
is_quiet
run -q "$client" missing.evtx # errors are told even so
ends_with 2
tells "missing.evtx: does not exist"

# ---- where output goes -----------------------------------------------------------------------------------------

run --format json "$kb"
cp .out one
run --format json "$kb" -o result.json
ends_with 0
prints_nothing
cmp -s result.json one || wrong "-o writes something else"
run "$kb" -oresult.txt
ends_with 0
[[ -s result.txt ]] || wrong "-oFILE writes nothing"
run --format json "$kb" -o -
cmp -s .out one || wrong "-o - is not standard output"
run "$kb" -o nowhere/result.txt
ends_with 2
prints_nothing
tells "nowhere/result.txt: cannot be written"
run events "$kb" -o none
ends_with 2
tells "none: cannot be written"
run "$kb" -o ""
ends_with 3

for verb in analyze events; do
    run_shell "\"\$sppwhy\" $verb '$contoso' >/dev/full"
    ends_with 2
    tells "standard output: not everything could be written: No space left on device"
    [[ $(wc -l <.err) -eq 1 ]] || wrong "tells more than once"
    run $verb "$contoso" -o /dev/full
    ends_with 2
    tells "/dev/full: not everything could be written"
done
# A result that could not be written whole is an error, never silence: also these.
for words in "rules list" "rules lint" "rules test" --version --help; do
    run_shell "\"\$sppwhy\" $words >/dev/full"
    ends_with 2
done
# The log that was read is evidence; results must not be written over it.
cp "$client" evidence.evtx
run evidence.evtx -o evidence.evtx
ends_with 3
ran="sppwhy evidence.evtx -o evidence.evtx"
same_evidence() { cmp -s evidence.evtx "$client" || wrong "the log that was read is overwritten"; }
same_evidence

cp "$client" fed.evtx
run_shell "\"\$sppwhy\" - -o fed.evtx <fed.evtx"
ends_with 3
cmp -s fed.evtx "$client" || wrong "the log that was given on standard input is overwritten"

# What a hole in a log takes with it is reported, also when the provider's name was in it.
cp "$contoso"/WS-0412/WS-0412-Application.evtx hole.evtx
dd if=/dev/zero of=hole.evtx bs=512 seek=54 count=1 conv=notrunc status=none
run --strict hole.evtx
ends_with 2
tells "could not be read whole"

for words in "events '$contoso'" "'$contoso'" "--format json '$contoso'" "rules list"; do
    run_shell "\"\$sppwhy\" $words | head -1"
    [[ $(wc -l <.out) -eq 1 ]] || wrong "a line is wanted"
    is_quiet
done
run_shell "\"\$sppwhy\" events '$contoso' >&-" # standard output closed
[[ $status -ne 0 ]] || wrong "ends with 0 though nothing could be written"

# ---- color -----------------------------------------------------------------------------------------------------

escape=$'\e'
run "$kb"
prints_not "$escape"
run --color always "$kb"
ends_with 0
prints "${escape}["
run --color never "$kb"
prints_not "$escape"
run --color always --format json "$kb"
prints_not "$escape"
if command -v script >/dev/null; then # a terminal
    run_shell "script -qec \"'\$sppwhy' '$kb'\" /dev/null"
    prints "${escape}["
    run_shell "NO_COLOR=1 script -qec \"'\$sppwhy' '$kb'\" /dev/null"
    prints_not "${escape}["
    run_shell "NO_COLOR= script -qec \"'\$sppwhy' '$kb'\" /dev/null" # empty does not count
    prints "${escape}["
    run_shell "NO_COLOR=1 script -qec \"'\$sppwhy' --color always '$kb'\" /dev/null" # asked for is asked for
    prints "${escape}["
    run_shell "TERM=dumb script -qec \"'\$sppwhy' '$kb'\" /dev/null"
    prints_not "${escape}["
    run_shell "LC_ALL=C.UTF-8 script -qec \"'\$sppwhy' '$kb'\" /dev/null" # a sign beside the color
    prints $'\xE2\x96\xB2'
    run_shell "LC_ALL=C script -qec \"'\$sppwhy' '$kb'\" /dev/null"
    prints_not $'\xE2'
    for columns in 60 97 160; do
        run_shell "COLUMNS=$columns NO_COLOR=1 LC_ALL=C script -qec \"'\$sppwhy' '$contoso'\" /dev/null"
        width=$(tr -d '\r' <.out | wc -L)
        [[ $width -le $columns && $width -ge $((columns < 110 ? columns - 8 : 100)) ]] ||
            wrong "is $width columns wide with COLUMNS=$columns"
    done
fi
run_shell "COLUMNS=200 \"\$sppwhy\" '$contoso' | cat"
cp .out wide
run "$contoso"
cmp -s .out wide || wrong "COLUMNS changes what goes into a pipe"
prints_not $'\xE2'
prints_not "..." # a path is whole

# ---- times -----------------------------------------------------------------------------------------------------

run "$contoso"
cp .out utc
run_shell "TZ=AAA-9 \"\$sppwhy\" '$contoso'"
cmp -s .out utc || wrong "the zone changes times in UTC"
# a zone of the system's is a file, which the sandbox must not keep from it
if [ -f /usr/share/zoneinfo/Asia/Tokyo ]; then
    run_shell "TZ=Asia/Tokyo \"\$sppwhy\" --local '$contoso'"
    prints 'UTC+09:00'
fi
run_shell "TZ=AAA-9 \"\$sppwhy\" --local '$contoso'"
ends_with 0
prints "Times are local: UTC+09:00, unless they say otherwise."
prints_not "07:57 UTC"
for words in "--format json" "events"; do
    run_shell "TZ=AAA-9 \"\$sppwhy\" $words --local '$contoso'"
    cp .out local
    # shellcheck disable=SC2086 # several words
    run $words "$contoso"
    cmp -s .out local || wrong "--local changes what a program reads"
done

# ---- exit status of findings and damage --------------------------------------------------------------------------

for level in info low medium high; do
    run --fail-on $level "$kb"
    ends_with 1
    prints "clock-skew"
done
run --fail-on critical "$kb"
ends_with 0
run --fail-on info "$kb" missing.evtx # an input that is missing weighs more
ends_with 2

cp "$client" damaged.evtx
records=$("$sppwhy" events "$client" | wc -l)
printf 'XXXXXXXX' | dd of=damaged.evtx bs=1 seek=$((4096 + 512 + 24)) conv=notrunc status=none # in the first record
run damaged.evtx
ends_with 0
tells "1 log could not be read whole"
tells_not "offset 4608"
run -q damaged.evtx
ends_with 0
is_quiet
run -q --strict damaged.evtx
ends_with 2
prints "srv-app1"
tells "damaged.evtx: a record cannot be decoded"
tells "(record 3120, offset 4608)"
run --strict "$client"
ends_with 0
mkdir half
: >half/empty.evtx
cp "$client" half/client.evtx
run --strict half
ends_with 2 # the file could have been a log
run half
ends_with 0
prints "half/empty.evtx"
run events -q --all "$client"
tail -n +2 .out >half/headless.jsonl
run -q --strict half/headless.jsonl
ends_with 2
tells "is known in part" # what --strict ends with 2 for is said even with -q
run events --strict damaged.evtx
ends_with 2
[[ $(wc -l <.out) -le $records ]] || wrong "more records than the whole log has"
head -c 5000 "$client" >cut.evtx # within the first records
run --strict cut.evtx
ends_with 2
tells_not "Segmentation"

# ---- the same output for any order and any number of threads ---------------------------------------------------

for words in "analyze" "analyze --format json" "analyze --all" "events"; do
    # shellcheck disable=SC2086 # several words
    run $words -j 1 "$contoso"
    ends_with 0
    cp .out one
    [[ -s one ]] || wrong "prints nothing"
    for jobs in 2 8; do
        # shellcheck disable=SC2086
        run $words -j $jobs "$contoso"
        cmp -s .out one || wrong "differs from -j 1"
    done
    mapfile -t logs < <(find "$contoso" -name '*.evtx' | sort)
    # shellcheck disable=SC2086
    run $words "${logs[@]}"
    cp .out sorted
    mapfile -t turned < <(printf '%s\n' "${logs[@]}" | tac)
    # shellcheck disable=SC2086
    run $words -j 8 "${turned[@]}"
    cmp -s .out sorted || wrong "paths in another order give another output"
done
run_shell "cp -r '$contoso' there && cd there && TZ=Asia/Tokyo LC_ALL=de_DE.UTF-8 \"\$sppwhy\" --format json ."
cp .out tokyo
run_shell "cd there && TZ=America/New_York LC_ALL=C \"\$sppwhy\" --format json ."
cmp -s .out tokyo || wrong "zone or language change the output"

# ---- rules -----------------------------------------------------------------------------------------------------

run rules
ends_with 0
is_quiet
prints "clock-skew"
cp .out one
run rules list
cmp -s .out one || wrong "differs from \`rules\`"
run rules lint
ends_with 0
prints "no mistakes"
run rules test
ends_with 0
prints ", 0 failed"
run rules nonsense
ends_with 3
prints_nothing
tells '"nonsense"'

mkdir broken && printf 'id: bad\ntitle: Bad\nlevl: high\n' >broken/bad.yaml
run rules lint broken
ends_with 4
prints "broken/bad.yaml:3:1: a rule has no key \"levl\""
prints "6 mistakes" # and judges, when, why, fix, samples are not there
run rules lint broken/bad.yaml
ends_with 4
run rules list --rules broken
ends_with 4
run --rules broken "$kb"
ends_with 4
prints_nothing
tells "broken/bad.yaml:3:1: a rule has no key \"levl\""
run --rules nowhere "$kb"
ends_with 4
tells "nowhere: there are no rules"
run events --rules nowhere "$kb" # a folder that is not there is a mistake for every verb
ends_with 4
run --rules broken missing.evtx # a broken rule is told before any log is read
tells "broken/bad.yaml:3:1:"
printf 'id: esc\n"k\\e[31mey": 1\n' >esc.yaml
run rules lint esc.yaml
ends_with 4
prints_not "$escape"

mkdir -p table/catalogue && printf 'code\tsymbol\n' >table/catalogue/codes.tsv
for words in "$kb" "events $kb" "rules lint"; do
    # shellcheck disable=SC2086 # several words
    run --rules table $words
    ends_with 4
    tells "table/catalogue/codes.tsv:1:1: the table has no column"
done

# A rule of one's own that is sound, but whose sample does not come out.
mkdir own
cat >own/own-rule.yaml <<'YAML'
id: own-rule
title: Ours
level: low
judges: machine
when: {is_host: true}
why: "{name} is a host."
fix: [Leave it.]
samples:
  - name: a client is no host
    match: true
    logs:
      - {file: a.evtx, computer: A, events: [{time: 2026-03-01T10:00:00Z, id: 900}]}
  - name: nor is it here
    match: false
    logs:
      - {file: a.evtx, computer: A, events: [{time: 2026-03-01T10:00:00Z, id: 900}]}
YAML
run rules lint own
ends_with 0
run rules test own
ends_with 4
prints "own/own-rule.yaml:9: own-rule: \"a client is no host\" should be found"
prints ", 1 failed"
run --rules own "$host"
ends_with 0
prints "own-rule"

# What lies outside of the time asked for is left out, and counted; what lasts is reported.
causes() { jq -r '[.findings[].cause] | unique | join(" ")' .out; }
run --format json --since 2026-03-06 "$samples/contoso"
ends_with 0
[ "$(jq -r '.summary.since' .out)" = 2026-03-06T00:00:00.000000000Z ] || wrong "the report does not say since when"
[ "$(jq '[.findings[] | select(.last < "2026-03-06") | .cause] | . - ["kms-host-idle", "expiring-soon", "count-below-threshold"] | length' .out)" = 0 ] ||
    wrong "findings before --since: $(causes)"
[[ " $(causes) " == *" kms-host-idle "* && " $(causes) " == *" expiring-soon "* ]] || wrong "lacks what lasts: $(causes)"
# Machines are judged by all that is known: five renewals have failed, not only those since then.
why=$(jq -r '.findings[] | select(.cause == "renewals-failing") | .why' .out)
[[ $why == *"5 renewals"* ]] || wrong "judges by the span alone: $why"
left=$(jq .summary.findings_outside .out)
[ "$left" -gt 0 ] || wrong "nothing is said to be left out"
run --since 2026-03-06 "$samples/contoso"
prints "Shown: from 2026-03-06 00:00 UTC"
# A failure whose event has no time is neither before nor after: it is left out, and that is said.
"$sppwhy" -q events "$samples/kb974998/SRV-APP1" | sed '1s/"@timestamp":"[^"]*"/"@timestamp":null/' >timeless.jsonl
run --format markdown --since 2010-01-01 timeless.jsonl
prints "1 activation without a usable time is left out"
run --format json --since 2010-01-01 timeless.jsonl
[ "$(jq .summary.activations_without_time .out)" = 1 ] || wrong "the one without a time is not counted"
run --format json timeless.jsonl
[ "$(jq -c '[.summary.activations, .summary.activations_without_time]' .out)" = '[2,null]' ] || wrong "it is left out without --since"
run --format json --until 2026-03-03 "$samples/contoso"
[ "$(jq '[.findings[] | select(.last > "2026-03-03T00:00:01")] | length' .out)" = 0 ] || wrong "findings after --until: $(causes)"
[ "$(jq '.machines[] | select(.name == "kms1.contoso.com") | .requests_served' .out)" -lt 14 ] ||
    wrong "counts requests after --until"
run --format json "$samples/contoso"
[ "$(jq -c '[.summary.since, .summary.until, .summary.findings_outside]' .out)" = '[null,null,0]' ] ||
    wrong "something is left out without --since"

# Names that differ in blanks that nobody sees do not look alike, in prose and in Markdown neither.
"$sppwhy" -q events "$samples/kb974998/SRV-APP1" >alike.jsonl
sed -i -E 's/"(host":\{"name|computer_name)":"SRV-APP1\.contoso\.com"/"\1":"pc  x "/Ig' alike.jsonl
for words in "" --brief --all; do
    # shellcheck disable=SC2086 # no word, or one
    run $words alike.jsonl
    prints 'pc \x20x\x20'
    ! grep -qE 'pc +x' .out || wrong "a name with blanks that are not seen"
done
run --format html alike.jsonl
! grep -qE 'pc +x' .out || wrong "a name with blanks that are not seen"
run --format markdown alike.jsonl
prints 'pc \\x20x\\x20'
! grep -qE 'pc +x' .out || wrong "a name with blanks that are not seen"

# What is not a regular file is said to be what it is, not empty.
mkfifo pipe
for words in "--rules pipe" "--ignore pipe" "--baseline pipe --fail-on low"; do
    # shellcheck disable=SC2086 # two words and more
    run $words "$kb"
    [[ $status != 0 && $err =~ "is a pipe or a device"|"neither a folder nor a file" ]] || wrong "does not say what it is: $err"
done
rm pipe

# A document of another version may mean other things by the same names.
run --format json "$kb"
jq '.schema_version = 99' .out >other.json
run --baseline other.json --fail-on low "$kb"
[[ $err == *"schema_version 99"* && $status != 0 ]] || wrong "compares with a document of another version: $err"

# More requests wait for an answer than are looked at, and that is said.
"$sppwhy" -q events "$kb/SRV-APP1" | head -1 | sed 's/0xC004F06C, /0x00000000, /g; s/"sppwhy":.*$/"x":1}/' >one.jsonl
{
    for i in {1..70}; do sed "s/17:52:11.402/17:52:$((10 + i / 10)).$((i % 10))00/; s/\"record_id\":[0-9]*/\"record_id\":$i/" one.jsonl; done
    sed 's/17:52:11.402/17:53:11.402/; s/"record_id":[0-9]*/"record_id":71/; s/12288/12289/g; s/client_request/client_response/
        s/"param1":"[^"]*"/"param1":"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2010\/09\/29 17:40"/' one.jsonl
} >many.jsonl
run --format json many.jsonl
[ "$(jq .summary.answers_unsure .out)" = 1 ] || wrong "nothing is said of the requests that were not looked at"
run many.jsonl
prints "answer it is not sure"
head -60 many.jsonl >few.jsonl
tail -1 many.jsonl >>few.jsonl
run --format json few.jsonl
[ "$(jq .summary.answers_unsure .out)" = null ] || wrong "requests are said not to be looked at"

# Columns, and numbers of an object, beyond what is read.
{
    printf 'Id,TimeCreated,ProviderName,Message'
    printf ',c%s' {1..300}
    printf '\n12288,2026-03-02T08:00:20Z,Microsoft-Windows-Security-SPP,x\n'
} >wide.csv
run events wide.csv
[[ $err == *"more columns than are read"* ]] || wrong "does not say that columns are left out: $err"
{
    printf '{"EventID":12288,"ProviderName":"Microsoft-Windows-Security-SPP","TimeCreated":"2026-03-02T08:00:20Z","Message":"x"'
    printf ',"TaskId%s":1' {1..10}
    printf ',"Properties":['
    printf '%s,' {1..300}
    printf '1]}\n'
} >wide.json
run events wide.json
[[ $err == *"more numbers"* ]] || wrong "does not say that numbers are left out: $err"

echo "$checked checks of the exit status, $failed failed"
[[ $failed -eq 0 ]]
