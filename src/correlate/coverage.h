/*
 * Step 10: which times a machine's own logs cover.
 *
 * In:   the machine's own logs with their gaps.
 * Out:  machine->coverage, which sppwhy_machine_covers() and sppwhy_machine_has_channel() look up.
 * Cost: n log n in the logs and gaps of the machine; a question is then one search.
 */
#ifndef CORRELATE_COVERAGE_H
#define CORRELATE_COVERAGE_H

#include "base/arena.h"
#include "correlate/model.h"

/* False when memory is short. */
bool coverage_create(arena *memory, sppwhy_machine *machine);

#endif
