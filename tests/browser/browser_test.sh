#!/usr/bin/env bash
# The HTML report in a real browser, headless Chromium: it opens without a complaint and without a request, can be
# searched and sorted, reads whole without script, is reached by keyboard, and no name in it comes alive. It also takes
# pictures, to be looked at, and tells how long a page of 1,500 machines takes to open (told, not judged).
#
#   tests/browser/browser_test.sh SPPWHY LOGWRITER SAMPLES FOLDER     (pictures and pages are left in FOLDER)
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sppwhy=$(realpath "$1")
logwriter=$(realpath "$2")
samples=$(realpath "$3")
mkdir -p "$4"
out=$(cd "$4" && pwd)
work=$(mktemp -d)
# shellcheck source=tests/browser/driver.sh
source "$here/driver.sh"
trap 'browser_stop; rm -rf "$work"' EXIT
passed=0
failed=0

# is WHAT WANTED GOT
is() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
        echo "ok      $1"
    else
        failed=$((failed + 1))
        echo "FAILED  $1: $3, not $2"
    fi
}

at() { js "document.getElementById('$1').scrollIntoView(); return 1" >/dev/null; }
top() { js 'window.scrollTo(0, 0); return 1' >/dev/null; }
visible_rows='Array.from(document.querySelectorAll("#machine-table tbody tr, table.fold tbody tr")).filter(r => !r.hidden)'

# wait_for SCRIPT WANTED: the search waits for the end of typing.
wait_for() {
    local tries
    for ((tries = 0; tries < 50; tries++)); do
        [ "$(js "$1")" != "$2" ] || break
        sleep 0.1
    done
}

# ---- the pages --------------------------------------------------------------------------------------------------

make_pages() {
    (cd "$samples/.." && "$sppwhy" -q --format html -o "$out/contoso.html" "$(basename "$samples")/contoso") &&
        "$here/fleet.sh" 1500 >"$work/fleet.yaml" &&
        "$logwriter" "$work/fleet.yaml" "$work/fleet" >/dev/null &&
        (cd "$work" && "$sppwhy" -q --format html -o "$out/fleet.html" fleet)
}

# ---- what is tested ---------------------------------------------------------------------------------------------

test_opening() {
    view 1280 1000
    go "file://$out/contoso.html"
    is 'opens' '"Windows activation report"' "$(js 'return document.title')"
    is 'the browser has nothing to complain of' '[]' "$(said)"
    is 'nothing but the file is loaded' "file://$out/contoso.html" "$(asked | sort -u)"
    is 'headings leave out no step' '[]' "$(js 'let before = 0, jumps = [];
        for (const h of document.querySelectorAll("h1, h2, h3, h4")) {
            const level = Number(h.tagName[1]);
            if (level > before + 1) jumps.push(h.textContent);
            before = level;
        }
        return jumps')"
    is 'no id is there twice, and each label has its field' '[0,0]' "$(js 'const ids = Array.from(document.querySelectorAll("[id]"))
        .map(e => e.id); return [ids.length - new Set(ids).size, Array.from(document.querySelectorAll("input")).filter(
            i => i.labels.length !== 1).length]')"
    is 'drawings and buttons have names' '[0,0]' "$(js 'return [Array.from(document.querySelectorAll("svg:not([aria-hidden])"))
        .filter(s => s.querySelector("title") === null || s.getAttribute("role") !== "img").length,
        Array.from(document.querySelectorAll("button")).filter(b => (b.getAttribute("aria-label") || b.textContent).trim() === "")
            .length]')"
    is 'what scrolls is reached by keyboard' '0' "$(js 'return Array.from(document.querySelectorAll(".scroll")).filter(
        e => e.tabIndex !== 0 || !(e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby"))).length')"
    is 'landmarks' '[1,1,1,1]' \
        "$(js 'return ["header.banner", "nav", "main", "footer"].map(s => document.querySelectorAll(s).length)')"
    is 'nothing is wider than the page' 'true' "$(js 'return document.documentElement.scrollWidth <= innerWidth')"
}

test_keyboard() {
    go "file://$out/contoso.html"
    press '\uE004'
    is 'the first stop is the skip link' '"skip"' "$(js 'return document.activeElement.className')"
    press '\uE007'
    is 'it goes to the report' '"main"' "$(js 'return document.activeElement.id')"
    js 'document.querySelector("th button").focus(); return 1' >/dev/null
    press ' '
    is 'a heading sorts by keyboard' '"ascending"' "$(js 'return document.querySelector("#machine-table th").getAttribute("aria-sort")')"
}

search_for() {
    js 'document.getElementById("search").value = ""; return 1' >/dev/null
    type_into '#search' "$1"
    wait_for "return $visible_rows.length" "$2"
}

test_searching() {
    go "file://$out/contoso.html"
    search_for 'rds clone' 2
    is 'a search leaves the rows with all its words' '["srv-rds1.contoso.com","srv-rds2.contoso.com"]' \
        "$(js "return $visible_rows.map(r => r.cells[0].textContent).sort()")"
    is 'it says how many' '"2 of 33 machines"' "$(js 'return document.getElementById("search-result").textContent')"
    is 'the sections follow' '2' \
        "$(js 'return Array.from(document.querySelectorAll("article.machine")).filter(a => !a.hidden).length')"
    search_for 'kms-host-publish-failing' 1
    is 'a machine is found by any of its findings' '["kms1.contoso.com"]' \
        "$(js "return $visible_rows.map(r => r.cells[0].textContent)")"
    search_for '0x80072AF9' 1
    is '... by a code' '["lt-0113.contoso.com"]' "$(js "return $visible_rows.map(r => r.cells[0].textContent)")"
    search_for 'kms-old' 1
    is '... by the host that it asked' '["lt-0113.contoso.com"]' "$(js "return $visible_rows.map(r => r.cells[0].textContent)")"
    search_for 'lt-0031' 1
    is 'what is folded opens for what is found in it' '[true,1]' \
        "$(js "return [document.querySelector('details.fold').open, $visible_rows.length]")"
    js 'location.hash = "#machine-4"; return 1' >/dev/null
    wait_for "return $visible_rows.length" 33
    is 'a link to a hidden machine shows it' 'false' "$(js 'return document.getElementById("machine-4").hidden')"
    js 'location.hash = "#plan-3"; return 1' >/dev/null
    wait_for 'return document.getElementById("plan-3").checkVisibility()' true
    is 'a link to what is folded opens it' 'true' "$(js 'return document.getElementById("plan-3").checkVisibility()')"
}

test_tiles() {
    go "file://$out/contoso.html"
    click 'li.tile.warn button'
    is 'a tile shows the machines that it counts' '[2,"true"]' \
        "$(js "return [$visible_rows.length, document.querySelector('li.tile.warn button').getAttribute('aria-pressed')]")"
    click 'li.tile.warn button'
    is 'once more, and all are there again' '[33,"false"]' \
        "$(js "return [$visible_rows.length, document.querySelector('li.tile.warn button').getAttribute('aria-pressed')]")"
    is 'each tile counts what it shows' '[]' "$(js "let wrong = []; for (const t of document.querySelectorAll('li.tile')) {
        t.querySelector('button').click();
        const shown = $visible_rows.length;
        if (t.querySelector('strong').textContent !== String(shown)) wrong.push(t.textContent + ': ' + shown);
        t.querySelector('button').click(); } return wrong")"
}

test_steps() {
    go "file://$out/contoso.html"
    js 'localStorage.clear(); return 1' >/dev/null
    click '#trouble-2 .steps input'
    go "file://$out/contoso.html"
    is 'a tick is kept' '[true,1]' "$(js 'return [document.querySelector("#trouble-2 .steps input").checked,
        document.querySelectorAll(".steps input:checked").length]')"
    click '#trouble-2 .steps input'
    go "file://$out/contoso.html"
    is 'and can be taken back' '0' "$(js 'return document.querySelectorAll(".steps input:checked").length')"
    # A headless browser asks nobody for leave to use the clipboard: what would be written is looked at.
    js 'Object.defineProperty(navigator, "clipboard", {value: {writeText: t => { window.copied = t; return Promise.resolve(); }}});
        return 1' >/dev/null
    click '#trouble-2 button.copy'
    wait_for 'return document.querySelector("#trouble-2 button.copy").textContent' Copied
    is 'a command is copied, and its step not ticked' '["slmgr /ato",false]' \
        "$(js 'return [window.copied, document.querySelector("#trouble-2 .steps input").checked]')"
}

test_sorting() {
    local column='return Array.from(document.querySelectorAll("#machine-table tbody tr")).map(r => Number(r.cells[3].dataset.v))'
    go "file://$out/contoso.html"
    is 'worst first at the beginning' '"kms2.contoso.com"' "$(js "return ${visible_rows}[0].cells[0].textContent")"
    click 'th:nth-child(4) button'
    is 'numbers begin with the largest' true "$(js "$column" | jq '. == (sort | reverse) and .[0] > .[-1]')"
    is 'the heading says so' '"descending"' "$(js 'return document.querySelector("th[aria-sort]").getAttribute("aria-sort")')"
    click 'th:nth-child(4) button'
    is 'again: the other way round' true "$(js "$column" | jq '. == sort')"
    click 'th:nth-child(1) button'
    is 'names go from a to z' '"kms1.contoso.com"' "$(js "return ${visible_rows}[0].cells[0].textContent")"
    is 'one heading at a time is sorted' '1' "$(js 'return document.querySelectorAll("th[aria-sort]").length')"
}

test_hostile_names() {
    go "file://$out/fleet.html"
    is 'names stay text: one script, no picture, no frame' '[1,0,0]' \
        "$(js 'return ["script", "img", "iframe"].map(n => document.getElementsByTagName(n).length)')"
    is 'no element has a handler or a style of its own' '0' \
        "$(js 'return Array.from(document.querySelectorAll("*")).filter(e => e.getAttributeNames().some(
            n => n.startsWith("on") || n === "style")).length')"
    is 'a hostile name reads as it is' 'true' \
        "$(js 'return Array.from(document.querySelectorAll("#machine-table tbody th")).some(
            h => h.textContent === "\"><img src=x onerror=alert(2)>")')"
    is 'the policy stops a script that comes later' 'true' "$(js 'const s = document.createElement("script");
        s.textContent = "window.ran = true"; document.body.append(s); return window.ran === undefined')"
    said >/dev/null # that one complaint was wanted
}

# Everything that is read with script is there without it, and nothing that would not work.
test_without_script() {
    local text='document.querySelectorAll("details").forEach(d => d.open = true);
        document.querySelectorAll("#search-box, thead, button.copy").forEach(e => e.remove()); return document.body.innerText.replace(/\s+/g, " ")'
    go "file://$out/contoso.html"
    local with without
    with=$(js "$text")
    chromium_command Emulation.setScriptExecutionDisabled '{"value": true}' >/dev/null
    go "file://$out/contoso.html"
    is 'without script: no button and no search' '[0,true]' \
        "$(js 'return [document.querySelectorAll("button").length, document.getElementById("search-box").hidden]')"
    without=$(js "$text")
    is 'without script: the same text' "${#with} $(sha256sum <<<"$with")" "${#without} $(sha256sum <<<"$without")"
    chromium_command Emulation.setScriptExecutionDisabled '{"value": false}' >/dev/null
}

test_looks() {
    local poor
    poor=$(<"$here/contrast.js")
    go "file://$out/contoso.html"
    view 1280 1440
    picture "$out/light.png"
    view 1280 1080
    picture "$out/report.png" # docs/images/report.png
    view 1280 1440
    is 'contrast, light' '[]' "$(js "$poor")"
    at pictures
    picture "$out/light-pictures.png"
    at machine-4
    picture "$out/light-machine.png"
    top
    look prefers-color-scheme dark
    is 'contrast, dark' '[]' "$(js "$poor")"
    picture "$out/dark.png"
    at pictures
    picture "$out/dark-pictures.png"
    at machine-4
    picture "$out/dark-machine.png"
    look prefers-color-scheme light
    view 390 1200
    top
    picture "$out/narrow.png"
    is 'a narrow page does not scroll sideways' 'true' "$(js 'return document.documentElement.scrollWidth <= innerWidth')"
    at machine-1
    picture "$out/narrow-machine.png"
    view 1000 1400
    top
    medium print
    picture "$out/print.png"
    is 'contrast, print' '[]' "$(js "$poor")"
    at machine-1
    picture "$out/print-machine.png"
    medium screen
    paper "$out/print.pdf"
    is 'prints' '%PDF' "$(head -c 4 "$out/print.pdf")"
}

# pages FILE: of a PDF
pages() { grep -ac '/Type */Page\b' "$1"; }

test_fleet() {
    view 1280 1440
    go "file://$out/fleet.html"
    local size elements sheets
    size=$(stat -c %s "$out/fleet.html")
    elements=$(js 'return document.querySelectorAll("*").length')
    is '1,500 machines: at most 6 MB' 'true' "$(jq -n "$size <= 6000000")"
    is '... and 60,000 elements' 'true' "$(jq -n "$elements <= 60000")"
    printf 'a page of 1,500 machines: %s bytes, %s elements, ' "$size" "$elements"
    js 'const n = performance.getEntriesByType("navigation")[0]; const t = document.querySelector("th:nth-child(4) button");
        const before = performance.now(); t.click(); document.body.offsetHeight;
        return "read after " + Math.round(n.domInteractive) + " ms, open after " + Math.round(n.loadEventEnd) +
            " ms, sorted in " + Math.round(performance.now() - before) + " ms"' | jq -r .
    picture "$out/fleet.png"
    at pictures
    picture "$out/fleet-pictures.png"
    at machines
    picture "$out/fleet-table.png"
    at machine-1
    picture "$out/fleet-machine.png"
    paper_of "$out/fleet.html" "$out/fleet.pdf" "$work/printing"
    sheets=$(pages "$out/fleet.pdf")
    is "on paper under 30 pages ($sheets)" 'true' "$(jq -n "$sheets > 3 and $sheets < 30")"
    view 390 1200
    go "file://$out/fleet.html"
    is 'a narrow fleet does not scroll sideways' 'true' "$(js 'return document.documentElement.scrollWidth <= innerWidth')"
    at machines
    js 'document.querySelector("#machines .scroll").scrollLeft = 200; return 1' >/dev/null
    is 'the names stay where they are, and their heading' '[true,true]' \
        "$(js 'return ["#machine-table tbody th", "#machine-table thead th"].map(s => document.querySelector(s).getBoundingClientRect().left)
            .map(left => left >= 0 ? left < 30 : false)')"
    picture "$out/fleet-narrow.png"
}

# ---- all of it --------------------------------------------------------------------------------------------------

for program in chromium chromedriver curl jq; do
    command -v "$program" >/dev/null || {
        echo "skipped: there is no $program here (./dev browser installs it)"
        exit 77
    }
done
make_pages || exit 1
browser_start "$work/browser" --window-size=1280,1000 || exit 1
test_opening
test_keyboard
test_searching
test_tiles
test_steps
test_sorting
test_hostile_names
test_without_script
test_looks
test_fleet
echo "$passed passed, $failed failed; pictures are in $out"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
