/*
 * When memory runs out: each allocation (support/failing_memory.h) is made to fail, one after another, over
 * the whole way from the catalogue to the report.
 *
 * Then the call must say SPPWHY_NO_MEMORY, or, where the memory was not needed after all, give the very same
 * result; and every block must be given back. Each run is a child of its own, so that one crash does not hide
 * the next; AddressSanitizer and valgrind watch the children too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "scenario/scenario.h"
#include "sppwhy/report.h"
#include "support/failing_memory.h"
#include "support/pipeline.h"
#include "base/sanitized.h"
#include "support/written.h"
#include "base/writer.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the whole way
 * ------------------------------------------------------------------------------------------ */

/* A failure with both sides' logs, one without an answer, one that found no host, and a clone: most getters
 * run. */
static const char scenario_text[] =
    "logs:\n"
    "  - file: ws1.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-04T00:00:00Z]\n"
    "    noise: 5\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [\"0xC004F06C, 0x00000000, "
    "kms1.contoso.com:1688, "
    "6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, 73111121-5638-40f6-bc11-f1d7b0d64300, "
    "25\"]}\n"
    "      - {time: 2026-03-02T10:00:20Z, id: 12288, strings: [\"0x00000000, 0x00000000, "
    "kms1.contoso.com:1688, "
    "6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41640, 73111121-5638-40f6-bc11-f1d7b0d64300, "
    "25\"]}\n"
    "      - {time: 2026-03-02T10:00:21Z, id: 12289, strings: [\"0xC004F038, 0x04000000, 0, 0, 12, 120, "
    "10080, "
    "{time}\"]}\n"
    "      - {time: 2026-03-02T12:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", "
    "\"RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;"
    "SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;Trigger=TimerEvent\"]}\n"
    "      - {time: 2026-03-02T14:00:20Z, id: 12288, strings: [\"0xC004F074, nonsense, kms9, <CMID>\"]}\n"
    "  - file: ws2.evtx\n"
    "    computer: ws2.contoso.com\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-04T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T09:00:20Z, id: 12288, repeat: 3, every_minutes: 120, strings: [\"0x0, 0x0, "
    "kms1.contoso.com:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, "
    "73111121-5638-40f6-bc11-f1d7b0d64300, 25\"]}\n"
    "  - file: kms.evtx\n"
    "    computer: kms1.contoso.com\n"
    "    channel: Key Management Service\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-04T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T13:00:21Z, id: 12290, strings: [\"\", \"0xC004F06C\", \"25\", "
    "\"ws1.contoso.com\", "
    "\"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time-300}\", \"0\", \"2\", \"41760\", "
    "\"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n"
    "  - file: kmsapp.evtx\n"
    "    computer: kms1.contoso.com\n"
    "    events:\n"
    "      - {time: 2026-03-02T07:00:00Z, id: 12293, strings: [\"0x8007267C\", \"contoso.com\"]}\n";

static char database[64]; /* where one is written */

typedef struct way {
    arena *memory;
    sppwhy_catalogue *catalogue;
    sppwhy_rules *rules;
    sppwhy_records *records;
    sppwhy_collection *collection;
    sppwhy_analysis *analysis;
    sppwhy_sources *sources;
    sppwhy_logs *logs;
} way;

static void clean_up(way *w);

static sppwhy_status read_logs(way *w, const sppwhy_log *const **logs, size_t *count, sppwhy_error *error)
{
    const yaml_node *root = NULL;
    scenario *s = NULL;
    w->memory = arena_create();
    if (!w->memory)
        return SPPWHY_NO_MEMORY;
    sppwhy_status status = yaml_load(w->memory, "s", scenario_text, sizeof scenario_text - 1, &root, error);
    if (status == SPPWHY_OK)
        status = scenario_read(&s, w->memory, "s", root, error);
    return status == SPPWHY_OK ? scenario_logs(s, w->memory, logs, count, error) : status;
}

static sppwhy_status go(way *w, sppwhy_writer *out, sppwhy_error *error)
{
    const sppwhy_log *const *logs = NULL;
    size_t count = 0;
    sppwhy_status status = sppwhy_catalogue_load(&w->catalogue, NULL, error);
    if (status == SPPWHY_OK)
        status = sppwhy_rules_load(&w->rules, w->catalogue, NULL, NULL, NULL, error);
    if (status == SPPWHY_OK)
        status = read_logs(w, &logs, &count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_records_create(&w->records, w->catalogue, logs, count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_correlate(&w->collection, w->records, logs, count, (sppwhy_span){0}, error);
    if (status == SPPWHY_OK)
        status = sppwhy_judge(&w->analysis, w->rules, w->collection, error);
    if (status == SPPWHY_OK)
        status = sppwhy_report_events(out, w->records, logs, count, w->catalogue,
                                      (sppwhy_events_options){.logs_in_any_case = true}, error);
    if (status == SPPWHY_OK)
        sppwhy_report_json(out, w->analysis);
    if (status == SPPWHY_OK)
        status = sppwhy_report_html(out, w->analysis, error);
    if (status == SPPWHY_OK)
        status = sppwhy_report_events_csv(out, w->records, w->catalogue, (sppwhy_span){0}, error);
    if (status == SPPWHY_OK)
        status = sppwhy_report_csv(out, w->analysis, SPPWHY_TABLE_MACHINES, error);
    if (status == SPPWHY_OK)
        status = sppwhy_report_sarif(out, w->analysis, w->rules, error);
    return status;
}

/* ---- the way from sources: an archive in an archive, a log beside it, and lines of both
 * ----------------------------------------------------------------------------------------------------- */

static char folder[64];
static sppwhy_catalogue *tables; /* loaded before: the other way tries that */
static bool from_sources;        /* which way is gone */

static sppwhy_status read_sources(way *w, sppwhy_error *error)
{
    const char *const paths[] = {folder};
    const sppwhy_read_options options = {.providers = sppwhy_catalogue_providers(tables)};
    sppwhy_reading *reading = NULL;
    sppwhy_status status = sppwhy_collect(&w->sources, paths, 1, error);
    if (status == SPPWHY_OK)
        status = sppwhy_reading_create(&reading, w->sources, &options, error);
    for (size_t i = 0; status == SPPWHY_OK && i < w->sources->count; i++)
        (void)sppwhy_reading_source(reading, i, 1);
    if (status == SPPWHY_OK)
        status = sppwhy_reading_finish(&w->logs, reading, error);
    sppwhy_reading_free(reading);
    if (status == SPPWHY_OK && w->logs->error_count != 0)
        return w->logs->errors[0].status;
    return status;
}

static sppwhy_status go_from_sources(way *w, sppwhy_writer *out, sppwhy_error *error)
{
    sppwhy_status status = read_sources(w, error);
    if (status == SPPWHY_OK)
        status = sppwhy_records_create(&w->records, tables, w->logs->items, w->logs->count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_report_events(out, w->records, w->logs->items, w->logs->count, tables,
                                      (sppwhy_events_options){.logs_in_any_case = true}, error);
    for (size_t i = 0; status == SPPWHY_OK && i < w->logs->notice_count; i++)
        writer_printf(out, "%s: %s\n", w->logs->notices[i].path, w->logs->notices[i].message);
    return status;
}

static int make_sources(void **state)
{
    char command[1024];
    (void)state;
    make_folder(folder);
    put_file(folder, "broken.jsonl", "{\"spp\":{}}\n{\"spp\":\n");
    snprintf(command, sizeof command,
             "cd samples/contoso && gzip -c WS-0412/WS-0412-Application.evtx > %s/a.evtx.gz && "
             "tar -C %s -cf %s/b.tar a.evtx.gz && cp KMS1/KMS1-Application.evtx %s/k.evtx",
             folder, folder, folder, folder);
    if (system(command) != 0 || sppwhy_catalogue_load(&tables, NULL, NULL) != SPPWHY_OK)
        return -1;
    way w = {0};
    char *lines = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&lines, &length);
    sppwhy_status status = out ? go_from_sources(&w, out, NULL) : SPPWHY_NO_MEMORY;
    (void)written_close(out);
    clean_up(&w);
    if (status == SPPWHY_OK)
        put_file(folder, "lines.jsonl", lines);
    free(lines);
    return status == SPPWHY_OK ? 0 : -1;
}

static int forget_sources(void **state)
{
    (void)state;
    remove_folder(folder);
    sppwhy_catalogue_free(tables);
    return 0;
}

static void clean_up(way *w)
{
    sppwhy_logs_free(w->logs);
    sppwhy_sources_free(w->sources);
    sppwhy_analysis_free(w->analysis);
    sppwhy_collection_free(w->collection);
    sppwhy_records_free(w->records);
    sppwhy_rules_free(w->rules);
    sppwhy_catalogue_free(w->catalogue);
    arena_free(w->memory);
}

/* Goes the whole way while the n-th allocation fails; leaves how many were asked for, and how many
 * blocks are lost. */
static sppwhy_status go_failing(size_t n, bool from_then, char **json, sppwhy_error *error, size_t *count,
                                long *lost)
{
    size_t length = 0;
    way w = {0};
    sppwhy_writer *out = written_open(json, &length);
    assert_non_null(out);
    sppwhy_error_clear(error);
    memory_held = 0;
    fail_at(n, from_then);
    sppwhy_status status = from_sources ? go_from_sources(&w, out, error) : go(&w, out, error);
    *count = memory_asked;
    fail_at(0, false);
    clean_up(&w);
    *lost = memory_held;
    (void)written_close(out);
    return status;
}

/* ---- each allocation once
 * ----------------------------------------------------------------------------------- */

enum { GOOD = 0, WRONG_STATUS = 10, OTHER_RESULT, LOST_MEMORY, OTHERWISE };

static const char *const results[] = {"another status", "success with another result", "memory is lost"};

static int judge_run(size_t n, bool from_then, const char *expected)
{
    char *json = NULL;
    size_t count;
    long lost;
    sppwhy_error error;
    sppwhy_status status = go_failing(n, from_then, &json, &error, &count, &lost);
    int result = GOOD;
    bool told = strstr(json, "too little memory") != NULL; /* in place of what is lacking */
    if (status == SPPWHY_OK && !told && strcmp(json, expected) != 0)
        result = OTHER_RESULT;
    else if (status != SPPWHY_OK &&
             (status != SPPWHY_NO_MEMORY || (error.status != SPPWHY_OK && error.status != SPPWHY_NO_MEMORY)))
        result = WRONG_STATUS;
    else if (lost != 0)
        result = LOST_MEMORY;
    free(json);
    return result;
}

static int judge_run_apart(size_t n, bool from_then, const char *expected)
{
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const int deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
        for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) /* cmocka would catch them */
            signal(deadly[i], SIG_DFL);
        alarm(60);
        _exit(judge_run(n, from_then, expected));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : OTHERWISE;
}

static const char *describe(int result)
{
    return result >= WRONG_STATUS && result < OTHERWISE ? results[result - WRONG_STATUS] : "a crash";
}

/* A run for every allocation there is would take half a minute, and a fork under a sanitizer costs forty
 * times what it does without: so many runs are made, evenly spread, the same ones each time; test_allocations
 * leaves out none. SPPWHY_MEMORY_RUNS in the environment asks for another number. */
static size_t runs_wanted(void)
{
    const char *wanted = getenv("SPPWHY_MEMORY_RUNS"), *preloaded = getenv("LD_PRELOAD");
    if (wanted)
        return strtoul(wanted, NULL, 10);
    if (preloaded && strstr(preloaded, "vgpreload"))
        return 20;
    return SANITIZED ? 100 : memory_failing == BLOCKS ? 800 : 1000;
}

/* Tries allocation 1, 1 + step ...; the number of runs that went wrong. */
static size_t try_all(layer which, bool from_then)
{
    char *expected = NULL;
    size_t count = 0, bad = 0;
    long lost = 0;
    sppwhy_error error;
    memory_failing = which;
    assert_int_equal(go_failing(0, false, &expected, &error, &count, &lost), SPPWHY_OK);
    assert_int_equal(lost, 0);
    size_t step = count / runs_wanted() + 1;
    for (size_t n = 1; n <= count; n += step) {
        int result = judge_run_apart(n, from_then, expected);
        if (result == GOOD)
            continue;
        bad++;
        if (bad <= 20 || getenv("SPPWHY_MEMORY_RUNS"))
            print_message("allocation %zu of %zu%s: %s\n", n, count, from_then ? " and all behind it" : "",
                          describe(result));
    }
    free(expected);
    return bad;
}

static void one_block_that_cannot_be_had_is_told(void **state)
{
    (void)state;
    assert_int_equal(try_all(BLOCKS, false), 0);
}

static void no_more_blocks_are_told(void **state)
{
    (void)state;
    assert_int_equal(try_all(BLOCKS, true), 0);
}

static void one_piece_that_cannot_be_had_is_told(void **state)
{
    (void)state;
    assert_int_equal(try_all(PIECES, false), 0);
}

static void no_more_pieces_are_told(void **state)
{
    (void)state;
    assert_int_equal(try_all(PIECES, true), 0);
}

/* ---- the text
 * ----------------------------------------------------------------------------------------------- */

static char *text_failing(const way *w, size_t n, size_t *count)
{
    char *text = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&text, &length);
    sppwhy_activity *activity = NULL;
    sppwhy_error error;
    assert_non_null(out);
    fail_at(n, false);
    sppwhy_report_text(out, w->analysis, (sppwhy_text_options){.width = 80, .local = true, .terminal = true});
    sppwhy_report_text(out, w->analysis, (sppwhy_text_options){.width = 80, .all = true});
    if (sppwhy_activity_count(&activity, w->collection, (sppwhy_span){0}, &error) == SPPWHY_OK)
        sppwhy_report_activity_text(out, activity, w->catalogue, (sppwhy_text_options){.width = 80});
    else
        writer_text(out, "no memory");
    sppwhy_activity_free(activity);
    *count = memory_asked;
    fail_at(0, false);
    (void)written_close(out);
    return text;
}

/* What a text lacks for want of memory it says; nothing is lost and nothing crashes. */
static void a_text_says_that_memory_was_short(void **state)
{
    way w = {0};
    char *json = NULL;
    size_t length = 0, count = 0, none;
    sppwhy_error error;
    (void)state;
    memory_failing = BLOCKS;
    fail_at(0, false);
    sppwhy_writer *out = written_open(&json, &length);
    assert_non_null(out);
    sppwhy_error_clear(&error);
    assert_int_equal(go(&w, out, &error), SPPWHY_OK);
    (void)written_close(out);
    char *expected = text_failing(&w, 0, &count);
    for (size_t n = 1, step = count / runs_wanted() + 1; n <= count; n += step) {
        long before = memory_held;
        char *text = text_failing(&w, n, &none);
        assert_true(memory_held <= before);
        if (!same_words(text, expected) && !strstr(text, "emory"))
            fail_msg("allocation %zu of %zu: the text lacks something and does not say so:\n%s", n, count,
                     text);
        free(text);
    }
    free(expected);
    free(json);
    clean_up(&w);
}

/* The database has a way of its own, for a file is slow: from the analysis on, every allocation, both layers.
 */
static void a_database_for_which_memory_is_short_is_told(void **state)
{
    static const layer layers[] = {BLOCKS, PIECES};
    way w = {0};
    char *ignored = NULL;
    size_t length = 0, tried = 0;
    sppwhy_error error;
    sppwhy_writer *out = written_open(&ignored, &length);
    (void)state;
    assert_non_null(out);
    sppwhy_error_clear(&error);
    fail_at(0, false);
    assert_int_equal(go(&w, out, &error), SPPWHY_OK);
    (void)written_close(out);
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        memory_failing = layers[i];
        for (size_t n = 1;; n++, tried++) {
            long before = memory_held;
            fail_at(n, false);
            sppwhy_status status = sppwhy_report_sqlite(database, w.analysis, w.records, &error);
            fail_at(0, false);
            assert_int_equal(memory_held, before);
            if (status == SPPWHY_OK)
                break;
            assert_int_equal(status, SPPWHY_NO_MEMORY);
        }
    }
    assert_true(tried > 5);
    clean_up(&w);
    free(ignored);
}

static void memory_that_cannot_be_had_while_reading_is_told(void **state)
{
    (void)state;
    from_sources = true;
    size_t bad =
        try_all(BLOCKS, false) + try_all(BLOCKS, true) + try_all(PIECES, false) + try_all(PIECES, true);
    from_sources = false;
    assert_int_equal(bad, 0);
}

/* One number alone, in this very process, for a debugger: SPPWHY_MEMORY_ONE=piece:1234, and
 * SPPWHY_MEMORY_WAY=sources for the other way. */
static void the_one_asked_for(void **state)
{
    const char *one = getenv("SPPWHY_MEMORY_ONE");
    char *expected = NULL;
    size_t count;
    long lost;
    sppwhy_error error;
    (void)state;
    if (!one || !strchr(one, ':'))
        skip();
    memory_failing = one[0] == 'p' ? PIECES : BLOCKS;
    from_sources = getenv("SPPWHY_MEMORY_WAY") != NULL;
    assert_int_equal(go_failing(0, false, &expected, &error, &count, &lost), SPPWHY_OK);
    int result = judge_run(strtoul(strchr(one, ':') + 1, NULL, 10), false, expected);
    free(expected);
    assert_int_equal(result, GOOD);
}

static int make_place(void **state)
{
    (void)state;
    strcpy(database, "/tmp/test_memory.XXXXXX");
    int file = mkstemp(database);
    return file < 0 || close(file) != 0;
}

static int remove_place(void **state)
{
    (void)state;
    return unlink(database);
}

static int make_places(void **state)
{
    return make_sources(state) != 0 || make_place(state) != 0 ? -1 : 0;
}

static int remove_places(void **state)
{
    return forget_sources(state) != 0 || remove_place(state) != 0 ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_says_that_memory_was_short),
        cmocka_unit_test(one_block_that_cannot_be_had_is_told),
        cmocka_unit_test(no_more_blocks_are_told),
        cmocka_unit_test(one_piece_that_cannot_be_had_is_told),
        cmocka_unit_test(no_more_pieces_are_told),
        cmocka_unit_test(a_database_for_which_memory_is_short_is_told),
        cmocka_unit_test(memory_that_cannot_be_had_while_reading_is_told),
        cmocka_unit_test(the_one_asked_for),
    };
    return cmocka_run_group_tests(tests, make_places, remove_places);
}
