/* See clock.h. */
#include "correlate/clock.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "spp/access.h"

#include <stdlib.h>

/* ---- ways to measure ----------------------------------------------------------------------------------- */

static int32_t seconds_between(uint64_t a, uint64_t b)
{
    uint64_t apart = a > b ? a - b : b - a;
    int64_t seconds = (int64_t)(apart / CLOCK_SECOND);
    if (seconds > INT32_MAX)
        seconds = INT32_MAX;
    return a > b ? (int32_t)seconds : (int32_t)-seconds;
}

static bool by_both_events(const sppwhy_request *r, int32_t *seconds)
{
    if (!r->client || !r->host || r->client->event->time == 0 || r->host->event->time == 0)
        return false;
    *seconds = seconds_between(r->host->event->time, r->client->event->time);
    return true;
}

bool clock_of_host_record(const sppwhy_record *host, int32_t *seconds)
{
    uint64_t client_time = record_number(host, SPPWHY_FIELD_CLIENT_TIME, 0);
    if (!host || host->event->time == 0 || client_time == 0)
        return false;
    *seconds = seconds_between(host->event->time, client_time);
    return true;
}

static bool by_host_record(const sppwhy_request *r, int32_t *seconds)
{
    return clock_of_host_record(r->host, seconds);
}

/* The best first. A new way is a row here, a function above and a value at the end of sppwhy_skew_source. */
static const struct skew_way {
    sppwhy_skew_source source;
    bool (*measure)(const sppwhy_request *r, int32_t *seconds); /* false: it cannot tell */
    bool exact;           /* between the times of two events, to the second */
    bool reads_host_info; /* it trusts a client time that the host printed */
} ways[] = {
    {SPPWHY_SKEW_BOTH, by_both_events, true, false},
    {SPPWHY_SKEW_HOST, by_host_record, false, true},
};
#define WAYS (sizeof ways / sizeof *ways)

static void measure(sppwhy_request *r, bool host_prints_utc)
{
    r->skew_source = SPPWHY_SKEW_NONE;
    r->skew_seconds = 0;
    for (size_t i = 0; i < WAYS && r->skew_source == SPPWHY_SKEW_NONE; i++)
        if ((host_prints_utc || !ways[i].reads_host_info) && ways[i].measure(r, &r->skew_seconds))
            r->skew_source = (uint8_t)ways[i].source;
}

bool clock_is_exact(const sppwhy_request *r)
{
    for (size_t i = 0; i < WAYS; i++)
        if (ways[i].source == r->skew_source)
            return ways[i].exact;
    return false;
}

/* ---- local times --------------------------------------------------------------------------------------- */

bool clock_is_printed_local(const sppwhy_record *host)
{
    int32_t seconds;
    return clock_of_host_record(host, &seconds) &&
           labs(seconds) > KMS_SKEW_ALLOWED_SECONDS + KMS_SKEW_ROUNDING_SECONDS && record_succeeded(host);
}

typedef VEC(const char *) host_list;

static bool prints_utc(const host_list *local, const sppwhy_request *r)
{
    return !r->host || !bsearch(&r->host->event->common->computer, local->items, local->count,
                                sizeof *local->items, text_order_nocase);
}

bool clock_measure_requests(request_list *requests)
{
    host_list local = {0};
    bool done = true;
    for (size_t i = 0; i < requests->count && done; i++) {
        sppwhy_request *r = &requests->items[i];
        const char *last = local.count != 0 ? local.items[local.count - 1] : NULL;
        measure(r, true);
        if (r->host && r->host->event->common->computer != last && clock_is_printed_local(r->host))
            done = vec_push(&local, r->host->event->common->computer);
    }
    if (local.count != 0)
        sort_array(local.items, local.count, sizeof *local.items, text_order_nocase);
    for (size_t i = 0; i < requests->count && done && local.count != 0; i++)
        if (!prints_utc(&local, &requests->items[i]))
            measure(&requests->items[i], false);
    vec_free(&local);
    return done;
}

/* ---- the hosts' clocks --------------------------------------------------------------------------------- */

/* By host, then as they were measured. */
typedef struct measured {
    size_t host;
    int64_t skew;
} measured;

static int by_host_and_skew(const void *left, const void *right)
{
    const measured *a = left, *b = right;
    int order = compare_u64(a->host, b->host);
    return order != 0 ? order : (a->skew > b->skew) - (a->skew < b->skew);
}

typedef VEC(measured) measured_list;

/* What one client's requests show of the hosts that served it: a median each. */
static bool measure_by_client(const sppwhy_machine *client, measured_list *all)
{
    size_t begin = all->count, kept = begin;
    for (size_t i = 0; i < client->request_count; i++) {
        const sppwhy_request *r = client->requests[i];
        if (!r->target || !clock_is_measured(r))
            continue;
        measured one = {r->target->place, r->skew_seconds};
        if (!vec_push(all, one))
            return false;
    }
    size_t end = all->count;
    if (end - begin > 1)
        sort_array(all->items + begin, end - begin, sizeof *all->items, by_host_and_skew);
    for (size_t i = begin, next; i < end; i = next) {
        for (next = i + 1; next < end && all->items[next].host == all->items[i].host;)
            next++;
        all->items[kept++] = all->items[i + (next - i) / 2];
    }
    all->count = kept;
    return true;
}

bool clock_measure_hosts(const machine_list *machines)
{
    measured_list all = {0};
    bool done = true;
    for (size_t i = 0; i < machines->count && done; i++)
        done = measure_by_client(machines->items[i], &all);
    if (all.count > 1)
        sort_array(all.items, all.count, sizeof *all.items, by_host_and_skew);
    for (size_t i = 0, next; done && i < all.count; i = next) {
        sppwhy_machine *m = machines->items[all.items[i].host];
        for (next = i + 1; next < all.count && all.items[next].host == all.items[i].host;)
            next++;
        m->host.clock_clients = next - i;
        m->host.clock_seconds = all.items[i + (next - i) / 2].skew;
    }
    vec_free(&all);
    return done;
}
