#!/usr/bin/env bash
# check_headers.sh finds what it looks for, and lets pass what is right.
set -euo pipefail

check=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/check_headers.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/include/sppwhy"

passes() {
    printf '%b' "$1" >"$tree/include/sppwhy/one.h"
    "$check" "$tree" >"$tree/said" || {
        echo "refused: $1: $(<"$tree/said")"
        exit 1
    }
}
# refuses HEADER LINE: the line with the mistake is named.
refuses() {
    printf '%b' "$1" >"$tree/include/sppwhy/one.h"
    if "$check" "$tree" >"$tree/said" 2>&1 || ! grep -q "one.h:$2:" "$tree/said"; then
        echo "let pass: $1: $(<"$tree/said")"
        exit 1
    fi
}

passes 'typedef enum a {\n    ONE = 0, /* two, three */\n    FOUR = 4\n} a;\n'
passes 'typedef enum a { ONE = 0, TWO = 1 } a;\n'
passes '/* enum { NO } */\nenum { ONE = 1, /* over\n * two, lines */\n TWO = 2 };\n'
refuses 'typedef enum a {\n    ONE = 0,\n    TWO\n} a;\n' 3
refuses 'typedef enum a { ONE, TWO = 1 } a;\n' 1
refuses 'enum { ONE = 1, /* a\n * b */ TWO };\n' 2
# What can fail says how, and what it costs.
one='enum { ONE = 1 };\n'
call='SPPWHY_NODISCARD sppwhy_status f(int a,\n                                 int b);\n'
other='SPPWHY_NODISCARD sppwhy_status g(void);\n'
passes "/* Top. Cost: none. */\n#ifndef A\n$one/* Makes it. SPPWHY_NO_MEMORY is the only failure. */\n$call$other"
passes "/* Top. */\n#ifndef A\n$one/* Makes it. SPPWHY_IO.\n * Cost: linear. */\n$call\nvoid h(void);\n"
refuses "/* Top. Cost: none. */\n#ifndef A\n$one/* Makes it. */\n$call" 5
refuses "/* Top. */\n#ifndef A\n$one/* Makes it. SPPWHY_IO. */\n$call" 5
refuses "/* Top. Cost: none. */\n#ifndef A\n$one/* Makes it. SPPWHY_IO. */\n${call}\n$other" 8
refuses "/* Top. Cost: none. */\n#ifndef A\n$one/* Makes it. SPPWHY_IO. */\n${call}void h(void);\n$other" 8
refuses "/* Top. Cost: none. SPPWHY_IO. */\n#ifndef A\n$one$call" 4

if printf 'int a;\n' >"$tree/include/sppwhy/one.h" && "$check" "$tree" >/dev/null; then
    echo "headers without an enum pass, so nothing was looked at"
    exit 1
fi
echo 'the check of the headers finds what it looks for'
