/* The fields of a machine, as a client. */
#include "rules/fields/fields.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/saturate.h"
#include "base/network.h"
#include "base/text.h"
#include "correlate/clock.h"
#include "correlate/requests.h"

#include <stdlib.h>
#include <string.h>

/* The machine that is meant: the one judged, or the client of the activation judged. */
const sppwhy_machine *machine_of(const scope *s)
{
    return s->kind == SCOPE_HOST || s->kind == SCOPE_MACHINE || !s->activation ? s->machine
                                                                               : s->activation->machine;
}

void machine_name(const scope *s, field_value *out)
{
    set_text(out, machine_of(s)->name);
}

void machine_domain(const scope *s, field_value *out)
{
    const char *domain = network_domain(machine_of(s)->name);
    set_text(out, domain[0] != '\0' ? domain : NULL);
}

static void machine_state(const scope *s, field_value *out)
{
    set_text(out, sppwhy_machine_state_name(machine_of(s)->state));
}

void machine_cmids(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    for (size_t i = 0; i < m->cmid_count; i++) {
        const char *text = guid_text(s, out, m->cmids[i]);
        if (text)
            add_item(s, out, m->cmid_count, (field_item){.text = text});
    }
}

/* An event that shows the machine using one of these CMIDs. */
static const sppwhy_record *shows_cmid(const scope *s, const sppwhy_machine *m, const sppwhy_machine *of)
{
    const sppwhy_record *found = NULL;
    for (size_t i = 0; i < of->cmid_count && !found; i++)
        found = index_cmid_use(s->index, m, of->cmids[i]);
    return found;
}

static void machine_clones(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    for (size_t i = 0; i < m->clone_count; i++) {
        add_item(s, out, m->clone_total, (field_item){.text = m->clones[i]->name});
        if (i < FIELD_EVIDENCE)
            rests_on(out, shows_cmid(s, m->clones[i], m));
    }
    if (m->clone_count == 0 && !index_any_served(s->index))
        set_unknown(out,
                    "the Key Management Service log of the KMS host, which shows the CMID of every client");
}

static void machine_clone_count(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    if (m->clone_count != 0 || index_any_served(s->index))
        set_number(out, (int64_t)m->clone_total);
    else
        machine_clones(s, out);
}

static void machine_failed(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    size_t failed = 0;
    for (size_t i = 0; i < m->try_count; i++)
        failed += m->tries[i]->outcome == SPPWHY_OUTCOME_FAILED ||
                  m->tries[i]->outcome == SPPWHY_OUTCOME_UNANSWERED;
    set_number(out, (int64_t)failed);
}

static void machine_activations(const scope *s, field_value *out)
{
    set_number(out, (int64_t)machine_of(s)->try_count);
}

static void machine_last_success(const scope *s, field_value *out)
{
    set_time(out, machine_of(s)->last_success);
}

static void machine_runs_out(const scope *s, field_value *out)
{
    set_time(out, machine_of(s)->runs_out);
}

void machine_is_client(const scope *s, field_value *out)
{
    set_number(out, machine_of(s)->is_client);
}

void machine_is_host(const scope *s, field_value *out)
{
    set_number(out, machine_of(s)->is_host);
}

void machine_has_logs(const scope *s, field_value *out)
{
    set_number(out, machine_of(s)->has_logs);
}

/* The program that showed no key, where the same one has not shown one since, and no activation succeeded. */
static void machine_keyless(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    const sppwhy_record *none = NULL;
    for (size_t i = 0, looked = 0; i < m->other_count && looked < LIMIT_EVENTS_SCANNED; i++) {
        const sppwhy_record *r = m->records[m->others[i]];
        const char *key = record_is(r, KIND_LICENSE_REPORT) ? record_text(r, SPPWHY_FIELD_KEY_TYPE) : NULL;
        if (!key)
            continue;
        looked++;
        if (strcmp(key, "none") == 0)
            none = r;
        else if (none && strcmp(none->event->common->provider, r->event->common->provider) == 0)
            none = NULL;
    }
    if (!none || m->last_success > none->event->time)
        return;
    set_text(out, none->event->common->provider);
    rests_on(out, none);
}

static void machine_skew(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    for (size_t i = 0; i < m->try_count; i++)
        for (size_t k = 0; k < m->tries[i]->request_count; k++) {
            const sppwhy_request *r = m->tries[i]->requests[k];
            if (!clock_is_measured(r) ||
                (out->count != 0 && llabs(r->skew_seconds) <= llabs(out->one.number)))
                continue;
            out->evidence_count = out->evidence_total = 0;
            set_number(out, r->skew_seconds);
            rests_on(out, r->host);
        }
    if (out->count == 0)
        set_unknown(out, "the Key Management Service log of the KMS host, which shows the clients' clocks");
}

/* The product of this failed try was activated later, so that its failure is history. */
static bool granted_later(const sppwhy_machine *m, const sppwhy_activation *failed)
{
    for (size_t i = m->try_count; i-- > 0 && m->tries[i]->time > failed->time;) {
        const sppwhy_activation *a = m->tries[i];
        if ((a->outcome == SPPWHY_OUTCOME_ACTIVATED || a->outcome == SPPWHY_OUTCOME_RENEWED) &&
            (!a->product || !failed->product || id_equal(a->product, failed->product)))
            return true;
    }
    return false;
}

static const sppwhy_record *main_event(const sppwhy_activation *a)
{
    if (a->request_count != 0)
        return sppwhy_request_asked(a->requests[a->request_count - 1]);
    return a->summary[0] ? a->summary[0] : a->summary[1];
}

/* Renewals that failed one after another up to the end of what is known, the newest first. */
static size_t failing_renewals(const sppwhy_machine *m, const sppwhy_activation **newest,
                               const sppwhy_activation **first)
{
    size_t count = 0;
    *newest = *first = NULL;
    for (size_t i = m->try_count; i-- > 0;) {
        const sppwhy_activation *a = m->tries[i];
        if (a->outcome == SPPWHY_OUTCOME_ACTIVATED || a->outcome == SPPWHY_OUTCOME_RENEWED)
            break;
        if (!a->renewal)
            continue;
        if (!*newest && granted_later(m, a))
            break;
        *newest = *newest ? *newest : a;
        *first = a;
        count++;
    }
    return count;
}

static void machine_renewals_failed(const scope *s, field_value *out)
{
    const sppwhy_activation *newest, *first;
    size_t count = failing_renewals(machine_of(s), &newest, &first);
    set_number(out, (int64_t)count);
    if (count != 0)
        rests_on(out, main_event(first));
    if (count > 1)
        rests_on(out, main_event(newest));
    out->evidence_total = count;
}

static void machine_renewals_failed_since(const scope *s, field_value *out)
{
    const sppwhy_activation *newest, *first;
    if (failing_renewals(machine_of(s), &newest, &first) != 0)
        set_time(out, first->time);
}

/* The newest time that the machine's own logs speak of; without any, the newest request that a
 * host logged. */
uint64_t known_until(const sppwhy_machine *m)
{
    uint64_t end = m->known_until;
    if (end == 0 && m->request_count != 0)
        end = sppwhy_request_time(m->requests[m->request_count - 1]);
    return end;
}

static void machine_known_until(const scope *s, field_value *out)
{
    set_time(out, known_until(machine_of(s)));
}

static void machine_expires_in(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    uint64_t now = known_until(m);
    if (m->runs_out == 0 || now == 0)
        return;
    set_number(out, clock_difference(now, m->runs_out) / (int64_t)CLOCK_SECOND);
    if (m->request_count != 0)
        rests_on(out, sppwhy_request_asked(m->requests[m->request_count - 1]));
    else if (report_shown(s))
        rests_on(out, report_shown(s));
}

/* The license state in the newest request, when no success came after it; or as slmgr or ospp showed it
 * since. */
static void machine_license_state(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    const sppwhy_request *r = m->request_count != 0 ? m->requests[m->request_count - 1] : NULL;
    uint64_t state;
    const sppwhy_record *report = report_shown(s);
    if (report && (!r || report->event->time > sppwhy_request_time(r))) {
        machine_report_state(s, out);
        return;
    }
    if (!r || !record_get_number(sppwhy_request_asked(r), SPPWHY_FIELD_LICENSE_STATE, &state))
        return;
    set_text(out, sppwhy_state_name(
                      m->last_success != 0 && m->last_success >= sppwhy_request_time(r) ? 1 : state));
    rests_on(out, sppwhy_request_asked(r));
}

static void machine_requests(const scope *s, field_value *out)
{
    set_number(out, (int64_t)machine_of(s)->request_count);
}

/* The largest count that one of its own products needs: 25 says that it runs a client edition of Windows. */
void machine_own_need(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    for (size_t i = 0; i < m->request_count; i++) {
        uint64_t need;
        const sppwhy_record *r = m->requests[i]->client;
        if (!record_get_number(r, SPPWHY_FIELD_REQUIRED_COUNT, &need) ||
            saturated_signed(need) <= out->one.number)
            continue;
        out->evidence_count = out->evidence_total = 0;
        set_count(out, need);
        rests_on(out, r);
    }
}

/* Docker and containerd name a container by the first 12 hexadecimal digits of its ID: letters and digits. */
static void machine_container(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    size_t digits = strspn(m->name, "0123456789");
    bool is_hex = strlen(m->name) == 12 && strspn(m->name, "0123456789abcdefABCDEF") == 12;
    bool has_letter = digits < 12, has_digit = strcspn(m->name, "0123456789") < 12;
    set_number(out, is_hex && has_letter && has_digit && m->last_success == 0);
}

/* ---- clocks ---- */

/* The newest whose clocks were measured; NULL when none was. */
static const sppwhy_request *last_measured(const sppwhy_machine *m)
{
    for (size_t i = m->request_count; i-- > 0;)
        if (clock_is_measured(m->requests[i]))
            return m->requests[i];
    return NULL;
}

static void machine_skew_growth(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    const sppwhy_request *first = NULL, *last = last_measured(m);
    for (size_t i = 0; i < m->request_count && !first; i++)
        first = clock_is_measured(m->requests[i]) ? m->requests[i] : NULL;
    if (!first || first == last)
        return;
    set_number(out, llabs(last->skew_seconds) - llabs(first->skew_seconds));
    rests_on(out, first->host);
    rests_on(out, last->host);
}

static void machine_skew_now(const scope *s, field_value *out)
{
    const sppwhy_request *r = last_measured(machine_of(s));
    if (!r) {
        set_unknown(out, "the Key Management Service log of the KMS host, which shows the clients' clocks");
        return;
    }
    set_number(out, r->skew_seconds);
    rests_on(out, r->host);
    rests_on(out, r->client);
}

/* Whether that skew is between two events of one request, which no way of printing a time can falsify. */
static void machine_skew_exact(const scope *s, field_value *out)
{
    const sppwhy_request *r = last_measured(machine_of(s));
    if (r)
        set_number(out, clock_is_exact(r));
}

static void machine_skew_direction(const scope *s, field_value *out)
{
    field_value skew = {0};
    machine_skew_now(s, &skew);
    set_direction(out, &skew);
}

/* The host that this machine asked last and whose log is there, as far as its clock is concerned. */
static void machine_host_skew(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    for (size_t i = m->request_count; i-- > 0;)
        if (m->requests[i]->target && m->requests[i]->target->host.clock_clients > 2) {
            set_number(out, m->requests[i]->target->host.clock_seconds);
            return;
        }
}

/* ---- what logs do not reach ---- */

/* Requests that the hosts' logs show and that are older than the oldest record of the client's own log. */
static void machine_unseen_requests(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    uint64_t begin = sppwhy_machine_log_begins(m, SPPWHY_CHANNEL_APPLICATION);
    int64_t count = 0;
    for (size_t i = 0; i < m->request_count && begin != 0; i++) {
        const sppwhy_request *r = m->requests[i];
        if (r->client || r->response || sppwhy_request_time(r) == 0 ||
            clock_after(sppwhy_request_time(r), KMS_ANSWER_TIME) >= begin || !clock_is_near(r))
            continue;
        count++;
        rests_on(out, r->host);
    }
    set_number(out, count);
}

/* Failed requests of its clients that are older than its own KMS log. */
static void machine_missed_failures(const scope *s, field_value *out)
{
    const sppwhy_request *newest;
    size_t count = index_missed(s->index, machine_of(s), &newest);
    if (count == 0)
        return;
    set_number(out, (int64_t)count);
    rests_on(out, newest->client);
}

static void machine_kms_log_begins(const scope *s, field_value *out)
{
    set_time(out, sppwhy_machine_log_begins(machine_of(s), SPPWHY_CHANNEL_KMS));
}

static void machine_log_begins(const scope *s, field_value *out)
{
    set_time(out, sppwhy_machine_log_begins(machine_of(s), SPPWHY_CHANNEL_APPLICATION));
}

static bool is_kms_log(const sppwhy_log *log)
{
    for (size_t i = 0; i < log->channel_count; i++)
        if (text_equal_nocase(log->channels[i], SPPWHY_CHANNEL_APPLICATION) ||
            text_equal_nocase(log->channels[i], SPPWHY_CHANNEL_KMS))
            return true;
    return false;
}

/* Records that are known to be gone from the middle of its logs, in which silence counts: their
 * numbers jump. */
static void machine_records_gone(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    uint64_t gone = 0;
    for (size_t i = 0; i < m->log_count; i++) {
        size_t gaps = is_kms_log(m->logs[i]) ? m->logs[i]->gap_count : 0;
        for (size_t k = 0; k < gaps; k++)
            gone = saturated_sum(gone, m->logs[i]->gaps[k].missing);
    }
    set_count(out, gone);
}

static void machine_servers(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    size_t room = 0;
    for (size_t i = 0; i < m->try_count; i++)
        room += m->tries[i]->request_count;
    for (size_t i = 0; i < m->try_count; i++) {
        size_t at = 0;
        for (const char *server; (server = activation_next_server(m->tries[i], &at)) != NULL;)
            if (!has_text(out, server))
                add_item(s, out, room, (field_item){.text = server});
    }
}

/* Events of which another one has the same number and says something else. */
static void machine_contradicting(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    for (size_t i = 0; i < m->contradicting_count; i++)
        rests_on(out, m->contradicting[i]);
    set_count(out, m->contradicting_count);
}

static void machine_contradicting_logs(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    const sppwhy_log *last = NULL;
    for (size_t i = 0; i < m->contradicting_count; i++) {
        const sppwhy_log *log = sppwhy_record_log(m->contradicting[i]);
        if (log != last)
            add_item(s, out, m->contradicting_count, (field_item){.text = log->path});
        last = log;
    }
}

static void machine_twin_logs(const scope *s, field_value *out)
{
    const sppwhy_twins *t = machine_of(s)->twins;
    for (size_t i = 0; t && t->logs[0] && i < 2; i++) {
        add_item(s, out, 2, (field_item){.text = t->logs[i]->path});
        if (t->records[i])
            rests_on(out, t->records[i]);
    }
}

static void machine_twin_cmids(const scope *s, field_value *out)
{
    const sppwhy_twins *t = machine_of(s)->twins;
    for (size_t i = 0; t && t->cmids[0] && i < 2; i++) {
        add_item(s, out, 2, (field_item){.text = guid_text(s, out, t->cmids[i])});
        rests_on(out, t->records[i]);
    }
}

static const field machine_fields[] = {
    MACHINE_ROWS,
    PRODUCT_ROWS,
    {"state", FIELD_TEXT, machine_state, "activated, activation_failing, renewal_failing or unknown"},
    {"keyless", FIELD_TEXT, machine_keyless, "slmgr.vbs or ospp.vbs, when that showed no product key"},
    {"report_by", FIELD_TEXT, machine_report_by,
     "slmgr.vbs or ospp.vbs, when that showed its license and nothing newer says otherwise"},
    {"report_time", FIELD_TIME, machine_report_time, "when that was"},
    {"report_state", FIELD_TEXT, machine_report_state, "the license state that it showed"},
    {"report_reason", FIELD_CODE, machine_report_reason, "the reason of a notification that it showed"},
    {"report_meaning", FIELD_TEXT, machine_report_meaning, "what that code means"},
    {"report_cause", FIELD_TEXT, machine_report_cause, "the cause that the catalogue gives for that code"},
    {"report_source", FIELD_TEXT, machine_report_source,
     "where it says the KMS host is from: dns, by_hand, or none was found"},
    {"report_server", FIELD_TEXT, machine_report_server, "the KMS host that it showed"},
    {"report_rearms", FIELD_NUMBER, machine_report_rearms, "the rearms of Windows that it showed as left"},
    {"clones", FIELD_TEXT, machine_clones, "other machines that use its CMID at the same time"},
    {"clone_count", FIELD_NUMBER, machine_clone_count, "how many those are"},
    {"failed", FIELD_NUMBER, machine_failed, "activations that failed"},
    {"activations", FIELD_NUMBER, machine_activations, "activations in all"},
    {"last_success", FIELD_TIME, machine_last_success, "its newest successful activation"},
    {"runs_out", FIELD_TIME, machine_runs_out, "when its license or grace ends"},
    {"skew_seconds", FIELD_SECONDS, machine_skew, "the largest clock difference measured to a host"},
    {"servers", FIELD_TEXT, machine_servers, "the hosts it asked"},
    {"requests", FIELD_NUMBER, machine_requests, "requests it sent to KMS hosts"},
    {"foreign_host", FIELD_TEXT, machine_foreign_host,
     "the KMS host that answered it last, if that is of another organization and answers no other of its "
     "domain"},
    {"own_hosts", FIELD_TEXT, machine_own_hosts,
     "KMS hosts of its own organization that answer others of its domain"},
    {"emulator_signs", FIELD_TEXT, machine_emulator_signs,
     "what in the answers it got no genuine KMS host gives, one text a kind of sign"},
    {"emulator_sign_count", FIELD_NUMBER, machine_emulator_sign_count,
     "how many kinds of such signs there are"},
    {"emulator_hosts", FIELD_TEXT, machine_emulator_hosts, "the hosts that gave those answers"},
    {"container", FIELD_BOOLEAN, machine_container,
     "its name is that of a container, 12 hexadecimal digits without a domain, and it was never activated"},
    {"license_state", FIELD_TEXT, machine_license_state,
     "in its newest request, or as slmgr or ospp showed it after that; licensed after a success"},
    {"renewals_failed", FIELD_NUMBER, machine_renewals_failed,
     "renewals that failed one after another, up to the newest try"},
    {"renewals_failed_since", FIELD_TIME, machine_renewals_failed_since, "the first of them"},
    {"known_until", FIELD_TIME, machine_known_until, "the newest time that its logs speak of"},
    {"expires_in", FIELD_SECONDS, machine_expires_in, "from then until its license or grace ends"},
    {"last_try", FIELD_TIME, machine_last_try, "its newest try to activate or renew"},
    {"untried_seconds", FIELD_SECONDS, machine_untried_seconds,
     "how long its licensing service has run, by its own log, since a renewal was due and none was tried"},
    {"skew_now", FIELD_SECONDS, machine_skew_now, "the newest clock difference measured to a host"},
    {"skew_exact", FIELD_BOOLEAN, machine_skew_exact, "that was measured between two events of one request"},
    {"skew_growth", FIELD_SECONDS, machine_skew_growth, "the newest clock difference less the first"},
    {"skew_direction", FIELD_TEXT, machine_skew_direction,
     "its clock is \"behind\" or \"ahead of\" the host's"},
    {"set_back_seconds", FIELD_SECONDS, machine_set_back_seconds,
     "how far its clock went back between two records of one log, the furthest; from an hour on"},
    {"set_back_from", FIELD_TIME, machine_set_back_from, "the time of the record before that"},
    {"set_back_to", FIELD_TIME, machine_set_back_to, "the time of the record behind it"},
    {"host_skew", FIELD_SECONDS, machine_host_skew,
     "the clock of the host it asked less that of the host's clients"},
    {"internet_code", FIELD_CODE, machine_internet_code,
     "of 8200 and 1014 that no later success cleared; none on KMS clients"},
    {"internet_cause", FIELD_TEXT, machine_internet_cause, "the causes that the catalogue gives for those"},
    {"internet_meaning", FIELD_TEXT, machine_internet_meaning, "what the newest of those codes means"},
    {"status_code", FIELD_CODE, machine_status_code,
     "the codes that the newest check of all licenses (1003) shows for the product that has a key"},
    {"genuine_code", FIELD_CODE, machine_genuine_code,
     "of its newest 8196, 8208 or 8209, when the catalogue gives it to the cause non-genuine"},
    {"genuine_meaning", FIELD_TEXT, machine_genuine_meaning, "what that code means"},
    {"log_begins", FIELD_TIME, machine_log_begins, "the oldest record of its Application log"},
    {"kms_log_begins", FIELD_TIME, machine_kms_log_begins,
     "the oldest record of its Key Management Service log"},
    {"missed_failures", FIELD_NUMBER, machine_missed_failures,
     "failed requests of its clients that are older than that log"},
    {"unseen_requests", FIELD_NUMBER, machine_unseen_requests,
     "requests older than that, which only hosts' logs show"},
    {"contradicting_events", FIELD_NUMBER, machine_contradicting,
     "of its events, those of which another one has the same channel, number, time and id and says something "
     "else"},
    {"contradicting_logs", FIELD_TEXT, machine_contradicting_logs, "the logs that hold those"},
    {"twin_logs", FIELD_TEXT, machine_twin_logs,
     "two whole logs of one channel and the same time that cannot be of one machine: one lacks events of the "
     "other"},
    {"twin_cmids", FIELD_TEXT, machine_twin_cmids,
     "two client machine IDs that its requests for one product have in turn, to and fro"},
    {"records_gone", FIELD_NUMBER, machine_records_gone,
     "record numbers missing from the middle of its Application and KMS logs"},
};

const field *fields_of_machine(size_t *count)
{
    *count = sizeof machine_fields / sizeof *machine_fields;
    return machine_fields;
}
