/*
 * The fields that conditions and texts may name, for each kind of thing judged. One row a field at the end of
 * this file: its name, its type, the function that reads it, and what it means (`sppwhy rules fields` prints
 * them).
 *
 * A field that has no value is either known not to be there, or cannot be told because evidence was not
 * collected: the difference is what keeps a guess from being dressed as a fact, so every getter of absence
 * asks for coverage.
 */
#include "rules/rule.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* How long after a request its answer is written at the latest, and how far apart two unskewed clocks may be.
 */
#define ANSWER_TIME (5 * CLOCK_MINUTE)
/* How near in time other clients' requests speak of the same state of the host. */
#define NEARBY CLOCK_HOUR
/* Failures over the internet that are looked at: the newest say what is the matter. */
#define FIELD_INTERNET 16

/* ---- setting values ------------------------------------------------------------------------------------ */

static void set_number(field_value *out, int64_t number)
{
    out->state = FIELD_SET;
    out->one.number = number;
    out->count = 1;
}

static void set_text(field_value *out, const char *text)
{
    if (out->failed || !text || text[0] == '\0')
        return;
    out->state = FIELD_SET;
    out->one.text = text;
    out->count = 1;
}

static void set_time(field_value *out, uint64_t time)
{
    if (time != 0)
        set_number(out, (int64_t)time);
}

static void set_unknown(field_value *out, const char *missing)
{
    out->failed |= missing == NULL;
    out->state = FIELD_UNKNOWN;
    out->missing = missing;
}

/* Adds an item to a list of at most `room` (room for all is made at the first). */
static void add_item(const scope *s, field_value *out, size_t room, field_item item)
{
    if (!out->items)
        out->items = ARENA_ARRAY(s->scratch, room, field_item);
    if (!out->items)
        out->failed = true;
    if (!out->items || out->count == room)
        return;
    out->state = FIELD_SET;
    out->items[out->count++] = item;
}

static bool has_text(const field_value *v, const char *text)
{
    for (size_t i = 0; v->items && i < v->count; i++)
        if (text_equal_nocase(v->items[i].text, text))
            return true;
    return false;
}

static void rests_on(field_value *out, const sppwhy_record *record)
{
    if (!record)
        return;
    out->evidence_total++;
    if (out->evidence_count < FIELD_EVIDENCE)
        out->evidence[out->evidence_count++] = record;
}

/* A GUID as text; NULL when there is none, or when memory is short and `out` says so. */
static const char *guid_text(const scope *s, field_value *out, const uint8_t *id)
{
    guid g;
    char text[37];
    if (!id)
        return NULL;
    memcpy(g.bytes, id, sizeof g.bytes);
    const char *copy = arena_string(s->scratch, guid_format(&g, text));
    out->failed |= copy == NULL;
    return copy;
}

static bool has_number(const field_value *v, int64_t number)
{
    for (size_t i = 0; v->items && i < v->count; i++)
        if (v->items[i].number == number)
            return true;
    return false;
}

static bool number_of(const sppwhy_record *r, sppwhy_field which, uint64_t *out)
{
    sppwhy_value value;
    if (!r || !sppwhy_record_get(r, which, &value))
        return false;
    *out = value.number;
    return true;
}

static const char *text_of(const sppwhy_record *r, sppwhy_field which)
{
    sppwhy_value value;
    return r && sppwhy_record_get(r, which, &value) ? value.text : NULL;
}

static const uint8_t *id_of(const sppwhy_record *r, sppwhy_field which)
{
    sppwhy_value value;
    return r && sppwhy_record_get(r, which, &value) ? value.id : NULL;
}

static void copy_number(field_value *out, const sppwhy_record *r, sppwhy_field which)
{
    uint64_t number;
    if (number_of(r, which, &number))
        set_number(out, (int64_t)number);
}

/* ---- a request ----------------------------------------------------------------------------------------- */

/* The event that shows what the client asked for. */
static const sppwhy_record *asked(const sppwhy_request *r)
{
    return r->client ? r->client : r->host;
}

static const char *host_label(const sppwhy_request *r)
{
    const char *server = text_of(r->client, SPPWHY_FIELD_SERVER);
    return r->target ? r->target->name : server ? server : "the KMS host";
}

static const char *log_at(const scope *s, const char *channel, const char *machine, uint64_t from,
                          uint64_t to)
{
    char a[40], b[40];
    return arena_printf(s->scratch, "the %s log of %s, from %s to %s UTC", channel, machine,
                        clock_format_plain(from, false, a), clock_format_plain(to, false, b));
}

/* The host's clock less the client's, as the nearest of their other requests before or after shows; 0 when
 * none. */
static int64_t known_skew(const sppwhy_request *r)
{
    int64_t skew = 0;
    uint64_t nearest = UINT64_MAX;
    for (size_t i = 0; r->target && i < r->target->served_count; i++) {
        const sppwhy_request *other = r->target->served[i];
        uint64_t apart = other->time > r->time ? other->time - r->time : r->time - other->time;
        if (other->machine == r->machine && other->skew_source == SPPWHY_SKEW_BOTH && apart < nearest) {
            nearest = apart;
            skew = other->skew_seconds;
        }
    }
    return skew;
}

/* When the request was sent, by the host's clock. */
static uint64_t host_time(const sppwhy_request *r)
{
    int64_t skew = known_skew(r);
    uint64_t size = (uint64_t)(skew < 0 ? -skew : skew) * CLOCK_SECOND;
    return skew < 0 ? (r->time > size ? r->time - size : 0) : r->time + size;
}

/* The span of the host's log in which this request would stand. */
static void host_window(const sppwhy_request *r, uint64_t *from, uint64_t *to)
{
    uint64_t time = host_time(r);
    *from = time > ANSWER_TIME ? time - ANSWER_TIME : 0;
    *to = time + ANSWER_TIME;
}

/* What to collect of the host: one span that answers every question on this request. */
static const char *host_log(const scope *s, const sppwhy_request *r)
{
    uint64_t time = host_time(r);
    return log_at(s, SPPWHY_CHANNEL_KMS, host_label(r), time > NEARBY ? time - NEARBY : 0, time + NEARBY);
}

static void request_time(const scope *s, field_value *out)
{
    set_time(out, s->request->time);
}

static void request_code(const scope *s, field_value *out)
{
    uint64_t code;
    if (number_of(asked(s->request), SPPWHY_FIELD_CODE, &code))
        set_number(out, (int64_t)code);
}

static void add_codes(const scope *s, const sppwhy_request *r, field_value *out, size_t room)
{
    const sppwhy_record *records[] = {r->client, r->response, r->host};
    uint64_t code;
    for (size_t i = 0; i < 3; i++)
        if (number_of(records[i], SPPWHY_FIELD_CODE, &code) && code != 0 && !has_number(out, (int64_t)code))
            add_item(s, out, room, (field_item){.number = (int64_t)code});
}

static void request_codes(const scope *s, field_value *out)
{
    add_codes(s, s->request, out, 3);
}

static void request_code_cause(const scope *s, field_value *out)
{
    uint64_t code;
    const sppwhy_code *row = number_of(asked(s->request), SPPWHY_FIELD_CODE, &code)
                                 ? sppwhy_code_find(s->catalogue, (uint32_t)code)
                                 : NULL;
    set_text(out, row ? row->cause : NULL);
}

static void request_server(const scope *s, field_value *out)
{
    set_text(out, text_of(s->request->client, SPPWHY_FIELD_SERVER));
}

static void request_port(const scope *s, field_value *out)
{
    copy_number(out, s->request->client, SPPWHY_FIELD_PORT);
}

static void request_state(const scope *s, field_value *out)
{
    uint64_t state;
    if (number_of(asked(s->request), SPPWHY_FIELD_LICENSE_STATE, &state))
        set_text(out, sppwhy_state_name(state));
}

static void request_minutes(const scope *s, field_value *out)
{
    copy_number(out, asked(s->request), SPPWHY_FIELD_MINUTES_LEFT);
}

static void request_needs(const scope *s, field_value *out)
{
    uint64_t need;
    if (number_of(s->request->client, SPPWHY_FIELD_REQUIRED_COUNT, &need) ||
        number_of(s->request->host, SPPWHY_FIELD_REQUIRED_COUNT, &need))
        set_number(out, (int64_t)need);
}

static void request_vm(const scope *s, field_value *out)
{
    copy_number(out, asked(s->request), SPPWHY_FIELD_VM);
}

static void request_provider(const scope *s, field_value *out)
{
    const sppwhy_record *r = asked(s->request) ? asked(s->request) : s->request->response;
    set_text(out, r->event->provider);
}

/* Vista and Server 2008 number some refusals otherwise; the code is the host's where the host wrote an event.
 */
static void request_code_provider(const scope *s, field_value *out)
{
    if (s->request->host)
        set_text(out, s->request->host->event->provider);
    else
        request_provider(s, out);
}

static void request_response(const scope *s, field_value *out)
{
    const sppwhy_request *r = s->request;
    if (r->response) {
        set_number(out, (int64_t)r->response->event->time);
        rests_on(out, r->response);
        return;
    }
    if (r->machine &&
        sppwhy_machine_covers(r->machine, SPPWHY_CHANNEL_APPLICATION, r->time, r->time + ANSWER_TIME))
        return;
    set_unknown(out, log_at(s, SPPWHY_CHANNEL_APPLICATION, r->machine ? r->machine->name : "the client",
                            r->time, r->time + ANSWER_TIME));
}

/* A field of the 12289: where that may only not have come yet, it cannot be told. */
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

static void request_count(const scope *s, field_value *out)
{
    of_response(s, out, SPPWHY_FIELD_COUNT);
}

static void request_flags(const scope *s, field_value *out)
{
    uint64_t sent = 0, answered = 0;
    bool has = number_of(s->request->client, SPPWHY_FIELD_FLAGS, &sent);
    has |= number_of(s->request->response, SPPWHY_FIELD_FLAGS, &answered);
    if (has)
        set_number(out, (int64_t)(sent | answered));
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
        set_unknown(out, log_at(s, SPPWHY_CHANNEL_APPLICATION, r->machine ? r->machine->name : "the client",
                                r->time, r->time + ANSWER_TIME));
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
    host_window(r, &from, &to);
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
        set_text(out, s->request->host->event->provider);
    else
        request_host_record(s, out);
}

static void request_host(const scope *s, field_value *out)
{
    if (s->request->target)
        set_text(out, s->request->target->name);
    else
        set_text(out, text_of(s->request->client, SPPWHY_FIELD_SERVER));
}

static void request_skew(const scope *s, field_value *out)
{
    if (s->request->skew_source == SPPWHY_SKEW_NONE) {
        if (!s->request->host)
            request_host_record(s, out); /* absent, or not to be told */
        return;
    }
    set_number(out, s->request->skew_seconds);
    rests_on(out, s->request->host);
}

/* The host's newest 12290 that granted this request's product. */
static void request_product_granted(const scope *s, field_value *out)
{
    const sppwhy_machine *t = s->request->target;
    size_t low = 0, high = t ? t->host.granted_count : 0;
    while (low < high && s->request->product) {
        size_t middle = low + (high - low) / 2;
        const sppwhy_request *r = t->host.granted[middle];
        int order = memcmp(r->product, s->request->product, 16);
        if (order == 0) {
            set_number(out, (int64_t)r->host->event->time);
            rests_on(out, r->host);
            return;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (!t || !t->is_host)
        set_unknown(out,
                    arena_printf(s->scratch, "the Key Management Service log of %s", host_label(s->request)));
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
        set_unknown(out, arena_printf(s->scratch, "the logs of %s (Application and Key Management Service)",
                                      host_label(s->request)));
}

/* The first request of another machine that the host served at or after `time`: its place in `served`. */
static size_t served_from(const sppwhy_machine *host, uint64_t time)
{
    size_t low = 0, high = host->served_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (host->served[middle]->host->event->time < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Perhaps this client under another name: it has its CMID and is not known to be a clone. */
static bool is_perhaps(const sppwhy_request *other, const sppwhy_request *r)
{
    for (size_t i = 0; r->machine && i < r->machine->clone_count; i++)
        if (r->machine->clones[i] == other->machine)
            return false;
    return other->cmid && r->cmid && memcmp(other->cmid, r->cmid, 16) == 0;
}

static void served_nearby(const scope *s, field_value *out, bool after)
{
    const sppwhy_request *r = s->request;
    uint64_t now = host_time(r);
    uint64_t from = after ? now : now > NEARBY ? now - NEARBY : 0;
    uint64_t to = after ? now + NEARBY : now;
    if (r->target) {
        size_t i = served_from(r->target, after ? from : to);
        for (; after ? i < r->target->served_count : i > 0; i += after ? 1 : 0) {
            const sppwhy_request *other = r->target->served[after ? i : --i];
            uint64_t time = other->host->event->time;
            if (time < from || time > to)
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

static void request_served_before(const scope *s, field_value *out)
{
    served_nearby(s, out, false);
}

static void request_served_after(const scope *s, field_value *out)
{
    served_nearby(s, out, true);
}

/* ---- an activation ------------------------------------------------------------------------------------- */

static bool bears_code(const sppwhy_request *r, uint32_t code)
{
    const sppwhy_record *records[] = {r->client, r->response, r->host};
    uint64_t value;
    for (size_t i = 0; i < 3; i++)
        if (number_of(records[i], SPPWHY_FIELD_CODE, &value) && value == code)
            return true;
    return false;
}

/* The request that tells most: the last that bears the activation's code. */
static const sppwhy_request *telling(const sppwhy_activation *a)
{
    for (size_t i = a->request_count; a->has_code && i-- > 0;)
        if (bears_code(a->requests[i], a->code))
            return a->requests[i];
    return a->request_count != 0 ? a->requests[a->request_count - 1] : NULL;
}

static void of_telling(const scope *s, field_value *out, field_getter get)
{
    scope inner = *s;
    inner.request = telling(s->activation);
    if (inner.request)
        get(&inner, out);
}

static void activation_time(const scope *s, field_value *out)
{
    set_time(out, s->activation->time);
}

static void activation_outcome(const scope *s, field_value *out)
{
    set_text(out, sppwhy_outcome_name(s->activation->outcome));
}

static void activation_code(const scope *s, field_value *out)
{
    if (s->activation->has_code)
        set_number(out, s->activation->code);
}

static void activation_codes(const scope *s, field_value *out)
{
    const sppwhy_activation *a = s->activation;
    size_t room = a->request_count * 3 + 3;
    uint64_t code;
    for (size_t i = 0; i < a->request_count; i++)
        add_codes(s, a->requests[i], out, room);
    for (size_t i = 0; i < 3; i++)
        if (number_of(a->summary[i], SPPWHY_FIELD_CODE, &code) && code != 0 &&
            !has_number(out, (int64_t)code))
            add_item(s, out, room, (field_item){.number = (int64_t)code});
}

static void activation_summary_code(const scope *s, field_value *out)
{
    uint64_t code;
    for (size_t i = 0; i < 2; i++)
        if (number_of(s->activation->summary[i], SPPWHY_FIELD_CODE, &code) && out->state != FIELD_SET)
            set_number(out, (int64_t)code);
}

static void activation_requests(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->activation->request_count);
}

static void activation_servers(const scope *s, field_value *out)
{
    const sppwhy_activation *a = s->activation;
    for (size_t i = 0; i < a->request_count; i++) {
        const char *server = text_of(a->requests[i]->client, SPPWHY_FIELD_SERVER);
        if (server && !has_text(out, server))
            add_item(s, out, a->request_count, (field_item){.text = server});
    }
}

static void activation_product(const scope *s, field_value *out)
{
    set_text(out, guid_text(s, out, s->activation->product));
}

static const sppwhy_product *product_row(const scope *s)
{
    return s->activation->product ? sppwhy_product_find(s->catalogue, s->activation->product) : NULL;
}

static void activation_product_name(const scope *s, field_value *out)
{
    const sppwhy_product *product = product_row(s);
    if (product)
        set_text(out, product->name);
}

static void activation_product_kind(const scope *s, field_value *out)
{
    const sppwhy_product *product = product_row(s);
    if (product)
        set_text(out, product->kind);
}

static const sppwhy_record *first_summary(const scope *s)
{
    for (size_t i = 0; i < 3; i++)
        if (s->activation->summary[i])
            return s->activation->summary[i];
    return NULL;
}

static void activation_application(const scope *s, field_value *out)
{
    const sppwhy_product *product = product_row(s);
    const uint8_t *id = id_of(first_summary(s), SPPWHY_FIELD_APPLICATION);
    if (product && product->application[0] != '\0')
        set_text(out, product->application);
    else
        set_text(out, guid_text(s, out, id));
}

static void activation_renewal(const scope *s, field_value *out)
{
    set_number(out, s->activation->renewal);
}

static void activation_trigger(const scope *s, field_value *out)
{
    set_text(out, text_of(first_summary(s), SPPWHY_FIELD_TRIGGER));
}

static void activation_action(const scope *s, field_value *out)
{
    set_text(out, text_of(first_summary(s), SPPWHY_FIELD_ACTION));
}

static void activation_rule_id(const scope *s, field_value *out)
{
    set_text(out, guid_text(s, out, id_of(first_summary(s), SPPWHY_FIELD_RULE_ID)));
}

static const sppwhy_code *code_row(const scope *s)
{
    return s->activation->has_code ? sppwhy_code_find(s->catalogue, s->activation->code) : NULL;
}

static void activation_code_symbol(const scope *s, field_value *out)
{
    set_text(out, code_row(s) ? code_row(s)->symbol : NULL);
}

/* A meaning as a part of a sentence: without its full stop. */
static void set_meaning(const scope *s, field_value *out, const sppwhy_code *row)
{
    size_t length = row ? strlen(row->meaning) : 0;
    if (length == 0)
        return;
    if (row->meaning[length - 1] == '.')
        length--;
    const char *text = arena_bytes(s->scratch, row->meaning, length);
    out->failed |= text == NULL;
    set_text(out, text);
}

static void activation_code_meaning(const scope *s, field_value *out)
{
    set_meaning(s, out, code_row(s));
}

static void activation_code_step(const scope *s, field_value *out)
{
    set_text(out, code_row(s) ? code_row(s)->first_step : NULL);
}

/* Only for codes that the catalogue does not know. */
static void activation_code_decoded(const scope *s, field_value *out)
{
    char text[120];
    if (!s->activation->has_code || code_row(s))
        return;
    const char *copy = arena_string(s->scratch, sppwhy_code_describe(s->activation->code, text, sizeof text));
    out->failed |= copy == NULL;
    set_text(out, copy);
}

static void activation_code_cause(const scope *s, field_value *out)
{
    set_text(out, code_row(s) ? code_row(s)->cause : NULL);
}

static void activation_skew(const scope *s, field_value *out)
{
    of_telling(s, out, request_skew);
}

static void activation_skew_direction(const scope *s, field_value *out)
{
    field_value skew = {0};
    activation_skew(s, &skew);
    if (skew.state == FIELD_SET)
        set_text(out, skew.one.number > 0 ? "behind" : "ahead of");
    else
        *out = skew;
}

static void activation_server(const scope *s, field_value *out)
{
    of_telling(s, out, request_server);
}

static void activation_host(const scope *s, field_value *out)
{
    of_telling(s, out, request_host);
}

static void activation_state(const scope *s, field_value *out)
{
    of_telling(s, out, request_state);
}

static void activation_minutes(const scope *s, field_value *out)
{
    of_telling(s, out, request_minutes);
}

static void activation_count(const scope *s, field_value *out)
{
    of_telling(s, out, request_count);
}

static void activation_needs(const scope *s, field_value *out)
{
    of_telling(s, out, request_needs);
}

/* The host's count if the machine and its clones were counted apart. */
static int64_t counted_apart(const scope *s)
{
    field_value count = {0};
    activation_count(s, &count);
    return count.state == FIELD_SET ? count.one.number + (int64_t)s->activation->machine->clone_count : -1;
}

static void activation_still_lacking(const scope *s, field_value *out)
{
    field_value need = {0};
    activation_needs(s, &need);
    int64_t count = counted_apart(s);
    if (count >= 0 && need.state == FIELD_SET && need.one.number > count)
        set_number(out, need.one.number - count);
}

static void activation_served_before(const scope *s, field_value *out)
{
    of_telling(s, out, request_served_before);
}

static void activation_served_after(const scope *s, field_value *out)
{
    of_telling(s, out, request_served_after);
}

/* ---- a machine ----------------------------------------------------------------------------------------- */

static const sppwhy_machine *client_of(const scope *s)
{
    return s->kind == SCOPE_HOST || s->kind == SCOPE_MACHINE || !s->activation ? s->machine
                                                                               : s->activation->machine;
}

static void machine_name(const scope *s, field_value *out)
{
    set_text(out, client_of(s)->name);
}

static void machine_domain(const scope *s, field_value *out)
{
    const char *dot = strchr(client_of(s)->name, '.');
    set_text(out, dot ? dot + 1 : NULL);
}

static void machine_state(const scope *s, field_value *out)
{
    set_text(out, sppwhy_machine_state_name(client_of(s)->state));
}

static void machine_cmids(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    for (size_t i = 0; i < m->cmid_count; i++) {
        const char *text = guid_text(s, out, m->cmids[i]);
        if (text)
            add_item(s, out, m->cmid_count, (field_item){.text = text});
    }
}

static bool same_cmid(const sppwhy_machine *m, const uint8_t *cmid)
{
    for (size_t i = 0; cmid && i < m->cmid_count; i++)
        if (memcmp(m->cmids[i], cmid, 16) == 0)
            return true;
    return false;
}

/* An event that shows the machine using one of these CMIDs: the host's 12290 before its own 12288. */
static const sppwhy_record *shows_cmid(const scope *s, const sppwhy_machine *m, const sppwhy_machine *of)
{
    const sppwhy_record *own = NULL;
    for (size_t i = 0; i < m->record_count && !own; i++)
        if (sppwhy_record_is(m->records[i], "client_request") &&
            same_cmid(of, id_of(m->records[i], SPPWHY_FIELD_CMID)))
            own = m->records[i];
    for (size_t h = 0; h < s->collection->machine_count; h++) {
        const sppwhy_machine *host = s->collection->machines[h];
        for (size_t i = 0; i < host->served_count; i++)
            if (host->served[i]->machine == m && same_cmid(of, host->served[i]->cmid))
                return host->served[i]->host;
    }
    return own;
}

static bool any_host_log(const scope *s)
{
    for (size_t i = 0; i < s->collection->machine_count; i++)
        if (s->collection->machines[i]->served_count != 0)
            return true;
    return false;
}

static void machine_clones(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    for (size_t i = 0; i < m->clone_count; i++) {
        add_item(s, out, m->clone_count, (field_item){.text = m->clones[i]->name});
        if (i < FIELD_EVIDENCE)
            rests_on(out, shows_cmid(s, m->clones[i], m));
    }
    if (m->clone_count == 0 && !any_host_log(s))
        set_unknown(out,
                    "the Key Management Service log of the KMS host, which shows the CMID of every client");
}

static void machine_clone_count(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    if (m->clone_count != 0 || any_host_log(s))
        set_number(out, (int64_t)m->clone_count);
    else
        machine_clones(s, out);
}

static void machine_failed(const scope *s, field_value *out)
{
    set_number(out, (int64_t)client_of(s)->failed_count);
}

static void machine_activations(const scope *s, field_value *out)
{
    set_number(out, (int64_t)client_of(s)->activation_count);
}

static void machine_last_success(const scope *s, field_value *out)
{
    set_time(out, client_of(s)->last_success);
}

static void machine_runs_out(const scope *s, field_value *out)
{
    set_time(out, client_of(s)->runs_out);
}

static void machine_is_client(const scope *s, field_value *out)
{
    set_number(out, client_of(s)->is_client);
}

static void machine_is_host(const scope *s, field_value *out)
{
    set_number(out, client_of(s)->is_host);
}

static void machine_has_logs(const scope *s, field_value *out)
{
    set_number(out, client_of(s)->has_logs);
}

static void machine_skew(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    for (size_t i = 0; i < m->activation_count; i++)
        for (size_t k = 0; k < m->activations[i]->request_count; k++) {
            const sppwhy_request *r = m->activations[i]->requests[k];
            if (r->skew_source == SPPWHY_SKEW_NONE ||
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
    for (size_t i = m->activation_count; i-- > 0 && m->activations[i]->time > failed->time;) {
        const sppwhy_activation *a = m->activations[i];
        if ((a->outcome == SPPWHY_ACTIVATED || a->outcome == SPPWHY_RENEWED) &&
            (!a->product || !failed->product || memcmp(a->product, failed->product, 16) == 0))
            return true;
    }
    return false;
}

static const sppwhy_record *main_event(const sppwhy_activation *a)
{
    if (a->request_count != 0)
        return asked(a->requests[a->request_count - 1]);
    return a->summary[0] ? a->summary[0] : a->summary[1];
}

/* Renewals that failed one after another up to the end of what is known, the newest first. */
static size_t failing_renewals(const sppwhy_machine *m, const sppwhy_activation **newest,
                               const sppwhy_activation **first)
{
    size_t count = 0;
    *newest = *first = NULL;
    for (size_t i = m->activation_count; i-- > 0;) {
        const sppwhy_activation *a = m->activations[i];
        if (a->outcome == SPPWHY_ACTIVATED || a->outcome == SPPWHY_RENEWED)
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
    size_t count = failing_renewals(client_of(s), &newest, &first);
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
    if (failing_renewals(client_of(s), &newest, &first) != 0)
        set_time(out, first->time);
}

/* The newest time that the machine's own logs speak of; without any, the newest request that a host logged.
 */
static uint64_t known_until(const sppwhy_machine *m)
{
    uint64_t end = 0;
    for (size_t i = 0; i < m->log_count; i++)
        end = m->logs[i]->last_event > end ? m->logs[i]->last_event : end;
    if (end == 0 && m->request_count != 0)
        end = m->requests[m->request_count - 1]->time;
    return end;
}

static void machine_known_until(const scope *s, field_value *out)
{
    set_time(out, known_until(client_of(s)));
}

static void machine_expires_in(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    uint64_t now = known_until(m);
    if (m->runs_out == 0 || now == 0)
        return;
    set_number(out, ((int64_t)m->runs_out - (int64_t)now) / (int64_t)CLOCK_SECOND);
    if (m->request_count != 0)
        rests_on(out, asked(m->requests[m->request_count - 1]));
}

/* The licence state in the newest request, when no success came after it. */
static void machine_license_state(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    const sppwhy_request *r = m->request_count != 0 ? m->requests[m->request_count - 1] : NULL;
    uint64_t state;
    if (!r || !number_of(asked(r), SPPWHY_FIELD_LICENSE_STATE, &state))
        return;
    set_text(out, sppwhy_state_name(m->last_success >= r->time ? 1 : state));
    rests_on(out, asked(r));
}

static void machine_requests(const scope *s, field_value *out)
{
    set_number(out, (int64_t)client_of(s)->request_count);
}

/* The largest count that one of its own products needs: 25 says that it runs a client edition of Windows. */
static void machine_own_need(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    for (size_t i = 0; i < m->request_count; i++) {
        uint64_t need;
        const sppwhy_record *r = m->requests[i]->client;
        if (!number_of(r, SPPWHY_FIELD_REQUIRED_COUNT, &need) || (int64_t)need <= out->one.number)
            continue;
        out->evidence_count = out->evidence_total = 0;
        set_number(out, (int64_t)need);
        rests_on(out, r);
    }
}

/* ---- clocks ---- */

static void machine_skew_growth(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    const sppwhy_request *first = NULL, *last = NULL;
    for (size_t i = 0; i < m->request_count; i++)
        if (m->requests[i]->skew_source != SPPWHY_SKEW_NONE) {
            first = first ? first : m->requests[i];
            last = m->requests[i];
        }
    if (!first || first == last)
        return;
    set_number(out, llabs(last->skew_seconds) - llabs(first->skew_seconds));
    rests_on(out, first->host);
    rests_on(out, last->host);
}

static void machine_skew_now(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    for (size_t i = m->request_count; i-- > 0;)
        if (m->requests[i]->skew_source != SPPWHY_SKEW_NONE) {
            set_number(out, m->requests[i]->skew_seconds);
            rests_on(out, m->requests[i]->host);
            rests_on(out, m->requests[i]->client);
            return;
        }
    set_unknown(out, "the Key Management Service log of the KMS host, which shows the clients' clocks");
}

/* Whether that skew is between two events of one request, which no way of printing a time can falsify. */
static void machine_skew_exact(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    for (size_t i = m->request_count; i-- > 0;)
        if (m->requests[i]->skew_source != SPPWHY_SKEW_NONE) {
            set_number(out, m->requests[i]->skew_source == SPPWHY_SKEW_BOTH);
            return;
        }
}

static void machine_skew_direction(const scope *s, field_value *out)
{
    field_value skew = {0};
    machine_skew_now(s, &skew);
    if (skew.state == FIELD_SET)
        set_text(out, skew.one.number > 0 ? "behind" : "ahead of");
}

/* The host that this machine asked last and whose log is there, as far as its clock is concerned. */
static void machine_host_skew(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    for (size_t i = m->request_count; i-- > 0;)
        if (m->requests[i]->target && m->requests[i]->target->host.clock_clients > 2) {
            set_number(out, m->requests[i]->target->host.clock_seconds);
            return;
        }
}

/* ---- activation over the internet ---- */

static bool is_internet_failure(const sppwhy_record *r)
{
    return sppwhy_record_is(r, "internet_activation_failed") || sppwhy_record_is(r, "acquisition_failed");
}

/* The failures of activation over the internet (8200, 1014) that no later success has cleared, the newest
 * first; of a machine that asks a KMS host nothing is said, since such failures are then noise. */
static void internet_failures(const scope *s, field_value *out, bool cause)
{
    const sppwhy_machine *m = client_of(s);
    size_t room = 0, looked = 0;
    uint64_t code;
    for (size_t i = m->record_count; m->request_count == 0 && i-- > 0 && room < FIELD_INTERNET;) {
        if (looked++ == LIMIT_EVENTS_SCANNED)
            return;
        const sppwhy_record *r = m->records[i];
        if (sppwhy_record_is(r, "acquisition_succeeded") || sppwhy_record_is(r, "ad_activated"))
            break;
        if (!is_internet_failure(r) || !number_of(r, SPPWHY_FIELD_CODE, &code))
            continue;
        const sppwhy_code *row = cause ? sppwhy_code_find(s->catalogue, (uint32_t)code) : NULL;
        room++;
        if (cause ? row && row->cause[0] && !has_text(out, row->cause) : !has_number(out, (int64_t)code))
            add_item(s, out, FIELD_INTERNET,
                     cause ? (field_item){.text = row->cause} : (field_item){.number = (int64_t)code});
        rests_on(out, r);
    }
}

static void machine_internet_code(const scope *s, field_value *out)
{
    internet_failures(s, out, false);
}

static void machine_internet_cause(const scope *s, field_value *out)
{
    internet_failures(s, out, true);
}

/* ---- what logs do not reach ---- */

static uint64_t log_begins(const sppwhy_machine *m, const char *channel)
{
    uint64_t begin = 0;
    for (size_t i = 0; i < m->log_count; i++)
        for (size_t k = 0; k < m->logs[i]->channel_count; k++)
            if (text_equal_nocase(m->logs[i]->channels[k], channel) && m->logs[i]->first_event != 0 &&
                (begin == 0 || m->logs[i]->first_event < begin))
                begin = m->logs[i]->first_event;
    return begin;
}

/* Requests that the hosts' logs show and that are older than the oldest record of the client's own log. */
static void machine_unseen_requests(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    uint64_t begin = log_begins(m, SPPWHY_CHANNEL_APPLICATION);
    int64_t count = 0;
    for (size_t i = 0; i < m->request_count && begin != 0; i++) {
        const sppwhy_request *r = m->requests[i];
        if (r->client || r->response || r->time + ANSWER_TIME >= begin || llabs(r->skew_seconds) > 3600)
            continue;
        count++;
        rests_on(out, r->host);
    }
    set_number(out, count);
}

static void machine_log_begins(const scope *s, field_value *out)
{
    set_time(out, log_begins(client_of(s), SPPWHY_CHANNEL_APPLICATION));
}

static bool is_kms_log(const sppwhy_log *log)
{
    for (size_t i = 0; i < log->channel_count; i++)
        if (text_equal_nocase(log->channels[i], SPPWHY_CHANNEL_APPLICATION) ||
            text_equal_nocase(log->channels[i], SPPWHY_CHANNEL_KMS))
            return true;
    return false;
}

/* Records that are known to be gone from the middle of its logs, in which silence counts: their numbers jump.
 */
static void machine_records_gone(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    uint64_t gone = 0;
    for (size_t i = 0; i < m->log_count; i++)
        for (size_t k = 0; is_kms_log(m->logs[i]) && k < m->logs[i]->gap_count; k++)
            gone += m->logs[i]->gaps[k].missing;
    set_number(out, (int64_t)(gone < INT64_MAX ? gone : INT64_MAX));
}

static void machine_servers(const scope *s, field_value *out)
{
    const sppwhy_machine *m = client_of(s);
    size_t room = 0;
    for (size_t i = 0; i < m->activation_count; i++)
        room += m->activations[i]->request_count;
    for (size_t i = 0; i < m->activation_count; i++)
        for (size_t k = 0; k < m->activations[i]->request_count; k++) {
            const char *server = text_of(m->activations[i]->requests[k]->client, SPPWHY_FIELD_SERVER);
            if (server && !has_text(out, server))
                add_item(s, out, room, (field_item){.text = server});
        }
}

/* ---- a host -------------------------------------------------------------------------------------------- */

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

static int by_address(const void *left, const void *right)
{
    const sppwhy_machine *a = *(const sppwhy_machine *const *)left,
                         *b = *(const sppwhy_machine *const *)right;
    return (a > b) - (a < b);
}

static void host_clients(const scope *s, field_value *out)
{
    size_t count = 0;
    const sppwhy_machine **clients =
        ARENA_ARRAY(s->scratch, s->machine->served_count + 1, const sppwhy_machine *);
    for (size_t i = 0; clients && i < s->machine->served_count; i++)
        clients[i] = s->machine->served[i]->machine;
    if (clients && s->machine->served_count != 0)
        qsort(clients, s->machine->served_count, sizeof *clients, by_address);
    for (size_t i = 0; clients && i < s->machine->served_count; i++)
        count += clients[i] != NULL && (i == 0 || clients[i] != clients[i - 1]);
    set_number(out, (int64_t)count);
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

/* ---- the collection ------------------------------------------------------------------------------------ */

static void collection_logs(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->collection->log_count);
}

static void collection_machines(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->collection->machine_count);
}

static void collection_hosts(const scope *s, field_value *out)
{
    int64_t hosts = 0;
    for (size_t i = 0; i < s->collection->machine_count; i++)
        hosts += s->collection->machines[i]->is_host;
    set_number(out, hosts);
}

static void collection_serving(const scope *s, field_value *out)
{
    for (size_t i = 0; i < s->collection->serving_count; i++) {
        const sppwhy_machine *m = s->collection->serving[i];
        add_item(s, out, s->collection->serving_count, (field_item){.text = m->name});
        rests_on(out, m->served[m->served_count - 1]->host);
    }
}

static void collection_serving_count(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->collection->serving_count);
}

static void collection_recent_clients(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->collection->recent_clients);
}

static void collection_need(const scope *s, field_value *out)
{
    if (s->collection->need != 0)
        set_number(out, s->collection->need);
}

static bool known_below(const sppwhy_machine *m, uint32_t need)
{
    uint64_t newest = m->served[m->served_count - 1]->host->event->time;
    if (m->host.answer)
        return m->host.answered_count < need;
    return m->host.recent_clients < need &&
           sppwhy_machine_covers(m, SPPWHY_CHANNEL_KMS, m->host.counted_from, newest);
}

/* How many serving hosts have reached the count, or may have: of them it is not known that they have not. */
static void collection_hosts_at_need(const scope *s, field_value *out)
{
    int64_t count = 0;
    for (size_t i = 0; i < s->collection->serving_count; i++) {
        const sppwhy_machine *m = s->collection->serving[i];
        bool below = known_below(m, s->collection->need);
        if (below)
            rests_on(out, m->host.answer);
        count += !below;
    }
    set_number(out, count);
}

static void collection_damaged(const scope *s, field_value *out)
{
    size_t room = s->collection->log_count;
    for (size_t i = 0; i < s->collection->log_count; i++)
        for (size_t k = 0; k < s->collection->logs[i]->damage_count; k++)
            if (s->collection->logs[i]->damage[k].lost) {
                add_item(s, out, room, (field_item){.text = s->collection->logs[i]->path});
                break;
            }
}

/* ---- an event ------------------------------------------------------------------------------------------ */

static void event_id(const scope *s, field_value *out)
{
    set_number(out, s->event->event->id);
}

static void event_kind(const scope *s, field_value *out)
{
    set_text(out, s->event->type->kind);
}

static void event_time(const scope *s, field_value *out)
{
    set_time(out, s->event->event->time);
}

static void event_provider(const scope *s, field_value *out)
{
    set_text(out, s->event->event->provider);
}

static void event_strings(const scope *s, field_value *out)
{
    const sppwhy_event *e = s->event->event;
    for (size_t i = 0; i < e->string_count; i++)
        add_item(s, out, e->string_count, (field_item){.text = e->strings[i]});
}

/* A typed field of the record, as its catalogue row names it. */
static void event_typed(const scope *s, field_value *out, sppwhy_field which)
{
    sppwhy_value value;
    if (!sppwhy_record_get(s->event, which, &value))
        return;
    switch (sppwhy_field_type(which)) {
    case SPPWHY_TEXT:
        set_text(out, value.text);
        break;
    case SPPWHY_GUID:
    case SPPWHY_PRODUCT:
        set_text(out, guid_text(s, out, value.id));
        break;
    case SPPWHY_STATE:
        set_text(out, sppwhy_state_name(value.number));
        break;
    default:
        set_number(out, (int64_t)value.number);
    }
}

#define EVENT_FIELD(getter, which)                                                                           \
    static void getter(const scope *s, field_value *out)                                                     \
    {                                                                                                        \
        event_typed(s, out, which);                                                                          \
    }

EVENT_FIELD(event_code, SPPWHY_FIELD_CODE)
static void event_code_cause(const scope *s, field_value *out)
{
    uint64_t code;
    const sppwhy_code *row =
        number_of(s->event, SPPWHY_FIELD_CODE, &code) ? sppwhy_code_find(s->catalogue, (uint32_t)code) : NULL;
    set_text(out, row ? row->cause : NULL);
}

EVENT_FIELD(event_product, SPPWHY_FIELD_PRODUCT)
EVENT_FIELD(event_server, SPPWHY_FIELD_SERVER)
EVENT_FIELD(event_client, SPPWHY_FIELD_CLIENT)
EVENT_FIELD(event_domain, SPPWHY_FIELD_DOMAIN)
EVENT_FIELD(event_state, SPPWHY_FIELD_LICENSE_STATE)
EVENT_FIELD(event_minutes, SPPWHY_FIELD_MINUTES_LEFT)
EVENT_FIELD(event_state_name, SPPWHY_FIELD_STATE_NAME)
EVENT_FIELD(event_key_type, SPPWHY_FIELD_KEY_TYPE)
EVENT_FIELD(event_reason, SPPWHY_FIELD_REASON)
EVENT_FIELD(event_detail, SPPWHY_FIELD_DETAIL)
EVENT_FIELD(event_grace_end, SPPWHY_FIELD_GRACE_END)
EVENT_FIELD(event_last_reason, SPPWHY_FIELD_LAST_REASON)

/* ---- the tables ---------------------------------------------------------------------------------------- */

static const field activation_fields[] = {
    {"outcome", FIELD_TEXT, activation_outcome, "activated, renewed, failed or unanswered"},
    {"time", FIELD_TIME, activation_time, "of its first event"},
    {"code", FIELD_CODE, activation_code,
     "the most telling code: of the last request that failed, else of the 8198 or 8233"},
    {"codes", FIELD_CODE, activation_codes, "every code but 0 in any of its events"},
    {"summary_code", FIELD_CODE, activation_summary_code, "of the 8198 or 8233"},
    {"code_symbol", FIELD_TEXT, activation_code_symbol, "the code's name"},
    {"code_meaning", FIELD_TEXT, activation_code_meaning, "the code's meaning, from the catalogue"},
    {"code_decoded", FIELD_TEXT, activation_code_decoded,
     "what the number says by itself, of a code that is not in the catalogue"},
    {"code_first_step", FIELD_TEXT, activation_code_step, "what to do first, from the catalogue"},
    {"code_cause", FIELD_TEXT, activation_code_cause, "the cause that the catalogue gives for the code"},
    {"request_count", FIELD_NUMBER, activation_requests, "how many hosts it asked"},
    {"domain", FIELD_TEXT, machine_domain,
     "DNS domain of the machine: what follows the first dot of its name"},
    {"servers", FIELD_TEXT, activation_servers, "the hosts it asked, as written in 12288"},
    {"server", FIELD_TEXT, activation_server, "the last host it asked"},
    {"host", FIELD_TEXT, activation_host, "the last host it asked, by its own name where its log is there"},
    {"product", FIELD_TEXT, activation_product, "activation ID"},
    {"product_name", FIELD_TEXT, activation_product_name, "name of the product"},
    {"product_kind", FIELD_TEXT, activation_product_kind,
     "ActID-client, ActID-host-CSVLK ... in products.tsv"},
    {"application", FIELD_TEXT, activation_application, "application ID (Windows, Office)"},
    {"renewal", FIELD_BOOLEAN, activation_renewal, "the machine was licensed when it tried"},
    {"license_state", FIELD_TEXT, activation_state, "before the try"},
    {"minutes_left", FIELD_NUMBER, activation_minutes, "in that state"},
    {"count", FIELD_NUMBER, activation_count, "the host's count, in the answer"},
    {"required_count", FIELD_NUMBER, activation_needs, "the count that the client needs (N-policy)"},
    {"still_lacking", FIELD_NUMBER, activation_still_lacking,
     "machines that the count would lack even if clones were counted apart"},
    {"trigger", FIELD_TEXT, activation_trigger, "what started it: TimerEvent, NetworkAvailable, UserLogon"},
    {"action", FIELD_TEXT, activation_action, "AutoActivate, AutoActivateSilent"},
    {"rule_id", FIELD_TEXT, activation_rule_id, "the licensing service's own rule, in 8198"},
    {"skew_seconds", FIELD_SECONDS, activation_skew, "the host's clock less the client's"},
    {"skew_direction", FIELD_TEXT, activation_skew_direction,
     "the client's clock is \"behind\" or \"ahead of\" the host's"},
    {"served_before", FIELD_TIME, activation_served_before,
     "another client that the host served in the hour before"},
    {"served_after", FIELD_TIME, activation_served_after,
     "another client that the host served in the hour after"},
};

static const field request_fields[] = {
    {"time", FIELD_TIME, request_time, "of the client's event, else of the host's"},
    {"code", FIELD_CODE, request_code, "of the 12288, else of the 12290"},
    {"codes", FIELD_CODE, request_codes, "every code but 0 of the 12288, 12289 and 12290"},
    {"code_cause", FIELD_TEXT, request_code_cause, "the cause that the catalogue gives for the code"},
    {"server", FIELD_TEXT, request_server, "the host asked, as written in 12288"},
    {"port", FIELD_NUMBER, request_port, "the TCP port asked"},
    {"host", FIELD_TEXT, request_host, "the host asked, by its own name where its log is there"},
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

#define MACHINE_ROWS                                                                                         \
    {"name", FIELD_TEXT, machine_name, "its newest name"},                                                   \
        {"domain", FIELD_TEXT, machine_domain, "what follows the first dot of its name"},                    \
        {"cmids", FIELD_TEXT, machine_cmids, "its client machine IDs"},                                      \
        {"is_client", FIELD_BOOLEAN, machine_is_client, "it tried to activate"},                             \
        {"own_need", FIELD_NUMBER, machine_own_need,                                                         \
         "the largest count that one of its own products needs: 25 for client Windows"},                     \
        {"is_host", FIELD_BOOLEAN, machine_is_host, "it logged as a KMS host"},                              \
    {                                                                                                        \
        "has_logs", FIELD_BOOLEAN, machine_has_logs, "its own logs are in the collection"                    \
    }

static const field machine_fields[] = {
    MACHINE_ROWS,
    {"state", FIELD_TEXT, machine_state, "activated, activation_failing, renewal_failing or unknown"},
    {"clones", FIELD_TEXT, machine_clones, "other machines that use its CMID at the same time"},
    {"clone_count", FIELD_NUMBER, machine_clone_count, "how many those are"},
    {"failed", FIELD_NUMBER, machine_failed, "activations that failed"},
    {"activations", FIELD_NUMBER, machine_activations, "activations in all"},
    {"last_success", FIELD_TIME, machine_last_success, "its newest successful activation"},
    {"runs_out", FIELD_TIME, machine_runs_out, "when its licence or grace ends"},
    {"skew_seconds", FIELD_SECONDS, machine_skew, "the largest clock difference measured to a host"},
    {"servers", FIELD_TEXT, machine_servers, "the hosts it asked"},
    {"requests", FIELD_NUMBER, machine_requests, "requests it sent to KMS hosts"},
    {"license_state", FIELD_TEXT, machine_license_state, "in its newest request; licensed after a success"},
    {"renewals_failed", FIELD_NUMBER, machine_renewals_failed,
     "renewals that failed one after another, up to the newest try"},
    {"renewals_failed_since", FIELD_TIME, machine_renewals_failed_since, "the first of them"},
    {"known_until", FIELD_TIME, machine_known_until, "the newest time that its logs speak of"},
    {"expires_in", FIELD_SECONDS, machine_expires_in, "from then until its licence or grace ends"},
    {"skew_now", FIELD_SECONDS, machine_skew_now, "the newest clock difference measured to a host"},
    {"skew_exact", FIELD_BOOLEAN, machine_skew_exact, "that was measured between two events of one request"},
    {"skew_growth", FIELD_SECONDS, machine_skew_growth, "the newest clock difference less the first"},
    {"skew_direction", FIELD_TEXT, machine_skew_direction,
     "its clock is \"behind\" or \"ahead of\" the host's"},
    {"host_skew", FIELD_SECONDS, machine_host_skew,
     "the clock of the host it asked less that of the host's clients"},
    {"internet_code", FIELD_CODE, machine_internet_code,
     "of 8200 and 1014 that no later success cleared; none on KMS clients"},
    {"internet_cause", FIELD_TEXT, machine_internet_cause, "the causes that the catalogue gives for those"},
    {"log_begins", FIELD_TIME, machine_log_begins, "the oldest record of its Application log"},
    {"unseen_requests", FIELD_NUMBER, machine_unseen_requests,
     "requests older than that, which only hosts' logs show"},
    {"records_gone", FIELD_NUMBER, machine_records_gone,
     "record numbers missing from the middle of its Application and KMS logs"},
};

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

static const field collection_fields[] = {
    {"logs", FIELD_NUMBER, collection_logs, "logs read"},
    {"machines", FIELD_NUMBER, collection_machines, "machines seen"},
    {"hosts", FIELD_NUMBER, collection_hosts, "of them, KMS hosts"},
    {"serving", FIELD_TEXT, collection_serving, "the hosts that processed requests"},
    {"serving_count", FIELD_NUMBER, collection_serving_count, "how many those are"},
    {"recent_clients", FIELD_NUMBER, collection_recent_clients,
     "different CMIDs that all hosts saw in their last 30 days"},
    {"need", FIELD_NUMBER, collection_need, "the largest count that a client needed"},
    {"hosts_at_need", FIELD_NUMBER, collection_hosts_at_need,
     "serving hosts not known to be below that count"},
    {"damaged", FIELD_TEXT, collection_damaged, "logs of which a part could not be read"},
};

static const field event_fields[] = {
    {"id", FIELD_NUMBER, event_id, "event id"},
    {"kind", FIELD_TEXT, event_kind, "client_request ... in events.tsv"},
    {"time", FIELD_TIME, event_time, "when it was written"},
    {"provider", FIELD_TEXT, event_provider, "its provider"},
    {"strings", FIELD_TEXT, event_strings, "its raw strings"},
    {"code", FIELD_CODE, event_code, "HRESULT"},
    {"code_cause", FIELD_TEXT, event_code_cause, "the cause that the catalogue gives for the code"},
    {"product", FIELD_TEXT, event_product, "activation ID"},
    {"server", FIELD_TEXT, event_server, "host asked"},
    {"client", FIELD_TEXT, event_client, "client named by a host"},
    {"domain", FIELD_TEXT, event_domain, "DNS domain"},
    {"license_state", FIELD_TEXT, event_state, "license state"},
    {"minutes_left", FIELD_NUMBER, event_minutes, "minutes left"},
    {"state_name", FIELD_TEXT, event_state_name, "8230's LicenseState"},
    {"key_type", FIELD_TEXT, event_key_type, "8230's ProductKeyType"},
    {"reason", FIELD_TEXT, event_reason, "reason"},
    {"detail", FIELD_TEXT, event_detail, "what else it says"},
    {"grace_end", FIELD_TIME, event_grace_end, "8230's GraceEndDate"},
    {"last_reason", FIELD_CODE, event_last_reason, "8230's LastConsumptionReason"},
};

static const struct {
    const char *name;
    const field *fields;
    size_t count;
} tables[SCOPE_KINDS] = {
    [SCOPE_ACTIVATION] = {"activation", activation_fields, sizeof activation_fields / sizeof(field)},
    [SCOPE_REQUEST] = {"request", request_fields, sizeof request_fields / sizeof(field)},
    [SCOPE_MACHINE] = {"machine", machine_fields, sizeof machine_fields / sizeof(field)},
    [SCOPE_HOST] = {"host", host_fields, sizeof host_fields / sizeof(field)},
    [SCOPE_COLLECTION] = {"collection", collection_fields, sizeof collection_fields / sizeof(field)},
    [SCOPE_EVENT] = {"event", event_fields, sizeof event_fields / sizeof(field)},
};

const char *scope_name(scope_kind kind)
{
    return tables[kind].name;
}

bool scope_parse(scope_kind *out, const char *name)
{
    for (int k = 0; k < SCOPE_KINDS; k++)
        if (strcmp(tables[k].name, name) == 0) {
            *out = (scope_kind)k;
            return true;
        }
    return false;
}

const field *field_table(scope_kind kind, size_t *count)
{
    *count = tables[kind].count;
    return tables[kind].fields;
}

bool sppwhy_rules_field(size_t i, sppwhy_field_info *out)
{
    static const char *const types[] = {"text", "number", "code", "boolean", "time", "seconds"};
    for (size_t k = 0; k < SCOPE_KINDS; i -= tables[k++].count) {
        if (i >= tables[k].count)
            continue;
        const field *f = &tables[k].fields[i];
        *out = (sppwhy_field_info){tables[k].name, f->name, types[f->type], f->meaning};
        return true;
    }
    return false;
}

/* From where another thing can be named: "activation.code" in a request, "machine.name" in an activation. */
static bool reaches(scope_kind from, scope_kind to)
{
    static const unsigned outer[SCOPE_KINDS] = {
        [SCOPE_ACTIVATION] = 1u << SCOPE_MACHINE | 1u << SCOPE_COLLECTION,
        [SCOPE_REQUEST] = 1u << SCOPE_ACTIVATION | 1u << SCOPE_MACHINE | 1u << SCOPE_COLLECTION,
        [SCOPE_MACHINE] = 1u << SCOPE_COLLECTION,
        [SCOPE_HOST] = 1u << SCOPE_ACTIVATION | 1u << SCOPE_COLLECTION,
        [SCOPE_EVENT] = 1u << SCOPE_COLLECTION,
    };
    return from == to || (outer[from] >> to & 1) != 0;
}

const field *field_find(scope_kind kind, const char *name, scope_kind *in)
{
    const char *dot = strchr(name, '.');
    *in = kind;
    if (dot) {
        char outer[16];
        if ((size_t)(dot - name) >= sizeof outer)
            return NULL;
        memcpy(outer, name, (size_t)(dot - name));
        outer[dot - name] = '\0';
        if (!scope_parse(in, outer) || !reaches(kind, *in))
            return NULL;
        name = dot + 1;
    }
    for (size_t i = 0; i < tables[*in].count; i++)
        if (strcmp(tables[*in].fields[i].name, name) == 0)
            return &tables[*in].fields[i];
    return NULL;
}

void field_get(const field *f, scope_kind in, const scope *s, field_value *out)
{
    scope outer = *s;
    outer.kind = in;
    if (in == SCOPE_ACTIVATION && !s->activation)
        return; /* a host judged on its own: no activation, so the field is not there */
    if (in == SCOPE_MACHINE && s->kind != SCOPE_MACHINE && s->activation)
        outer.machine = s->activation->machine;
    f->get(&outer, out);
}

const char *field_nearest(scope_kind kind, const char *name)
{
    const char *best = NULL;
    size_t least = strlen(name) / 2 + 1;
    for (size_t i = 0; i < tables[kind].count; i++) {
        size_t d = text_distance(name, tables[kind].fields[i].name);
        if (d < least) {
            least = d;
            best = tables[kind].fields[i].name;
        }
    }
    return best;
}
