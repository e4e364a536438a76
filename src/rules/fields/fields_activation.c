/* The fields of an activation: one try of one product on one machine. */
#include "rules/fields/fields.h"

#include "base/saturate.h"
#include "base/clock.h"
#include "base/network.h"
#include "base/sort.h"
#include "base/text.h"
#include "correlate/hosts.h"
#include "correlate/requests.h"

#include <string.h>

/* A host that is set stays set; but logs of a month ago may be from before it was. */
#define REPORT_DAYS 30

static bool bears_code(const sppwhy_request *r, uint32_t code)
{
    const sppwhy_record *records[] = {r->client, r->response, r->host};
    uint64_t value;
    for (size_t i = 0; i < 3; i++)
        if (record_get_number(records[i], SPPWHY_FIELD_CODE, &value) && value == code)
            return true;
    return false;
}

/* The request that says most: the last that bears the activation's code. */
const sppwhy_request *telling_request(const sppwhy_activation *a)
{
    for (size_t i = a->request_count; a->has_code && i-- > 0;)
        if (bears_code(a->requests[i], a->code))
            return a->requests[i];
    return a->request_count != 0 ? a->requests[a->request_count - 1] : NULL;
}

static void of_telling(const scope *s, field_value *out, field_getter get)
{
    scope inner = *s;
    inner.request = telling_request(s->activation);
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
    for (size_t i = 0; i < a->request_count; i++)
        add_codes(s, a->requests[i], out, room);
    for (size_t i = 0; i < 3; i++)
        add_code_of(s, a->summary[i], out, room);
}

static void activation_summary_code(const scope *s, field_value *out)
{
    uint64_t code;
    for (size_t i = 0; i < 2; i++)
        if (record_get_number(s->activation->summary[i], SPPWHY_FIELD_CODE, &code) && out->state != FIELD_SET)
            set_number(out, (int64_t)code);
}

static void activation_requests(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->activation->request_count);
}

/* Its own log covers the try and has no request of it: nothing was sent. */
static void activation_nothing_sent(const scope *s, field_value *out)
{
    const sppwhy_activation *a = s->activation;
    uint64_t from = clock_before(a->time, KMS_ANSWER_TIME), to = clock_after(a->time, KMS_ANSWER_TIME);
    if (a->request_count != 0)
        return;
    if (sppwhy_machine_covers(a->machine, SPPWHY_CHANNEL_APPLICATION, from, to))
        set_time(out, a->time);
    else
        set_unknown(out, want_span(s, SPPWHY_CHANNEL_APPLICATION, a->machine->name, from, to));
}

/* Whether a request was sent nobody can tell: the try has none, and its own log does not cover it. */
static void activation_unseen(const scope *s, field_value *out)
{
    field_value sent = {0};
    activation_nothing_sent(s, &sent);
    out->failed |= sent.failed;
    if (sent.state == FIELD_UNKNOWN)
        set_time(out, s->activation->time);
}

static int try_against_time(const void *item, const void *time)
{
    return compare_u64((*(sppwhy_activation *const *)item)->time, *(const uint64_t *)time);
}

/* The next try of the same product, when it began within KMS_NEXT_TRY_TIME. */
static const sppwhy_activation *next_try(const sppwhy_activation *a)
{
    const sppwhy_machine *m = a->machine;
    size_t i = sort_last(m->tries, m->try_count, sizeof *m->tries, &a->time, try_against_time);
    for (; i < m->try_count && m->tries[i]->time - a->time <= KMS_NEXT_TRY_TIME; i++)
        if (!a->product || !m->tries[i]->product || id_equal(a->product, m->tries[i]->product))
            return m->tries[i];
    return NULL;
}

static void activation_next_code_cause(const scope *s, field_value *out)
{
    const sppwhy_activation *next = next_try(s->activation);
    const sppwhy_code *row = next && next->has_code ? sppwhy_code_find(s->catalogue, next->code) : NULL;
    if (!row)
        return;
    set_text(out, row->cause);
    rests_on(out, next->summary[0] ? next->summary[0] : next->summary[1]);
}

static void activation_servers(const scope *s, field_value *out)
{
    size_t at = 0;
    for (const char *server; (server = activation_next_server(s->activation, &at)) != NULL;)
        add_item(s, out, s->activation->request_count, (field_item){.text = server});
}

static void activation_product(const scope *s, field_value *out)
{
    set_text(out, guid_text(s, out, s->activation->product));
}

static const sppwhy_product *product_row(const scope *s)
{
    const sppwhy_update *needs;
    return index_product(s->index, s->activation->product, &needs);
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
    const uint8_t *id = record_id(first_summary(s), SPPWHY_FIELD_APPLICATION);
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
    set_text(out, record_text(first_summary(s), SPPWHY_FIELD_TRIGGER));
}

static void activation_action(const scope *s, field_value *out)
{
    set_text(out, record_text(first_summary(s), SPPWHY_FIELD_ACTION));
}

static void activation_rule_id(const scope *s, field_value *out)
{
    set_text(out, guid_text(s, out, record_id(first_summary(s), SPPWHY_FIELD_RULE_ID)));
}

static const sppwhy_code *code_row(const scope *s)
{
    return s->activation->has_code ? sppwhy_code_find(s->catalogue, s->activation->code) : NULL;
}

/* Of a code that is none of licensing: what Windows calls it. */
static const sppwhy_error_name *code_name(const scope *s)
{
    return s->activation->has_code && !code_row(s) ? sppwhy_error_name_find(s->catalogue, s->activation->code)
                                                   : NULL;
}

static void activation_code_symbol(const scope *s, field_value *out)
{
    set_text(out, code_row(s) ? code_row(s)->symbol : NULL);
}

/* A meaning as a part of a sentence: without its full stop. */
void set_meaning(const scope *s, field_value *out, const sppwhy_code *row)
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
    const sppwhy_error_name *name = code_name(s);
    sppwhy_code row = {.meaning = name ? name->meaning : ""};
    set_meaning(s, out, code_row(s) ? code_row(s) : &row);
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
    const char *copy =
        arena_string(s->scratch, sppwhy_code_describe(s->catalogue, s->activation->code, text, sizeof text));
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
    set_direction(out, &skew);
}

static void activation_server(const scope *s, field_value *out)
{
    of_telling(s, out, request_server);
}

void activation_host(const scope *s, field_value *out)
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

void activation_count(const scope *s, field_value *out)
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
    return count.state == FIELD_SET
               ? saturated_add(count.one.number, saturated_signed(s->activation->machine->clone_total))
               : -1;
}

static void activation_still_lacking(const scope *s, field_value *out)
{
    field_value need = {0};
    activation_needs(s, &need);
    int64_t count = counted_apart(s);
    if (count >= 0 && need.state == FIELD_SET && need.one.number > count)
        set_number(out, need.one.number - count);
}

/* The hosts that might have counted this machine together: those with which the asked one shares clients. */
static const host_group *shared_hosts(const scope *s)
{
    const sppwhy_request *r = telling_request(s->activation);
    if (r && r->office && r->target && r->target->host.office.need != 0)
        return NULL; /* what its hosts count for Office is not what groups are counted by */
    return groups_find(index_groups(s->index), r ? r->target : NULL,
                       network_domain(s->activation->machine->name));
}

static void activation_shared_hosts(const scope *s, field_value *out)
{
    const host_group *group = shared_hosts(s);
    for (size_t i = 0; group && i < group->host_count; i++) {
        add_item(s, out, group->host_count, (field_item){.text = group->hosts[i]->name});
        rests_on(out, host_newest_served(group->hosts[i]));
    }
}

static void activation_shared_clients(const scope *s, field_value *out)
{
    const host_group *group = shared_hosts(s);
    if (group)
        set_number(out, (int64_t)group->clients);
}

static void activation_served_before(const scope *s, field_value *out)
{
    of_telling(s, out, request_served_before);
}

static void activation_served_after(const scope *s, field_value *out)
{
    of_telling(s, out, request_served_after);
}

/* What slmgr or ospp showed of the machine, where that is not far from the try. */
const sppwhy_record *report_near_try(const scope *s)
{
    const sppwhy_record *r = s->activation->machine->report;
    uint64_t time = s->activation->time, then = r ? r->event->time : 0;
    uint64_t apart = then > time ? then - time : time - then;
    return r && apart <= REPORT_DAYS * CLOCK_DAY ? r : NULL;
}

static void activation_report_source(const scope *s, field_value *out)
{
    copy_text(out, report_near_try(s), SPPWHY_FIELD_HOST_SOURCE);
}

static void activation_report_server(const scope *s, field_value *out)
{
    copy_text(out, report_near_try(s), SPPWHY_FIELD_SERVER);
}

static const field activation_fields[] = {
    PRODUCT_ROWS,
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
    {"nothing_sent", FIELD_TIME, activation_nothing_sent,
     "the time of the try, when the machine's own log covers it and has no request"},
    {"unseen", FIELD_TIME, activation_unseen,
     "the time of the try, when it has no request and the machine's own log does not cover it"},
    {"next_code_cause", FIELD_TEXT, activation_next_code_cause,
     "the cause that the catalogue gives for the code of the next try, when that began within " KMS_TEXT(
         KMS_NEXT_TRY_MINUTES) " minutes"},
    {"domain", FIELD_TEXT, machine_domain,
     "DNS domain of the machine: what follows the first dot of its name"},
    {"servers", FIELD_TEXT, activation_servers, "the hosts it asked, as written in 12288"},
    {"server", FIELD_TEXT, activation_server, "the last host it asked"},
    {"report_source", FIELD_TEXT, activation_report_source,
     "where slmgr /dlv or ospp says the KMS host is from: dns, by_hand, or none was found"},
    {"report_server", FIELD_TEXT, activation_report_server, "the KMS host that slmgr /dlv or ospp showed"},
    {"host", FIELD_TEXT, activation_host, "the last host it asked, by its own name where its log is there"},
    {"product", FIELD_TEXT, activation_product, "activation ID"},
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
    {"shared_hosts", FIELD_TEXT, activation_shared_hosts,
     "the hosts that serve the same DNS domains as the one asked, it included; none when it is alone"},
    {"shared_clients", FIELD_NUMBER, activation_shared_clients,
     "different CMIDs that those hosts together saw in their last " KMS_TEXT(KMS_COUNTED_DAYS) " days"},
    {"cloud", FIELD_TEXT, activation_cloud,
     "the cloud provider whose KMS host it asked; without a request, asks otherwise or needs by its product"},
    {"cloud_host", FIELD_TEXT, activation_cloud_host, "the KMS host that the provider's machines are to ask"},
    {"cloud_addresses", FIELD_TEXT, activation_cloud_addresses, "its addresses"},
    {"cloud_why", FIELD_TEXT, activation_cloud_why, "what the provider's hosts expect of a client"},
    {"cloud_route", FIELD_TEXT, activation_cloud_route, "what lets requests through to them"},
    {"cloud_fix", FIELD_TEXT, activation_cloud_fix, "what else stops requests there"},
    {"company_host", FIELD_TEXT, activation_company_host,
     "the last host it asked, unless a cloud provider runs it"},
    {"host_version", FIELD_TEXT, activation_host_version,
     "the Windows of the last host it asked, by event 902"},
    {"product_generation", FIELD_TEXT, activation_product_generation,
     "the Windows that the product belongs to, as updates.tsv names it"},
    {"needed_key", FIELD_TEXT, activation_needed_key, "the oldest KMS host key that activates the product"},
    {"able_hosts", FIELD_TEXT, activation_able_hosts,
     "the Windows versions that such a key can be installed on"},
    {"needed_update", FIELD_TEXT, activation_needed_update,
     "the update that the host needs to serve the product"},
    {"host_unable", FIELD_TEXT, activation_host_unable,
     "the host's Windows, when no host key for the product can be installed on it"},
    {"updates", FIELD_TEXT, activation_updates, "the updates that hosts need to serve the product"},
    {"found_before", FIELD_TIME, activation_found_before,
     "when this machine was last answered by a KMS host that it may have found through DNS"},
    {"found_before_seconds", FIELD_SECONDS, activation_found_before_seconds,
     "how long before the try that was"},
    {"found_host", FIELD_TEXT, activation_found_host, "that host"},
    {"others_found", FIELD_TEXT, activation_others_found,
     "other machines of its domain that were answered by a KMS host that day, or the day before or after"},
    {"others_host", FIELD_TEXT, activation_others_host, "the hosts that answered them"},
    {"others_lost", FIELD_TEXT, activation_others_lost,
     "other machines of its domain to which DNS gave no record in those days"},
    {"domain_hosts", FIELD_TEXT, activation_domain_hosts,
     "hosts of its own organization that answer other machines of its domain, at any time"},
    {"newer_hosts", FIELD_TEXT, activation_newer_hosts,
     "hosts that others of its domain use within a week of it, when none of them uses the one it asked"},
    {"domain_ad", FIELD_TEXT, activation_domain_ad,
     "other machines of its domain or forest that Active Directory activated"},
    {"ad_before", FIELD_TIME, activation_ad_before, "when Active Directory last activated it before the try"},
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

const field *fields_of_activation(size_t *count)
{
    *count = sizeof activation_fields / sizeof *activation_fields;
    return activation_fields;
}
