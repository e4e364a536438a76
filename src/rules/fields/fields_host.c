/* The fields of a machine as a KMS host. */
#include "rules/fields/fields.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/saturate.h"
#include "base/text.h"
#include "correlate/hosts.h"

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
        refused += record_get_number(s->machine->served[i]->host, SPPWHY_FIELD_CODE, &code) && code != 0;
    set_number(out, refused);
}

static void host_clients(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->machine->host.clients);
}

/* So many DNS domains of one host are looked at; a host publishes in its own and in those of a short list. */
#define DOMAINS 64

/* The last words of the host on each domain, as of `now`, that say it failed (or that it succeeded). */
static size_t last_words(const scope *s, const publishing **out, bool failed)
{
    const publishing *all[DOMAINS];
    size_t kept = 0, count = index_publishing(s->index, s->machine, s->now, all, DOMAINS);
    for (size_t i = 0; i < count; i++)
        if (all[i]->failed == failed)
            out[kept++] = all[i];
    return kept;
}

/* A host publishes itself once a day: where its log does not cover the day before, nobody knows. */
static void publishing_unknown(const scope *s, field_value *out)
{
    uint64_t from = s->now > CLOCK_DAY ? s->now - CLOCK_DAY : 0;
    if (s->now != 0 && !sppwhy_machine_covers(s->machine, SPPWHY_CHANNEL_APPLICATION, from, s->now))
        set_unknown(out, want_span(s, SPPWHY_CHANNEL_APPLICATION, s->machine->name, from, s->now));
}

static void host_publish_failed(const scope *s, field_value *out)
{
    const publishing *failures[DOMAINS];
    size_t count = last_words(s, failures, true);
    for (size_t i = 0; i < count; i++) {
        const publishing *p = failures[i];
        add_item(s, out, count, (field_item){.text = p->domain[0] != '\0' ? p->domain : "?"});
        rests_on(out, p->first);
        if (p->in_a_row > 1)
            rests_on(out, p->record);
        out->evidence_total += p->in_a_row > 2 ? p->in_a_row - 2 : 0;
        if (s->now != 0 &&
            !sppwhy_machine_covers(s->machine, SPPWHY_CHANNEL_APPLICATION, p->record->event->time, s->now)) {
            publishing_unknown(s, out);
            return;
        }
    }
    if (count == 0)
        publishing_unknown(s, out);
}

static void host_publish_code(const scope *s, field_value *out)
{
    const publishing *failures[DOMAINS];
    size_t count = last_words(s, failures, true);
    uint64_t code;
    for (size_t i = 0; i < count; i++)
        if (record_get_number(failures[i]->record, SPPWHY_FIELD_CODE, &code))
            add_item(s, out, count, (field_item){.number = (int64_t)code});
}

static void host_publish_meaning(const scope *s, field_value *out)
{
    const publishing *failures[DOMAINS];
    uint64_t code;
    if (last_words(s, failures, true) != 0 &&
        record_get_number(failures[0]->record, SPPWHY_FIELD_CODE, &code))
        set_meaning(s, out, sppwhy_code_find(s->catalogue, (uint32_t)code));
}

static void host_publish_time(const scope *s, field_value *out)
{
    const publishing *failures[DOMAINS];
    size_t count = last_words(s, failures, true);
    for (size_t i = 0; i < count; i++)
        add_item(s, out, count, (field_item){.number = (int64_t)failures[i]->record->event->time});
}

static void host_published(const scope *s, field_value *out)
{
    const publishing *done[DOMAINS];
    size_t count = last_words(s, done, false);
    for (size_t i = 0; i < count; i++) {
        if (done[i]->domain[0] == '\0')
            continue;
        add_item(s, out, count, (field_item){.text = done[i]->domain});
        rests_on(out, done[i]->record);
    }
    if (out->count == 0)
        publishing_unknown(s, out);
}

bool field_is_publishing(const field *f, bool *failed)
{
    *failed = f->get == host_publish_failed;
    return *failed || f->get == host_published;
}

/* A service start writes its events within this time: a timer that failed belongs to the start before it. */
#define START_TIME (5 * CLOCK_MINUTE)

static uint64_t newest_host_request(const sppwhy_machine *m)
{
    for (size_t i = m->record_count; i-- > 0;)
        if (record_is(m->records[i], KIND_HOST_REQUEST))
            return m->records[i]->event->time;
    return 0;
}

/* The newest event of a kind, no request, that nothing later has cleared: nothing at the time `cleared`, and no
 * event of the kinds in `clears`, which KIND_OTHER ends. */
static const sppwhy_record *standing(const sppwhy_machine *m, event_kind kind, uint64_t cleared,
                                     const event_kind *clears, uint64_t grace)
{
    for (size_t i = m->other_count; i-- > 0;) {
        const sppwhy_record *r = m->records[m->others[i]];
        if (record_is(r, kind))
            return cleared > r->event->time + grace ? NULL : r;
        if (cleared > r->event->time + grace)
            return NULL;
        for (size_t k = 0; clears[k] != KIND_OTHER && cleared == 0; k++)
            cleared = record_is(r, clears[k]) ? r->event->time : cleared;
    }
    return NULL;
}

static const sppwhy_record *host_init(const sppwhy_machine *m)
{
    static const event_kind nothing_else[] = {KIND_OTHER};
    return standing(m, KIND_HOST_INIT_FAILED, newest_host_request(m), nothing_else, 0);
}

static const sppwhy_record *host_timer(const sppwhy_machine *m)
{
    static const event_kind clears[] = {KIND_SERVICE_STARTING, KIND_SERVICE_STARTED, KIND_OTHER};
    return standing(m, KIND_HOST_TIMER_FAILED, 0, clears, START_TIME);
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

/* The licensing service's stop (903) after which, as of `now`, it neither started (900, 902) nor served
 * anybody. */
static void host_service_stopped(const scope *s, field_value *out)
{
    const sppwhy_machine *m = s->machine;
    uint64_t now = s->now != 0 ? s->now : known_until(m);
    if (!sppwhy_machine_covers(m, SPPWHY_CHANNEL_APPLICATION, now, now)) {
        set_unknown(out, want_span(s, SPPWHY_CHANNEL_APPLICATION, m->name, now, now));
        return;
    }
    const sppwhy_record *stopped = index_newest(s->index, m, KIND_SERVICE_STOPPED, now);
    const sppwhy_record *runs[] = {index_newest(s->index, m, KIND_SERVICE_STARTING, now),
                                   index_newest(s->index, m, KIND_SERVICE_STARTED, now), NULL};
    size_t served = served_from(m, now + 1);
    runs[2] = served != 0 ? m->served[served - 1]->host : NULL;
    for (size_t i = 0; stopped && i < 3; i++)
        if (runs[i] && runs[i]->event->time >= stopped->event->time)
            return;
    if (stopped) {
        set_time(out, stopped->event->time);
        rests_on(out, stopped);
    }
}

static void host_recent_clients(const scope *s, field_value *out)
{
    const sppwhy_machine *m = s->machine;
    const sppwhy_record *newest = host_newest_served(m);
    uint64_t to = newest ? newest->event->time : 0;
    if (to == 0)
        return;
    if (!sppwhy_machine_covers(m, SPPWHY_CHANNEL_KMS, m->host.counted_from, to)) {
        set_unknown(out, want_span(s, SPPWHY_CHANNEL_KMS, m->name, m->host.counted_from, to));
        return;
    }
    set_number(out, (int64_t)m->host.count.recent_clients);
    rests_on(out, newest);
}

/* A host counts Windows and Office apart: what is asked of the one count is asked of the other, too. */
static void count_need(const sppwhy_host_count *h, field_value *out)
{
    if (h->need != 0)
        set_number(out, h->need);
}

static void count_answered(const sppwhy_host_count *h, field_value *out)
{
    if (!h->answer)
        return;
    set_count(out, h->answered_count);
    rests_on(out, h->answer);
}

/* How many more it counts than are needed; negative below the threshold. */
static void count_margin(const sppwhy_host_count *h, field_value *out)
{
    if (!h->answer || h->need == 0)
        return;
    set_number(out, saturated_signed(h->answered_count) - (int64_t)h->need);
    rests_on(out, h->answer);
}

static void host_need(const scope *s, field_value *out)
{
    count_need(&s->machine->host.count, out);
}

static void host_count(const scope *s, field_value *out)
{
    count_answered(&s->machine->host.count, out);
    if (out->state != FIELD_SET)
        set_unknown(out, "the Application log of a client that got an answer, which shows the host's count");
}

static void host_count_time(const scope *s, field_value *out)
{
    const sppwhy_record *r = s->machine->host.count.answer;
    set_time(out, r && !record_is(r, KIND_LICENSE_REPORT) ? r->event->time : 0);
}

static void host_count_shown(const scope *s, field_value *out)
{
    const sppwhy_record *r = s->machine->host.count.answer;
    set_time(out, r && record_is(r, KIND_LICENSE_REPORT) ? r->event->time : 0);
}

static void host_count_lost(const scope *s, field_value *out)
{
    const sppwhy_host_count *h = &s->machine->host.count;
    if (h->answer)
        set_count(out, h->highest_count - h->answered_count);
}

static void host_count_margin(const scope *s, field_value *out)
{
    count_margin(&s->machine->host.count, out);
}

static void host_office_need(const scope *s, field_value *out)
{
    count_need(&s->machine->host.office, out);
}

static void host_office_count(const scope *s, field_value *out)
{
    count_answered(&s->machine->host.office, out);
}

static void host_office_margin(const scope *s, field_value *out)
{
    count_margin(&s->machine->host.office, out);
}

/* The longest silence, when it is out of the ordinary: over four times the usual gap, and longer than half as
 * much again as every other, so that a night or a weekend without clients is none. */
static bool silence_counts(const sppwhy_host_facts *h)
{
    return h->silent_from != 0 && h->silence > 4 * h->usual_gap &&
           h->silence > saturated_sum(h->next_silence, h->next_silence / 2);
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

static void host_quiet_seconds(const scope *s, field_value *out)
{
    const sppwhy_machine *m = s->machine;
    if (m->host.quiet_from == 0)
        return;
    set_number(out, (int64_t)(m->host.quiet / CLOCK_SECOND));
    rests_on(out, host_newest_served(m));
}

static void host_quiet_from(const scope *s, field_value *out)
{
    if (s->machine->host.quiet_from != 0)
        set_time(out, s->machine->host.quiet_from);
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
    rests_on(out, host_newest_served(m));
}

static void host_clock_clients(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->machine->host.clock_clients);
}

static void host_clock_direction(const scope *s, field_value *out)
{
    if (s->machine->host.clock_clients != 0)
        set_text(out, skew_direction(-s->machine->host.clock_seconds));
}

static void host_has_kms_log(const scope *s, field_value *out)
{
    set_number(out, sppwhy_machine_has_channel(s->machine, SPPWHY_CHANNEL_KMS));
}

/* Its oldest event as a KMS host: it may have been a client on purpose before. */
static uint64_t host_since(const scope *s)
{
    static const event_kind kinds[] = {KIND_HOST_INIT_FAILED, KIND_HOST_TIMER_FAILED, KIND_DNS_PUBLISH_FAILED,
                                       KIND_DNS_PUBLISHED};
    const sppwhy_machine *m = s->machine;
    uint64_t since = m->served_count != 0 ? m->served[0]->host->event->time : UINT64_MAX;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t count;
        const noted_event *events = index_kind(s->index, m, kinds[i], &count);
        if (count != 0 && m->records[events[0].place]->event->time < since)
            since = m->records[events[0].place]->event->time;
    }
    return since;
}

static void host_asked_since(const scope *s, field_value *out)
{
    const sppwhy_machine *m = s->machine;
    const sppwhy_request *newest = m->request_count != 0 ? m->requests[m->request_count - 1] : NULL;
    if (!newest || sppwhy_request_time(newest) < host_since(s))
        return;
    set_time(out, sppwhy_request_time(newest));
    rests_on(out, sppwhy_request_record(newest));
}

static const field host_fields[] = {
    MACHINE_ROWS,
    {"version", FIELD_TEXT, host_version, "its Windows, as its newest event 902 shows"},
    {"has_kms_log", FIELD_BOOLEAN, host_has_kms_log, "its Key Management Service log is in the collection"},
    {"asked_since", FIELD_TIME, host_asked_since,
     "its newest own request to a KMS host, when that came after its first event as one"},
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
    {"recent_clients", FIELD_NUMBER, host_recent_clients,
     "different CMIDs in the last " KMS_TEXT(KMS_COUNTED_DAYS) " days of its log"},
    {"need", FIELD_NUMBER, host_need, "the largest count that a client needed"},
    {"count", FIELD_NUMBER, host_count, "its count in the newest answer that a client logged"},
    {"count_time", FIELD_TIME, host_count_time, "when that was"},
    {"count_shown", FIELD_TIME, host_count_shown,
     "when slmgr showed it on the host, where that is the newest"},
    {"count_margin", FIELD_SECONDS, host_count_margin, "that count less the need"},
    {"office_need", FIELD_NUMBER, host_office_need,
     "on a host that serves Windows, too: the largest count that a client's Office needed"},
    {"office_count", FIELD_NUMBER, host_office_count,
     "the host's count for Office, in the newest answer to it"},
    {"office_margin", FIELD_NUMBER, host_office_margin, "that count less the need"},
    {"count_lost", FIELD_NUMBER, host_count_lost, "how much higher its count once was"},
    {"silent_seconds", FIELD_SECONDS, host_silent_seconds,
     "its longest time without a request, weekends left out, if out of the ordinary"},
    {"quiet_seconds", FIELD_SECONDS, host_quiet_seconds,
     "how long its logs go on behind its last request, less weekends, where that is the longest gap in them "
     "or "
     "too few requests show what is usual"},
    {"quiet_from", FIELD_TIME, host_quiet_from, "when that last request was"},
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
