#!/bin/bash
# check_sorts.sh ROOT: nothing in the library or the program calls qsort(), whose order of equal things is another one with
# each C library; sort_array() and sort_pointers() of base/sort.h keep it. Nor does anything halve what is left of a sorted
# array by hand: sort_first(), sort_last() and sort_find() do.
set -u
root=${1:?usage: check_sorts.sh ROOT}
if [ -z "$(find "$root/src" -name '*.c' -print -quit 2>/dev/null)" ]; then
    echo "check_sorts: no sources below $root/src"
    exit 1
fi
if found=$(grep -rnE '\b(qsort|qsort_r|qsort_s|heapsort|mergesort)[[:space:]]*\(' "$root/src" --include='*.c' --include='*.h' |
    grep -vE 'As qsort\(\)|/\*.*qsort'); then
    printf '%s\n' "$found"
    echo 'sort_array() of base/sort.h keeps the order of what is equal; qsort() need not'
    exit 1
fi
if found=$(grep -rnE '\bmiddle = [a-z]+ \+ \([a-z]+ - [a-z]+\) / 2;' "$root/src" --include='*.c' --include='*.h' |
    grep -vE '/base/sort\.[ch]:'); then
    printf '%s\n' "$found"
    echo 'sort_first(), sort_last() and sort_find() of base/sort.h search in sorted arrays'
    exit 1
fi
