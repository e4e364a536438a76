/*
 * Every allocation of a run over samples/, failed once: from the folder to each report, stage by stage. A
 * stage whose n-th allocation fails must say so, or give what it gives without; and must leave nothing
 * behind. Each stage goes on from what the one before made undisturbed, so that an allocation costs one run
 * of its stage, and no process of its own: all of them take seconds. Under the sanitizers and valgrind, each
 * n-th.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "rules/ruleset/rule.h"
#include "sppwhy/collect.h"
#include "sppwhy/report.h"
#include "support/failing_memory.h"
#include "base/sanitized.h"
#include "support/written.h"
#include "base/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LOGS = 32, EVERY = 1000000 };

/* What the run made so far, one stage after the other. */
static struct {
    sppwhy_sources *sources;
    sppwhy_catalogue *catalogue;
    sppwhy_rules *rules;
    sppwhy_log *logs[MOST_LOGS];
    size_t log_count;
    sppwhy_records *records;
    sppwhy_collection *collection;
    sppwhy_analysis *analysis;
    sppwhy_activity *activity;
} run;

/* ---- stages ---------------------------------------------------------------------------------------------
 */

/* Makes it, or writes the report that `of` counts; SPPWHY_OK with `keep` leaves it in `run`, else frees it.
 */
typedef sppwhy_status stage(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error);

#define KEEP(what, name, free_it)                                                                            \
    if (keep && status == SPPWHY_OK)                                                                         \
        run.name = what;                                                                                     \
    else                                                                                                     \
        free_it(what)

static sppwhy_status collect(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    static const char *const paths[] = {"samples"};
    sppwhy_sources *s = NULL;
    (void)of;
    (void)out;
    sppwhy_status status = sppwhy_collect(&s, paths, 1, error);
    if (status == SPPWHY_OK) /* what is left out must be told */
        writer_printf(out, "%zu %zu\n", s->count, s->notice_count);
    KEEP(s, sources, sppwhy_sources_free);
    return status;
}

static sppwhy_status catalogue(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_catalogue *c = NULL;
    (void)of;
    (void)out;
    sppwhy_status status = sppwhy_catalogue_load(&c, NULL, error);
    KEEP(c, catalogue, sppwhy_catalogue_free);
    return status;
}

static sppwhy_status all_rules(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_rules *r = NULL;
    (void)of;
    (void)out;
    sppwhy_status status = sppwhy_rules_load(&r, run.catalogue, NULL, NULL, NULL, error);
    KEEP(r, rules, sppwhy_rules_free);
    return status;
}

/* One rule file alone. */
static sppwhy_status one_rule(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    const embedded_file *f = &embedded_files[of];
    rule *r;
    mistake_list mistakes = {.first = error};
    (void)keep;
    (void)out;
    arena *a = arena_create();
    sppwhy_status status = a ? rule_read(&r, a, f->name, f->bytes, f->size, &mistakes) : SPPWHY_NO_MEMORY;
    arena_free(a);
    return status;
}

static sppwhy_status read_log(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_read_options options = {.providers = sppwhy_catalogue_providers(run.catalogue), .recovered = true};
    sppwhy_log *log = NULL;
    sppwhy_status status = sppwhy_log_read(&log, run.sources->items[of].path, &options, error);
    if (status == SPPWHY_OK)
        writer_printf(out, "%zu events, %zu damaged\n", log->event_count, log->damage_count);
    KEEP(log, logs[run.log_count++], sppwhy_log_free);
    return status;
}

static sppwhy_status records(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_records *r = NULL;
    (void)of;
    sppwhy_status status =
        sppwhy_records_create(&r, run.catalogue, (const sppwhy_log *const *)run.logs, run.log_count, error);
    if (status == SPPWHY_OK)
        status =
            sppwhy_report_events(out, r, (const sppwhy_log *const *)run.logs, run.log_count, run.catalogue,
                                 (sppwhy_events_options){.logs_in_any_case = true}, error);
    KEEP(r, records, sppwhy_records_free);
    return status;
}

static sppwhy_status correlate(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_collection *c = NULL;
    (void)of;
    sppwhy_status status = sppwhy_correlate(&c, run.records, (const sppwhy_log *const *)run.logs,
                                            run.log_count, (sppwhy_span){0}, error);
    if (status == SPPWHY_OK)
        writer_printf(out, "%zu machines, %zu activations\n", c->machine_count, c->activation_count);
    KEEP(c, collection, sppwhy_collection_free);
    return status;
}

static sppwhy_status judge(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_analysis *a = NULL;
    (void)of;
    sppwhy_status status = sppwhy_judge(&a, run.rules, run.collection, error);
    if (status == SPPWHY_OK)
        sppwhy_report_json(out, a);
    KEEP(a, analysis, sppwhy_analysis_free);
    return status;
}

static sppwhy_status count_activity(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_activity *a = NULL;
    (void)of;
    sppwhy_status status = sppwhy_activity_count(&a, run.collection, (sppwhy_span){0}, error);
    if (status == SPPWHY_OK)
        sppwhy_report_activity_json(out, a, run.catalogue);
    KEEP(a, activity, sppwhy_activity_free);
    return status;
}

/* A report has no status: where it lacks something, it says so in its place. */
static sppwhy_status report(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    static const char *const words[] = {"0xC004F074", "12288", "host-unreachable", "nonsens"};
    const sppwhy_text_options options = {.width = 80, .all = true};
    const sppwhy_explainer explainer = {.catalogue = run.catalogue, .rules = run.rules};
    (void)keep;
    (void)error;
    switch (of) {
    case 0:
        sppwhy_report_text(out, run.analysis, options);
        break;
    case 1:
        sppwhy_report_activity_text(out, run.activity, run.catalogue, options);
        break;
    case 2:
        sppwhy_report_activity_csv(out, run.activity, run.catalogue);
        break;
    case 3:
        (void)!sppwhy_explain_text(out, &explainer, words, 4, options);
        break;
    case 4:
        (void)!sppwhy_explain_json(out, &explainer, words, 4);
        break;
    default:
        sppwhy_report_activity_json(out, run.activity, run.catalogue);
        break;
    }
    return SPPWHY_OK;
}

enum { REPORTS = 6 };

/* ---- each allocation of a stage --------------------------------------------------------------------------
 */

static sppwhy_status go(stage *s, size_t of, bool keep, size_t fails, char **text, sppwhy_error *error,
                        size_t *count, long *lost)
{
    size_t length;
    sppwhy_writer *out = written_open(text, &length);
    assert_non_null(out);
    sppwhy_error_clear(error);
    memory_held = 0;
    fail_at(fails, false);
    sppwhy_status status = s(of, keep, out, error);
    *count = memory_asked;
    fail_at(0, false);
    *lost = memory_held;
    (void)written_close(out);
    return status;
}

/* One in so many is tried. */
static size_t sparing(size_t count)
{
    if (getenv("SPPWHY_MUTATIONS"))
        return count / 5 + 1;
    return SANITIZED ? count / 120 + 1 : 1;
}

static size_t try_one(stage *s, const char *name, size_t of, size_t n, const char *expected)
{
    char *text = NULL;
    size_t count;
    long lost;
    sppwhy_error error;
    sppwhy_status status = go(s, of, false, n, &text, &error, &count, &lost);
    const char *wrong = NULL;
    bool told = (s == report || s == records) && strstr(text, "emory") && !strstr(expected, "emory");
    /* the clients' names are given whole where memory is too short to see which domain they share */
    told = told || (s == report && of == 1 && strlen(text) > strlen(expected));
    if (status == SPPWHY_OK && !told && !same_words(text, expected))
        wrong = "success with another result";
    else if (status != SPPWHY_OK &&
             (status != SPPWHY_NO_MEMORY || (error.status != SPPWHY_OK && error.status != SPPWHY_NO_MEMORY)))
        wrong = "another status";
    else if (lost > 0)
        wrong = "memory is lost";
    if (wrong)
        print_message("%s %zu, allocation %zu of %s: %s\n", name, of, n,
                      memory_failing == BLOCKS ? "blocks" : "pieces", wrong);
    free(text);
    return wrong != NULL;
}

static size_t total;

/* Fails each allocation of the stage, in both layers, but no more than `most`; then lets it pass and keeps
 * what it makes. What is taken back may be more than what was taken: the C library's folder lists are. */
static void try_all(stage *s, const char *name, size_t of, bool keep, size_t most)
{
    size_t bad = 0;
    for (memory_failing = BLOCKS; memory_failing <= PIECES; memory_failing++) {
        char *expected = NULL;
        size_t count;
        long lost;
        sppwhy_error error;
        assert_int_equal(go(s, of, false, 0, &expected, &error, &count, &lost), SPPWHY_OK);
        assert_true(lost <= 0);
        for (size_t n = 1, step = sparing(count) + count / most; n <= count; n += step, total++)
            bad += try_one(s, name, of, n, expected);
        free(expected);
    }
    assert_int_equal(bad, 0);
    if (keep) {
        char *text = NULL;
        size_t count;
        long lost;
        sppwhy_error error;
        assert_int_equal(go(s, of, true, 0, &text, &error, &count, &lost), SPPWHY_OK);
        free(text);
    }
}

/* ---- the stages, in their order --------------------------------------------------------------------------
 */

static void collecting(void **state)
{
    (void)state;
    try_all(collect, "collecting", 0, true, EVERY);
    assert_true(run.sources->count != 0 && run.sources->count <= MOST_LOGS);
}

static void the_catalogue(void **state)
{
    (void)state;
    try_all(catalogue, "the catalogue", 0, true, EVERY);
}

static void the_rules(void **state)
{
    (void)state;
    for (size_t i = 0; embedded_files[i].name; i++)
        if (strstr(embedded_files[i].name, ".yaml"))
            try_all(one_rule, embedded_files[i].name, i, false, EVERY);
    try_all(all_rules, "all rules", 0, true, 100);
}

static void reading(void **state)
{
    (void)state;
    for (size_t i = 0; i < run.sources->count; i++)
        try_all(read_log, "reading log", i, true, EVERY);
}

static void making_records(void **state)
{
    (void)state;
    try_all(records, "records", 0, true, EVERY);
}

static void correlating(void **state)
{
    (void)state;
    try_all(correlate, "correlating", 0, true, EVERY);
}

static void judging(void **state)
{
    (void)state;
    try_all(judge, "judging", 0, true, EVERY);
}

static void counting_activity(void **state)
{
    (void)state;
    try_all(count_activity, "activity", 0, true, EVERY);
}

static void reporting(void **state)
{
    (void)state;
    for (size_t i = 0; i < REPORTS; i++)
        try_all(report, "report", i, false, EVERY);
    print_message("%zu allocations failed in turn\n", total);
}

static int clean_up(void **state)
{
    (void)state;
    sppwhy_activity_free(run.activity);
    sppwhy_analysis_free(run.analysis);
    sppwhy_collection_free(run.collection);
    sppwhy_records_free(run.records);
    for (size_t i = 0; i < run.log_count; i++)
        sppwhy_log_free(run.logs[i]);
    sppwhy_rules_free(run.rules);
    sppwhy_catalogue_free(run.catalogue);
    sppwhy_sources_free(run.sources);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collecting), cmocka_unit_test(the_catalogue),     cmocka_unit_test(the_rules),
        cmocka_unit_test(reading),    cmocka_unit_test(making_records),    cmocka_unit_test(correlating),
        cmocka_unit_test(judging),    cmocka_unit_test(counting_activity), cmocka_unit_test(reporting),
    };
    return cmocka_run_group_tests(tests, NULL, clean_up);
}
