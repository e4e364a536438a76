#!/usr/bin/env bash
# What the shared library promises to programs that were built before: the description in tests/abi/ is that of the functions
# and types of include/sppwhy/, made by abidw (libabigail). What is gone or changed fails; so does what is new and not in
# it yet, since nobody would see that go.
# Usage: abi_test.sh BUILD            compares BUILD/installed/libsppwhy.so with it
#        abi_test.sh --update BUILD   makes the description anew, for a change that is meant
# Exit: 77 where there is no libabigail, or no description for this kind of machine; and where only another version than
# the one that made the description finds that types differ.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
update=0
if [ "${1-}" = --update ]; then
    update=1
    shift
fi
library=${1:?a build folder}/installed/libsppwhy.so
made_with=2.2
kept=$root/tests/abi/libsppwhy-$(uname -m).abi

if ! command -v abidw >/dev/null || ! command -v abidiff >/dev/null; then
    echo "no abidw or abidiff here (Debian: abigail-tools): the binary interface is not compared"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Nothing in it is of the machine or the system that it was made on; types are called by what they are, not by number, so that
# a change of one leaves the lines of the others as they are.
abidw --type-id-style hash --headers-dir "$root/include/sppwhy" --drop-private-types --exported-interfaces-only --no-corpus-path --no-show-locs \
    --no-comp-dir-path --no-elf-needed --out-file "$work/now.abi" "$library"
grep -q "function-decl name='sppwhy_analyze'" "$work/now.abi" || {
    echo "$library has no debug information (-g): nothing to compare"
    exit 77
}
if [ "$update" = 1 ]; then
    mkdir -p "$(dirname "$kept")"
    cp "$work/now.abi" "$kept"
    echo "$kept is that of $library now"
    exit
fi
[ -f "$kept" ] || {
    echo "there is no description for $(uname -m) to compare with"
    exit 77
}

# What is promised: the functions, and the enumerators of the public headers with their numbers. Any version of libabigail
# describes these alike; newer ones list what the library itself needs, too.
promised() {
    sed '/<undefined-elf-/,/<\/undefined-elf-/d' "$1" | grep -o "<elf-symbol name='[^']*'"
    grep -o "<enumerator name='SPPWHY_[^']*' value='[^']*'" "$1"
}
# promises_kept OLD: of OLD nothing is gone or new.
promises_kept() {
    diff <(promised "$1" | LC_ALL=C sort) <(promised "$work/now.abi" | LC_ALL=C sort) >"$work/changed"
}
if ! promises_kept "$kept"; then
    cat "$work/changed"
    if grep -q '^<' "$work/changed"; then
        echo "What is marked < is gone or has another number: programs that were built with $kept would break."
    fi
    echo "Where that is meant: tests/abi_test.sh --update BUILD, and a line in CHANGELOG.md for what is gone."
    exit 1
fi

same() { abidiff --no-added-syms --leaf-changes-only "$1" "$work/now.abi" >"$work/said" 2>&1; }

if ! same "$kept"; then
    cat "$work/said"
    # Versions of libabigail describe some types in other ways: what another one finds to be the same is, what it finds to
    # differ may not.
    if ! abidw --version | grep -qF " $made_with"; then
        echo "$(abidw --version) finds differences of types; only $made_with, which made the description, decides"
        exit 77
    fi
    echo "Programs that were built with the library as described in $kept would break."
    echo "Where that is meant: tests/abi_test.sh --update BUILD, and a line in CHANGELOG.md."
    exit 1
fi
# It would be seen: a function that is gone, a member that is wider, an enumerator of another value.
changed() {
    sed "$1" "$kept" >"$work/was.abi"
    cmp -s "$kept" "$work/was.abi" && {
        echo "the description lacks what this test would change: $1"
        exit 1
    }
    if same "$work/was.abi"; then
        echo "not seen: $1"
        exit 1
    fi
}
# promised_changed SED: seen by what any version can compare, too.
promised_changed() {
    changed "$1"
    if promises_kept "$work/was.abi"; then
        echo "not seen without abidiff: $1"
        exit 1
    fi
}
promised_changed "s/sppwhy_log_bytes/sppwhy_log_size/g"
promised_changed "s/enumerator name='SPPWHY_LEVEL_HIGH' value='3'/enumerator name='SPPWHY_LEVEL_HIGH' value='7'/"
changed "s/class-decl name='sppwhy_span' size-in-bits='128'/class-decl name='sppwhy_span' size-in-bits='192'/"
echo "$(grep -c '<elf-symbol name=' "$kept") functions are as they were"
