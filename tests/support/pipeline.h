/*
 * From a scenario's text to what each stage makes of it, so that a test can say "given these logs" in a few
 * lines. Whatever goes wrong on the way fails the test that asked for it.
 */
#ifndef SUPPORT_PIPELINE_H
#define SUPPORT_PIPELINE_H

#include "base/arena.h"
#include "rules/judge/index.h"
#include "rules/analysis.h"

typedef struct pipeline {
    arena *memory; /* for the test too */
    sppwhy_catalogue *catalogue;
    const sppwhy_log *const *logs;
    size_t log_count;
    sppwhy_records *records;
    sppwhy_collection *collection; /* NULL where the test stops earlier */
    rule_index *index;             /* of the collection */
    sppwhy_rules *rules;
    sppwhy_analysis *analysis;
} pipeline;

/* Each goes as far as its name says. `rules` is a folder or file of more rules, or NULL for the built-in
 * ones. */
void pipeline_to_records(pipeline *p, const char *scenario_text);
void pipeline_to_collection(pipeline *p, const char *scenario_text);
void pipeline_to_analysis(pipeline *p, const char *scenario_text, const char *rules);
void pipeline_free(pipeline *p);

/* ---- files of a test
 * ---------------------------------------------------------------------------------------- */

/* An empty folder below /tmp; `path` has room for 64 bytes. */
void make_folder(char *path);
/* Removes it with all that is in it. */
void remove_folder(const char *path);
/* Writes FOLDER/NAME; folders in NAME are made. */
void put_file(const char *folder, const char *name, const char *text);

/* Events as a log keeps them, in `memory`. */
const sppwhy_event *keep_events(arena *memory, const sppwhy_log *log, const sppwhy_raw_event *raw,
                                size_t count);

#endif
