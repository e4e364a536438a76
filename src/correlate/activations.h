/*
 * Step 8: activations: the requests of one try put together, with the 8198, 8233 or 12308 that sums it up.
 *
 * In:   the requests, with their machines; the machines' records.
 * Out:  all tries in order of time, judged; the first `*earlier` of them began before `since` and have no id.
 *       Each request knows its activation.
 * Cost: n log n in the requests; a summary is compared with the tries of the last minutes.
 */
#ifndef CORRELATE_ACTIVATIONS_H
#define CORRELATE_ACTIVATIONS_H

#include "correlate/machine_list.h"
#include "correlate/requests.h"

typedef VEC(sppwhy_activation *) activation_list;

/* False when memory is short; the list is the caller's to free in any case. */
bool activations_create(activation_list *out, size_t *earlier, arena *memory, uint64_t since,
                        const machine_list *machines, const request_list *requests);

#endif
