# shellcheck shell=bash
# What every command of ./dev may use: messages, where things are, quiet runs, counts. Sourced by ./dev.

: "${root:?sourced by ./dev}"

# shellcheck disable=SC2034 # for those who source this
jobs=$(nproc 2>/dev/null || echo 2)
log_folder=$root/build/log

say() { printf 'dev: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}
# wrong_words COMMAND WHAT: how a command refuses the words behind it.
wrong_words() {
    say "$1: $2; './dev help' tells how it is called"
    exit 3
}
have() { command -v "$1" >/dev/null 2>&1; }
in_git() { have git && git -C "$root" rev-parse --is-inside-work-tree >/dev/null 2>&1; }

# The files of the project that a pattern of find's fits, each ended by a NUL.
project_files() {
    (cd "$root" && find "${@:2}" -type f -name "$1" -print0 | LC_ALL=C sort -z)
}

# quietly NAME COMMAND...: shows what the command says only when it fails.
quietly() {
    local log=$log_folder/$1.log
    shift
    mkdir -p "$log_folder"
    "$@" >"$log" 2>&1 </dev/null && return
    cat "$log" >&2
    return 1
}

# ---- counting ---------------------------------------------------------------------------------------------------

passed=0
failed=0
skipped=0

# Prints the closing line, or hands the counts to whoever set SPPWHY_COUNTS (a file): .ci/run adds them up.
close_counts() {
    if [ -n "${SPPWHY_COUNTS:-}" ]; then
        printf '%d %d %d\n' "$passed" "$failed" "$skipped" >>"$SPPWHY_COUNTS"
    else
        printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    fi
    [ "$failed" = 0 ] && [ "$passed" != 0 ]
}
