#!/usr/bin/env bash
# The include check: a stage of src/ uses only what lies below it, and only the twins of src/base/ speak to a system.
# Usage: check_layers.sh [ROOT]   (ROOT: a tree with src/ and include/; default: the one this script is in)
# Prints file:line of each violation; exits 1 when there is one, or when there was nothing to check.
set -euo pipefail

root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}
cd "$root"

# shellcheck disable=SC2016 # the dollar signs are awk's
find src include/sppwhy -type f -name '*.[ch]' -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 -r awk '
    BEGIN {
        # What each folder may use besides itself. A new folder needs a line here, on purpose.
        may["base"] = ""
        may["collect"] = "base"
        may["yaml"] = "base"
        may["evtx"] = "base collect"
        may["exports"] = "base collect evtx spp" # of spp the constants (kms.h): slmgr prints ports, counts and intervals
        may["input"] = "base collect evtx exports"
        may["spp"] = "base collect evtx"
        may["scenario"] = "base yaml collect evtx spp"
        may["correlate"] = "base collect evtx spp"
        may["rules"] = "base yaml collect evtx spp scenario correlate"
        may["explain"] = may["rules"] " rules"
        may["analyze"] = may["rules"] " rules"
        # Formats (any folder report/NAME) do not know one another: each uses the view, what writes (report/write), and
        # what is below the report.
        may["report/view"] = may["explain"] " explain"
        may["report/write"] = may["report/view"] " report/view" # how JSON lines, CSV, SQLite and SARIF write
        may_format = may["report/write"] " report report/write"
        may["report"] = may["report/view"] " report/view"
        may["arrow"] = may["report/view"] " input analyze report/view report/write report/json" # what it says of logs is what JSON lines say
        may["cli"] = may["report"] " report analyze arrow exports"
        may["pack"] = "base yaml spp"
        may["pages"] = may["cli"] " cli"
        may_use_formats["report"] = may_use_formats["cli"] = may_use_formats["pages"] = may_use_formats["sppwhy"] = 1
        may["sppwhy"] = may["cli"] # the header of all headers
        # The steps of correlating, in order (src/correlate/collection.c). A step uses the headers of earlier ones, so that no
        # header is a bag into which every step reaches.
        steps = split("model id_set evidence names info_time match_responses match_host_records requests machine_list clock share_out" \
                      " activations machine_names machines clones coverage license_words states hosts twins collection activity machine_accessors activity_accessors", step)
        for (i = 1; i <= steps; i++)
            place_of["correlate/" step[i]] = i
        posix = "^(aio|dirent|dlfcn|fcntl|ftw|glob|grp|mqueue|netdb|poll|pthread|pwd|regex|sched|semaphore|signal" \
                "|spawn|syslog|termios|ucontext|unistd|utime)[.]h$|^(arpa|linux|net|netinet|sys)/"
        windows = "^(windows|winternl|io|direct|conio|process|shellapi|psapi|wincon)[.]h$"
        system_name = "(^|[^A-Za-z0-9_])(_WIN32|__linux__|__APPLE__|__MINGW32__|__EMSCRIPTEN__)"
    }
    function fail(text) {
        printf "%s:%d: %s\n", FILENAME, FNR, text
        failed = 1
    }
    # The folder that a file or an include belongs to; a public header belongs to the stage it is named after.
    function folder_of(path,    parts) {
        split(path, parts, "/")
        if (parts[1] == "report" && parts[2] !~ /[.]/)
            return parts[1] "/" parts[2]
        if (parts[1] != "sppwhy")
            return parts[1]
        sub(/[.]h$/, "", parts[2])
        return parts[2] ~ /^(status|cancellation|writer|version)$/ ? "base" : parts[2]
    }
    function step_of(path) {
        sub(/[.][ch]$/, "", path)
        if (!(path in place_of))
            fail("\"" path "\" is no step of correlating (see tests/check_layers.sh)")
        return place_of[path]
    }
    FNR == 1 {
        files++
        inside = FILENAME
        sub(/^(src|include)\//, "", inside)
        from = folder_of(inside)
        if (from ~ /^report\// && !(from in may))
            may[from] = may_format
        if (!(from in may))
            fail("folder \"" from "\" has no place among the stages (see tests/check_layers.sh)")
    }
    # Which system this is, only the twins know; what a compiler defines for one is a system, too.
    $0 ~ system_name && from != "base" {
        fail("a system by its name: what differs belongs in the twins of src/base/")
    }
    /^[ \t]*#[ \t]*include[ \t]*["<]/ {
        quoted = $0 ~ /^[^"<]*"/
        name = $0
        sub(/^[^"<]*["<]/, "", name)
        sub(/[">].*$/, "", name)
        if (name ~ /(^|\/)[.][.]?\//)
            fail("\"" name "\": includes are written from src/ or include/, without dots")
        else if (name ~ /\// && (quoted || name ~ /^sppwhy\//)) {
            uses[inside] = uses[inside] " " name
            to = folder_of(name)
            if (!(to in may) && to !~ /^report\//)
                fail("\"" name "\" belongs to no stage")
            else if (from == "cli" && to != "cli" && name !~ /^sppwhy\// && FILENAME != "src/cli/inside.h")
                fail("\"" name "\": the program uses sppwhy/..., and the rest of the library through cli/inside.h only")
            else if (to != from && index(" " may[from] " ", " " to " ") == 0 && !(may_use_formats[from] && to ~ /^report\//))
                fail("\"" name "\": " from " must not use " to)
            else if (from == "correlate" && name ~ /^correlate\// && step_of(name) > step_of(inside))
                fail("\"" name "\": a step of correlating uses earlier ones only")
        } else if (!quoted && name ~ windows && FILENAME !~ "^src/base/windows/")
            fail("<" name ">: Windows belongs in src/base/windows/")
        else if (!quoted && name ~ posix && FILENAME !~ "^src/base/(posix|windows|page)/" && !(from == "base" && name == "pthread.h"))
            fail("<" name ">: POSIX belongs in src/base/posix/")
    }
    # What others are shown of these is a name: the program and the public headers get along with that.
    function look_behind(file,    names, count, i) {
        if (file in looked)
            return
        looked[file] = 1
        count = split(uses[file], names, " ")
        for (i = 1; i <= count; i++) {
            if (names[i] ~ hidden) {
                printf "%s%s: reaches \"%s\", whose structures are the library\047s own\n", \
                    file ~ /^sppwhy\// ? "include/" : "src/", file, names[i]
                failed = 1
            } else
                look_behind(names[i])
        }
    }
    END {
        # docs/design.md has the folders in an order in which each uses those above it.
        while ((getline row < "docs/design.md") > 0)
            if (match(row, /^[|] `[a-z]+\/`/)) {
                name = substr(row, 4, RLENGTH - 5)
                rank[name] = ++ranks
            }
        for (folder in may)
            if (ranks && folder in rank) {
                count = split(may[folder], below, " ")
                for (i = 1; i <= count; i++) {
                    sub(/[/].*/, "", below[i])
                    if (below[i] != folder && rank[below[i]] > rank[folder]) {
                        printf "docs/design.md: %s/ uses %s/, which is below it in the table\n", folder, below[i]
                        failed = 1
                    }
                }
            }
        hidden = "^(collect/sources|evtx/events|spp/records|correlate/model|rules/analysis)[.]h$"
        for (file in uses)
            if (file ~ /^(cli|sppwhy)\//)
                look_behind(file)
        if (!failed)
            printf "%d files, every include looks down\n", files
        exit failed
    }' || exit 1

if [ -z "$(find src -type f -name '*.[ch]' -print -quit 2>/dev/null)" ]; then
    echo "check_layers: no source files below $PWD/src" >&2
    exit 1
fi
