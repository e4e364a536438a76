/* What a timeline shows: from a machine's requests, findings and logs into cells of time. */
#include "report/html/html_timeline.h"

#include "base/clock.h"
#include "base/text.h"
#include "correlate/clock.h"

#include <string.h>

/* ---- what is drawn ------------------------------------------------------------------------------------- */

typedef void (*on_time)(timeline *t, uint64_t time);

static void widen(timeline *t, uint64_t time)
{
    scale_widen(&t->slots.first, &t->slots.last, time);
}

static void note(timeline *t, uint64_t time)
{
    scale_add(&t->slots, time, time);
}

static void on_record(timeline *t, const sppwhy_record *r, on_time each)
{
    if (r)
        each(t, r->event->time);
}

static bool tells_of_host(const sppwhy_record *r)
{
    return record_is(r, KIND_DNS_PUBLISHED) || record_is(r, KIND_DNS_PUBLISH_FAILED) ||
           record_is(r, KIND_HOST_INIT_FAILED) || record_is(r, KIND_HOST_TIMER_FAILED);
}

static bool tells_of_service(const sppwhy_record *r)
{
    return record_is(r, KIND_SERVICE_STARTING) || record_is(r, KIND_SERVICE_STARTED) ||
           record_is(r, KIND_SERVICE_STOPPED);
}

/* Half a year, the longest that a license lasts, and no more is drawn of what is to come. */
static bool end_is_drawn(const timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    return m->state != SPPWHY_STATE_ACTIVATED && clock_usable(m->runs_out) && t->slots.last != 0 &&
           clock_span(t->slots.last, m->runs_out) <= KMS_VALIDITY;
}

/* Everything that is drawn, and where each of its logs begins and ends. */
static void walk(timeline *t, on_time each)
{
    const sppwhy_machine *m = t->machine->machine;
    for (size_t i = 0; i < m->request_count; i++) {
        on_record(t, m->requests[i]->client, each);
        on_record(t, m->requests[i]->response, each);
        on_record(t, m->requests[i]->host, each);
    }
    for (size_t i = 0; i < m->activation_count; i++)
        each(t, m->activations[i]->time);
    for (size_t i = 0; i < m->served_count; i++)
        on_record(t, m->served[i]->host, each);
    for (size_t i = 0; i < m->record_count; i++)
        if (tells_of_service(m->records[i]) || (m->is_host && tells_of_host(m->records[i])))
            on_record(t, m->records[i], each);
    for (size_t i = 0; i < t->machine->finding_count; i++)
        for (size_t k = 0; k < t->machine->findings[i]->verdict.evidence_count; k++)
            on_record(t, t->machine->findings[i]->verdict.evidence[k], each);
    for (size_t i = 0; i < m->log_count; i++) {
        each(t, m->logs[i]->first_event);
        each(t, m->logs[i]->last_event);
    }
}

static bool find_window(timeline *t)
{
    walk(t, widen);
    if (t->slots.first == 0)
        return false;
    bool end = end_is_drawn(t);
    if (end)
        widen(t, t->machine->machine->runs_out);
    scale_start(&t->slots, t->slots.first, t->slots.last);
    walk(t, note);
    if (end)
        note(t, t->machine->machine->runs_out);
    t->scale = scale_end(&t->slots, CELLS, TIMELINE_LEFT, TIMELINE_WIDTH);
    return true;
}

static void mark(const timeline *t, timeline_marks *m, const sppwhy_record *r, bool good)
{
    if (!r)
        return;
    size_t at = scale_cell(&t->scale, r->event->time);
    m->good += good;
    m->bad += !good;
    if (!good || m->at[at] == MARK_NONE)
        m->at[at] = good ? MARK_GOOD : MARK_BAD;
}

/* What says neither is no mark. */
static void mark_outcome(const timeline *t, timeline_marks *m, const sppwhy_record *r)
{
    bool good = record_succeeded(r);
    if (good || record_failed(r))
        mark(t, m, r, good);
}

/* ---- gathering: a client ------------------------------------------------------------------------------- */

static unsigned char license_kind(uint64_t state)
{
    return license_state_is_grace(state)   ? STRIP_GRACE
           : state == LICENSE_LICENSED     ? STRIP_LICENSED
           : state == LICENSE_NOTIFICATION ? STRIP_NOTIFICATION
           : state == LICENSE_UNLICENSED   ? STRIP_UNLICENSED
                                           : STRIP_UNKNOWN;
}

/* From one request that tells the state to the next one: it is what is known of the time between. */
static void gather_license(timeline *t, size_t product)
{
    const sppwhy_machine *m = t->machine->machine;
    unsigned char state = STRIP_UNKNOWN;
    size_t from = 0;
    for (size_t i = 0; i < m->request_count; i++) {
        const sppwhy_request *r = m->requests[i];
        const sppwhy_record *told = sppwhy_request_asked(r);
        if (!told || !sppwhy_request_product(r) || !id_equal(sppwhy_request_product(r), m->products[product]))
            continue;
        size_t at = scale_cell(&t->scale, told->event->time);
        memset(t->license[product] + from, state, at > from ? at - from : 0);
        from = at > from ? at : from;
        unsigned char now = license_kind(record_number(told, SPPWHY_FIELD_LICENSE_STATE, UINT64_MAX));
        state = now != STRIP_UNKNOWN ? now : state;
        if (record_succeeded(r->response))
            state = STRIP_LICENSED;
    }
    /* Nobody knows more than the newest log, but that grace lasts until it ends. */
    uint64_t known = m->runs_out > m->known_until && end_is_drawn(t) ? m->runs_out : m->known_until;
    size_t end = known != 0 ? scale_cell(&t->scale, known) + 1 : t->scale.cells;
    memset(t->license[product] + from, state, end > from ? end - from : 0);
}

static void gather_skew(timeline *t, const sppwhy_request *r)
{
    if (!clock_is_measured(r))
        return;
    size_t at = scale_cell(&t->scale, sppwhy_request_time(r));
    t->skew_known = true;
    if (llabs(r->skew_seconds) > llabs(t->skew[at]))
        t->skew[at] = r->skew_seconds;
    if (llabs(r->skew_seconds) > llabs(t->worst_skew))
        t->worst_skew = r->skew_seconds;
}

static void gather_client(timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    for (size_t i = 0; i < m->request_count; i++) {
        const sppwhy_request *r = m->requests[i];
        mark_outcome(t, &t->asked, r->client);
        mark_outcome(t, &t->seen, r->host);
        mark_outcome(t, &t->answered, r->response);
        gather_skew(t, r);
    }
    for (size_t i = 0; i < m->activation_count; i++)
        for (size_t k = 0; k < 3; k++) {
            sppwhy_outcome outcome = m->activations[i]->outcome;
            mark(t, &t->ended, m->activations[i]->summary[k],
                 outcome == SPPWHY_OUTCOME_ACTIVATED || outcome == SPPWHY_OUTCOME_RENEWED);
        }
    for (size_t i = 0; i < m->product_count && i < PRODUCTS_DRAWN; i++)
        gather_license(t, i);
}

/* ---- gathering: a host, other machines, logs ----------------------------------------------------------- */

static void gather_host(timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    for (size_t i = 0; i < m->served_count; i++) {
        const sppwhy_record *r = m->served[i]->host;
        size_t at = scale_cell(&t->scale, r->event->time);
        t->granted[at] += record_succeeded(r);
        t->refused[at] += record_failed(r);
        if (t->granted[at] + t->refused[at] > t->served_most)
            t->served_most = t->granted[at] + t->refused[at];
    }
    for (size_t i = 0; i < m->record_count; i++) {
        const sppwhy_record *r = m->records[i];
        if (record_is(r, KIND_DNS_PUBLISHED) || record_is(r, KIND_DNS_PUBLISH_FAILED))
            mark(t, &t->published, r, record_is(r, KIND_DNS_PUBLISHED));
        else if (tells_of_host(r))
            mark(t, &t->started, r, false);
    }
}

/* What its newest event says holds until the next; of a cell with both it runs. */
static void gather_service(timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    unsigned char state = SERVICE_UNKNOWN;
    size_t from = 0;
    for (size_t i = 0; i < m->record_count; i++) {
        const sppwhy_record *r = m->records[i];
        if (!tells_of_service(r) || !clock_usable(r->event->time))
            continue;
        size_t at = scale_cell(&t->scale, r->event->time);
        bool stop = record_is(r, KIND_SERVICE_STOPPED);
        for (; from < at; from++)
            t->service[from] = t->service[from] == SERVICE_RUNS ? SERVICE_RUNS : state;
        if (!stop)
            t->service[at] = SERVICE_RUNS;
        t->starts += record_is(r, KIND_SERVICE_STARTING);
        t->stops += stop;
        state = stop ? SERVICE_STOPPED : SERVICE_RUNS;
    }
    size_t end = scale_cell(&t->scale, m->known_until);
    for (; state != SERVICE_UNKNOWN && from <= end; from++)
        t->service[from] = t->service[from] == SERVICE_RUNS ? SERVICE_RUNS : state;
}

static bool wrote(const sppwhy_machine *m, const sppwhy_record *r)
{
    const char *computer = html_computer(r);
    if (text_equal_nocase(computer, m->name))
        return true;
    for (size_t i = 0; i < m->alias_count; i++)
        if (text_equal_nocase(computer, m->aliases[i]))
            return true;
    return false;
}

static bool stands_in_a_lane(const sppwhy_machine *m, const sppwhy_record *r)
{
    if (wrote(m, r))
        return true;
    for (size_t i = 0; i < m->request_count; i++)
        if (m->requests[i]->host == r)
            return true;
    return false;
}

/* Evidence that other machines wrote: a host that served somebody else, a record that it could
 * not publish. */
static void gather_elsewhere(timeline *t)
{
    for (size_t i = 0; i < t->machine->finding_count; i++) {
        const sppwhy_verdict *v = &t->machine->findings[i]->verdict;
        for (size_t k = 0; k < v->evidence_count; k++)
            if (!stands_in_a_lane(t->machine->machine, v->evidence[k])) {
                t->elsewhere.good++;
                t->elsewhere.at[scale_cell(&t->scale, v->evidence[k]->event->time)] = MARK_OTHER;
            }
    }
}

static void cover(timeline *t, uint64_t from, uint64_t to, unsigned char kind)
{
    if (!clock_usable(from) || !clock_usable(to) || to < from || to < t->scale.first || from > t->scale.last)
        return;
    size_t begin = scale_cell(&t->scale, from), end = scale_cell(&t->scale, to);
    for (size_t i = begin; i <= end; i++)
        if (kind == COVER_LOG || t->covered[i] == COVER_NONE)
            t->covered[i] = kind;
}

/* A jump in one log's numbers is a gap unless another log covers it. */
static void gather_logs(timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    for (size_t i = 0; i < m->log_count; i++) {
        const sppwhy_log *log = m->logs[i];
        uint64_t from = log->first_event;
        for (size_t k = 0; k < log->gap_count; k++) {
            cover(t, from, log->gaps[k].after, COVER_LOG);
            from = log->gaps[k].before;
        }
        if (log->first_event != 0)
            cover(t, from, log->last_event, COVER_LOG);
    }
    for (size_t i = 0; i < m->log_count; i++)
        for (size_t k = 0; k < m->logs[i]->gap_count; k++)
            cover(t, m->logs[i]->gaps[k].after, m->logs[i]->gaps[k].before, COVER_GAP);
}

bool timeline_gather(timeline *t)
{
    if (!find_window(t))
        return false;
    gather_client(t);
    if (t->machine->machine->is_host)
        gather_host(t);
    gather_service(t);
    gather_elsewhere(t);
    gather_logs(t);
    return true;
}
