/*
 * Step 10: which times a machine's own logs cover.
 *
 * In:   the machine's own logs with their gaps.
 * Out:  machine->coverage, which sppwhy_machine_covers() and sppwhy_machine_has_channel() look up.
 * Cost: n log n in the logs and gaps of the machine; a question is then one search.
 */
#ifndef CORRELATE_COVERAGE_H
#define CORRELATE_COVERAGE_H

#include "base/vec.h"
#include "correlate/model.h"

/* False when memory is short. */
bool coverage_create(arena *memory, sppwhy_machine *machine);

/* The first and the last event of all logs; 0 without one. */
void logs_span(const sppwhy_collection *collection, uint64_t *first, uint64_t *last);

typedef VEC(uint64_t) moment_list;
/* Adds the moments T at which sppwhy_machine_covers(machine, channel, from, T), for any fixed `from`, or
 * (machine, channel, T, to) may change, for a channel that matters. False when memory is short. */
bool coverage_moments(const sppwhy_machine *machine, const char *channel, moment_list *out);

#endif
