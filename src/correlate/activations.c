/* Activations: requests of one try put together, and the 8198, 8233 or 12308 that sums a try up. */
#include "correlate/activations.h"

#include "base/clock.h"
#include "base/places.h"
#include "base/sort.h"
#include "base/text.h"
#include "spp/access.h"
#include "spp/hresult.h"

#include <stdlib.h>
#include <string.h>

enum { SUMMARY_SCHEDULER, SUMMARY_VL_ATTEMPT, SUMMARY_DIRECTORY };

/* The rule by which Windows renews a volume activation (8198's RuleId; see 8230 VolumeRenewalRequired). */
static const uint8_t renewal_rule[16] = {0x50, 0x2f, 0xf3, 0xba, 0x66, 0x9a, 0x46, 0x74,
                                         0xbb, 0xb1, 0x60, 0x1f, 0x34, 0xa3, 0xb9, 0x68};

/* A try while it is being put together; tries of one machine follow one another. */
typedef struct try_list {
    VEC(sppwhy_request *) requests;
    VEC(const char *) servers; /* that were asked, each once */
    places known;              /* where in `servers` */
    sppwhy_activation *activation;
    bool failed; /* memory is short */
} try_list;

/* ---- what became of a try ------------------------------------------------------------------------------ */

static bool succeeded(const sppwhy_request *r)
{
    return record_succeeded(r->response);
}

/* The code that says most about a request that did not succeed; false when none of its events has one but 0. */
static bool failing_code(const sppwhy_request *r, uint32_t *code)
{
    const sppwhy_record *in_order[] = {r->response, r->client, r->host};
    for (size_t i = 0; i < 3; i++) {
        uint64_t value = in_order[i] ? record_number(in_order[i], SPPWHY_FIELD_CODE, 0) : 0;
        if (value != 0) {
            *code = (uint32_t)value;
            return true;
        }
    }
    return false;
}

static bool was_licensed(const sppwhy_request *r)
{
    return record_number(sppwhy_request_asked(r), SPPWHY_FIELD_LICENSE_STATE, 0) == LICENSE_LICENSED;
}

static bool refused(const sppwhy_request *r)
{
    uint32_t code;
    return failing_code(r, &code) || record_failed(r->response);
}

static void judge_requests(sppwhy_activation *a)
{
    bool success = false, failure = false;
    for (size_t i = 0; i < a->request_count; i++) {
        const sppwhy_request *r = a->requests[i];
        success |= succeeded(r);
        failure |= refused(r);
        a->renewal |= was_licensed(r);
        uint32_t code;
        /* what a host refused for says more than that another host was not reached */
        if (succeeded(r) || !failing_code(r, &code) ||
            (a->has_code && hresult_is_licensing(a->code) && !hresult_is_licensing(code)))
            continue;
        a->has_code = true;
        a->code = code;
    }
    if (success) {
        a->outcome = a->renewal ? SPPWHY_OUTCOME_RENEWED : SPPWHY_OUTCOME_ACTIVATED;
        a->has_code = true;
        a->code = 0;
    } else {
        a->outcome = failure ? SPPWHY_OUTCOME_FAILED : SPPWHY_OUTCOME_UNANSWERED;
    }
}

static void judge_summary(sppwhy_activation *a)
{
    for (size_t i = 0; i < 3; i++) {
        const sppwhy_record *s = a->summary[i];
        if (!s)
            continue;
        const uint8_t *rule = record_id(s, SPPWHY_FIELD_RULE_ID);
        const char *action = record_text(s, SPPWHY_FIELD_ACTION);
        a->renewal |=
            (rule && id_equal(rule, renewal_rule)) || (action && strcmp(action, "AutoActivateSilent") == 0);
        if (!a->has_code && record_number(s, SPPWHY_FIELD_CODE, 0) != 0) {
            a->has_code = true;
            a->code = (uint32_t)record_number(s, SPPWHY_FIELD_CODE, 0);
        }
    }
    if (a->request_count == 0)
        a->outcome = !a->summary[SUMMARY_DIRECTORY] ? SPPWHY_OUTCOME_FAILED
                     : a->renewal                   ? SPPWHY_OUTCOME_RENEWED
                                                    : SPPWHY_OUTCOME_ACTIVATED;
}

/* ---- requests into tries ------------------------------------------------------------------------------- */

typedef struct making_tries {
    arena *memory;
    activation_list *tries;
} making_tries;

static sppwhy_activation *new_activation(making_tries *making, sppwhy_machine *machine,
                                         const uint8_t *product, uint64_t time)
{
    sppwhy_activation *a = ARENA_NEW(making->memory, sppwhy_activation);
    if (!a || !vec_push(making->tries, a))
        return NULL;
    *a = (sppwhy_activation){.machine = machine, .product = product, .time = time, .last_asked = time};
    return a;
}

/* Notes a server that is asked; false when it was asked before. */
static bool take_server(try_list *open, const char *server)
{
    size_t count = open->servers.count;
    if (!server)
        return true;
    size_t place = places_find(&open->known, &places_of_text_nocase, (const void *const *)open->servers.items,
                               count, server);
    open->failed |= place == SIZE_MAX || (place == count && !vec_push(&open->servers, server));
    return place >= count;
}

/* The same try goes on with another host; asking the same host again, or after a success, is a new try. */
static bool goes_on(try_list *open, const sppwhy_request *next)
{
    if (open->requests.count == 0)
        return false;
    const sppwhy_request *last = open->requests.items[open->requests.count - 1];
    if (!last->client && !last->host)
        return false; /* answers alone: nothing says that they belong together */
    if (id_compare(sppwhy_request_product(last), sppwhy_request_product(next)) != 0 ||
        !clock_follows(sppwhy_request_time(last), sppwhy_request_time(next), KMS_TRY_TIME) ||
        succeeded(last) || (last->client == NULL) != (next->client == NULL))
        return false;
    return take_server(open, request_server_name(next));
}

static bool close_try(making_tries *making, try_list *open)
{
    if (open->requests.count == 0)
        return true;
    open->activation->request_count = open->requests.count;
    open->activation->requests = vec_to_arena(&open->requests, making->memory);
    open->requests.count = 0;
    if (!open->activation->requests)
        return false;
    for (size_t i = 0; i < open->activation->request_count; i++)
        if (sppwhy_request_time(open->activation->requests[i]) > open->activation->last_asked)
            open->activation->last_asked = sppwhy_request_time(open->activation->requests[i]);
    judge_requests(open->activation);
    return true;
}

/* A host's log alone shows that it refused, which is a failure; that it granted does not show that the client
 * took it (the client compares the count itself), so no activation is made of that. */
static bool shows_a_try(const sppwhy_request *r)
{
    return r->client || r->response || record_number(r->host, SPPWHY_FIELD_CODE, 0) != 0;
}

static bool add_to_try(making_tries *making, try_list *open, sppwhy_request *r)
{
    if (!goes_on(open, r)) {
        if (!close_try(making, open))
            return false;
        open->activation =
            new_activation(making, r->machine, sppwhy_request_product(r), sppwhy_request_time(r));
        if (!open->activation)
            return false;
        open->servers.count = 0;
        (void)take_server(open, request_server_name(r));
    }
    r->activation = open->activation;
    return !open->failed && vec_push(&open->requests, r);
}

/* By machine, and of each the tries of one product together. */
static int by_machine_and_product(const void *left, const void *right)
{
    const sppwhy_request *a = *(sppwhy_request *const *)left, *b = *(sppwhy_request *const *)right;
    int order = compare_u64(a->machine->place, b->machine->place);
    if (order == 0)
        order = id_compare(sppwhy_request_product(a), sppwhy_request_product(b));
    if (order == 0)
        order = compare_u64(sppwhy_request_time(a), sppwhy_request_time(b));
    if (order == 0) {
        const sppwhy_record *x = a->client ? a->client : a->host, *y = b->client ? b->client : b->host;
        order = x && y ? compare_u64(x->event->record_id, y->event->record_id) : (x != NULL) - (y != NULL);
    }
    return order;
}

static bool tries_of_requests(making_tries *making, const request_list *requests)
{
    VEC(sppwhy_request *) shown = {0};
    try_list open = {0};
    bool done = true;
    for (size_t i = 0; i < requests->count && done; i++)
        if (requests->items[i].machine && shows_a_try(&requests->items[i]))
            done = vec_push(&shown, &requests->items[i]);
    if (done && shown.count > 1)
        sort_array(shown.items, shown.count, sizeof *shown.items, by_machine_and_product);
    for (size_t i = 0; i < shown.count && done; i++) {
        if (open.requests.count != 0 && open.activation->machine != shown.items[i]->machine)
            done = close_try(making, &open);
        done = done && add_to_try(making, &open, shown.items[i]);
    }
    done = done && close_try(making, &open);
    vec_free(&shown);
    vec_free(&open.requests);
    vec_free(&open.servers);
    places_free(&open.known);
    return done;
}

/* ---- summaries ----------------------------------------------------------------------------------------- */

static int summary_kind(const sppwhy_record *r)
{
    const char *action = record_text(r, SPPWHY_FIELD_ACTION);
    if (record_is(r, KIND_SCHEDULER_FAILED))
        return action && !text_starts_with(action, "AutoActivate") ? -1 : SUMMARY_SCHEDULER;
    if (record_is(r, KIND_VL_ATTEMPT_FAILED) || record_is(r, KIND_ACTIVATION_TRIED))
        return SUMMARY_VL_ATTEMPT;
    return record_is(r, KIND_AD_ACTIVATED) ? SUMMARY_DIRECTORY : -1;
}

/* Tries that a summary may still speak of: of each kind those in order of their last request, and of them
 * those of one product, each list from its newest. What cannot be summed up any more is taken out when it is
 * met, so that many events of one second cost no walk through all of them. */
enum { SUMMARY_KINDS = 2 }; /* a 12308 is a success of its own, by another way than KMS */
enum { LIST_ALL, LIST_PRODUCT, LISTS };

typedef struct waiting_try {
    sppwhy_activation *try;
    size_t older[SUMMARY_KINDS][LISTS]; /* SIZE_MAX: none */
} waiting_try;

typedef struct product_lists {
    size_t newest[SUMMARY_KINDS];
} product_lists;

typedef struct waiting_tries {
    VEC(waiting_try) tries;
    size_t newest[SUMMARY_KINDS];
    VEC(const uint8_t *) products; /* NULL is one: unknown */
    VEC(product_lists) lists;      /* as many */
    places known;                  /* where in `products` */
} waiting_tries;

static void no_more_waiting(waiting_tries *w)
{
    w->tries.count = w->products.count = w->lists.count = 0;
    for (size_t k = 0; k < SUMMARY_KINDS; k++)
        w->newest[k] = SIZE_MAX;
}

/* The lists of a product; NULL when memory is short. */
static product_lists *lists_of(waiting_tries *w, const uint8_t *product)
{
    size_t count = w->products.count;
    size_t place =
        places_find(&w->known, &places_of_id, (const void *const *)w->products.items, count, product);
    product_lists none = {{SIZE_MAX, SIZE_MAX}};
    if (place == SIZE_MAX ||
        (place == count && (!vec_push(&w->products, product) || !vec_push(&w->lists, none))))
        return NULL;
    return &w->lists.items[place];
}

static bool waits_for(const sppwhy_activation *a, size_t kind)
{
    bool client_side = a->request_count == 0 || a->requests[0]->client || a->requests[0]->response;
    return !a->summary[kind] && client_side &&
           (a->outcome == SPPWHY_OUTCOME_FAILED || a->outcome == SPPWHY_OUTCOME_UNANSWERED);
}

static bool list_by_product(waiting_tries *w, size_t number)
{
    waiting_try *t = &w->tries.items[number];
    product_lists *lists = lists_of(w, t->try->product);
    for (size_t k = 0; lists && k < SUMMARY_KINDS; k++)
        if (waits_for(t->try, k)) {
            t->older[k][LIST_PRODUCT] = lists->newest[k];
            lists->newest[k] = number;
        }
    return lists;
}

static bool add_waiting(waiting_tries *w, sppwhy_activation *a)
{
    waiting_try t = {.try = a};
    size_t number = w->tries.count;
    if (!vec_push(&w->tries, t))
        return false;
    for (size_t k = 0; k < SUMMARY_KINDS; k++)
        if (waits_for(a, k)) {
            w->tries.items[number].older[k][LIST_ALL] = w->newest[k];
            w->newest[k] = number;
        }
    return list_by_product(w, number);
}

/* Does the summary come after the try's requests, within the time of one try? A summary without requests and
 * its twin (8198 and 8233) come within a minute of one another. */
static bool is_in_time(const sppwhy_activation *a, uint64_t now)
{
    return clock_follows(a->last_asked, now, a->request_count != 0 ? KMS_TRY_TIME : KMS_TWIN_TIME);
}

/* The newest of a list that waits; SIZE_MAX when none does. No try is listed before its last request, and
 * `now` only rises: who is not in time now will not be any more. */
static size_t newest_waiting(waiting_tries *w, size_t *newest, size_t kind, int list, const uint8_t *product,
                             uint64_t now)
{
    while (*newest != SIZE_MAX) {
        const waiting_try *t = &w->tries.items[*newest];
        bool moved = list == LIST_PRODUCT && id_compare(t->try->product, product) != 0;
        if (waits_for(t->try, kind) && is_in_time(t->try, now) && !moved)
            break;
        *newest = t->older[kind][list];
    }
    return *newest;
}

/* Of this product, or of one that is not known. */
static bool find_waiting(waiting_tries *w, size_t kind, const uint8_t *product, uint64_t now, size_t *found)
{
    *found = SIZE_MAX;
    if (!product) {
        *found = newest_waiting(w, &w->newest[kind], kind, LIST_ALL, NULL, now);
        return true;
    }
    const uint8_t *either[] = {product, NULL};
    for (size_t i = 0; i < 2; i++) {
        product_lists *lists = lists_of(w, either[i]);
        if (!lists)
            return false;
        size_t one = newest_waiting(w, &lists->newest[kind], kind, LIST_PRODUCT, either[i], now);
        if (one != SIZE_MAX && (*found == SIZE_MAX || one > *found))
            *found = one;
    }
    return true;
}

static int by_machine_and_time(const void *left, const void *right)
{
    const sppwhy_activation *a = *(sppwhy_activation *const *)left, *b = *(sppwhy_activation *const *)right;
    int order = compare_u64(a->machine->place, b->machine->place);
    if (order == 0)
        order = compare_u64(a->time, b->time);
    return order != 0 ? order : id_compare(a->product, b->product);
}

static int by_machine_and_last(const void *left, const void *right)
{
    const sppwhy_activation *a = *(sppwhy_activation *const *)left, *b = *(sppwhy_activation *const *)right;
    int order = compare_u64(a->machine->place, b->machine->place);
    if (order == 0)
        order = compare_u64(a->last_asked, b->last_asked);
    return order != 0 ? order : by_machine_and_time(left, right);
}

static bool sum_up(waiting_tries *w, size_t number, const sppwhy_record *s, int kind, const uint8_t *product)
{
    sppwhy_activation *a = w->tries.items[number].try;
    a->summary[kind] = s;
    if (a->product || !product)
        return true;
    a->product = product; /* it is still in the list of those without one, so it gets another place */
    waiting_try again = {.try = a};
    return vec_push(&w->tries, again) && list_by_product(w, w->tries.count - 1);
}

static bool place_summary(making_tries *making, sppwhy_machine *machine, const sppwhy_record *s, int kind,
                          waiting_tries *w)
{
    const uint8_t *product = record_id(s, SPPWHY_FIELD_PRODUCT);
    size_t found = SIZE_MAX;
    if (kind != SUMMARY_DIRECTORY && !find_waiting(w, (size_t)kind, product, s->event->time, &found))
        return false;
    if (found != SIZE_MAX)
        return sum_up(w, found, s, kind, product);
    sppwhy_activation *a = new_activation(making, machine, product, s->event->time);
    if (!a)
        return false;
    a->summary[kind] = s;
    a->outcome = kind == SUMMARY_DIRECTORY ? SPPWHY_OUTCOME_ACTIVATED : SPPWHY_OUTCOME_FAILED;
    return add_waiting(w, a);
}

static bool summaries_of_machine(making_tries *making, sppwhy_machine *m, sppwhy_activation *const *tries,
                                 size_t try_count, waiting_tries *w)
{
    size_t next = 0;
    bool done = true;
    no_more_waiting(w);
    for (size_t i = 0; i < m->other_count && done; i++) {
        const sppwhy_record *s = m->records[m->others[i]];
        int kind = summary_kind(s);
        if (kind < 0)
            continue;
        while (next < try_count && tries[next]->last_asked <= s->event->time && done)
            done = add_waiting(w, tries[next++]);
        done = done && place_summary(making, m, s, kind, w);
    }
    return done;
}

static bool place_summaries(making_tries *making, const machine_list *machines)
{
    size_t count = making->tries->count, at = 0;
    sppwhy_activation **tries = vec_copy(making->memory, making->tries->items, count, sizeof *tries);
    if (!tries)
        return false;
    if (count != 0)
        sort_array(tries, count, sizeof *tries, by_machine_and_last);
    waiting_tries w = {0};
    bool done = true;
    for (size_t i = 0; i < machines->count && done; i++) { /* both in order of the machines' names */
        sppwhy_machine *m = machines->items[i];
        size_t first = at;
        while (at < count && tries[at]->machine == m)
            at++;
        done = summaries_of_machine(making, m, tries + first, at - first, &w);
    }
    vec_free(&w.tries);
    vec_free(&w.products);
    vec_free(&w.lists);
    places_free(&w.known);
    return done;
}

static int by_time(const void *left, const void *right)
{
    const sppwhy_activation *a = *(sppwhy_activation *const *)left, *b = *(sppwhy_activation *const *)right;
    int order = compare_u64(a->time, b->time);
    return order != 0 ? order : by_machine_and_time(left, right);
}

bool activations_create(activation_list *out, size_t *earlier, arena *memory, uint64_t since,
                        const machine_list *machines, const request_list *requests)
{
    making_tries making = {memory, out};
    if (!tries_of_requests(&making, requests) || !place_summaries(&making, machines))
        return false;
    if (out->count != 0)
        sort_array(out->items, out->count, sizeof *out->items, by_time);
    *earlier = 0;
    for (size_t i = 0; i < out->count; i++) {
        *earlier += out->items[i]->time < since;
        judge_summary(out->items[i]);
    }
    for (size_t i = *earlier; i < out->count; i++)
        out->items[i]->id = i - *earlier + 1;
    return true;
}
