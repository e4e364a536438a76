/*
 * Step 12: what the requests that a host served say of it as a whole.
 *
 * In:   the machines with the requests they served; the catalogue, which distinguishes Office from Windows.
 * Out:  machine->host of each host (its clock is for clock.h), `office` of each request, and the totals.
 * Cost: linear in the requests, so that rules that ask for it for each of many clients cost nothing.
 */
#ifndef CORRELATE_HOSTS_H
#define CORRELATE_HOSTS_H

#include "correlate/machine_list.h"
#include "correlate/requests.h"

typedef struct host_totals {
    machine_list serving;  /* the machines that served requests, in order of name */
    size_t recent_clients; /* different CMIDs of their last 30 days */
    uint32_t need;         /* the largest count that one of their clients needed */
} host_totals;

/* False when memory is short; `serving` is the caller's to free in any case. */
bool hosts_create(host_totals *out, arena *memory, const evidence *given, const machine_list *machines,
                  request_list *requests);

/* The newest 12290 of a machine that served requests; NULL of one that served none. */
static inline const sppwhy_record *host_newest_served(const sppwhy_machine *m)
{
    return m->served_count != 0 ? m->served[m->served_count - 1]->host : NULL;
}

#endif
