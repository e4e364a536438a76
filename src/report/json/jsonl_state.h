/*
 * What `sppwhy events` adds to its lines so that they can be read back as logs (src/evtx/jsonl/jsonl.h): the
 * member "sppwhy" of each line.
 */
#ifndef REPORT_JSON_JSONL_STATE_H
#define REPORT_JSON_JSONL_STATE_H

#include "base/arena.h"
#include "report/view/json_writer.h"
#include "sppwhy/report.h"

typedef struct read_back read_back;

/* In `memory`; keeps `logs` and `options`; NULL when it is short. */
read_back *read_back_create(arena *memory, const sppwhy_records *records, const sppwhy_log *const *logs,
                            size_t log_count, const sppwhy_events_options *options);
/* The member, of a record's line, with the logs when `with_logs`; the record may be NULL. */
void read_back_write(json_writer *w, const read_back *r, const sppwhy_record *record, bool with_logs);

#endif
