/* Activations: requests of one try put together, and the 8198, 8233 or 12308 that sums a try up. */
#include "correlate/activations.h"

#include "base/clock.h"
#include "base/places.h"
#include "base/sort.h"
#include "base/text.h"
#include "spp/access.h"

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

/* What a host refused for says more than that another host was not reached. */
static bool of_licensing(uint32_t code)
{
    return code >> 16 == 0xC004;
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
        if (succeeded(r) || !failing_code(r, &code) ||
            (a->has_code && of_licensing(a->code) && !of_licensing(code)))
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

static const char *server_of(const sppwhy_request *r)
{
    return r->client ? record_text(r->client, SPPWHY_FIELD_SERVER)
           : r->host ? r->host->event->common->computer
                     : NULL;
}

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
    *a = (sppwhy_activation){.machine = machine, .product = product, .time = time};
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
    return take_server(open, server_of(next));
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
        (void)take_server(open, server_of(r));
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

static uint64_t last_time(const sppwhy_activation *a)
{
    uint64_t time = a->time;
    for (size_t i = 0; i < a->request_count; i++)
        if (sppwhy_request_time(a->requests[i]) > time)
            time = sppwhy_request_time(a->requests[i]);
    return time;
}

/* Does the summary speak of this try? It comes after its requests, within the time of one try; a summary
 * without requests and its twin (8198 and 8233) come within a minute of one another. */
static bool sums_up(const sppwhy_record *s, int kind, const uint8_t *product, const sppwhy_activation *a)
{
    uint64_t last = last_time(a), now = s->event->time;
    uint64_t reach = a->request_count != 0 ? KMS_TRY_TIME : KMS_TWIN_TIME;
    bool client_side = a->request_count == 0 || a->requests[0]->client || a->requests[0]->response;
    if (a->summary[kind] || !client_side || !clock_follows(last, now, reach) ||
        (product && a->product && id_compare(product, a->product) != 0))
        return false;
    if (kind == SUMMARY_DIRECTORY)
        return false; /* a success of its own, by another way than KMS */
    return a->outcome == SPPWHY_OUTCOME_FAILED || a->outcome == SPPWHY_OUTCOME_UNANSWERED;
}

static int by_machine_and_time(const void *left, const void *right)
{
    const sppwhy_activation *a = *(sppwhy_activation *const *)left, *b = *(sppwhy_activation *const *)right;
    int order = compare_u64(a->machine->place, b->machine->place);
    if (order == 0)
        order = compare_u64(a->time, b->time);
    return order != 0 ? order : id_compare(a->product, b->product);
}

static bool place_summary(making_tries *making, sppwhy_machine *machine, const sppwhy_record *s, int kind,
                          activation_list *recent)
{
    const uint8_t *product = record_id(s, SPPWHY_FIELD_PRODUCT);
    for (size_t i = recent->count; i-- > 0;)
        if (sums_up(s, kind, product, recent->items[i])) {
            recent->items[i]->summary[kind] = s;
            if (!recent->items[i]->product)
                recent->items[i]->product = product;
            return true;
        }
    sppwhy_activation *a = new_activation(making, machine, product, s->event->time);
    if (!a)
        return false;
    a->summary[kind] = s;
    a->outcome = kind == SUMMARY_DIRECTORY ? SPPWHY_OUTCOME_ACTIVATED : SPPWHY_OUTCOME_FAILED;
    return vec_push(recent, a);
}

/* Drops what began too long ago to matter: a try may ask hosts for KMS_TRY_TIME each. */
static void forget_old(activation_list *recent, uint64_t now)
{
    size_t kept = 0;
    for (size_t i = 0; i < recent->count; i++)
        if (clock_after(last_time(recent->items[i]), 2 * KMS_TRY_TIME) >= now)
            recent->items[kept++] = recent->items[i];
    recent->count = kept;
}

static bool summaries_of_machine(making_tries *making, sppwhy_machine *m, sppwhy_activation *const *tries,
                                 size_t try_count)
{
    activation_list recent = {0};
    size_t next = 0;
    bool done = true;
    for (size_t i = 0; i < m->other_count && done; i++) {
        const sppwhy_record *s = m->records[m->others[i]];
        int kind = summary_kind(s);
        if (kind < 0)
            continue;
        while (next < try_count && tries[next]->time <= s->event->time && done)
            done = vec_push(&recent, tries[next++]);
        forget_old(&recent, s->event->time);
        done = done && place_summary(making, m, s, kind, &recent);
    }
    vec_free(&recent);
    return done;
}

static bool place_summaries(making_tries *making, const machine_list *machines)
{
    size_t count = making->tries->count, at = 0;
    sppwhy_activation **tries = vec_copy(making->memory, making->tries->items, count, sizeof *tries);
    if (!tries)
        return false;
    if (count != 0)
        sort_array(tries, count, sizeof *tries, by_machine_and_time);
    for (size_t i = 0; i < machines->count; i++) { /* both in order of the machines' names */
        sppwhy_machine *m = machines->items[i];
        size_t first = at;
        while (at < count && tries[at]->machine == m)
            at++;
        if (!summaries_of_machine(making, m, tries + first, at - first))
            return false;
    }
    return true;
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
