# shellcheck shell=bash
# ./dev bench, which sources this file: sppwhy beside other readers of event logs, on the same files, in one run:
# time of the whole process (median, warm cache, output thrown away), as a Markdown table for each file.
#
# The others decode every record and know nothing of licensing; sppwhy may pass over what holds no licensing event,
# and gives fields instead of text. So the tables say how long a user waits for an answer, not who decodes fastest.
# Peers are fetched here and only here; one that cannot be had is absent from the tables.

: "${root:?sourced by ./dev bench}" "${jobs:?}"

peers=$root/build/peers
bench_folder=$root/build/bench
small_megabytes=1 # for readers that manage less than a megabyte a second

# ---- peers ------------------------------------------------------------------------------------------------------

evtx_dump=
python_with_evtx=

find_python() {
    local python
    for python in /usr/bin/python3 python3; do
        if have "$python" && PYTHONPATH=$peers/python "$python" -c 'import Evtx.Evtx' 2>/dev/null; then
            python_with_evtx=$python
            return
        fi
    done
    return 1
}

get_peers() {
    mkdir -p "$peers"
    have evtxexport || install_packages libevtx-utils || true
    if ! [ -x "$peers/bin/evtx_dump" ] && have cargo; then
        say 'building evtx_dump (cargo install evtx)'
        cargo install --quiet --locked --root "$peers" evtx >"$peers/cargo.log" 2>&1 </dev/null || say 'cannot be built: evtx_dump'
    fi
    if [ -x "$peers/bin/evtx_dump" ]; then
        evtx_dump=$peers/bin/evtx_dump
    elif have evtx_dump; then
        evtx_dump=evtx_dump
    fi
    find_python || install_packages python3 python3-evtx || true
    if ! find_python && have python3; then
        python3 -m pip install --quiet --target "$peers/python" python-evtx >"$peers/pip.log" 2>&1 </dev/null || true
        find_python || true
    fi
}

# ---- logs -------------------------------------------------------------------------------------------------------

# sparse_scenario N: N licensing events, each among 199 of no interest, over the year 2026.
sparse_scenario() {
    local licensing=$1
    cat <<END
title: one licensing event in 200
logs:
  - file: sparse.evtx
    computer: ws1.contoso.com
    covers: [2026-01-01T00:00:00Z, 2026-12-31T00:00:00Z]
    noise: $((licensing * 199))
    events:
      - time: 2026-01-01T00:00:30Z
        id: 12288
        strings: ["0x00000000, 0x00000000, kms1.contoso.com:1688, 169721ce-2886-4832-a037-e9459281751a, {time}, 1, 5, 0, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"]
        repeat: $licensing
        every_minutes: $((licensing < 500000 ? 524000 / licensing : 1))
END
}

# dense_scenario N: a host that served N requests of 64 clients, and logged nothing else.
dense_scenario() {
    local client
    cat <<END
title: a KMS host's log
logs:
  - file: dense.evtx
    computer: kms1.contoso.com
    channel: Key Management Service
    events:
END
    for client in {10..73}; do
        cat <<END
      - time: 2026-01-01T00:0$((client / 60)):$((client % 60 / 10))$((client % 10))Z
        id: 12290
        strings: ["0x00000000, 5, ws$client.contoso.com, 169721ce-2886-4832-a037-e945928175$client, {time}, 1, 1, 259200, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"]
        repeat: $((($1 + 63) / 64))
        every_minutes: 2
END
    done
}

# none_scenario N: as many events of no interest, and nothing else.
none_scenario() {
    cat <<END
title: no licensing event at all
logs:
  - file: none.evtx
    computer: ws1.contoso.com
    covers: [2026-01-01T00:00:00Z, 2026-12-31T00:00:00Z]
    noise: $1
END
}

# write_log KIND COUNT FOLDER: KIND.evtx in FOLDER.
write_log() {
    mkdir -p "$3"
    "$1_scenario" "$2" >"$3/$1.yaml"
    "$root/build/release/tests/logwriter" "$3/$1.yaml" "$3" >"$3/$1.log" 2>&1 </dev/null || {
        say "the log writer failed on $3/$1.yaml: $(head -n 2 "$3/$1.log")"
        return 1
    }
}

# log_of_size KIND MEGABYTES: writes a log of about that size, prints its path. How many events make a megabyte is
# learned from a small log first. What was written before is taken again while the log writer is the same.
log_of_size() {
    local kind=$1 megabytes=$2 folder=$bench_folder/$2 probe=$bench_folder/probe count=640 bytes
    if [ "$folder/$kind.evtx" -nt "$root/build/release/tests/logwriter" ]; then
        printf '%s\n' "$folder/$kind.evtx"
        return
    fi
    [ "$kind" = dense ] || count=20
    write_log "$kind" "$count" "$probe" || return 1
    bytes=$(stat -c %s "$probe/$kind.evtx")
    count=$((megabytes * 1000000 * count / bytes))
    write_log "$kind" "$((count > 0 ? count : 1))" "$folder" || return 1
    printf '%s\n' "$folder/$kind.evtx"
}

# The three largest real logs: enough to see what made-up ones would hide.
real_logs() {
    local corpus=${SPPWHY_CORPUS:-$root/../shared/evtx}
    [ -d "$corpus" ] || return 0
    find "$corpus" -type f -name '*.evtx' -printf '%s\t%p\n' | LC_ALL=C sort -t "$(printf '\t')" -k1,1nr -k2,2 |
        head -n 3 | cut -f 2-
}

# joined_log: the chunks of all real logs, one log behind the other, in one file of at least MEGABYTES. Each chunk
# explains itself, so a reader that goes by chunks reads it like any other log.
joined_log() {
    local corpus=${SPPWHY_CORPUS:-$root/../shared/evtx} out=$bench_folder/$1/joined.evtx log
    [ -d "$corpus" ] || return 1
    if [ -s "$out" ]; then
        printf '%s\n' "$out"
        return
    fi
    mkdir -p "${out%/*}"
    while IFS= read -r log; do
        [ -s "$out.part" ] || head -c 4096 "$log" >"$out.part"
        tail -c +4097 "$log" | head -c $(((($(stat -c %s "$log") - 4096) / 65536) * 65536)) >>"$out.once"
    done < <(find "$corpus" -type f -name '[A-D]_*.evtx' -size +68k | LC_ALL=C sort)
    while [ "$(stat -c %s "$out.part")" -lt $(($1 * 1000000)) ]; do cat "$out.once" >>"$out.part"; done
    rm -f "$out.once"
    mv "$out.part" "$out"
    printf '%s\n' "$out"
}

# csv_of_size MEGABYTES: Event Viewer's CSV of about that size, an event in 200 of licensing; prints its path.
csv_of_size() {
    local out=$bench_folder/$1/events.csv
    mkdir -p "${out%/*}"
    [ -s "$out" ] || awk -v most=$(($1 * 1000000)) 'BEGIN {
        keys = "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;"
        keys = keys "SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"
        printf "Level,Date and Time,Source,Event ID,Task Category\r\n"
        for (bytes = 0; bytes < most; n++) {
            second = n * 7
            day = int(second / 86400)
            time = sprintf("%d/%d/2026 %d:%02d:%02d %s", int(day / 28) % 12 + 1, day % 28 + 1, (int(second / 3600) + 11) % 12 + 1,
                int(second / 60) % 60, second % 60, int(second / 43200) % 2 ? "PM" : "AM")
            if (n % 200 == 0)
                row = sprintf("Error,%s,Microsoft-Windows-Security-SPP,8198,None,\"License Activation (slui.exe) failed with the " \
                    "following error code:\r\nhr=0x8007232B\r\nCommand-line arguments:\r\n%s\"\r\n", time, keys)
            else
                row = sprintf("Information,%s,ESENT,%d,General,\"svchost (%d,D,50) SRUJet: The database engine attached a " \
                    "database.\r\n\r\nSaved Cache: %d 0\"\r\n", time, 100 + n % 5, n % 9000, n % 7)
            bytes += length(row)
            printf "%s", row
        }
    }' >"$out"
    printf '%s\n' "$out"
}

# ---- measuring --------------------------------------------------------------------------------------------------

base_seconds='' base_processor=''

# row NAME LOG COMMAND...: one line of a table. The first row of a table is what the others are compared with.
row() {
    local name=$1 log=$2 seconds peak status runs processor note=''
    shift 2
    read -r seconds peak status runs processor < <("$bench_folder/timer" "$@")
    [ "$status" = 0 ] || note=" (ended with status $status)"
    [ "$runs" != 1 ] || note="$note (one run)"
    : "${base_seconds:=$seconds}"
    [ -n "$base_processor" ] || base_processor=$processor
    awk -v name="$name$note" -v bytes="$(stat -L -c %s "$log")" -v s="$seconds" -v base="$base_seconds" -v peak="$peak" \
        -v cpu="$processor" -v cpus="$base_processor" 'BEGIN {
            printf "| %s | %.1f ms | %.3g | %.1f ms | %.3g | %.1f | %.1f |\n", name, s * 1e3, s / base, cpu * 1e3,
                (cpus > 0 ? cpu / cpus : 0), bytes / s / 1e6, peak / 1024 }'
}

# How many licensing events a log of the log writer holds, by its scenario; nothing for another log.
events_written() {
    local scenario=${1%.evtx}.yaml
    [ ! -f "$scenario" ] || awk '/^ *repeat:/ { n += $2 } END { print n }' "$scenario"
}

# table TITLE LOG [slow]: `slow` lets python-evtx take part.
table() {
    local title=$1 log=$2 sppwhy=$root/build/release/sppwhy given written
    given=$("$sppwhy" events --format jsonl "$log" 2>/dev/null </dev/null | wc -l)
    written=$(events_written "$log")
    base_seconds='' base_processor=''
    printf '\n%s: %s bytes, %s licensing events given\n' "$title" "$(stat -L -c %s "$log")" "$given"
    if [ "$given" != "${written:-$given}" ]; then
        printf '**%s were written: what sppwhy did here is not the work it is for**\n' "$written"
    fi
    printf '\n'
    printf '| reader | time | times sppwhy | processor time | times | MB/s | peak MiB |\n|---|---:|---:|---:|---:|---:|---:|\n'
    row 'sppwhy events --format jsonl' "$log" "$sppwhy" events --format jsonl "$log"
    row 'sppwhy events --format jsonl -j 1' "$log" "$sppwhy" events --format jsonl -j 1 "$log"
    row 'sppwhy events --format csv' "$log" "$sppwhy" events --format csv "$log"
    row 'sppwhy events --format csv -j 1' "$log" "$sppwhy" events --format csv -j 1 "$log"
    row 'sppwhy analyze' "$log" "$sppwhy" analyze "$log"
    row 'sppwhy analyze -j 1' "$log" "$sppwhy" analyze -j 1 "$log"
    row 'sppwhy analyze --format json -j 1' "$log" "$sppwhy" analyze --format json -j 1 "$log"
    row 'sppwhy events --reader libevtx -j 1' "$log" "$sppwhy" events --format jsonl --reader libevtx -j 1 "$log"
    row 'cat' "$log" cat "$log"
    if [ -n "$evtx_dump" ]; then
        row 'evtx_dump -t 1 -o jsonl' "$log" "$evtx_dump" -t 1 -o jsonl "$log"
        row "evtx_dump -o jsonl, $jobs threads" "$log" "$evtx_dump" -t "$jobs" -o jsonl "$log"
    fi
    if have evtxexport; then
        row 'evtxexport -f xml' "$log" evtxexport -f xml "$log"
    fi
    if [ "${3:-}" = slow ] && [ -n "$python_with_evtx" ]; then
        row 'python-evtx, each record to XML' "$log" env "PYTHONPATH=$peers/python" "$python_with_evtx" -c '
import sys, Evtx.Evtx
with Evtx.Evtx.Evtx(sys.argv[1]) as log:
    for record in log.records():
        print(record.xml())' "$log"
    fi
}

# stages LOG: from reading to typed records, without output, on one core: what the targets are set for.
stages() {
    local log=$1 read=$root/build/release/tests/bench_read cpu=(taskset -c 0)
    have taskset || cpu=()
    base_seconds='' base_processor=''
    printf '\n%s to typed records, on one core: %s bytes\n\n' "${log##*/}" "$(stat -L -c %s "$log")"
    printf '| reader | time | times native | processor time | times | MB/s | peak MiB |\n|---|---:|---:|---:|---:|---:|---:|\n'
    row 'native' "$log" "${cpu[@]}" "$read" native "$log"
    row 'cat' "$log" "${cpu[@]}" cat "$log"
    [ "$2" != with-libevtx ] || row 'libevtx' "$log" "${cpu[@]}" "$read" libevtx "$log"
}

# read_back LOG: JSON lines of the log, read back, beside the log itself; whole processes that say what is there.
read_back() {
    local log=$1 sppwhy=$root/build/release/sppwhy lines=$bench_folder/lines.jsonl
    "$sppwhy" events --format jsonl "$log" >"$lines" 2>/dev/null </dev/null || return 0
    base_seconds='' base_processor=''
    printf '\n%s read back from its JSON lines (%s bytes), on one core\n\n' "${log##*/}" "$(stat -c %s "$lines")"
    printf '| reader | time | times the log | processor time | times | MB/s | peak MiB |\n|---|---:|---:|---:|---:|---:|---:|\n'
    row 'sppwhy logs, of the log' "$log" "$sppwhy" logs -j 1 "$log"
    row 'sppwhy logs, of its lines' "$lines" "$sppwhy" logs -j 1 "$lines"
    rm -f "$lines"
}

# fleet_scenario FIRST COUNT: logs of as many machines, 5 licensing events in 1,020 records each.
fleet_scenario() {
    local i
    printf 'title: a fleet\nlogs:\n'
    for ((i = $1; i < $1 + $2; i++)); do
        cat <<END
  - file: ws$i.evtx
    computer: ws$i.contoso.com
    covers: [2026-01-01T00:00:00Z, 2026-12-31T00:00:00Z]
    noise: 1015
    events:
      - time: 2026-01-01T00:00:30Z
        id: 12288
        strings: ["0x00000000, 0x00000000, kms1.contoso.com:1688, 169721ce-2886-4832-a037-e945$(printf %08x "$i"), {time}, 1, 5, 0, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"]
        repeat: 5
        every_minutes: 100000
END
    done
}

# folder_of_logs COUNT: as many logs of 320 KB in a folder, read as a whole.
folder_of_logs() {
    local folder=$bench_folder/fleet sppwhy=$root/build/release/sppwhy first list base='' name seconds peak
    mkdir -p "$folder"
    for ((first = 0; first < $1; first += 1000)); do
        [ -s "$folder/ws$first.evtx" ] || {
            fleet_scenario "$first" "$(($1 - first < 1000 ? $1 - first : 1000))" >"$bench_folder/fleet.yaml"
            "$root/build/release/tests/logwriter" "$bench_folder/fleet.yaml" "$folder" >/dev/null 2>&1 </dev/null || return 0
        }
    done
    printf '\nA folder of %s logs, %s bytes; processor time\n\n' "$1" "$(cat "$folder"/*.evtx | wc -c)"
    printf '| reader | processor time | times cat | KiB a log |\n|---|---:|---:|---:|\n'
    list=("$folder"/*.evtx)
    for name in 'cat' 'sppwhy events --format jsonl' 'sppwhy events --format jsonl -j 1' 'sppwhy analyze'; do
        # shellcheck disable=SC2086 # words of a command
        case $name in
            cat) read -r _ peak _ _ seconds < <("$bench_folder/timer" cat "${list[@]}") ;;
            *) read -r _ peak _ _ seconds < <("$bench_folder/timer" "$sppwhy" ${name#sppwhy } "$folder") ;;
        esac
        : "${base:=$seconds}"
        awk -v name="$name" -v s="$seconds" -v base="$base" -v peak="$peak" -v logs="$1" \
            'BEGIN { printf "| %s | %.0f ms | %.2f | %.1f |\n", name, s * 1e3, s / base, peak / logs }'
    done
}

# instructions PROGRAM ARGUMENT...: how many the process takes.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null </dev/null |
        awk '/Collected/ { print $NF }'
}

# one_more WHAT RECORDS SMALL LARGE PROGRAM ARGUMENT...: what one more record costs, by two inputs.
one_more() {
    local what=$1 records=$2 small=$3 large=$4
    shift 4
    printf -- '- %s: %d\n' "$what" $((($(instructions "$@" "$large") - $(instructions "$@" "$small")) / records))
}

# Figures that do not drift with the machine: what one more chunk, and one more record, costs; what the start does.
count_instructions() {
    local folder=$bench_folder/count kind small large chunks records sppwhy=$root/build/release/sppwhy
    local read=$root/build/release/tests/bench_read
    have valgrind || return 0
    printf '\nInstructions (callgrind):\n\n'
    records=$((25600 - 640))
    for kind in none dense; do
        write_log "$kind" 640 "$folder/small" && write_log "$kind" 25600 "$folder/large" || return 0
        "$sppwhy" events "$folder/small/$kind.evtx" >"$folder/small/$kind.jsonl" 2>/dev/null
        "$sppwhy" events "$folder/large/$kind.evtx" >"$folder/large/$kind.jsonl" 2>/dev/null
    done
    small=$(instructions "$read" native "$folder/small/none.evtx")
    large=$(instructions "$read" native "$folder/large/none.evtx")
    chunks=$((($(stat -c %s "$folder/large/none.evtx") - $(stat -c %s "$folder/small/none.evtx")) / 65536))
    printf -- '- a chunk without a licensing event, to typed records: %d (%d a record)\n' \
        $(((large - small) / chunks)) $(((large - small) / records))
    small=$folder/small/dense.evtx large=$folder/large/dense.evtx
    one_more 'a record of a KMS host, to a typed record' "$records" "$small" "$large" "$read" native
    one_more 'the same, to its JSON line' "$records" "$small" "$large" "$sppwhy" events -j 1 --format jsonl
    one_more 'the same, to its row of CSV' "$records" "$small" "$large" "$sppwhy" events -j 1 --format csv
    one_more 'the same, to its part in the analysis as text' "$records" "$small" "$large" "$sppwhy" analyze -j 1
    one_more 'its line, read back and written as a line' "$records" "${small%.evtx}.jsonl" "${large%.evtx}.jsonl" \
        "$sppwhy" events -j 1 --format jsonl
    write_log dense 128 "$folder/start" || return 0
    printf -- '- the start: sppwhy --version %d, sppwhy analyze of a log of 128 events %d\n' "$(instructions "$sppwhy" --version)" \
        "$(instructions "$sppwhy" analyze -j 1 "$folder/start/dense.evtx")"
}

# How long the start takes: what is done before any log counts.
start_up() {
    local sppwhy=$root/build/release/sppwhy log=$bench_folder/start/dense.evtx
    write_log dense 128 "$bench_folder/start" || return 0
    base_seconds='' base_processor=''
    printf '\nOne small log: %s bytes\n\n' "$(stat -c %s "$log")"
    printf '| command | time | times --version | processor time | times | MB/s | peak MiB |\n|---|---:|---:|---:|---:|---:|---:|\n'
    row 'sppwhy --version' "$log" "$sppwhy" --version
    row 'sppwhy events' "$log" "$sppwhy" events "$log"
    row 'sppwhy analyze' "$log" "$sppwhy" analyze "$log"
}

# What comes behind the reader: ten million requests of a hundred thousand clients.
behind_the_reader() {
    printf '\nBehind the reader: the log of a KMS host with 10,000,000 requests of 100,000 clients, made in memory\n\n'
    "$root/build/release/tests/scale" 10000000 100000 | sed 's/^/    /'
}

first_line() { "$@" 2>/dev/null </dev/null | head -n 1 || true; }

describe_run() {
    local version
    printf 'Machine: %s, %s cores, Linux %s\n' \
        "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" "$jobs" "$(uname -r)"
    printf 'Measured: %s, whole process, warm cache, median of 5 to 31 runs, output to /dev/null\n' "$(date -u +%F)"
    version=$(first_line "$root/build/release/sppwhy" --version)
    printf 'Readers: %s' "${version:-sppwhy}"
    if in_git; then printf ' (%s)' "$(git -C "$root" describe --always --dirty 2>/dev/null)"; fi
    printf ', %s' "$(first_line cat --version)"
    if have evtxexport; then printf ', %s' "$(first_line evtxexport -V)"; else printf ', evtxexport absent'; fi
    if [ -n "$evtx_dump" ]; then
        printf ', evtx_dump %s' "$(first_line "$evtx_dump" --version)"
    else
        printf ', evtx_dump absent'
    fi
    if [ -n "$python_with_evtx" ]; then
        printf ', python-evtx %s\n' "$(PYTHONPATH=$peers/python "$python_with_evtx" -c \
            'from importlib.metadata import version; print(version("python-evtx"))' 2>/dev/null || echo '(no version)')"
    else
        printf ', python-evtx absent\n'
    fi
}

# What it costs to double the number of any one thing; a ratio over 2.6 makes the run end as failed.
growth_failed=0
growth_table() {
    printf '\nWhat is doubled (tests/bench/growth.c), processor time behind the reader, the last doubling:\n\n'
    "$root/build/release/tests/growth" || {
        say 'growth: something costs more than it should'
        growth_failed=1
    }
}

# bench_tables MEGABYTES
bench_tables() {
    local log kind
    get_peers
    mkdir -p "$bench_folder"
    gcc -O2 -o "$bench_folder/timer" "$root/tests/bench/timer.c"
    describe_run
    if [ -x "$root/build/release/tests/logwriter" ]; then
        for kind in sparse dense; do
            if log=$(log_of_size "$kind" "$1"); then
                table "$kind.evtx, written by tests/tools/logwriter" "$log"
                stages "$log" without-libevtx
                [ "$kind" = sparse ] || read_back "$log"
            fi
        done
        if log=$(log_of_size sparse "$small_megabytes"); then
            table 'a small sparse.evtx' "$log" slow
            stages "$log" with-libevtx
        fi
        if log=$(log_of_size dense "$small_megabytes"); then
            stages "$log" with-libevtx
        fi
        if log=$(csv_of_size "$1"); then
            base_seconds='' base_processor=''
            printf '\nAn export: %s, Event Viewer'"'"'s CSV, %s bytes\n\n' "${log##*/}" "$(stat -L -c %s "$log")"
            printf '| reader | time | times sppwhy | processor time | times | MB/s | peak MiB |\n|---|---:|---:|---:|---:|---:|---:|\n'
            row 'sppwhy events --format jsonl -j 1' "$log" "$root/build/release/sppwhy" events --format jsonl -q -j 1 "$log"
            row 'cat' "$log" cat "$log"
        fi
        if log=$(joined_log "$1"); then
            stages "$log" without-libevtx
        fi
        start_up
        folder_of_logs "${SPPWHY_BENCH_LOGS:-5000}"
        count_instructions
        behind_the_reader
        growth_table
    else
        say 'no log writer in build/release/tests: only real logs are measured'
    fi
    while IFS= read -r log; do
        table "real log ${log##*/}" "$log"
    done < <(real_logs)
    [ "$growth_failed" = 0 ]
}
