#!/usr/bin/env bash
# A constant of licensing is written once, in src/spp/kms.h, and an id is compared in one place, src/spp/access.c: this
# looks for a second one. Tables of things by their ids (places.c, id_set.c) compare bytes by themselves. Usage: check_constants.sh [ROOT]
# Prints file:line of each; exits 1 when there is one, or when there was nothing to look at.
set -euo pipefail

root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}
cd "$root"

files=$(find src include -type f -name '*.[ch]' ! -path src/spp/kms.h | LC_ALL=C sort)
[ -n "$files" ] || {
    echo "check_constants: no sources below $PWD" >&2
    exit 1
}

# find_second WHAT PATTERN [FILE...]: the pattern in code, not in comments or texts; FILEs may have it.
failed=0
find_second() {
    local what=$1 pattern=$2 found
    shift 2
    # shellcheck disable=SC2086 # names of sources have no blanks
    found=$(grep -nE "$pattern" $files /dev/null | grep -vE '^[^:]+:[0-9]+: *(\*|/\*|")' | sed 's/"[^"]*"//g' | grep -E "$pattern" || true)
    for allowed in "$@"; do found=$(grep -v "^$allowed:" <<<"$found" || true); done
    [ -z "$found" ] || {
        printf '%s\n' "$found" | sed "s|\$|    <- $what|"
        failed=1
    }
}

find_second 'KMS_VALIDITY' '\b180 ?\* ?CLOCK_DAY|\b259200\b'
find_second 'KMS_SKEW_ALLOWED_SECONDS' '\b4\)? ?\* ?3600\b|\b14400\b|\b4 ?\* ?CLOCK_HOUR'
find_second 'license_state' '#define +[A-Z_]*(LICENSED|GRACE|NOTIFICATION)[A-Z_]* +[0-6]$'
find_second 'id_equal(), id_compare()' 'memcmp\([^;]*, 16\)' src/spp/access.c src/correlate/id_set.c src/base/places.c
[ "$failed" != 0 ] || printf '%d files, no second constant\n' "$(wc -l <<<"$files")"
exit "$failed"
