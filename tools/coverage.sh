# shellcheck shell=bash
#: coverage
#: which lines and branches the tests run; writes docs/coverage.md
#
# By folder of src/, in whole per cents, rounded down, so that the page changes when the tests do and not with each run.

: "${root:?sourced by ./dev}" "${jobs:?}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"

coverage_lines=90    # what is aimed at, in per cent of all
coverage_branches=80

# Left out: what looks at the sources and not at the program.
coverage_left_out='^(layers|layers_check_can_fail|seeds|made_files|readme)$'

# coverage_table CSV: of gcovr's, a row a folder and the sum; the status says whether the aims are reached.
coverage_table() {
    awk -F, -v lines_aim=$coverage_lines -v branches_aim=$coverage_branches '
        function percent(covered, total) { return total == 0 ? 100 : int(100 * covered / total) }
        NR == 1 {
            for (i = 1; i <= NF; i++)
                column[$i] = i
            next
        }
        {
            split($column["filename"], part, "/")
            folder = part[2]
            if (!(folder in files))
                order[++count] = folder
            files[folder]++
            lines[folder] += $column["line_total"]
            lines_run[folder] += $column["line_covered"]
            branches[folder] += $column["branch_total"]
            branches_run[folder] += $column["branch_covered"]
        }
        END {
            print "| folder of `src/` | lines run, per cent | branches taken, per cent |"
            print "|---|---:|---:|"
            for (i = 1; i <= count; i++) {
                f = order[i]
                printf "| `%s/` | %d | %d |\n", f, percent(lines_run[f], lines[f]), percent(branches_run[f], branches[f])
                l += lines[f]; lr += lines_run[f]; b += branches[f]; br += branches_run[f]
            }
            printf "| **all** | **%d** | **%d** |\n", percent(lr, l), percent(br, b)
            exit !(count != 0 && percent(lr, l) >= lines_aim && percent(br, b) >= branches_aim)
        }' "$1"
}

coverage_page() {
    cat <<END
# What the tests run

Written by \`./dev coverage\`: a build by gcc that counts, all tests but the few that look at the sources only, and
gcovr. Lines and branches of our own code; whole per cents, rounded down. At least $coverage_lines % of all lines and
$coverage_branches % of all branches is the aim, and \`./dev coverage\` fails below it.

END
    coverage_table "$1"
}

# What a child that is killed has counted since it last wrote is not in it (tests/support/coverage.c).
run_coverage() {
    local csv=$root/build/coverage/coverage.csv status=0
    find "$root/build/coverage" -name '*.gcda' -delete
    ctest --test-dir "$root/build/coverage" --output-on-failure -j "$jobs" -E "$coverage_left_out" </dev/null || return
    (cd "$root" && quietly gcovr gcovr -r . --filter src/ build/coverage/CMakeFiles --exclude-unreachable-branches \
        --gcov-ignore-parse-errors --csv "$csv") || return
    coverage_page "$csv" >"$root/docs/coverage.md" || status=1
    sed -n '/^|/p' "$root/docs/coverage.md"
    return $status
}

main() {
    need "$packages_to_cover"
    build coverage all || die "the build failed"
    run_coverage || die "coverage: a test failed, or less is run than is aimed at"
}
