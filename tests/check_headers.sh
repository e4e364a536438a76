#!/usr/bin/env bash
# What the public headers promise: every enumerator has its value written, so that a new one in the middle shifts no other; each
# function that can fail says in the comment above it with which status (SPPWHY_...), and there, or at the top of its header,
# what it costs; what can fail follows in one group under one comment.
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
    FNR == 1 { in_comment = in_enum = 0; comment = top = ""; at_top = 1; failing = 0 }
    {
        was_in_comment = in_comment
        code = code_of($0)
        # The comment above: it ends with an empty line, or with a declaration of another kind than the one before.
        if (was_in_comment || $0 ~ /^ *\/[*]/) {
            if (!was_in_comment && $0 ~ /^\/[*]/) { comment = ""; failing = 0 }
            comment = comment $0 "\n"
        } else if ($0 ~ /^#ifndef/) {
            if (at_top) top = comment
            at_top = 0
            comment = ""
        } else if (code ~ /^SPPWHY_NODISCARD/) {
            functions++
            name = code
            sub(/[(].*/, "", name)
            sub(/.*[ *]/, "", name)
            if (comment !~ /SPPWHY_(NO_MEMORY|IO|NOT_A_LOG|DAMAGED|LIMIT|INVALID|STOPPED)/ && comment !~ /They fail as those above/)
                fail(name "() does not say how it fails (SPPWHY_...)")
            if ((comment top) !~ /[Cc]ost/)
                fail(name "() does not say what it costs, nor does the top of the header")
            failing = 1
        } else if (code ~ /^[a-z]/ || (code ~ /^$/ && failing))
            comment = "" # another declaration, or the end of the group
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
            printf "%d enums, all %d values are written; %d functions say how they fail\n", enums, values, functions
        exit failed
    }' "${headers[@]}"
