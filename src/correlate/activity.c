/*
 * KMS activity, counted from the requests: what Microsoft's KMS Management Pack reports from 12290 alone,
 * corrected by the clients' 12289 where these are there. Requests are sorted once for all hosts and once by
 * host; everything else is one pass.
 */
#include "base/accessors.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/places.h"
#include "base/sort.h"
#include "base/vec.h"
#include "correlate/requests.h"
#include "correlate/id_set.h"
#include "correlate/license_words.h"
#include "spp/access.h"
#include "correlate/model.h"
#include "correlate/coverage.h"

#include <stdlib.h>
#include <string.h>

#define CLIENT_DAYS 14 /* the pack's Virtual Machine Summary */

const unsigned sppwhy_activity_days[SPPWHY_ACTIVITY_RANGES] = {1, 7, 30, 90, 0};

const char *sppwhy_activity_basis_name(sppwhy_activity_basis basis)
{
    static const char *const names[] = {"answer", "before", "renewal", "enough_clients", "too_few", "told"};
    return NAME_OF(names, basis);
}

typedef struct counting {
    arena *memory;
    sppwhy_request **requests; /* those that count */
    size_t count;
    uint64_t now;
    const bool *shown; /* by place of a machine; NULL: all */
    VEC(sppwhy_activity_scope) scopes;
} counting;

/* ---- a request ----------------------------------------------------------------------------------------- */

static uint64_t seen_at(const sppwhy_request *r)
{
    return r->host ? r->host->event->time : sppwhy_request_time(r);
}

/* Logs of other years lie beside those of today: what is left is counted from the end of their own time. */
static uint64_t now_of(const counting *c, const sppwhy_machine *host, const sppwhy_machine *client)
{
    uint64_t newest =
        host && host->known_until > client->known_until ? host->known_until : client->known_until;
    return newest != 0 && c->now > newest && c->now - newest > KMS_VALIDITY ? newest : c->now;
}

static bool within(const counting *c, const sppwhy_request *r, unsigned days)
{
    return days == 0 ||
           (seen_at(r) != 0 && clock_span(seen_at(r), now_of(c, r->target, r->machine)) < days * CLOCK_DAY);
}

static bool is_shown(const counting *c, const sppwhy_machine *m)
{
    return m && (!c->shown || c->shown[m->place]);
}

static bool counts(const counting *c, const sppwhy_request *r, sppwhy_span span)
{
    uint64_t time = seen_at(r);
    return r->machine && (is_shown(c, r->machine) || is_shown(c, r->target)) &&
           (r->host || (r->client && r->response)) && time >= span.since &&
           (span.until == 0 || time <= span.until);
}

/* ---- order --------------------------------------------------------------------------------------------- */

static int by_machine(const sppwhy_machine *a, const sppwhy_machine *b)
{
    return !a || !b ? (a != NULL) - (b != NULL) : compare_u64(a->place, b->place);
}

/* The requests of one client. */
static int by_product_and_time(const void *left, const void *right)
{
    const sppwhy_request *a = left, *b = right;
    int order = id_compare(sppwhy_request_product(a), sppwhy_request_product(b));
    if (order == 0)
        order = compare_u64(seen_at(a), seen_at(b));
    if (order == 0)
        order =
            compare_u64(sppwhy_request_asked(a)->event->record_id, sppwhy_request_asked(b)->event->record_id);
    return order != 0 ? order : by_machine(a->target, b->target);
}

static int by_host(const void *left, const void *right)
{
    return by_machine(((const sppwhy_request *)left)->target, ((const sppwhy_request *)right)->target);
}

static int by_product(const void *left, const void *right)
{
    return id_compare(((const sppwhy_activity_product *)left)->id,
                      ((const sppwhy_activity_product *)right)->id);
}

/* ---- products ------------------------------------------------------------------------------------------ */

typedef struct product_list {
    VEC(sppwhy_activity_product) of;
    VEC(const uint8_t *) ids; /* theirs */
    places known;
} product_list;

static sppwhy_activity_product *product_of(product_list *list, const uint8_t *id)
{
    size_t count = list->ids.count;
    size_t place = places_find(&list->known, &places_of_id, (const void *const *)list->ids.items, count, id);
    sppwhy_activity_product p = {.id = id};
    if (place == SIZE_MAX || (place == count && (!vec_push(&list->ids, id) || !vec_push(&list->of, p))))
        return NULL;
    return &list->of.items[place];
}

static void free_products(product_list *list)
{
    vec_free(&list->of);
    vec_free(&list->ids);
    places_free(&list->known);
}

static void count_request(const counting *c, const sppwhy_request *r, sppwhy_activity_scope *scope,
                          sppwhy_activity_product *p)
{
    scope->requests++;
    if (!request_took_effect(r)) {
        scope->not_activated++;
        return;
    }
    for (size_t i = 0; i < SPPWHY_ACTIVITY_RANGES; i++)
        p->activations[i] += within(c, r, sppwhy_activity_days[i]);
    p->new_activations +=
        within(c, r, 1) && record_number(sppwhy_request_asked(r), SPPWHY_FIELD_LICENSE_STATE,
                                         LICENSE_LICENSED) != LICENSE_LICENSED;
}

/* ---- clients ------------------------------------------------------------------------------------------- */

/* ---- what the client's own log said after its newest request ---- */

static void note_later_word(sppwhy_activity_client *out)
{
    const license_word *w = license_words_last(out->machine, out->product);
    if (!w || w->time <= out->seen)
        return;
    bool licensed = w->told == TOLD_LICENSED || w->told == TOLD_ACQUIRED;
    uint64_t ends = w->ends > w->time ? w->ends : 0;
    if (licensed && out->state == LICENSE_LICENSED) {
        out->ends = ends != 0 ? ends : out->ends;
        return;
    }
    out->state = licensed ? LICENSE_LICENSED : LICENSE_NOTIFICATION;
    out->ends = ends;
    out->basis = SPPWHY_BASIS_OWN_LOG;
}

/* The state after the newest request, and when it ends. */
static sppwhy_activity_client client_after(const counting *c, const sppwhy_request *r)
{
    sppwhy_activity_client out = {
        .machine = r->machine, .product = sppwhy_request_product(r), .host = r->target, .seen = seen_at(r)};
    out.now = now_of(c, r->target, r->machine);
    out.vm = record_number(sppwhy_request_asked(r), SPPWHY_FIELD_VM, 0) != 0;
    out.state = record_number(sppwhy_request_asked(r), SPPWHY_FIELD_LICENSE_STATE, 0);
    out.basis = request_basis(r);
    bool licensed = request_took_effect(r);
    if (licensed)
        out.state = LICENSE_LICENSED;
    if (out.seen == 0)
        return out; /* without a time nobody knows when it ends */
    uint64_t end;
    if (licensed)
        out.ends = out.seen + KMS_VALIDITY;
    else if (record_minutes_end(sppwhy_request_asked(r), out.seen, &end))
        out.ends = end;
    note_later_word(&out);
    out.ends = clock_usable(out.ends) ? out.ends : 0;
    return out;
}

typedef VEC(sppwhy_activity_client) client_list;

/* One client with one product: requests from `from` to `to`, in order of time. */
static bool count_client(const counting *c, sppwhy_activity_scope *scope, product_list *products,
                         client_list *clients, size_t from, size_t to)
{
    sppwhy_activity_product *p = product_of(products, sppwhy_request_product(c->requests[from]));
    if (!p)
        return false;
    for (size_t i = from; i < to; i++)
        count_request(c, c->requests[i], scope, p);
    const sppwhy_request *newest = c->requests[to - 1];
    if (within(c, newest, CLIENT_DAYS)) {
        bool vm = record_number(sppwhy_request_asked(newest), SPPWHY_FIELD_VM, 0) != 0;
        p->virtual_clients += vm;
        p->physical_clients += !vm;
    }
    sppwhy_activity_client client = client_after(c, newest);
    return vec_push(clients, client);
}

/* Different CMIDs, as a host counts them; a request without one counts by its machine. */
static bool count_recent(const counting *c, size_t from, size_t to, uint64_t *count)
{
    id_set ids = {0};
    const sppwhy_machine *last = NULL;
    bool done = true, added;
    *count = 0;
    for (size_t i = from; i < to && done; i++) {
        const sppwhy_request *r = c->requests[i];
        const uint8_t *cmid = sppwhy_request_cmid(r);
        if (!within(c, r, KMS_COUNTED_DAYS))
            continue;
        if (cmid)
            done = id_set_add(&ids, cmid, &added);
        else if (r->machine != last)
            ++*count;
        last = r->machine;
    }
    *count += ids.count;
    id_set_free(&ids);
    return done;
}

/* Requests from `from` to `to`, sorted by client, into one scope. */
static bool count_scope(counting *c, sppwhy_activity_scope *scope, size_t from, size_t to)
{
    product_list products = {0};
    client_list clients = {0};
    bool done = true;
    for (size_t i = from, end; i < to && done; i = end) {
        for (end = i + 1; end < to && c->requests[end]->machine == c->requests[i]->machine &&
                          id_compare(sppwhy_request_product(c->requests[end]),
                                     sppwhy_request_product(c->requests[i])) == 0;)
            end++;
        done = count_client(c, scope, &products, &clients, i, end);
    }
    if (products.of.count != 0)
        sort_array(products.of.items, products.of.count, sizeof *products.of.items, by_product);
    scope->product_count = products.of.count;
    scope->client_count = clients.count;
    scope->products = done ? vec_to_arena(&products.of, c->memory) : NULL;
    scope->clients = done ? vec_to_arena(&clients, c->memory) : NULL;
    free_products(&products);
    vec_free(&clients);
    return scope->products && scope->clients;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

/* Each host's requests, still by client. */
static bool count_hosts(counting *c)
{
    for (size_t i = 0, end; i < c->count; i = end) {
        sppwhy_activity_scope scope = {.host = c->requests[i]->target};
        for (end = i + 1; end < c->count && c->requests[end]->target == scope.host;)
            end++;
        if (!count_recent(c, i, end, &scope.recent_machines))
            return false;
        if (scope.host && (!count_scope(c, &scope, i, end) || !vec_push(&c->scopes, scope)))
            return false;
    }
    return true;
}

static bool count_each_host(counting *c)
{
    sppwhy_request **by_client = c->requests;
    c->requests = malloc((c->count + 1) * sizeof *c->requests);
    bool done = c->requests != NULL;
    if (done && c->count != 0)
        memcpy(c->requests, by_client, c->count * sizeof *by_client);
    done = done && sort_pointers((const void **)c->requests, c->count, by_host) && count_hosts(c);
    free(c->requests);
    c->requests = by_client;
    return done;
}

static bool count_all(counting *c)
{
    sppwhy_activity_scope together = {0};
    if (!vec_push(&c->scopes, together) || !count_each_host(c))
        return false;
    if (!count_scope(c, &together, 0, c->count))
        return false;
    if (!count_recent(c, 0, c->count, &together.recent_machines))
        return false;
    c->scopes.items[0] = together;
    return true;
}

static uint64_t newest_event(const sppwhy_collection *collection)
{
    uint64_t first, newest;
    logs_span(collection, &first, &newest);
    for (size_t i = 0; i < collection->request_count; i++)
        newest = seen_at(&collection->requests[i]) > newest ? seen_at(&collection->requests[i]) : newest;
    return newest;
}

typedef struct activity_owner {
    sppwhy_activity activity; /* first: a pointer to it is a pointer to the owner */
    arena *memory;
} activity_owner;

/* The requests that count, by client and product. */
static bool gather(counting *c, const sppwhy_collection *collection, sppwhy_span span)
{
    bool done = true;
    c->requests = malloc((collection->request_count + 1) * sizeof *c->requests);
    for (size_t i = 0; c->requests && done && i < collection->machine_count; i++) {
        const sppwhy_machine *m = collection->machines[i];
        size_t first = c->count;
        for (size_t k = 0; k < m->request_count; k++)
            if (counts(c, m->requests[k], span))
                c->requests[c->count++] = m->requests[k];
        done = sort_pointers((const void **)(c->requests + first), c->count - first, by_product_and_time);
    }
    c->now = span.until != 0 ? span.until : newest_event(collection);
    return done && c->requests;
}

/* ---- who runs out -------------------------------------------------------------------------------------- */

static int by_end(const void *left, const void *right)
{
    const sppwhy_activity_end *a = left, *b = right;
    if ((a->ends == 0) != (b->ends == 0)) /* what nobody knows comes last */
        return a->ends == 0 ? 1 : -1;
    int64_t left_a = (int64_t)(a->ends - a->now), left_b = (int64_t)(b->ends - b->now);
    if (a->ends != 0 && left_a != left_b)
        return left_a < left_b ? -1 : 1;
    return by_machine(a->machine, b->machine);
}

/* The newest time that logs speak of a machine: its own, or that of a host that served it. A machine that only
 * hosts name has no time of its own: what is left is reckoned from its hosts' logs, as for a client. */
static void take_client(sppwhy_activity_end *e, const sppwhy_activity_client *client)
{
    uint64_t ends = e->machine->runs_out;
    if (ends == 0 && client->ends != 0 && (e->ends == 0 || client->ends < e->ends))
        *e = (sppwhy_activity_end){client->machine, client->ends, client->now};
    else if (ends != 0 && client->now > e->now)
        e->now = client->now;
}

/* What analyze knows of a machine, by which its own log counts as well as a host's. */
static bool gather_ends(counting *c, const sppwhy_collection *collection, sppwhy_activity *out)
{
    const sppwhy_activity_scope *all = &c->scopes.items[0];
    sppwhy_activity_end *ends = ARENA_ARRAY(c->memory, collection->machine_count, sppwhy_activity_end);
    bool *counted = ARENA_ARRAY(c->memory, collection->machine_count, bool);
    for (size_t i = 0; ends && i < collection->machine_count; i++) {
        const sppwhy_machine *m = collection->machines[i];
        ends[i] = (sppwhy_activity_end){m, m->runs_out, m->known_until != 0 ? now_of(c, NULL, m) : 0};
    }
    for (size_t i = 0; ends && counted && i < all->client_count; i++) {
        const sppwhy_activity_client *client = &all->clients[i];
        counted[client->machine->place] = true; /* also where only the host it asked was asked for */
        take_client(&ends[client->machine->place], client);
    }
    for (size_t i = 0; ends && i < collection->machine_count; i++)
        ends[i].now = ends[i].now != 0 ? ends[i].now : c->now;
    for (size_t i = 0; ends && counted && i < collection->machine_count; i++) {
        const sppwhy_machine *m = ends[i].machine;
        bool untold = m->state == SPPWHY_STATE_ACTIVATION_FAILING && m->runs_out == 0 && ends[i].ends == 0;
        if ((is_shown(c, m) || counted[i]) && (ends[i].ends != 0 || untold))
            ends[out->end_count++] = ends[i];
    }
    out->ends = ends;
    if (out->end_count != 0)
        sort_array(ends, out->end_count, sizeof *ends, by_end);
    return ends && counted;
}

/* ---- the whole, once more ------------------------------------------------------------------------------ */

sppwhy_status sppwhy_activity_count(sppwhy_activity **out, const sppwhy_collection *collection,
                                    sppwhy_span span, sppwhy_error *error)
{
    return sppwhy_activity_count_of(out, collection, span, NULL, error);
}

sppwhy_status sppwhy_activity_count_of(sppwhy_activity **out, const sppwhy_collection *collection,
                                       sppwhy_span span, const bool *shown, sppwhy_error *error)
{
    *out = NULL;
    counting c = {.memory = arena_create(), .shown = shown};
    activity_owner *owner = c.memory ? ARENA_NEW(c.memory, activity_owner) : NULL;
    bool done = owner && gather(&c, collection, span) && count_all(&c);
    done = done && gather_ends(&c, collection, &owner->activity);
    if (done) {
        owner->memory = c.memory;
        owner->activity.now = c.now;
        owner->activity.scope_count = c.scopes.count;
        owner->activity.scopes = vec_to_arena(&c.scopes, c.memory);
        done = owner->activity.scopes != NULL;
    }
    free(c.requests);
    vec_free(&c.scopes);
    if (!done) {
        arena_free(c.memory);
        return error_no_memory(error);
    }
    *out = &owner->activity;
    return SPPWHY_OK;
}

void sppwhy_activity_free(sppwhy_activity *activity)
{
    if (activity)
        arena_free(((activity_owner *)activity)->memory);
}
