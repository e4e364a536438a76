/*
 * Results for people and for programs. Every function writes to a sppwhy_writer and leaves it open; the
 * caller calls sppwhy_writer_finish() at the end, which reports what could not be written. What a log says is
 * escaped for where it goes: control and bidirectional characters in text, anything in JSON. Functions that
 * return nothing fail through the writer, for wrong options too (SPPWHY_INVALID). After a failure that is
 * returned, what was written is not whole.
 *
 * Cost: linear in what is reported, but for putting findings in order. Reports take memory for the findings,
 * not for the events. Times are UTC where nothing else is asked for.
 * Source: SARIF 2.1.0 is OASIS's, CSV RFC 4180's, the columns of activity the KMS Management Pack's; other names
 * are the project's own.
 *
 * `sppwhy diff` has no function here: it compares what two documents say. Who has two analyses does so by
 * sppwhy_finding_id(), the same from run to run.
 *
 * The JSON is described in docs/json.md; names in it are never changed, members may be added.
 */
#ifndef SPPWHY_REPORT_H
#define SPPWHY_REPORT_H

#include "sppwhy/explain.h"
#include "sppwhy/rules.h"
#include "sppwhy/writer.h"

SPPWHY_BEGIN

typedef struct sppwhy_text_options {
    size_t size;    /* sizeof(sppwhy_text_options), see status.h */
    unsigned width; /* columns; at least 60 are used */
    bool color;
    bool symbols;  /* signs beside the levels, in UTF-8 */
    bool terminal; /* the reader sees one screen: long paths are shortened in the middle */
    bool local;    /* times in the reader's zone (TZ) instead of UTC */
    bool all;      /* every machine and all evidence; otherwise what matters most */
    bool brief;    /* one line for each problem; `all` wins */
} sppwhy_text_options;

/* The findings, machine by machine, worst first; machines with the same cause, host and fix together. */
void sppwhy_report_text(sppwhy_writer *out, const sppwhy_analysis *analysis,
                        const sppwhy_text_options *options);

/* One page of HTML that needs nothing else: docs/html.md. SPPWHY_NO_MEMORY is the only failure. */
SPPWHY_NODISCARD sppwhy_status sppwhy_report_html(sppwhy_writer *out, const sppwhy_analysis *analysis,
                                                  sppwhy_error *error);

/* One JSON document. */
void sppwhy_report_json(sppwhy_writer *out, const sppwhy_analysis *analysis);

typedef enum sppwhy_table {
    SPPWHY_TABLE_FINDINGS = 0,
    SPPWHY_TABLE_ACTIVATIONS = 1,
    SPPWHY_TABLE_MACHINES = 2,
    SPPWHY_TABLE_COLLECT = 3 /* what to collect next */
} sppwhy_table;

/* One table of the analysis as CSV, safe to open in a spreadsheet. SPPWHY_INVALID for a table that is not
 * known, SPPWHY_NO_MEMORY. */
SPPWHY_NODISCARD sppwhy_status sppwhy_report_csv(sppwhy_writer *out, const sppwhy_analysis *analysis,
                                                 sppwhy_table table, sppwhy_error *error);

/* SARIF 2.1.0: each finding as a result of the rule that it is named after. `rules` are those of the
 * analysis. SPPWHY_NO_MEMORY is the only failure. */
SPPWHY_NODISCARD sppwhy_status sppwhy_report_sarif(sppwhy_writer *out, const sppwhy_analysis *analysis,
                                                   const sppwhy_rules *rules, sppwhy_error *error);

/* Headings and lists, for a ticket or a wiki. SPPWHY_NO_MEMORY is the only failure. */
SPPWHY_NODISCARD sppwhy_status sppwhy_report_markdown(sppwhy_writer *out, const sppwhy_analysis *analysis,
                                                      sppwhy_error *error);

/* A SQLite database in the file `path`: everything of the analysis, and `records`, from which it was made.
 * It is written beside and takes the place of what is at `path` only when it is whole. SPPWHY_IO when it cannot
 * be written, with the path; SPPWHY_NO_MEMORY. */
SPPWHY_NODISCARD sppwhy_status sppwhy_report_sqlite(const char *path, const sppwhy_analysis *analysis,
                                                    const sppwhy_records *records, sppwhy_error *error);

/* The same database through a writer, for those who have no path for it. It is made in memory, whole.
 * SPPWHY_NO_MEMORY; SPPWHY_IO when SQLite fails otherwise. */
SPPWHY_NODISCARD sppwhy_status sppwhy_report_sqlite_to(sppwhy_writer *out, const sppwhy_analysis *analysis,
                                                       const sppwhy_records *records, sppwhy_error *error);

/* One JSON object a line, a record each, in the names of the Elastic Common Schema and Winlogbeat. Records
 * outside of the span are left out. The first line also bears what is known of the logs, so that
 * sppwhy_reading can make them of the lines again; where there is no line, one without a record does when
 * `logs_in_any_case`. */
typedef struct sppwhy_events_options {
    size_t size; /* sizeof(sppwhy_events_options), see status.h */
    sppwhy_span span;
    bool logs_in_any_case;
    const sppwhy_notices *unread; /* to be listed in the first line, too; NULL: none */
    size_t threads;               /* that make lines; 0: one a processor. The lines are the same */
} sppwhy_events_options;

/* SPPWHY_INVALID for wrong options, SPPWHY_NO_MEMORY. Who stops listening (the writer fails) ends it early. */
SPPWHY_NODISCARD sppwhy_status sppwhy_report_events(sppwhy_writer *out, const sppwhy_records *records,
                                                    const sppwhy_log *const *logs, size_t log_count,
                                                    const sppwhy_catalogue *catalogue,
                                                    const sppwhy_events_options *options,
                                                    sppwhy_error *error);

/* The same records as a CSV table, see docs/formats.md; of the options it has a use for `span` and `threads`.
 * SPPWHY_INVALID for wrong options, SPPWHY_NO_MEMORY. */
SPPWHY_NODISCARD sppwhy_status sppwhy_report_events_csv(sppwhy_writer *out, const sppwhy_records *records,
                                                        const sppwhy_catalogue *catalogue,
                                                        const sppwhy_events_options *options,
                                                        sppwhy_error *error);

/* The inventory: what there is of each machine and channel, and from when to when; then what to collect. */
void sppwhy_report_logs_text(sppwhy_writer *out, const sppwhy_analysis *analysis,
                             const sppwhy_text_options *options);
void sppwhy_report_logs_json(sppwhy_writer *out, const sppwhy_analysis *analysis);
void sppwhy_report_logs_csv(sppwhy_writer *out, const sppwhy_analysis *analysis);

/* KMS activity: the reports of Microsoft's KMS Management Pack. The CSV is one table, a line for each number
 * and each client's days left. */
void sppwhy_report_activity_text(sppwhy_writer *out, const sppwhy_activity *activity,
                                 const sppwhy_catalogue *catalogue, const sppwhy_text_options *options);
void sppwhy_report_activity_json(sppwhy_writer *out, const sppwhy_activity *activity,
                                 const sppwhy_catalogue *catalogue);
void sppwhy_report_activity_csv(sppwhy_writer *out, const sppwhy_activity *activity,
                                const sppwhy_catalogue *catalogue);

/* Each explains the words and returns of how many nothing is known. */
size_t sppwhy_explain_text(sppwhy_writer *out, const sppwhy_explainer *e, const char *const *whats,
                           size_t count, const sppwhy_text_options *options);
size_t sppwhy_explain_json(sppwhy_writer *out, const sppwhy_explainer *e, const char *const *whats,
                           size_t count);

/* What events say, field by field in words; then what is known of their codes; then what to collect next. */
void sppwhy_decode_text(sppwhy_writer *out, const sppwhy_records *records, const sppwhy_explainer *explainer,
                        const sppwhy_text_options *options);
/* The same as one document; returns of how many codes nothing is known. */
size_t sppwhy_decode_json(sppwhy_writer *out, const sppwhy_records *records,
                          const sppwhy_explainer *explainer);

SPPWHY_END

#endif
