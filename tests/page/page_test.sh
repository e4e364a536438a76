#!/usr/bin/env bash
# The page in headless Chromium, held against the native program: the same bytes for all that it saves, but for what the
# comments name. Usage: page_test.sh NATIVE PAGE LOGWRITER ROOT PICTURES
# SPPWHY_LIGHT leaves out what takes long: a folder of 2 GB, a log of more than that, pictures, and most of the damaged logs.
set -uo pipefail

native=$(realpath "$1")
page=$(realpath "$2")
logwriter=$(realpath "$3")
root=$(realpath "$4")
mkdir -p "$5"
pictures=$(realpath "$5")
work=$(mktemp -d)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/browser/driver.sh
source "$here/../browser/driver.sh"
trap 'browser_stop; rm -rf "$work"' EXIT
export TZ=UTC
passed=0
failed=0
light=${SPPWHY_LIGHT:+yes}
in=$work/in
mkdir -p "$in" "$work/native" "$work/page"
cp -r "$root/samples" "$in/samples"

# is WHAT WANTED GOT
is() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED  %s: %.500s, not %.500s\n' "$1" "$3" "$2"
    fi
}

# has WHAT PART TEXT
has() {
    case $3 in
        *"$2"*) passed=$((passed + 1)) ;;
        *)
            failed=$((failed + 1))
            printf 'FAILED  %s: nothing of "%s" in %.700s\n' "$1" "$2" "$3"
            ;;
    esac
}

# The page has no libevtx, so the native program goes without it, too. What libevtx alone can read (a few records of some
# damaged logs) the page reports as lost.
sppwhy() { "$native" -q --reader native "$@"; }

# open_page: fresh, with what the test needs in it.
open_page() {
    go "file://$page"
    js "$(<"$here/page.js"); return 1" >/dev/null
}

# choose CONTROL PATH...: as a person would choose them; then waits. Prints what went wrong, or null.
choose() {
    local control=$1
    shift
    js 'forget(); return 1' >/dev/null
    type_into "#$control" "$(printf '%s\n' "$@")"
    js 'return settled()'
}

# same WHAT NAME FILE: what the page saves as NAME is what FILE holds.
same() {
    js "return saved('$2')" | jq -j '. // ""' >"$work/page/$2"
    if cmp -s "$3" "$work/page/$2" && [ -s "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED  %s: %s differs: %s\n' "$1" "$2" "$(cmp "$3" "$work/page/$2" 2>&1)"
    fi
}

# ---- what is tested ---------------------------------------------------------------------------------------------

test_opening() {
    open_page
    is 'the browser has nothing to complain of' '[]' "$(said)"
    is 'nothing but the file is loaded' "file://$page" "$(asked | sort -u)"
    is 'nothing can be sent' '"TypeError"' "$(js 'return fetch("http://127.0.0.1:9/").then(() => "sent", (e) => e.name)')"
    said >/dev/null # that complaint was wanted
    is 'it says so at its top' '"Nothing leaves this page."' "$(js 'return document.querySelector("header strong").innerText')"
    is 'it is ready' '[true,false]' "$(js 'return [document.getElementById("unfit").hidden, document.getElementById("main").hidden]')"
    is 'every control has a name' '[]' "$(js 'return unnamed()')"
    is 'one file of at most 2 MB' yes "$([ "$(stat -c %s "$page")" -le 2097152 ] && echo yes)"
}

test_samples() {
    local name words
    open_page
    is 'a folder is read' null "$(choose folder "$in/samples")"
    while read -r name words; do
        # shellcheck disable=SC2086 # words
        (cd "$in" && sppwhy $words samples >"$work/native/$name" 2>/dev/null)
        same 'samples' "$name" "$work/native/$name"
    done <<'END'
sppwhy-report.html --format html
sppwhy-report.json --format json
sppwhy-findings.csv --format csv --table findings
sppwhy-machines.csv --format csv --table machines
sppwhy-activations.csv --format csv --table activations
sppwhy-report.md --format markdown
END
    is 'the report is shown' true "$(js 'return document.getElementById("report").checkVisibility()')"
    is 'the browser has nothing to complain of in it' '[]' "$(said)"
    is 'the heading of the report is where the keyboard is' '"result-heading"' \
        "$(js 'return new Promise((done) => { const look = () => document.activeElement.id === "stop" || document.activeElement === document.body ? setTimeout(look, 10) : done(document.activeElement.id); look(); })')"
    is 'it says what was read' true "$(js 'return /^18 logs of \d+ machines read in [\d.]+ s/.test(document.getElementById("status").textContent)')"
    is 'every control has a name, with a report, too' '[]' "$(js 'return unnamed()')"
}

# The script of the report runs in its frame, and what is typed there is heard there.
test_frame() {
    post frame '{"id": 0}' >/dev/null
    is 'the report is in the frame' '"Windows activation report"' "$(js 'return document.title')"
    is 'its script runs there' false "$(js 'return document.getElementById("search-box").hidden')"
    is 'it has no rights of the page' true "$(js 'try { return parent.document === null } catch (e) { return true }')"
    js 'document.querySelector("nav a[href=\"#machines\"]").click(); return 1' >/dev/null
    is 'its ways lead to its parts' true "$(js 'return Math.abs(document.getElementById("machines").getBoundingClientRect().top) < 50')"
    js 'const copy = Array.from(document.querySelectorAll("button.copy")).find((b) => b.checkVisibility()); copy.id = "one-to-copy"; copy.scrollIntoView({block: "center"}); return 1' >/dev/null
    click '#one-to-copy'
    is 'a command is copied' '"Copied"' "$(js 'const copy = document.getElementById("one-to-copy"), until = Date.now() + 10000;
        return new Promise((done) => { const look = () => copy.textContent === "Copy" && Date.now() < until ? setTimeout(look, 10) : done(copy.textContent); look(); })')"
    post frame '{"id": null}' >/dev/null
    test_tab
}

windows() { curl -sS --noproxy '*' "$driver_at/session/$session/window/handles" | jq -r '.value[]'; }

test_tab() {
    local here other
    here=$(windows)
    click '#whole'
    other=$(windows | grep -vxF "$here")
    post window "$(jq -n --arg handle "$other" '{handle: $handle}')" >/dev/null
    is 'the report opens in a tab of its own, too' '"Windows activation report"' \
        "$(js 'return new Promise((done) => { const look = () => document.readyState === "complete" ? done(document.title) : setTimeout(look, 10); look(); })')"
    curl -sS --noproxy '*' -X DELETE "$driver_at/session/$session/window" >/dev/null
    post window "$(jq -n --arg handle "$here" '{handle: $handle}')" >/dev/null
}

test_inputs() {
    local file
    (cd "$in/samples" && zip -qr ../c.zip contoso && tar -czf ../c.tgz contoso && tar -cJf ../c.txz contoso)
    (cd "$in/samples" && zip -qr -P secret ../encrypted.zip contoso/KMS1)
    head -c 100000 "$in/c.zip" >"$in/broken.zip"
    sppwhy events --all "$in/samples" >"$in/lines.jsonl" 2>/dev/null
    cp "$root"/tests/posts/*.txt "$in/" 2>/dev/null || true
    find "$in/samples" -name '*.evtx' | LC_ALL=C sort | head -n 1 | xargs -I '{}' cp '{}' "$in/<img src=x onerror=alert(1)>.evtx"
    printf 'no log at all' >"$in/text.evtx"
    : >"$in/empty.evtx"
    open_page
    for file in c.zip c.tgz c.txz lines.jsonl '<img src=x onerror=alert(1)>.evtx' broken.zip; do
        js 'document.getElementById("over").click(); return 1' >/dev/null
        is "$file is read" null "$(choose files "$in/$file")"
        (cd "$in" && sppwhy --format json "$file" >"$work/native/one.json" 2>/dev/null)
        same "$file" sppwhy-report.json "$work/native/one.json"
    done
    has 'a broken archive is named' 'broken.zip: ' "$(js 'return unreadThings().join("\n")')"
    js 'document.getElementById("over").click(); return 1' >/dev/null
    has 'an encrypted archive is named' 'encrypted.zip' "$(choose files "$in/encrypted.zip")"
    has 'for what it is' 'encrypted' "$(js 'return document.getElementById("trouble").innerText')"
    js 'document.getElementById("over").click(); return 1' >/dev/null
    has 'what is no log is named' 'text.evtx' "$(choose files "$in/text.evtx" "$in/empty.evtx")"
    has 'the other, too' 'empty.evtx' "$(js 'return document.getElementById("trouble").innerText')"
    is 'a name does not come alive' 0 "$(js 'return document.querySelectorAll("img").length')"
}

# Logs that are given later are read together with those before; another one of the same name keeps a name of its own.
test_adding() {
    local one=$in/samples/contoso/WS-0412/WS-0412-Application.evtx host=$in/samples/contoso/KMS1
    mkdir -p "$in/both" "$in/other"
    cp "$one" "$in/both"
    cp -r "$host" "$in/both"
    cp "$(find "$in/samples/kb974998" -name '*.evtx' | LC_ALL=C sort | head -n 1)" "$in/other/WS-0412-Application.evtx"
    cp "$in/other/WS-0412-Application.evtx" "$in/both/WS-0412-Application (2).evtx"
    open_page
    is 'a log' null "$(choose files "$one")"
    is 'a folder added' null "$(choose folder "$host")"
    is 'the same log again' null "$(choose files "$one")"
    is 'another one of that name' null "$(choose files "$in/other/WS-0412-Application.evtx")"
    (cd "$in/both" && sppwhy --format json -- * >"$work/native/both.json" 2>/dev/null)
    same 'what was added' sppwhy-report.json "$work/native/both.json"
    is 'what was given is listed' 3 "$(js 'return document.querySelectorAll("#given-list li").length')"
}

# drop PATH...: by Chromium's own events, as when files are dragged from the desktop.
drop() {
    local kind paths
    paths=$(printf '%s\n' "$@" | jq -R . | jq -sc .)
    for kind in dragEnter dragOver drop; do
        chromium_command Input.dispatchDragEvent "{\"type\": \"$kind\", \"x\": 200, \"y\": 200, \"data\":
            {\"items\": [], \"files\": $paths, \"dragOperationsMask\": 1}}" >/dev/null
    done
    js 'return settled()'
}

test_dropping() {
    open_page
    is 'a dropped archive is read' null "$(drop "$in/c.zip")"
    (cd "$in" && sppwhy --format json c.zip >"$work/native/drop.json" 2>/dev/null)
    same 'a dropped archive' sppwhy-report.json "$work/native/drop.json"
    open_page
    is 'a dropped folder is read' null "$(drop "$in/samples")"
    same 'a dropped folder' sppwhy-report.json "$work/native/sppwhy-report.json"
    is 'nothing lies over the page any more' true "$(js 'return document.getElementById("veil").hidden')"
}

test_explaining() {
    local wanted
    open_page
    type_into '#what' '0xC004F074'
    press '\uE007'
    wanted=$("$native" explain 0xC004F074 | tr -s ' \n' ' ')
    is 'a code is explained' "$wanted" "$(js 'return explained()' | jq -r . | tr -s ' \n' ' ')"
    is 'the keyboard is there' '"explained-heading"' "$(js 'return document.activeElement.id')"
    js 'document.getElementById("what").value = ""; return 1' >/dev/null
    type_into '#what' 'no such thing at all'
    press '\uE007'
    has 'what is not known is called so' 'Nothing is known' "$(js 'return explained()')"
    js 'document.getElementById("text").value = "Log Name: Application\nSource: Microsoft-Windows-Security-SPP\nEvent ID: 12288\n" +
        "Description:\nThe client has sent an activation request to the key management service machine.\nInfo:\n" +
        "0xC004F074, 0x00000000, kms1.contoso.com:1688, b7e1a9d4-3c52-4f60-8a1e-5d0f9c2b7031, 2026/03/05 07:42, 0, 2, 14400, " +
        "73111121-5638-40f6-bc11-f1d7b0d64300, 25"; return 1' >/dev/null
    click '#paste button'
    has 'a pasted event is explained' 'kms1.contoso.com' "$(js 'return explained()')"
    js 'document.getElementById("text").value = ""; return 1' >/dev/null
}

# A text with events is judged like a log.
test_pasting() {
    local text
    sppwhy events --all "$in/samples/contoso/WS-0412" >"$in/pasted.txt" 2>/dev/null
    open_page
    text=$(jq -Rs . <"$in/pasted.txt")
    js "document.getElementById('text').value = $text; return 1" >/dev/null
    click '#add'
    is 'a pasted text is read' null "$(js 'return settled()')"
    (cd "$in" && sppwhy --format json pasted.txt >"$work/native/pasted.json" 2>/dev/null)
    same 'a pasted text' sppwhy-report.json "$work/native/pasted.json"
}

# The worker of this test never ends, so it does not matter who is faster.
test_stopping() {
    open_page
    js 'window.silent = true; return 1' >/dev/null
    type_into '#files' "$in/c.zip"
    js 'return new Promise((done) => { const look = () => document.activeElement.id === "stop" ? done(1) : setTimeout(look, 10); look(); })' >/dev/null
    is 'it says that it reads' false "$(js 'return document.getElementById("work").hidden')"
    press '\uE007'
    is 'Stop stops' '[true,true]' "$(js 'return ["work", "result"].map((id) => document.getElementById(id).hidden)')"
    is 'and says so' '"Stopped: nothing was reported."' "$(js 'return document.getElementById("status").textContent')"
    js 'window.silent = false; return 1' >/dev/null
    press '\uE007'
    is 'what was given can be read after all' null "$(js 'return settled()')"
    same 'after a stop' sppwhy-report.json "$work/native/drop.json"
}

test_keyboard() {
    open_page
    press '\uE004'
    is 'the first stop is the skip link' '"skip"' "$(js 'return document.activeElement.className')"
    press '\uE007\uE004'
    is 'then the files' '"files"' "$(js 'return document.activeElement.id')"
    press '\uE004\uE004'
    is 'then the folder, then the words' '"what"' "$(js 'return document.activeElement.id')"
}

# Cuts, wild bytes and holes, at places that follow from the number: the same ones each time.
damage() {
    local i file bytes from logs count=$1
    mapfile -t logs < <(find "$in/samples" -name '*.evtx' | LC_ALL=C sort)
    mkdir -p "$in/damaged"
    for ((i = 0; i < count; i++)); do
        file=$in/damaged/$(printf 'log-%03d.evtx' "$i")
        cp "${logs[i % ${#logs[@]}]}" "$file"
        bytes=$(stat -c %s "$file")
        from=$(((i * 7919 + 4096) % bytes))
        case $((i % 4)) in
            0) truncate -s "$from" "$file" ;;
            1) printf '\377\376\375\374\373\372\371\370' | dd of="$file" bs=1 seek="$from" conv=notrunc status=none ;;
            2) head -c 5000 /dev/zero | dd of="$file" bs=1 seek="$from" conv=notrunc status=none ;;
            3) head -c 3000 "${logs[0]}" | dd of="$file" bs=1 seek="$from" conv=notrunc status=none ;;
        esac
    done
}

test_damaged() {
    local i file count=100 equal=0
    [ -z "$light" ] || count=12
    damage "$count"
    open_page
    js 'ownControl(); return 1' >/dev/null
    type_into '#test-files' "$(printf '%s\n' "$in"/damaged/*.evtx)"
    js 'return oneByOne()' >"$work/answers.json"
    i=0
    for file in "$in"/damaged/*.evtx; do
        (cd "$in/damaged" && sppwhy --format json "${file##*/}" >"$work/native/damaged.json" 2>/dev/null) || true
        jq -j ".[$i] // \"\"" "$work/answers.json" >"$work/page/damaged.json"
        if cmp -s "$work/native/damaged.json" "$work/page/damaged.json"; then
            equal=$((equal + 1))
        else
            echo "${file##*/} differs: $(cmp "$work/native/damaged.json" "$work/page/damaged.json" 2>&1)"
        fi
        i=$((i + 1))
    done
    is "damaged logs with the same JSON" "$count" "$equal"
}

# The samples again and again, each made as large as a real log by room that nothing was written to yet.
test_large() {
    local i file logs last=$in/large/last.evtx
    mapfile -t logs < <(find "$in/samples" -name '*.evtx' | LC_ALL=C sort)
    mkdir -p "$in/huge" "$in/large"
    for ((i = 0; i < 20; i++)); do
        file=$in/huge/$(printf 'log-%02d.evtx' "$i")
        cp "${logs[i % ${#logs[@]}]}" "$file"
        truncate -s $((104857600 + i * 65536)) "$file"
    done
    open_page
    is 'a folder of 2 GB is read' null "$(choose folder "$in/huge")"
    (cd "$in" && sppwhy --format json huge >"$work/native/huge.json" 2>/dev/null)
    same 'a folder of 2 GB' sppwhy-report.json "$work/native/huge.json"
    is 'in little memory' true "$(js 'return heap > 0 && heap <= 157286400')"
    printf 'a folder of %s MB: %s, heap of %s MB\n' "$(du -sm --apparent-size "$in/huge" | cut -f 1)" \
        "$(js 'return document.getElementById("status").textContent' | jq -r .)" "$(js 'return heap / 1048576')"
    # Chunks beyond 2 GiB: what is there must be read, not what is 4 GiB before.
    cp "${logs[0]}" "$last"
    truncate -s 2300002304 "$last"
    tail -c +4097 "${logs[1]}" | dd of="$last" bs=65536 oflag=seek_bytes seek=$((4096 + 34000 * 65536)) conv=notrunc status=none
    open_page
    is 'a log of more than 2 GiB is read' null "$(choose files "$last")"
    (cd "$in/large" && sppwhy --format json last.evtx >"$work/native/last.json" 2>/dev/null)
    same 'a log of more than 2 GiB' sppwhy-report.json "$work/native/last.json"
}

test_looks() {
    local poor look
    poor=$(<"$here/../browser/contrast.js")
    for look in light dark; do
        look prefers-color-scheme "$look"
        view 1280 900
        open_page
        picture "$pictures/page-$look.png"
        is "contrast, $look" '[]' "$(js "$poor")"
        choose folder "$in/samples" >/dev/null
        picture "$pictures/page-report-$look.png"
        is "contrast with a report, $look" '[]' "$(js "$poor")"
        js 'scrollTo(0, 0); document.getElementById("what").value = "0xC004F074"; return 1' >/dev/null
        click '#look-up button'
        js 'return explained()' >/dev/null
        picture "$pictures/page-explained-$look.png"
        view 390 844
        open_page
        is "a narrow page does not scroll sideways, $look" true "$(js 'return document.documentElement.scrollWidth <= innerWidth')"
        picture "$pictures/page-narrow-$look.png"
        choose files "$in/c.zip" >/dev/null
        is "nor with a report, $look" true "$(js 'return document.documentElement.scrollWidth <= innerWidth')"
        picture "$pictures/page-narrow-report-$look.png"
    done
    look prefers-color-scheme light
    view 1280 900
    open_page
    js 'window.silent = true; return 1' >/dev/null
    type_into '#files' "$in/c.zip"
    js 'return new Promise((done) => { const look = () => document.activeElement.id === "stop" ? done(1) : setTimeout(look, 10); look(); })' >/dev/null
    picture "$pictures/page-reading.png"
}

test_without_script() {
    chromium_command Emulation.setScriptExecutionDisabled '{"value": true}' >/dev/null
    go "file://$page"
    has 'without script it says what it needs' 'needs JavaScript' "$(js 'return document.body.innerText')"
    is 'and shows nothing that would not work' true "$(js 'return document.getElementById("main").hidden')"
    chromium_command Emulation.setScriptExecutionDisabled '{"value": false}' >/dev/null
}

test_without_webassembly() {
    chromium_command Page.addScriptToEvaluateOnNewDocument '{"source": "delete window.WebAssembly"}' >/dev/null
    go "file://$page"
    is 'without WebAssembly it says what it needs' '[false,true]' \
        "$(js 'return [document.getElementById("unfit").hidden, document.getElementById("main").hidden]')"
    has 'in words' 'WebAssembly' "$(js 'return document.getElementById("unfit").textContent')"
}

# ---- all of it --------------------------------------------------------------------------------------------------

browser_start "$work/browser" --window-size=1280,900 || exit 1
post timeouts '{"script": 600000}' >/dev/null
: "$logwriter"
tests=(opening samples frame inputs adding dropping explaining pasting stopping keyboard damaged without_script)
[ -n "$light" ] || tests+=(looks large)
tests+=(without_webassembly)
for test in "${tests[@]}"; do
    before=$SECONDS
    "test_$test"
    [ -z "${SPPWHY_TIMES:-}" ] || echo "$test: $((SECONDS - before)) s"
done
echo "the page: $passed passed, $failed failed; pictures are in $pictures"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
