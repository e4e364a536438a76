#!/usr/bin/env bash
# Shows that check_layers.sh can fail: each violation, put alone into a small tree, must be named by its place.
set -euo pipefail

check=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/check_layers.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

fresh_tree() {
    rm -rf "${tree:?}"/*
    mkdir -p "$tree"/src/{base,collect,evtx,spp,cli} "$tree/include/sppwhy"
    printf '#include "sppwhy/status.h"\n#include <pthread.h>\n' >"$tree/src/base/file.c"
    mkdir -p "$tree/src/base/posix"
    printf '#include <unistd.h>\n' >"$tree/src/base/posix/disk.c"
    printf '#include "base/file.h"\n#include <stdio.h>\n' >"$tree/src/collect/collect.c"
    printf '#include "sppwhy/evtx.h"\n#include "record.h"\n' >"$tree/src/spp/record.c"
    mkdir -p "$tree/src/correlate"
    printf '#include "correlate/names.h"\n#include "correlate/evidence.h"\n' >"$tree/src/correlate/names.c"
    printf '#include "sppwhy/spp.h"\n#include "cli/inside.h"\n' >"$tree/src/cli/main.c"
    printf '#include "collect/collect.h"\n' >"$tree/src/cli/inside.h"
    printf '#include "sppwhy/status.h"\n' >"$tree/include/sppwhy/evtx.h"
}

# refuses FILE LINE-OF-C: the line, as second line of the file, is a violation.
refuses() {
    local said
    fresh_tree
    mkdir -p "$(dirname "$tree/$1")"
    printf '/* first line */\n%s\n' "$2" >"$tree/$1"
    if said=$(bash "$check" "$tree" 2>&1); then
        echo "not refused: $2 in $1"
        failed=1
    elif [[ $said != *"$1:"* ]]; then
        echo "place not named: $2 in $1: $said"
        failed=1
    fi
}

fresh_tree
if ! said=$(bash "$check" "$tree" 2>&1); then
    echo "a good tree is refused: $said"
    failed=1
fi

refuses src/base/text.c '#include "evtx/chunk.h"'
refuses src/base/text.c '#include <unistd.h>'
refuses src/base/text.c '#include <windows.h>'
refuses src/evtx/chunk.c '#ifdef _WIN32'
refuses src/base/text.c '#include "sppwhy/collect.h"'
refuses src/collect/walk.c '#include "evtx/chunk.h"'
refuses src/collect/walk.c '#include "sppwhy/evtx.h"'
refuses src/evtx/chunk.c '  #  include "spp/record.h"'
refuses src/spp/codes.c '#include <sppwhy/rules.h>'
refuses src/spp/codes.c '#include "../cli/table.h"'
refuses src/spp/codes.c '#include <fcntl.h>'
refuses src/cli/main.c '#include <sys/stat.h>'
refuses src/cli/main.c '#include "elsewhere/x.h"'
refuses src/elsewhere/x.c '#include <stdio.h>'
refuses src/report/csv/csv.c '#include "report/html/html.h"'
refuses src/rules/rules.c '#include "report/html/html.h"'
refuses src/correlate/names.c '#include "correlate/requests.h"'
refuses src/correlate/names.c '#include "correlate/everything.h"'
refuses include/sppwhy/evtx.h '#include "sppwhy/report.h"'
refuses src/cli/main.c '#include "collect/collect.h"'
refuses src/cli/inside.h '#include "evtx/events.h"'
refuses include/sppwhy/spp.h '#include "spp/records.h"'

# The table of docs/design.md: each folder below those it uses.
fresh_tree
mkdir -p "$tree/docs"
# shellcheck disable=SC2016 # the marks of a table
printf '| `base/` | a |\n| `collect/` | a |\n| `evtx/` | a |\n| `spp/` | a |\n' >"$tree/docs/design.md"
bash "$check" "$tree" >/dev/null || {
    echo "refuses a table in order"
    failed=1
}
# shellcheck disable=SC2016
printf '| `spp/` | a |\n| `base/` | a |\n' >"$tree/docs/design.md"
if bash "$check" "$tree" >/dev/null 2>&1; then
    echo "passes a table out of order"
    failed=1
fi

rm -rf "${tree:?}"/*
if bash "$check" "$tree" >/dev/null 2>&1; then
    echo "an empty tree passes"
    failed=1
fi
exit "$failed"
