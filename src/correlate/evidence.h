/*
 * Step 1: what is correlated. The other steps read it; none writes it.
 *
 * In:   records as the catalogue made them, log by log; logs; the span asked for.
 * Out:  the records in order of time (then by log and number). Those written after the span's end are kept apart,
 *       behind the others: they count for nothing by themselves, but an answer to a request of the span may be
 *       among them, and without it the request would seem to have failed.
 * Cost: one pass when they come in order, as those of one log mostly do; else n log n and a pointer a record.
 */
#ifndef CORRELATE_EVIDENCE_H
#define CORRELATE_EVIDENCE_H

#include "base/arena.h"
#include "correlate/model.h"

typedef struct evidence {
    const sppwhy_catalogue *catalogue;
    const sppwhy_record *items;                /* all records, as given */
    const sppwhy_record **sorted;              /* NULL when `items` are in order */
    size_t record_count;                       /* within the span's end */
    size_t all_count;                          /* with those after it */
    const sppwhy_record *const *contradicting; /* as in sppwhy_records */
    size_t contradicting_count;
    const sppwhy_log *const *logs;
    size_t log_count;
    sppwhy_span span;
} evidence;

/* The i-th record in order of time. */
static inline const sppwhy_record *record_at(const evidence *given, size_t i)
{
    return given->sorted ? given->sorted[i] : &given->items[i];
}

/* It was written after the span's end. */
static inline bool is_later(const evidence *given, const sppwhy_record *record)
{
    return given->span.until != 0 && record->event->time > given->span.until;
}

/* False when memory is short. `logs` are copied into the arena; records must outlive the evidence. */
bool evidence_create(evidence *out, arena *memory, const sppwhy_records *records,
                     const sppwhy_log *const *logs, size_t log_count, sppwhy_span span);
void evidence_free(evidence *given);

#endif
