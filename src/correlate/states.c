/* What its tries say of a machine: its state, its products, and when its license ends. */
#include "correlate/states.h"
#include "correlate/requests.h"
#include "correlate/license_words.h"

#include "base/accessors.h"
#include "base/clock.h"
#include "base/places.h"
#include "base/sort.h"
#include "base/vec.h"
#include "base/text.h"
#include "spp/access.h"

#include <string.h>

static bool is_success(const sppwhy_activation *a)
{
    return a->outcome == SPPWHY_OUTCOME_ACTIVATED || a->outcome == SPPWHY_OUTCOME_RENEWED;
}

/* What the newest try of a product says of the machine. */
static sppwhy_machine_state state_after(const sppwhy_activation *a, bool succeeded_before)
{
    if (is_success(a))
        return SPPWHY_STATE_ACTIVATED;
    return a->renewal || succeeded_before ? SPPWHY_STATE_RENEWAL_FAILING : SPPWHY_STATE_ACTIVATION_FAILING;
}

/* What is known of one product on a machine. */
typedef struct product_state {
    const uint8_t *product;
    sppwhy_machine_state state;
    uint64_t success; /* its newest, 0: none */
    uint64_t newest;  /* try */
    uint64_t told;    /* when an event last said that it is licensed, after the newest try; 0 when none did */
    uint64_t end;     /* of the license or the grace: as the newest success sets it, or as the newest request
                         counts it; 0 when unknown */
    uint64_t acquired;      /* the newest end user license that came over the internet (1013): MAK and retail
                               activation, which sends no request to a KMS host */
    license_word told_last; /* the newest word, or success without a request (12308); time 0: none */
} product_state;

typedef struct product_states {
    VEC(product_state) of;
    VEC(const uint8_t *) ids; /* theirs, in order of first sight */
    places known;
} product_states;

/* NULL when memory is short, or when it is not there and is not to be added. */
static product_state *state_of(product_states *s, const uint8_t *product, bool add)
{
    size_t count = s->ids.count;
    product_state none = {.product = product};
    size_t place = places_find(&s->known, &places_of_id, (const void *const *)s->ids.items, count, product);
    if (place == count && (!add || !vec_push(&s->ids, product) || !vec_push(&s->of, none)))
        return NULL;
    return place != SIZE_MAX ? &s->of.items[place] : NULL;
}

static void note_end(product_state *p, const sppwhy_activation *a)
{
    if (a->time == 0) /* it says nothing of when */
        return;
    if (is_success(a))
        p->end = a->time + KMS_VALIDITY;
    for (size_t k = 0; k < a->request_count && !is_success(a); k++) {
        const sppwhy_record *r = sppwhy_request_asked(a->requests[k]);
        uint64_t end;
        if (r && r->event->time != 0 && record_minutes_end(r, r->event->time, &end))
            p->end = end;
    }
}

static void note_try(product_state *p, const sppwhy_activation *a)
{
    p->state = state_after(a, clock_follows(p->success, a->time, KMS_VALIDITY - 1));
    p->newest = a->time;
    if (is_success(a) && a->time != 0)
        p->success = a->time;
    if (is_success(a) && a->request_count == 0 && a->time >= p->told_last.time)
        p->told_last = (license_word){.told = TOLD_LICENSED, .time = a->time, .ends = a->time + KMS_VALIDITY};
    note_end(p, a);
}

static bool note_tries(product_states *s, const sppwhy_machine *m)
{
    for (size_t i = 0; i < m->try_count; i++) {
        product_state *p = state_of(s, m->tries[i]->product, true);
        if (!p)
            return false;
        note_try(p, m->tries[i]);
    }
    return true;
}

/* The newest that slmgr or ospp showed; of several products, one for which a KMS host was shown. */
static void find_report(sppwhy_machine *m)
{
    for (size_t i = 0; i < m->other_count; i++) {
        const sppwhy_record *r = m->records[m->others[i]];
        if (record_is(r, KIND_LICENSE_REPORT) && (!m->report || record_text(r, SPPWHY_FIELD_HOST_SOURCE) ||
                                                  !record_text(m->report, SPPWHY_FIELD_HOST_SOURCE)))
            m->report = r;
    }
}

/* ---- what is said without a try ------------------------------------------------------------------------ */

/* Licensed is no renewal: while those fail, only an end that was set after the failure shows that one has
 * succeeded. */
static void note_licensed(product_state *p, const license_word *w)
{
    if (w->ends != 0 && w->ends <= w->time) { /* it ended before the text was written down */
        p->end = w->ends;
        p->state = p->state == SPPWHY_STATE_ACTIVATED ? SPPWHY_STATE_UNKNOWN : p->state;
        p->told = 0;
        return;
    }
    uint64_t granted = w->ends > KMS_VALIDITY ? w->ends - KMS_VALIDITY : w->time;
    if (w->ends > w->time)
        p->end = w->ends;
    if (p->state == SPPWHY_STATE_RENEWAL_FAILING && (w->ends <= w->time || granted < p->newest))
        return;
    p->state = SPPWHY_STATE_ACTIVATED;
    p->told = w->time;
}

/* The newest word wins, in both directions. */
static void note_word(product_state *p, const license_word *w)
{
    if (w->told != TOLD_GRACE && w->time >= p->told_last.time)
        p->told_last = *w;
    if (w->time < p->newest)
        return;
    p->acquired = w->told == TOLD_ACQUIRED && w->time > p->newest ? w->time
                  : w->told == TOLD_ENDED                         ? 0
                                                                  : p->acquired;
    switch (w->told) {
    case TOLD_LICENSED:
        note_licensed(p, w);
        break;
    case TOLD_ACQUIRED:
        if (w->time > p->newest)
            p->state = SPPWHY_STATE_ACTIVATED;
        break;
    case TOLD_GRACE:
        if (p->state == SPPWHY_STATE_ACTIVATED)
            p->state = SPPWHY_STATE_UNKNOWN;
        p->end = w->ends > w->time ? w->ends : p->end;
        p->told = 0;
        break;
    case TOLD_ENDED:
    case TOLD_NOT_USED:
        p->state = SPPWHY_STATE_ACTIVATION_FAILING;
        p->told = 0;
        break;
    }
}

typedef struct word_taker {
    product_states *states;
    arena *memory;
} word_taker;

/* A product of which no try is known is added, but for one that need not be the machine's own: whose license
 * was only acquired, or which Office keeps beside the one in use. */
static bool take_word(void *context, const license_word *w)
{
    const word_taker *t = context;
    product_state *p = state_of(t->states, w->nameless ? NULL : w->product, w->nameless);
    if (w->nameless && !p)
        return false;
    if (!p && w->told != TOLD_ACQUIRED && w->told != TOLD_NOT_USED) {
        uint8_t *product = ARENA_ARRAY(t->memory, sizeof w->product, uint8_t);
        if (!product)
            return false;
        memcpy(product, w->product, sizeof w->product);
        p = state_of(t->states, product, true);
        if (!p)
            return false;
    }
    if (p)
        note_word(p, w);
    return true;
}

static void judge_product(sppwhy_machine *m, const product_state *p)
{
    sppwhy_machine_state state = p->state;
    if (p->acquired > p->newest) {
        state = SPPWHY_STATE_ACTIVATED;
        m->license_acquired = p->acquired;
        m->last_success = p->acquired > m->last_success ? p->acquired : m->last_success;
    }
    m->last_success = p->told > m->last_success ? p->told : m->last_success;
    m->state = state > m->state ? state : m->state;
    if (clock_usable(p->end) &&
        (m->runs_out == 0 || p->end < m->runs_out)) /* the one that ends first counts */
        m->runs_out = p->end;
}

static int by_product(const void *left, const void *right)
{
    return id_compare(((const product_word *)left)->product, ((const product_word *)right)->product);
}

/* Tries whose product is not known count only where no other is. */
static bool judge_products(arena *memory, sppwhy_machine *m)
{
    product_states s = {0};
    word_taker words = {&s, memory};
    bool done = note_tries(&s, m) && license_words_walk(m, take_word, &words);
    const uint8_t **products = ARENA_ARRAY(memory, s.ids.count + 1, const uint8_t *);
    done = done && products;
    find_report(m);
    product_word *told = ARENA_ARRAY(memory, s.ids.count + 1, product_word);
    done = done && told;
    for (size_t i = 0; i < s.ids.count && done; i++) {
        if (!s.ids.items[i])
            continue;
        told[m->product_count] = (product_word){s.ids.items[i], s.of.items[i].told_last};
        products[m->product_count++] = s.ids.items[i];
    }
    if (m->product_count > 1)
        sort_array(told, m->product_count, sizeof *told, by_product);
    m->products = products;
    m->told = told;
    for (size_t i = 0; i < s.of.count && done; i++)
        if (s.of.items[i].product || m->product_count == 0)
            judge_product(m, &s.of.items[i]);
    vec_free(&s.of);
    vec_free(&s.ids);
    places_free(&s.known);
    return done;
}

static const char *record_action(const sppwhy_record *r)
{
    const char *action = record_text(r, SPPWHY_FIELD_ACTION);
    return action ? action : "";
}

/* Its own log does not reach the request. */
static bool is_unseen(const sppwhy_machine *m, const sppwhy_request *r)
{
    return !r->client && !r->response &&
           (!m->has_logs || m->record_count == 0 ||
            m->records[m->record_count - 1]->event->time < sppwhy_request_time(r));
}

/* A client whose own log does not show its newest request was activated by it, as far as its host's log
 * shows. */
void state_by_hosts(sppwhy_machine *m)
{
    const sppwhy_request *r = m->request_count != 0 ? m->requests[m->request_count - 1] : NULL;
    if (!r || !is_unseen(m, r) || !r->host || !r->target || !request_took_effect(r) ||
        sppwhy_request_time(r) < m->last_failure)
        return;
    m->state = SPPWHY_STATE_ACTIVATED;
    m->state_by_host = true;
    m->last_success = sppwhy_request_time(r);
    m->runs_out = m->last_success + KMS_VALIDITY;
}

/* slmgr shows a count on a KMS host only. */
static bool shows_count(const sppwhy_record *r)
{
    uint64_t count;
    return record_is(r, KIND_LICENSE_REPORT) && record_get_number(r, SPPWHY_FIELD_COUNT, &count);
}

bool state_create(arena *memory, uint64_t since, sppwhy_machine *m)
{
    for (size_t i = 0; i < m->try_count; i++) {
        const sppwhy_activation *a = m->tries[i];
        if (is_success(a)) {
            m->last_success = a->time;
        } else {
            m->last_failure = a->time;
            m->failed_count += a->time >= since;
        }
    }
    m->is_client |= m->try_count != 0;
    for (size_t i = 0; i < m->other_count && !m->is_client; i++) { /* Windows began to activate by itself */
        const sppwhy_record *r = m->records[m->others[i]];
        m->is_client =
            record_is(r, KIND_ACTIVATION_STARTED) && text_starts_with(record_action(r), "AutoActivate");
    }
    if (!judge_products(memory, m))
        return false;
    static const event_kind host_kinds[] = {KIND_HOST_REQUEST,      KIND_HOST_INIT_FAILED,
                                            KIND_HOST_TIMER_FAILED, KIND_DNS_PUBLISH_FAILED,
                                            KIND_DNS_PUBLISHED,     KIND_OTHER};
    for (size_t i = 0; i < m->record_count && !m->is_host; i++)
        for (size_t k = 0; host_kinds[k] != KIND_OTHER; k++)
            m->is_host |= record_is(m->records[i], host_kinds[k]) || shows_count(m->records[i]);
    return true;
}

const char *sppwhy_machine_state_name(sppwhy_machine_state state)
{
    static const char *const names[] = {"unknown", "activated", "renewal_failing", "activation_failing"};
    return (size_t)state < sizeof names / sizeof *names ? names[state] : names[0];
}

const char *sppwhy_outcome_name(sppwhy_outcome outcome)
{
    static const char *const names[] = {"activated", "renewed", "failed", "unanswered"};
    return NAME_OF(names, outcome);
}
