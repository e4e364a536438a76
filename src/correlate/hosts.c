/*
 * What the requests that a host processed say of it as a whole: how many clients it has seen of late, which
 * products it granted, how its clock stands against its clients', and its longest silence. Reckoned once a
 * host, so that rules that ask for it for each of a hundred thousand clients cost nothing.
 */
#include "correlate/build.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

/* A KMS host counts the different client machine IDs of so many days. */
#define COUNTED (30 * CLOCK_DAY)
/* No product needs more than 25; a damaged or made-up event may say anything. */
#define MOST_NEEDED 1000
/* Fewer requests than these show no usual gap between them. */
#define ENOUGH_GAPS 12

typedef VEC(const uint8_t *) id_list;

static int by_id(const void *left, const void *right)
{
    return compare_id(*(const uint8_t *const *)left, *(const uint8_t *const *)right);
}

static size_t count_different(id_list *ids)
{
    size_t different = 0;
    if (ids->count != 0)
        qsort(ids->items, ids->count, sizeof *ids->items, by_id);
    for (size_t i = 0; i < ids->count; i++)
        different += i == 0 || compare_id(ids->items[i], ids->items[i - 1]) != 0;
    return different;
}

static uint64_t served_at(const sppwhy_machine *m, size_t i)
{
    return m->served[i]->host->event->time;
}

/* The clients of the last 30 days of the host's log, also into `all`. */
static bool count_clients(sppwhy_machine *m, id_list *all)
{
    sppwhy_host_facts *h = &m->host;
    id_list ids = {0};
    bool done = true;
    uint64_t newest = served_at(m, m->served_count - 1);
    h->counted_from = newest > COUNTED ? newest - COUNTED : 0;
    for (size_t i = m->served_count; i-- > 0 && done && served_at(m, i) >= h->counted_from;) {
        const sppwhy_request *r = m->served[i];
        uint64_t need = record_number(r->host, SPPWHY_FIELD_REQUIRED_COUNT, 0);
        if (need > h->need && need < MOST_NEEDED)
            h->need = (uint32_t)need;
        done = !r->cmid || (vec_push(&ids, r->cmid) && vec_push(all, r->cmid));
    }
    h->recent_clients = count_different(&ids);
    vec_free(&ids);
    return done;
}

/* By product, the newest first. */
static int by_product(const void *left, const void *right)
{
    const sppwhy_request *a = *(sppwhy_request *const *)left, *b = *(sppwhy_request *const *)right;
    int order = compare_id(a->product, b->product);
    return order != 0 ? order : compare_u64(b->host->event->time, a->host->event->time);
}

static bool find_granted(build *b, sppwhy_machine *m)
{
    VEC(sppwhy_request *) granted = {0};
    size_t kept = 0;
    bool done = true;
    for (size_t i = 0; i < m->served_count && done; i++)
        if (m->served[i]->product && record_number(m->served[i]->host, SPPWHY_FIELD_CODE, 1) == 0)
            done = vec_push(&granted, m->served[i]);
    if (granted.count != 0)
        qsort(granted.items, granted.count, sizeof *granted.items, by_product);
    for (size_t i = 0; i < granted.count; i++)
        if (kept == 0 || compare_id(granted.items[kept - 1]->product, granted.items[i]->product) != 0)
            granted.items[kept++] = granted.items[i];
    m->host.granted = vec_copy(b->memory, granted.items, kept, sizeof *granted.items);
    m->host.granted_count = m->host.granted ? kept : 0;
    vec_free(&granted);
    return done && m->host.granted;
}

/* ---- the host's clock ---------------------------------------------------------------------------------- */

static int by_number(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

typedef struct measured {
    const sppwhy_machine *client;
    int64_t skew;
} measured;

static int by_client(const void *left, const void *right)
{
    const measured *a = left, *b = right;
    if (a->client != b->client)
        return a->client < b->client ? -1 : 1;
    return (a->skew > b->skew) - (a->skew < b->skew);
}

/* The median over its clients, each of them counted once: a single client whose clock is off does not move
 * it. */
static bool measure_clock(sppwhy_machine *m)
{
    size_t count = 0, clients = 0;
    measured *all = calloc(m->served_count + 1, sizeof *all);
    int64_t *medians = calloc(m->served_count + 1, sizeof *medians);
    for (size_t i = 0; all && medians && i < m->served_count; i++)
        if (m->served[i]->skew_source != SPPWHY_SKEW_NONE && m->served[i]->machine)
            all[count++] = (measured){m->served[i]->machine, m->served[i]->skew_seconds};
    if (count != 0)
        qsort(all, count, sizeof *all, by_client);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && all[end].client == all[i].client;)
            end++;
        medians[clients++] = all[i + (end - i) / 2].skew;
    }
    bool done = all && medians;
    if (clients != 0) {
        qsort(medians, clients, sizeof *medians, by_number);
        m->host.clock_clients = clients;
        m->host.clock_seconds = medians[clients / 2];
    }
    free(all);
    free(medians);
    return done;
}

/* ---- silence ------------------------------------------------------------------------------------------- */

/* How much of the time before it was weekend. FILETIME counts from a Monday. */
static uint64_t weekend_before(uint64_t time)
{
    uint64_t week = 7 * CLOCK_DAY, into = time % week;
    return time / week * 2 * CLOCK_DAY + (into > 5 * CLOCK_DAY ? into - 5 * CLOCK_DAY : 0);
}

static int64_t working_time(uint64_t from, uint64_t to)
{
    return (int64_t)(to - from - (weekend_before(to) - weekend_before(from)));
}

static uint64_t logs_end(const sppwhy_machine *m)
{
    uint64_t end = 0;
    for (size_t i = 0; i < m->log_count; i++)
        end = m->logs[i]->last_event > end ? m->logs[i]->last_event : end;
    return end;
}

/* The longest gap between two requests, or from the last one to the end of the host's logs, weekends left
 * out; and beside it the next longest and the usual one, which tell whether it means anything. */
static bool find_silence(sppwhy_machine *m)
{
    sppwhy_host_facts *h = &m->host;
    uint64_t end = logs_end(m);
    size_t count = 0;
    int64_t *gaps = calloc(m->served_count + 1, sizeof *gaps), longest = -1;
    for (size_t i = 0; gaps && i < m->served_count; i++) {
        uint64_t from = served_at(m, i), to = i + 1 < m->served_count ? served_at(m, i + 1) : end;
        if (to <= from && i + 1 == m->served_count)
            break;
        gaps[count] = working_time(from, to);
        if (gaps[count] > longest) {
            longest = gaps[count];
            h->silent_from = from;
            h->silent_to = to;
        }
        count++;
    }
    if (count < ENOUGH_GAPS) {
        h->silent_from = h->silent_to = 0;
    } else {
        qsort(gaps, count, sizeof *gaps, by_number);
        h->silence = (uint64_t)gaps[count - 1];
        h->next_silence = (uint64_t)gaps[count - 2];
        h->usual_gap = (uint64_t)gaps[count / 2];
    }
    bool done = gaps != NULL;
    free(gaps);
    return done;
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static void note_answers(build *b)
{
    for (size_t i = 0; i < b->requests.count; i++) { /* in order of time */
        const sppwhy_request *r = b->requests.items[i];
        sppwhy_value count;
        if (!r->target || !r->response || !sppwhy_record_get(r->response, SPPWHY_FIELD_COUNT, &count))
            continue;
        sppwhy_host_facts *h = &r->target->host;
        h->answer = r->response;
        h->answered_count = count.number;
        h->highest_count = count.number > h->highest_count ? count.number : h->highest_count;
        uint64_t need = r->client ? record_number(r->client, SPPWHY_FIELD_REQUIRED_COUNT, 0) : 0;
        if (need > h->need && need < MOST_NEEDED)
            h->need = (uint32_t)need;
    }
}

bool hosts_complete(build *b)
{
    id_list all = {0};
    bool done = true;
    note_answers(b);
    for (size_t i = 0; i < b->machines.count && done; i++) {
        sppwhy_machine *m = b->machines.items[i];
        if (m->served_count != 0)
            done = vec_push(&b->serving, m) && count_clients(m, &all) && find_granted(b, m) &&
                   measure_clock(m) && find_silence(m);
        if (m->host.need > b->need)
            b->need = m->host.need;
    }
    b->recent_clients = count_different(&all);
    vec_free(&all);
    return done;
}
