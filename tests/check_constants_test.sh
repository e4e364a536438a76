#!/usr/bin/env bash
# Shows that check_constants.sh can fail: a small tree passes, and with one second constant it does not.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
mkdir -p "$tree/src/spp" "$tree/include"
printf '#define KMS_VALIDITY (180 * CLOCK_DAY)\n#define KMS_PORT 1688\n' >"$tree/src/spp/kms.h"

good=() bad=() wanted=()
passes() { good+=("$1"); }
# says PART LINE: a source with that line is refused, and what to use is named.
says() {
    wanted+=("$1")
    bad+=("$2")
}

passes 'uint64_t end = time + KMS_VALIDITY;'
passes '/* 180 * CLOCK_DAY, port 1688, 55c92734-d682: a comment may name them. */'
passes 'static const char text[] = "a license of 180 days, id == 12290";'
passes 'if (t->count == 5 || cells < 25 || height == 50)'
passes 'uint64_t week = 7 * CLOCK_DAY, steps[] = {30 * CLOCK_DAY};'
passes 'if (record_is(r, KIND_AD_ACTIVATED) && e->id == EVENT_HOST_REQUEST)'

says KMS_VALIDITY 'uint64_t end = time + 180 * CLOCK_DAY;'
says KMS_SKEW_ALLOWED_SECONDS 'if (skew > 4 * 3600)'
says KMS_COUNTED_TIME '#define RECENT_DAYS 30'
says KMS_COUNTED_TIME '#define COUNTED (30 * CLOCK_DAY)'
says KMS_NEED_SERVER '#define NEED_CLIENT 25'
says KMS_NEED_SERVER 'if (t.number == 5)'
says KMS_COUNT_MOST '#define MOST_OF_WINDOWS 50'
says KMS_ANSWER_TIME '#define ANSWER_TIME (5 * CLOCK_MINUTE)'
says KMS_ANSWER_TIME '#define NEXT_TRY (2 * CLOCK_MINUTE)'
says KMS_PORT 'if (alone == 1688)'
says KMS_PORT 'puts("slmgr /skms HOST:1688");'
says KMS_INTERVAL_MOST '#define INTERVAL_MOST 43200'
says KMS_RENEWAL_DEFAULT '    "10080 by default"'
says APPLICATION_WINDOWS '#define WINDOWS "55c92734-d682-4d71-983e-d6ec3f16059f"'
says APPLICATION_WINDOWS '    static const uint8_t windows[16] = {0x55, 0xc9, 0x27, 0x34};'
says license_state '#define STATE_LICENSED 1'
says 'record_is()' 'if (e->common->id == 12290)'
says 'index_kind()' 'events = index_events(s->index, m, 1003, &count);'
says 'record_is()' 'if (sppwhy_record_is(r, "ad_activated"))'
says 'record_succeeded()' 'return record_number(r, SPPWHY_FIELD_CODE, 1) == 0;'
says 'record_succeeded()' 'return record_number(r, SPPWHY_FIELD_ACTIVATED, 0) == 1;'
says 'record_minutes_end()' 'minutes = record_number(r, SPPWHY_FIELD_MINUTES_LEFT, 0);'
says 'clock_is_measured()' 'if (r->skew_source == SPPWHY_SKEW_NONE)'
says 'id16_equal()' 'return memcmp(a, b, 16) == 0;'

printf '%s\n' "${good[@]}" >"$tree/src/one.c"
said=$(bash "$here/check_constants.sh" "$tree" 2>&1) || {
    echo "refuses what is good: $said"
    failed=1
}
printf '%s\n' "${bad[@]}" >"$tree/src/one.c"
if said=$(bash "$here/check_constants.sh" "$tree" 2>&1); then
    echo "passes with second constants"
    failed=1
fi
for i in "${!bad[@]}"; do
    grep "^src/one.c:$((i + 1)):" <<<"$said" | grep -qF "${wanted[i]}" || {
        echo "does not say \"${wanted[i]}\" of: ${bad[i]}"
        failed=1
    }
done
rm -rf "$tree/src" "$tree/include"
mkdir "$tree/src" "$tree/include"
if bash "$here/check_constants.sh" "$tree" >/dev/null 2>&1; then
    echo "passes where there is nothing to look at"
    failed=1
fi
[ "$failed" != 0 ] || echo "the check of constants can fail"
exit "$failed"
