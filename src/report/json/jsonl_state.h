/*
 * What `sppwhy events` adds to its lines so that they can be read back as logs (src/evtx/jsonl/jsonl.h): the
 * member "sppwhy" of each line.
 */
#ifndef REPORT_JSON_JSONL_STATE_H
#define REPORT_JSON_JSONL_STATE_H

#include "base/arena.h"
#include "report/json/json_line.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"

typedef struct jsonl_state jsonl_state;

/* In `memory`; keeps `logs` and `options`; NULL when it is short. */
jsonl_state *jsonl_state_create(arena *memory, const sppwhy_records *records, const sppwhy_log *const *logs,
                                size_t log_count, const sppwhy_events_options *options);
/* How a log is named; NULL when it is not one of those. */
const char *jsonl_state_log_id(const jsonl_state *r, const sppwhy_log *log);

/* The copies of an event that were left out because they are the same as this one: begin with *at where
 * jsonl_state_first_copy() says; false when there are no more. */
typedef struct jsonl_state_copy {
    const char *log;
    const sppwhy_event *event;
} jsonl_state_copy;
size_t jsonl_state_first_copy(const jsonl_state *r, const sppwhy_event *event);
bool jsonl_state_next_copy(const jsonl_state *r, const sppwhy_event *event, size_t *at,
                           jsonl_state_copy *out);

/* A line with nothing but the i-th log or, when it is not NULL, nothing but a file that was not read, in a
 * writer to memory, whose text it returns. NULL when memory is short. */
const char *jsonl_state_line(const jsonl_state *r, size_t i, const sppwhy_notice *unread,
                             sppwhy_writer *memory);

/* False for a record whose member has more in it than others of its shape (report/write/line.h). */
bool jsonl_state_is_usual(const jsonl_state *r, const sppwhy_record *record);
/* The member, of a record's line, with the logs when `with_logs`. */
void jsonl_state_write(line *l, const jsonl_state *r, bool with_logs);
/* The member of a line without a record. */
void jsonl_state_write_logs(json_writer *w, const jsonl_state *r);

#endif
