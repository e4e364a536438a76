#!/usr/bin/env bash
# Shows that check_comments.py can fail.
set -euo pipefail

check=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/check_comments.py
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/src" "$tree/include"
failed=0

passes() {
    printf '%b' "$1" >"$tree/src/one.c"
    python3 "$check" "$tree" >/dev/null || {
        echo "refuses: $1"
        failed=1
    }
}
# refuses TEXT LINE
refuses() {
    printf '%b' "$1" >"$tree/src/one.c"
    if said=$(python3 "$check" "$tree") || ! grep -q "^src/one.c:$2: " <<<"$said"; then
        echo "passes: $1"
        failed=1
    fi
}

passes '/* One. See made(), and thing_made() with its _made(). */\nint made(void);\nint thing_made(void);\n'
passes '/*\n * One.\n */\nint a; /* "made_nowhere()" */ const char *b = "/* gone() */";\nint made_nowhere(void);\n'
refuses 'int made(void);\n' 1
refuses '/* One. */\n/* What gone() did. */\nint made(void);\n' 2
refuses '/* One. */\n\n/* Too long for its line.\n */\nint made(void);\n' 3
rm "$tree/src/one.c"
if python3 "$check" "$tree" >/dev/null 2>&1; then
    echo 'passes where there is nothing to look at'
    failed=1
fi
[ "$failed" != 0 ] || echo 'the check of comments can fail'
exit "$failed"
