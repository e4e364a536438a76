#!/usr/bin/env bash
# The program over archives: what it says of one must be what it says of the folder that was packed, but for the paths;
# for any -j, from standard input, and with the exit statuses that go with what is encrypted, broken or empty.
# usage: archives_test.sh SPPWHY SAMPLES
set -uo pipefail

sppwhy=$(realpath "$1")
samples=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

wrong() {
    echo "FAILED: $*" >&2
    failed=$((failed + 1))
}

same() { cmp -s "$2" "$3" || {
    wrong "$1"
    diff "$2" "$3" | head -n 5 >&2
}; }

# ends_with STATUS ARGUMENT...: leaves out and err.
ends_with() {
    local wanted=$1 status=0
    shift
    "$sppwhy" "$@" >out 2>err </dev/null || status=$?
    [ "$status" = "$wanted" ] || wrong "sppwhy $*: ends with $status, not $wanted: $(<err)"
}
tells() { grep -qF -- "$1" err || wrong "does not tell \"$1\" but: $(<err)"; }

cp -r "$samples/contoso" logs
cp "$samples"/kb974998/*/*.evtx logs
tar -czf logs.tar.gz logs
tar -cf logs.tar logs

# ---- the same as the folder --------------------------------------------------------------------------------------

for verb in '--format json' 'activity --format json'; do
    # shellcheck disable=SC2086 # several words
    "$sppwhy" -q $verb logs >folder
    for archive in logs.tar.gz logs.tar; do
        # shellcheck disable=SC2086
        "$sppwhy" -q $verb "$archive" | sed "s#$archive!##g" >packed
        same "$verb of $archive" folder packed
    done
done
"$sppwhy" -q --format json logs >folder
"$sppwhy" -q --format json - <logs.tar.gz | sed 's#-!##g' >packed
same 'a plain file on standard input' folder packed
# shellcheck disable=SC2002 # it is to be a pipe
cat logs.tar.gz | "$sppwhy" -q --format json - | sed 's#-!##g' >packed
same 'a pipe on standard input' folder packed
"$sppwhy" -q events logs | sed 's/,"sppwhy":{.*$/}/' >folder
"$sppwhy" -q events logs.tar.gz | sed 's/,"sppwhy":{.*$/}/; s#logs.tar.gz!##g' >packed
same 'events' folder packed

# Nearly every log of Windows ends with reserved zeros; a packed one cannot be read twice.
mkdir zeros
log=$(find logs/WS-0412 -name '*.evtx' | head -n 1)
{
    cat "$log"
    head -c 262144 /dev/zero
} >zeros/end.evtx
{
    cat "$log"
    head -c 131072 /dev/zero
    tail -c +4097 "$log"
} >zeros/middle.evtx
{
    cat "$log"
    head -c 73400320 /dev/zero # more than two of the parts that threads take
    tail -c +4097 "$log"
} >zeros/large.evtx
for log in zeros/*.evtx; do
    gzip -c "$log" >"$log.gz"
    "$sppwhy" -q events "$log" | sed 's/,"sppwhy":{.*$/}/' >folder
    "$sppwhy" -q events "$log.gz" | sed 's/,"sppwhy":{.*$/}/; s#.gz![^"]*"#"#g' >packed
    [ -s folder ] || wrong "no event in $log"
    same "events of $log with zeros, packed" folder packed
    "$sppwhy" -q --format json "$log" | sed -n '/"damage"/,/\]/p' >folder
    "$sppwhy" -q --format json "$log.gz" | sed -n '/"damage"/,/\]/p' >packed
    same "damage of $log with zeros, packed" folder packed
done

# ---- any number of threads ---------------------------------------------------------------------------------------

mkdir many
for machine in logs/*/; do tar -czf "many/$(basename "$machine").tgz" "$machine"; done
for log in logs/*.evtx; do gzip -c "$log" >"many/$(basename "$log").gz"; done
cp logs/WS-0412/*.evtx many
"$sppwhy" --format json -j 1 many >one 2>one.err
for threads in 2 3 8; do
    "$sppwhy" --format json -j "$threads" many >several 2>several.err
    same "-j $threads" one several
    same "messages of -j $threads" one.err several.err
done
grep -q 'counted once' one.err || wrong 'a log beside its archive is not told of'
[ "$(grep -c '"path": ".*evtx",$' one)" -gt 0 ] || wrong 'no log is listed'

# ---- what goes wrong ---------------------------------------------------------------------------------------------

head -c 30000 logs.tar.gz >cut.tar.gz
ends_with 0 cut.tar.gz
tells 'cut.tar.gz: is broken'
ends_with 2 --strict cut.tar.gz
ends_with 2 -q gone.zip
echo 'nothing of interest' >note.txt
tar -czf note.tgz note.txt
ends_with 2 note.tgz
tells 'note.tgz: holds no event log'
ends_with 2 note.tgz logs
cp note.tgz logs/note.tgz
ends_with 0 logs
[ -s err ] && wrong "an archive without logs in a folder is worth a word: $(<err)"
printf 'PK\3\4 and no more' >broken.zip
ends_with 2 broken.zip
tells 'broken.zip: is broken'
printf '\37\213\10\0rubbish rubbish rubbish' >broken.gz
ends_with 2 broken.gz
tells 'broken.gz'

# A member's name is only shown: nothing is written, and nothing acts on the terminal.
name=$(printf 'esc\033[31m.evtx')
cp logs/WS-0412/WS-0412-Application.evtx "$name"
tar -cf odd.tar "$name"
rm "$name"
before=$(find . | sort | grep -v '^./out$\|^./err$')
ends_with 0 odd.tar
[ "$before" = "$(find . | sort | grep -v '^./out$\|^./err$')" ] || wrong 'something was written'
grep -q "$(printf '\033')" out && wrong 'a name acts on the terminal'
ends_with 3 -o logs.tar.gz logs.tar.gz
tells 'will not be written over'

# What asks for more memory than there is for it costs itself. (Where --memory has no effect, it is read.)
mkdir greedy
cp logs/WS-0412/WS-0412-Application.evtx greedy/good.evtx
python3 - logs/KMS1/KMS1-Application.evtx greedy/greedy.evtx.xz <<'END'
import lzma, sys
filters = [{"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 240 << 20}]
with open(sys.argv[1], "rb") as log, open(sys.argv[2], "wb") as out:
    out.write(lzma.compress(log.read(), filters=filters))
END
"$sppwhy" --memory 120M greedy >out 2>err </dev/null
grep -q 'ws-0412' out || wrong 'the other log is lost'
grep -q 'memory ran out' err && wrong 'the run ends for want of memory'
grep -q 'greedy.evtx.xz: asks for more memory' err || grep -q 'kms1' out || wrong 'a log that is not read is not named'

# Names that are not of ASCII: machines are told apart by them, behind the sandbox and in any locale.
python3 - names.zip <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    for i in '12':
        z.writestr(f'B\u00fcro-PC{i}.csv', f"""Level,Date and Time,Source,Event ID,Task Category
Error,3/5/2026 10:0{i}:29 AM,Microsoft-Windows-Security-SPP,8198,None,"License Activation (slui.exe) failed with the following error code:
hr=0x8007000D"
""")
END
for locale in C C.UTF-8 de_DE.UTF-8; do
    LC_ALL=$locale "$sppwhy" -q --format json names.zip >names.json
    jq -r '.logs[].path' names.json >names
    printf 'names.zip!B\303\274ro-PC%s.csv\n' 1 2 | cmp -s - names || wrong "names in a zip, $locale: $(<names)"
    [ "$(jq '.machines | length' names.json)" = 2 ] || wrong "two machines in a zip are one, $locale"
done

exit $((failed != 0))
