# A browser from shell: Chromium through chromedriver, spoken to with curl and jq (the W3C WebDriver protocol, and
# Chromium's own commands where that has none). To be sourced. Offline: the driver listens on this machine only.
# shellcheck shell=bash

driver_pid=''
driver_at=''
session=''

# browser_start FOLDER [ARGUMENT...]: a fresh profile in FOLDER; arguments for Chromium.
browser_start() {
    local folder=$1 arguments=() tries port
    shift
    mkdir -p "$folder"
    : >"$folder/driver.log"
    chromedriver --port=0 >"$folder/driver.log" 2>&1 </dev/null &
    driver_pid=$!
    for ((tries = 0; tries < 200; tries++)); do
        port=$(sed -n 's/.*started successfully on port \([0-9]*\).*/\1/p' "$folder/driver.log")
        [ -z "$port" ] || break
        sleep 0.1
    done
    [ -n "$port" ] || {
        cat "$folder/driver.log" >&2
        return 1
    }
    driver_at=http://127.0.0.1:$port
    arguments=(--headless=new --disable-gpu --hide-scrollbars --force-color-profile=srgb --no-first-run
        "--user-data-dir=$folder/profile" "$@")
    [ "$(id -u)" != 0 ] || arguments+=(--no-sandbox) # Chromium has no sandbox for root
    session=$(jq -n '{capabilities: {alwaysMatch: {"goog:loggingPrefs": {browser: "ALL", performance: "ALL"},
        "goog:chromeOptions": {args: $ARGS.positional}}}}' --args -- "${arguments[@]}" |
        curl -sS --noproxy '*' --max-time 60 --json @- "$driver_at/session" | jq -r '.value.sessionId // empty')
    [ -n "$session" ] || {
        cat "$folder/driver.log" >&2
        return 1
    }
    go about:blank # in place of Chromium's own first page, which is no part of what is tested
    asked >/dev/null
}

browser_stop() {
    [ -z "$session" ] || curl -sS --noproxy '*' --max-time 20 -X DELETE "$driver_at/session/$session" >/dev/null || true
    [ -z "$driver_pid" ] || kill "$driver_pid" 2>/dev/null || true
    session=''
    driver_pid=''
}

# post PATH JSON: prints the answer's value.
post() {
    curl -sS --noproxy '*' --max-time 120 --json "$2" "$driver_at/session/$session/$1" | jq -c '.value'
}

go() { post url "$(jq -n --arg url "$1" '{url: $url}')" >/dev/null; }

# js SCRIPT: what the script returns, as JSON.
js() { post execute/sync "$(jq -n --arg script "$1" '{script: $script, args: []}')"; }

# chromium_command NAME JSON: of the Chrome DevTools Protocol.
chromium_command() {
    post goog/cdp/execute "$(jq -n --arg name "$1" --argjson with "$2" '{cmd: $name, params: $with}')"
}

# view WIDTH HEIGHT: how large the page is seen.
view() {
    chromium_command Emulation.setDeviceMetricsOverride \
        "{\"width\": $1, \"height\": $2, \"deviceScaleFactor\": 1, \"mobile\": false}" >/dev/null
}

# look FEATURE VALUE: prefers-color-scheme dark. medium MEDIUM: print, screen.
look() {
    chromium_command Emulation.setEmulatedMedia "{\"features\": [{\"name\": \"$1\", \"value\": \"$2\"}]}" >/dev/null
}
medium() { chromium_command Emulation.setEmulatedMedia "{\"media\": \"$1\"}" >/dev/null; }

# picture FILE: what is seen, as PNG.
picture() {
    curl -sS --noproxy '*' --max-time 60 "$driver_at/session/$session/screenshot" | jq -r '.value' | base64 -d >"$1"
}

# paper FILE: the page as it is printed, as PDF.
paper() { post print '{"background": true}' | jq -r . | base64 -d >"$1"; }

# paper_of PAGE FILE FOLDER: the same of a page that the driver has not the patience for, by a Chromium of its own.
paper_of() {
    local arguments=(--headless=new --disable-gpu --no-first-run --no-pdf-header-footer "--user-data-dir=$3" "--print-to-pdf=$2")
    [ "$(id -u)" != 0 ] || arguments+=(--no-sandbox)
    chromium "${arguments[@]}" "file://$1" >/dev/null 2>&1
}

# type_into SELECTOR TEXT, click SELECTOR: as a person would, through the browser's own input.
element() {
    post element "$(jq -n --arg css "$1" '{using: "css selector", value: $css}')" |
        jq -r '.["element-6066-11e4-a52e-4f735466cecf"] // empty'
}
# press TEXT: keys, into whatever has the focus; "\uE004" is the Tab key.
press() {
    post actions "$(jq -n --argjson text "\"$1\"" '{actions: [{type: "key", id: "keys", actions:
        ($text | split("") | map({type: "keyDown", value: .}, {type: "keyUp", value: .}))}]}')" >/dev/null
}
type_into() { post "element/$(element "$1")/value" "$(jq -n --arg text "$2" '{text: $text}')" >/dev/null; }
click() { post "element/$(element "$1")/click" '{}' >/dev/null; }

# said: what the page wrote to the console, violations of its policy among it; asked: the addresses that were requested.
said() { post se/log '{"type": "browser"}'; }
asked() {
    post se/log '{"type": "performance"}' |
        jq -r '.[].message | fromjson | .message | select(.method == "Network.requestWillBeSent") | .params.request.url'
}
