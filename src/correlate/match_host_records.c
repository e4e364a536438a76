/* Each exchange with the 12290 that the host wrote of it. */
#include "correlate/match_host_records.h"

#include "base/id.h"
#include "correlate/info_time.h"

#include "base/limits.h"
#include "base/sort.h"
#include "base/text.h"
#include "spp/access.h"
#include "spp/hresult.h"

#include <stdlib.h>
#include <string.h>

/* One way to look a request up. */
typedef struct join_key {
    const uint8_t *cmid, *product;
    uint64_t client_time;
    exchange *request;
    size_t order;
} join_key;

static int by_key(const void *left, const void *right)
{
    const join_key *a = left, *b = right;
    int order = id_compare(a->cmid, b->cmid);
    if (order == 0)
        order = id_compare(a->product, b->product);
    return order != 0 ? order : compare_u64(a->client_time, b->client_time);
}

static int by_key_and_order(const void *left, const void *right)
{
    int order = by_key(left, right);
    return order != 0 ? order
                      : compare_u64(((const join_key *)left)->order, ((const join_key *)right)->order);
}

typedef VEC(join_key) key_list;

static bool add_key(key_list *keys, exchange *d, uint64_t client_time)
{
    join_key key = {record_id(d->client, SPPWHY_FIELD_CMID), record_id(d->client, SPPWHY_FIELD_PRODUCT),
                    client_time, d, keys->count};
    return !key.product || vec_push(keys, key);
}

static bool gather_keys(const exchange_list *exchanges, key_list *keys)
{
    for (size_t i = 0; i < exchanges->count; i++) {
        exchange *d = &exchanges->items[i];
        uint64_t written = d->client ? record_number(d->client, SPPWHY_FIELD_CLIENT_TIME, 0) : 0;
        if (written == 0)
            continue;
        uint64_t utc = info_time_in_utc(d->client);
        if (!add_key(keys, d, written) || (utc != written && !add_key(keys, d, utc)))
            return false;
    }
    if (keys->count != 0)
        sort_array(keys->items, keys->count, sizeof *keys->items, by_key_and_order);
    return true;
}

static const join_key *first_key(const key_list *keys, const join_key *wanted)
{
    return sort_find(keys->items, keys->count, sizeof *keys->items, wanted, by_key);
}

static bool same_machine(name_table *t, const char *client, const char *computer)
{
    if (text_same_host(client, computer))
        return true;
    size_t x = names_find(t, client), y = names_find(t, computer);
    return x != NAME_NONE && y != NAME_NONE && names_root(t, x) == names_root(t, y);
}

/* The client asked another host by name and did not reach it. What a host refused in the same minute was said to
 * some other request, or is forged. */
static bool asked_another(const sppwhy_record *client, const char *server, const sppwhy_record *host)
{
    uint64_t met = record_number(client, SPPWHY_FIELD_CODE, 0);
    uint64_t said = record_number(host, SPPWHY_FIELD_CODE, 0);
    return server && !text_same_host(server, host->event->common->computer) && met != 0 &&
           !hresult_is_licensing(met) && said != 0 && said != met;
}

/* The likeliest of the exchanges with these ids and this client time. */
static exchange *find_among(name_table *t, const key_list *keys, join_key wanted, const sppwhy_record *host,
                            bool by_name, bool *cut)
{
    const char *client = record_text(host, SPPWHY_FIELD_CLIENT);
    exchange *best = NULL;
    size_t looked = 0;
    int most = -1;
    const join_key *end = keys->items + keys->count;
    for (const join_key *k = first_key(keys, &wanted); k && k < end && by_key(k, &wanted) == 0;
         k++, looked++) {
        if (looked == LIMIT_REQUESTS_ALIKE) {
            *cut = true;
            break;
        }
        const char *server = record_text(k->request->client, SPPWHY_FIELD_SERVER);
        if (k->request->host || asked_another(k->request->client, server, host) ||
            (by_name && client && !same_machine(t, client, k->request->client->event->common->computer)))
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

/* The request that this 12290 speaks of: the client's name must fit (`by_name`), or the name must be one that
 * no log and no other request knows; of several the one that asked this host by name. A client's CMID may
 * have been taken out before its log was handed on; then its name has to tell. */
static exchange *find_exchange(name_table *t, const key_list *keys, const sppwhy_record *host, bool by_name,
                               bool *cut)
{
    join_key wanted = {record_id(host, SPPWHY_FIELD_CMID), record_id(host, SPPWHY_FIELD_PRODUCT),
                       record_number(host, SPPWHY_FIELD_CLIENT_TIME, 0), NULL, 0};
    if (!wanted.product || wanted.client_time == 0)
        return NULL;
    exchange *found = wanted.cmid ? find_among(t, keys, wanted, host, by_name, cut) : NULL;
    wanted.cmid = NULL;
    return found || !by_name ? found : find_among(t, keys, wanted, host, true, cut);
}

typedef struct matching {
    const evidence *given;
    name_table *names;
    key_list keys;
    uint8_t *taken;  /* a bit a record: the 12290 that belong to an exchange */
    uint8_t *joined; /* those of them whose exchange began within the span */
    size_t cut;      /* 12290 for which not all exchanges were looked at */
} matching;

static void mark(uint8_t *bits, size_t record)
{
    bits[record / 8] |= (uint8_t)(1u << record % 8);
}

static void join(matching *m, exchange *d, size_t record)
{
    const sppwhy_record *host = record_at(m->given, record);
    const char *client = record_text(host, SPPWHY_FIELD_CLIENT);
    size_t theirs = client ? names_find(m->names, client) : NAME_NONE;
    size_t ours = names_find(m->names, d->client->event->common->computer);
    d->host = host;
    mark(m->taken, record);
    if (!is_later(m->given, d->client))
        mark(m->joined, record);
    if (theirs != NAME_NONE && ours != NAME_NONE && names_possible(client))
        names_unite(m->names, theirs, ours);
}

/* CMIDs that some host names together with a machine that is known by its own log, or that a joined request
 * has: for these a 12290 under another name is another machine, a clone, and must not be joined. */
typedef VEC(const uint8_t *) id_list;

static bool join_by_name(matching *m, id_list *named)
{
    for (size_t i = 0; m->keys.count != 0 && i < m->given->all_count; i++) {
        const sppwhy_record *host = record_at(m->given, i);
        bool cut = false;
        exchange *d =
            record_is(host, KIND_HOST_REQUEST) ? find_exchange(m->names, &m->keys, host, true, &cut) : NULL;
        m->cut += cut;
        if (!d)
            continue;
        join(m, d, i);
        if (!vec_push(named, record_id(d->client, SPPWHY_FIELD_CMID)))
            return false;
    }
    if (named->count != 0)
        sort_array(named->items, named->count, sizeof *named->items, id_order);
    return true;
}

/* Those whose client's name no log knows. */
static void join_the_rest(matching *m, const id_list *named)
{
    for (size_t i = 0; m->keys.count != 0 && i < m->given->all_count; i++) {
        const sppwhy_record *host = record_at(m->given, i);
        if (is_joined(m->taken, i) || !record_is(host, KIND_HOST_REQUEST))
            continue;
        const uint8_t *cmid = record_id(host, SPPWHY_FIELD_CMID);
        const char *client = record_text(host, SPPWHY_FIELD_CLIENT);
        size_t n = client ? names_find(m->names, client) : NAME_NONE;
        bool known = (n != NAME_NONE && names_possible(client)) ||
                     (cmid && named->count != 0 &&
                      bsearch(&cmid, named->items, named->count, sizeof *named->items, id_order));
        bool cut; /* as when it was looked for by name */
        exchange *d = known ? NULL : find_exchange(m->names, &m->keys, host, false, &cut);
        if (d)
            join(m, d, i);
    }
}

bool match_host_records(exchange_list *exchanges, uint8_t **joined, const evidence *given, name_table *names)
{
    size_t room = given->all_count / 8 + 1;
    matching m = {.given = given, .names = names, .taken = calloc(room, 1), .joined = calloc(room, 1)};
    id_list named = {0};
    *joined = m.joined;
    bool done = m.taken && m.joined && gather_keys(exchanges, &m.keys) && join_by_name(&m, &named);
    if (done)
        join_the_rest(&m, &named);
    exchanges->cut += m.cut;
    free(m.taken);
    vec_free(&m.keys);
    vec_free(&named);
    return done;
}
