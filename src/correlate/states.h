/*
 * Step 11: the state of a machine, its products, and when its license ends.
 */
#ifndef CORRELATE_STATES_H
#define CORRELATE_STATES_H

#include "base/arena.h"
#include "correlate/model.h"

/*
 * In:   the machine's tries and records.
 * Out:  state, last_success, last_failure, failed_count (from `since` on), products, runs_out, report,
 *       license_acquired, is_client, is_host.
 * Cost: a few passes over its records and tries. False when memory is short.
 */
bool state_create(arena *memory, uint64_t since, sppwhy_machine *machine);

/*
 * In:   a machine that only hosts name, and the hosts' counts of step 12.
 * Out:  its state as its host granted it last.
 */
void state_by_hosts(sppwhy_machine *machine);

#endif
