/*
 * JSON lines read back as logs: values at their limits come back as they were, and lines that are cut,
 * altered or of another kind are named and passed over. tests/lines_test.sh compares whole results.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/strings.h"
#include "support/written.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "evtx/jsonl/log_id.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "support/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static sppwhy_catalogue *catalogue;
static char folder[64];
static arena *kept; /* events of the logs that are made up here */

static int set_up(void **state)
{
    (void)state;
    make_folder(folder);
    kept = arena_create();
    return !kept || sppwhy_catalogue_load(&catalogue, NULL, NULL) != SPPWHY_OK;
}

static int tear_down(void **state)
{
    (void)state;
    remove_folder(folder);
    sppwhy_catalogue_free(catalogue);
    arena_free(kept);
    return 0;
}

/* ---- there and back ------------------------------------------------------------------------------------ */

static char *write_lines(const sppwhy_log *const *logs, size_t count)
{
    char *text = NULL;
    size_t length = 0;
    sppwhy_records *records = NULL;
    sppwhy_events_options how = {.size = sizeof how, .logs_in_any_case = true};
    sppwhy_writer *out = written_open(&text, &length);
    assert_non_null(out);
    assert_int_equal(sppwhy_records_create(&records, catalogue, logs, count, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_report_events(out, records, logs, count, catalogue, &how, NULL), SPPWHY_OK);
    assert_true(written_close(out));
    sppwhy_records_free(records);
    return text;
}

/* Reads FOLDER/x.jsonl with this in it. */
static sppwhy_logs *read_bytes(const char *text, size_t length)
{
    char path[128];
    const char *paths[] = {path};
    sppwhy_sources *sources = NULL;
    sppwhy_reading *reading = NULL;
    sppwhy_logs *logs = NULL;
    snprintf(path, sizeof path, "%s/x.jsonl", folder);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, length, f), length);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(sppwhy_collect(&sources, paths, 1, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_reading_create(&reading, sources, NULL, NULL), SPPWHY_OK);
    for (size_t i = 0; i < sources->count; i++)
        (void)sppwhy_reading_source(reading, i, 1);
    assert_int_equal(sppwhy_reading_finish(&logs, reading, NULL), SPPWHY_OK);
    sppwhy_reading_free(reading);
    sppwhy_sources_free(sources);
    return logs;
}

static sppwhy_logs *read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static const sppwhy_raw_event usual_event = {
    .provider = "Microsoft-Windows-Security-SPP",
    .source = "Software Protection Platform Service",
    .channel = "Application",
    .computer = "ws1.contoso.com",
    .id = 8198,
    .qualifiers = 49152,
    .level = 2,
    .time = 134000000000000000,
    .record_id = 7,
    .header_record_id = 7,
    .offset = 4608,
    .strings = (const char *const[]){"hr=0xC004F074", "Trigger=TimerEvent"},
    .string_count = 2,
    .reader = "native",
};

static const sppwhy_log usual_log = {
    .path = "ws1/Application.evtx",
    .computers = (const char *const[]){"ws1.contoso.com"},
    .computer_count = 1,
    .channels = (const char *const[]){"Application"},
    .channel_count = 1,
    .bytes = 69632,
    .chunks = 1,
    .records = 20,
    .first_event = 133900000000000001,
    .last_event = 134100000000000009,
    .event_count = 1,
};

static void same_events(const sppwhy_event *a, const sppwhy_event *b)
{
    assert_string_equal(a->common->provider, b->common->provider);
    assert_string_equal(a->common->source, b->common->source);
    assert_string_equal(a->common->channel, b->common->channel);
    assert_string_equal(a->common->computer, b->common->computer);
    assert_string_equal(a->common->reader, b->common->reader);
    assert_int_equal(a->common->id, b->common->id);
    assert_int_equal(a->common->qualifiers, b->common->qualifiers);
    assert_int_equal(a->common->level, b->common->level);
    assert_int_equal(a->common->recovered, b->common->recovered);
    assert_true(a->time == b->time && a->common->odd_time == b->common->odd_time &&
                a->record_id == b->record_id && a->offset == b->offset &&
                a->header_record_id == b->header_record_id);
    assert_int_equal(a->common->string_count, b->common->string_count);
    for (size_t i = 0; i < a->common->string_count; i++)
        assert_string_equal(string_of(a, i), string_of(b, i));
}

/* The one log of one event comes back with all that it has. */
static void comes_back(const sppwhy_log *log)
{
    char before[LOG_ID_TEXT], after[LOG_ID_TEXT];
    char *text = write_lines(&log, 1);
    sppwhy_logs *logs = read_text(text);
    if (logs->notice_count != 0)
        fail_msg("%s: %s", logs->notices[0].message, text);
    free(text);
    assert_int_equal(logs->count, 1);
    assert_string_equal(log_id(log, before), log_id(logs->items[0], after));
    assert_int_equal(logs->items[0]->event_count, log->event_count);
    for (size_t i = 0; i < log->event_count; i++)
        same_events(&log->events[i], &logs->items[0]->events[i]);
    sppwhy_logs_free(logs);
}

static void values_at_their_limits_come_back(void **state)
{
    static const uint64_t numbers[] = {0,         1, (1ull << 53) + 1, INT64_MAX, (uint64_t)INT64_MAX + 1,
                                       UINT64_MAX};
    static const uint64_t times[] = {0, 1, CLOCK_END - 1, CLOCK_END, CLOCK_END + 1, UINT64_MAX};
    static const uint64_t usable[] = {0,
                                      LIMIT_TIME_EARLIEST,
                                      LIMIT_TIME_EARLIEST + 1,
                                      LIMIT_TIME_LATEST - 1,
                                      LIMIT_TIME_LATEST,
                                      134000000000000001};
    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        sppwhy_raw_event e = usual_event;
        sppwhy_gap gap = {usable[i], LIMIT_TIME_LATEST, numbers[i]};
        sppwhy_damage damage = {numbers[i], numbers[i], i % 2 == 0, "a \"sentence\" with \\ and \n",
                                numbers[i]};
        sppwhy_log log = usual_log;
        e.record_id = e.header_record_id = numbers[i];
        e.time = times[i];
        e.id = i == 0 ? 0 : UINT32_MAX;
        e.qualifiers = i == 0 ? -1 : INT32_MAX;
        e.level = i == 0 ? 0 : UINT8_MAX;
        e.recovered = i == 1;
        log.events = keep_events(kept, &log, &e, 1);
        log.gaps = &gap;
        log.damage = &damage;
        log.gap_count = log.damage_count = 1;
        log.records_lost = log.records = log.bytes = numbers[i];
        log.first_event = log.last_event = usable[i];
        comes_back(&log);
        e.header_record_id = numbers[COUNT(numbers) - 1 - i];
        log.events = keep_events(kept, &log, &e, 1);
        comes_back(&log);
    }
}

static void texts_come_back(void **state)
{
    static const char *const texts[] = {"",
                                        "\x01\x1f\x7f",
                                        "\"\\/",
                                        "B\xC3\xBCro \xE2\x80\xAE \xF0\x9F\x96\xA5",
                                        "{\"a\":1}\r\n\t",
                                        "\xEF\xBF\xBD"};
    static const char *const paths[] = {"x", "/x", "a/b/x.evtx", "a.zip!b\\c", "/", "a/"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        sppwhy_raw_event e = usual_event;
        sppwhy_log log = usual_log;
        e.computer = i == 0 ? "ws1" : texts[i]; /* none gets a stand-in */
        e.channel = texts[i];
        e.source = texts[i];
        e.strings = texts;
        e.string_count = COUNT(texts);
        log.computers = &e.computer;
        log.channels = &texts[i];
        log.events = keep_events(kept, &log, &e, 1);
        log.path = paths[i];
        if (paths[i][strlen(paths[i]) - 1] != '/') /* no file is called so */
            comes_back(&log);
    }
}

/* Its failures would be nobody's. */
static void an_event_that_names_no_computer_has_a_stand_in(void **state)
{
    static const char *const names[] = {"", " ", NULL}; /* NULL: the line does not have it */
    sppwhy_log log = usual_log;
    (void)state;
    log.events = keep_events(kept, &log, &usual_event, 1);
    const sppwhy_log *logs[] = {&log};
    for (size_t i = 0; i < COUNT(names); i++) {
        static const char name[] = "\"computer_name\":\"ws1.contoso.com\"";
        char *text = write_lines(logs, 1), *at = strstr(text, name);
        assert_non_null(at);
        size_t behind = strlen(at + sizeof name - 1) + 1;
        char with[64] = "\"x\":0";
        if (names[i])
            snprintf(with, sizeof with, "\"computer_name\":\"%s\"", names[i]);
        memmove(at + strlen(with), at + sizeof name - 1, behind);
        memcpy(at, with, strlen(with));
        sppwhy_logs *back = read_text(text);
        assert_int_equal(back->count, 1);
        assert_int_equal(back->items[0]->event_count, 1);
        assert_string_equal(back->items[0]->events[0].common->computer, "[ws1/Application]");
        assert_int_equal(back->notice_count, 1);
        assert_int_equal(back->notices[0].kind, SPPWHY_NOTICE_BAD_LINE);
        assert_non_null(strstr(back->notices[0].message, "1 of its licensing events names no computer"));
        sppwhy_logs_free(back);
        free(text);
    }
}

static void a_path_that_is_no_utf8_is_still_one_log(void **state)
{
    sppwhy_log log = usual_log;
    (void)state;
    log.events = keep_events(kept, &log, &usual_event, 1);
    log.path = "caf\xE9/x.evtx";
    const sppwhy_log *logs[] = {&log};
    char *text = write_lines(logs, 1);
    sppwhy_logs *back = read_text(text);
    assert_int_equal(back->notice_count, 0);
    assert_int_equal(back->count, 1);
    assert_string_equal(back->items[0]->path, "caf\xEF\xBF\xBD/x.evtx");
    sppwhy_logs_free(back);
    free(text);
}

/* ---- parts --------------------------------------------------------------------------------------------- */

static void logs_of_one_path_stay_apart(void **state)
{
    sppwhy_log one = usual_log, other = usual_log;
    sppwhy_raw_event e = usual_event;
    (void)state;
    e.computer = "ws2.contoso.com";
    one.events = keep_events(kept, &one, &usual_event, 1);
    other.events = keep_events(kept, &other, &e, 1);
    other.computers = (const char *const[]){"ws2.contoso.com"};
    const sppwhy_log *first[] = {&one}, *second[] = {&other};
    char *a = write_lines(first, 1), *b = write_lines(second, 1);
    strbuf both = {0};
    strbuf_printf(&both, "%s%s%s", a, b, a);
    sppwhy_logs *logs = read_text(both.bytes);
    assert_int_equal(logs->count, 2);
    assert_int_equal(logs->notice_count, 0);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(logs->items[i]->path, usual_log.path);
        assert_int_equal(logs->items[i]->event_count, 1);
        assert_string_equal(logs->items[i]->events[0].common->computer, logs->items[i]->computers[0]);
    }
    sppwhy_logs_free(logs);
    strbuf_free(&both);
    free(a);
    free(b);
}

/* Without the logs' facts a log covers nothing: when it begins is not known. */
static void without_facts_nothing_is_covered(void **state)
{
    sppwhy_raw_event events[] = {usual_event, usual_event};
    sppwhy_log log = usual_log;
    (void)state;
    events[1].record_id = events[1].header_record_id = 9;
    events[1].offset += 512;
    events[1].time += CLOCK_DAY;
    log.events = keep_events(kept, &log, events, 2);
    log.event_count = 2;
    const sppwhy_log *list[] = {&log};
    char *text = write_lines(list, 1);
    char *second = strchr(text, '\n') + 1;
    sppwhy_logs *logs = read_text(second);
    assert_int_equal(logs->count, 1);
    assert_true(logs->incomplete);
    assert_int_equal(logs->notices[0].kind, SPPWHY_NOTICE_BAD_LINE);
    const sppwhy_log *back = logs->items[0];
    assert_string_equal(back->path, log.path);
    assert_int_equal(back->event_count, 1);
    assert_true(back->first_event == 0 && back->last_event == events[1].time);
    assert_string_equal(back->computers[0], "ws1.contoso.com");
    assert_string_equal(back->channels[0], "Application");
    sppwhy_logs_free(logs);
    second[0] = '\0'; /* the first line alone: its facts report two events */
    logs = read_text(text);
    assert_true(logs->incomplete);
    assert_true(logs->items[0]->first_event == 0);
    assert_int_equal(logs->items[0]->records, 20);
    sppwhy_logs_free(logs);
    free(text);
}

/* ---- broken lines -------------------------------------------------------------------------------------- */

static char *one_line(void)
{
    sppwhy_damage damage = {4096, 3, true, "a record cannot be decoded", 200};
    sppwhy_gap gap = {133900000000000001, 133900000000000005, 2};
    sppwhy_log log = usual_log;
    log.events = keep_events(kept, &log, &usual_event, 1);
    log.damage = &damage;
    log.gaps = &gap;
    log.damage_count = log.gap_count = 1;
    const sppwhy_log *list[] = {&log};
    return write_lines(list, 1);
}

static void every_line_that_is_cut_is_named(void **state)
{
    (void)state;
    char *line = one_line();
    size_t length = strlen(line) - 1, step = getenv("SPPWHY_MUTATIONS") ? 97 : 1;
    for (size_t cut = 1; cut < length; cut += step) {
        sppwhy_logs *logs = read_bytes(line, cut);
        assert_int_equal(logs->count, 0);
        if (cut > 2) { /* less cannot be known to be JSON */
            assert_true(logs->incomplete);
            assert_int_equal(logs->notice_count, 1);
            assert_non_null(strstr(logs->notices[0].path, "x.jsonl:1"));
            assert_non_null(strstr(logs->notices[0].message, "the file ends in the middle of it"));
        }
        sppwhy_logs_free(logs);
    }
    sppwhy_logs *whole = read_bytes(line, length); /* the line's end alone is missing: nothing is lost */
    assert_int_equal(whole->count, 1);
    assert_int_equal(whole->notice_count, 0);
    sppwhy_logs_free(whole);
    free(line);
}

/* The last line, without its end, that is wrong before it ends: it is not said to be cut. */
static void a_last_line_that_is_wrong_is_not_said_to_be_cut(void **state)
{
    static const struct {
        const char *line, *message;
    } rows[] = {
        {"{\"a\":1,\"a\":2,\"b\":\"xxxxxxxxxxxxxxxxxxxx\"}", "a name twice"},
        {"{\"a\":\"\\u0000\",\"b\":\"xxxxxxxxxxxxxxxxxxxx\"}", "\\u0000"},
        {"{\"a\":\"\xFF\",\"b\":\"xxxxxxxxxxxxxxxxxxxx\"}", "no UTF-8"},
        {"{\"a\":nothing,\"b\":\"xxxxxxxxxxxxxxxxxxxx\"}", "it is no JSON"},
    };
    (void)state;
    char *good = one_line();
    for (size_t i = 0; i < COUNT(rows); i++) {
        strbuf text = {0};
        strbuf_printf(&text, "%s%s", good, rows[i].line);
        sppwhy_logs *logs = read_text(text.bytes);
        assert_int_equal(logs->notice_count, 1);
        assert_null(strstr(logs->notices[0].message, "ends in the middle"));
        if (!strstr(logs->notices[0].message, rows[i].message))
            fail_msg("%s: \"%s\"", rows[i].line, logs->notices[0].message);
        sppwhy_logs_free(logs);
        strbuf_free(&text);
    }
    free(good);
}

static void altered_lines_do_no_harm(void **state)
{
    size_t step = getenv("SPPWHY_MUTATIONS") ? 211 : 3;
    (void)state;
    char *line = one_line();
    size_t length = strlen(line);
    for (size_t i = 0; i < length * 8; i += step) {
        line[i / 8] = (char)(line[i / 8] ^ (1 << i % 8));
        sppwhy_logs *logs = read_bytes(line, length);
        for (size_t k = 0; k < logs->count; k++) /* whatever it became, it is a whole log */
            assert_true(logs->items[k]->path[0] != '\0' && logs->items[k]->event_count <= 1);
        sppwhy_logs_free(logs);
        line[i / 8] = (char)(line[i / 8] ^ (1 << i % 8));
    }
    free(line);
}

static void what_is_wrong_is_said(void **state)
{
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"{\"a\":1}", "not written by"},
        {"{\"spp\":{\"kind\":\"other\"}}", "log.file.path is not there"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"@timestamp\":\"noon\"}", "@timestamp is no time"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"event\":{\"code\":\"12x\"}}", "no event id"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"event\":{\"code\":12288}}", "no event id"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"event\":{\"code\":\"99999999999\"}}",
         "no event id"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"event\":{\"code\":\"1\"},\"winlog\":{\"record_"
         "id\":-1}}",
         "winlog.record_id is no number"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"event\":{\"code\":\"1\"},\"winlog\":{\"record_"
         "id\":1.5}}",
         "winlog.record_id is no number"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"event\":{\"code\":\"1\"},\"winlog\":{\"record_"
         "id\":1,"
         "\"event_data\":{\"param2\":\"x\"}}}",
         "event_data does not hold"},
        {"{\"spp\":{},\"spp\":{}}", "it is no JSON: it has a name twice in one object"},
        {"{\"spp\":\"\\u0000\"}", "it is no JSON: it has a \\u0000"},
        {"{\"spp\":\"\xFFxxxxxxxxxxxxxxxxxx\"}", "it is no JSON: it has bytes that are no UTF-8"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"event\":{\"code\":\"12288\"},\"winlog\":{"
         "\"record_id\":1}}",
         "event.provider is not there"},
        {"{\"spp\":{},\"log\":{\"file\":{\"path\":\"x\"}},\"event\":{\"code\":\"12288\",\"provider\":\"\"},"
         "\"winlog\":{\"record_id\":1}}",
         "event.provider is not there"},
        {"[1,2]", "no JSON object"},
        {"{\"sppwhy\":{\"schema_version\":2,\"logs\":[]}}", "another version"},
        {"{\"sppwhy\":{\"schema_version\":1,\"logs\":[{\"file\":\"x\",\"id\":\"0\"}]}}", "not of its form"},
        {"{\"sppwhy\":{\"schema_version\":1,\"logs\":[7]}}", "not of its form"},
    };
    (void)state;
    char *good = one_line();
    for (size_t i = 0; i < COUNT(cases); i++) {
        strbuf text = {0};
        strbuf_printf(&text, "%s%s\r\n\n  \n%s", good, cases[i].line, good);
        sppwhy_logs *logs = read_text(text.bytes);
        assert_int_equal(logs->count, 1);
        assert_int_equal(logs->items[0]->event_count, 1);
        assert_int_equal(logs->notice_count, 1);
        assert_non_null(strstr(logs->notices[0].path, "x.jsonl:2"));
        if (!strstr(logs->notices[0].message, cases[i].message))
            fail_msg("%s: \"%s\"", cases[i].line, logs->notices[0].message);
        sppwhy_logs_free(logs);
        strbuf_free(&text);
    }
    free(good);
}

static void a_line_that_nests_without_end_is_refused(void **state)
{
    enum { DEPTH = 1 << 20 };
    static const char begin[] = "{\"spp\":";
    (void)state;
    char *good = one_line();
    size_t length = strlen(good);
    char *text = malloc(length + sizeof begin + DEPTH);
    assert_non_null(text);
    memcpy(text, good, length);
    memcpy(text + length, begin, sizeof begin - 1);
    memset(text + length + sizeof begin - 1, '[', DEPTH);
    sppwhy_logs *logs = read_bytes(text, length + sizeof begin - 1 + DEPTH);
    assert_int_equal(logs->count, 1);
    assert_int_equal(logs->notice_count, 1);
    sppwhy_logs_free(logs);
    free(text);
    free(good);
}

static void a_mark_at_the_beginning_and_other_line_ends_do_no_harm(void **state)
{
    (void)state;
    char *good = one_line();
    strbuf text = {0};
    strbuf_printf(&text, "\xEF\xBB\xBF%.*s\r\n", (int)strlen(good) - 1, good);
    sppwhy_logs *logs = read_text(text.bytes);
    assert_int_equal(logs->count, 1);
    assert_int_equal(logs->notice_count, 0);
    sppwhy_logs_free(logs);
    strbuf_free(&text);
    free(good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_at_their_limits_come_back),
        cmocka_unit_test(texts_come_back),
        cmocka_unit_test(an_event_that_names_no_computer_has_a_stand_in),
        cmocka_unit_test(a_path_that_is_no_utf8_is_still_one_log),
        cmocka_unit_test(logs_of_one_path_stay_apart),
        cmocka_unit_test(without_facts_nothing_is_covered),
        cmocka_unit_test(every_line_that_is_cut_is_named),
        cmocka_unit_test(a_last_line_that_is_wrong_is_not_said_to_be_cut),
        cmocka_unit_test(altered_lines_do_no_harm),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(a_line_that_nests_without_end_is_refused),
        cmocka_unit_test(a_mark_at_the_beginning_and_other_line_ends_do_no_harm),
    };
    return cmocka_run_group_tests_name("lines", tests, set_up, tear_down);
}
