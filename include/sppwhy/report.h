/*
 * Results for people and for programs. Every function writes to an open stream and leaves it open; the caller
 * checks ferror() and fflush() at the end. What a log says is escaped for where it goes: control and
 * bidirectional characters in text, anything in JSON.
 *
 * The JSON is described in docs/json.md; names in it are never changed, members may be added.
 */
#ifndef SPPWHY_REPORT_H
#define SPPWHY_REPORT_H

#include <stdio.h>

#include "sppwhy/rules.h"

typedef struct sppwhy_text_options {
    unsigned width; /* columns; at least 60 are used */
    bool color;
    bool all; /* also machines without findings, and every piece of evidence */
} sppwhy_text_options;

/* The findings, machine by machine, worst first. */
void sppwhy_report_text(FILE *out, const sppwhy_analysis *analysis, sppwhy_text_options options);

/* One JSON document. */
void sppwhy_report_json(FILE *out, const sppwhy_analysis *analysis);

/* One JSON object a line, a record each, in the names of the Elastic Common Schema and Winlogbeat. Records
 * outside of the span are left out. The first line also bears what is known of the logs, so that
 * sppwhy_reading can make them of the lines again; where there is no line, one without a record does when
 * `logs_in_any_case`. */
typedef struct sppwhy_events_options {
    sppwhy_span span;
    bool logs_in_any_case;
} sppwhy_events_options;

SPPWHY_NODISCARD sppwhy_status sppwhy_report_events(FILE *out, const sppwhy_records *records,
                                                    const sppwhy_log *const *logs, size_t log_count,
                                                    const sppwhy_catalogue *catalogue,
                                                    sppwhy_events_options options, sppwhy_error *error);

/* KMS activity: the reports of Microsoft's KMS Management Pack. The CSV is one table, a line for each number
 * and each client's days left. */
void sppwhy_report_activity_text(FILE *out, const sppwhy_activity *activity,
                                 const sppwhy_catalogue *catalogue, sppwhy_text_options options);
void sppwhy_report_activity_json(FILE *out, const sppwhy_activity *activity,
                                 const sppwhy_catalogue *catalogue);
void sppwhy_report_activity_csv(FILE *out, const sppwhy_activity *activity,
                                const sppwhy_catalogue *catalogue);

/* ---- without a log: what is known of a code, an event, a product, a cause --------------------------------
 */

typedef struct sppwhy_explainer {
    const sppwhy_catalogue *catalogue;
    const sppwhy_rules *rules;
    const char *const *more_words; /* that may be suggested for an unknown one; NULL-terminated, or NULL */
} sppwhy_explainer;

/* Each explains the words and returns of how many nothing is known. */
size_t sppwhy_explain_text(FILE *out, const sppwhy_explainer *e, const char *const *whats, size_t count,
                           sppwhy_text_options options);
size_t sppwhy_explain_json(FILE *out, const sppwhy_explainer *e, const char *const *whats, size_t count);

#endif
