#!/usr/bin/env bash
# Events exported as text: for twelve scenarios (four, unless SPPWHY_DEEP is set) and every form of the log writer the findings (causes and machines) are
# those of the logs; where a form forces another result, the table below has it with the reason. And: the same event
# from a log and an export is one event, any encoding reads the same, and what is wrong is reported with file and line.
# usage: exports_test.sh SPPWHY LOGWRITER ROOT
set -uo pipefail

sppwhy=$(realpath "$1")
logwriter=$(realpath "$2")
root=$(realpath "$3")
# shellcheck source=tests/support/work.sh
source "$root/tests/support/work.sh"

scenarios='two-hosts-one-refuses version-mismatch-both-logs publish-failed-in-the-domain path-blocked-without-gap'
[ -z "${SPPWHY_DEEP:-}" ] || scenarios+=' ad-activation srv-missing-confirmed-without-host-log two-hosts-both-fail
clones-in-one-minute renewal-that-fails skew-of-another-host answer-that-does-not-activate host-log-only-refusing'

# Forms that keep every record with its number, or of which licensing is all that was filtered away, cover their time.
filtered='wevtutil-text viewer-text viewer-xml folded csv tsv list export-csv json5 json7 clixml wazuh splunk logmonitor'
unnumbered='wevtutil-text viewer-text folded csv tsv list export-csv logmonitor'

# expected SCENARIO FORM: the changes of the findings that the form forces, as diff prints them.
expected() {
    case $1 in
    publish-failed-in-the-domain)
        # That the host did not publish later cannot be seen in an excerpt: the wider cause is given.
        [[ " $filtered " == *" $2 "* ]] && printf '%s\n' '< host-publish-failed,machine,ws1' '> kms-srv-record-missing,machine,ws1'
        ;;
    path-blocked-without-gap)
        # That the host logged no request cannot be seen in an excerpt, either.
        [[ " $unnumbered " == *" $2 "* ]] && printf '%s\n' '< path-blocked,machine,ws1' '> host-unreachable,machine,ws1'
        ;;
    version-mismatch-both-logs)
        # Without computers, the host asked is not known to be the machine that the other file is of.
        [[ $2 =~ ^(csv|tsv|logmonitor)$ ]] && printf '%s\n' '> clock-skew,machine,ws1'
        ;;
    esac
    return 0
}

# facts FILES...: causes and machines; of a file that names no computer, its folder's name stands for it.
facts() {
    "$sppwhy" -q --format csv "$@" | tail -n +2 | cut -d, -f1,4,5 |
        sed -e 's/,\[\([^/]*\)\/[^]]*\]/,\1/' -e 's/,\([a-z0-9]*\)[.][a-z.]*contoso.com/,\1/' | sort -u
}

for scenario in $scenarios; do
    rm -rf logs
    "$logwriter" "$root/tests/scenario/$scenario.yaml" logs || wrong "logwriter: $scenario"
    (cd logs && facts .) >want
    [ -s want ] || [ "$scenario" = ad-activation ] || wrong "$scenario has no findings"
    for form in $("$logwriter" --forms); do
        rm -rf text && "$logwriter" --form "$form" "$root/tests/scenario/$scenario.yaml" text
        (cd text && find . -type f | sort | xargs -d '\n' bash -c "$(declare -f facts); sppwhy=$sppwhy; facts \"\$@\"" _) >got
        checked=$((checked + 1))
        diff want got | grep '^[<>]' >changes
        expected "$scenario" "$form" | sort >changes.expected
        sort changes | cmp -s - changes.expected || wrong "$scenario as $form: $(tr '\n' ' ' <changes)"
    done
done

# ---- one event, not two ------------------------------------------------------------------------------------------

rm -rf logs
"$logwriter" "$root/tests/scenario/two-hosts-one-refuses.yaml" logs
"$sppwhy" -q events logs | wc -l >count
"$sppwhy" -q --format csv logs >alone.csv
for form in $("$logwriter" --forms); do
    rm -rf text && "$logwriter" --form "$form" "$root/tests/scenario/two-hosts-one-refuses.yaml" text
    file=$(find text -type f)
    "$sppwhy" -q events logs "$file" | wc -l | cmp -s - count || wrong "$form beside its log: events come twice"
    "$sppwhy" -q events --all "$file" >mapped.jsonl
    "$sppwhy" -q events logs mapped.jsonl | wc -l | cmp -s - count || wrong "$form as JSON lines beside its log: events come twice"
    "$sppwhy" analyze -q --format csv logs "$file" | cut -d, -f1-5 | cmp -s - <(cut -d, -f1-5 alone.csv) ||
        wrong "$form beside its log changes the findings"
    checked=$((checked + 1))
done

# Our own table of a log, beside it; events without strings are known by their numbers.
"$sppwhy" -q events --format csv "$root/samples/contoso" >own.csv
"$sppwhy" -q events own.csv | wc -l >count
"$sppwhy" -q events "$root/samples/contoso" | wc -l | cmp -s - count || wrong "our own table has another number of events"
"$sppwhy" -q events "$root/samples/contoso" own.csv | wc -l | cmp -s - count || wrong "our own table beside its logs: events come twice"
"$sppwhy" -q --format csv "$root/samples/contoso" | cut -d, -f1-5 >alone.csv
"$sppwhy" analyze -q --format csv "$root/samples/contoso" own.csv | cut -d, -f1-5 | cmp -s - alone.csv || wrong "our own table beside its logs changes the findings"
mkdir own && cp own.csv own
"$sppwhy" events own 2>err && wrong "our own table is taken for a log in a folder"
checked=$((checked + 4))

# ---- files that are alike ----------------------------------------------------------------------------------------

# machines FILES...: how many there are, and whether a file is said to be a copy.
machines() { "$sppwhy" "$@" 2>err | grep -oE 'of [0-9]+ machines?' | head -n 1; }

mkdir alike
for pc in pc1 pc2 pc3; do
    cp "$root/tests/posts/slmgr-no-key.txt" "alike/${pc}_slmgr.txt"
    cp "$root/tests/posts/viewer-csv.txt" "alike/$pc.csv"
done
[ "$(machines alike/*_slmgr.txt)" = 'of 3 machines' ] || wrong 'machines whose slmgr prints the same are one'
grep -q 'counted once' err && wrong 'what slmgr printed on another machine is called a copy'
[ "$(machines alike/*.csv)" = 'of 3 machines' ] || wrong 'machines with the same table are one'
echo >>alike/pc2.csv
[ "$(machines alike/*.csv)" = 'of 3 machines' ] || wrong 'machines with the same table, and an empty line more, are one'
ln -s pc1.csv alike/link.csv
[ "$(machines alike/pc1.csv alike/link.csv)" = 'of 1 machine' ] || wrong 'a link to a file is another machine'
rm -rf text && "$logwriter" --form wevtutil-xml "$root/tests/scenario/two-hosts-one-refuses.yaml" text
file=$(find text -type f)
cp "$file" alike/copy.xml
[ "$(machines "$file")" = "$(machines "$file" alike/copy.xml)" ] || wrong 'a copy of a file that names its machine is another one'
grep -q 'counted once' err || wrong 'a copy of a file that names its machine is not told'
checked=$((checked + 5))

# ---- encodings ---------------------------------------------------------------------------------------------------

if command -v iconv >/dev/null; then
    for form in csv viewer-text list json7 saved-xml; do
        rm -rf text && "$logwriter" --form "$form" "$root/tests/scenario/two-hosts-one-refuses.yaml" text
        file=$(find text -type f)
        sed -e '1s/^\xef\xbb\xbf//' "$file" >plain.txt
        "$sppwhy" -q events plain.txt | sed 's/,"sppwhy":.*//' >want
        for encoding in UTF-16 UTF-16LE UTF-16BE; do
            iconv -f UTF-8 -t "$encoding" plain.txt >other.txt
            mv plain.txt kept.txt && mv other.txt plain.txt
            "$sppwhy" -q events plain.txt | sed 's/,"sppwhy":.*//' | cmp -s - want || wrong "$form in $encoding reads otherwise"
            mv kept.txt plain.txt
            checked=$((checked + 1))
        done
    done
fi

# The code pages of Windows: its labels and words, as a console writes them.
if command -v iconv >/dev/null; then
    pages='CP850 Schlüsselverwaltung für Gerät
CP1252 Schlüsselverwaltung für Gerät
CP852 Źródło Użytkownik Błąd
CP1250 Źródło Użytkownik Błąd
CP866 Компьютер Источник Уровень Тёмный
CP1251 Компьютер Источник Уровень Тёмный
CP932 コンピューター ソース ライセンス認証 漢字
CP936 计算机 来源 级别 许可证 激活
CP949 컴퓨터 원본 수준 라이선스
CP950 電腦 來源 層級 授權 啟用'
    while read -r page words; do
        printf '%s\nLog Name: Application\nSource: Microsoft-Windows-Security-SPP\nDate: 2026/03/14 8:02:11\nEvent ID: 8198\nComputer: %s\nhr=0x8007232B\n' \
            "$words" "${words##* }" >utf8.txt
        iconv -f UTF-8 -t "$page" utf8.txt >page.txt || continue
        "$sppwhy" -q events page.txt | grep -qF "\"host\":{\"name\":\"${words##* }\"}" || wrong "text in $page is read otherwise"
        checked=$((checked + 1))
    done <<<"$pages"
fi

# ---- what is wrong is reported ---------------------------------------------------------------------------------------

rm -rf text && "$logwriter" --form wevtutil-xml "$root/tests/scenario/two-hosts-one-refuses.yaml" text
xml=$(find text -type f)
{ head -n 2 "$xml"; echo "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-SPP'/></Systm></Event>"; tail -n +3 "$xml"; } >broken.xml
"$sppwhy" events broken.xml 2>err | wc -l | cmp -s - <("$sppwhy" -q events "$xml" | wc -l) || wrong "a broken event takes others with it"
grep -q 'broken.xml:3: this event was passed over: mismatched tag' err || wrong "a broken event is not told by line: $(<err)"

{ echo '<!DOCTYPE x [<!ENTITY a "b">]>'; sed 's/kms2/\&a;/' "$xml"; } >entity.xml
"$sppwhy" events entity.xml 2>err | grep -q '"server":"b' && wrong "an entity was taken"
grep -q 'entity.xml:.*: this event was passed over: undefined entity' err || wrong "an entity is not refused: $(<err)"

printf 'Level,Date and Time,Source,Event ID,Task Category\n"Error,11/18/2025 4:19:19 PM\n' >quote.csv
"$sppwhy" events quote.csv 2>err >/dev/null
grep -q 'quote.csv:2: this row was passed over' err || wrong "a quote without an end is not told: $(<err)"

printf 'Log Name:      Application\nSource:        Microsoft-Windows-Security-SPP\nDate:          soon\nEvent ID:      8198\nComputer:      ws1\nDescription:\nhr=0xC004F074\n' >when.txt
"$sppwhy" events when.txt 2>err >/dev/null
grep -q 'when.txt:1: this event was passed over: it has no time' err || wrong "an event without a time is not told: $(<err)"

# ---- times -------------------------------------------------------------------------------------------------------

rm -rf text && "$logwriter" --form viewer-text "$root/tests/scenario/two-hosts-one-refuses.yaml" text
file=$(find text -type f)
"$sppwhy" events "$file" 2>err >/dev/null
[ "$(grep -c 'were read as UTC' err)" = 1 ] || wrong "the zone is not told once: $(<err)"
grep -q 'with the month first' err && wrong "the client times in the events say which number is the month"
"$sppwhy" --zone +02:00 events "$file" 2>err | head -n 1 | grep -q '^{"@timestamp":"2026-03-02T06:00:20' || wrong "--zone is not used"
grep -q 'say --zone +00:00' err || wrong "the zone that the client times show is not told: $(<err)"
"$sppwhy" --zone Mars events "$file" 2>err >/dev/null
[ $? = 3 ] || wrong "--zone takes anything"
"$sppwhy" "$file" 2>err >/dev/null
grep -q 'is an excerpt' err || wrong "an excerpt is not told"


# ---- posts, as people paste them ---------------------------------------------------------------------------------

# A cause must be among the findings; behind "?" is what `explain` must print, however far apart its words are.
while IFS=$'\t' read -r post expected; do
    [ "$post" != post ] || continue
    file=$root/tests/posts/$post.txt
    checked=$((checked + 1))
    if [[ $expected == \?* ]]; then
        "$sppwhy" explain "$file" 2>err | tr -s ' ' >got
        grep -qF -- "$(tr -s ' ' <<<"${expected:1}")" got || wrong "$post: explain does not say \"${expected:1}\""
    else
        "$sppwhy" -q --format csv "$file" 2>err | tail -n +2 | cut -d, -f1 >got
        grep -qx -- "$expected" got || wrong "$post: not $expected but $(tr '\n' ' ' <got)"
        "$sppwhy" explain - <"$file" 2>err | grep -q '^To collect next:' || wrong "$post: explain does not say what to collect next"
    fi
done <"$root/tests/posts/expected.tsv"
[ "$(find "$root/tests/posts" -maxdepth 1 -name '*.txt' | wc -l)" = "$(($(wc -l <"$root/tests/posts/expected.tsv") - 1))" ] ||
    wrong "a post is without an expectation"

# ---- and in every other shape: what is read of each, or what is said of it ------------------------------------------

shapes() {
    local file
    for file in shapes/*.txt; do
        printf '== %s\n' "${file##*/}"
        (cd shapes && "$sppwhy" events --format jsonl "${file##*/}" 2>"$work/err") | while IFS= read -r line; do
            [[ $line == *'"spp":'* ]] || continue
            grep -oE '"(@timestamp|code|kind|client|server|port|cmid|license_state|minutes_left|count|activated|required_count|host_source|host_version|key_type|partial_key|trigger|last_reason|grace_end|rearms_left|requests_received|requests_failed)":("[^"]*"|[0-9a-z]+)' \
                <<<"$line" | tr -d '"' | grep -vE '^(grace_end|rearms_left|requests_[a-z]+):null' | tr '\n' ' '
            echo
        done
        grep -v -e 'were read as UTC' -e 'of when it was printed' -e 'is an excerpt' "$work/err"
    done
}

cp -r "$root/tests/posts/shapes" shapes
touch -d 2026-11-01T00:00:00Z shapes/* # the time of what slmgr printed without one
shapes >shapes.txt
diff "$root/tests/posts/shapes.expected" shapes.txt >shapes.diff || wrong "shapes of posts are read otherwise: $(<shapes.diff)"
checked=$((checked + 1))

# What slmgr and ospp show is judged without an event beside it: the text of FILE has every TEXT, and none after NOT.
judged() {
    local file=$1 text not=no
    shift
    "$sppwhy" "shapes/$file" >whole.txt 2>err
    tr -s ' \n' ' ' <whole.txt >out.txt
    grep -qE '^ *;' whole.txt && wrong "a line of $file begins with a semicolon"
    for text in "$@"; do
        [ "$text" = NOT ] && not=yes && continue
        if [ "$not" = no ]; then
            grep -qF -e "$text" out.txt err || wrong "$file is not judged by '$text'"
        elif grep -qF -e "$text" out.txt err; then
            wrong "$file is judged by '$text'"
        fi
    done
}

judged j-pc7_slmgr.txt grace-expired '0xC004F056' 'Rearms of Windows left: 0' 'NOT ACTIVATING' NOT 'without findings'
judged j-pc8_slmgr.txt grace-expired 'is unlicensed' NOT 'notification state'
judged j-pc5_slmgr.txt grace-expired 'times are that of the file' NOT 'state not known'
judged j-srv3_slmgr.txt expiring-soon 'kms-old' 'activated' NOT 'state not known'
judged j-pc9_ospp.txt kms-srv-record-missing expiring-soon 'cscript ospp.vbs /act' 'IN ITS GRACE PERIOD' \
    NOT 'stays activated' 'slmgr /ato'
judged j-kms9_slmgr.txt '120 requests in all, 100 of them failed' NOT '0 requests in its log'
"$sppwhy" -q --format html shapes/j-kms9_slmgr.txt >out.html
grep -q '120 requests in all' out.html ||
    wrong 'the page has no requests that slmgr showed'
judged g10-xpr.txt 'license-ran-out' '2026-09-10 08:02:11' NOT 'last success'
"$sppwhy" - <shapes/j-srv3_slmgr.txt >out.txt 2>err
grep -q 'times are that of reading it' err ||
    wrong 'the time of reading is taken for that of the event'
judged g15-all.txt activated NOT grace-expired 'not activating'

"$sppwhy" explain - <"$root/tests/posts/host-refused.txt" | tr -s ' ' | grep -q 'clock difference the client.s clock is 7 h behind' ||
    wrong "explain does not tell the clock difference"
# It granted what it would have refused, were that time in UTC: the host writes local time.
sed 's/^0xC004F06C,/0x0,/' "$root/tests/posts/host-refused.txt" | "$sppwhy" explain - >granted.txt
if grep -q 'clock difference' granted.txt || ! grep -q '12290' granted.txt; then
    wrong "explain takes a client time in local time for a clock that is off"
fi
"$sppwhy" explain - <"$root/tests/posts/message-alone.txt" | tr -s ' ' | grep -q 'minutes left 30240 minutes (21 days)' ||
    wrong "explain does not tell minutes as days"
if command -v jq >/dev/null; then
    "$sppwhy" explain --format json - <"$root/tests/posts/host-refused.txt" >pasted.json
    jq -e '.events[0] | .event_id == 12290 and .machine != null and (.fields | map(.name) | index("client_time"))' pasted.json >/dev/null ||
        wrong "explain --format json does not decode what is pasted: $(<pasted.json)"
    jq -e '.events[0].skew_seconds == 25211' pasted.json >/dev/null ||
        wrong "explain --format json does not tell the clock difference"
    jq -e '(.explanations | length) > 0 and (.collect_next | length) > 0' pasted.json >/dev/null ||
        wrong "explain --format json lacks the codes or what to collect"
    echo 0xC004F074 | "$sppwhy" explain --format json - | jq -e '.events == null and .explanations[0].code == "0xC004F074"' >/dev/null ||
        wrong "explain --format json takes words from standard input as events"
fi
"$sppwhy" "$root/tests/posts/host-refused.txt" 2>/dev/null | tr -s ' \n' ' ' | grep -q 'is an excerpt (pasted or filtered): nothing is concluded' ||
    wrong "the text report does not say that a log is an excerpt"
"$sppwhy" --format html -o excerpt.html "$root/tests/posts/host-refused.txt" 2>/dev/null
grep -q 'is an excerpt' excerpt.html || wrong "the page does not say that a log is an excerpt"
"$sppwhy" analyze ./logs 2>/dev/null | grep -q 'excerpt' && wrong "a whole log is called an excerpt"

"$sppwhy" explain "$(find logs -name '*.evtx' | head -n 1)" 2>err >/dev/null
grep -q 'is an event log: ' err || wrong "explain of a log does not say what to do: $(<err)"

echo "$checked comparisons, $failed failed"
[ "$failed" -eq 0 ]
