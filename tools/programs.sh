# shellcheck shell=bash
# A part of ./dev lint: every program that a script or a step of the build calls is in a table of tools/packages.sh, in
# Debian's essential packages, or asked for first (`command -v NAME`, `have NAME`) in the same file. Without this, a test
# that needs what happens to be installed fails on the first machine where it is not.
#
# shfmt makes a tree of each script, jq takes the names that are called out of it: the first word of a command, and what
# follows the words in `wrappers`, which run what they are given.

: "${root:?sourced by ./dev}" "${jobs:?}" "${packages_to_test:?}"

# shellcheck disable=SC2016 # the dollar signs are jq's
programs_of_tree='
def text: if all(.Parts[]; .Type == "Lit") then [.Parts[].Value] | add
          elif (.Parts | length) == 1 and .Parts[0].Type == "SglQuoted" then .Parts[0].Value
          else null end;
def wrappers: ["env", "exec", "xargs", "nice", "timeout", "sudo", "command", "setsid", "nohup", "quiet", "quietly",
               "as_root", "works", "unshare", "chroot", "taskset", "prlimit", "time"];
def skip_options:
    if length == 0 then .
    elif .[0] != null and (.[0] | test("^-[nPIds]$")) then .[2:] | skip_options
    elif .[0] != null and (.[0] | test("^[-+]|=|^[0-9.]+[a-z]?$")) then .[1:] | skip_options
    else . end;
def called:
    if length == 0 or .[0] == null then empty
    elif .[0] == "command" and .[1] == "-v" then empty
    else .[0], (if (.[0] as $first | wrappers | index($first)) then
        (if .[0] == "quietly" then .[2:] else .[1:] end) | skip_options | called
        else empty end)
    end;
.. | objects |
    if .Type == "FuncDecl" then "function\t" + .Name.Value
    elif .Type == "CallExpr" then [.Args[]? | text] |
        (called | "call\t" + .),
        (select(.[0] == "command" and .[1] == "-v" or .[0] == "have") | "asked\t" + (.[-1] // "")),
        (indices("-exec")[] as $i | .[$i + 1] // empty | "call\t" + .),
        (select((.[0] == "bash" or .[0] == "sh") and .[1] == "-c" or .[0] == "run_shell") | .[-1] // empty | "shell\t" + @json)
    else empty end'

# programs_in FILE: lines KIND<TAB>NAME of a script, those of the lines of shell that it hands to other shells included.
programs_in() {
    local found handed
    found=$(programs_of_shell <"$1")
    grep -v $'^shell\t' <<<"$found" || true
    handed=$(sed -n $'s/^shell\t//p' <<<"$found")
    # all of them at once, or one after another where one of them is no whole shell
    jq -r . <<<"$handed" | programs_of_shell 2>/dev/null || while IFS= read -r handed; do
        jq -r . <<<"$handed" | programs_of_shell 2>/dev/null || true
    done <<<"$handed"
}
programs_of_shell() { shfmt -ln bash -tojson | jq -r "$programs_of_tree"; }

# The commands that steps of the build name themselves.
programs_of_cmake() {
    sed -nE 's/^[^#]*(COMMAND|find_program\([A-Z_]+) +([a-z][a-z0-9_+-]*)( .*)?$/\2/p' "$1" | sed -E '/^(sppwhy|test_)/d'
}

# What is there on any Debian: by the packages that this one has, so on another system there is nothing to compare with.
programs_of_debian() {
    compgen -b
    compgen -k
    dpkg-query -Wf '${Package} ${Priority} ${Essential}\n' | awk '$2 == "required" || $3 == "yes" { print $1 }' |
        xargs dpkg -L | grep -E '/s?bin/[^/]+$' | sed 's|.*/||'
    printf 'awk\n' # mawk's, by a link that no package owns
}

# programs_of_tables TABLE...: the commands that they bring.
programs_of_tables() { printf '%s\n' "$@" | awk '$2 == "command" { print $3 }'; }

# programs_lint_file FILE KNOWN-FILE: says which programs of FILE nobody installs.
programs_lint_file() {
    local file=$1 known=$2
    case $file in
        *.txt | *.cmake | *.in) programs_of_cmake "$root/$file" ;;
        *) awk -F'\t' '$1 == "asked" { asked[$2] = 1 } $1 == "call" { calls[$2] = 1 }
            END { for (c in calls) if (!(c in asked) && c !~ /\/|^_/) print c }' "$programs_work/${file//\//+}" ;;
    esac | LC_ALL=C sort -u | LC_ALL=C comm -23 - "$known" | sed "s|^|$file: no table of tools/packages.sh has |"
}

lint_programs() {
    have dpkg-query || {
        echo 'this is no Debian: what its essential packages have cannot be known'
        return 77
    }
    local programs_work file table scripts=() steps=() bad=0 running=0
    programs_work=$(mktemp -d)
    mapfile -d '' -t scripts < <(printf 'dev\0.ci/run\0.ci/nightly\0' && project_files '*.sh' tests tools)
    mapfile -d '' -t steps < <(printf 'CMakeLists.txt\0' && project_files 'CMakeLists.txt' tests && project_files '*.cmake' cmake)
    for file in "${scripts[@]}"; do
        programs_in "$root/$file" >"$programs_work/${file//\//+}" &
        running=$((running + 1))
        if [ "$running" -ge "$jobs" ]; then
            wait -n || true
            running=$((running - 1))
        fi
    done
    wait
    {
        programs_of_debian
        awk -F'\t' '$1 == "function" { print $2 }' "$programs_work"/*
    } | LC_ALL=C sort -u >"$programs_work/always"
    programs_of_tables "$packages_to_test" | LC_ALL=C sort -u - "$programs_work/always" >"$programs_work/known-to-tests"
    for table in "${!packages_to_@}" "${!packages_for_@}"; do
        programs_of_tables "${!table}"
    done | LC_ALL=C sort -u - "$programs_work/always" >"$programs_work/known"
    for file in "${scripts[@]}" "${steps[@]}"; do
        case $file in
            tests/bench/* | tests/browser/* | tests/page/* | tests/fuzz/*.sh) programs_lint_file "$file" "$programs_work/known" ;;
            tests/* | cmake/* | CMakeLists.txt) programs_lint_file "$file" "$programs_work/known-to-tests" ;;
            *) programs_lint_file "$file" "$programs_work/known" ;;
        esac
    done >"$programs_work/unknown"
    cat "$programs_work/unknown"
    [ ! -s "$programs_work/unknown" ] || bad=1
    rm -rf "$programs_work"
    return $bad
}
