#!/usr/bin/env bash
# What `sppwhy events` writes, read back: the result must be that of the logs, byte for byte, over every sample and every
# scenario (every fourth one, unless SPPWHY_DEEP is set), whole and mapped log by log; and where lines are missing or broken, that must be reported and nothing be
# claimed that rests on them.
# usage: lines_test.sh SPPWHY LOGWRITER ROOT
# shellcheck disable=SC2016 # backticks that the program prints
set -uo pipefail

sppwhy=$(realpath "$1")
logwriter=$(realpath "$2")
root=$(realpath "$3")
# shellcheck source=tests/support/work.sh
source "$root/tests/support/work.sh"

# same WHAT FILE FILE
same() {
    checked=$((checked + 1))
    cmp -s "$2" "$3" || {
        wrong "$1"
        diff "$2" "$3" | head -n 5 >&2
    }
}

# said PART: the last run's messages.
said() { grep -qF -- "$1" err || wrong "does not tell \"$1\" but: $(<err)"; }
not_said() { ! grep -qF -- "$1" err || wrong "tells \"$1\""; }

# ---- the same result ---------------------------------------------------------------------------------------------

# round_trip NAME FOLDER
round_trip() {
    local name=$1 folder=$2
    "$sppwhy" -q --recovered --format json "$folder" >logs.json
    "$sppwhy" -q --recovered events --all "$folder" >all.jsonl
    "$sppwhy" --format json all.jsonl >back.json 2>err
    same "$name: back from lines" logs.json back.json
    if grep -Ev 'in more than one log, counted once$|more than once in one log, counted once$|contradict one another|names? no computer' err; then wrong "$name: has a word on good lines"; fi
}

# map_reduce NAME FOLDER: after round_trip
map_reduce() {
    local name=$1 folder=$2 log number=0
    rm -rf lines
    mkdir lines
    while IFS= read -r log; do
        number=$((number + 1))
        "$sppwhy" -q --recovered events --all "$log" >"lines/$number.jsonl"
    done < <(find "$folder" -name '*.evtx' | sort -r)
    "$sppwhy" -q --format json lines >back.json
    same "$name: mapped log by log" logs.json back.json
    cat lines/*.jsonl | sort -r | "$sppwhy" -q --format json - >back.json
    same "$name: all lines out of order" logs.json back.json
    rm -rf dealt && mkdir dealt
    split -n r/12 --additional-suffix=.jsonl all.jsonl dealt/
    "$sppwhy" -q --format json dealt >back.json
    same "$name: lines dealt over twelve files" logs.json back.json
    "$sppwhy" -q events --all dealt >again.jsonl
    "$sppwhy" -q events --format csv all.jsonl >logs.csv
    "$sppwhy" -q events --format csv dealt >back.csv
    same "$name: lines of dealt lines" all.jsonl again.jsonl
    same "$name: rows of dealt lines" logs.csv back.csv
    "$sppwhy" -q --recovered activity --format json "$folder" >logs.json
    "$sppwhy" -q activity --format json lines >back.json
    same "$name: activity" logs.json back.json
    "$sppwhy" -q events --all all.jsonl >again.jsonl
    same "$name: lines of lines" all.jsonl again.jsonl
}

every=4 number=0
[ -z "${SPPWHY_DEEP:-}" ] || every=1
for scenario in "$root"/samples/*/scenario.yaml "$root"/tests/scenario/*.yaml "$root"/tests/scenario/pairs/*.yaml \
    "$root"/tests/tools/everything.yaml; do
    number=$((number + 1))
    [ $((number % every)) = 0 ] || continue
    rm -rf logs
    "$logwriter" "$scenario" logs >/dev/null 2>err || {
        wrong "$scenario cannot be written: $(<err)"
        continue
    }
    round_trip "${scenario#"$root"/}" logs
    [[ $scenario == */pairs/* ]] || map_reduce "${scenario#"$root"/}" logs
done
[ "$checked" -gt $((300 / every)) ] || wrong "only $checked results were compared"

# ---- lines beside logs, lines twice ------------------------------------------------------------------------------

rm -rf logs
cp -r "$root/samples/contoso" logs
"$sppwhy" -q --format json logs >logs.json
"$sppwhy" -q events logs >all.jsonl
"$sppwhy" analyze --format json logs all.jsonl >back.json 2>err
same 'logs beside their lines' logs.json back.json
said "$(find logs -name '*.evtx' | wc -l) logs are here and read as files too, counted once"
cp all.jsonl copy.jsonl
"$sppwhy" -q --format json all.jsonl copy.jsonl >back.json
same 'lines twice' logs.json back.json
cat all.jsonl all.jsonl | "$sppwhy" -q --format json - >back.json
same 'lines twice in one file' logs.json back.json
rm -f part.*
split -l 7 all.jsonl part.
"$sppwhy" -q --format json part.* >back.json
same 'lines in parts' logs.json back.json
gzip -c all.jsonl >all.jsonl.gz
"$sppwhy" -q --format json all.jsonl.gz >back.json
same 'lines that are packed' logs.json back.json
"$sppwhy" -q --format json -j 3 part.* >back.json
same 'lines by three threads' logs.json back.json

# A log of which each line is a file of its own: its clock was set back, and the copies of the logs are dropped.
rm -rf alone
mkdir -p alone/lines
"$logwriter" "$root/tests/scenario/clock-was-set-back.yaml" alone/logs >/dev/null || wrong 'no logs of clock-was-set-back'
(
    cd alone || exit
    "$sppwhy" -q events --all logs >all
    split -l 1 -a 4 --additional-suffix=.jsonl all lines/
    "$sppwhy" -q analyze --format json logs >logs.json
    "$sppwhy" -q analyze --format json lines >back.json
    "$sppwhy" -q analyze --format json logs lines >both.json
)
same 'a file a line' alone/logs.json alone/back.json
same 'a file a line beside the logs' alone/logs.json alone/both.json
jq -e '.findings[] | select(.cause == "clock-set-back")' alone/back.json >/dev/null || wrong 'a clock set back is lost in parts'

# What could not be read where lines were written is reported where they are read.
mkdir faulty
cp -r "$root/samples/contoso/KMS1" "$root/samples/contoso/WS-0412" faulty
: >faulty/empty.evtx
printf 'PK\003\004 and no more' >faulty/broken.zip
"$sppwhy" --format json faulty >logs.json 2>/dev/null
[ "$(jq -r '.unread[].path' logs.json)" = 'faulty/broken.zip
faulty/empty.evtx' ] || wrong "a report does not list what was not read: $(jq -c .unread logs.json)"
"$sppwhy" -q events faulty >faulty.jsonl 2>/dev/null
"$sppwhy" --format json faulty.jsonl >back.json 2>err || wrong "what others could not read is a failure"
same 'lines that tell what was not read' logs.json back.json
said 'faulty/empty.evtx: is empty'
"$sppwhy" -q events --all faulty/empty.evtx >empty.jsonl
[ $? = 2 ] || wrong "an empty log alone is no failure"
cat faulty.jsonl empty.jsonl | "$sppwhy" -q --format json - >back.json
same 'what was not read, told by a machine with nothing else' logs.json back.json
cat faulty.jsonl faulty.jsonl | "$sppwhy" -q --format json - >back.json
same 'such lines twice' logs.json back.json
"$sppwhy" -q --strict --format json faulty.jsonl >back.json
[ $? = 2 ] || wrong "--strict passes over what others could not read"

# ---- lines that are missing --------------------------------------------------------------------------------------

# What an absence shows is not claimed: with all lines the host's silence proves the path to be blocked.
confidence() { jq -r '.findings[] | select(.cause == "path-blocked") | .confidence' back.json; }
[ "$(confidence)" = confirmed ] || wrong "path-blocked is not confirmed by all lines"

tail -n +2 all.jsonl >some.jsonl
"$sppwhy" --format json some.jsonl >back.json 2>err || wrong "ends with $?"
said 'the first line that `sppwhy events` wrote is missing'
said 'that an event is absent is no evidence'
[ "$(confidence)" = confirmed ] && wrong "an absence is claimed without the first line"
grep -q '"outcome": "failed"' back.json || wrong "nothing is left without the first line"
"$sppwhy" -q --strict --format json some.jsonl >back.json 2>err
[ $? = 2 ] || wrong "--strict passes over missing lines"

# The first line is there, but others are not.
sed '20,25d' all.jsonl >some.jsonl
"$sppwhy" --format json some.jsonl >back.json 2>err
said 'licensing events are in the JSON lines'
[ "$(confidence)" = confirmed ] && wrong "an absence is claimed where lines are missing"

# --since while mapping leaves out events, so they are missing; while reducing it does what it does with logs.
"$sppwhy" -q events --since 2026-03-05 logs >some.jsonl
"$sppwhy" --format json some.jsonl >back.json 2>err
said 'licensing events are in the JSON lines'
"$sppwhy" -q --since 2026-03-05 --format json logs >since.json
"$sppwhy" -q --since 2026-03-05 --format json all.jsonl >back.json
same '--since over lines' since.json back.json

# Without the member that gives the log, a line still counts as an event.
sed 's/,"sppwhy":{.*$/}/' all.jsonl >bare.jsonl
"$sppwhy" events bare.jsonl 2>err | sed 's/,"sppwhy":{.*$/}/' >back.jsonl
same 'lines without our own member' bare.jsonl back.jsonl

# ---- lines that are broken ---------------------------------------------------------------------------------------

{
    head -n 3 all.jsonl
    echo '{"@timestamp":"2026-03-02T03:00:04Z","message":"of another program"}'
    echo 'no json at all'
    echo
    tail -n +4 all.jsonl | head -n -1
    tail -n 1 all.jsonl | head -c 200
} >broken.jsonl
"$sppwhy" --format json broken.jsonl >back.json 2>err || wrong "ends with $? for broken lines"
said 'broken.jsonl:4: this line was passed over: it was not written by `sppwhy events`'
said 'broken.jsonl:5: this line was passed over: it is no JSON'
not_said 'broken.jsonl:6:'
said "broken.jsonl:$(($(wc -l <all.jsonl) + 3)): this line was passed over: the file ends in the middle of it"
head -c 300 /dev/urandom | base64 -w 0 >noise.txt
for _ in $(seq 100); do echo '{"spp":{},"sppwhy":'; done >many.jsonl
"$sppwhy" --format json many.jsonl >back.json 2>err
[ $? = 2 ] || wrong "100 broken lines are no failure"
said 'many.jsonl: 80 more lines were passed over'
[ "$(grep -c 'many.jsonl:' err)" = 21 ] || wrong "not 20 lines are named, and the rest: $(<err)"

# What is said of a log cannot be changed in passing.
sed '1s/"records_lost":0/"records_lost":1/' all.jsonl >changed.jsonl
"$sppwhy" --format json changed.jsonl >back.json 2>err
said 'changed.jsonl:1: this line was passed over: what it says of a log was changed'

# Lines that say otherwise of an event of the same log replace nothing, whichever file comes first.
"$sppwhy" -q events "$root/samples/contoso/WS-0412" >real.jsonl
sed 's/0x800706BA/0x00000000/g' real.jsonl >aaa-code.jsonl
sed 's/"computer_name":"ws-0412/"computer_name":"ws-9999/; s/"host":{"name":"ws-0412/"host":{"name":"ws-9999/' real.jsonl >aaa-machine.jsonl
for forged in aaa-code aaa-machine; do
    cp "$forged.jsonl" "zzz-$forged.jsonl"
    status=0
    "$sppwhy" -q --strict --format json "$forged.jsonl" real.jsonl >first.json || status=$?
    [ "$status" = 2 ] || [ "$forged" = aaa-machine ] || wrong "$forged: --strict ends with $status though a log was altered"
    "$sppwhy" -q --format json "zzz-$forged.jsonl" real.jsonl >last.json
    jq -e '[.activations[] | select(.machine == "ws-0412.contoso.com" and .outcome == "failed" and .code == "0x800706BA")] | length > 0' first.json >/dev/null ||
        wrong "$forged: the real failures are gone"
    cmp -s <(jq -S '[.activations[] | {machine, time, code}]' first.json) <(jq -S '[.activations[] | {machine, time, code}]' last.json) ||
        wrong "$forged: the order of files decides"
    checked=$((checked + 1))
done

# ---- nothing to write --------------------------------------------------------------------------------------------

mkdir quiet
cat >quiet.yaml <<'END'
logs:
  - file: quiet.evtx
    computer: ws9.contoso.com
    covers: [2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z]
    noise: 10
END
"$logwriter" quiet.yaml quiet >/dev/null
"$sppwhy" -q events quiet >none.jsonl
[ -s none.jsonl ] && wrong "a log without licensing events gives lines"
"$sppwhy" -q events --all quiet >one.jsonl
[ "$(wc -l <one.jsonl)" = 1 ] || wrong "--all does not give one line for a log without licensing events"
"$sppwhy" -q --format json quiet >logs.json
"$sppwhy" -q --format json one.jsonl >back.json
same 'a log without licensing events' logs.json back.json
"$sppwhy" --format json all.jsonl none.jsonl >back.json 2>err || wrong "an empty file of lines is a failure"
said 'none.jsonl: is empty: it has no event'

# In a folder only what `sppwhy events` wrote is taken for lines.
mkdir folder
cp all.jsonl folder/lines.jsonl
echo '{"@timestamp":"2026-03-02T03:00:04Z","message":"of another program"}' >folder/other.jsonl
"$sppwhy" --format json folder >back.json 2>err
[ -s err ] && wrong "tells of another program's lines in a folder: $(<err)"
"$sppwhy" --format json folder/other.jsonl >back.json 2>err
said 'folder/other.jsonl:1: this line was passed over'

echo "$checked results compared"
exit $((failed != 0))
