/*
 * The record numbers of a log, and the jumps in them. Records are numbered one after the other when they are
 * written, so numbers that are missing in the middle are records that were there: cleared, overwritten in a
 * corner of a circular log, filtered out by an export, or lost with a damaged chunk. Numbers come mostly in
 * order, so they are kept as runs; a log of millions needs a few.
 */
#ifndef EVTX_LOG_NUMBERS_H
#define EVTX_LOG_NUMBERS_H

#include "base/vec.h"
#include "evtx/events.h"

typedef struct number_run {
    uint64_t first, last;
    uint64_t first_time, last_time;
} number_run;

typedef struct numbers {
    VEC(number_run) runs;
} numbers;

SPPWHY_NODISCARD bool numbers_begin_run(numbers *n, uint64_t id, uint64_t time);

/* In the order of the file; any order is right, the usual one is small. */
SPPWHY_NODISCARD static inline bool numbers_add(numbers *n, uint64_t id, uint64_t time)
{
    number_run *last = n->runs.count == 0 ? NULL : &n->runs.items[n->runs.count - 1];
    if (!last || id != last->last + 1 || id == 0)
        return numbers_begin_run(n, id, time);
    last->last = id;
    last->last_time = time;
    return true;
}

/* Adds those of the next part of the file, from which they may be taken. */
SPPWHY_NODISCARD bool numbers_append(numbers *n, numbers *more);

/* Puts the gaps into the log. */
SPPWHY_NODISCARD bool numbers_finish(numbers *n, arena *a, sppwhy_log *log);
void numbers_free(numbers *n);

#endif
