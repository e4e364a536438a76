/*
 * The whole way in one call: from paths to records, and on to findings, with all that the program does:
 * folders, archives, JSON lines, duplicates, the second reader, several threads.
 *
 *     sppwhy_result *result;
 *     if (sppwhy_analyze(&result, paths, count, NULL, &error) == SPPWHY_OK)
 *         ... sppwhy_analysis_finding(sppwhy_result_analysis(result), i) ...
 *     sppwhy_result_free(result);
 *
 * Who wants to look in between does the same in steps: sppwhy_input_open(), _read(), _finish(), then
 * sppwhy_analyze_input(). Who analyzes again and again loads the rules once: `with_rules`.
 *
 * Cost: linear in the bytes that are read, and in the events of licensing in them but for putting these in
 * order; memory in the events. Loading the catalogue and the rules takes some ten milliseconds each time.
 * Source: it reads what sppwhy/collect.h says, by the formats of sppwhy/evtx.h.
 */
#ifndef SPPWHY_ANALYZE_H
#define SPPWHY_ANALYZE_H

#include "sppwhy/rules.h"

SPPWHY_BEGIN

typedef struct sppwhy_input_options {
    size_t size;       /* sizeof(sppwhy_input_options), see status.h */
    const char *rules; /* a folder or file of more rules, or NULL */
    sppwhy_reader reader;
    bool recovered;
    bool no_sandbox; /* these three as in sppwhy_read_options */
    size_t threads;  /* 0: one a processor */
    sppwhy_span span;
    sppwhy_cancellation watch;
    /* Called after each source (by its place among sppwhy_input_sources()), by several threads at once; NULL:
     * nobody is interested. */
    void (*on_source)(void *context, size_t source, sppwhy_status status);
    void *context;
    sppwhy_on_mistake on_mistake; /* in a rule; with `context` */
    int32_t zone_seconds;         /* these as in sppwhy_read_options */
    bool zone_of_system;
    const char *stdin_name;
    /* Rules that are loaded already: they and their catalogue serve in place of those at `rules`, and must
     * outlive the input and the result. NULL: they are loaded each time. */
    const sppwhy_rules *with_rules;
    /* What was not read whole makes sppwhy_analyze() and sppwhy_analyze_input() fail, as sppwhy_input_fault()
     * says it. */
    bool strict;
} sppwhy_input_options;

/* ---- from paths to records ----------------------------------------------------------------------------- */

typedef struct sppwhy_input sppwhy_input;

/* Looks what there is at the paths; of the options it takes `with_rules`, or `rules`, whose folder may hold
 * more tables. `options` may be NULL here and below; what it points to must last until the call is over.
 * SPPWHY_INVALID for wrong options, or a table with a mistake (file, line); SPPWHY_IO when a table cannot be
 * read; SPPWHY_NO_MEMORY. That a path is not there is no failure: see sppwhy_input_unread(). */
SPPWHY_NODISCARD sppwhy_status sppwhy_input_open(sppwhy_input **out, const char *const *paths, size_t count,
                                                 const sppwhy_input_options *options, sppwhy_error *error);
const sppwhy_sources *sppwhy_input_sources(const sppwhy_input *input);

/* Reads all of it, once. One source that cannot be read is no failure: see sppwhy_input_unread().
 * SPPWHY_STOPPED when the watch wanted it, SPPWHY_NO_MEMORY when it was short for any source: then nothing
 * counts. SPPWHY_INVALID for wrong options. */
SPPWHY_NODISCARD sppwhy_status sppwhy_input_read(sppwhy_input *input, const sppwhy_input_options *options,
                                                 sppwhy_error *error);
/* To which sppwhy_arrow_read() may add, between sppwhy_input_read() and sppwhy_input_finish(). */
sppwhy_reading *sppwhy_input_reading(sppwhy_input *input);

/* Makes of it logs, each once, and records. What follows is there from then on. SPPWHY_NO_MEMORY is the only
 * failure. */
SPPWHY_NODISCARD sppwhy_status sppwhy_input_finish(sppwhy_input *input, sppwhy_error *error);
const sppwhy_catalogue *sppwhy_input_catalogue(const sppwhy_input *input);
const sppwhy_logs *sppwhy_input_logs(const sppwhy_input *input);
const sppwhy_records *sppwhy_input_records(const sppwhy_input *input);
/* What was not read, and why, in order of path, each once: what a report has to list. */
const sppwhy_notices *sppwhy_input_unread(const sppwhy_input *input);
/* Something that was asked for is not there, or could not be read. */
bool sppwhy_input_missing(const sppwhy_input *input);
/* A log was not read whole, an archive broke off, or lines were missing. */
bool sppwhy_input_damaged(const sppwhy_input *input);
/* The first thing for which not everything that was asked for is known, as an error that says where (file,
 * offset, record, line), with its status: a file that was not read, by path; else a place of a log that was
 * lost; else an event that contradicts another one. SPPWHY_OK, and nothing is filled in, when there is none.
 * Cost: linear in the logs and their damage. */
sppwhy_status sppwhy_input_fault(const sppwhy_input *input, sppwhy_error *error);

/* A result and Arrow streams of it go on without it: each holds what it needs until it is freed itself. */
void sppwhy_input_free(sppwhy_input *input);

/* ---- to findings --------------------------------------------------------------------------------------- */

typedef struct sppwhy_result sppwhy_result;

/* All of it. SPPWHY_NOT_A_LOG when not one log could be read; the error says why, and where, of the first
 * path. Else what the steps can give: SPPWHY_INVALID for wrong options, or a rule or a table with a mistake
 * (file, line, column); SPPWHY_STOPPED; SPPWHY_IO; SPPWHY_NO_MEMORY. With `strict` also the status of the
 * first thing that was not read whole, see sppwhy_input_fault(). */
SPPWHY_NODISCARD sppwhy_status sppwhy_analyze(sppwhy_result **out, const char *const *paths, size_t count,
                                              const sppwhy_input_options *options, sppwhy_error *error);
/* The same for an input that is finished; the result holds it. SPPWHY_NOT_A_LOG for one without logs, too. */
SPPWHY_NODISCARD sppwhy_status sppwhy_analyze_input(sppwhy_result **out, sppwhy_input *input,
                                                    const sppwhy_input_options *options, sppwhy_error *error);
const sppwhy_analysis *sppwhy_result_analysis(const sppwhy_result *result);
/* sppwhy_analysis_mark_known() for it, before anything else is made of it. */
void sppwhy_result_mark_known(sppwhy_result *result,
                              bool (*known)(void *context, const sppwhy_finding *finding), void *context);
const sppwhy_rules *sppwhy_result_rules(const sppwhy_result *result);
sppwhy_input *sppwhy_result_input(const sppwhy_result *result);
void sppwhy_result_free(sppwhy_result *result);

SPPWHY_END

#endif
