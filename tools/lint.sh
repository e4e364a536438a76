# shellcheck shell=bash
#: lint [--deep]
#: warnings, format, layers, sizes, shell scripts, programs that nobody installs, clang-tidy, what is tracked; --deep: clang's
#: static analyzer, too, which takes some seconds a file

: "${root:?sourced by ./dev}" "${jobs:?}"
# shellcheck source=tools/packages.sh
source "$root/tools/packages.sh"
# shellcheck source=tools/build.sh
source "$root/tools/build.sh"
# shellcheck source=tools/programs.sh
source "$root/tools/programs.sh"

# The build with sanitizers is one by clang in which warnings are errors; ./dev test uses the same.
lint_clang() { build sanitize all; }

# Versions of clang-format and of clang-tidy differ in what they want: the one that the sources were written with decides,
# another one does not.
lint_tools_version=14

# version_is TOOL: whether it decides; else says why it does not.
version_is() {
    local version
    version=$("$1" --version | sed -nE 's/.*version ([0-9]+)\..*/\1/p' | head -n 1)
    [ "$version" = "$lint_tools_version" ] && return
    echo "$1 is of version ${version:-unknown} here; only $lint_tools_version decides"
    return 1
}

lint_format() {
    version_is clang-format || return 77
    local said=$log_folder/clang-format.log
    # many files a call: it takes longer to start than to look at a file
    project_files '*.[ch]' src include tests docs |
        (cd "$root" && xargs -0 -r -n 40 -P "$jobs" clang-format --dry-run -Werror) >"$said" 2>&1 && return
    sed -nE 's/^([^ :]+):[0-9]+:[0-9]+: error: .*/\1: not formatted; .\/dev format mends it/p' "$said" | sort -u
    grep -q ' error: ' "$said" || cat "$said"
    return 1
}

# Each has a test that shows that it can fail.
lint_layers() { "$root/tests/check_layers.sh" "$root"; }
lint_constants() { "$root/tests/check_constants.sh" "$root"; }
lint_headers() { "$root/tests/check_headers.sh" "$root"; }
lint_sorts() { "$root/tests/check_sorts.sh" "$root"; }
lint_sizes() { "$root/tests/check_sizes.sh" "$root"; }

lint_shell() {
    {
        printf 'dev\0.ci/run\0.ci/nightly\0'
        project_files '*.sh' tests tools
        [ ! -d "$root/samples" ] || project_files '*.sh' samples
    } | (cd "$root" && xargs -0 -r -n 8 -P "$jobs" shellcheck -x)
}

# Reads build/sanitize/compile_commands.json, so the build by clang has to be there.
lint_tidy() {
    [ -f "$root/build/sanitize/compile_commands.json" ] || {
        echo "no build/sanitize/compile_commands.json: the build by clang could not be configured"
        return 1
    }
    version_is clang-tidy || return 77
    # The hints come before what a file defines for the system's headers.
    local plain=(clang-tidy --quiet -p "$root/build/sanitize" --extra-arg=-Wno-macro-redefined)
    [ -n "$lint_deep" ] || plain+=('--checks=-clang-analyzer-*')
    # See tests/tidy_hints.h. It comes before a file's own _GNU_SOURCE, so that has to come earlier still.
    local hinted=("${plain[@]}" --extra-arg=-D_GNU_SOURCE= "--extra-arg=-I$root/src" "--extra-arg=-I$root/include"
        --extra-arg=-include "--extra-arg=$root/tests/tidy_hints.h")
    local said=$log_folder/clang-tidy.log status=0
    (cd "$root" && "${plain[@]}" src/base/error.c) >"$said" 2>&1 || status=1
    # Windows' twins include what is not here; ./dev windows compiles them.
    project_files '*.c' src tests docs | grep -zvxF src/base/error.c | grep -zv '^src/base/windows/' |
        (cd "$root" && xargs -0 -r -n 1 -P "$jobs" "${hinted[@]}") >>"$said" 2>&1 || status=1
    [ "$status" = 0 ] && return
    grep -E '(error|warning): ' "$said" || cat "$said"
    echo "(the steps that lead there are in $said)"
    return 1
}

lint_tracked() {
    in_git || {
        echo 'no git repository here'
        return 77
    }
    local bad=0 file magic
    while IFS= read -r -d '' file; do
        case $file in
            build/* | *.o | *.a | *.so | *.gcda | *.gcno | compile_commands.json | CMakeCache.txt | */CMakeFiles/*)
                echo "build output is tracked: $file"
                bad=1
                ;;
        esac
        magic=
        [ ! -f "$root/$file" ] || LC_ALL=C IFS= read -r -N 4 magic <"$root/$file" || true
        if [ "$magic" = $'\x7fELF' ]; then
            echo "a program or an object is tracked: $file"
            bad=1
        fi
    done < <(git -C "$root" ls-files -z)
    # what is tracked and not there is no size to speak of
    (cd "$root" && git ls-files -z | xargs -0 -r stat -c '%s %n' -- 2>/dev/null) | awk '
        $1 > 1048576 { size = $1; sub(/^[0-9]+ /, ""); print "over 1 MiB and tracked: " $0 " (" size " bytes)"; bad = 1 }
        END { exit bad }' || bad=1
    return $bad
}

# check WHAT COMMAND: one line for what passed; for what failed, what it said. Status 77: it could not be done here.
check() {
    local log=$log_folder/lint.log status=0
    mkdir -p "$log_folder"
    "$2" >"$log" 2>&1 </dev/null || status=$?
    case $status in
        0)
            printf 'ok      %s\n' "$1"
            passed=$((passed + 1))
            ;;
        77)
            printf 'skipped %s: %s\n' "$1" "$(tail -n 1 "$log")"
            skipped=$((skipped + 1))
            ;;
        *)
            grep -vE '^[0-9]+ warnings? generated\.$' "$log" || true
            printf 'FAILED  %s\n' "$1"
            failed=$((failed + 1))
            ;;
    esac
}

main() {
    lint_deep=
    if [ $# != 0 ]; then
        [ "$*" = --deep ] || wrong_words lint "'$*' is no option of it"
        lint_deep=1
    fi
    need "$packages_to_lint"
    check 'a build by clang without a warning' lint_clang
    check 'format' lint_format
    check 'layers' lint_layers
    check 'constants of licensing' lint_constants
    check 'public headers' lint_headers
    check 'sorts' lint_sorts
    check 'sizes of functions and files' lint_sizes
    check 'shell scripts' lint_shell
    check 'programs are in the tables of packages' lint_programs
    check 'clang-tidy' lint_tidy
    check 'nothing tracked that should not be' lint_tracked
    close_counts
}
