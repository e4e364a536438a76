/* The fields of a machine as a KMS host. */
#include "rules/fields.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>

static void host_served(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->machine->served_count);
}

static void host_refused(const scope *s, field_value *out)
{
    int64_t refused = 0;
    uint64_t code;
    for (size_t i = 0; i < s->machine->served_count; i++)
        refused += number_of(s->machine->served[i]->host, SPPWHY_FIELD_CODE, &code) && code != 0;
    set_number(out, refused);
}

static void host_clients(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->machine->host.clients);
}

/* The publishing failures (12293) that no later 12294 of the same domain has cleared; as of `now`. */
typedef struct publishing {
    const sppwhy_record *failures[64]; /* the newest of each domain */
    const sppwhy_record *first[64];    /* the first of the series that it ends */
    size_t since[64];                  /* how many in a row */
    size_t count;
} publishing;

static bool same_domain(const sppwhy_record *a, const sppwhy_record *b)
{
    const char *x = text_of(a, SPPWHY_FIELD_DOMAIN), *y = text_of(b, SPPWHY_FIELD_DOMAIN);
    return x && y ? text_equal_nocase(x, y) : x == y;
}

static void note_publishing(publishing *p, const sppwhy_record *r, bool failed)
{
    size_t i = 0;
    while (i < p->count && !same_domain(p->failures[i], r))
        i++;
    if (failed && i < sizeof p->failures / sizeof *p->failures) {
        if (i == p->count) {
            p->first[i] = r;
            p->since[p->count++] = 0;
        }
        p->failures[i] = r;
        p->since[i]++;
    } else if (!failed && i < p->count) {
        p->count--;
        p->failures[i] = p->failures[p->count];
        p->first[i] = p->first[p->count];
        p->since[i] = p->since[p->count];
    }
}

static void find_publishing(const scope *s, publishing *p)
{
    p->count = 0;
    for (size_t i = 0; i < s->machine->record_count; i++) {
        const sppwhy_record *r = s->machine->records[i];
        if (s->now != 0 && r->event->time > s->now)
            break;
        bool failed = sppwhy_record_is(r, "dns_publish_failed");
        if (failed || sppwhy_record_is(r, "dns_published"))
            note_publishing(p, r, failed);
    }
}

/* A host publishes itself once a day: where its log does not cover the day before, nobody knows. */
static void publishing_unknown(const scope *s, field_value *out)
{
    uint64_t from = s->now > CLOCK_DAY ? s->now - CLOCK_DAY : 0;
    if (s->now != 0 && !sppwhy_machine_covers(s->machine, SPPWHY_CHANNEL_APPLICATION, from, s->now))
        set_unknown(out, log_at(s, SPPWHY_CHANNEL_APPLICATION, s->machine->name, from, s->now));
}

static void host_publish_failed(const scope *s, field_value *out)
{
    publishing p;
    find_publishing(s, &p);
    for (size_t i = 0; i < p.count; i++) {
        const char *domain = text_of(p.failures[i], SPPWHY_FIELD_DOMAIN);
        add_item(s, out, p.count, (field_item){.text = domain ? domain : "?"});
        rests_on(out, p.first[i]);
        if (p.since[i] > 1)
            rests_on(out, p.failures[i]);
        out->evidence_total += p.since[i] > 2 ? p.since[i] - 2 : 0;
        if (s->now != 0 && !sppwhy_machine_covers(s->machine, SPPWHY_CHANNEL_APPLICATION,
                                                  p.failures[i]->event->time, s->now)) {
            publishing_unknown(s, out);
            return;
        }
    }
    if (p.count == 0)
        publishing_unknown(s, out);
}

static void host_publish_code(const scope *s, field_value *out)
{
    publishing p;
    uint64_t code;
    find_publishing(s, &p);
    for (size_t i = 0; i < p.count; i++)
        if (number_of(p.failures[i], SPPWHY_FIELD_CODE, &code))
            add_item(s, out, p.count, (field_item){.number = (int64_t)code});
}

static void host_publish_meaning(const scope *s, field_value *out)
{
    publishing p;
    uint64_t code;
    find_publishing(s, &p);
    if (p.count != 0 && number_of(p.failures[0], SPPWHY_FIELD_CODE, &code))
        set_meaning(s, out, sppwhy_code_find(s->catalogue, (uint32_t)code));
}

static void host_publish_time(const scope *s, field_value *out)
{
    publishing p;
    find_publishing(s, &p);
    for (size_t i = 0; i < p.count; i++)
        add_item(s, out, p.count, (field_item){.number = (int64_t)p.failures[i]->event->time});
}

static void host_published(const scope *s, field_value *out)
{
    publishing p;
    find_publishing(s, &p);
    for (size_t i = s->machine->record_count; i-- > 0;) {
        const sppwhy_record *r = s->machine->records[i];
        const char *domain = text_of(r, SPPWHY_FIELD_DOMAIN);
        bool cleared = true;
        if ((s->now != 0 && r->event->time > s->now) || !sppwhy_record_is(r, "dns_published") || !domain)
            continue;
        for (size_t k = 0; k < p.count && cleared; k++)
            cleared = !same_domain(p.failures[k], r);
        if (!cleared || has_text(out, domain))
            continue;
        add_item(s, out, s->machine->record_count, (field_item){.text = domain});
        rests_on(out, r);
    }
    if (out->count == 0)
        publishing_unknown(s, out);
}

/* A service start writes its events within this time: a timer that failed belongs to the start before it. */
#define START_TIME (5 * CLOCK_MINUTE)

/* The newest event of a kind that nothing later has cleared. */
static const sppwhy_record *standing(const sppwhy_machine *m, const char *kind, const char *const *clears,
                                     uint64_t grace)
{
    uint64_t cleared = 0;
    for (size_t i = m->record_count; i-- > 0;) {
        const sppwhy_record *r = m->records[i];
        if (sppwhy_record_is(r, kind))
            return cleared > r->event->time + grace ? NULL : r;
        if (cleared > r->event->time + grace)
            return NULL;
        for (size_t k = 0; clears[k] && cleared == 0; k++)
            cleared = sppwhy_record_is(r, clears[k]) ? r->event->time : cleared;
    }
    return NULL;
}

static const sppwhy_record *host_init(const sppwhy_machine *m)
{
    static const char *const clears[] = {"host_request", NULL};
    return standing(m, "host_init_failed", clears, 0);
}

static const sppwhy_record *host_timer(const sppwhy_machine *m)
{
    static const char *const clears[] = {"service_starting", "service_started", NULL};
    return standing(m, "host_timer_failed", clears, START_TIME);
}

static void host_init_code(const scope *s, field_value *out)
{
    copy_number(out, host_init(s->machine), SPPWHY_FIELD_CODE);
    rests_on(out, host_init(s->machine));
}

static void host_init_time(const scope *s, field_value *out)
{
    const sppwhy_record *r = host_init(s->machine);
    set_time(out, r ? r->event->time : 0);
}

static void host_timer_code(const scope *s, field_value *out)
{
    copy_number(out, host_timer(s->machine), SPPWHY_FIELD_CODE);
    rests_on(out, host_timer(s->machine));
}

static void host_timer_time(const scope *s, field_value *out)
{
    const sppwhy_record *r = host_timer(s->machine);
    set_time(out, r ? r->event->time : 0);
}

/* The first record after `time`: its place. */
static size_t record_after(const sppwhy_machine *m, uint64_t time)
{
    size_t low = 0, high = m->record_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->records[middle]->event->time <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The licensing service's stop (903) after which, as of `now`, it neither started nor served anybody. */
static void host_service_stopped(const scope *s, field_value *out)
{
    static const char *const running[] = {"service_starting", "service_started", "host_request", NULL};
    const sppwhy_machine *m = s->machine;
    uint64_t now = s->now != 0 ? s->now : known_until(m);
    size_t looked = 0;
    if (!sppwhy_machine_covers(m, SPPWHY_CHANNEL_APPLICATION, now, now)) {
        set_unknown(out, log_at(s, SPPWHY_CHANNEL_APPLICATION, m->name, now, now));
        return;
    }
    for (size_t i = record_after(m, now); i-- > 0 && looked++ < LIMIT_EVENTS_SCANNED;) {
        const sppwhy_record *r = m->records[i];
        for (size_t k = 0; running[k]; k++)
            if (sppwhy_record_is(r, running[k]))
                return;
        if (sppwhy_record_is(r, "service_stopped")) {
            set_time(out, r->event->time);
            rests_on(out, r);
            return;
        }
    }
}

static void host_recent_clients(const scope *s, field_value *out)
{
    const sppwhy_machine *m = s->machine;
    uint64_t to = m->served_count != 0 ? m->served[m->served_count - 1]->host->event->time : 0;
    if (to == 0)
        return;
    if (!sppwhy_machine_covers(m, SPPWHY_CHANNEL_KMS, m->host.counted_from, to)) {
        set_unknown(out, log_at(s, SPPWHY_CHANNEL_KMS, m->name, m->host.counted_from, to));
        return;
    }
    set_number(out, (int64_t)m->host.recent_clients);
    rests_on(out, m->served[m->served_count - 1]->host);
}

static void host_need(const scope *s, field_value *out)
{
    if (s->machine->host.need != 0)
        set_number(out, s->machine->host.need);
}

static void host_count(const scope *s, field_value *out)
{
    const sppwhy_host_facts *h = &s->machine->host;
    if (h->answer) {
        set_number(out, (int64_t)h->answered_count);
        rests_on(out, h->answer);
    } else {
        set_unknown(out, "the Application log of a client that got an answer, which shows the host's count");
    }
}

static void host_count_time(const scope *s, field_value *out)
{
    set_time(out, s->machine->host.answer ? s->machine->host.answer->event->time : 0);
}

static void host_count_lost(const scope *s, field_value *out)
{
    const sppwhy_host_facts *h = &s->machine->host;
    if (h->answer)
        set_number(out, (int64_t)(h->highest_count - h->answered_count));
}

/* How many more it counts than are needed; negative below the threshold. */
static void host_count_margin(const scope *s, field_value *out)
{
    const sppwhy_host_facts *h = &s->machine->host;
    if (h->answer && h->need != 0) {
        set_number(out, (int64_t)h->answered_count - (int64_t)h->need);
        rests_on(out, h->answer);
    }
}

/* The longest silence, when it is out of the ordinary: over four times the usual gap, and longer than half as
 * much again as every other, so that a night or a weekend without clients is none. */
static bool silence_counts(const sppwhy_host_facts *h)
{
    return h->silent_from != 0 && h->silence > 4 * h->usual_gap &&
           h->silence > h->next_silence + h->next_silence / 2;
}

static void host_silent_seconds(const scope *s, field_value *out)
{
    const sppwhy_machine *m = s->machine;
    if (!silence_counts(&m->host))
        return;
    set_number(out, (int64_t)(m->host.silence / CLOCK_SECOND));
    size_t after = served_from(m, m->host.silent_from + 1);
    if (after > 0)
        rests_on(out, m->served[after - 1]->host);
    if (after < m->served_count)
        rests_on(out, m->served[after]->host);
}

static void host_silent_from(const scope *s, field_value *out)
{
    set_time(out, s->machine->host.silent_from);
}

static void host_silent_to(const scope *s, field_value *out)
{
    set_time(out, s->machine->host.silent_to);
}

static void host_usual_gap(const scope *s, field_value *out)
{
    if (s->machine->host.silent_from != 0)
        set_number(out, (int64_t)(s->machine->host.usual_gap / CLOCK_SECOND));
}

static void host_clock(const scope *s, field_value *out)
{
    const sppwhy_machine *m = s->machine;
    if (m->host.clock_clients == 0)
        return;
    set_number(out, m->host.clock_seconds);
    rests_on(out, m->served[m->served_count - 1]->host);
}

static void host_clock_clients(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->machine->host.clock_clients);
}

static void host_clock_direction(const scope *s, field_value *out)
{
    if (s->machine->host.clock_clients != 0)
        set_text(out, s->machine->host.clock_seconds > 0 ? "ahead of" : "behind");
}

static const field host_fields[] = {
    MACHINE_ROWS,
    {"served", FIELD_NUMBER, host_served, "requests it processed"},
    {"refused", FIELD_NUMBER, host_refused, "of them, with a code other than 0"},
    {"clients", FIELD_NUMBER, host_clients, "different clients it served"},
    {"publish_failed", FIELD_TEXT, host_publish_failed, "DNS domains in which its last publishing failed"},
    {"publish_code", FIELD_CODE, host_publish_code, "the codes of those failures"},
    {"publish_meaning", FIELD_TEXT, host_publish_meaning, "what the first of those codes means"},
    {"publish_time", FIELD_TIME, host_publish_time, "the times of those failures"},
    {"published", FIELD_TEXT, host_published, "DNS domains in which its last publishing succeeded"},
    {"init_code", FIELD_CODE, host_init_code, "of its newest 12291 that no later 12290 cleared"},
    {"init_time", FIELD_TIME, host_init_time, "when that was"},
    {"timer_code", FIELD_CODE, host_timer_code,
     "of its newest 12292 that no later start of the service cleared"},
    {"timer_time", FIELD_TIME, host_timer_time, "when that was"},
    {"service_stopped", FIELD_TIME, host_service_stopped,
     "the stop (903) after which the service had not started again"},
    {"recent_clients", FIELD_NUMBER, host_recent_clients, "different CMIDs in the last 30 days of its log"},
    {"need", FIELD_NUMBER, host_need, "the largest count that a client needed"},
    {"count", FIELD_NUMBER, host_count, "its count in the newest answer that a client logged"},
    {"count_time", FIELD_TIME, host_count_time, "when that was"},
    {"count_margin", FIELD_SECONDS, host_count_margin, "that count less the need"},
    {"count_lost", FIELD_NUMBER, host_count_lost, "how much higher its count once was"},
    {"silent_seconds", FIELD_SECONDS, host_silent_seconds,
     "its longest time without a request, weekends left out, if out of the ordinary"},
    {"silent_from", FIELD_TIME, host_silent_from, "when that began"},
    {"silent_to", FIELD_TIME, host_silent_to, "when it ended, or its logs do"},
    {"usual_gap", FIELD_SECONDS, host_usual_gap, "the median time between two requests"},
    {"clock_seconds", FIELD_SECONDS, host_clock, "its clock less its clients': their median"},
    {"clock_clients", FIELD_NUMBER, host_clock_clients, "the clients by which that was measured"},
    {"clock_direction", FIELD_TEXT, host_clock_direction, "its clock is \"ahead of\" or \"behind\" theirs"},
};

const field *fields_of_host(size_t *count)
{
    *count = sizeof host_fields / sizeof *host_fields;
    return host_fields;
}
