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
if printf 'int a;\n' >"$tree/include/sppwhy/one.h" && "$check" "$tree" >/dev/null; then
    echo "headers without an enum pass, so nothing was looked at"
    exit 1
fi
echo 'the check of the headers finds what it looks for'
