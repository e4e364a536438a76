/* Requests: each 12288 with the 12289 that answered it and the 12290 that the host wrote of it. */
#include "correlate/build.h"

#include "base/clock.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static sppwhy_request *new_request(build *b, const sppwhy_record *client, const sppwhy_record *response,
                                   const sppwhy_record *host)
{
    sppwhy_request *r = ARENA_NEW(b->memory, sppwhy_request);
    if (!r || !vec_push(&b->requests, r))
        return NULL;
    const sppwhy_record *main = client ? client : response ? response : host;
    *r = (sppwhy_request){.client = client, .response = response, .host = host, .time = main->event->time};
    r->product = record_id(main, SPPWHY_FIELD_PRODUCT);
    r->cmid = record_id(main, SPPWHY_FIELD_CMID);
    return r;
}

/* ---- 12288 and 12289 ----------------------------------------------------------------------------------- */

/* Requests of one machine that still wait for their answer, the newest last. */
typedef struct waiting {
    size_t root; /* of the machine's name */
    sppwhy_request *request;
} waiting;

typedef VEC(waiting) waiting_list;

static bool answers(const sppwhy_record *response, const sppwhy_request *request)
{
    uint64_t sent = record_number(request->client, SPPWHY_FIELD_CLIENT_TIME, 0);
    uint64_t named = record_number(response, SPPWHY_FIELD_CLIENT_TIME, 0);
    uint64_t now = response->event->time, then = request->client->event->time;
    if (sent != 0 && named != 0)
        return sent == named && now >= then && now - then <= CLOCK_HOUR;
    return now >= then && now - then <= TRY_SECONDS * CLOCK_SECOND;
}

/* A request that failed got no answer; and an answer that activates has the count that the product needs. */
static int likeness(const sppwhy_record *response, const sppwhy_request *request)
{
    uint64_t count = record_number(response, SPPWHY_FIELD_COUNT, 0);
    uint64_t need = record_number(request->client, SPPWHY_FIELD_REQUIRED_COUNT, 0);
    bool activated = record_number(response, SPPWHY_FIELD_ACTIVATED, 0) == 1;
    return 2 * (record_number(request->client, SPPWHY_FIELD_CODE, 0) == 0) + ((count >= need) == activated);
}

static bool pair_response(build *b, waiting_list *list, size_t root, const sppwhy_record *response)
{
    waiting *best = NULL;
    int most = -1;
    for (size_t i = list->count; i-- > 0;) { /* the newest of the likeliest */
        waiting *w = &list->items[i];
        int fits = w->root == root && answers(response, w->request) ? likeness(response, w->request) : -1;
        if (fits > most) {
            most = fits;
            best = w;
        }
    }
    if (!best)
        return new_request(b, NULL, response, NULL) != NULL;
    best->request->response = response;
    memmove(best, best + 1, (size_t)(list->items + list->count - best - 1) * sizeof *best);
    list->count--;
    return true;
}

/* What has waited for over an hour is not answered any more: keeps the list short. */
static void give_up(waiting_list *list, uint64_t now)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].request->time + CLOCK_HOUR >= now)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static bool pair_client_side(build *b)
{
    waiting_list list = {0};
    bool done = true;
    for (size_t i = 0; i < b->record_count && done; i++) {
        const sppwhy_record *r = b->records[i];
        bool sent = sppwhy_record_is(r, "client_request");
        if (!sent && !sppwhy_record_is(r, "client_response"))
            continue;
        size_t found = names_find(&b->names, r->event->common->computer);
        size_t root = found == NAME_NONE ? NAME_NONE : names_root(&b->names, found);
        if (list.count > 64)
            give_up(&list, r->event->time);
        if (sent) {
            waiting w = {root, new_request(b, r, NULL, NULL)};
            done = w.request && vec_push(&list, w);
        } else {
            done = pair_response(b, &list, root, r);
        }
    }
    vec_free(&list);
    return done;
}

/* ---- and 12290 ----------------------------------------------------------------------------------------- */

/* A client's own 12288 shows whether its Info time is UTC: it then equals TimeCreated to the minute. Where it
 * is printed in local time it differs by a multiple of 15 minutes, which is taken off. */
static uint64_t info_time_in_utc(const sppwhy_record *client)
{
    uint64_t written = record_number(client, SPPWHY_FIELD_CLIENT_TIME, 0);
    int64_t off = (int64_t)(written - client->event->time);
    int64_t quarter = (int64_t)(15 * CLOCK_MINUTE);
    int64_t quarters = (off + (off < 0 ? -quarter / 2 : quarter / 2)) / quarter;
    int64_t rest = off - quarters * quarter;
    if (written == 0 || quarters > 56 || quarters < -56 || rest > (int64_t)(2 * CLOCK_MINUTE) ||
        rest < -(int64_t)(2 * CLOCK_MINUTE))
        return written;
    return written - (uint64_t)(quarters * quarter);
}

/* One way to look a request up. */
typedef struct join_key {
    const uint8_t *cmid, *product;
    uint64_t client_time;
    sppwhy_request *request;
    size_t order;
} join_key;

static int by_key(const void *left, const void *right)
{
    const join_key *a = left, *b = right;
    int order = compare_id(a->cmid, b->cmid);
    if (order == 0)
        order = compare_id(a->product, b->product);
    return order != 0 ? order : compare_u64(a->client_time, b->client_time);
}

static int by_key_and_order(const void *left, const void *right)
{
    int order = by_key(left, right);
    return order != 0 ? order
                      : compare_u64(((const join_key *)left)->order, ((const join_key *)right)->order);
}

typedef VEC(join_key) key_list;

static bool add_key(key_list *keys, sppwhy_request *r, uint64_t client_time)
{
    join_key key = {r->cmid, r->product, client_time, r, keys->count};
    return vec_push(keys, key);
}

static bool gather_keys(build *b, key_list *keys)
{
    for (size_t i = 0; i < b->requests.count; i++) {
        sppwhy_request *r = b->requests.items[i];
        uint64_t written = r->client ? record_number(r->client, SPPWHY_FIELD_CLIENT_TIME, 0) : 0;
        if (written == 0 || !r->cmid || !r->product)
            continue;
        uint64_t utc = info_time_in_utc(r->client);
        if (!add_key(keys, r, written) || (utc != written && !add_key(keys, r, utc)))
            return false;
    }
    if (keys->count != 0)
        qsort(keys->items, keys->count, sizeof *keys->items, by_key_and_order);
    return true;
}

static const join_key *first_key(const key_list *keys, const join_key *wanted)
{
    size_t low = 0, high = keys->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_key(&keys->items[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < keys->count && by_key(&keys->items[low], wanted) == 0 ? &keys->items[low] : NULL;
}

static bool same_machine(build *b, const char *client, const char *computer)
{
    if (text_same_host(client, computer))
        return true;
    size_t x = names_find(&b->names, client), y = names_find(&b->names, computer);
    return x != NAME_NONE && y != NAME_NONE && names_root(&b->names, x) == names_root(&b->names, y);
}

/* The request that this 12290 speaks of: the client's name must fit (`by_name`), or the name must be one that
 * no log and no other request knows; of several the one that asked this host by name. */
static sppwhy_request *find_request(build *b, const key_list *keys, const sppwhy_record *host, bool by_name)
{
    join_key wanted = {record_id(host, SPPWHY_FIELD_CMID), record_id(host, SPPWHY_FIELD_PRODUCT),
                       record_number(host, SPPWHY_FIELD_CLIENT_TIME, 0), NULL, 0};
    const char *client = record_text(host, SPPWHY_FIELD_CLIENT);
    sppwhy_request *best = NULL;
    int most = -1;
    if (!wanted.cmid || !wanted.product || wanted.client_time == 0 || keys->count == 0)
        return NULL;
    const join_key *end = keys->items + keys->count;
    for (const join_key *k = first_key(keys, &wanted); k && k < end && by_key(k, &wanted) == 0; k++) {
        const char *server = record_text(k->request->client, SPPWHY_FIELD_SERVER);
        if (k->request->host ||
            (by_name && client && !same_machine(b, client, k->request->client->event->common->computer)))
            continue;
        uint64_t code = record_number(host, SPPWHY_FIELD_CODE, 0);
        int fits = 4 * (info_time_in_utc(k->request->client) == wanted.client_time) +
                   2 * (server && text_same_host(server, host->event->common->computer)) +
                   (code == 0 ? k->request->response != NULL
                              : record_number(k->request->client, SPPWHY_FIELD_CODE, 0) == code);
        if (fits > most) {
            most = fits;
            best = k->request;
        }
    }
    return best;
}

static void join(build *b, sppwhy_request *r, const sppwhy_record *host)
{
    const char *client = record_text(host, SPPWHY_FIELD_CLIENT);
    size_t theirs = client ? names_find(&b->names, client) : NAME_NONE;
    size_t ours = names_find(&b->names, r->client->event->common->computer);
    r->host = host;
    if (theirs != NAME_NONE && ours != NAME_NONE && names_possible(client))
        names_unite(&b->names, theirs, ours);
}

typedef VEC(const sppwhy_record *) record_list;

/* CMIDs that some host names together with a machine that is known by its own log, or that a joined request
 * has: for these a 12290 under another name is another machine, a clone, and must not be joined. */
typedef VEC(const uint8_t *) id_list;

static int by_id(const void *a, const void *b)
{
    return compare_id(*(const uint8_t *const *)a, *(const uint8_t *const *)b);
}

static bool join_by_name(build *b, const key_list *keys, record_list *left, id_list *named)
{
    for (size_t i = 0; i < b->record_count; i++) {
        const sppwhy_record *host = b->records[i];
        if (!sppwhy_record_is(host, "host_request"))
            continue;
        sppwhy_request *r = find_request(b, keys, host, true);
        if (r)
            join(b, r, host);
        if (r ? !vec_push(named, r->cmid) : !vec_push(left, host))
            return false;
    }
    if (named->count != 0)
        qsort(named->items, named->count, sizeof *named->items, by_id);
    return true;
}

static bool join_the_rest(build *b, const key_list *keys, const record_list *left, const id_list *named)
{
    for (size_t i = 0; i < left->count; i++) {
        const sppwhy_record *host = left->items[i];
        const uint8_t *cmid = record_id(host, SPPWHY_FIELD_CMID);
        const char *client = record_text(host, SPPWHY_FIELD_CLIENT);
        size_t n = client ? names_find(&b->names, client) : NAME_NONE;
        bool known = (n != NAME_NONE && names_possible(client)) ||
                     (cmid && named->count != 0 &&
                      bsearch(&cmid, named->items, named->count, sizeof *named->items, by_id));
        sppwhy_request *r = known ? NULL : find_request(b, keys, host, false);
        if (r)
            join(b, r, host);
        else if (!new_request(b, NULL, NULL, host))
            return false;
    }
    return true;
}

static bool join_host_side(build *b)
{
    key_list keys = {0};
    record_list left = {0};
    id_list named = {0};
    bool done = gather_keys(b, &keys) && join_by_name(b, &keys, &left, &named) &&
                join_the_rest(b, &keys, &left, &named);
    vec_free(&keys);
    vec_free(&left);
    vec_free(&named);
    return done;
}

/* ---- the clocks ---------------------------------------------------------------------------------------- */

static int64_t seconds_between(uint64_t a, uint64_t b)
{
    uint64_t apart = a > b ? a - b : b - a;
    int64_t seconds = (int64_t)(apart / CLOCK_SECOND);
    return a > b ? seconds : -seconds;
}

static void measure_skew(sppwhy_request *r)
{
    uint64_t client_time = r->host ? record_number(r->host, SPPWHY_FIELD_CLIENT_TIME, 0) : 0;
    if (!r->host)
        return;
    if (r->client) {
        r->skew_source = SPPWHY_SKEW_BOTH;
        r->skew_seconds = seconds_between(r->host->event->time, r->client->event->time);
    } else if (client_time != 0) {
        r->skew_source = SPPWHY_SKEW_HOST;
        r->skew_seconds = seconds_between(r->host->event->time, client_time);
    }
}

static int by_time(const void *left, const void *right)
{
    const sppwhy_request *a = *(sppwhy_request *const *)left, *b = *(sppwhy_request *const *)right;
    const sppwhy_record *x = a->client ? a->client : a->response ? a->response : a->host;
    const sppwhy_record *y = b->client ? b->client : b->response ? b->response : b->host;
    int order = compare_u64(a->time, b->time);
    if (order == 0)
        order = text_compare_nocase(x->event->common->computer, y->event->common->computer);
    if (order == 0)
        order = compare_u64(x->event->record_id, y->event->record_id);
    return order != 0 ? order : strcmp(sppwhy_record_log(x)->path, sppwhy_record_log(y)->path);
}

/* A host refuses what is over four hours off: where it granted a request whose client time seems further off
 * than that, it writes client times in its own time zone, and they say nothing of the clocks. */
#define SKEW_REFUSED (4 * 3600 + 300)

static bool prints_local_time(const sppwhy_request *r)
{
    uint64_t written = r->host ? record_number(r->host, SPPWHY_FIELD_CLIENT_TIME, 0) : 0;
    int64_t seconds = written != 0 ? seconds_between(r->host->event->time, written) : 0;
    return record_number(r->host, SPPWHY_FIELD_CODE, 1) == 0 && llabs(seconds) > SKEW_REFUSED;
}

static int by_text(const void *a, const void *b)
{
    return text_compare_nocase(*(const char *const *)a, *(const char *const *)b);
}

static bool drop_local_times(build *b)
{
    VEC(const char *) hosts = {0};
    bool done = true;
    for (size_t i = 0; i < b->requests.count && done; i++) {
        const sppwhy_request *r = b->requests.items[i];
        if (r->host && prints_local_time(r))
            done = vec_push(&hosts, r->host->event->common->computer);
    }
    if (hosts.count != 0)
        qsort(hosts.items, hosts.count, sizeof *hosts.items, by_text);
    for (size_t i = 0; i < b->requests.count && hosts.count != 0; i++) {
        sppwhy_request *r = b->requests.items[i];
        if (r->skew_source != SPPWHY_SKEW_HOST || !bsearch(&r->host->event->common->computer, hosts.items,
                                                           hosts.count, sizeof *hosts.items, by_text))
            continue;
        r->skew_source = SPPWHY_SKEW_NONE;
        r->skew_seconds = 0;
    }
    vec_free(&hosts);
    return done;
}

bool requests_create(build *b)
{
    if (!pair_client_side(b) || !join_host_side(b))
        return false;
    for (size_t i = 0; i < b->requests.count; i++)
        measure_skew(b->requests.items[i]);
    if (!drop_local_times(b))
        return false;
    if (b->requests.count != 0)
        qsort(b->requests.items, b->requests.count, sizeof *b->requests.items, by_time);
    return true;
}
