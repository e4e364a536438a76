# shellcheck shell=bash
# ./dev fuzz and the fuzzing in ./dev test, which source this file.
#
# build/fuzz/corpus/NAME is what a harness has gathered, tests/fuzz/corpus/NAME what is kept of it: every find, and a few
# small inputs that reach much. A find lies in build/fuzz/finds until it is a named test.

: "${root:?sourced by ./dev}" "${jobs:?}" "${log_folder:?}"

fuzz_build=$root/build/fuzz
fuzz_kept=$root/tests/fuzz/corpus
fuzz_kept_bytes=90000  # of one harness ...
fuzz_kept_files=40     # ... and inputs, at most; finds (find-NAME) not counted
fuzz_kept_largest=4096 # bytes of one input

# A second and 256 MiB are what an input of 64 KiB may take. The sanitizers make it about three times slower (measured over
# the corpus: 2.7 to 3.4), so two seconds here are less than one of the program itself, with room for a busy machine;
# AddressSanitizer keeps freed memory back and shadows all of it, so what is asked for at once is limited to
# what may be taken in all, and the whole to what that becomes.
fuzz_limits=(-timeout=2 -malloc_limit_mb=256 -rss_limit_mb=640 -max_len=73728 -use_value_profile=1)

build_fuzz() { build fuzz all && fuzz_seed; }

fuzz_names() {
    local harness
    for harness in "$root"/tests/fuzz/fuzz_*.c; do
        harness=${harness##*/fuzz_}
        printf '%s\n' "${harness%.c}"
    done
}

# fuzz_seed: what the project itself holds, once a build.
fuzz_seed() {
    local seeds=$fuzz_build/seeds name
    [ "$seeds/done" -nt "$fuzz_build/tests/fuzz/fuzz_seeds" ] && return
    rm -rf "$seeds"
    for name in $(fuzz_names); do
        mkdir -p "$seeds/$name" "$fuzz_build/corpus/$name" "$fuzz_build/finds/$name"
    done
    "$fuzz_build/tests/logwriter" --chunk-records 1 "$root/tests/tools/everything.yaml" "$seeds/one" >/dev/null || return
    "$fuzz_build/tests/logwriter" --chunk-records 9 "$root/tests/tools/everything.yaml" "$seeds/nine" >/dev/null || return
    find "$root/samples" "$root/rules" "$root/tests/scenario" "$seeds/one" "$seeds/nine" -type f \
        \( -name '*.evtx' -o -name '*.yaml' \) -print0 | LC_ALL=C sort -z |
        xargs -0 "$fuzz_build/tests/fuzz/fuzz_seeds" "$seeds" || return
    touch "$seeds/done"
}

# fuzz_run NAME SECONDS FOLDER...: false when it found something; that is then in build/fuzz/finds. What is new goes
# to the first folder.
fuzz_run() {
    local name=$1 seconds=$2
    shift 2
    mkdir -p "$fuzz_build/finds/$name" "$@"
    ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=1:allocator_may_return_null=1 \
        UBSAN_OPTIONS=print_stacktrace=1 \
        "$fuzz_build/tests/fuzz/fuzz_$name" "${fuzz_limits[@]}" -max_total_time="$seconds" \
        -artifact_prefix="$fuzz_build/finds/$name/" -print_final_stats=1 "$@" \
        >"$log_folder/fuzz-$name.log" 2>&1 </dev/null
}

fuzz_one() {
    fuzz_run "$1" "$2" "$fuzz_build/corpus/$1" "$fuzz_build/seeds/$1" "$fuzz_kept/$1"
}

# fuzz_smoke SECONDS: all harnesses for so long each, as many at once as there are processors; prints a line for each
# and leaves their outcomes in build/fuzz/smoke.
fuzz_smoke() {
    local seconds=$1 name
    rm -rf "$fuzz_build/smoke"
    for name in $(fuzz_names); do
        while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || true; done
        {
            mkdir -p "$fuzz_build/smoke/$name.new"
            if fuzz_run "$name" "$seconds" "$fuzz_build/smoke/$name.new" "$fuzz_kept/$name" "$fuzz_build/seeds/$name"; then
                printf 'ok      fuzz_%s: %s\n' "$name" "$(fuzz_tell "$name")"
                : >"$fuzz_build/smoke/$name.ok"
            else
                tail -n 60 "$log_folder/fuzz-$name.log"
                printf 'FAILED  fuzz_%s: what it found is in %s\n' "$name" "$fuzz_build/finds/$name"
            fi
        } &
    done
    wait
}

# fuzz_keep NAME: the few that reach most, among the small ones; finds stay.
fuzz_keep() {
    local name=$1 work=$fuzz_build/keep file size bytes=0 files=0
    rm -rf "$work"
    mkdir -p "$work/small" "$work/merged" "$fuzz_kept/$name"
    find "$fuzz_build/corpus/$name" -type f -size -"$((fuzz_kept_largest + 1))"c -exec cp -t "$work/small" {} +
    ASAN_OPTIONS=quarantine_size_mb=16 "$fuzz_build/tests/fuzz/fuzz_$name" "${fuzz_limits[@]}" -merge=1 "$work/merged" \
        "$work/small" >"$log_folder/fuzz-merge-$name.log" 2>&1 </dev/null || return
    find "$fuzz_kept/$name" -type f ! -name 'find-*' -delete
    while IFS= read -r file; do
        size=$(stat -c %s "$file")
        if [ "$files" -ge "$fuzz_kept_files" ] || [ $((bytes + size)) -gt "$fuzz_kept_bytes" ]; then
            continue
        fi
        cp "$file" "$fuzz_kept/$name/"
        bytes=$((bytes + size)) files=$((files + 1))
    done < <(find "$work/merged" -type f -printf '%s %p\n' | LC_ALL=C sort -n | cut -d' ' -f2- |
        awk '{ all[NR] = $0 } END { step = NR > most ? NR / most : 1
            for (i = 1; i <= NR; i += step) print all[int(i)] }' most="$fuzz_kept_files")
}

fuzz_tell() {
    local name=$1
    sed -n 's/^stat::number_of_executed_units: */inputs /p' "$log_folder/fuzz-$name.log"
}
