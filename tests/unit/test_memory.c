/*
 * When memory runs out: allocations of a run over samples/ are made to fail (support/failing_memory.h), from
 * the folder to each report, stage by stage: each alone, and each with all behind it. A stage must then say
 * so (SPPWHY_NO_MEMORY), or give what it gives without; and must leave nothing behind. Each stage goes on
 * from what the one before made undisturbed, so that an allocation costs one run of its stage, and no process
 * of its own.
 *
 * So many of a stage are tried, evenly spread, the same ones each time; with SPPWHY_DEEP in the environment
 * (./dev test --deep) none is left out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/packed.h"
#include "rules/ruleset/rule.h"
#include "collect/sources.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "support/failing_memory.h"
#include "support/pipeline.h"
#include "base/sanitized.h"
#include "support/written.h"
#include "base/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LOGS = 32 };

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
    char folder[64];   /* an archive in an archive, a log beside it, and lines of both */
    char database[80]; /* where one is written */
} run;

/* ---- stages -------------------------------------------------------------------------------------------- */

/* Makes it, or writes the report that `of` counts; SPPWHY_OK with `keep` leaves it in `run`, else
 * frees it. */
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
    if (status == SPPWHY_OK) /* what is left out must be reported */
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
    if (status == SPPWHY_OK && rules_need_samples(r, error) != SPPWHY_OK) {
        sppwhy_rules_free(r);
        return SPPWHY_NO_MEMORY;
    }
    KEEP(r, rules, sppwhy_rules_free);
    return status;
}

/* One rule file alone: as it is built in with its samples, then as the file that it was made of. */
static sppwhy_status one_rule(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    const packed_file *f = &packed_rules[of];
    rule *r;
    char *text, path[200];
    size_t length;
    mistake_list mistakes = {.first = error};
    (void)keep;
    (void)out;
    snprintf(path, sizeof path, "rules/%s", f->name);
    arena *a = arena_create();
    sppwhy_status status = a ? rule_unpack(&r, a, path, f->bytes, &mistakes) : SPPWHY_NO_MEMORY;
    if (status == SPPWHY_OK)
        status = rule_need_samples(r, a, error);
    if (status == SPPWHY_OK)
        status = file_read_all(a, path, LIMIT_YAML_BYTES, &text, &length, error);
    if (status == SPPWHY_OK)
        status = rule_read(&r, a, path, text, length, &mistakes);
    arena_free(a);
    return status;
}

static sppwhy_status read_log(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_read_options options = {
        .size = sizeof options, .providers = sppwhy_catalogue_providers(run.catalogue), .recovered = true};
    sppwhy_log *log = NULL;
    sppwhy_status status = sppwhy_log_read(&log, run.sources->items[of].path, &options, error);
    if (status == SPPWHY_OK)
        writer_printf(out, "%zu events, %zu damaged\n", log->event_count, log->damage_count);
    KEEP(log, logs[run.log_count++], sppwhy_log_free);
    return status;
}

/* An archive in an archive, a log beside it, and lines. */
static sppwhy_status read_sources(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    const char *const paths[] = {run.folder};
    const sppwhy_read_options options = {.size = sizeof options,
                                         .providers = sppwhy_catalogue_providers(run.catalogue)};
    sppwhy_sources *sources = NULL;
    sppwhy_reading *reading = NULL;
    sppwhy_logs *logs = NULL;
    sppwhy_records *r = NULL;
    (void)of;
    (void)keep;
    sppwhy_status status = sppwhy_collect(&sources, paths, 1, error);
    if (status == SPPWHY_OK)
        status = sppwhy_reading_create(&reading, sources, &options, error);
    for (size_t i = 0; status == SPPWHY_OK && i < sources->count; i++)
        (void)sppwhy_reading_source(reading, i, 1);
    if (status == SPPWHY_OK)
        status = sppwhy_reading_finish(&logs, reading, error);
    if (status == SPPWHY_OK && logs->error_count != 0)
        status = logs->errors[0].status;
    if (status == SPPWHY_OK)
        status = sppwhy_records_create(&r, run.catalogue, logs->items, logs->count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_report_events(
            out, r, logs->items, logs->count, run.catalogue,
            &(sppwhy_events_options){.size = sizeof(sppwhy_events_options), .logs_in_any_case = true}, error);
    for (size_t i = 0; status == SPPWHY_OK && i < logs->notice_count; i++)
        writer_printf(out, "%s: %s\n", logs->notices[i].path, logs->notices[i].message);
    sppwhy_records_free(r);
    sppwhy_logs_free(logs);
    sppwhy_reading_free(reading);
    sppwhy_sources_free(sources);
    return status;
}

static sppwhy_status records(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_records *r = NULL;
    (void)of;
    sppwhy_status status =
        sppwhy_records_create(&r, run.catalogue, (const sppwhy_log *const *)run.logs, run.log_count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_report_events(
            out, r, (const sppwhy_log *const *)run.logs, run.log_count, run.catalogue,
            &(sppwhy_events_options){.size = sizeof(sppwhy_events_options), .logs_in_any_case = true}, error);
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

/* Reports without a status: where one lacks something, it says so in its place. */
static sppwhy_status report(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    static const char *const words[] = {"0xC004F074", "12288", "host-unreachable", "nonsens"};
    const sppwhy_text_options options = {.size = sizeof options, .width = 80, .all = true};
    const sppwhy_text_options local = {.size = sizeof local, .width = 80, .local = true, .terminal = true};
    const sppwhy_explainer explainer = {
        .size = sizeof explainer, .catalogue = run.catalogue, .rules = run.rules};
    (void)keep;
    (void)error;
    switch (of) {
    case 0:
        sppwhy_report_text(out, run.analysis, &options);
        break;
    case 1:
        sppwhy_report_activity_text(out, run.activity, run.catalogue, &options);
        break;
    case 2:
        sppwhy_report_activity_csv(out, run.activity, run.catalogue);
        break;
    case 3:
        (void)!sppwhy_explain_text(out, &explainer, words, 4, &options);
        break;
    case 4:
        (void)!sppwhy_explain_json(out, &explainer, words, 4);
        break;
    case 5:
        sppwhy_report_text(out, run.analysis, &local);
        break;
    default:
        sppwhy_report_activity_json(out, run.activity, run.catalogue);
        break;
    }
    return SPPWHY_OK;
}

enum { REPORTS = 7 };

/* Reports that fail as a whole. */
static sppwhy_status whole_report(size_t of, bool keep, sppwhy_writer *out, sppwhy_error *error)
{
    (void)keep;
    switch (of) {
    case 0:
        return sppwhy_report_html(out, run.analysis, error);
    case 1:
        return sppwhy_report_events_csv(out, run.records, run.catalogue, NULL, error);
    case 2:
        return sppwhy_report_csv(out, run.analysis, SPPWHY_TABLE_MACHINES, error);
    case 3:
        return sppwhy_report_sarif(out, run.analysis, run.rules, error);
    default:
        return sppwhy_report_sqlite(run.database, run.analysis, run.records, error);
    }
}

enum { WHOLE_REPORTS = 5 };

/* ---- each allocation of a stage ------------------------------------------------------------------------ */

static sppwhy_status go(stage *s, size_t of, bool keep, size_t fails, bool from_then, char **text,
                        sppwhy_error *error, size_t *count, long *lost)
{
    size_t length;
    sppwhy_writer *out = written_open(text, &length);
    assert_non_null(out);
    sppwhy_error_clear(error);
    memory_held = 0;
    fail_at(fails, from_then);
    sppwhy_status status = s(of, keep, out, error);
    *count = memory_asked;
    fail_at(0, false);
    *lost = memory_held;
    (void)written_close(out);
    return status;
}

/* How many of a stage and a layer are tried. A run costs a sanitizer three times as much, valgrind thirty. */
static size_t wanted(void)
{
    if (getenv("SPPWHY_MUTATIONS"))
        return 5;
    return SANITIZED ? 40 : getenv("SPPWHY_DEEP") ? SIZE_MAX : 120;
}

static bool may_differ(stage *s, size_t of, const char *text, const char *expected)
{
    bool writes = s == report || s == whole_report || s == records || s == judge || s == read_sources;
    if (writes && strstr(text, "emory") && !strstr(expected, "emory"))
        return true;
    /* the clients' names are given whole where memory is too short to see which domain they share */
    return s == report && of == 1 && strlen(text) > strlen(expected);
}

static size_t try_one(stage *s, const char *name, size_t of, size_t n, bool from_then, const char *expected)
{
    char *text = NULL;
    size_t count;
    long lost;
    sppwhy_error error;
    sppwhy_status status = go(s, of, false, n, from_then, &text, &error, &count, &lost);
    const char *wrong = NULL;
    if (status == SPPWHY_OK && !same_words(text, expected) && !may_differ(s, of, text, expected))
        wrong = "success with another result";
    else if (status != SPPWHY_OK &&
             (status != SPPWHY_NO_MEMORY || (error.status != SPPWHY_OK && error.status != SPPWHY_NO_MEMORY)))
        wrong = "another status";
    else if (lost > 0)
        wrong = "memory is lost";
    if (wrong)
        print_message("%s %zu, allocation %zu%s of %s: %s\n", name, of, n,
                      from_then ? " and all behind it" : "", memory_failing == BLOCKS ? "blocks" : "pieces",
                      wrong);
    free(text);
    return wrong != NULL;
}

static size_t total;

/* Fails allocations of the stage, in both layers; then lets it pass and keeps what it makes. What is taken
 * back may be more than what was taken: the C library's folder lists are. */
static void try_all(stage *s, const char *name, size_t of, bool keep)
{
    size_t bad = 0, count;
    long lost;
    sppwhy_error error;
    for (memory_failing = BLOCKS; memory_failing <= PIECES; memory_failing++) {
        char *expected = NULL;
        /* once before: a rule keeps its page, which is made when it is first shown */
        assert_int_equal(go(s, of, false, 0, false, &expected, &error, &count, &lost), SPPWHY_OK);
        free(expected);
        assert_int_equal(go(s, of, false, 0, false, &expected, &error, &count, &lost), SPPWHY_OK);
        assert_true(lost <= 0);
        for (size_t n = 1, step = (count - 1) / wanted() + 1, i = 0; n <= count; n += step, i++, total++) {
            bad += try_one(s, name, of, n, false, expected);
            if (i % 4 == 0)
                bad += try_one(s, name, of, n, true, expected);
        }
        free(expected);
    }
    assert_int_equal(bad, 0);
    if (keep) {
        char *text = NULL;
        assert_int_equal(go(s, of, true, 0, false, &text, &error, &count, &lost), SPPWHY_OK);
        free(text);
    }
}

/* ---- the stages, in their order ------------------------------------------------------------------------ */

static void collecting(void **state)
{
    (void)state;
    try_all(collect, "collecting", 0, true);
    assert_true(run.sources->count != 0 && run.sources->count <= MOST_LOGS);
}

static void the_catalogue(void **state)
{
    (void)state;
    try_all(catalogue, "the catalogue", 0, true);
}

static void the_rules(void **state)
{
    (void)state;
    /* some of the files, and all together; in the deep test every one */
    size_t step = getenv("SPPWHY_DEEP") ? 1 : 7;
    for (size_t i = 0; packed_rules[i].name; i++)
        if (i % step == 0)
            try_all(one_rule, packed_rules[i].name, i, false);
    try_all(all_rules, "all rules", 0, true);
}

static void reading(void **state)
{
    (void)state;
    for (size_t i = 0; i < run.sources->count; i++)
        try_all(read_log, "reading log", i, true);
}

static void reading_archives_and_lines(void **state)
{
    (void)state;
    try_all(read_sources, "reading sources", 0, false);
}

static void making_records(void **state)
{
    (void)state;
    try_all(records, "records", 0, true);
}

static void correlating(void **state)
{
    (void)state;
    try_all(correlate, "correlating", 0, true);
}

static void judging(void **state)
{
    (void)state;
    try_all(judge, "judging", 0, true);
}

static void counting_activity(void **state)
{
    (void)state;
    try_all(count_activity, "activity", 0, true);
}

static void reporting(void **state)
{
    (void)state;
    for (size_t i = 0; i < REPORTS; i++)
        try_all(report, "report", i, false);
    for (size_t i = 0; i < WHOLE_REPORTS; i++)
        try_all(whole_report, "whole report", i, false);
    print_message("%zu allocations failed in turn\n", total);
}

/* Lines of the log that is beside the archive: it is there twice. */
static bool make_lines(void)
{
    static const char broken[] = "{\"spp\":{}}\n{\"spp\":\n";
    put_file(run.folder, "broken.jsonl", broken);
    sppwhy_catalogue *tables = NULL;
    char *lines = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&lines, &length);
    bool good = out && sppwhy_catalogue_load(&tables, NULL, NULL) == SPPWHY_OK;
    run.catalogue = tables;
    good = good && read_sources(0, false, out, NULL) == SPPWHY_OK;
    run.catalogue = NULL;
    (void)written_close(out);
    if (good)
        put_file(run.folder, "lines.jsonl", lines);
    free(lines);
    sppwhy_catalogue_free(tables);
    return good;
}

static int make_sources(void **state)
{
    char command[1024];
    (void)state;
    make_folder(run.folder);
    snprintf(run.database, sizeof run.database, "%s.db", run.folder);
    snprintf(command, sizeof command,
             "cd samples/contoso && gzip -c WS-0412/WS-0412-Application.evtx > %s/a.evtx.gz && "
             "tar -C %s -cf %s/b.tar a.evtx.gz && cp KMS1/KMS1-Application.evtx %s/k.evtx",
             run.folder, run.folder, run.folder, run.folder);
    return system(command) == 0 && make_lines() ? 0 : -1;
}

static int clean_up(void **state)
{
    (void)state;
    remove_folder(run.folder);
    remove(run.database);
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
        cmocka_unit_test(collecting),
        cmocka_unit_test(the_catalogue),
        cmocka_unit_test(the_rules),
        cmocka_unit_test(reading),
        cmocka_unit_test(reading_archives_and_lines),
        cmocka_unit_test(making_records),
        cmocka_unit_test(correlating),
        cmocka_unit_test(judging),
        cmocka_unit_test(counting_activity),
        cmocka_unit_test(reporting),
    };
    return cmocka_run_group_tests(tests, make_sources, clean_up);
}
