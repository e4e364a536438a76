/*
 * Step 14: two machines of one name.
 *
 * In:   a machine's own logs and their events; its requests.
 * Out:  machine->twins where the logs cannot all be of one machine. Its state is then not known, unless all its
 *       tries say the same.
 * Cost: n log n in the logs of a machine that has several of one channel, a search for each of their events; and
 *       n log n in the requests of one that has several CMIDs.
 */
#ifndef CORRELATE_TWINS_H
#define CORRELATE_TWINS_H

#include "base/arena.h"
#include "correlate/machine_list.h"

/* False when memory is short. */
bool twins_find(arena *memory, const machine_list *machines);

#endif
