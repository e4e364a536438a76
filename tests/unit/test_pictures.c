/*
 * The drawings of the HTML report: time that is cut into cells of one length and broken where nothing
 * happens, and pictures that say in words what they show and stay small whatever a log holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/limits.h"
#include "report/html/html_scale.h"
#include "support/made_page.h"
#include "support/written.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MARCH ((uint64_t)134168832000000000) /* 2026-03-02, a Monday */

/* ---- time as cells ------------------------------------------------------------------------------------- */

static html_scale scale_of(const uint64_t *times, size_t count, size_t most)
{
    scale_slots slots = {0};
    for (size_t i = 0; i < count; i++)
        scale_widen(&slots.first, &slots.last, times[i]);
    scale_start(&slots, slots.first, slots.last);
    for (size_t i = 0; i < count; i++)
        scale_add(&slots, times[i], times[i]);
    return scale_end(&slots, most, 0, 1000);
}

/* Each time lies in its cell, and cells follow one another. */
static void check_scale(const html_scale *s, const uint64_t *times, size_t count, size_t most)
{
    assert_true(s->cells >= 1 && s->cells <= most && s->part_count <= SCALE_PARTS);
    for (size_t i = 0; i < count; i++) {
        size_t cell = scale_cell(s, times[i]);
        uint64_t begins = scale_time(s, cell);
        assert_true(cell < s->cells);
        if (times[i] < begins || times[i] - begins >= s->bin)
            fail_msg("time %zu of %zu is not in cell %zu of %zu", i, count, cell, s->cells);
    }
    assert_true(scale_x(s, 0) == 0 && scale_x(s, s->cells) == 1000);
}

static void a_cell_has_a_round_length(void **state)
{
    uint64_t times[8];
    (void)state;
    for (size_t i = 0; i < COUNT(times); i++)
        times[i] = MARCH + i * CLOCK_DAY;
    html_scale s = scale_of(times, COUNT(times), 60);
    check_scale(&s, times, COUNT(times), 60);
    assert_true(s.part_count == 1 && s.bin == 3 * CLOCK_HOUR);
    assert_int_equal(scale_cell(&s, MARCH + CLOCK_DAY), 8);
}

static void what_is_empty_for_long_is_broken(void **state)
{
    uint64_t times[40];
    (void)state;
    for (size_t i = 0; i < COUNT(times); i++) /* twice twenty hours, sixteen years apart */
        times[i] = MARCH + (i % 20) * CLOCK_HOUR - (i < 20 ? 16 * 365 * CLOCK_DAY : 0);
    html_scale s = scale_of(times, COUNT(times), 60);
    check_scale(&s, times, COUNT(times), 60);
    assert_int_equal(s.part_count, 2);
    assert_true(s.bin == CLOCK_HOUR);
    assert_int_equal(s.parts[1].cell - s.parts[0].cells, SCALE_BREAK);
    /* what lies in the break is behind the first part */
    assert_true(scale_cell(&s, MARCH - 5 * 365 * CLOCK_DAY) >= s.parts[0].cells);
}

/* Two moments alone: a break would be all that there is. */
static void a_break_takes_no_more_room_than_what_is_around_it(void **state)
{
    const uint64_t times[] = {MARCH, MARCH + 400 * CLOCK_DAY};
    (void)state;
    html_scale s = scale_of(times, COUNT(times), 60);
    check_scale(&s, times, COUNT(times), 60);
    assert_int_equal(s.part_count, 1);
    assert_true(s.cells > 20);
}

static void any_times_fit(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (size_t round = 0; round < 200; round++) {
        uint64_t times[30];
        size_t count = 1 + round % COUNT(times);
        for (size_t i = 0; i < count; i++) {
            seed = seed * 6364136223846793005 + 1442695040888963407;
            uint64_t room = LIMIT_TIME_LATEST - LIMIT_TIME_EARLIEST;
            times[i] = LIMIT_TIME_EARLIEST + (round % 2 != 0 ? (seed >> 1) % room : (seed >> 1) % CLOCK_HOUR);
        }
        if (round % 3 == 0)
            times[0] = LIMIT_TIME_LATEST;
        html_scale s = scale_of(times, count, SCALE_CELLS);
        check_scale(&s, times, count, SCALE_CELLS);
    }
}

/* An axis has a label or more, and no more than there is room for. */
static void an_axis_is_labeled(void **state)
{
    (void)state;
    for (uint64_t span = CLOCK_MINUTE; span < 70 * 365 * CLOCK_DAY; span *= 3) {
        const uint64_t drawn[] = {MARCH, MARCH + span / 2, MARCH + span};
        html_scale s = scale_of(drawn, COUNT(drawn), SCALE_CELLS);
        char *svg = NULL;
        size_t length;
        sppwhy_writer *out = written_open(&svg, &length);
        scale_axis(out, &s, 0, 100);
        assert_true(written_close(out));
        assert_in_range(times(svg, "<text"), 1, 12);
        assert_true(length < 8000);
        free(svg);
    }
}

static void bands_and_columns_are_one_path_each(void **state)
{
    const uint64_t moments[] = {MARCH, MARCH + CLOCK_DAY};
    unsigned char cells[SCALE_CELLS] = {0};
    size_t counts[SCALE_CELLS] = {0};
    char *svg = NULL;
    size_t length;
    (void)state;
    html_scale s = scale_of(moments, COUNT(moments), SCALE_CELLS);
    cells[0] = cells[1] = cells[s.cells - 1] = 1;
    counts[0] = 1000000;
    counts[s.cells - 1] = 1;
    sppwhy_writer *out = written_open(&svg, &length);
    scale_bands(out, &s, cells, 1, "covered", 0, 10);
    scale_columns(out, &s, counts, NULL, 1000000, "ok", 100, 90);
    scale_bands(out, &s, cells, 2, "gap", 0, 10);
    assert_true(written_close(out));
    assert_int_equal(times(svg, "<path"), 2);
    assert_int_equal(times(svg, "z"), 4);
    has(svg, "v1h-"); /* one among a million is still to be seen */
    free(svg);
}

/* ---- pictures of logs ---------------------------------------------------------------------------------- */

#define ASKED(code, host)                                                                                    \
    "\"" code ", 0x00000000, " host ":1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, "     \
    "73111121-5638-40f6-bc11-f1d7b0d64300, 25\""

/* A host that stops, a client that it refuses and that then gets no answer. */
static const char stopped[] =
    "logs:\n"
    "  - file: ws1/Application.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    covers: [2026-03-01T00:00:00Z, 2026-03-06T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [" ASKED(
        "0x00000000",
        "kms1.contoso.com") "]}\n"
                            "      - {time: 2026-03-02T08:00:21Z, id: 12289, strings: [\"0xC004F038, "
                            "0x00000000, 0, 0, 7, 120, 10080, "
                            "2026/03/02 08:00\"]}\n"
                            "      - {time: 2026-03-04T08:00:20Z, id: 12288, strings: [" ASKED(
                                "0x800706BA",
                                "kms1.contoso.com") "], repeat: 6, every_minutes: 120}\n"
                                                    "  - file: kms1/kms.evtx\n"
                                                    "    computer: kms1.contoso.com\n"
                                                    "    channel: Key Management Service\n"
                                                    "    covers: [2026-03-01T00:00:00Z, "
                                                    "2026-03-06T00:00:00Z]\n"
                                                    "    events:\n"
                                                    "      - {time: 2026-03-02T08:00:20Z, id: 12290, "
                                                    "strings: [\"\", \"0x0\", \"25\", \"ws1.contoso.com\", "
                                                    "\"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{time}\", "
                                                    "\"0\", \"2\", \"41760\", "
                                                    "\"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n"
                                                    "  - file: kms1/Application.evtx\n"
                                                    "    computer: kms1.contoso.com\n"
                                                    "    covers: [2026-03-01T00:00:00Z, "
                                                    "2026-03-06T00:00:00Z]\n"
                                                    "    events:\n"
                                                    "      - {time: 2026-03-01T08:00:20Z, id: 900, strings: "
                                                    "[]}\n"
                                                    "      - {time: 2026-03-03T08:00:20Z, id: 903, strings: "
                                                    "[]}\n";

static void every_picture_says_in_words_what_it_shows(void **state)
{
    (void)state;
    made_page m = make_page(stopped);
    has(m.text, "Activations over time. Each column is 15 min.");
    has(m.html, "7 failed, 0 succeeded or were granted; at most 1 in one column.");
    has(m.text, "Who asked which KMS host, and what the newest try came to.");
    has(m.html, "1 machine asked 1 host.");
    has(m.text, "What runs out within 30 days");
    has(m.html, "<text class=\"strong\"");
    has(m.text,
        "kms1.contoso.com reported to its clients a count of 7, and shows 1 different client in its log. "
        "Its clients "
        "needed 25.");
    has(m.text, "What was collected, by machine and day, and what is missing.");
    assert_true(times(m.text, "The same as a table") >= 4);
    free_page(&m);
}

static void the_timeline_of_a_host_shows_its_service(void **state)
{
    (void)state;
    made_page m = make_page(stopped);
    const char *host = strstr(m.html, "<title>Timeline of kms1.contoso.com</title>");
    assert_non_null(host);
    has(host, ">Service</text>");
    has(host, "class=\"runs\"");
    has(host, "class=\"stopped\"");
    has(m.text, "Service: 1 start, 1 stop.");
    free_page(&m);
}

/* A request whose code did not parse: the host neither granted nor refused it, as far as anybody knows. */
static void a_code_that_did_not_parse_is_no_grant(void **state)
{
    static const char granted[] = "\"0x0\", \"25\"", unknown[] = "\"0xZ\", \"25\"";
    char *scenario = strdup(stopped), *code;
    (void)state;
    assert_non_null(scenario);
    made_page m = make_page(scenario);
    has(m.text, "Requests: 1 granted, 0 refused.");
    free_page(&m);
    code = strstr(scenario, granted);
    assert_non_null(code);
    memcpy(code, unknown, sizeof unknown - 1);
    m = make_page(scenario);
    has(m.html, "<title>Timeline of kms1.contoso.com</title>");
    assert_null(strstr(m.text, " granted, ")); /* there is nothing to draw of either */
    free_page(&m);
    free(scenario);
}

static void the_end_of_grace_is_drawn(void **state)
{
    (void)state;
    made_page m = make_page(stopped);
    const char *client = strstr(m.html, "<title>Timeline of ws1.contoso.com</title>");
    assert_non_null(client);
    has(client, ">grace period ends</text>");
    has(client, "class=\"broken\""); /* nothing happens until then */
    free_page(&m);
}

/* The host first, its client inside of the same card, and the steps of each once. */
static void a_trouble_is_one_card_the_host_first(void **state)
{
    (void)state;
    made_page m = make_page(stopped);
    const char *card = strstr(m.html, "<article class=\"trouble");
    assert_non_null(card);
    const char *end = strstr(card, "</article>"), *inside = strstr(card, "What fails because of it");
    const char *host = strstr(card, "kms1.contoso.com"), *client = strstr(card, "ws1.contoso.com");
    assert_true(inside && inside < end && host && host < inside);
    assert_true(client && client > host && strstr(inside, "ws1.contoso.com") < end);
    for (size_t i = 0; i < m.p.analysis->finding_count; i++) {
        const sppwhy_verdict *v = &m.p.analysis->findings[i].verdict;
        for (size_t k = 0; k < v->fix_count; k++)
            if (times(m.html, v->fix[k]) > 1)
                fail_msg("%zu times: %s", times(m.html, v->fix[k]), v->fix[k]);
    }
    free_page(&m);
}

/* ---- a fleet, and names that are no names -------------------------------------------------------------- */

static void add_client(strbuf *scenario, size_t i, const char *host)
{
    strbuf_printf(scenario, "  - file: ws%zu.evtx\n    computer: ws%03zu.contoso.com\n    events:\n", i, i);
    strbuf_printf(scenario, "      - {time: 2026-03-%02zuT%02zu:%02zu:20Z, id: 12288, strings: [",
                  2 + i / 1440, i / 60 % 24, i % 60);
    strbuf_printf(scenario,
                  "\"0x800706BA, 0x00000000, %s:1688, 6a1c2f3e-0d4b-4c5a-9e8f-%012zx, {time}, 0, 2, 41760, "
                  "73111121-5638-40f6-bc11-f1d7b0d64300, 25\"]}\n",
                  host, i);
}

/* Three hundred machines that ask a hundred hosts: pictures have as many elements as those of thirty. */
static void pictures_do_not_grow_with_a_fleet(void **state)
{
    size_t drawn[2];
    (void)state;
    for (size_t round = 0; round < 2; round++) {
        strbuf scenario = {0};
        strbuf_add(&scenario, "logs:\n");
        for (size_t i = 0; i < (round == 0 ? 60 : 300); i++) {
            char host[40];
            snprintf(host, sizeof host, "kms%zu.contoso.com", i % (round == 0 ? 20 : 100));
            add_client(&scenario, i, host);
        }
        assert_false(scenario.failed);
        made_page m = make_page(scenario.bytes);
        char *from = strstr(m.html, "<section id=\"pictures\""),
             *to = strstr(m.html, "<section id=\"machines\"");
        assert_true(from && to && from < to);
        *to = '\0';
        drawn[round] = times(from, "<");
        has(from, " other hosts");
        has(from, "Machines are drawn together by cause");
        has(from, " more logs together");
        free_page(&m);
        strbuf_free(&scenario);
    }
    assert_true(drawn[1] < drawn[0] + drawn[0] / 5);
}

/* A host's name of 60 KiB, as any event may have it, is cut where it is shown often, and it is said. */
static void a_name_without_end_is_cut(void **state)
{
    strbuf name = {0}, scenario = {0};
    (void)state;
    while (name.length < 20000)
        strbuf_add(&name, "<b>\xE2\x82\xAC");
    strbuf_add(&scenario, "logs:\n");
    for (size_t i = 0; i < 3; i++)
        add_client(&scenario, i, name.bytes);
    assert_false(scenario.failed || name.failed);
    made_page m = make_page(scenario.bytes);
    const char *pictures = strstr(m.html, "<section id=\"pictures\"");
    assert_non_null(pictures);
    has_not(m.html, "<b>");
    char *to = strstr(pictures, "<section id=\"machines\"");
    assert_non_null(to);
    assert_true(to - pictures < 100000);
    has(m.text, " more characters");
    free_page(&m);
    strbuf_free(&name);
    strbuf_free(&scenario);
}

/* What no rule explains is as many troubles as it has codes. */
static void unknown_codes_are_troubles_of_their_own(void **state)
{
    (void)state;
    made_page m = make_page(
        "logs:\n"
        "  - file: ws1.evtx\n    computer: ws1\n    events:\n"
        "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [" ASKED(
            "0x8007ABCD", "kms1") "]}\n"
                                  "  - file: ws2.evtx\n    computer: ws2\n    events:\n"
                                  "      - {time: 2026-03-02T09:00:20Z, id: 12288, strings: [" ASKED(
                                      "0x8007ABCE", "kms1") "]}\n");
    assert_int_equal(m.p.analysis->unexplained, 2);
    assert_int_equal(times(m.html, "<article class=\"trouble"), 2);
    free_page(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_has_a_round_length),
        cmocka_unit_test(what_is_empty_for_long_is_broken),
        cmocka_unit_test(a_break_takes_no_more_room_than_what_is_around_it),
        cmocka_unit_test(any_times_fit),
        cmocka_unit_test(an_axis_is_labeled),
        cmocka_unit_test(bands_and_columns_are_one_path_each),
        cmocka_unit_test(every_picture_says_in_words_what_it_shows),
        cmocka_unit_test(the_timeline_of_a_host_shows_its_service),
        cmocka_unit_test(a_code_that_did_not_parse_is_no_grant),
        cmocka_unit_test(the_end_of_grace_is_drawn),
        cmocka_unit_test(a_trouble_is_one_card_the_host_first),
        cmocka_unit_test(pictures_do_not_grow_with_a_fleet),
        cmocka_unit_test(a_name_without_end_is_cut),
        cmocka_unit_test(unknown_codes_are_troubles_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
