#!/usr/bin/env bash
# Shows that check_files.py can fail: a small tree passes, and with one fault it does not.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
mkdir -p "$tree/src/base"

# file NAME COMMENT INCLUDE...
file() {
    local name=$1 comment=$2
    shift 2
    {
        printf '/* %s */\n' "$comment"
        [ $# = 0 ] || printf '#include "base/%s"\n' "$@"
    } >"$tree/src/base/$name"
}

# says PART: the check fails and says so. With no PART it passes.
says() {
    local said status=0
    said=$(python3 "$here/check_files.py" "$tree" 2>&1) || status=$?
    if [ "$status" != "${1:+1}" ] && [ "$status${1-}" != 0 ] || [[ $said != *"${1-}"* ]]; then
        echo "check_files.py ends with $status and says \"$said\"; wanted: ${1:-nothing}"
        failed=1
    fi
}

file one.h 'The first of two.'
file one.c 'See one.h.' one.h two.h
file two.h 'The second.' one.h
says 'in a circle: base/one, base/two'
file one.h 'The first of two. One mechanism with two.h.'
says 'in a circle: base/one, base/two'
file two.h 'The second. One mechanism with one.h.' one.h
says
file three.h 'See four.h, which is gone.'
says 'a comment names four.h'
file three.h 'Constants of winerror.h, linux/sched.h.' two.h
file one.h 'The first of two. One mechanism with two.h.' three.h
says 'in a circle: base/one, base/three'
rm -r "$tree/src"
mkdir "$tree/src"
says 'no sources'
exit "$failed"
