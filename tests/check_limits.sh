#!/usr/bin/env bash
# What a file can ask for is limited in src/base/limits.h, with the reason, and nowhere else: this looks for a constant called a
# limit outside of it. Usage: check_limits.sh [ROOT]
# Prints file:line of each; exits 1 when there is one, when the list below has one that is not there any more, or when there
# was nothing to look at.
set -euo pipefail

root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}
cd "$root"

[ -f src/base/limits.h ] || {
    echo "check_limits: no src/base/limits.h below $PWD" >&2
    exit 1
}

# What may be called so elsewhere, and why nothing is lost by it. FILE NAME # reason
known() {
    sed 's/ *#.*//; /^ *$/d' <<'END'
src/spp/kms.h KMS_COUNT_MOST            # constants of licensing
src/spp/kms.h KMS_COUNT_MOST_OFFICE
src/spp/kms.h KMS_INTERVAL_MOST
src/report/html/html_timeline.h LANES_MOST       # how a report is laid out: it says how many more there are
src/report/html/html.h HTML_PROBLEMS_MOST
src/report/html/html.h HTML_PLANS_MOST
src/report/text/activity_text.c BAR_MOST
src/report/text/table.h TABLE_COLUMNS_MOST       # columns that the code writes itself
src/report/csv/events_csv.c COLUMNS_MOST
src/arrow/events_out.c COLUMNS_MOST
src/pack/main.c MOST_BYTES                       # files of this project, when it is built
src/pages/main.c PAGE_MOST
src/spp/tsv.h TSV_COLUMNS_MOST                   # a table of more is refused, with its name
src/evtx/jsonl/jsonl_pull.c DEPTH_MOST           # a faster way; beyond it jansson reads the line
src/evtx/jsonl/jsonl_pull.c KEYS_MOST
src/evtx/jsonl/jsonl_pull.c DIGITS_MOST
src/evtx/store.h PARTS_MOST                      # ways to hold or to copy; beyond them others are taken
src/evtx/store.c ROOM_MOST
src/arrow/events_in.c ROOM_MOST
src/evtx/native/native.h PLANS_MOST
src/report/write/line.c SHAPES_MOST
src/base/arena.c BLOCK_MOST
src/rules/language/condition_events.c KINDS_MOST
src/evtx/libevtx/libevtx_child.h LIBEVTX_ANSWER_MOST  # follow from limits.h and the size of a chunk
src/evtx/libevtx/libevtx_child.h LIBEVTX_RECORDS_MOST
src/evtx/jsonl/jsonl.c TOKEN_MOST                # what is longer is no such thing: a date, a tag, a label, a word
src/base/dictionary.c XZ_BLOCK_MOST
src/base/utf16.h UTF16_MOST_BYTES
src/base/utf8.h UTF8_MOST
src/exports/moment.c MOMENT_MOST
src/exports/tidy.c TAG_MOST
src/exports/tidy.c LABEL_MOST
src/exports/prose_block.c LINES_MOST
src/explain/explain_words.c TOKEN_MOST
src/explain/explain_paste.c HOST_MOST
src/explain/explain_parts.c PART_MOST
src/base/domain_name.c LABEL_MOST
src/base/domain_name.c NAME_MOST
src/correlate/hosts.c MOST_NEEDED
src/correlate/license_words.c APPLICATIONS_MOST
src/rules/judge/host_causes.c HOSTS_MOST         # how far a comparison goes: what is beyond is unknown then, not false
src/rules/judge/index.c SERVERS_MOST
src/cli/time_bound.c SPAN_MOST                   # of the command line or the system; a message says so
src/cli/verb_explain.c VERBS_MOST
src/cli/cli.h GUARD_NO_LIMIT
src/cli/progress.c LINE_MOST
src/base/pool.c THREADS_MOST
src/base/posix/child.c MOST
src/base/unpack.c MOST_TRIES
src/base/atomic_file.h ATOMIC_FILE_NAME_MOST
src/base/posix/atomic_file.c LINKS_MOST
src/base/terminal_columns.c COLUMNS_MOST
src/base/windows/descriptor.c WRITE_MOST
src/base/windows/disk.c READ_MOST
END
}

found=$({ grep -rnE --include='*.[ch]' '^ *# *define +[A-Z0-9_]*(MOST|LIMIT|MAX)([A-Z0-9_]*)( |\()|\benum *\{[^}]*\b[A-Z0-9_]*_?MOST\b' src include || true; } |
    { grep -v '^src/base/limits.h:' || true; } |
    sed -E 's/^([^:]+:[0-9]+):[^A-Z]*# *define +([A-Z0-9_]+).*/\1 \2/; s/^([^:]+:[0-9]+):.*enum *\{.*\b([A-Z0-9_]*MOST)\b.*/\1 \2/' |
    LC_ALL=C sort)
failed=0
while read -r place name; do
    [ -n "$place" ] || continue
    known | grep -qxF "${place%%:*} $name" || {
        echo "$place: $name is a limit outside of src/base/limits.h"
        failed=1
    }
done <<<"$found"
while [ -f tests/check_limits.sh ] && read -r file name; do # in the tree that the list is of
    grep -qE "^$file:[0-9]+ $name\$" <<<"$found" || {
        echo "tests/check_limits.sh: $file has no $name any more"
        failed=1
    }
done < <(known)
[ "$failed" != 0 ] || echo "$(grep -c '^#define LIMIT_' src/base/limits.h) limits, all in src/base/limits.h"
exit "$failed"
