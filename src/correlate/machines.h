/*
 * Step 7: machines, and what belongs to each. In two parts, because tries are made of a machine's requests.
 */
#ifndef CORRELATE_MACHINES_H
#define CORRELATE_MACHINES_H

#include "correlate/activations.h"
#include "correlate/names.h"

/*
 * In:   the evidence, the names (more of them become one here, by their forms and CMIDs), the requests.
 * Out:  machines in order of name, each with its names, records, logs, requests sent and requests served; of
 *       each request the machine that sent it and the one that was asked.
 * Cost: n log n in the names and in a host's requests; else one pass over each list.
 */
bool machines_create(machine_list *out, arena *memory, const evidence *given, name_table *names,
                     request_list *requests);

/*
 * In:   the activations of step 8.
 * Out:  each machine's tries, those within the span, and the newest time that its logs speak of. Machines of
 *       which nothing is known are dropped, and the others numbered anew.
 * Cost: one pass.
 */
bool machines_take_tries(machine_list *machines, arena *memory, sppwhy_span span, activation_list *tries);

#endif
