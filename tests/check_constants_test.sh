#!/usr/bin/env bash
# Shows that check_constants.sh can fail: a small tree passes, and with one second constant it does not.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
mkdir -p "$tree/src/spp" "$tree/src/base" "$tree/include" "$tree/rules/catalogue"
printf 'family\tid\tkind\nspp\t8198\ta\nspp\t12290\tb\nspp\t16384\tc\nspp\t100\td\n' >"$tree/rules/catalogue/events.tsv"
printf '#define PROVIDER_SPP "Microsoft-Windows-Security-SPP"\n' >"$tree/src/base/licensing_names.h"
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
passes 'static const char text[] = "a license of many days, id == 12290";'
passes 'if (t->count == 5 || cells < 25 || height == 50)'
passes 'uint64_t week = 7 * CLOCK_DAY, steps[] = {30 * CLOCK_DAY};'
passes 'static const row rows[] = {{8198, "CK"}, {12290, "I"}};'
passes 'char room[16384]; size_t most = 16384, all = 81980; puts("events 8198 and 12290");'
passes 'puts("what runs out within 31 days");'
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
says 'an EVENT_' '    case 12290:'
says 'an EVENT_' '    return has_id ? 12290 : 0;'
says 'an EVENT_' 'enum { EVENT_FAILED = 8198 };'
says 'KMS_TEXT(EVENT_' 'if (code_seen_in(c, "8198"))'
says PROVIDER_SPP 'provider = "Microsoft-Windows-Security-SPP";'
says PROVIDER_SPP 'static const char *const ends[] = {"Security-Licensing-SLC", NULL};'
says SOURCE_SPP 'source = "Software Protection Platform Service";'
says SOURCE_KMS 'source = "KmsRequests";'
says CHANNEL_KMS 'channel = "Key Management Service";'
says CHANNEL_KMS 'e->channel = "Application";'
says SCRIPT_SLMGR '#define SLMGR "slmgr.vbs"'
says KMS_COUNTED_DAYS 'puts("in the last 30 days");'
says KMS_VALIDITY_DAYS 'puts("good for 180 days");'
says KMS_SKEW_ALLOWED_HOURS 'puts("over 4 hours are refused");'
says KMS_NEXT_TRY_MINUTES 'puts("within two minutes");'
says 'id_equal()' 'return memcmp(a, b, 16) == 0;'
says CLOCK_UNIX_EPOCH '#define EPOCH 11644473600'
says 'errno_text()' 'tell("%s", strerror(errno));'
says 'text_lower()' 'if (strncasecmp(a, b, n) == 0)'
says 'hresult_is_win32()' 'if (code >> 16 == 0x8007)'
says CODE_FORMAT 'strbuf_printf(b, "0x%08X", (unsigned)code);'

good_rules=('  skew_seconds|abs|gt: KMS_SKEW_ALLOWED_SECONDS' '  any: [{count_margin|lte: 5}, {x|gt: 144000}]' '  own_need|gte: KMS_NEED_CLIENT')
bad_rules=('  skew_seconds|abs|gt: 14400' '  untried_seconds|gt: 604800' '    - {clients|lt: 5, x: 1}' '  own_need|gte: 25' '  count|gt: 50')
wanted_rules=(KMS_SKEW_ALLOWED_SECONDS KMS_RENEWAL_DEFAULT_SECONDS KMS_NEED_SERVER KMS_NEED_CLIENT KMS_COUNT_MOST)

printf '%s\n' "${good[@]}" >"$tree/src/one.c"
printf '%s\n' "${good_rules[@]}" >"$tree/rules/one.yaml"
said=$(bash "$here/check_constants.sh" "$tree" 2>&1) || {
    echo "refuses what is good: $said"
    failed=1
}
printf '%s\n' "${bad[@]}" >"$tree/src/one.c"
printf '%s\n' "${bad_rules[@]}" >"$tree/rules/one.yaml"
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
for i in "${!bad_rules[@]}"; do
    grep "^rules/one.yaml:$((i + 1)):" <<<"$said" | grep -qF "${wanted_rules[i]}" || {
        echo "does not say \"${wanted_rules[i]}\" of: ${bad_rules[i]}"
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
