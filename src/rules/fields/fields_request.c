/* The fields of a request: what the client asked, what it was answered, what the host wrote of it. */
#include "rules/fields/fields.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/sort.h"
#include "base/text.h"
#include "correlate/clock.h"
#include "correlate/requests.h"
#include "spp/hresult.h"

#include <string.h>

/* The host asked, for a sentence. */
static const char *host_label(const sppwhy_request *r)
{
    const char *name = request_host_name(r);
    return name ? name : "the KMS host";
}

/* When the request was sent, by the host's clock. */
static uint64_t host_time(const scope *s, const sppwhy_request *r)
{
    int64_t skew = index_skew(s->index, r);
    uint64_t size = (uint64_t)(skew < 0 ? -skew : skew) * CLOCK_SECOND, time = sppwhy_request_time(r);
    if (time == 0)
        return 0;
    return skew < 0 ? clock_before(time, size) : clock_after(time, size);
}

/* The span of the host's log in which this request would be. */
static void host_window(const scope *s, const sppwhy_request *r, uint64_t *from, uint64_t *to)
{
    uint64_t time = host_time(s, r);
    *from = clock_before(time, KMS_ANSWER_TIME);
    *to = clock_after(time, KMS_ANSWER_TIME);
}

/* What to collect of the host: one span that answers every question on this request. */
static const char *host_log(const scope *s, const sppwhy_request *r)
{
    uint64_t time = host_time(s, r);
    if (is_cloud_request(s, r))
        return NO_SUCH_LOG;
    return want_span(s, SPPWHY_CHANNEL_KMS, host_label(r), clock_before(time, NEARBY),
                     clock_after(time, NEARBY));
}

static void request_time(const scope *s, field_value *out)
{
    set_time(out, sppwhy_request_time(s->request));
}

static void request_code(const scope *s, field_value *out)
{
    uint64_t code;
    if (record_get_number(sppwhy_request_asked(s->request), SPPWHY_FIELD_CODE, &code))
        set_number(out, (int64_t)code);
}

void add_code_of(const scope *s, const sppwhy_record *r, field_value *out, size_t room)
{
    uint64_t code = record_number(r, SPPWHY_FIELD_CODE, 0);
    if (code != 0 && !has_number(out, (int64_t)code))
        add_item(s, out, room, (field_item){.number = (int64_t)code});
}

void add_codes(const scope *s, const sppwhy_request *r, field_value *out, size_t room)
{
    add_code_of(s, r->client, out, room);
    add_code_of(s, r->response, out, room);
    add_code_of(s, r->host, out, room);
}

static void request_codes(const scope *s, field_value *out)
{
    add_codes(s, s->request, out, 3);
}

static void request_code_cause(const scope *s, field_value *out)
{
    uint64_t code;
    const sppwhy_code *row = record_get_number(sppwhy_request_asked(s->request), SPPWHY_FIELD_CODE, &code)
                                 ? sppwhy_code_find(s->catalogue, (uint32_t)code)
                                 : NULL;
    set_text(out, row ? row->cause : NULL);
}

void request_server(const scope *s, field_value *out)
{
    set_text(out, record_text(s->request->client, SPPWHY_FIELD_SERVER));
}

static void request_port(const scope *s, field_value *out)
{
    copy_number(out, s->request->client, SPPWHY_FIELD_PORT);
}

void request_state(const scope *s, field_value *out)
{
    uint64_t state;
    if (record_get_number(sppwhy_request_asked(s->request), SPPWHY_FIELD_LICENSE_STATE, &state))
        set_text(out, sppwhy_state_name(state));
}

void request_minutes(const scope *s, field_value *out)
{
    copy_number(out, sppwhy_request_asked(s->request), SPPWHY_FIELD_MINUTES_LEFT);
}

void request_needs(const scope *s, field_value *out)
{
    uint64_t need;
    if (record_get_number(s->request->client, SPPWHY_FIELD_REQUIRED_COUNT, &need) ||
        record_get_number(s->request->host, SPPWHY_FIELD_REQUIRED_COUNT, &need))
        set_count(out, need);
}

static void request_vm(const scope *s, field_value *out)
{
    copy_number(out, sppwhy_request_asked(s->request), SPPWHY_FIELD_VM);
}

static void request_provider(const scope *s, field_value *out)
{
    const sppwhy_record *r =
        sppwhy_request_asked(s->request) ? sppwhy_request_asked(s->request) : s->request->response;
    set_text(out, r->event->common->provider);
}

/* Vista and Server 2008 number some refusals otherwise; the code is the host's where the host
 * wrote an event. */
static void request_code_provider(const scope *s, field_value *out)
{
    if (s->request->host)
        set_text(out, s->request->host->event->common->provider);
    else
        request_provider(s, out);
}

/* The 12288 itself says that no answer came: it has an error of the way there (an RPC or network error). */
static bool was_not_sent(const sppwhy_request *r)
{
    uint64_t code = 0;
    return r->client && record_get_number(r->client, SPPWHY_FIELD_CODE, &code) && hresult_is_win32(code);
}

/* What would show the request and its answer. */
static const char *client_log(const scope *s, const sppwhy_request *r)
{
    return want_span(s, SPPWHY_CHANNEL_APPLICATION, r->machine ? r->machine->name : "the client",
                     sppwhy_request_time(r), clock_after(sppwhy_request_time(r), KMS_ANSWER_TIME));
}

static void request_response(const scope *s, field_value *out)
{
    const sppwhy_request *r = s->request;
    if (r->response) {
        set_number(out, (int64_t)r->response->event->time);
        rests_on(out, r->response);
        return;
    }
    if (was_not_sent(r))
        return;
    if (r->machine && sppwhy_machine_covers(r->machine, SPPWHY_CHANNEL_APPLICATION, sppwhy_request_time(r),
                                            clock_after(sppwhy_request_time(r), KMS_ANSWER_TIME)))
        return;
    set_unknown(out, client_log(s, r));
}

/* A field of the 12289: where that may only not have come yet, it is unknown. */
static void of_response(const scope *s, field_value *out, sppwhy_field which)
{
    if (!s->request->response) {
        request_response(s, out);
        return;
    }
    copy_number(out, s->request->response, which);
    rests_on(out, s->request->response);
}

static void request_activated(const scope *s, field_value *out)
{
    of_response(s, out, SPPWHY_FIELD_ACTIVATED);
}

void request_count(const scope *s, field_value *out)
{
    of_response(s, out, SPPWHY_FIELD_COUNT);
}

static void request_flags(const scope *s, field_value *out)
{
    uint64_t sent = 0, answered = 0;
    bool has = record_get_number(s->request->client, SPPWHY_FIELD_FLAGS, &sent);
    has |= record_get_number(s->request->response, SPPWHY_FIELD_FLAGS, &answered);
    if (has)
        set_count(out, sent | answered);
}

static void request_response_code(const scope *s, field_value *out)
{
    of_response(s, out, SPPWHY_FIELD_CODE);
}

static void request_client_record(const scope *s, field_value *out)
{
    const sppwhy_request *r = s->request;
    if (r->client) {
        set_number(out, (int64_t)r->client->event->time);
        rests_on(out, r->client);
    } else {
        set_unknown(out, client_log(s, r));
    }
}

/* 12290 of this request. */
static void request_host_record(const scope *s, field_value *out)
{
    const sppwhy_request *r = s->request;
    uint64_t from, to;
    if (r->host) {
        set_number(out, (int64_t)r->host->event->time);
        rests_on(out, r->host);
        return;
    }
    host_window(s, r, &from, &to);
    if (!r->target || !sppwhy_machine_covers(r->target, SPPWHY_CHANNEL_KMS, from, to))
        set_unknown(out, host_log(s, r));
}

static void request_host_code(const scope *s, field_value *out)
{
    if (!s->request->host) {
        request_host_record(s, out);
        return;
    }
    copy_number(out, s->request->host, SPPWHY_FIELD_CODE);
    rests_on(out, s->request->host);
}

static void request_host_provider(const scope *s, field_value *out)
{
    if (s->request->host)
        set_text(out, s->request->host->event->common->provider);
    else
        request_host_record(s, out);
}

void request_host(const scope *s, field_value *out)
{
    set_text(out, request_host_name(s->request));
}

void request_skew(const scope *s, field_value *out)
{
    if (!clock_is_measured(s->request)) {
        if (!s->request->host)
            request_host_record(s, out); /* absent, or not known */
        return;
    }
    set_number(out, s->request->skew_seconds);
    rests_on(out, s->request->host);
}

static int request_against_product(const void *item, const void *product)
{
    return id_compare(sppwhy_request_product(*(sppwhy_request *const *)item), product);
}

/* The host's newest 12290 that granted this request's product. */
static void request_product_granted(const scope *s, field_value *out)
{
    const sppwhy_machine *t = s->request->target;
    const uint8_t *product = sppwhy_request_product(s->request);
    sppwhy_request *const *granted = t && product
                                         ? sort_find(t->host.granted, t->host.granted_count, sizeof *granted,
                                                     product, request_against_product)
                                         : NULL;
    if (granted) {
        set_number(out, (int64_t)(*granted)->host->event->time);
        rests_on(out, (*granted)->host);
        return;
    }
    if (!t || !t->is_host)
        set_unknown(
            out, is_cloud_request(s, s->request)
                     ? NO_SUCH_LOG
                     : arena_join(s->scratch, "the Key Management Service log of ", host_label(s->request)));
}

static void request_target_collected(const scope *s, field_value *out)
{
    set_number(out, s->request->target != NULL && s->request->target->has_logs);
}

static void request_target_is_host(const scope *s, field_value *out)
{
    const sppwhy_machine *t = s->request->target;
    if (t && t->is_host)
        set_number(out, 1);
    else if (t && sppwhy_machine_has_channel(t, SPPWHY_CHANNEL_APPLICATION))
        set_number(out, 0);
    else
        set_unknown(out, is_cloud_request(s, s->request) ? NO_SUCH_LOG
                                                         : want_host_logs(s, request_host_name(s->request)));
}

static int served_against_time(const void *item, const void *time)
{
    return compare_u64((*(sppwhy_request *const *)item)->host->event->time, *(const uint64_t *)time);
}

/* The first request of another machine that the host served at or after `time`: its place in `served`. */
size_t served_from(const sppwhy_machine *host, uint64_t time)
{
    return sort_first(host->served, host->served_count, sizeof *host->served, &time, served_against_time);
}

/* Perhaps this client under another name: it has its CMID and is not known to be a clone. */
static bool is_perhaps(const sppwhy_request *other, const sppwhy_request *r)
{
    const uint8_t *theirs = sppwhy_request_cmid(other), *ours = sppwhy_request_cmid(r);
    if (!theirs || !id_equal(theirs, ours))
        return false;
    for (size_t i = 0; r->machine && i < r->machine->clone_count; i++)
        if (r->machine->clones[i] == other->machine)
            return false;
    return true;
}

static void served_nearby(const scope *s, field_value *out, bool after)
{
    const sppwhy_request *r = s->request;
    uint64_t now = host_time(s, r);
    uint64_t from = after ? now : clock_before(now, NEARBY);
    uint64_t to = after ? clock_after(now, NEARBY) : now;
    if (r->target && clock_usable(now)) { /* nobody knows what was near to an event without a time */
        size_t looked = 0;
        size_t i = served_from(r->target, after ? from : to);
        for (; after ? i < r->target->served_count : i > 0; i += after ? 1 : 0) {
            const sppwhy_request *other = r->target->served[after ? i : --i];
            uint64_t time = other->host->event->time;
            if (time < from || time > to || looked++ == LIMIT_EVENTS_SCANNED)
                break;
            if (!other->machine || other->machine == r->machine || is_perhaps(other, r))
                continue;
            set_number(out, (int64_t)time);
            rests_on(out, other->host);
            return;
        }
        if (sppwhy_machine_covers(r->target, SPPWHY_CHANNEL_KMS, from, to))
            return;
    }
    set_unknown(out, host_log(s, r));
}

void request_served_before(const scope *s, field_value *out)
{
    served_nearby(s, out, false);
}

void request_served_after(const scope *s, field_value *out)
{
    served_nearby(s, out, true);
}

static const field request_fields[] = {
    {"time", FIELD_TIME, request_time, "of the client's event, else of the host's"},
    {"code", FIELD_CODE, request_code, "of the 12288, else of the 12290"},
    {"codes", FIELD_CODE, request_codes, "every code but 0 of the 12288, 12289 and 12290"},
    {"code_cause", FIELD_TEXT, request_code_cause, "the cause that the catalogue gives for the code"},
    {"server", FIELD_TEXT, request_server, "the host asked, as written in 12288"},
    {"port", FIELD_NUMBER, request_port, "the TCP port asked"},
    {"host", FIELD_TEXT, request_host, "the host asked, by its own name where its log is there"},
    {"cloud", FIELD_TEXT, request_cloud, "the cloud provider that runs the host asked"},
    {"to_itself", FIELD_BOOLEAN, request_to_itself, "the host asked is the machine itself"},
    {"foreign", FIELD_BOOLEAN, request_foreign, "the host asked is in another organization's domain"},
    {"used_by_others", FIELD_TIME, request_used_by_others,
     "when the host asked last answered another machine of the client's domain"},
    {"license_state", FIELD_TEXT, request_state, "before the request"},
    {"minutes_left", FIELD_NUMBER, request_minutes, "in that state"},
    {"required_count", FIELD_NUMBER, request_needs, "the count that the client needs (N-policy)"},
    {"vm", FIELD_BOOLEAN, request_vm, "the client runs in a virtual machine"},
    {"provider", FIELD_TEXT, request_provider, "of the client's event: Vista numbers some codes otherwise"},
    {"code_provider", FIELD_TEXT, request_code_provider,
     "of the 12290 where there is one, else of the client's event: who numbered the code"},
    {"product_granted", FIELD_TIME, request_product_granted,
     "the host's newest 12290 that granted this product to anybody"},
    {"client_record", FIELD_TIME, request_client_record, "the 12288"},
    {"response", FIELD_TIME, request_response, "the 12289"},
    {"response_code", FIELD_CODE, request_response_code, "of the 12289"},
    {"activated", FIELD_BOOLEAN, request_activated, "the 12289 says activated"},
    {"count", FIELD_NUMBER, request_count, "the host's count, in the 12289"},
    {"flags", FIELD_NUMBER, request_flags, "binding status bits of 12288 and 12289"},
    {"host_record", FIELD_TIME, request_host_record, "the 12290"},
    {"host_code", FIELD_CODE, request_host_code, "of the 12290"},
    {"host_provider", FIELD_TEXT, request_host_provider, "of the 12290"},
    {"skew_seconds", FIELD_SECONDS, request_skew, "the host's clock less the client's"},
    {"served_before", FIELD_TIME, request_served_before,
     "another client that the host served in the hour before"},
    {"served_after", FIELD_TIME, request_served_after,
     "another client that the host served in the hour after"},
    {"target_collected", FIELD_BOOLEAN, request_target_collected,
     "logs of the machine asked are in the collection"},
    {"target_is_host", FIELD_BOOLEAN, request_target_is_host,
     "the machine asked has ever logged as a KMS host"},
};

const field *fields_of_request(size_t *count)
{
    *count = sizeof request_fields / sizeof *request_fields;
    return request_fields;
}
