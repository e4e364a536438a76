/* What its tries say of a machine: its state, its products, and when its licence ends. */
#include "correlate/states.h"

#include "base/clock.h"
#include "base/places.h"
#include "base/vec.h"
#include "base/text.h"
#include "spp/access.h"

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
    uint64_t end;     /* of the licence or the grace: as the newest success sets it, or as the newest request
                         counts it; 0 when unknown */
    uint64_t acquired; /* the newest end user licence that came over the internet (1013): MAK and retail
                          activation, which sends no request to a KMS host */
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
        const sppwhy_record *r = a->requests[k]->client ? a->requests[k]->client : a->requests[k]->host;
        uint64_t minutes = r ? record_number(r, SPPWHY_FIELD_MINUTES_LEFT, 0) : 0;
        if (minutes != 0 && minutes < UINT32_MAX && r->event->time != 0)
            p->end = r->event->time + minutes * CLOCK_MINUTE;
    }
}

static void note_try(product_state *p, const sppwhy_activation *a)
{
    p->state = state_after(a, clock_follows(p->success, a->time, KMS_VALIDITY - 1));
    p->newest = a->time;
    if (is_success(a) && a->time != 0)
        p->success = a->time;
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

/* What slmgr or ospp showed of a product: the newest word on it, when it is newer than the last try. */
static bool note_reports(product_states *s, sppwhy_machine *m)
{
    for (size_t i = 0; i < m->record_count; i++) {
        const sppwhy_record *r = m->records[i];
        uint64_t state = 0, minutes = 0;
        if (!record_is(r, KIND_LICENSE_REPORT))
            continue;
        /* of several products, one whose KMS host is told */
        if (!m->report || record_text(r, SPPWHY_FIELD_HOST_SOURCE) ||
            !record_text(m->report, SPPWHY_FIELD_HOST_SOURCE))
            m->report = r;
        if (!record_id(r, SPPWHY_FIELD_PRODUCT) || !record_get_number(r, SPPWHY_FIELD_LICENSE_STATE, &state))
            continue;
        product_state *p = state_of(s, record_id(r, SPPWHY_FIELD_PRODUCT), true);
        if (!p)
            return false;
        if (r->event->time < p->newest)
            continue;
        if (state == LICENSE_LICENSED)
            p->state = SPPWHY_STATE_ACTIVATED;
        else if (p->state == SPPWHY_STATE_ACTIVATED)
            p->state = SPPWHY_STATE_UNKNOWN;
        if (record_get_number(r, SPPWHY_FIELD_MINUTES_LEFT, &minutes) && minutes != 0 && minutes < UINT32_MAX)
            p->end = r->event->time + minutes * CLOCK_MINUTE;
    }
    return true;
}

static void note_acquired(product_states *s, const sppwhy_machine *m)
{
    for (size_t i = 0; i < m->record_count && s->ids.count != 0; i++) {
        if (!record_is(m->records[i], KIND_ACQUISITION_SUCCEEDED))
            continue;
        const uint8_t *product = record_id(m->records[i], SPPWHY_FIELD_PRODUCT);
        product_state *p = product ? state_of(s, product, false) : NULL;
        if (p)
            p->acquired = m->records[i]->event->time;
    }
}

/* "SL_LICENSING_STATUS_LICENSED" in an 8230, and until when. Licensed is no renewal: while those fail, only a
 * grace end that was set after the failure shows that one has succeeded. */
static void note_told_state(product_state *p, const sppwhy_record *r)
{
    const char *told_as = record_text(r, SPPWHY_FIELD_STATE_NAME);
    uint64_t time = r->event->time, ends = record_number(r, SPPWHY_FIELD_GRACE_END, 0);
    if (!told_as || time < p->newest)
        return;
    if (text_equal_nocase(told_as, "SL_LICENSING_STATUS_LICENSED")) {
        uint64_t granted = ends > KMS_VALIDITY ? ends - KMS_VALIDITY : time;
        if (ends > time)
            p->end = ends;
        if (p->state == SPPWHY_STATE_RENEWAL_FAILING && ends > time && granted < p->newest)
            return;
        p->state = SPPWHY_STATE_ACTIVATED;
        p->told = time;
    } else if (text_equal_nocase(told_as, "SL_LICENSING_STATUS_NOTIFICATION") ||
               text_equal_nocase(told_as, "SL_LICENSING_STATUS_UNLICENSED")) {
        p->state = SPPWHY_STATE_ACTIVATION_FAILING;
        p->told = 0;
    }
}

/* Events in order of time: the newest wins. A product of which no try is known is added. */
static bool note_told_states(product_states *s, const sppwhy_machine *m)
{
    for (size_t i = 0; i < m->record_count; i++) {
        if (m->records[i]->event->common->id != 8230 || !sppwhy_record_is(m->records[i], "license_state"))
            continue;
        const uint8_t *product = record_id(m->records[i], SPPWHY_FIELD_PRODUCT);
        product_state *p = product ? state_of(s, product, true) : NULL;
        if (product && !p)
            return false;
        if (p)
            note_told_state(p, m->records[i]);
    }
    return true;
}

static void judge_product(sppwhy_machine *m, const product_state *p)
{
    sppwhy_machine_state state = p->state;
    if (p->acquired > p->newest) {
        state = SPPWHY_STATE_ACTIVATED;
        m->licence_acquired = p->acquired;
        m->last_success = p->acquired > m->last_success ? p->acquired : m->last_success;
    }
    m->last_success = p->told > m->last_success ? p->told : m->last_success;
    m->state = state > m->state ? state : m->state;
    if (clock_usable(p->end) &&
        (m->runs_out == 0 || p->end < m->runs_out)) /* the one that ends first counts */
        m->runs_out = p->end;
}

/* Tries whose product is not known count only where no other is. */
static bool judge_products(arena *memory, sppwhy_machine *m)
{
    product_states s = {0};
    bool done = note_tries(&s, m) && note_reports(&s, m) && note_told_states(&s, m);
    const uint8_t **products = ARENA_ARRAY(memory, s.ids.count + 1, const uint8_t *);
    done = done && products;
    if (done)
        note_acquired(&s, m);
    for (size_t i = 0; i < s.ids.count && done; i++)
        if (s.ids.items[i])
            products[m->product_count++] = s.ids.items[i];
    m->products = products;
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

/* A client that only hosts name was activated by its newest request, as far as its host's log shows: a
 * licensed one renews with it; another takes it when the host counts as many clients as it needs. */
void state_by_hosts(sppwhy_machine *m)
{
    const sppwhy_request *r = m->request_count != 0 ? m->requests[m->request_count - 1] : NULL;
    if (!r || m->has_logs || !r->host || !r->target || record_number(r->host, SPPWHY_FIELD_CODE, 1) != 0 ||
        sppwhy_request_time(r) < m->last_failure)
        return;
    const sppwhy_host_count *c = r->office ? &r->target->host.office : &r->target->host.count;
    bool licensed = record_number(r->host, SPPWHY_FIELD_LICENSE_STATE, 0) == LICENSE_LICENSED;
    uint64_t need = record_number(r->host, SPPWHY_FIELD_REQUIRED_COUNT, UINT64_MAX);
    if (!licensed && c->recent_clients < need)
        return;
    m->state = SPPWHY_STATE_ACTIVATED;
    m->state_by_host = true;
    m->last_success = sppwhy_request_time(r);
    m->runs_out = m->last_success + KMS_VALIDITY;
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
    for (size_t i = 0; i < m->record_count && !m->is_client;
         i++) /* 8197: Windows began to activate by itself */
        m->is_client = m->records[i]->event->common->id == 8197 &&
                       text_starts_with(record_action(m->records[i]), "AutoActivate");
    if (!judge_products(memory, m))
        return false;
    static const event_kind host_kinds[] = {KIND_HOST_REQUEST,      KIND_HOST_INIT_FAILED,
                                            KIND_HOST_TIMER_FAILED, KIND_DNS_PUBLISH_FAILED,
                                            KIND_DNS_PUBLISHED,     KIND_OTHER};
    for (size_t i = 0; i < m->record_count && !m->is_host; i++)
        for (size_t k = 0; host_kinds[k] != KIND_OTHER; k++)
            m->is_host |= record_is(m->records[i], host_kinds[k]);
    return true;
}

const char *sppwhy_machine_state_name(sppwhy_machine_state state)
{
    static const char *const names[] = {"unknown", "activated", "renewal_failing", "activation_failing"};
    return names[state];
}

const char *sppwhy_outcome_name(sppwhy_outcome outcome)
{
    static const char *const names[] = {"activated", "renewed", "failed", "unanswered"};
    return names[outcome];
}
