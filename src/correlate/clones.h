/*
 * Step 9: one CMID on several machines.
 *
 * In:   the machines, the requests with their machines.
 * Out:  each machine's CMIDs, and its clones: machines whose times with one CMID overlap with its own.
 * Cost: n log n in the different pairs of machine and CMID, also where thousands share one.
 */
#ifndef CORRELATE_CLONES_H
#define CORRELATE_CLONES_H

#include "correlate/machine_list.h"
#include "correlate/requests.h"

/* False when memory is short. */
bool clones_find(arena *memory, const machine_list *machines, const request_list *requests);

#endif
