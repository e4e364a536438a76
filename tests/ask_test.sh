#!/usr/bin/env bash
# Every question in one command: machines, levels, causes, spans, what is known, what is new, what to collect.
# usage: ask_test.sh SPPWHY SAMPLES
set -uo pipefail

sppwhy=$(realpath "$1")
samples=$(realpath "$2")
contoso=$samples/contoso
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset NO_COLOR
export PAGER=cat
failed=0

run() {
    ran="sppwhy $*"
    status=0
    "$sppwhy" "$@" </dev/null >out 2>err || status=$?
}

wrong() {
    echo "FAILED: $ran: $*" >&2
    failed=1
}

ends_with() { [ "$status" = "$1" ] || wrong "ends with $status, not $1: $(cat err)"; }
prints() { grep -qF -- "$1" out || wrong "does not print \"$1\" but: $(head -5 out)"; }
prints_not() { ! grep -qF -- "$1" out || wrong "prints \"$1\""; }
tells() { grep -qF -- "$1" err || wrong "does not tell \"$1\" but: $(cat err)"; }
query() { [ "$(jq -r "$1" out)" = "$2" ] || wrong "$1 is $(jq -rc "$1" out), not $2"; }

# ---- machines --------------------------------------------------------------------------------------------------

run --machine WS-0412 "$contoso"
ends_with 0
prints 'path-blocked'
prints_not 'srv-dmz1'
run --machine 'srv-rds?' --format json "$contoso"
ends_with 0
query '[.machines[].name] | join(" ")' 'srv-rds1.contoso.com srv-rds2.contoso.com'
query '[.findings[].subject.name] | unique | join(" ")' 'srv-rds1.contoso.com srv-rds2.contoso.com'
query '.summary.shown' 'machine srv-rds?'
query '[.activations[].machine] | unique | length' 2
run --machine ws-0412 --machine lt-0077.contoso.com --format json "$contoso"
query '.summary.machines' 2
run --machine ws-4012 "$contoso"
ends_with 2
tells 'did you mean ws-0412?'
[ ! -s out ] || wrong 'prints something'
run --machine ws-0412 --machine nobody --format json "$contoso" # what is there is shown, and what is not is told
ends_with 2
query '.summary.machines' 1
run --machine logs/ws-0412 "$contoso"
ends_with 3
tells 'not a path'
run events --machine ws-0412 "$contoso"
ends_with 0
[ "$(jq -r '.host.name, .spp.client' out | grep -v null | grep -vc -e ws-0412 -e kms)" = 0 ] || wrong 'has others'
run events --machine ws-0421 "$contoso"
ends_with 2
tells 'did you mean ws-0412?'
run activity --machine kms2 --format json "$contoso"
query '.scopes[1:] | map(.host) | join(" ")' 'kms2.contoso.com'
run logs --machine ws-0412 --format json "$contoso"
query '.collected | length' 1

# A name that is no path is met before anything is read.
mkdir wintel && cp "$contoso"/WS-0412/*.evtx wintel
run winntel
ends_with 2
tells 'did you mean wintel?'
run WS-0412 "$contoso/WS-0412"
tells 'for a machine of that name: --machine WS-0412'

# ---- levels and causes -----------------------------------------------------------------------------------------

run --level critical --format json "$contoso"
query '[.findings[].level] | unique | join(" ")' critical
run --cause clock-skew --cause path-blocked --format json "$contoso"
query '[.findings[].cause] | unique | join(" ")' 'clock-skew path-blocked'
query '.summary.failed' 8
run --cause clock-skw "$contoso"
ends_with 3
tells 'did you mean clock-skew?'
run --level critical --fail-on high "$contoso/WS-0412" # rings for what is shown only
ends_with 0

# ---- spans -----------------------------------------------------------------------------------------------------

for span in 3d 72h 2026-03-06; do
    run --since "$span" --format json "$contoso"
    query .summary.since 2026-03-06T00:00:00.000000000Z
done
# A machine that asked no host is told of the only host in trouble, but not of another organization's.
for domain in contoso.com:string fabrikam.org:null; do
    printf 'TimeCreated  : 2026-03-06 10:00:00\nProviderName : Microsoft-Windows-Security-SPP\nId           : 8198\nMachineName  : pc1.%s\nMessage      : License Activation (slui.exe) failed with the following error code:\n               hr=0xC004F074\n' "${domain%:*}" >pc1.txt
    run --machine "pc1.${domain%:*}" --format json "$contoso" pc1.txt
    query '[.findings[] | select(.cause == "host-unreachable") | .host_finding | type] | unique | join(" ")' "${domain#*:}"
done
# An event of the future hides nothing: spans count back from the newest that can be.
printf 'Log Name: Application\nSource: Microsoft-Windows-Security-SPP\nDate: 2098-12-01T00:00:00Z\nEvent ID: 8198\nComputer: ws-2098.contoso.com\nDescription:\nLicense Activation (slui.exe) failed with the following error code:\nhr=0xC004F074\n' >future.txt
run --since 4d --format json "$contoso" future.txt
query .summary.since 2026-03-05T00:00:00.000000000Z
grep -q 'its newest event is in the future' err || wrong "does not say that an event is in the future: $(<err)"
run --since yesterday --format json "$contoso"
query .summary.since 2026-03-08T00:00:00.000000000Z
run --since 2026-03 --until 2026-03 --format json "$samples"
query .summary.since 2026-03-01T00:00:00.000000000Z
query .summary.until 2026-03-31T23:59:59.999999900Z
run --since 2026-03-06 --format json "$contoso" # the hosts' sums, too
query '[.machines[].requests_served // 0] | add' 4
run --since 2026-13 "$contoso"
ends_with 3
run --since 1d --until 2d "$contoso"
ends_with 3
tells 'nothing can lie between'

# ---- ids, hosts, what to collect -------------------------------------------------------------------------------

run --format json "$contoso"
cp out whole.json
query '[.findings[].id] | length == (unique | length)' true
# shellcheck disable=SC2016 # a variable of jq
query '.findings | map(select(.cause == "kms-service-down"))[0].host_finding as $id | map(select(.id == $id))[0].cause' kms-host-idle
query '.findings[] | select(.cause == "kms-host-idle") | .affects | join(" ")' ws-0611.contoso.com
run --format json "$contoso/WS-0611" "$contoso/KMS2" # with fewer logs the id of the same finding stays
[ "$(jq -r '.findings[] | select(.cause == "kms-service-down") | .id' out)" = \
    "$(jq -r '.findings[] | select(.cause == "kms-service-down") | .id' whole.json)" ] || wrong 'the id changes'
run --machine ws-0611 "$contoso"
prints 'Fix kms2.contoso.com first'
run logs --format json "$contoso/WS-0412"
query '.collect[0] | [.machine, .channel, .settles] | join(" ")' 'kms1.contoso.com Key Management Service 2'
run --format json "$contoso/WS-0412"
query '.collect[0].settles' 2
run --format csv --table collect "$contoso/WS-0412"
prints 'kms1.contoso.com,Key Management Service,'
run -o report.html "$contoso/WS-0412"
grep -q 'Key Management Service.*kms1' report.html || wrong 'the page does not say what to collect'

# ---- what is new -----------------------------------------------------------------------------------------------

run diff --format json whole.json "$contoso"
ends_with 0
query '[.new, .gone, .going_on, .not_seen] | map(length) | join(" ")' "0 0 $(jq '.findings | length' whole.json) 0"
run diff --format json whole.json "$contoso/WS-0412" # without the other logs nothing is gone that may go on
query '.gone | map(.subject.name) | unique | join(" ")' ws-0412.contoso.com
query '.not_seen | length > 10' true
run diff --fail-on high "$contoso/WS-0412" "$contoso"
ends_with 1
run diff --fail-on high whole.json "$contoso"
ends_with 0
run diff whole.json
ends_with 3
run diff whole.json nowhere
ends_with 2
echo '{"schema_version": 1, "findings": [{}]}' >bad.json
run diff bad.json "$contoso/WS-0412"
ends_with 2
tells 'bad.json: finding 1'
echo '{"schema_version": 1,' >bad.json
run diff bad.json "$contoso/WS-0412"
ends_with 2
tells 'no JSON'
run --baseline whole.json --fail-on info -o report.txt "$contoso"
ends_with 0
grep -q ', known' report.txt || wrong 'does not say what is known'
jq '.findings |= map(select(.cause != "mak-limit"))' whole.json >older.json
run --baseline older.json --fail-on high --format json "$contoso"
ends_with 1
query '.findings | map(select(.new)) | map(.cause) | join(" ")' mak-limit

# ---- what is ignored -------------------------------------------------------------------------------------------

cat >known.yaml <<'Y'
- machine: srv-dmz1*
  cause: mak-limit
  until: 2026-06
  why: replaced in June
- cause: path-blocked
  until: 2026-03-01
  why: firewall change
- machine: ghost
  why: nobody
Y
run --ignore known.yaml --format json "$contoso"
ends_with 0
query '.ignored | map(.cause + ": " + .why) | join(" ")' 'mak-limit: replaced in June'
query '[.findings[] | select(.cause == "mak-limit")] | length' 0
query '[.findings[] | select(.cause == "path-blocked")] | length' 1
tells 'known.yaml:5: this row ended at 2026-03-01'
tells 'known.yaml:8: this row matches no finding'
printf -- '- machine: x\n  reason: y\n' >known.yaml
run --ignore known.yaml "$contoso/WS-0412"
ends_with 3
tells 'known.yaml:2:3'
printf -- '- cause: no-such-cause\n  why: y\n' >known.yaml
run --ignore known.yaml "$contoso/WS-0412"
ends_with 3
tells 'there is no cause "no-such-cause"'

printf -- '- cause: kms-host-idle\n  why: known\n' >known.yaml
run --brief --ignore known.yaml "$contoso"
prints 'Ignored: 1 known finding'
run --brief "$contoso"
! grep -q Ignored out || wrong 'without --ignore something is ignored'
# A span without events is no good news.
run --brief --until 2020-01 "$contoso"
prints 'The logs hold nothing'
run --brief --since 2031-01 "$contoso"
prints 'The logs hold nothing'
run --brief --since 2026-03-03 "$contoso"
! grep -q 'hold nothing' out || wrong 'a span with events is called empty'

# What is advised can be typed: a host has a name or is a placeholder, and a provider's logs are not asked for.
cat >event.csv <<'E'
Level,Date and Time,Source,Event ID,Task Category
Error,11/18/2025 4:19:19 PM,Microsoft-Windows-Security-SPP,8198,None,"License Activation (slui.exe) failed with the following error code:
hr=0x80004005
Command-line arguments:
RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=2de67392-b7a7-462a-b1ca-108dd189f588;NotificationInterval=1440;Trigger=TimerEvent"
E
run event.csv
prints 'Test-NetConnection HOST -Port 1688'
prints 'not say what failed'
prints 'host-unreachable, possible'
sed 's/0x80004005/0x803F7001/; s/eeba1977[^;]*/31e71c49-8da7-4a2f-ad92-45d98a1c79ba/; s/SkuId=[^;]*/SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c/' event.csv >retail.csv
run --brief retail.csv
prints 'digital'
! grep -q 'KMS client key' out || wrong 'a retail client is told to install the KMS client key first'
mkdir cloud
cat >cloud/vm1.xml <<'E'
<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-SPP"/><EventID Qualifiers="16384">12288</EventID><Level>4</Level><TimeCreated SystemTime="2026-03-02T08:00:20.0000000Z"/><EventRecordID>1</EventRecordID><Channel>Application</Channel><Computer>vm1.lab.example</Computer></System><EventData><Data>0x800706BA, 0x00000000, azkms.core.windows.net:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, 2026/03/02 08:00, 0, 2, 41760, 73111121-5638-40f6-bc11-f1d7b0d64300, 25</Data></EventData></Event>
E
cat >cloud/ws2.xml <<'E'
<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-SPP"/><EventID Qualifiers="16384">8233</EventID><Level>4</Level><TimeCreated SystemTime="2026-03-02T09:00:00.0000000Z"/><EventRecordID>2</EventRecordID><Channel>Application</Channel><Computer>ws2.lab.example</Computer></System><EventData><Data>0x8007232B</Data><Data>55c92734-d682-4d71-983e-d6ec3f16059f</Data><Data>73111121-5638-40f6-bc11-f1d7b0d64300</Data><Data>Trigger=UserLogon(1)</Data></EventData></Event>
E
run --format json cloud
query '[.activations[].verdict.cause] | sort | join(" ")' 'cloud-kms-unreachable kms-srv-record-missing'
query '[.collect[].machine | select(test("azkms"))] | length' 0
query '[.activations[].verdict.missing[] | select(test("azkms"))] | length' 0

# ---- paths and formats -----------------------------------------------------------------------------------------

find "$contoso" -name '*.evtx' >list
"$sppwhy" --format json --files-from list >out || wrong '--files-from fails'
jq -e '.machines | length == 33' out >/dev/null || wrong '--files-from reads something else'
find "$contoso" -name '*.evtx' -print0 | "$sppwhy" --files-from - -0 --format json >other || wrong 'NUL fails'
cmp -s out other || wrong '-0 reads something else'
"$sppwhy" --name ws1/App.evtx --format json - <"$contoso/WS-0412/WS-0412-Application.evtx" >out || wrong '--name fails'
query '.logs[0].path, .findings[0].evidence[0].path' $'ws1/App.evtx\nws1/App.evtx'
run -0 "$contoso"
ends_with 3
run -o x.json "$contoso/WS-0412"
jq -e .schema_version x.json >/dev/null || wrong 'the ending does not decide'
run -o x.CSV "$contoso/WS-0412"
head -1 x.CSV | grep -q '^cause,level' || wrong 'the ending in capitals does not decide'
run --format json -o y.html "$contoso/WS-0412"
jq -e .schema_version y.html >/dev/null || wrong 'the ending wins over --format'
run --format xlsx "$contoso"
ends_with 3
tells 'did you mean csv?'
run -o z.xlsx "$contoso"
ends_with 3
tells 'z.xlsx: analyze has no format "xlsx"; did you mean --format csv?'
run -o z.docx "$contoso"
ends_with 3
tells 'did you mean --format html?'
[ ! -e z.xlsx ] || wrong 'text is written into a file that is called a workbook'
run -o z.log "$contoso/WS-0412"
ends_with 0
run --format markdown "$contoso/WS-0412" "$contoso/KMS1"
prints '## ws-0412.contoso.com'
# shellcheck disable=SC2016 # backquotes of Markdown
prints '`slmgr /ato`'
mkdir logs && cp "$contoso"/WS-0412/*.evtx logs # a folder of that name, and nothing behind it
run logs
ends_with 0
prints 'ws-0412.contoso.com'
run --brief "$contoso"
[ "$(grep -c '^critical\|^high\|^medium' out)" -le 10 ] || wrong 'more lines than troubles'

# Many of one kind are one message; --all lists them.
mkdir many && for i in 1 2 3 4 5 6; do cp "$contoso/WS-0412/WS-0412-Application.evtx" "many/$i.evtx"; done
run many
[ "$(wc -l <err)" = 1 ] || wrong "says: $(cat err)"
tells '5 files: the same log as another one'
run --all many
[ "$(wc -l <err)" = 5 ] || wrong "says: $(cat err)"

# Messages that are each another are printed up to a hundred.
mkdir bad && for i in $(seq 130); do echo "{\"@timestamp\":\"$i\",\"spp\":{}}" >"bad/$i.jsonl"; done
run bad "$contoso/WS-0412"
tells '30 more messages of this kind are not shown; --all shows them'
[ "$(wc -l <err)" -le 105 ] || wrong "prints $(wc -l <err) messages"
run --all bad "$contoso/WS-0412"
[ "$(grep -c 'this line was passed over' err)" = 130 ] || wrong "--all prints $(wc -l <err) messages"

# A pager, and none where it is not wanted.
if command -v script >/dev/null; then
    TERM=xterm SPPWHY_PAGER='sed s/^/paged:/' script -qec "'$sppwhy' --brief '$contoso/WS-0412'" /dev/null >out </dev/null
    grep -q '^paged:' out || wrong 'no pager was used on a terminal'
    TERM=xterm SPPWHY_PAGER='sed s/^/paged:/' script -qec "'$sppwhy' --no-pager --brief '$contoso/WS-0412'" /dev/null \
        >out </dev/null
    ! grep -q '^paged:' out || wrong '--no-pager does not count'
    TERM=xterm script -qec "'$sppwhy' --color always '$contoso/WS-0412'" /dev/null >out </dev/null
    grep -q $'\033\\[36mslmgr' out || wrong 'commands have no style of their own'
fi

exit "$failed"
