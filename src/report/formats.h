/*
 * The formats: one table, a row each, with the verbs that have it and what writes it. A new format is a file
 * in a room of its own and a row here; help, manual page, completions, endings of -o and suggestions follow
 * from it.
 */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "report/view/briefs.h"
#include "sppwhy/report.h"

/* What there is to write: each verb fills in what is its own. */
typedef struct report_job {
    const sppwhy_analysis *analysis;
    const sppwhy_rules *rules;
    const sppwhy_catalogue *catalogue;
    const sppwhy_records *records;
    const sppwhy_log *const *logs; /* those that were read */
    size_t log_count;
    const sppwhy_activity *activity;
    const brief_diff *diff;
    const sppwhy_explainer *explainer;
    /* To explain: words, or with `records` the events of these (and `records` of analyze for a database). */
    const char *const *words;
    size_t word_count;
    size_t *unknown_words; /* gets of how many nothing is known */
    sppwhy_text_options text;
    sppwhy_table table;
    sppwhy_events_options events;
} report_job;

typedef sppwhy_status report_write(sppwhy_writer *out, const report_job *job, sppwhy_error *error);

/* The first five members are in each row in this order, the rest by name. */
typedef struct report_format {
    const char *name;
    const char *verbs;   /* that have it, with blanks between; for each the first row is the default */
    const char *meaning; /* half a sentence; NULL: as in the first row of that name */
    const char *endings; /* of -o FILE that mean it, with blanks between */
    const char *asked;   /* what people ask for who are helped by it */
    report_write *write; /* NULL: it is no stream, see write_file */
    /* Writes the file itself, and takes its place when it is whole, so it needs -o FILE. NULL: write does. */
    sppwhy_status (*write_file)(const char *path, const report_job *job, sppwhy_error *error);
    bool has_tables; /* writes the one that --table names */
} report_format;

extern const report_format report_formats[]; /* ends with a NULL name */

/* The row of a format for a verb; NULL when the verb has none. */
const report_format *report_format_find(const char *verb, const char *name);
/* The default of a verb; NULL when it has no formats. */
const report_format *report_format_default(const char *verb);
/* What a format is, "" when nobody knows. */
const char *report_format_meaning(const char *name);
/* The format of the verb that the ending of the path means; NULL when it means none. */
const report_format *report_format_by_ending(const char *verb, const char *path);
/* The same for something that people ask for: "xlsx" means csv. */
const report_format *report_format_meant(const char *verb, const char *asked);
/* "findings", "machines" ...: a table of a format that has several; false when there is none of that name. */
bool report_table_named(sppwhy_table *out, const char *name);
/* "text json csv": those of a verb. Returns out. */
#define FORMAT_NAMES 128
char *report_format_names(const char *verb, char out[FORMAT_NAMES]);

#endif
