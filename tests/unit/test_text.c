/*
 * The text for people: many machines in one block, hosts before what they caused, local times, paths and
 * tables in any width, and whatever a log can write into them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/view/index.h"
#include "report/text/table.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "support/pipeline.h"
#include "support/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- given these logs, this text ----------------------------------------------------------------------- */

typedef void (*write_report)(sppwhy_writer *out, const pipeline *p, sppwhy_text_options options);

static void write_findings(sppwhy_writer *out, const pipeline *p, sppwhy_text_options options)
{
    sppwhy_report_text(out, p->analysis, &options);
}

static void write_activity(sppwhy_writer *out, const pipeline *p, sppwhy_text_options options)
{
    sppwhy_error error;
    sppwhy_activity *a = NULL;
    sppwhy_span all = {0, 0};
    assert_int_equal(sppwhy_activity_count(&a, p->collection, all, &error), SPPWHY_OK);
    sppwhy_report_activity_text(out, a, p->catalogue, &options);
    sppwhy_activity_free(a);
}

static char *written(write_report write, const pipeline *p, sppwhy_text_options options)
{
    char *bytes = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&bytes, &length);
    assert_non_null(out);
    write(out, p, options);
    assert_true(written_close(out));
    return bytes;
}

static char *text_of(const char *scenario, sppwhy_text_options options)
{
    pipeline p;
    pipeline_to_analysis(&p, scenario, NULL);
    char *text = written(write_findings, &p, options);
    pipeline_free(&p);
    return text;
}

static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

static void must_say(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void must_not_say(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

/* ---- scenarios ----------------------------------------------------------------------------------------- */

#define COVERS "covers: [2026-03-02T00:00:00Z, 2026-03-04T00:00:00Z]"
#define SKU "73111121-5638-40f6-bc11-f1d7b0d64300"

/* A client that the host refuses for its clock. */
static void add_refused(strbuf *b, const char *name, const char *host, unsigned number)
{
    strbuf_printf(
        b,
        "  - file: %s/Application.evtx\n    computer: \"%s\"\n    " COVERS "\n    events:\n"
        "      - {time: 2026-03-02T08:%02u:20Z, id: 12288, repeat: 3, every_minutes: 120, "
        "strings: [\"0xC004F06C, 0x00000000, %s:1688, 6a1c2f3e-0d4b-4c5a-9e8f-11223344%04u, {time}, "
        "0, 2, 41760, " SKU ", 25\"]}\n",
        name, name, number, host, number);
}

static char *refused_clients(unsigned count, const char *host)
{
    char name[32];
    strbuf b = {0};
    strbuf_add(&b, "logs:\n");
    for (unsigned i = 1; i <= count; i++) {
        snprintf(name, sizeof name, "ws-%02u.contoso.com", i);
        add_refused(&b, name, host, i);
    }
    assert_false(b.failed);
    return b.bytes;
}

/* A host that cannot publish itself in the client's domain, as both logs show. */
static const char publish_failed[] =
    "logs:\n"
    "  - file: a-client/Application.evtx\n    computer: a-client.contoso.com\n    " COVERS "\n    events:\n"
    "      - {time: 2026-03-02T08:00:21Z, id: 8198, strings: [\"hr=0x8007232B\", "
    "\"Action=AutoActivate;SkuId=" SKU ";Trigger=UserLogon\"]}\n"
    "  - file: kms1/Application.evtx\n    computer: kms1.contoso.com\n    "
    "covers: [2026-03-01T00:00:00Z, 2026-03-04T00:00:00Z]\n    events:\n"
    "      - {time: 2026-03-02T07:00:00Z, id: 12293, strings: [\"0x80072338\", \"contoso.com\"]}\n";

/* ---- one block for many -------------------------------------------------------------------------------- */

static void machines_with_one_cause_host_and_fix_are_one_block(void **state)
{
    (void)state;
    char *scenario = refused_clients(14, "kms1.contoso.com");
    char *report =
        text_of(scenario, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 140});
    must_say(report, "\n14 machines ");
    must_say(report, "  ws-01, ws-02, ws-03, ws-04, ws-05, ws-06, ws-07, ws-08, ws-09, ws-10 and 4 more in "
                     "contoso.com (--all)\n");
    must_say(report, "clock-skew at kms1.contoso.com, likely; 42 times, 2026-03-02 08:01 to 12:14 UTC. ");
    must_say(report, "ws-14.contoso.com:\n    Why ");
    assert_int_equal(occurrences(report, "w32tm /resync"), 1); /* the fix once */
    assert_int_equal(occurrences(report, "Why  "), 1);
    must_say(report, "        14  clock-skew  high         42");
    free(report);
    report = text_of(scenario,
                     (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 100, .all = true});
    assert_int_equal(occurrences(report, "w32tm /resync"), 1);
    assert_int_equal(occurrences(report, "Why  "), 14); /* every one's own */
    must_say(report, "ws-12, ws-13 and");
    must_not_say(report, "--all");
    free(report);
    free(scenario);
}

static void few_machines_keep_their_blocks_but_tell_the_fix_once(void **state)
{
    (void)state;
    char *scenario = refused_clients(4, "kms1.contoso.com");
    char *report = text_of(scenario, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    must_not_say(report, "\n4 machines");
    assert_int_equal(occurrences(report, "NOT ACTIVATING"), 4);
    assert_int_equal(occurrences(report, "3 times, 2026-03-02 08:0"), 4); /* repetitions folded */
    assert_int_equal(occurrences(report, "w32tm /resync"), 1);
    assert_int_equal(occurrences(report, "as for ws-04.contoso.com above"), 3);
    free(report);
    report = text_of(scenario,
                     (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .all = true});
    assert_int_equal(occurrences(report, "w32tm /resync"), 4); /* all is all */
    free(report);
    free(scenario);
}

static void another_host_is_another_block(void **state)
{
    strbuf b = {0};
    char name[32];
    (void)state;
    strbuf_add(&b, "logs:\n");
    for (unsigned i = 1; i <= 12; i++) {
        snprintf(name, sizeof name, "ws-%02u.contoso.com", i);
        add_refused(&b, name, i <= 6 ? "kms1.contoso.com" : "kms2.contoso.com", i);
    }
    char *report = text_of(b.bytes, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    assert_int_equal(occurrences(report, "\n6 machines"), 2);
    must_not_say(report, "12 machines   ");
    free(report);
    strbuf_free(&b);
}

static void of_a_fleet_only_what_matters(void **state)
{
    (void)state;
    char *scenario = refused_clients(59, "kms1.contoso.com");
    char *report = text_of(scenario, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    char *all = text_of(scenario,
                        (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .all = true});
    assert_true(occurrences(report, "\n") < 60);
    assert_true(occurrences(all, "\n") > 59 * 4);
    must_not_say(report, "ws-40");
    must_say(all, "ws-40.contoso.com, ");
    free(report);
    free(all);
    free(scenario);
}

/* ---- hosts --------------------------------------------------------------------------------------------- */

static void the_host_behind_a_failure_comes_first_and_is_named(void **state)
{
    (void)state;
    char *report =
        text_of(publish_failed, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    const char *host = strstr(report, "\nkms1.contoso.com ");
    must_say(host ? host : "", "\na-client.contoso.com "); /* though its name comes later */
    must_say(report, "    Host      Fix kms1.contoso.com first (kms-host-publish-failing, above)\n");
    must_say(report, "    Affects   a-client.contoso.com\n");
    free(report);
}

static void a_host_that_has_nothing_to_do_with_it_is_not_named(void **state)
{
    char *scenario = refused_clients(1, "kms9.contoso.com");
    strbuf b = {0};
    (void)state;
    strbuf_add(&b, scenario);
    strbuf_add(&b, strstr(publish_failed, "  - file: kms1"));
    char *report = text_of(b.bytes, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    must_say(report, "kms-host-publish-failing");
    must_not_say(report, " first (");
    must_not_say(report, "Affects");
    strbuf_free(&b);
    free(report);
    free(scenario);
}

/* ---- times --------------------------------------------------------------------------------------------- */

/* Summer time begins between the two tries. */
static const char two_seasons[] =
    "logs:\n"
    "  - file: ws1/Application.evtx\n    computer: ws1\n    "
    "covers: [2026-03-20T00:00:00Z, 2026-04-04T00:00:00Z]\n    events:\n"
    "      - {time: 2026-03-28T23:30:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"SkuId=" SKU "\"]}\n"
    "      - {time: 2026-03-29T23:30:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"SkuId=" SKU "\"]}\n";

static void local_times_follow_the_zone_of_each_moment(void **state)
{
    (void)state;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    char *local = text_of(
        two_seasons, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 120, .local = true});
    must_say(local, "Times are local: UTC+02:00, unless they say otherwise.\n");
    assert_int_equal(occurrences(local, "Times are local"), 1);
    must_say(local, "2 times, 2026-03-29 00:30 UTC+01:00 to 2026-03-30 01:30. Latest:");
    must_say(local, "2026-03-30 01:30:20  8198");
    must_not_say(local, "01:30 UTC");
    char *utc =
        text_of(two_seasons, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 120});
    must_say(utc, "2 times, 2026-03-28 23:30 to 2026-03-29 23:30 UTC");
    must_not_say(utc, "local");
    setenv("TZ", "AAA-9", 1);
    char *same =
        text_of(two_seasons, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 120});
    assert_string_equal(utc, same); /* without --local the zone does not matter */
    unsetenv("TZ");
    free(local);
    free(utc);
    free(same);
}

/* A rule's own words, what is missing, have their times in UTC. */
static void times_in_a_rules_words_are_local_too(void **state)
{
    (void)state;
    setenv("TZ", "AAA-9", 1);
    char *local = text_of(
        two_seasons, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 400, .local = true});
    char *utc =
        text_of(two_seasons, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 400});
    unsetenv("TZ");
    must_not_say(local, " UTC ");
    must_not_say(local, " UTC\n");
    must_say(utc, " UTC");
    char *host =
        text_of(publish_failed, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 400});
    must_say(host, "last at 2026-03-02 07:00:00 UTC)");
    free(host);
    setenv("TZ", "BBB+3:30", 1);
    host = text_of(publish_failed,
                   (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 400, .local = true});
    unsetenv("TZ");
    must_say(host, "Times are local: UTC-03:30, unless");
    must_say(host, "last at 2026-03-02 03:30:00)");
    free(host);
    free(local);
    free(utc);
}

/* ---- widths -------------------------------------------------------------------------------------------- */

/* Wider than it may be: a line of more than an indent, a label and one word. */
static void must_fit(const char *report, unsigned width)
{
    char *copy = strdup(report), *rest = NULL;
    assert_non_null(copy);
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        const char *last = strrchr(line, ' ');
        size_t before = last ? (size_t)(last + 1 - line) : 0;
        if (text_columns(line) > width && before > strlen("    Evidence  10. "))
            fail_msg("over %u: %s", width, line);
        assert_true(line[strlen(line) - 1] != ' ');
    }
    free(copy);
}

static void every_width_from_60_on_is_kept(void **state)
{
    (void)state;
    char *scenario = refused_clients(7, "kms1.contoso.com");
    const char *const scenarios[] = {publish_failed, two_seasons, scenario};
    for (size_t i = 0; i < COUNT(scenarios); i++) {
        pipeline p;
        pipeline_to_analysis(&p, scenarios[i], NULL);
        for (unsigned width = 60; width <= 200; width += 7)
            for (int kind = 0; kind < 8; kind++) {
                sppwhy_text_options options = {.size = sizeof options,
                                               .width = width,
                                               .all = (kind & 1) != 0,
                                               .terminal = (kind & 2) != 0};
                char *report = written((kind & 4) != 0 ? write_activity : write_findings, &p, options);
                must_fit(report, width);
                free(report);
            }
        pipeline_free(&p);
    }
    free(scenario);
}

#define LONG_FOLDER "a-folder-that-somebody-gave/a-very-long-name-indeed/and-another-one-below-of-it"

static const char long_path[] =
    "logs:\n"
    "  - file: " LONG_FOLDER "/ws1-Application.evtx\n    computer: ws1\n    " COVERS "\n    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"SkuId=" SKU "\"]}\n";

static void long_paths_are_shortened_on_a_terminal_only(void **state)
{
    (void)state;
    char *pipe = text_of(long_path, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    char *terminal = text_of(
        long_path, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .terminal = true});
    must_say(pipe, LONG_FOLDER "/ws1-Application.evtx");
    must_not_say(pipe, "...");
    must_not_say(terminal, LONG_FOLDER);
    must_say(terminal, " in a-folder-that");
    must_say(terminal, ".../ws1-Application.evtx\n");
    free(pipe);
    free(terminal);
}

static void symbols_stand_beside_the_levels_where_wanted(void **state)
{
    (void)state;
    char *with =
        text_of(two_seasons,
                (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .symbols = true});
    char *without = text_of(
        two_seasons, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .color = true});
    must_say(with, "  \xE2\x96\xB2 [high] DNS has no KMS record");
    must_say(without, "\033[31m[high]\033[0m DNS has no KMS record"); /* never color alone */
    must_not_say(without, "\xE2");
    free(with);
    free(without);
}

/* ---- tables -------------------------------------------------------------------------------------------- */

static const char *const odd_cells[] = {
    "\x1B[2J\x1B]0;owned\x07",
    "a\nb\r\tc",
    "\xE2\x80\xAE turned \xE2\x81\xA6",
    "\xFF\xFE\xC0\xAF",                                             /* not UTF-8 */
    "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC", /* wide */
    "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81",                            /* combining */
    "\xEE\x80\x80\xF4\x8F\xBF\xBF\xEF\xBF\xBE",                     /* private, no characters */
    "\\x1B is text",                                                /* and no escape */
    "a-rather-long-name.of-a-department.in-a-country.of-a-company.example.com",
    "",
};

static char *table_of_odd_cells(unsigned width, bool color)
{
    char *bytes = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&bytes, &length);
    assert_non_null(out);
    page p = page_of(
        out, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = width, .color = color}, 0);
    text_table t = table_create(&p, 4);
    table_column(&t, "Name", false, true);
    table_column(&t, "Number", true, false);
    table_column(&t, "Last", false, false);
    for (size_t i = 0; i < COUNT(odd_cells); i++) {
        table_row(&t);
        table_text(&t, odd_cells[i]);
        table_number(&t, i);
        table_text(&t, "2026-03-02 08:00");
        table_color(&t, "\033[31m");
    }
    table_print(&t, true);
    assert_true(written_close(out));
    return bytes;
}

static void nothing_in_a_table_acts_on_the_terminal(void **state)
{
    (void)state;
    for (unsigned width = 60; width <= 200; width += 10) {
        char *text = table_of_odd_cells(width, false);
        must_fit(text, width);
        for (const char *at = text; *at;) {
            uint32_t c = text_next(&at);
            assert_false(c != '\n' && text_acts_on_terminal(c));
        }
        must_say(text, "\\x1B[2J\\x1B]0;owned\\x07");
        must_say(text, "a\\x0Ab\\x0D\\x09c");
        must_say(text, "\\u{202E} turned \\u{2066}");
        must_say(text, "\\xFF\\xFE\\xC0\\xAF");
        must_say(text, "\\x1B is text");                        /* not escaped twice */
        must_say(text, "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"); /* whatever the locale: text is UTF-8 */
        assert_int_equal(occurrences(text, "2026-03-02 08:00\n"), COUNT(odd_cells));
        free(text);
    }
}

static void a_tables_colors_are_there_only_when_wanted(void **state)
{
    (void)state;
    char *plain = table_of_odd_cells(100, false), *colored = table_of_odd_cells(100, true);
    assert_null(strchr(plain, '\033'));
    must_say(colored, "\033[31m2026-03-02 08:00");
    free(plain);
    free(colored);
}

static void tables_do_not_ask_the_environment(void **state)
{
    (void)state;
    char *before = table_of_odd_cells(80, false);
    setenv("COLUMNS", "20", 1);
    setenv("LC_ALL", "C", 1);
    char *after = table_of_odd_cells(80, false);
    unsetenv("COLUMNS");
    unsetenv("LC_ALL");
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* ---- the index ----------------------------------------------------------------------------------------- */

static void the_index_gives_each_machines_findings(void **state)
{
    pipeline p;
    (void)state;
    char *scenario = refused_clients(9, "kms1.contoso.com");
    pipeline_to_analysis(&p, scenario, NULL);
    finding_index sorted = finding_index_create(p.analysis), plain = {p.analysis, NULL};
    size_t seen = 0;
    for (size_t i = 0; i < p.collection->machine_count; i++) {
        finding_walk a = findings_of(&sorted, p.collection->machines[i]);
        finding_walk b = findings_of(&plain, p.collection->machines[i]); /* as when memory was short */
        const sppwhy_finding *f;
        do {
            f = findings_next(&a);
            assert_ptr_equal(f, findings_next(&b));
            assert_true(!f || f->machine == p.collection->machines[i]);
            seen += f != NULL;
        } while (f);
    }
    assert_int_equal(seen, p.analysis->finding_count);
    finding_index_free(&sorted);
    pipeline_free(&p);
    free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(machines_with_one_cause_host_and_fix_are_one_block),
        cmocka_unit_test(few_machines_keep_their_blocks_but_tell_the_fix_once),
        cmocka_unit_test(another_host_is_another_block),
        cmocka_unit_test(of_a_fleet_only_what_matters),
        cmocka_unit_test(the_host_behind_a_failure_comes_first_and_is_named),
        cmocka_unit_test(a_host_that_has_nothing_to_do_with_it_is_not_named),
        cmocka_unit_test(local_times_follow_the_zone_of_each_moment),
        cmocka_unit_test(times_in_a_rules_words_are_local_too),
        cmocka_unit_test(every_width_from_60_on_is_kept),
        cmocka_unit_test(long_paths_are_shortened_on_a_terminal_only),
        cmocka_unit_test(symbols_stand_beside_the_levels_where_wanted),
        cmocka_unit_test(nothing_in_a_table_acts_on_the_terminal),
        cmocka_unit_test(a_tables_colors_are_there_only_when_wanted),
        cmocka_unit_test(tables_do_not_ask_the_environment),
        cmocka_unit_test(the_index_gives_each_machines_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
