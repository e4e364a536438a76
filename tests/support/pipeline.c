#define _XOPEN_SOURCE 700 /* nftw() */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/pipeline.h"

#include "evtx/store.h"
#include "scenario/scenario.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void expect_ok(sppwhy_status status, const sppwhy_error *error)
{
    char text[1800];
    if (status != SPPWHY_OK)
        fail_msg("%s", sppwhy_error_format(error, text, sizeof text));
}

void pipeline_to_records(pipeline *p, const char *scenario_text)
{
    const yaml_node *root = NULL;
    scenario *s = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    *p = (pipeline){.memory = arena_create()};
    assert_non_null(p->memory);
    expect_ok(yaml_load(p->memory, "scenario", scenario_text, strlen(scenario_text), &root, &error), &error);
    expect_ok(scenario_read(&s, p->memory, "scenario", root, &error), &error);
    expect_ok(scenario_logs(s, p->memory, &p->logs, &p->log_count, &error), &error);
    expect_ok(sppwhy_catalogue_load(&p->catalogue, NULL, &error), &error);
    expect_ok(sppwhy_records_create(&p->records, p->catalogue, p->logs, p->log_count, &error), &error);
}

void pipeline_to_collection(pipeline *p, const char *scenario_text)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    pipeline_to_records(p, scenario_text);
    expect_ok(sppwhy_correlate(&p->collection, p->records, p->logs, p->log_count, (sppwhy_span){0}, &error),
              &error);
    p->index = index_create(p->collection, p->catalogue);
    assert_non_null(p->index);
}

void pipeline_to_analysis(pipeline *p, const char *scenario_text, const char *rules)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    pipeline_to_collection(p, scenario_text);
    expect_ok(sppwhy_rules_load(&p->rules, p->catalogue, rules, NULL, NULL, &error), &error);
    expect_ok(sppwhy_judge(&p->analysis, p->rules, p->collection, &error), &error);
}

void pipeline_free(pipeline *p)
{
    sppwhy_analysis_free(p->analysis);
    sppwhy_rules_free(p->rules);
    index_free(p->index);
    sppwhy_collection_free(p->collection);
    sppwhy_records_free(p->records);
    sppwhy_catalogue_free(p->catalogue);
    arena_free(p->memory);
    *p = (pipeline){0};
}

const sppwhy_event *keep_events(arena *memory, const sppwhy_log *log, const sppwhy_raw_event *raw,
                                size_t count)
{
    evtx_store store = {0};
    sppwhy_event *events = ARENA_ARRAY(memory, count, sppwhy_event);
    assert_non_null(events);
    assert_true(store_open(&store, memory, log, NULL));
    for (size_t i = 0; i < count; i++)
        assert_true(store_keep(&store, &raw[i], &events[i]));
    assert_true(store_finish(&store));
    store_free(&store);
    return events;
}

/* ---- files of a test
 * ---------------------------------------------------------------------------------------- */

void make_folder(char *path)
{
    strcpy(path, "/tmp/sppwhy-test-XXXXXX");
    assert_non_null(mkdtemp(path));
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *at)
{
    (void)s;
    (void)kind;
    (void)at;
    return remove(path);
}

void remove_folder(const char *path)
{
    assert_int_equal(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

void put_file(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}
