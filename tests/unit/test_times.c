/*
 * Times are hostile: whatever a log says of when, each format is made, is as long as what there is to tell
 * and no longer, and holds no time that is none. Run in the build with sanitizers, too, which see every sum
 * that does not fit and every place outside of an array.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/saturate.h"
#include "evtx/store.h"
#include "support/formats.h"
#include "support/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TWO_TO_63 ((uint64_t)1 << 63)
#define MARCH ((uint64_t)134168832000000000) /* 2026-03-02 */

/* ---- what a time is ------------------------------------------------------------------------------------ */

static void a_time_is_between_1980_and_2099(void **state)
{
    static const uint64_t none[] = {
        0,         1, LIMIT_TIME_EARLIEST - 1, LIMIT_TIME_LATEST + 1, TWO_TO_63 - 1, TWO_TO_63, TWO_TO_63 + 1,
        UINT64_MAX};
    char text[40];
    uint64_t first = 0, last = 0;
    (void)state;
    assert_true(clock_parse(&first, "1980-01-01T00:00:00Z") &&
                clock_parse(&last, "2099-12-31T23:59:59.9999999Z"));
    assert_true(first == LIMIT_TIME_EARLIEST && last == LIMIT_TIME_LATEST);
    assert_true(clock_usable(first) && clock_usable(last) && clock_usable(MARCH));
    assert_string_equal(clock_format_plain(MARCH, true, text), "2026-03-02 00:00:00");
    for (size_t i = 0; i < COUNT(none); i++)
        assert_false(clock_usable(none[i]));
}

static void arithmetic_ends_at_the_ends(void **state)
{
    (void)state;
    assert_true(clock_after(UINT64_MAX, 1) == UINT64_MAX && clock_after(1, 2) == 3);
    assert_true(clock_before(1, 2) == 0 && clock_before(3, 2) == 1);
    assert_true(clock_span(5, 3) == 0 && clock_span(3, 5) == 2);
    assert_true(clock_difference(0, UINT64_MAX) == INT64_MAX &&
                clock_difference(UINT64_MAX, 0) == -INT64_MAX);
    assert_true(clock_difference(3, 5) == 2 && clock_difference(5, 3) == -2);
    assert_true(clock_follows(MARCH, MARCH + 1, 1) && !clock_follows(MARCH, MARCH + 2, 1));
    assert_false(clock_follows(MARCH + 1, MARCH, 1));
    assert_false(clock_follows(0, 0, UINT64_MAX));
    assert_true(saturated_sum(UINT64_MAX, 1) == UINT64_MAX && saturated_sum(1, 2) == 3);
    assert_true(saturated_signed(UINT64_MAX) == INT64_MAX && saturated_signed(7) == 7);
    assert_true(saturated_add(INT64_MAX, 1) == INT64_MAX && saturated_add(-INT64_MAX, -1) == -INT64_MAX);
    assert_true(saturated_add(2, -3) == -1);
    assert_true(saturated_negative(INT64_MIN) == INT64_MAX && saturated_negative(4) == -4);
}

/* ---- a collection whose times are drawn ---------------------------------------------------------------- */

static uint64_t next_number(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005 + 1442695040888963407;
    return *seed >> 33;
}

static uint64_t edge(uint64_t *seed, uint64_t own)
{
    const uint64_t edges[] = {0,
                              1,
                              LIMIT_TIME_EARLIEST - 1,
                              LIMIT_TIME_EARLIEST,
                              LIMIT_TIME_LATEST,
                              LIMIT_TIME_LATEST + 1,
                              CLOCK_END - 1,
                              CLOCK_END,
                              TWO_TO_63 - 1,
                              TWO_TO_63,
                              TWO_TO_63 + 1,
                              UINT64_MAX - 1,
                              UINT64_MAX,
                              MARCH,
                              MARCH,
                              own,
                              2 * MARCH - own}; /* the other way round */
    return edges[next_number(seed) % COUNT(edges)];
}

static uint64_t span_edge(uint64_t *seed)
{
    const uint64_t edges[] = {0, LIMIT_TIME_EARLIEST, MARCH, LIMIT_TIME_LATEST};
    return edges[next_number(seed) % COUNT(edges)];
}

/* The log once more, each event at another time, and what the log says of itself at the edges, too. */
static const sppwhy_log *retimed(arena *memory, const sppwhy_log *from, uint64_t *seed)
{
    sppwhy_log *log = ARENA_NEW(memory, sppwhy_log);
    sppwhy_raw_event *raw = ARENA_ARRAY(memory, from->event_count, sppwhy_raw_event);
    sppwhy_gap *gap = ARENA_NEW(memory, sppwhy_gap);
    assert_true(log && raw && gap);
    *log = *from;
    for (size_t i = 0; i < from->event_count; i++) {
        const sppwhy_event *e = &from->events[i];
        const sppwhy_event_common *c = e->common;
        raw[i] = (sppwhy_raw_event){.provider = c->provider,
                                    .source = c->source,
                                    .channel = c->channel,
                                    .computer = c->computer,
                                    .reader = c->reader,
                                    .id = c->id,
                                    .qualifiers = c->qualifiers,
                                    .level = c->level,
                                    .time = edge(seed, e->time),
                                    .record_id = e->record_id,
                                    .header_record_id = e->header_record_id,
                                    .offset = e->offset,
                                    .strings = event_strings(e, memory),
                                    .string_count = c->string_count};
        assert_non_null(raw[i].strings);
    }
    *gap = (sppwhy_gap){span_edge(seed), span_edge(seed), UINT64_MAX};
    log->events = keep_events(memory, log, raw, from->event_count);
    log->first_event = span_edge(seed);
    log->last_event = span_edge(seed);
    log->records_lost = log->bytes = UINT64_MAX;
    log->gaps = gap;
    log->gap_count = 1;
    return log;
}

#define ASKED(code)                                                                                          \
    "\"" code                                                                                                \
    ", 0x00000000, kms1.contoso.com:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 4294967294, "  \
    "73111121-5638-40f6-bc11-f1d7b0d64300, 25\""
#define SERVED(code, client)                                                                                 \
    "\"\", \"" code "\", \"25\", \"" client                                                                  \
    "\", \"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{time}\", \"0\", \"2\", "                               \
    "\"41760\", \"73111121-5638-40f6-bc11-f1d7b0d64300\""

static const char scenario[] =
    "logs:\n"
    "  - file: ws1/Application.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    covers: [2026-03-01T00:00:00Z, 2026-03-06T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [" ASKED(
        "0xC004F06C") "], repeat: 3, every_minutes: 120}\n"
                      "      - {time: 2026-03-02T14:00:20Z, id: 12288, strings: [" ASKED(
                          "0x00000000") "]}\n"
                                        "      - {time: 2026-03-02T14:00:21Z, id: 12289, strings: "
                                        "[\"0x00000000, 0x00000000, 1, 0, 18446744073709551615, "
                                        "120, 10080, {time}\"]}\n"
                                        "      - {time: 2026-03-02T15:00:20Z, id: 8198, strings: "
                                        "[\"hr=0xC004F074\", \"SkuId=x;Trigger=TimerEvent\"]}\n"
                                        "      - {time: 2026-03-02T16:00:20Z, id: 1013, strings: "
                                        "[\"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n"
                                        "      - {time: 2026-03-02T17:00:20Z, id: 903, strings: []}\n"
                                        "  - file: kms1/kms.evtx\n"
                                        "    computer: kms1.contoso.com\n"
                                        "    channel: Key Management Service\n"
                                        "    events:\n"
                                        "      - {time: 2026-03-02T07:00:21Z, id: 12290, strings: [" SERVED(
                                            "0x00000000",
                                            "ws2.contoso.com") "], repeat: 14, every_minutes: 30}\n"
                                                               "      - {time: 2026-03-02T14:00:21Z, id: "
                                                               "12290, strings: [" SERVED(
                                                                   "0x00000000",
                                                                   "ws1.contoso.com") "]}\n"
                                                                                      "  - file: "
                                                                                      "kms1/"
                                                                                      "Application.evtx\n"
                                                                                      "    computer: "
                                                                                      "kms1.contoso.com\n"
                                                                                      "    events:\n"
                                                                                      "      - {time: "
                                                                                      "2026-03-02T07:00:21Z, "
                                                                                      "id: 12293, strings: "
                                                                                      "[\"0x8007232B\", "
                                                                                      "\"contoso.com\"], "
                                                                                      "repeat: 2, "
                                                                                      "every_minutes: 30}\n"
                                                                                      "      - {time: "
                                                                                      "2026-03-02T17:00:20Z, "
                                                                                      "id: 12291, strings: "
                                                                                      "[\"0x8007000D\"]}\n";

typedef struct looked {
    size_t formats, least, most;
    size_t round;
} looked;

static void look(void *context, const char *name, const char *bytes, size_t count)
{
    looked *l = context;
    l->formats++;
    if (count > (size_t)1 << 20)
        fail_msg("round %zu: %s has %zu bytes", l->round, name, count);
    if (strcmp(name, "sqlite") != 0 && strlen(bytes) != count)
        fail_msg("round %zu: %s has a NUL in it", l->round, name);
    for (size_t i = 0; i < 2; i++) {
        static const char *const nonsense[] = {"1601-01-01", "9999-12-31"};
        if (strcmp(name, "sqlite") != 0 && strstr(bytes, nonsense[i]))
            fail_msg("round %zu: %s tells the time %s", l->round, name, nonsense[i]);
    }
}

static void one_round(looked *l, uint64_t seed, bool with_span)
{
    pipeline p;
    l->round = (size_t)seed;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    pipeline_to_records(&p, scenario);
    sppwhy_records_free(p.records);
    const sppwhy_log **logs = ARENA_ARRAY(p.memory, p.log_count, const sppwhy_log *);
    assert_non_null(logs);
    for (size_t i = 0; i < p.log_count; i++)
        logs[i] = retimed(p.memory, p.logs[i], &seed);
    p.logs = logs;
    sppwhy_span span = {with_span ? MARCH : 0, with_span ? LIMIT_TIME_LATEST : 0};
    assert_int_equal(sppwhy_records_create(&p.records, p.catalogue, logs, p.log_count, &error), SPPWHY_OK);
    assert_int_equal(sppwhy_correlate(&p.collection, p.records, logs, p.log_count, span, &error), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_load(&p.rules, p.catalogue, NULL, NULL, NULL, &error), SPPWHY_OK);
    assert_int_equal(sppwhy_judge(&p.analysis, p.rules, p.collection, &error), SPPWHY_OK);
    for (size_t i = 0; i < p.records->count; i++) {
        const sppwhy_event *e = p.records->items[i].event;
        assert_true(e->common->odd_time == 0 ? e->time == 0 || clock_usable(e->time) : e->time == 0);
    }
    const formats_of of = {p.catalogue, p.rules, p.logs, p.log_count, p.records, p.collection, p.analysis};
    const char *failed = formats_make_each(&of, look, l);
    if (failed)
        fail_msg("round %zu: %s could not be made", l->round, failed);
    pipeline_free(&p);
}

/* Each round draws some thirty times; under valgrind fewer rounds. */
static void every_format_bears_any_times(void **state)
{
    const char *preloaded = getenv("LD_PRELOAD"), *few = getenv("SPPWHY_MUTATIONS");
    size_t rounds = few || (preloaded && strstr(preloaded, "vgpreload")) ? 3 : 120;
    looked l = {0};
    (void)state;
    for (size_t i = 0; i < rounds; i++)
        one_round(&l, i * 7919 + 1, i % 4 == 0);
    assert_int_equal(l.formats, rounds * 14);
}

/* ---- what an event without a time is ------------------------------------------------------------------- */

static sppwhy_log one_log(const char *const *computer, const char *const *channel)
{
    return (sppwhy_log){.path = "a.evtx",
                        .computers = computer,
                        .computer_count = 1,
                        .channels = channel,
                        .channel_count = 1,
                        .records = 2,
                        .first_event = MARCH,
                        .last_event = MARCH + CLOCK_DAY};
}

static sppwhy_raw_event made(uint32_t id, uint64_t time, uint64_t number, const char *const *strings)
{
    return (sppwhy_raw_event){.provider = "Microsoft-Windows-Security-SPP",
                              .source = "",
                              .channel = "Application",
                              .computer = "ws1.contoso.com",
                              .reader = "native",
                              .id = id,
                              .level = 4,
                              .time = time,
                              .record_id = number,
                              .header_record_id = number,
                              .offset = 4096 + number,
                              .strings = strings,
                              .string_count = 1};
}

/* The number that is where the time should is kept, and reported as a problem; the try counts, without a
 * time. */
static void an_event_without_a_time_is_judged_and_told_as_such(void **state)
{
    const char *computer = "ws1.contoso.com", *channel = "Application";
    const char *strings[] = {
        "0xC004F074, 0x00000000, kms1:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, 2026/03/01 00:00, 0, "
        "2, 41760, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"};
    const uint64_t times[] = {UINT64_MAX, 0, MARCH};
    static const char *const reasons[] = {"18446744073709551615 (FILETIME) is no time between 1980 and 2099",
                                          "the event has none", NULL};
    sppwhy_raw_event raw[3];
    sppwhy_log log = one_log(&computer, &channel);
    const sppwhy_log *logs[] = {&log};
    pipeline p = {.memory = arena_create()};
    (void)state;
    for (size_t i = 0; i < COUNT(raw); i++)
        raw[i] = made(12288, times[i], i + 1, strings);
    log.events = keep_events(p.memory, &log, raw, COUNT(raw));
    log.event_count = COUNT(raw);
    assert_int_equal(sppwhy_catalogue_load(&p.catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_records_create(&p.records, p.catalogue, logs, 1, NULL), SPPWHY_OK);
    for (size_t i = 0; i < COUNT(raw); i++) {
        size_t count;
        const sppwhy_problem *problems = sppwhy_record_problems(&p.records->items[i], &count);
        assert_int_equal(count, reasons[i] ? 1 : 0);
        if (reasons[i]) {
            assert_string_equal(problems[0].field, "time");
            assert_string_equal(problems[0].reason, reasons[i]);
        }
    }
    assert_int_equal(sppwhy_correlate(&p.collection, p.records, logs, 1, (sppwhy_span){0}, NULL), SPPWHY_OK);
    assert_int_equal(p.collection->activation_count, 3);
    assert_true(p.collection->activations[0]->time == 0 && p.collection->activations[1]->time == 0);
    assert_true(p.collection->activations[2]->time == MARCH);
    assert_int_equal(p.collection->machines[0]->failed_count, 3);
    assert_true(p.collection->machines[0]->last_failure == MARCH);
    pipeline_free(&p);
}

/* Two that are without a time are not at one time: they are neither one try nor a request with its answer. */
static void what_has_no_time_is_joined_with_nothing(void **state)
{
    const char *computer = "ws1.contoso.com", *channel = "Application";
    const char *asked[] = {
        "0x00000000, 0x00000000, kms1:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, 2026/03/01 00:00, 0, "
        "2, 41760, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"};
    const char *answer[] = {"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2026/03/01 00:00"};
    static const uint64_t times[][2] = {{0, 0}, {0, MARCH}, {MARCH, 0}, {MARCH, MARCH}};
    (void)state;
    for (size_t i = 0; i < COUNT(times); i++) {
        pipeline p = {.memory = arena_create()};
        sppwhy_log log = one_log(&computer, &channel);
        const sppwhy_log *logs[] = {&log};
        sppwhy_raw_event raw[] = {made(12288, times[i][0], 1, asked), made(12289, times[i][1], 2, answer)};
        log.events = keep_events(p.memory, &log, raw, 2);
        log.event_count = 2;
        assert_int_equal(sppwhy_catalogue_load(&p.catalogue, NULL, NULL), SPPWHY_OK);
        assert_int_equal(sppwhy_records_create(&p.records, p.catalogue, logs, 1, NULL), SPPWHY_OK);
        assert_int_equal(sppwhy_correlate(&p.collection, p.records, logs, 1, (sppwhy_span){0}, NULL),
                         SPPWHY_OK);
        assert_int_equal(p.collection->request_count, times[i][0] != 0 && times[i][1] != 0 ? 1 : 2);
        pipeline_free(&p);
    }
}

/* Nothing covers a time that is not known, and a gap whose end is not known may be anywhere. */
static void nothing_covers_a_time_that_is_not_known(void **state)
{
    const char *computer = "ws1.contoso.com", *channel = "Application";
    sppwhy_log log = one_log(&computer, &channel);
    const sppwhy_log *logs[] = {&log};
    sppwhy_machine m = {.own_logs = logs, .own_log_count = 1, .until = UINT64_MAX};
    sppwhy_gap gap = {MARCH, 0, 5};
    (void)state;
    assert_true(sppwhy_machine_covers(&m, channel, MARCH + 1, MARCH + 2));
    assert_false(sppwhy_machine_covers(&m, channel, 0, MARCH + 2));
    assert_false(sppwhy_machine_covers(&m, channel, MARCH + 1, 0));
    assert_false(sppwhy_machine_covers(&m, channel, 0, 0));
    log.gaps = &gap;
    log.gap_count = 1;
    assert_false(sppwhy_machine_covers(&m, channel, MARCH + 1, MARCH + 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_is_between_1980_and_2099),
        cmocka_unit_test(arithmetic_ends_at_the_ends),
        cmocka_unit_test(every_format_bears_any_times),
        cmocka_unit_test(an_event_without_a_time_is_judged_and_told_as_such),
        cmocka_unit_test(what_has_no_time_is_joined_with_nothing),
        cmocka_unit_test(nothing_covers_a_time_that_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
