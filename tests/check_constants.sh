#!/usr/bin/env bash
# A constant of licensing is written once, in src/spp/kms.h, also for the rules, which know these by name; what Windows calls its
# providers, channels and scripts once in src/base/licensing_names.h; ids are compared in one place, src/base/id.h; whether a
# step succeeded is decided in one, src/spp/access.c: this looks for a second one. Usage: check_constants.sh [ROOT]
# Prints file:line of each; exits 1 when there is one, or when there was nothing to look at.
set -euo pipefail

root=${1:-$(dirname "${BASH_SOURCE[0]}")/..}
cd "$root"

files=$(find src include -type f -name '*.[ch]' ! -path src/spp/kms.h | LC_ALL=C sort)
[ -n "$files" ] || {
    echo "check_constants: no sources below $PWD" >&2
    exit 1
}

rules=$(find rules -maxdepth 1 -name '*.yaml' | LC_ALL=C sort)
# Ids of events that nothing else is likely to be called; 16384 is a power of two.
events=$(awk -F '\t' '$2 ~ /^[0-9][0-9][0-9][0-9]+$/ && $2 != 16384 { print $2 }' rules/catalogue/events.tsv | LC_ALL=C sort -u | paste -sd '|')
if [ -z "$rules" ] || [ -z "$events" ]; then
    echo "check_constants: no rules, or no events in rules/catalogue/events.tsv, below $PWD" >&2
    exit 1
fi

# look WHAT TEXTS PATTERN [FILE...]: the pattern in code; TEXTS yes: also in its texts. Not in comments. FILEs may have it.
failed=0
look() {
    local what=$1 texts=$2 pattern=$3 found
    shift 3
    # shellcheck disable=SC2086 # names of sources have no blanks
    found=$(grep -nE "$pattern" ${looked_through:-$files} /dev/null | grep -vE '^[^:]+:[0-9]+: *(\*|/\*)' | sed 's|/\*.*||' || true)
    [ "$texts" = yes ] || found=$(grep -vE '^[^:]+:[0-9]+: *"' <<<"$found" | sed 's/"[^"]*"/""/g' || true)
    found=$(grep -E "$pattern" <<<"$found" || true)
    for allowed in "$@"; do found=$(grep -v "^$allowed:" <<<"$found" || true); done
    [ -z "$found" ] || {
        printf '%s\n' "$found" | sed "s|\$|    <- $what|"
        failed=1
    }
}

find_second() {
    local what=$1 pattern=$2
    shift 2
    look "$what" no "$pattern" "$@"
}

# find_in_all WHAT PATTERN [FILE...]: also in what is printed.
find_in_all() {
    local what=$1 pattern=$2
    shift 2
    look "$what" yes "$pattern" "$@"
}

find_second 'KMS_VALIDITY' '\b180 ?\* ?CLOCK_DAY|\b259200\b'
find_second 'KMS_SKEW_ALLOWED_SECONDS' '\b4\)? ?\* ?3600\b|\b14400\b|\b4 ?\* ?CLOCK_HOUR'
find_second 'KMS_COUNTED_TIME, KMS_COUNTED_DAYS' '#define +[A-Z_]*(COUNTED|RECENT)[A-Z_]* +\(?30\b'
find_second 'KMS_NEED_SERVER, KMS_NEED_CLIENT' '#define +[A-Z_]*NEED[A-Z_]* +(5|25)\b|\b(need|required|number|n_policy) *(==|!=|<|>|<=|>=) *(5|25)\b'
find_second 'KMS_COUNT_MOST' '#define +[A-Z_]*MOST[A-Z_]*(WINDOWS|OFFICE|COUNT) +[0-9]+|#define +[A-Z_]*COUNT_MOST[A-Z_]* +[0-9]+'
find_second 'KMS_ANSWER_TIME ... (kms.h)' '#define +[A-Z_]*(ANSWER|TRY|TWIN)[A-Z_]* +\(?[0-9]* ?\*? ?CLOCK_'
find_in_all 'KMS_PORT' '\b1688\b'
find_in_all 'KMS_INTERVAL_MOST, KMS_RENEWAL_DEFAULT, KMS_VALIDITY_MINUTES' '\b(43200|10080|259200)\b'
find_in_all 'APPLICATION_WINDOWS, APPLICATION_OFFICE' '55c92734-|59a52881-|0ff1ce15-|0x55, 0xc9, 0x27|0x59, 0xa5, 0x28|0x0f, 0xf1, 0xce'
find_second 'license_state' '#define +[A-Z_]*(LICENSED|GRACE|NOTIFICATION)[A-Z_]* +[0-6]$'
find_second 'an EVENT_ of kms.h, or record_is()' '\b(id|event_id) *(==|!=) *[0-9]{3,5}\b'
find_second 'index_kind()' '\bindex_events\([^;]*, *[0-9]{3,5} *,'
find_in_all 'record_is()' '\bsppwhy_record_is\([^;]*, *"'
find_second 'record_succeeded(), record_failed()' 'FIELD_CODE, 1\) *[!=]= *0|FIELD_ACTIVATED, [01]\)' src/spp/access.c src/correlate/match_responses.c
find_second 'record_minutes_end()' 'FIELD_MINUTES_LEFT, 0\)' src/spp/access.c
find_second 'clock_is_measured()' 'skew_source *[!=]= *SPPWHY_SKEW_NONE' src/correlate/clock.c src/correlate/clock.h
find_second 'id_equal(), id_compare()' 'memcmp\([^;]*, (16|sizeof [a-z_]*rule)\)' src/base/id.h
find_second 'CLOCK_UNIX_EPOCH' '\b116444736[0-9]*|\b86400\b' src/base/clock.h src/base/clock.c
find_second 'errno_text()' '\bstrerror(_[rs])?\(' src/base/posix/errno_text.c src/base/windows/errno_text.c
find_in_all 'text_lower(), text_compare_nocase_n()' '\bstrn?casecmp\(|\| ?0x20\) [!=]='
find_second 'hresult_is_win32() and its like' '0x80070000|>> 16 [!=]= 0x|>> 16 & 0x7FF' src/spp/hresult.h src/spp/code.c
find_in_all 'CODE_FORMAT, code_format()' '0x%08X' src/spp/hresult.h

# Events by their numbers, but for the two tables whose rows they are: "{8198, ...}".
find_second 'an EVENT_ of kms.h' "(^|[^{0-9A-Za-z_.[\"])($events)\\b" src/evtx/libevtx/reader_libevtx.c
find_in_all 'KMS_TEXT(EVENT_...)' "\"($events)\""

# What is called by its name.
names=src/base/licensing_names.h
find_in_all 'PROVIDER_SPP, PROVIDER_SLC' '"[^" ]*Security-(SPP|Licensing-SLC)' "$names"
find_in_all 'SOURCE_SPP, SOURCE_OFFICE, SOURCE_SLC' '"[^"]*Software (Protection Platform|Licensing) Service"' "$names"
find_in_all 'SOURCE_KMS' '"KmsRequests"' "$names"
find_in_all 'CHANNEL_KMS, CHANNEL_APPLICATION' '"Key Management Service"|channel[a-z_]* = "Application"|: "Application"' "$names" include/sppwhy/correlate.h
find_in_all 'SCRIPT_SLMGR, SCRIPT_OSPP' '"(slmgr|ospp)(\.vbs)?"' "$names" src/explain/explain_words.c

# What is printed of them: KMS_TEXT() in it. The 30 days of `activity` are those of its chart.
find_in_all 'KMS_TEXT(KMS_COUNTED_DAYS), KMS_TEXT(GRACE_DAYS)' '\b30 days\b' \
    src/cli/options.c src/cli/verbs.c src/report/html/html_calendar.c src/report/text/activity_text.c src/report/view/activity.c
find_in_all 'KMS_TEXT(KMS_VALIDITY_DAYS)' '\b180 days\b'
find_in_all 'KMS_TEXT(KMS_SKEW_ALLOWED_HOURS)' '\b4 hours\b'
find_in_all 'KMS_TEXT(KMS_NEXT_TRY_MINUTES)' '\b(two|2) minutes\b'

# Conditions of the rules.
looked_through=$rules
find_in_all 'KMS_SKEW_ALLOWED_SECONDS, KMS_RENEWAL_DEFAULT_SECONDS, KMS_EXPIRING_SECONDS' '\|(lt|lte|gt|gte): *(14400|604800)\b'
find_in_all 'KMS_NEED_SERVER, KMS_NEED_CLIENT' '(need|clients|required_count)(\|[a-z]+)?: *(5|25)\b'
find_in_all 'KMS_COUNT_MOST' '\bcount(\|[a-z]+)?: *(50|10)\b'
[ "$failed" != 0 ] || printf '%d files, no second constant\n' "$(wc -l <<<"$files")"
exit "$failed"
