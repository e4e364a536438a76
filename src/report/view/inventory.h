/* What was collected: a row a machine and channel, from all logs that it alone wrote. */
#ifndef REPORT_VIEW_INVENTORY_H
#define REPORT_VIEW_INVENTORY_H

#include "base/vec.h"
#include "rules/analysis.h"

typedef struct inventory_row {
    const sppwhy_machine *machine;
    const char *channel;
    uint64_t first, last; /* FILETIME; 0 without events */
    size_t logs;
    uint64_t records, licensing;
    uint64_t gaps, missing; /* jumps of record numbers, and records that are not there */
    size_t damage;          /* places that could not be read */
} inventory_row;

typedef struct inventory {
    VEC(inventory_row) rows; /* by machine, then channel */
    size_t bare;             /* machines without logs of their own: only a host's log names them */
    size_t forwarded;        /* logs with events of several machines */
} inventory;

/* False when memory is short. */
SPPWHY_NODISCARD bool inventory_make(inventory *out, const sppwhy_collection *collection);
void inventory_free(inventory *inventory);

#endif
