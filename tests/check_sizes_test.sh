#!/usr/bin/env bash
# Shows that check_sizes.sh and check_sorts.sh can fail: a small tree passes, and with one fault it does not.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

fresh_tree() {
    rm -rf "${tree:?}"/*
    mkdir -p "$tree/src/base" "$tree/include"
    printf '/* As qsort(), but stable. */\nint one(void)\n{\n    return 1;\n}\n' >"$tree/src/base/one.c"
}

# function_of LINES: of so many, with its braces.
function_of() {
    local i
    printf 'void f(void)\n{\n'
    for ((i = 2; i < $1; i++)); do echo '    ;'; done
    echo '}'
}

# says CHECK PART: the check fails and says so.
says() {
    local said
    if said=$(bash "$here/$1" "$tree" 2>&1); then
        echo "$1 passes where it should say: $2"
        failed=1
    elif [[ $said != *"$2"* ]]; then
        echo "$1 does not say \"$2\" but: $said"
        failed=1
    fi
}

passes() {
    local said
    said=$(bash "$here/$1" "$tree" 2>&1) || {
        echo "$1 refuses what is good: $said"
        failed=1
    }
}

fresh_tree
passes check_sizes.sh
passes check_sorts.sh
function_of 60 >"$tree/src/base/just.c"
for ((i = 0; i < 9; i++)); do function_of 3; done >>"$tree/src/base/just.c"
passes check_sizes.sh
function_of 61 >"$tree/src/base/long.c"
says check_sizes.sh 'src/base/long.c:2: 61 lines'
fresh_tree
printf ';%.0s\n' {1..601} >"$tree/include/file.h"
says check_sizes.sh 'include/file.h:1: 601 lines'
fresh_tree
function_of 21 >"$tree/src/base/middling.c"
says check_sizes.sh '12.00 lines on average'
rm -r "$tree/src"
says check_sizes.sh 'no function'

fresh_tree
printf 'void f(int *a)\n{\n    qsort(a, 1, 4, 0);\n}\n' >"$tree/src/base/sorted.c"
says check_sorts.sh 'src/base/sorted.c:3:'
printf '    size_t middle = low + (high - low) / 2;\n' >"$tree/src/base/sorted.c"
says check_sorts.sh 'sort_first()'
mv "$tree/src/base/sorted.c" "$tree/src/base/sort.c"
passes check_sorts.sh
rm -r "$tree/src"
says check_sorts.sh 'no sources'
exit "$failed"
