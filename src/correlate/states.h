/*
 * Step 11: the state of a machine, its products, and when its license ends.
 */
#ifndef CORRELATE_STATES_H
#define CORRELATE_STATES_H

#include "base/arena.h"
#include "correlate/model.h"

/*
 * In:   the machine's tries and records.
 * Out:  state, last_success, last_failure, failed_count (from `since` on), products and what was told of each,
 *       runs_out, report, license_acquired, is_client, is_host.
 * Cost: a few passes over its records and tries. False when memory is short.
 */
bool state_create(arena *memory, uint64_t since, sppwhy_machine *machine);

/*
 * In:   a machine whose own log does not reach its newest request, and the hosts' counts of step 12.
 * Out:  as its host granted it last: state, last_success, runs_out, state_by_host.
 * Cost: a look at its newest request.
 */
void state_by_hosts(sppwhy_machine *machine);

#endif
