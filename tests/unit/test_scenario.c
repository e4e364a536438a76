/*
 * Scenarios: what is assumed, placeholders, repetitions, noise, the logs that come of it, and every mistake
 * with its line and column.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/strings.h"

#include "base/clock.h"
#include "scenario/scenario.h"

#include <stdio.h>
#include <string.h>

#define FIRST "logs:\n  - file: a.evtx\n    computer: A\n" /* three lines */

static int make_arena(void **state)
{
    *state = arena_create();
    return *state == NULL;
}

static int drop_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static uint64_t at(const char *text)
{
    uint64_t time = 0;
    assert_true(clock_parse(&time, text));
    return time;
}

static scenario *read_good(arena *a, const char *text)
{
    const yaml_node *root = NULL;
    scenario *s = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    sppwhy_status status = yaml_load(a, "t.yaml", text, strlen(text), &root, &error);
    if (status == SPPWHY_OK)
        status = scenario_read(&s, a, "t.yaml", root, &error);
    if (status != SPPWHY_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    return s;
}

static const sppwhy_log *only_log(arena *a, const char *text)
{
    const sppwhy_log *const *logs = NULL;
    size_t count = 0;
    assert_int_equal(scenario_logs(read_good(a, text), a, &logs, &count, NULL), SPPWHY_OK);
    assert_int_equal(count, 1);
    return logs[0];
}

static void what_is_assumed(void **state)
{
    const scenario *s = read_good(*state, FIRST "    events: [{time: 2026-03-01T10:00:29Z, id: 12288}]\n");
    assert_string_equal(s->title, "");
    assert_int_equal(s->log_count, 1);
    const scenario_log *log = &s->logs[0];
    assert_string_equal(log->channel, "Application");
    assert_int_equal(log->first_record, 1);
    assert_int_equal(log->noise, 0);
    assert_false(log->covers_given);
    assert_int_equal(log->covers_from, at("2026-03-01T10:00:29Z"));
    assert_int_equal(log->covers_to, at("2026-03-01T10:00:29Z"));
    const sppwhy_raw_event *event = &log->events[0];
    assert_string_equal(event->provider, "Microsoft-Windows-Security-SPP");
    assert_string_equal(event->source, "Software Protection Platform Service");
    assert_string_equal(event->computer, "A");
    assert_int_equal(event->level, 4);
    assert_int_equal(event->qualifiers, 16384);
    assert_int_equal(event->string_count, 0);
}

static void severity_follows_from_the_id(void **state)
{
    static const struct {
        uint32_t id;
        int level, qualifiers;
    } usual[] = {{1014, 2, 49152},  {8198, 2, 49152},  {8200, 2, 49152},  {8233, 3, 16384},
                 {12289, 4, 16384}, {12290, 4, 16384}, {12291, 2, 49152}, {12292, 2, 49152},
                 {12293, 2, 49152}, {12294, 4, 16384}, {16387, 2, 49152}};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        char text[200];
        snprintf(text, sizeof text, FIRST "    events: [{time: 2026-03-01, id: %u}]\n",
                 (unsigned)usual[i].id);
        const sppwhy_raw_event *event = &read_good(*state, text)->logs[0].events[0];
        assert_int_equal(event->level, usual[i].level);
        assert_int_equal(event->qualifiers, usual[i].qualifiers);
    }
    const scenario *s =
        read_good(*state, FIRST "    events: [{time: 2026-03-01, id: 8198, level: 3, qualifiers: 0}]\n");
    assert_int_equal(s->logs[0].events[0].level, 3);
    assert_int_equal(s->logs[0].events[0].qualifiers, 0);
}

static void source_follows_from_the_provider(void **state)
{
    const scenario *s = read_good(*state, "logs:\n"
                                          "  - file: k.evtx\n"
                                          "    computer: K\n"
                                          "    channel: Key Management Service\n"
                                          "    provider: Microsoft-Windows-Security-Licensing-SLC\n"
                                          "    events:\n"
                                          "      - {time: 2026-03-01, id: 12290}\n"
                                          "      - {time: 2026-03-01, id: 12293}\n"
                                          "      - {time: 2026-03-01, id: 12290, channel: Application}\n"
                                          "      - {time: 2026-03-01, id: 7036, provider: Other}\n");
    const sppwhy_raw_event *events = s->logs[0].events;
    assert_string_equal(events[0].source, "KmsRequests");
    assert_string_equal(events[1].source, "Software Licensing Service");
    assert_string_equal(events[2].source, "Software Licensing Service");
    assert_string_equal(events[3].source, "");
}

static void placeholders(void **state)
{
    const scenario *s =
        read_good(*state, FIRST "    events:\n"
                                "      - time: 2026-03-01T09:05:59Z\n"
                                "        id: 12290\n"
                                "        strings: ['{time}', '{short_time}', 'a {time-570},{time+15} b',\n"
                                "                  '{short_time+1440}', '{{time}', '}', '',\n"
                                "                  '{until 2026-03-01T10:05:58Z}, {until 2026-03-02}',\n"
                                "                  '{until 2026-03-01T09:05:59Z}{until 2026-02-28}']\n");
    const sppwhy_raw_event *event = &s->logs[0].events[0];
    assert_int_equal(event->string_count, 9);
    assert_string_equal(event->strings[0], "2026/03/01 09:05");
    assert_string_equal(event->strings[1], "2026/3/1 9:05");
    assert_string_equal(event->strings[2], "a 2026/02/28 23:35,2026/03/01 09:20 b");
    assert_string_equal(event->strings[3], "2026/3/2 9:05");
    assert_string_equal(event->strings[4], "{time}");
    assert_string_equal(event->strings[5], "}");
    assert_string_equal(event->strings[6], "");
    assert_string_equal(event->strings[7], "59, 894");
    assert_string_equal(event->strings[8], "00");
}

static void repetitions_are_sorted_in(void **state)
{
    const scenario *s =
        read_good(*state, FIRST "    events:\n"
                                "      - {time: '2026-03-01T10:00:00Z', id: 1, strings: ['{time}'],"
                                " repeat: 3, every_minutes: 60}\n"
                                "      - {time: '2026-03-01T10:00:00Z', id: 2, repeat: 2,"
                                " every_minutes: 120}\n");
    static const uint32_t ids[] = {1, 2, 1, 1, 2};
    static const char *const times[] = {"2026-03-01T10:00", "2026-03-01T10:00", "2026-03-01T11:00",
                                        "2026-03-01T12:00", "2026-03-01T12:00"};
    const scenario_log *log = &s->logs[0];
    assert_int_equal(log->event_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(log->events[i].id, ids[i]);
        assert_int_equal(log->events[i].time, at(times[i]));
    }
    assert_string_equal(log->events[3].strings[0], "2026/03/01 12:00");
    assert_int_equal(log->covers_to, at("2026-03-01T12:00"));
}

static void noise_spans_what_is_covered(void **state)
{
    scenario_log log = {.covers_from = at("2026-03-01"), .covers_to = at("2026-03-02"), .noise = 4};
    assert_int_equal(scenario_noise_time(&log, 0), at("2026-03-01"));
    assert_int_equal(scenario_noise_time(&log, 1), at("2026-03-01T08:00"));
    assert_int_equal(scenario_noise_time(&log, 3), at("2026-03-02"));
    log.covers_to = at("9999-12-31");
    log.noise = 1999999;
    assert_int_equal(scenario_noise_time(&log, 1999998), at("9999-12-31"));
    assert_true(scenario_noise_time(&log, 1999997) < at("9999-12-31"));

    const scenario *s = read_good(*state, FIRST "    covers: [2026-03-01, 2026-03-03]\n");
    assert_int_equal(s->logs[0].noise, 2);
    s = read_good(*state, FIRST "    covers: [2026-03-01, 2026-03-03]\n    noise: 9\n");
    assert_int_equal(s->logs[0].noise, 9);
}

static void logs_as_read(void **state)
{
    const sppwhy_log *log =
        only_log(*state, FIRST "    covers: [2026-03-01, 2026-03-03]\n"
                               "    noise: 3\n"
                               "    first_record: 100\n"
                               "    events:\n"
                               "      - {time: 2026-03-01, id: 12288, strings: [x]}\n"
                               "      - {time: 2026-03-01, id: 7, provider: Alien, computer: B}\n"
                               "      - {time: 2026-03-02T01:00:00Z, id: 20,"
                               " provider: Microsoft-Windows-Security-SPP-UX-Notifications, channel: UX}\n"
                               "      - {time: 2026-03-03, id: 12289, computer: A}\n");
    assert_string_equal(log->path, "a.evtx");
    assert_int_equal(log->records, 7);
    assert_int_equal(log->first_event, at("2026-03-01"));
    assert_int_equal(log->last_event, at("2026-03-03"));
    assert_int_equal(log->computer_count, 2);
    assert_string_equal(log->computers[0], "A");
    assert_string_equal(log->computers[1], "B");
    assert_int_equal(log->channel_count, 2);
    assert_string_equal(log->channels[1], "UX");
    /* 100 noise, 101 12288, 102 Alien, 103 noise, 104 UX, 105 12289, 106 noise */
    assert_int_equal(log->event_count, 3);
    assert_int_equal(log->events[0].record_id, 101);
    assert_int_equal(log->events[0].header_record_id, 101);
    assert_string_equal(string_of(&log->events[0], 0), "x");
    assert_int_equal(log->events[1].record_id, 104);
    assert_int_equal(log->events[2].record_id, 105);
    assert_int_equal(log->damage_count, 0);
    assert_int_equal(log->gap_count, 0);
}

static void an_empty_log(void **state)
{
    const sppwhy_log *log = only_log(*state, FIRST);
    assert_int_equal(log->records, 0);
    assert_int_equal(log->first_event, 0);
    assert_int_equal(log->last_event, 0);
    assert_int_equal(log->computer_count, 0);
    assert_int_equal(log->event_count, 0);
    assert_non_null(log->events);
}

static void other_keys_at_the_top_are_left_alone(void **state)
{
    const scenario *s = read_good(*state, "title: t\nexpect: [anything]\n" FIRST);
    assert_string_equal(s->title, "t");
}

typedef struct wrong {
    const char *text;
    unsigned line, column;
    const char *part; /* of the message */
} wrong;

#define EVENTS FIRST "    events:\n" /* four lines */

static const wrong wrongs[] = {
    {"[1]", 1, 1, "must be a map"},
    {"title: x\n", 1, 1, "needs 'logs'"},
    {"logs: x\n", 1, 7, "list of at least one log"},
    {"logs: []\n", 1, 7, "list of at least one log"},
    {"title: []\nlogs: [{}]\n", 1, 8, "'title' must be a text"},
    {"logs: [x]\n", 1, 8, "a log must be a map"},
    {"logs:\n  - computer: A\n", 2, 5, "needs 'file'"},
    {"logs:\n  - file: A\n", 2, 5, "needs 'computer'"},
    {FIRST "    colour: red\n", 4, 5, "a log has no key \"colour\"; it has file, computer"},
    {"logs:\n  - {file: '', computer: A}\n", 2, 12, "'file' must be a text"},
    {"logs:\n  - {file: [a], computer: A}\n", 2, 12, "'file' must be a text"},
    {"logs:\n  - {file: /etc/a.evtx, computer: A}\n", 2, 12, "below the output folder"},
    {"logs:\n  - {file: a/../../b.evtx, computer: A}\n", 2, 12, "below the output folder"},
    {"logs:\n  - {file: 'a\\b.evtx', computer: A}\n", 2, 12, "below the output folder"},
    {"logs:\n  - {file: a/, computer: A}\n", 2, 12, "below the output folder"},
    {FIRST "  - {file: a.evtx, computer: B}\n", 4, 12, "line 2 has the same file"},
    {FIRST "    covers: 2026-03-01\n", 4, 13, "two times"},
    {FIRST "    covers: [2026-03-01, 2026-02-30]\n", 4, 26, "date and time that exists"},
    {FIRST "    covers: [2026-03-02, 2026-03-01]\n", 4, 26, "ends before it begins"},
    {FIRST "    noise: -1\n", 4, 12, "whole number from 0"},
    {FIRST "    noise: 2\n", 4, 12, "needs 'covers'"},
    {FIRST "    first_record: 0\n", 4, 19, "whole number from 1"},
    {FIRST "    chunk_records: many\n", 4, 20, "whole number from 0"},
    {FIRST "    events: none\n", 4, 13, "must be a list"},
    {EVENTS "      - 12288\n", 5, 9, "an event must be a map"},
    {EVENTS "      - {id: 12288}\n", 5, 9, "needs 'time'"},
    {EVENTS "      - {time: 2026-03-01}\n", 5, 9, "needs 'id'"},
    {EVENTS "      - {time: 2026-03-01, id: 12288, sting: [a]}\n", 5, 39,
     "an event has no key \"sting\"; did you mean \"strings\"?"},
    {EVENTS "      - {time: 2026-02-29T00:00:00Z, id: 1}\n", 5, 16, "date and time that exists"},
    {EVENTS "      - {time: yesterday, id: 1}\n", 5, 16, "2026-03-01T10:00:29Z"},
    {EVENTS "      - {time: 2026-03-01, id: 65536}\n", 5, 32, "from 0 to 65535"},
    {EVENTS "      - {time: 2026-03-01, id: 1, level: 256}\n", 5, 42, "from 0 to 255"},
    {EVENTS "      - {time: 2026-03-01, id: 1, qualifiers: x}\n", 5, 47, "from 0 to 65535"},
    {EVENTS "      - {time: 2026-03-01, id: 1, provider: ''}\n", 5, 45, "'provider' must be a text"},
    {EVENTS "      - {time: 2026-03-01, id: 1, strings: a}\n", 5, 44, "must be a list"},
    {EVENTS "      - {time: 2026-03-01, id: 1, strings: [a, [b]]}\n", 5, 48, "must be a text"},
    {EVENTS "      - {time: 2026-03-01, id: 1, strings: ['{tme}']}\n", 5, 45, "'{tme}' is no placeholder"},
    {EVENTS "      - {time: 2026-03-01, id: 1, strings: ['x {time+} y']}\n", 5, 45,
     "'{time+}' is no placeholder"},
    {EVENTS "      - {time: 2026-03-01, id: 1, strings: ['{time']}\n", 5, 45, "'{time' is no placeholder"},
    {EVENTS "      - {time: 1601-01-01, id: 1, strings: ['{time-1}']}\n", 5, 45, "no placeholder"},
    {EVENTS "      - {time: 2026-03-01, id: 1, strings: ['{until 2026-02-30}']}\n", 5, 45, "no placeholder"},
    {EVENTS "      - {time: 2026-03-01, id: 1, strings: ['{until 2026-03-02']}\n", 5, 45, "no placeholder"},
    {EVENTS "      - {time: 2026-03-01, id: 1, strings: ['{until 2026-03-02                     }']}\n", 5,
     45, "no placeholder"},
    {EVENTS "      - {time: 2026-03-01, id: 1, repeat: 0, every_minutes: 1}\n", 5, 43, "from 1 to"},
    {EVENTS "      - {time: 2026-03-01, id: 1, repeat: -5, every_minutes: 1}\n", 5, 43, "from 1 to"},
    {EVENTS "      - {time: 2026-03-01, id: 1, repeat: 2}\n", 5, 9, "needs 'every_minutes'"},
    {EVENTS "      - {time: 2026-03-01, id: 1, every_minutes: 2}\n", 5, 50, "needs 'repeat'"},
    {EVENTS "      - {time: 2026-03-01, id: 1, repeat: 2, every_minutes: -2}\n", 5, 61, "from 1 to"},
    {EVENTS "      - {time: 9999-12-31, id: 1, repeat: 2, every_minutes: 1440}\n", 5, 16, "year 9999"},
    {EVENTS "      - {time: 2026-03-02, id: 1}\n      - {time: 2026-03-01, id: 2}\n", 6, 16,
     "before the one in line 5; list events in order of time"},
    {EVENTS "      - {time: 2026-03-01, id: 1, repeat: 2000000, every_minutes: 1}\n"
            "      - {time: 2026-03-01, id: 1}\n",
     6, 9, "at most 2000000 records"},
    {FIRST "    covers: [2026-03-02, 2026-03-03]\n    events: [{time: 2026-03-01, id: 1}]\n", 5, 21,
     "before 'covers' begins at 2026-03-02T00:00:00Z; widen 'covers'"},
    {FIRST "    covers: [2026-03-02, 2026-03-03]\n"
           "    events: [{time: 2026-03-02, id: 1, repeat: 4, every_minutes: 720}]\n",
     5, 21, "repetition 4 of this event, at 2026-03-03T12:00:00Z, is after 'covers' ends"},
};

static void mistakes_have_places(void **state)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        const wrong *w = &wrongs[i];
        const yaml_node *root = NULL;
        scenario *s = NULL;
        sppwhy_error error;
        sppwhy_error_clear(&error);
        assert_int_equal(yaml_load(*state, "t.yaml", w->text, strlen(w->text), &root, &error), SPPWHY_OK);
        sppwhy_status status = scenario_read(&s, *state, "t.yaml", root, &error);
        if (status != SPPWHY_INVALID || error.line != w->line || error.column != w->column ||
            strstr(error.message, w->part) == NULL || strcmp(error.file, "t.yaml") != 0)
            fail_msg("%s: status %d at %s:%u:%u: %s", w->text, status, error.file, error.line, error.column,
                     error.message);
        assert_null(s);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_assumed),
        TEST(severity_follows_from_the_id),
        TEST(source_follows_from_the_provider),
        TEST(placeholders),
        TEST(repetitions_are_sorted_in),
        TEST(noise_spans_what_is_covered),
        TEST(logs_as_read),
        TEST(an_empty_log),
        TEST(other_keys_at_the_top_are_left_alone),
        TEST(mistakes_have_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
