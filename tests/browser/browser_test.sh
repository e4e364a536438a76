#!/usr/bin/env bash
# The HTML report in a real browser, headless Chromium: it opens without a complaint and without a request, can be
# searched and sorted, reads whole without script, is reached by keyboard, and no name in it comes alive. It also takes
# pictures, to be looked at, and says how long a page of a thousand machines takes to open (reported, not judged).
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
visible_rows='Array.from(document.querySelectorAll("#machine-table tbody tr")).filter(r => !r.hidden)'

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
        "$here/fleet.sh" 1000 >"$work/fleet.yaml" &&
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

test_searching() {
    go "file://$out/contoso.html"
    type_into '#search' 'rds clones'
    wait_for "return $visible_rows.length" 2
    is 'a search leaves the rows with all its words' '["srv-rds1.contoso.com","srv-rds2.contoso.com"]' \
        "$(js "return $visible_rows.map(r => r.cells[0].textContent)")"
    is 'it says how many' '"2 of 33 machines"' "$(js 'return document.getElementById("search-result").textContent')"
    is 'the sections follow' '2' \
        "$(js 'return Array.from(document.querySelectorAll("article.machine")).filter(a => !a.hidden).length')"
    js 'document.getElementById("search").value = ""; return 1' >/dev/null
    type_into '#search' 'kms-host-publish-failing'
    wait_for "return $visible_rows.length" 1
    is 'a machine is found by any of its findings' '["kms1.contoso.com"]' \
        "$(js "return $visible_rows.map(r => r.cells[0].textContent)")"
    js 'location.hash = "#machine-4"; return 1' >/dev/null
    wait_for "return $visible_rows.length" 33
    is 'a link to a hidden machine shows it' 'false' "$(js 'return document.getElementById("machine-4").hidden')"
}

test_sorting() {
    local column='return Array.from(document.querySelectorAll("#machine-table tbody tr")).map(r => Number(r.cells[3].dataset.v))'
    go "file://$out/contoso.html"
    is 'worst first at the beginning' '"ws-0611.contoso.com"' "$(js "return ${visible_rows}[0].cells[0].textContent")"
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
        "$(js 'return Array.from(document.querySelectorAll("article.machine h3")).some(
            h => h.textContent === "\"><img src=x onerror=alert(2)>")')"
    is 'the policy stops a script that comes later' 'true' "$(js 'const s = document.createElement("script");
        s.textContent = "window.ran = true"; document.body.append(s); return window.ran === undefined')"
    said >/dev/null # that one complaint was wanted
}

# Everything that is read with script is there without it, and nothing that would not work.
test_without_script() {
    local text='document.querySelectorAll("details").forEach(d => d.open = true);
        document.querySelectorAll("#search-box, thead").forEach(e => e.remove()); return document.body.innerText'
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
    at machine-4
    picture "$out/light-machine.png"
    top
    look prefers-color-scheme dark
    is 'contrast, dark' '[]' "$(js "$poor")"
    picture "$out/dark.png"
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

measure_fleet() {
    view 1280 1440
    go "file://$out/fleet.html"
    printf 'a page of 1,000 machines: %s bytes, ' "$(stat -c %s "$out/fleet.html")"
    js 'const n = performance.getEntriesByType("navigation")[0]; const t = document.querySelector("th:nth-child(4) button");
        const before = performance.now(); t.click(); document.body.offsetHeight;
        return "read after " + Math.round(n.domInteractive) + " ms, open after " + Math.round(n.loadEventEnd) +
            " ms, sorted in " + Math.round(performance.now() - before) + " ms"' | jq -r .
    picture "$out/fleet.png"
    at machines
    picture "$out/fleet-table.png"
    at machine-1
    picture "$out/fleet-machine.png"
}

# ---- all of it --------------------------------------------------------------------------------------------------

make_pages || exit 1
browser_start "$work/browser" --window-size=1280,1000 || exit 1
test_opening
test_keyboard
test_searching
test_sorting
test_hostile_names
test_without_script
test_looks
measure_fleet
echo "$passed passed, $failed failed; pictures are in $out"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
