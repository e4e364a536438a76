# shellcheck shell=bash
#: test [--deep]
#: every test: a debug build, sanitizers, valgrind over some, the Python package where it can be had;
#: --deep: also what takes long, under sanitizers too, valgrind over all unit tests and all kept inputs, every
#: allocation failed, some seconds of fuzzing, the Python package, and Spark where it is there

: "${root:?sourced by ./dev}" "${jobs:?}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"

# shellcheck source=tools/python.sh
source "$root/tools/python.sh"
# shellcheck source=tests/fuzz/fuzz.sh
source "$root/tests/fuzz/fuzz.sh"

# shellcheck source=tools/cross/windows.sh
source "$root/tools/cross/windows.sh"
# shellcheck source=tools/cross/page.sh
source "$root/tools/cross/page.sh"

fuzz_smoke_seconds=4

# counted NAME FILE: an attribute of the <testsuite> in a JUnit file; 0 when there is none.
counted() {
    local number
    number=$(sed -n '/<testsuite/,/>/s/.*[[:space:]]'"$1"'="\([0-9]*\)".*/\1/p' "$2" 2>/dev/null | head -n 1)
    echo "${number:-0}"
}

# test_build PRESET WHAT [OPTION...]: builds, runs its tests (all that the options of ctest leave), adds up. A build that
# fails is one failure.
test_build() {
    local preset=$1 what=$2
    shift 2
    local report=$log_folder/$preset.xml status=0 all not_passed not_run
    say "$what"
    if ! build "$preset" all; then
        say "the build failed: $what"
        failed=$((failed + 1))
        return
    fi
    rm -f "$report"
    ctest --test-dir "$root/build/$preset" --output-on-failure --no-tests=error --timeout 900 -j "$jobs" \
        --output-junit "$report" "$@" </dev/null || status=$?
    all=$(counted tests "$report")
    not_passed=$(counted failures "$report")
    not_run=$(($(counted skipped "$report") + $(counted disabled "$report")))
    # What ctest calls failed without counting it so: no test at all, or a program that is not there.
    if [ "$status" != 0 ] && [ "$not_passed" = 0 ]; then
        not_passed=1
    fi
    if [ "$all" -gt $((not_passed + not_run)) ]; then
        passed=$((passed + all - not_passed - not_run))
    fi
    failed=$((failed + not_passed))
    skipped=$((skipped + not_run))
}

# A few seconds of each harness; a change that breaks one is seen here, what is hidden deeper by ./dev fuzz.
test_fuzz() {
    local name
    say "each fuzz harness for $fuzz_smoke_seconds seconds, from the kept inputs and the project's own (clang, libFuzzer)"
    if ! build_fuzz; then
        say "the build failed: fuzz harnesses"
        failed=$((failed + 1))
        return
    fi
    fuzz_smoke "$fuzz_smoke_seconds"
    for name in $(fuzz_names); do
        if [ -f "$fuzz_build/smoke/$name.ok" ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
        fi
    done
}

# The Windows program under Wine, where its compiler, Wine and the libraries are there already; --deep gets them.
test_on_wine() {
    if [ "$1" != --deep ] && { ! have wine || ! have x86_64-w64-mingw32-gcc-posix || ! have zip || [ -n "$(cross_missing windows)" ]; }; then
        say "skipped: the Windows program (./dev windows --test makes and tests it)"
        skipped=$((skipped + 1))
        return
    fi
    say "the Windows program, under Wine, beside the native one"
    if ([ "$1" = --deep ] || windows_preset=windows-quick; main_of_windows --test); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}

# The page in headless Chromium, likewise.
test_in_browser() {
    if [ "$1" != --deep ] && ! page_can_be_tested; then
        say "skipped: the page (./dev page --test makes and tests it)"
        skipped=$((skipped + 1))
        return
    fi
    say "the page, in headless Chromium, beside the native program"
    if ([ "$1" = --deep ] || export SPPWHY_LIGHT=yes; main_of_page --test); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}

# at_once COMMAND...: a step that keeps one processor busy at most, beside what follows; `collect` waits for it, prints what it
# said and adds what it counted.
at_once() {
    rm -f "$log_folder/at-once.counts"
    (counted_alone "$@") >"$log_folder/at-once.log" 2>&1 </dev/null &
    at_once_pid=$!
}
counted_alone() {
    passed=0
    failed=0
    skipped=0
    "$@"
    printf '%d %d %d\n' "$passed" "$failed" "$skipped" >"$log_folder/at-once.counts"
}
collect() {
    local p=0 f=1 s=0
    wait "$at_once_pid" || true
    cat "$log_folder/at-once.log" >&2
    # One that ended before it could count has failed.
    [ ! -f "$log_folder/at-once.counts" ] || read -r p f s <"$log_folder/at-once.counts"
    passed=$((passed + p))
    failed=$((failed + f))
    skipped=$((skipped + s))
}

main() {
    local valgrind='some unit tests also under valgrind' left_out=(-LE deep) deep=
    if [ $# != 0 ]; then
        [ "$*" = --deep ] || wrong_words test "'$*' is no option of it"
        valgrind='unit tests and kept inputs also under valgrind'
        left_out=()
        deep=1
        export SPPWHY_DEEP=1
    fi
    need "$packages_to_test"
    need_sanitizers
    export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1}
    export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
    # What others are compared with, without a build of its own.
    [ -n "$deep" ] || native=$root/build/debug
    test_build debug "tests in a debug build (gcc, warnings are errors), $valgrind" "${left_out[@]}"
    # Sanitizers make a test several times slower: what only repeats with more inputs is for the deep run.
    [ -n "$deep" ] || export SPPWHY_MUTATIONS=20
    test_build sanitize "the same tests under AddressSanitizer and UndefinedBehaviorSanitizer (clang)" "${left_out[@]}"
    test_build thread "what uses threads, under ThreadSanitizer (clang)"
    unset SPPWHY_MUTATIONS
    [ -z "$deep" ] || test_fuzz
    # The deep run installs packages and builds more: one after another.
    if [ -n "$deep" ]; then python_test_step "$@"; else at_once python_test_step; fi
    test_on_wine "${1:-}"
    test_in_browser "${1:-}"
    [ -n "$deep" ] || collect
    close_counts
}
