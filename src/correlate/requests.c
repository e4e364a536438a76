/* The requests: exchanges, and what only a host's log shows, in order of time; and their clocks. */
#include "correlate/correlation.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

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
    return sppwhy_request_record(r)->event->time;
}

const uint8_t *sppwhy_request_product(const sppwhy_request *r)
{
    return record_id(sppwhy_request_record(r), SPPWHY_FIELD_PRODUCT);
}

const uint8_t *sppwhy_request_cmid(const sppwhy_request *r)
{
    return record_id(sppwhy_request_record(r), SPPWHY_FIELD_CMID);
}

/* ---- making them --------------------------------------------------------------------------------------- */

static bool only_hosts(const correlation *b, size_t i)
{
    return (b->joined[i / 8] >> i % 8 & 1) == 0 && record_is(record_at(b, i), KIND_HOST_REQUEST);
}

/* Drafts stand in the order of their first records, so one walk over the records puts all in order. */
static void fill(correlation *b)
{
    size_t next = 0;
    for (size_t i = 0; i < b->record_count; i++) {
        const sppwhy_record *r = record_at(b, i);
        const exchange *d = next < b->exchanges.count ? &b->exchanges.items[next] : NULL;
        if (d && r == (d->client ? d->client : d->response)) {
            b->requests[b->request_count++] =
                (sppwhy_request){.client = d->client, .response = d->response, .host = d->host};
            next++;
        } else if (only_hosts(b, i)) {
            b->requests[b->request_count++] = (sppwhy_request){.host = r};
        }
    }
}

static bool make_requests(correlation *b)
{
    size_t count = b->exchanges.count;
    for (size_t i = 0; i < b->record_count; i++)
        count += only_hosts(b, i);
    b->requests = malloc((count + 1) * sizeof *b->requests);
    if (!arena_own(b->memory, b->requests)) {
        free(b->requests);
        b->requests = NULL;
    }
    if (!b->requests)
        return false;
    fill(b);
    vec_free(&b->exchanges);
    free(b->joined);
    b->joined = NULL;
    return true;
}

/* ---- the clocks ---------------------------------------------------------------------------------------- */

static int32_t seconds_between(uint64_t a, uint64_t b)
{
    uint64_t apart = a > b ? a - b : b - a;
    int64_t seconds = (int64_t)(apart / CLOCK_SECOND);
    if (seconds > INT32_MAX)
        seconds = INT32_MAX;
    return a > b ? (int32_t)seconds : (int32_t)-seconds;
}

static void measure_skew(sppwhy_request *r)
{
    uint64_t client_time = r->host ? record_number(r->host, SPPWHY_FIELD_CLIENT_TIME, 0) : 0;
    if (!r->host || r->host->event->time == 0)
        return;
    if (r->client && r->client->event->time != 0) {
        r->skew_source = SPPWHY_SKEW_BOTH;
        r->skew_seconds = seconds_between(r->host->event->time, r->client->event->time);
    } else if (client_time != 0) {
        r->skew_source = SPPWHY_SKEW_HOST;
        r->skew_seconds = seconds_between(r->host->event->time, client_time);
    }
}

/* A host refuses what is over four hours off: where it granted a request whose client time seems further off
 * than that, it writes client times in its own time zone, and they say nothing of the clocks. */
#define SKEW_REFUSED (KMS_SKEW_ALLOWED_SECONDS + KMS_SKEW_ROUNDING_SECONDS)

static bool prints_local_time(const sppwhy_request *r)
{
    if (r->skew_source == SPPWHY_SKEW_HOST && labs(r->skew_seconds) <= SKEW_REFUSED)
        return false;
    uint64_t written =
        r->host && r->host->event->time != 0 ? record_number(r->host, SPPWHY_FIELD_CLIENT_TIME, 0) : 0;
    int32_t seconds = written != 0 ? seconds_between(r->host->event->time, written) : 0;
    return record_number(r->host, SPPWHY_FIELD_CODE, 1) == 0 && labs(seconds) > SKEW_REFUSED;
}

static int by_text(const void *a, const void *b)
{
    return text_compare_nocase(*(const char *const *)a, *(const char *const *)b);
}

static bool drop_local_times(correlation *b)
{
    VEC(const char *) hosts = {0};
    bool done = true;
    for (size_t i = 0; i < b->request_count && done; i++) {
        const sppwhy_request *r = &b->requests[i];
        const char *last = hosts.count != 0 ? hosts.items[hosts.count - 1] : NULL;
        if (r->host && r->host->event->common->computer != last && prints_local_time(r))
            done = vec_push(&hosts, r->host->event->common->computer);
    }
    if (hosts.count != 0)
        sort_array(hosts.items, hosts.count, sizeof *hosts.items, by_text);
    for (size_t i = 0; i < b->request_count && hosts.count != 0; i++) {
        sppwhy_request *r = &b->requests[i];
        if (r->skew_source != SPPWHY_SKEW_HOST || !bsearch(&r->host->event->common->computer, hosts.items,
                                                           hosts.count, sizeof *hosts.items, by_text))
            continue;
        r->skew_source = SPPWHY_SKEW_NONE;
        r->skew_seconds = 0;
    }
    vec_free(&hosts);
    return done;
}

bool requests_create(correlation *b)
{
    if (!pairs_create(b) || !joins_create(b) || !make_requests(b))
        return false;
    for (size_t i = 0; i < b->request_count; i++)
        measure_skew(&b->requests[i]);
    return drop_local_times(b);
}
