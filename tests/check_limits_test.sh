#!/usr/bin/env bash
# Shows that check_limits.sh can fail.
set -euo pipefail

check=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/check_limits.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/src/base" "$tree/include"
printf '#define LIMIT_THINGS 5\n' >"$tree/src/base/limits.h"
failed=0

passes() {
    printf '%s\n' "$1" >"$tree/src/one.c"
    bash "$check" "$tree" >/dev/null || {
        echo "refuses: $1"
        failed=1
    }
}
refuses() {
    printf '\n%s\n' "$1" >"$tree/src/one.c"
    if said=$(bash "$check" "$tree") || ! grep -q "^src/one.c:2: $2 " <<<"$said"; then
        echo "passes: $1"
        failed=1
    fi
}

passes '#define NAMES_SHOWN 10'
passes 'size_t most = LIMIT_THINGS; /* THINGS_MOST */'
refuses '#define THINGS_MOST 64' THINGS_MOST
refuses '#define MOST_THINGS ((size_t)1 << 20)' MOST_THINGS
refuses '#define NAME_MAX_LENGTH 64' NAME_MAX_LENGTH
refuses 'enum { FIRST = 1, LINES_MOST = 16 };' LINES_MOST
rm "$tree/src/base/limits.h"
if bash "$check" "$tree" >/dev/null 2>&1; then
    echo 'passes where there is nothing to look at'
    failed=1
fi
[ "$failed" != 0 ] || echo 'the check of limits can fail'
exit "$failed"
