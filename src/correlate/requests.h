/*
 * Step 5: the requests.
 *
 * In:   the exchanges with their host records; of the evidence the 12290 that no exchange has.
 * Out:  those that began within the span, in order of time, with their records; who sent them and who was asked is for machines.h, the
 *       clocks for clock.h, Office or Windows for hosts.h.
 * Cost: two passes over the records. There may be tens of millions of requests: what is kept for each counts.
 */
#ifndef CORRELATE_REQUESTS_H
#define CORRELATE_REQUESTS_H

#include "correlate/match_responses.h"
#include "spp/access.h"

typedef struct request_list {
    sppwhy_request *items; /* the arena's */
    size_t count;
} request_list;

/* False when memory is short. */
bool requests_create(request_list *out, arena *memory, const evidence *given, const exchange_list *exchanges,
                     const uint8_t *joined);

/* The host that a request asks. Who tells one try from the next goes by the name with which it was asked: a client asks
 * each name once a try, and two names may be of one host. */
static inline const char *request_server_name(const sppwhy_request *r)
{
    return r->client ? record_text(r->client, SPPWHY_FIELD_SERVER)
           : r->host ? r->host->event->common->computer
                     : NULL;
}

/* Whoever wants to know which host that is goes by its own name: a client may ask by an alias, an address or a
 * short name. Before the machines are known (step 6) that is the name in the host's own event. */
static inline const char *request_host_name(const sppwhy_request *r)
{
    return r->target ? r->target->name
           : r->host ? r->host->event->common->computer
                     : record_text(r->client, SPPWHY_FIELD_SERVER);
}

/* The names with which an activation asked its hosts, in order: begin with *at = 0; NULL when there are no more. Each
 * comes once: to ask one again is a new try (activations.c). */
const char *activation_next_server(const sppwhy_activation *activation, size_t *at);

/*
 * Whether the client was activated by it, as far as the logs show, and what shows it. The client's answer
 * decides, then its own error (the host may have granted what never arrived), else the host's verdict: a
 * licensed client renews with what its host grants, another takes it when the host counts as many clients as
 * it needs. A license state that did not parse is none that renews.
 *
 * In:   a request, and the hosts' counts of step 12.
 * Cost: some fields of its records.
 */
sppwhy_activity_basis request_basis(const sppwhy_request *request);
bool request_took_effect(const sppwhy_request *request);

#endif
