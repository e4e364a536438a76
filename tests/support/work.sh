# shellcheck shell=bash
# The beginning of a test of the program: an empty folder to work in, and how it says what is wrong. To be sourced; the test
# ends with `[ "$failed" = 0 ]`.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
# shellcheck disable=SC2034 # for the test's last line
checked=0

wrong() {
    echo "FAILED: $*" >&2
    failed=$((failed + 1))
}
