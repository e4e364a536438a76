#!/usr/bin/env bash
# The Windows program under Wine, held against the native one: the same bytes, but for what `differs` lists with its reason.
# Usage: windows_test.sh NATIVE EXE LOGWRITER ROOT   (ROOT: the project)   Ends with 77 where there is no Wine.
# Wine takes a second to start, so one batch file runs all commands, each of which writes a file.
set -uo pipefail

native=$(realpath "$1")
exe=$(realpath "$2")
writer=$(realpath "$3")
root=$(realpath "$4")
command -v wine >/dev/null 2>&1 || exit 77
command -v zip >/dev/null 2>&1 || exit 77

work=$(mktemp -d)
trap 'wineserver -k >/dev/null 2>&1; rm -rf "$work"' EXIT
export WINEPREFIX=${SPPWHY_WINEPREFIX:-$work/prefix} WINEDEBUG=-all WINEDLLOVERRIDES='mscoree=d;mshtml=d' TZ=UTC
cd "$work" || exit 1
# The program's path as Windows programs see it: Wine calls the root Z:.
there=Z:${exe//\//\\}
mkdir -p in native windows
cp -r "$root/samples" samples

failed=0
fail() {
    printf 'FAILED: %s\n' "$*"
    failed=1
}

# Each test is a name and the words for sppwhy. Both programs run them in the same folder.
names=()
commands=()
add() {
    names+=("$1")
    shift
    commands+=("$(printf '"%s" ' "$@")")
}

count=0
for scenario in "$root"/tests/scenario/*.yaml; do
    name=$(basename "$scenario" .yaml)
    mkdir "in/$name"
    "$writer" "$scenario" "in/$name" >/dev/null 2>&1 || continue
    add "scenario-$name" -q --format json "in/$name"
    count=$((count + 1))
done
[ "$count" -gt 50 ] || fail "only $count scenarios could be written"

for format in text json csv html sarif; do
    add "samples-$format" -q --format "$format" samples
done
add events events -q samples
add events-csv events -q --format csv samples
add activity activity -q samples
add activity-json activity -q --format json samples
add explain-code explain 0xC004F074
add explain-state explain "initial grace"
add rules-list rules list
add rules-test rules test
add since -q --since 2026-03-04 --until 2026-03-06 samples/contoso
add no-such-path samples/nothing-here
add one-thread -q -j 1 --format json samples
add wrong-option --no-such-option

(cd samples && zip -qr ../in/samples.zip contoso && tar -czf ../in/samples.tgz contoso && tar -cJf ../in/samples.txz contoso)
for archive in zip tgz txz; do
    add "archive-$archive" -q --format json "in/samples.$archive"
done
"$native" events -q --all samples >in/samples.jsonl 2>/dev/null
add lines -q --format json in/samples.jsonl
mkdir -p "in/Ünïcode 日本"
cp "$(find samples -name '*.evtx' | LC_ALL=C sort | head -n 1)" "in/Ünïcode 日本/a b.evtx"
long=in/$(printf 'a-long-folder-name-%03d/' 1 2 3 4 5 6 7 8 9 10 11 12 13 14)
mkdir -p "$long"
cp "in/Ünïcode 日本/a b.evtx" "$long/log.evtx"
add long-path -q --format json "$long"
head -c 100000 "in/Ünïcode 日本/a b.evtx" >in/cut.evtx
add cut --format json in/cut.evtx
printf 'no log at all' >in/text.evtx
add not-a-log --strict in/text.evtx
: >in/empty.evtx
add empty --strict in/empty.evtx

# What differs on purpose; the words behind # say why.
differs() {
    case $1 in
        none) return 0 ;; # nothing so far
    esac
    return 1
}

for i in "${!names[@]}"; do
    eval "\"$native\" ${commands[$i]}" >"native/${names[$i]}.out" 2>"native/${names[$i]}.err" </dev/null
    printf '%d\n' $? >"native/${names[$i]}.status"
done
{
    printf '@echo off\r\nchcp 65001 >nul\r\n'
    for i in "${!names[@]}"; do
        printf '"%s" %s >"windows\\%s.out" 2>"windows\\%s.err" <nul\r\n' "$there" "${commands[$i]}" \
            "${names[$i]}" "${names[$i]}"
        printf '>"windows\\%s.status" echo %%errorlevel%%\r\n' "${names[$i]}"
    done
} >run.bat
wine cmd /c run.bat >run.log 2>&1

same=0
for name in "${names[@]}"; do
    differs "$name" && continue
    if [ ! -s "windows/$name.status" ]; then
        fail "$name: did not run"
    elif ! cmp -s "native/$name.out" "windows/$name.out"; then
        fail "$name: other output: $(cmp "native/$name.out" "windows/$name.out" 2>&1 | head -n 1)"
    elif ! cmp -s "native/$name.err" "windows/$name.err"; then
        fail "$name: other messages: $(diff "native/$name.err" "windows/$name.err" | head -n 3 | tr '\n' ' ')"
    elif [ "$(cat "native/$name.status")" != "$(tr -d '\r ' <"windows/$name.status")" ]; then
        fail "$name: ends with $(cat "windows/$name.status"), not $(cat "native/$name.status")"
    else
        same=$((same + 1))
    fi
done

# What only Windows has: backslashes, patterns, an output beside, no write over an input, a page that opens elsewhere.
cat >only.bat <<END
@echo off
"$there" -q --format json samples\\contoso >windows\\backslash.out 2>windows\\backslash.err
"$there" -q --format json "in\\*.evtx" >windows\\pattern.out 2>windows\\pattern.err
"$there" -q -o windows\\page.html --format html samples\\contoso
"$there" -q -o in\\cut.evtx in\\cut.evtx 2>windows\\over.err
>windows\\over.status echo %errorlevel%
type in\\samples.jsonl | "$there" -q --format json - >windows\\pipe.out 2>windows\\pipe.err
"$there" --version -v >windows\\version.out
END
sed -i 's/$/\r/' only.bat
cp in/cut.evtx before.evtx
wine cmd /c only.bat >>run.log 2>&1
"$native" -q --format json samples/contoso >native/backslash.out 2>/dev/null
cmp -s native/backslash.out windows/backslash.out || fail "backslashes in a path change the report"
grep -q '"path": *"in/cut.evtx"' windows/pattern.out || fail "in\\*.evtx is not expanded: $(head -c 300 windows/pattern.err)"
"$native" -q --format html samples/contoso >native/page.out 2>/dev/null
cmp -s native/page.out windows/page.html || fail "-o wrote another page"
cmp -s before.evtx in/cut.evtx || fail "an input was written over"
[ "$(tr -d '\r ' <windows/over.status)" = 3 ] || fail "-o over an input is not refused"
"$native" -q --format json - <in/samples.jsonl >native/pipe.out 2>/dev/null
cmp -s native/pipe.out windows/pipe.out || fail "what comes through a pipe gives another report"
wine "$exe" -q NUL >/dev/null 2>windows/device.err && fail "a device was read"
grep -q 'NUL: is not a regular file' windows/device.err || fail "a device is not refused for what it is: $(cat windows/device.err)"
# Batch files have no encoding of their own, so this one goes without.
"$native" -q --format json "in/Ünïcode 日本" >native/unicode.out 2>/dev/null
LC_ALL=C.UTF-8 wine "$exe" -q --format json "in/Ünïcode 日本" >windows/unicode.out 2>/dev/null
cmp -s native/unicode.out windows/unicode.out || fail "a path in another script gives another report"
grep -q '^sppwhy ' windows/version.out || fail "no version"

printf '%d of %d commands give the same bytes as the native program\n' "$same" "${#names[@]}"
exit "$failed"
