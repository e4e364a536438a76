/*
 * A forged log must not make failures vanish: events that bear one name (machine, channel, number, time, id)
 * and say different things both stay, and are marked; copies of one event still count once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/pipeline.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define WHEN ((uint64_t)134168832000000000)

typedef struct said {
    const char *text;
    uint64_t number;
    bool recovered;
} said;

/* Two logs of one machine, each with these events. */
static void make(pipeline *p, sppwhy_log *logs, const said *first, size_t first_count, const said *second,
                 size_t second_count)
{
    static const char *const computers[] = {"ws1.contoso.com"}, *const channels[] = {"Application"};
    const said *all[] = {first, second};
    const size_t counts[] = {first_count, second_count};
    const sppwhy_log **list;
    *p = (pipeline){.memory = arena_create()};
    assert_non_null(p->memory);
    list = ARENA_ARRAY(p->memory, 2, const sppwhy_log *);
    assert_non_null(list);
    for (size_t i = 0; i < 2; i++) {
        sppwhy_raw_event *raw = ARENA_ARRAY(p->memory, counts[i], sppwhy_raw_event);
        assert_non_null(raw);
        for (size_t k = 0; k < counts[i]; k++)
            raw[k] = (sppwhy_raw_event){.provider = "Microsoft-Windows-Security-SPP",
                                        .source = "",
                                        .channel = channels[0],
                                        .computer = computers[0],
                                        .reader = "native",
                                        .id = 12291,
                                        .level = 2,
                                        .recovered = all[i][k].recovered,
                                        .time = WHEN + all[i][k].number,
                                        .record_id = all[i][k].number,
                                        .header_record_id = all[i][k].number,
                                        .offset = 4096 + k,
                                        .strings = &all[i][k].text,
                                        .string_count = 1};
        logs[i] = (sppwhy_log){.path = i == 0 ? "a.evtx" : "b.evtx",
                               .computers = computers,
                               .computer_count = 1,
                               .channels = channels,
                               .channel_count = 1,
                               .event_count = counts[i]};
        logs[i].events = keep_events(p->memory, &logs[i], raw, counts[i]);
        list[i] = &logs[i];
    }
    assert_int_equal(sppwhy_catalogue_load(&p->catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_records_create(&p->records, p->catalogue, list, 2, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_correlate(&p->collection, p->records, list, 2, (sppwhy_span){0}, NULL),
                     SPPWHY_OK);
}

static void expect(const said *first, size_t first_count, const said *second, size_t second_count,
                   size_t records, size_t contradicting)
{
    for (size_t turn = 0; turn < 2; turn++) { /* whichever log comes first */
        pipeline p;
        sppwhy_log logs[2];
        if (turn == 0)
            make(&p, logs, first, first_count, second, second_count);
        else
            make(&p, logs, second, second_count, first, first_count);
        assert_int_equal(p.records->count, records);
        assert_int_equal(p.records->repeated, first_count + second_count - records);
        assert_int_equal(p.records->contradicting_count, contradicting);
        assert_int_equal(p.collection->machines[0]->contradicting_count, contradicting);
        pipeline_free(&p);
    }
}

static void copies_count_once_and_contradict_nothing(void **state)
{
    const said a[] = {{"0x1", 1, false}, {"0x2", 2, false}}, b[] = {{"0x2", 2, false}, {"0x3", 3, false}};
    (void)state;
    expect(a, COUNT(a), b, COUNT(b), 3, 0);
}

static void two_that_say_different_things_both_stay(void **state)
{
    const said a[] = {{"0x0", 1, false}, {"0x2", 2, false}},
               b[] = {{"0x8007232B", 1, false}, {"0x2", 2, false}};
    (void)state;
    expect(a, COUNT(a), b, COUNT(b), 3, 2);
}

static void several_that_contradict_one_another_stay_once_each(void **state)
{
    const said a[] = {{"0x0", 1, false}, {"0x1", 1, false}, {"0x2", 1, false}},
               b[] = {{"0x1", 1, false}, {"0x3", 1, false}, {"0x2", 1, false}};
    (void)state;
    expect(a, COUNT(a), b, COUNT(b), 4, 4);
}

/* What lies in the slack of a chunk may be overwritten in part: it neither replaces a live event nor
 * contradicts it. */
static void what_was_recovered_gives_way_to_what_is_live(void **state)
{
    const said a[] = {{"0x0", 1, true}}, b[] = {{"0x8007232B", 1, false}};
    (void)state;
    expect(a, COUNT(a), b, COUNT(b), 1, 0);
}

/* Each of a thousand says something else; and each is in both logs. */
static void many_contradictions_are_found(void **state)
{
    enum { MANY = 1000 };
    static said all[MANY];
    static char texts[MANY][16];
    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        snprintf(texts[i], sizeof texts[i], "0x%zX", i);
        all[i] = (said){texts[i], 1, false};
    }
    expect(all, MANY, all, MANY, MANY, MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_count_once_and_contradict_nothing),
        cmocka_unit_test(two_that_say_different_things_both_stay),
        cmocka_unit_test(several_that_contradict_one_another_stay_once_each),
        cmocka_unit_test(what_was_recovered_gives_way_to_what_is_live),
        cmocka_unit_test(many_contradictions_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
