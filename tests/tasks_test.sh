#!/usr/bin/env bash
# docs/tasks.md: each task has a command that is run here in a scratch copy, and prints what the page shows.
# usage: tasks_test.sh SPPWHY
set -euo pipefail
# shellcheck source=tests/shown.sh
source "$(dirname "${BASH_SOURCE[0]}")/shown.sh"

sppwhy=$(realpath "${1:?which sppwhy?}")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
page=$root/docs/tasks.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

wrong() {
    echo "FAILED: $*" >&2
    failed=1
}

# compare PAGE: what its commands print now is what it shows.
compare() {
    rm -rf "$work/scratch"
    shown_scratch "$work/scratch" "$root/samples"
    shown_page "$1" >"$work/now.md" && diff "$1" "$work/now.md"
}

compare "$page" || wrong "docs/tasks.md is not what the commands print now"

# every task has a command that is run, and is in the list at the top
list=$(grep '^- \[' "$page")
task=''
tasks=0
with_command=0
while IFS= read -r line; do
    case $line in
        '## '*)
            task=${line#'## '}
            tasks=$((tasks + 1))
            seen=no
            grep -qixF -- "- [$task](#${task// /-})" <<<"$list" || wrong "the list lacks: $task"
            ;;
        '<!-- run'*)
            [ -z "$task" ] || [ "$seen" = yes ] || with_command=$((with_command + 1))
            seen=yes
            ;;
    esac
done <"$page"
[ "$tasks" -ge 20 ] || wrong "$tasks tasks, and twenty are wanted"
[ "$with_command" = "$tasks" ] || wrong "$with_command of $tasks tasks have a command that is run"

# each answer fits a screen, what is in it as a file apart
awk '/^```/ { inside = !inside; lines = 0; next } inside { lines++ }
    inside && lines == 51 { print FILENAME ":" FNR; bad = 1 } END { exit bad }' "$page" || wrong "an answer is longer than 50 lines"

# It can fail: a page that shows what is not printed, a command that fails, a mark that is none.
printf '%s\n' '<!-- run -->' '```' "\$ sppwhy --version" 'sppwhy 99' '```' >"$work/bad.md"
! compare "$work/bad.md" >/dev/null || wrong "another output is not noticed"
printf '%s\n' '<!-- run -->' '```' "\$ false" '```' >"$work/bad.md"
! compare "$work/bad.md" >/dev/null 2>&1 || wrong "a command that fails is not noticed"
printf '%s\n' '<!-- run for fun -->' '```' "\$ true" '```' >"$work/bad.md"
! compare "$work/bad.md" >/dev/null 2>&1 || wrong "an unknown mark is not noticed"

exit "$failed"
