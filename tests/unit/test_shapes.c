/* Lines of `sppwhy events` are made from what the lines before had alike (report/write/shape.h): each is the one that the
 * record gets by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "spp/records.h"
#include "sppwhy/report.h"
#include "support/pipeline.h"
#include "support/strings.h"
#include "support/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define EVENTS 1500 /* more than one thread writes at once */

/* What differs from event to event; some of it comes again, in runs of other lengths. */
static const char *const codes[] = {"0x00000000", "0xC004F042", "0xC004F074"};
static const char *const clients[] = {
    "ws1.contoso.com", "ws2.contoso.com", "", "\"quoted\" name", "a;b", "=1+1", "wide€", "tab\there"};

typedef struct made {
    arena *memory;
    sppwhy_log log;
    sppwhy_catalogue *catalogue;
    sppwhy_records *records;
} made;

static const char *info_of(arena *a, size_t i)
{
    return arena_printf(
        a,
        "%s, %zu, %s, 169721ce-2886-4832-a037-e945928175%02zu, 2026/03/05 %02zu:%02zu, %zu, %zu, 259200, %s",
        codes[i / 50 % COUNT(codes)], 5 + i / 150, clients[i * i / 7 % COUNT(clients)], i % 90 + 10,
        i / 60 % 24, i / 32 % 60, i / 100 % 2, i / 90 % 7, "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03");
}

/* Mostly requests, as a KMS host has them; between them answers and tries of a client, and from time to time one with
 * something unusual, or a text too long for a cell. */
static sppwhy_raw_event event_of(arena *a, size_t i)
{
    const char **strings = ARENA_ARRAY(a, 2, const char *);
    sppwhy_raw_event e = {.provider = "Microsoft-Windows-Security-SPP",
                          .source = "",
                          .channel = "Key Management Service",
                          .computer = i / 200 == 0 ? "kms1.contoso.com" : "kms2.contoso.com",
                          .reader = "native",
                          .id = 12290,
                          .level = 4,
                          .time = LIMIT_TIME_EARLIEST + i * 10000000,
                          .record_id = i + 1,
                          .header_record_id = i % 77 == 76 ? i + 2 : i + 1,
                          .offset = 4096 + i * 512,
                          .strings = strings,
                          .string_count = 1};
    strings[0] = info_of(a, i);
    if (i % 5 == 4) {
        e.id = 12289;
        strings[0] =
            arena_printf(a, "%s, 0, %s, 0x00000000, %zu, 0, 120, 10080", codes[i / 40 % 2], "10", i / 20 % 2);
    } else if (i % 5 == 3) {
        e.id = 8198;
        e.string_count = 2;
        strings[0] = codes[i / 10 % COUNT(codes)];
        strings[1] = i / 30 % 2 == 0 ? "Trigger=TimerEvent" : "Trigger=UserLogon;SessionId=1";
    } else if (i % 97 == 96) {
        strings[0] = "0xC004F042, what, is, this";
    } else if (i % 131 == 130) {
        char *text = arena_alloc(a, LIMIT_CSV_CELL + 100);
        memset(text, 'x', LIMIT_CSV_CELL + 50);
        memcpy(text, "0x00000000, 5, ", 15);
        strings[0] = text;
    }
    return e;
}

static int set_up(void **state)
{
    static made m;
    static const char *const computers[] = {"kms1.contoso.com", "kms2.contoso.com"};
    static const char *const channels[] = {"Key Management Service"};
    sppwhy_raw_event *raw;
    m.memory = arena_create();
    assert_non_null(m.memory);
    raw = ARENA_ARRAY(m.memory, EVENTS, sppwhy_raw_event);
    for (size_t i = 0; i < EVENTS; i++)
        raw[i] = event_of(m.memory, i);
    m.log = (sppwhy_log){.path = "kms1.evtx",
                         .computers = computers,
                         .computer_count = 2,
                         .channels = channels,
                         .channel_count = 1,
                         .event_count = EVENTS};
    m.log.events = keep_events(m.memory, &m.log, raw, EVENTS);
    const sppwhy_log *const logs[] = {&m.log};
    assert_int_equal(sppwhy_catalogue_load(&m.catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_records_create(&m.records, m.catalogue, logs, 1, NULL), SPPWHY_OK);
    assert_int_equal(m.records->count, EVENTS);
    *state = &m;
    return 0;
}

static int tear_down(void **state)
{
    made *m = *state;
    sppwhy_records_free(m->records);
    sppwhy_catalogue_free(m->catalogue);
    arena_free(m->memory);
    return 0;
}

typedef sppwhy_status (*report)(const made *m, sppwhy_writer *out, const sppwhy_records *records,
                                size_t threads);

static sppwhy_status as_json(const made *m, sppwhy_writer *out, const sppwhy_records *records, size_t threads)
{
    const sppwhy_log *const logs[] = {&m->log};
    return sppwhy_report_events(
        out, records, logs, 1, m->catalogue,
        &(sppwhy_events_options){.size = sizeof(sppwhy_events_options), .threads = threads}, NULL);
}

static sppwhy_status as_csv(const made *m, sppwhy_writer *out, const sppwhy_records *records, size_t threads)
{
    return sppwhy_report_events_csv(
        out, records, m->catalogue,
        &(sppwhy_events_options){.size = sizeof(sppwhy_events_options), .threads = threads}, NULL);
}

static char *written(const made *m, report write, const sppwhy_records *records, size_t threads)
{
    char *text = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&text, &length);
    assert_non_null(out);
    assert_int_equal(write(m, out, records, threads), SPPWHY_OK);
    assert_true(written_close(out));
    return text;
}

/* The first record, which bears more in JSON, and one more. */
static bool is_one_of_two(void *context, const sppwhy_record *r)
{
    return r->event->record_id == 1 || r->event->record_id == *(const uint64_t *)context;
}

static void each_is_as_by_itself(const made *m, report write)
{
    char *all = written(m, write, m->records, 1), *line = strchr(strchr(all, '\n') + 1, '\n');
    line = write == as_csv ? line + 1 : strchr(all, '\n') + 1;
    for (uint64_t number = 2; number <= EVENTS; number++) {
        sppwhy_records *two;
        assert_int_equal(sppwhy_records_select(&two, m->records, is_one_of_two, &number, NULL), SPPWHY_OK);
        assert_int_equal(two->count, 2);
        char *text = written(m, write, two, 1);
        text[strlen(text) - 1] = '\0';
        char *own = strrchr(text, '\n') + 1, *end = strchr(line, '\n');
        *end = '\0';
        assert_string_equal(line, own);
        line = end + 1;
        sppwhy_records_free(two);
        free(text);
    }
    assert_string_equal(line, "");
    free(all);
}

static void json_lines_are_as_by_themselves(void **state)
{
    each_is_as_by_itself(*state, as_json);
}

static void rows_are_as_by_themselves(void **state)
{
    each_is_as_by_itself(*state, as_csv);
}

static void threads_write_the_same(void **state)
{
    static const report reports[] = {as_json, as_csv};
    const made *m = *state;
    for (size_t i = 0; i < COUNT(reports); i++) {
        char *one = written(m, reports[i], m->records, 1), *four = written(m, reports[i], m->records, 4);
        assert_string_equal(one, four);
        free(one);
        free(four);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_lines_are_as_by_themselves),
        cmocka_unit_test(rows_are_as_by_themselves),
        cmocka_unit_test(threads_write_the_same),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
