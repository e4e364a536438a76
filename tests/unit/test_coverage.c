/* Which times a machine's logs cover: what is sorted once says the same as a look at each log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/licensing_names.h"
#include "base/places.h"
#include "correlate/coverage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- coverage ------------------------------------------------------------------------------------------ */

static uint32_t random_state = 12345;

static uint64_t under(uint64_t most)
{
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % most;
}

enum { LOGS = 4, GAPS = 5, TIMES = 40 };

static const char *const application[] = {"Setup", "application"};
static const char *const kms[] = {"Key Management Service"};

/* Times are small numbers, so that they often meet; gaps may overlap, lie outside of the log or run
 * backwards, as a clock that was set makes them. */
static void make_log(sppwhy_log *log, sppwhy_gap *gaps)
{
    bool is_kms = under(3) == 0;
    *log = (sppwhy_log){.first_event = under(TIMES), .gaps = gaps, .gap_count = (size_t)under(GAPS)};
    log->last_event = log->first_event + under(TIMES);
    log->channels = is_kms ? kms : application;
    log->channel_count = is_kms ? 1 : 2;
    for (size_t i = 0; i < log->gap_count; i++)
        gaps[i] = (sppwhy_gap){under(2 * TIMES), under(2 * TIMES), 1};
}

static void check_times(sppwhy_machine *m, const char *channel)
{
    const struct sppwhy_coverage *sorted = m->coverage;
    for (uint64_t from = 0; from < 2 * TIMES; from++)
        for (uint64_t to = from; to < 2 * TIMES; to++) {
            bool covered = sppwhy_machine_covers(m, channel, from, to);
            m->coverage = NULL; /* then each log is looked at */
            if (sppwhy_machine_covers(m, channel, from, to) != covered)
                fail_msg("%s from %d to %d", channel, (int)from, (int)to);
            m->coverage = sorted;
        }
    bool there = sppwhy_machine_has_channel(m, channel);
    m->coverage = NULL;
    assert_int_equal(sppwhy_machine_has_channel(m, channel), there);
    m->coverage = sorted;
}

static void sorted_logs_say_the_same_as_each_log(void **state)
{
    sppwhy_gap gaps[LOGS][GAPS];
    sppwhy_log logs[LOGS];
    const sppwhy_log *list[LOGS];
    (void)state;
    for (int round = 0; round < 200; round++) {
        arena *memory = arena_create();
        sppwhy_machine m = {.own_logs = list, .own_log_count = (size_t)under(LOGS + 1)};
        m.until = under(4) == 0 ? under(2 * TIMES) : UINT64_MAX;
        for (size_t i = 0; i < LOGS; i++) {
            make_log(&logs[i], gaps[i]);
            list[i] = &logs[i];
        }
        assert_true(coverage_create(memory, &m));
        check_times(&m, SPPWHY_CHANNEL_APPLICATION);
        check_times(&m, "key management SERVICE");
        check_times(&m, "System");
        arena_free(memory);
    }
}

static void channels_are_called_alike(void **state)
{
    (void)state;
    assert_string_equal(SPPWHY_CHANNEL_APPLICATION, CHANNEL_APPLICATION);
    assert_string_equal(SPPWHY_CHANNEL_KMS, CHANNEL_KMS);
}

/* ---- places in a list ---------------------------------------------------------------------------------- */

enum { WORDS = 3000 };

static size_t slowly(const char *const *items, size_t count, const char *word)
{
    size_t i = 0;
    while (i < count && strcmp(items[i], word) != 0)
        i++;
    return i;
}

/* Words are added, and the list is cut back now and then, as a condition that does not hold does. */
static void a_list_that_is_cut_back_goes_on(void **state)
{
    static char words[WORDS][8];
    const char *items[WORDS];
    places p = {0};
    size_t count = 0;
    (void)state;
    for (int i = 0; i < WORDS; i++)
        snprintf(words[i], sizeof words[i], "%d", (int)under(400));
    for (int i = 0; i < WORDS; i++) {
        size_t place = places_find(&p, &places_of_text, (const void *const *)items, count, words[i]);
        assert_int_equal(place, slowly(items, count, words[i]));
        if (place == count)
            items[count++] = words[i];
        if (under(30) == 0)
            count = (size_t)under(count + 1);
    }
    assert_true(count > 0);
    places_free(&p);
}

static void kinds_know_what_is_the_same(void **state)
{
    const char *texts[40];
    char room[40][16];
    places nocase = {0}, exact = {0};
    uint8_t ids[40][16] = {{0}};
    const uint8_t *id_list[41];
    places known = {0};
    (void)state;
    for (size_t i = 0; i < 40; i++) {
        snprintf(room[i], sizeof room[i], "Kms%zu", i);
        texts[i] = room[i];
        ids[i][15] = (uint8_t)i;
        id_list[i] = ids[i];
    }
    assert_int_equal(places_find(&nocase, &places_of_text_nocase, (const void *const *)texts, 40, "KMS39"),
                     39);
    assert_int_equal(places_find(&exact, &places_of_text, (const void *const *)texts, 40, "KMS39"), 40);
    uint8_t wanted[16] = {0};
    wanted[15] = 30;
    assert_int_equal(places_find(&known, &places_of_id, (const void *const *)id_list, 40, wanted), 30);
    assert_int_equal(places_find(&known, &places_of_id, (const void *const *)id_list, 40, NULL), 40);
    id_list[40] = NULL;
    assert_int_equal(places_find(&known, &places_of_id, (const void *const *)id_list, 41, NULL), 40);
    places_free(&nocase);
    places_free(&exact);
    places_free(&known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorted_logs_say_the_same_as_each_log),
        cmocka_unit_test(channels_are_called_alike),
        cmocka_unit_test(a_list_that_is_cut_back_goes_on),
        cmocka_unit_test(kinds_know_what_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
