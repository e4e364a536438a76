#!/usr/bin/env bash
# The sizes that a reader can hold in mind, in src/ and include/: no function over 60 lines, no file over 600, and not over 11.6
# lines a function on average. Usage: check_sizes.sh [ROOT]   Names the place of each that is too long.
set -euo pipefail

root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}
cd "$root"
exec </dev/null

# A function begins where a line "{" begins, and ends with the line "}": so .clang-format writes them.
# shellcheck disable=SC2016 # the dollar signs are awk's
{ find src include -type f -name '*.[ch]' -print0 2>/dev/null || true; } | LC_ALL=C sort -z | xargs -0 awk '
    FNR == 1 {
        if (file != "" && lines > most_file) too_long(file ":1", lines, "lines; a file may have " most_file)
        file = FILENAME; start = 0
    }
    BEGIN { most_function = 60; most_file = 600; most_mean = 11.6 }
    function too_long(place, count, what) { printf "%s: %d %s\n", place, count, what; failed = 1 }
    { lines = FNR }
    $0 == "{" && before !~ /[=]$/ { start = FNR }
    $0 == "}" && start {
        size = FNR - start + 1
        if (size > most_function) too_long(FILENAME ":" start, size, "lines; a function may have " most_function)
        functions++
        sum += size
        start = 0
    }
    { before = $0 }
    END {
        if (lines > most_file) too_long(file ":1", lines, "lines; a file may have " most_file)
        if (!functions) { print "check_sizes: no function below src/"; exit 1 }
        if (sum / functions > most_mean) {
            printf "src: the functions have %.2f lines on average, over %s\n", sum / functions, most_mean
            failed = 1
        }
        if (!failed) printf "%d functions, %.1f lines on average\n", functions, sum / functions
        exit failed
    }'
