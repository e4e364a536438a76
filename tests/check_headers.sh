#!/usr/bin/env bash
# What the public headers promise: every enumerator has its value written, so that a new one in the middle shifts no other.
# Usage: check_headers.sh [ROOT]. Prints file:line of each violation; exits 1 when there is one, or nothing to check.
set -euo pipefail

root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}
cd "$root"

headers=(include/sppwhy/*.h)
[ -f "${headers[0]}" ] || {
    echo "check_headers: no public headers below $PWD" >&2
    exit 1
}

awk '
    function fail(text) {
        printf "%s:%d: %s\n", FILENAME, FNR, text
        failed = 1
    }
    # The line without comments; in_comment lasts from line to line.
    function code_of(line,    out, at) {
        out = ""
        while (line != "") {
            if (in_comment) {
                at = index(line, "*/")
                if (!at) return out
                line = substr(line, at + 2)
                in_comment = 0
            } else {
                at = index(line, "/*")
                if (!at) return out line
                out = out substr(line, 1, at - 1)
                line = substr(line, at + 2)
                in_comment = 1
            }
        }
        return out
    }
    FNR == 1 { in_comment = in_enum = 0 }
    {
        code = code_of($0)
        if (code ~ /(^|[^a-z_])enum([^a-z_].*)?[{]/) {
            in_enum = 1
            enums++
            sub(/.*[{]/, "", code)
        }
        if (!in_enum)
            next
        last = code ~ /[}]/
        sub(/[}].*/, "", code)
        count = split(code, parts, ",")
        for (i = 1; i <= count; i++)
            if (parts[i] ~ /[A-Za-z_]/) {
                values++
                if (parts[i] !~ /=/)
                    fail("an enumerator without its value: " parts[i])
            }
        if (last)
            in_enum = 0
    }
    END {
        if (!enums) {
            print "check_headers: no enum was found"
            failed = 1
        }
        if (!failed)
            printf "%d enums, all %d values are written\n", enums, values
        exit failed
    }' "${headers[@]}"
