#!/usr/bin/env bash
# The check that tools/programs.sh makes must find what it is there to find: programs in no table, wherever a script
# calls them, and nothing else.
# shellcheck disable=SC2030,SC2031 # the check has a root of its own
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for program in shfmt dpkg-query; do
    command -v "$program" >/dev/null || {
        echo "no $program here"
        exit 77
    }
done
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/tests" "$tree/tools" "$tree/cmake" "$tree/.ci"
: >"$tree/dev"
: >"$tree/.ci/run"
: >"$tree/.ci/nightly"
cat >"$tree/tests/some.sh" <<'END'
one() { missing1 "$1" | sed s/a/b/; }
one "$(missing2 x)" | xargs -0 -P "$jobs" -n 1 missing3 --with missing-not
bash -c 'env A=1 missing4'
if command -v optional >/dev/null; then optional; fi
find . -exec missing5 {} +
needed && "$a_variable" missing-not && cat <<'X'
missing-not
X
END
printf 'execute_process(COMMAND missing6 -a)\nadd_test(NAME a COMMAND sppwhy)\n' >"$tree/CMakeLists.txt"

find_them() (
    root=$1
    # shellcheck source=tools/common.sh
    source "$2/tools/common.sh"
    # shellcheck disable=SC2034 # read by the check
    packages_to_test='some-package command needed'
    # shellcheck source=tools/programs.sh
    source "$2/tools/programs.sh"
    lint_programs
)
found=$(find_them "$tree" "$root" | sed 's/.* has //' | sort | tr '\n' ' ')
[ "$found" = 'missing1 missing2 missing3 missing4 missing5 missing6 ' ] || {
    echo "FAILED: the check finds: $found"
    exit 1
}
echo 'each program that nobody installs is found'
