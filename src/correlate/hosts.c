/*
 * What the requests that a host processed say of it as a whole: how many clients it has seen of late (counted
 * apart for Windows and Office, as the host does), which products it granted, and its longest silence. Worked
 * out once a host, so that rules that ask for it for each of a hundred thousand clients cost nothing.
 */
#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "correlate/hosts.h"
#include "correlate/id_set.h"
#include "spp/access.h"
#include "spp/product_tables.h"

#include <stdlib.h>
#include <string.h>

/* No product needs more than KMS_NEED_CLIENT; a damaged or made-up event may say anything. */
#define MOST_NEEDED 1000
/* Fewer requests than these show no usual gap between them. */
#define ENOUGH_GAPS 12

static uint64_t served_at(const sppwhy_machine *m, size_t i)
{
    return m->served[i]->host->event->time;
}

/* ---- counts -------------------------------------------------------------------------------------------- */

/* Office's products have its application; a product that the catalogue does not know counts as Windows. */
static bool is_office(const sppwhy_catalogue *catalogue, const uint8_t *id)
{
    const sppwhy_product *product = id && catalogue ? sppwhy_product_find(catalogue, id) : NULL;
    const sppwhy_product *application = product_application(catalogue, product);
    return application && text_starts_with(application->name, "Office");
}

/* The count that a request has a part in. */
static sppwhy_host_count *count_of(sppwhy_machine *host, const sppwhy_request *r)
{
    return r->office ? &host->host.office : &host->host.count;
}

static void note_need(sppwhy_host_count *c, const sppwhy_record *asked)
{
    uint64_t need = record_number(asked, SPPWHY_FIELD_REQUIRED_COUNT, 0);
    if (need > c->need && need < MOST_NEEDED)
        c->need = (uint32_t)need;
}

/* Of Windows and of Office. */
typedef struct clients {
    id_set of[2];
} clients;

static void free_clients(clients *c)
{
    id_set_free(&c->of[false]);
    id_set_free(&c->of[true]);
}

/* The clients of the last 30 days of the host's log, also into `all`. */
static bool count_clients(sppwhy_machine *m, clients *all)
{
    sppwhy_host_facts *h = &m->host;
    clients own = {0};
    bool done = true, added;
    uint64_t newest = served_at(m, m->served_count - 1);
    h->counted_from = clock_before(newest, KMS_COUNTED_TIME);
    for (size_t i = m->served_count; i-- > 0 && done && newest != 0 && served_at(m, i) >= h->counted_from;) {
        const sppwhy_request *r = m->served[i];
        const uint8_t *cmid = sppwhy_request_cmid(r);
        note_need(count_of(m, r), r->host);
        done = !cmid || id_set_add(&own.of[r->office], cmid, &added);
        if (done && cmid && added)
            done = id_set_add(&all->of[r->office], cmid, &added);
    }
    h->count.recent_clients = own.of[false].count;
    h->office.recent_clients = own.of[true].count;
    free_clients(&own);
    return done;
}

/* A host that serves Office alone has one count, that of Office. */
static void settle_counts(sppwhy_machine *m)
{
    sppwhy_host_facts *h = &m->host;
    if (h->count.need != 0 || h->count.answer || h->count.recent_clients != 0)
        return;
    h->count = h->office;
    h->office = (sppwhy_host_count){0};
}

static int by_product(const void *left, const void *right)
{
    return id_compare(sppwhy_request_product(*(sppwhy_request *const *)left),
                      sppwhy_request_product(*(sppwhy_request *const *)right));
}

/* The newest granted of each product. */
static bool find_granted(arena *memory, sppwhy_machine *m)
{
    VEC(sppwhy_request *) granted = {0};
    id_set products = {0};
    bool done = true, added;
    const uint8_t *last = NULL; /* granted */
    for (size_t i = m->served_count; i-- > 0 && done;) {
        const uint8_t *product = sppwhy_request_product(m->served[i]);
        if (!product || product == last || !record_succeeded(m->served[i]->host))
            continue;
        last = product;
        done = id_set_add(&products, product, &added);
        if (done && added)
            done = vec_push(&granted, m->served[i]);
    }
    if (granted.count > 1)
        sort_array(granted.items, granted.count, sizeof *granted.items, by_product);
    m->host.granted = done ? vec_to_arena(&granted, memory) : NULL;
    m->host.granted_count = m->host.granted ? granted.count : 0;
    id_set_free(&products);
    vec_free(&granted);
    return m->host.granted;
}

/* ---- silence ------------------------------------------------------------------------------------------- */

/* How much of the time before it was weekend. FILETIME counts from a Monday. */
static uint64_t weekend_before(uint64_t time)
{
    uint64_t week = 7 * CLOCK_DAY, into = time % week;
    return time / week * 2 * CLOCK_DAY + (into > 5 * CLOCK_DAY ? into - 5 * CLOCK_DAY : 0);
}

/* Both are times that can be, `to` the later one. */
static int64_t working_time(uint64_t from, uint64_t to)
{
    return (int64_t)(to - from - (weekend_before(to) - weekend_before(from)));
}

/* The number that would be at `place` if they were sorted; the numbers are moved about. */
static uint32_t nth_of(uint32_t *numbers, size_t count, size_t place)
{
    size_t from = 0, to = count; /* it is in [from, to) */
    while (to - from > 1) {
        uint32_t pivot = numbers[from + (to - 1 - from) / 2];
        size_t low = from, high = to - 1;
        for (;;) {
            while (numbers[low] < pivot)
                low++;
            while (numbers[high] > pivot)
                high--;
            if (low >= high)
                break;
            uint32_t turn = numbers[low];
            numbers[low++] = numbers[high];
            numbers[high--] = turn;
        }
        if (place <= high)
            to = high + 1;
        else
            from = high + 1;
    }
    return numbers[place];
}

/* After its last request, which is `last` of the gaps unless the logs end with it. */
static void note_quiet(sppwhy_machine *m, int64_t last, int64_t longest_before)
{
    if (last <= 0 || last <= longest_before)
        return;
    m->host.quiet_from = served_at(m, m->served_count - 1);
    m->host.quiet = (uint64_t)last * CLOCK_SECOND;
}

/* Until when silence means something: an excerpt shows some events, not that there were no others. */
static uint64_t watched_until(const sppwhy_machine *m)
{
    uint64_t end = 0;
    for (size_t i = 0; i < m->log_count; i++)
        if (!m->logs[i]->excerpt && m->logs[i]->last_event > end)
            end = m->logs[i]->last_event;
    return end > m->known_until ? m->known_until : end;
}

/* The longest gap between two requests, or from the last one to the end of the host's logs, weekends left
 * out; and beside it the next longest and the usual one, which tell whether it means anything. */
static bool find_silence(sppwhy_machine *m)
{
    sppwhy_host_facts *h = &m->host;
    uint64_t end = watched_until(m);
    size_t count = 0;
    uint32_t *gaps = malloc((m->served_count + 1) * sizeof *gaps); /* seconds: there may be millions */
    int64_t longest = -1;
    for (size_t i = 0; gaps && i < m->served_count; i++) {
        uint64_t from = served_at(m, i), to = i + 1 < m->served_count ? served_at(m, i + 1) : end;
        if (from == 0) /* those without a time come first */
            continue;
        if (to <= from && i + 1 == m->served_count)
            break;
        int64_t gap = working_time(from, to) / (int64_t)CLOCK_SECOND;
        if (i + 1 == m->served_count)
            note_quiet(m, gap, count < ENOUGH_GAPS ? -1 : longest);
        gaps[count] = gap < 0 ? 0 : gap > UINT32_MAX ? UINT32_MAX : (uint32_t)gap;
        if (gap > longest) {
            longest = gap;
            h->silent_from = from;
            h->silent_to = to;
        }
        count++;
    }
    if (count < ENOUGH_GAPS) {
        h->silent_from = h->silent_to = 0;
    } else {
        h->silence = nth_of(gaps, count, count - 1) * CLOCK_SECOND;
        h->next_silence = nth_of(gaps, count, count - 2) * CLOCK_SECOND;
        h->usual_gap = nth_of(gaps, count, count / 2) * CLOCK_SECOND;
    }
    bool done = gaps != NULL;
    free(gaps);
    return done;
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static void note_answer(const sppwhy_request *r)
{
    uint64_t count;
    if (!r->target || !record_get_number(r->response, SPPWHY_FIELD_COUNT, &count))
        return;
    sppwhy_host_count *c = count_of(r->target, r);
    c->answer = r->response;
    c->answered_count = count;
    c->highest_count = count > c->highest_count ? count : c->highest_count;
    note_need(c, r->client);
}

/* In order of time. Most requests are for the product of the one before. */
static void note_requests(request_list *requests, const sppwhy_catalogue *catalogue)
{
    const uint8_t *last = NULL;
    bool office = false;
    for (size_t i = 0; i < requests->count; i++) {
        sppwhy_request *r = &requests->items[i];
        const uint8_t *id = sppwhy_request_product(r);
        if (id_compare(id, last) != 0)
            office = is_office(catalogue, id);
        last = id;
        r->office = office;
        note_answer(r);
    }
}

/* The count that slmgr shows on the host itself. Whom it serves is not in it: but below the lowest count that
 * any product needs it activates nobody. */
static void note_report(const sppwhy_catalogue *catalogue, sppwhy_machine *m, const sppwhy_record *r)
{
    uint64_t count;
    if (!record_is(r, KIND_LICENSE_REPORT) || !record_get_number(r, SPPWHY_FIELD_COUNT, &count))
        return;
    sppwhy_host_count *c =
        is_office(catalogue, record_id(r, SPPWHY_FIELD_PRODUCT)) ? &m->host.office : &m->host.count;
    if (c->answer && c->answer->event->time > r->event->time)
        return;
    c->answer = r;
    c->answered_count = count;
    c->highest_count = count > c->highest_count ? count : c->highest_count;
    if (c->need == 0)
        c->need = KMS_LEAST_COUNT;
}

/* `counted`: by client, the host that it was counted for last. What a host served lies one behind the other in
 * memory, what a client sent does not. */
static bool count_served_clients(const machine_list *machines)
{
    const sppwhy_machine **counted = calloc(machines->count + 1, sizeof *counted);
    for (size_t i = 0; counted && i < machines->count; i++) {
        sppwhy_machine *host = machines->items[i];
        for (size_t k = 0; k < host->served_count; k++) {
            const sppwhy_machine *client = host->served[k]->machine;
            if (!client)
                continue;
            host->host.clients += counted[client->place] != host;
            counted[client->place] = host;
        }
    }
    free(counted);
    return counted;
}

bool hosts_create(host_totals *out, arena *memory, const evidence *given, const machine_list *machines,
                  request_list *requests)
{
    clients all = {0};
    bool done = true;
    note_requests(requests, given->catalogue);
    for (size_t i = 0; i < machines->count && done; i++) {
        sppwhy_machine *m = machines->items[i];
        if (m->served_count != 0)
            done = vec_push(&out->serving, m) && count_clients(m, &all) && find_granted(memory, m) &&
                   find_silence(m);
        for (size_t k = 0; k < m->other_count; k++)
            note_report(given->catalogue, m, m->records[m->others[k]]);
        settle_counts(m);
        if (m->host.count.need > out->need)
            out->need = m->host.count.need;
    }
    out->recent_clients = all.of[false].count != 0 ? all.of[false].count : all.of[true].count;
    free_clients(&all);
    return done && count_served_clients(machines);
}
