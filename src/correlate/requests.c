/* The requests: exchanges, and what only a host's log shows, in order of time. */
#include "correlate/requests.h"

#include "base/pages.h"
#include "correlate/match_host_records.h"
#include "spp/access.h"

#include <stdlib.h>

const sppwhy_record *sppwhy_request_record(const sppwhy_request *r)
{
    return r->client ? r->client : r->response ? r->response : r->host;
}

const sppwhy_record *sppwhy_request_asked(const sppwhy_request *r)
{
    return r->client ? r->client : r->host;
}

uint64_t sppwhy_request_time(const sppwhy_request *r)
{
    return r->time;
}

const uint8_t *sppwhy_request_product(const sppwhy_request *r)
{
    return record_id(sppwhy_request_record(r), SPPWHY_FIELD_PRODUCT);
}

const uint8_t *sppwhy_request_cmid(const sppwhy_request *r)
{
    return record_id(sppwhy_request_record(r), SPPWHY_FIELD_CMID);
}

const char *activation_next_server(const sppwhy_activation *a, size_t *at)
{
    while (*at < a->request_count) {
        const char *server = record_text(a->requests[(*at)++]->client, SPPWHY_FIELD_SERVER);
        if (server)
            return server;
    }
    return NULL;
}

/* ---- making them --------------------------------------------------------------------------------------- */

static bool only_hosts(const evidence *given, const uint8_t *joined, size_t i)
{
    return !is_joined(joined, i) && record_is(record_at(given, i), KIND_HOST_REQUEST);
}

/* Exchanges are in the order of their first records, so one walk over the records puts all in order. */
static void fill(request_list *out, const evidence *given, const exchange_list *exchanges,
                 const uint8_t *joined)
{
    size_t next = 0;
    for (size_t i = 0; i < given->record_count; i++) {
        const sppwhy_record *r = record_at(given, i);
        const exchange *d = next < exchanges->count ? &exchanges->items[next] : NULL;
        if (d && r == (d->client ? d->client : d->response)) {
            out->items[out->count++] = (sppwhy_request){.client = d->client,
                                                        .response = d->response,
                                                        .host = d->host,
                                                        .time = r->event->time,
                                                        .host_later = d->host && is_later(given, d->host)};
            next++;
        } else if (only_hosts(given, joined, i)) {
            out->items[out->count++] = (sppwhy_request){.host = r, .time = r->event->time};
        }
    }
}

bool requests_create(request_list *out, arena *memory, const evidence *given, const exchange_list *exchanges,
                     const uint8_t *joined)
{
    size_t count = exchanges->count;
    for (size_t i = 0; i < given->record_count; i++)
        count += only_hosts(given, joined, i);
    out->items = pages_alloc((count + 1) * sizeof *out->items);
    if (!out->items || !arena_own(memory, out->items)) {
        free(out->items);
        out->items = NULL;
        return false;
    }
    fill(out, given, exchanges, joined);
    return true;
}

/* Once the hosts are known (step 12), the count that a request has a part in: a host counts Office apart from
 * Windows, and one that serves Office alone has that count only. */
static const sppwhy_host_count *request_host_count(const sppwhy_request *r)
{
    const sppwhy_host_facts *h = &r->target->host;
    bool apart = h->office.need != 0 || h->office.answer || h->office.recent_clients != 0;
    return r->office && apart ? &h->office : &h->count;
}

/* ---- what became of one -------------------------------------------------------------------------------- */

/* As many clients as the request's product needs, counted as its host counts them: by application. */
static bool has_enough_clients(const sppwhy_request *r)
{
    return r->target && request_host_count(r)->recent_clients >=
                            record_number(sppwhy_request_asked(r), SPPWHY_FIELD_REQUIRED_COUNT, UINT64_MAX);
}

sppwhy_activity_basis request_basis(const sppwhy_request *r)
{
    if (r->response)
        return SPPWHY_BASIS_ANSWER;
    if (record_failed(r->client) || !record_succeeded(r->host))
        return SPPWHY_BASIS_BEFORE;
    if (record_number(sppwhy_request_asked(r), SPPWHY_FIELD_LICENSE_STATE, UINT64_MAX) == LICENSE_LICENSED)
        return SPPWHY_BASIS_RENEWAL;
    return has_enough_clients(r) ? SPPWHY_BASIS_ENOUGH_CLIENTS : SPPWHY_BASIS_TOO_FEW;
}

bool request_took_effect(const sppwhy_request *r)
{
    sppwhy_activity_basis basis = request_basis(r);
    return basis == SPPWHY_BASIS_RENEWAL || basis == SPPWHY_BASIS_ENOUGH_CLIENTS ||
           (basis == SPPWHY_BASIS_ANSWER && record_succeeded(r->response));
}
