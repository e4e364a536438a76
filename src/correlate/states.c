/* What its tries say of a machine: its state, its products, and when its licence ends. */
#include "correlate/correlation.h"

#include "base/clock.h"

static bool is_success(const sppwhy_activation *a)
{
    return a->outcome == SPPWHY_ACTIVATED || a->outcome == SPPWHY_RENEWED;
}

static void add_product(sppwhy_machine *m, const uint8_t **products, const uint8_t *product)
{
    for (size_t i = 0; i < m->product_count; i++)
        if (id_compare(products[i], product) == 0)
            return;
    if (product)
        products[m->product_count++] = product;
}

/* What the newest try of a product says of the machine. */
static sppwhy_machine_state state_after(const sppwhy_activation *a, bool succeeded_before)
{
    if (is_success(a))
        return SPPWHY_STATE_ACTIVATED;
    return a->renewal || succeeded_before ? SPPWHY_STATE_RENEWAL_FAILING : SPPWHY_STATE_ACTIVATION_FAILING;
}

static sppwhy_machine_state product_state(const sppwhy_machine *m, const uint8_t *product)
{
    sppwhy_machine_state state = SPPWHY_STATE_UNKNOWN;
    uint64_t success = 0;
    for (size_t i = 0; i < m->try_count; i++) {
        const sppwhy_activation *a = m->tries[i];
        if (id_compare(a->product, product) != 0)
            continue;
        state = state_after(a, success != 0 && a->time - success < KMS_VALIDITY);
        if (is_success(a))
            success = a->time;
    }
    return state;
}

/* The newest end user licence that the machine got for a product over the internet (1013): MAK and retail
 * activation, which sends no request to a KMS host. */
static uint64_t licence_acquired(const sppwhy_machine *m, const uint8_t *product)
{
    for (size_t i = m->record_count; i-- > 0;)
        if (record_is(m->records[i], KIND_ACQUISITION_SUCCEEDED) &&
            id_compare(record_id(m->records[i], SPPWHY_FIELD_PRODUCT), product) == 0)
            return m->records[i]->event->time;
    return 0;
}

static uint64_t newest_try(const sppwhy_machine *m, const uint8_t *product)
{
    for (size_t i = m->try_count; i-- > 0;)
        if (id_compare(m->tries[i]->product, product) == 0)
            return m->tries[i]->time;
    return 0;
}

static void judge_product(sppwhy_machine *m, const uint8_t *product)
{
    sppwhy_machine_state state = product_state(m, product);
    uint64_t acquired = product ? licence_acquired(m, product) : 0;
    if (acquired > newest_try(m, product)) {
        state = SPPWHY_STATE_ACTIVATED;
        m->licence_acquired = acquired;
        m->last_success = acquired > m->last_success ? acquired : m->last_success;
    }
    m->state = state > m->state ? state : m->state;
}

/* When the licence or the grace of a product ends: as its newest success sets it, or as its newest request
 * counts it; 0 when unknown. */
static uint64_t product_end(const sppwhy_machine *m, const uint8_t *product)
{
    uint64_t end = 0;
    for (size_t i = 0; i < m->try_count; i++) {
        const sppwhy_activation *a = m->tries[i];
        if (id_compare(a->product, product) != 0)
            continue;
        if (is_success(a))
            end = a->time + KMS_VALIDITY;
        for (size_t k = 0; k < a->request_count && !is_success(a); k++) {
            const sppwhy_record *r = a->requests[k]->client ? a->requests[k]->client : a->requests[k]->host;
            uint64_t minutes = r ? record_number(r, SPPWHY_FIELD_MINUTES_LEFT, 0) : 0;
            if (minutes != 0 && minutes < UINT32_MAX)
                end = r->event->time + minutes * CLOCK_MINUTE;
        }
    }
    return end;
}

/* Of several products the one that ends first counts. */
static void find_end(sppwhy_machine *m)
{
    for (size_t i = 0; i < m->product_count; i++) {
        uint64_t end = product_end(m, m->products[i]);
        if (end != 0 && (m->runs_out == 0 || end < m->runs_out))
            m->runs_out = end;
    }
    if (m->product_count == 0)
        m->runs_out = product_end(m, NULL);
}

bool state_complete(correlation *b, sppwhy_machine *m)
{
    const uint8_t **products = ARENA_ARRAY(b->memory, m->try_count + 1, const uint8_t *);
    if (!products)
        return false;
    for (size_t i = 0; i < m->try_count; i++) {
        const sppwhy_activation *a = m->tries[i];
        add_product(m, products, a->product);
        if (is_success(a)) {
            m->last_success = a->time;
        } else {
            m->last_failure = a->time;
            m->failed_count += a->time >= b->span.since;
        }
    }
    m->products = products;
    m->is_client |= m->try_count != 0;
    find_end(m);
    for (size_t i = 0; i < m->product_count; i++)
        judge_product(m, products[i]);
    if (m->product_count == 0 && m->try_count != 0)
        judge_product(m, NULL);
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
