/* The fields of an activation on the other machines of its DNS domain, and of a request on whose host it
 * asks. */
#include "rules/fields/fields.h"

#include "base/network.h"
#include "base/text.h"
#include "correlate/requests.h"

#include <string.h>

/* Of many other machines so many are named. */
#define OTHERS 5
/* So many hosts of one domain are looked at. */
#define DOMAIN_HOSTS 64
/* A client renews within a week: within that time, and a day for one that was off, before and after a try others
 * ask the same hosts. */
#define IN_USE ((KMS_RENEWAL_DEFAULT_DAYS + 1) * CLOCK_DAY)

static const domains *domains_of(const scope *s)
{
    return index_domains(s->index);
}

static void rests_on_request(field_value *out, const sppwhy_request *r)
{
    rests_on(out, r->response ? r->response : r->host);
}

/* ---- who found a host ---------------------------------------------------------------------------------- */

static const sppwhy_request *found_before(const scope *s)
{
    const sppwhy_activation *a = s->activation;
    const domain_sighting *found = domains_found_before(domains_of(s), a->machine, a->time);
    return found ? found->found : NULL;
}

void activation_found_before(const scope *s, field_value *out)
{
    const sppwhy_request *r = found_before(s);
    if (!r)
        return;
    set_time(out, sppwhy_request_time(r));
    rests_on_request(out, r);
}

void activation_found_before_seconds(const scope *s, field_value *out)
{
    const sppwhy_request *r = found_before(s);
    if (r)
        set_number(out, (int64_t)((s->activation->time - sppwhy_request_time(r)) / CLOCK_SECOND));
}

void activation_found_host(const scope *s, field_value *out)
{
    const sppwhy_request *r = found_before(s);
    set_text(out, r ? request_host_name(r) : NULL);
}

static size_t others(const scope *s, bool found, const domain_sighting *out[OTHERS])
{
    return domains_others(domains_of(s), s->activation->machine, s->activation->time, found, out, OTHERS);
}

void activation_others_found(const scope *s, field_value *out)
{
    const domain_sighting *list[OTHERS];
    size_t count = others(s, true, list);
    for (size_t i = 0; i < count; i++)
        if (!has_text(out, list[i]->machine->name)) {
            add_item(s, out, OTHERS, (field_item){.text = list[i]->machine->name});
            rests_on_request(out, list[i]->found);
        }
}

void activation_others_host(const scope *s, field_value *out)
{
    const domain_sighting *list[OTHERS];
    size_t count = others(s, true, list);
    for (size_t i = 0; i < count; i++) {
        const char *host = request_host_name(list[i]->found);
        if (host && !has_text(out, host))
            add_item(s, out, OTHERS, (field_item){.text = host});
    }
}

void activation_others_lost(const scope *s, field_value *out)
{
    const domain_sighting *list[OTHERS];
    size_t count = others(s, false, list);
    for (size_t i = 0; i < count; i++)
        if (!has_text(out, list[i]->machine->name))
            add_item(s, out, OTHERS, (field_item){.text = list[i]->machine->name});
}

/* ---- hosts of the domain ------------------------------------------------------------------------------- */

/* The hosts that answer other machines of the domain, and are of the machine's own organization. */
static void list_own_hosts(const scope *s, const sppwhy_machine *m, field_value *out)
{
    size_t count;
    const domain_host *hosts = domains_hosts(domains_of(s), network_domain(m->name), &count);
    for (size_t i = 0; i < count && i < DOMAIN_HOSTS; i++) {
        const sppwhy_request *r = domain_host_other(&hosts[i], m);
        if (!r || names_are_foreign(hosts[i].host, m->name))
            continue;
        add_item(s, out, DOMAIN_HOSTS, (field_item){.text = hosts[i].host});
        rests_on_request(out, r);
    }
}

void activation_domain_hosts(const scope *s, field_value *out)
{
    list_own_hosts(s, s->activation->machine, out);
}

static bool is_near(uint64_t a, uint64_t b, uint64_t reach)
{
    return a > b ? a - b <= reach : b - a <= reach;
}

static bool asked_in_try(const sppwhy_activation *a, const char *host)
{
    for (size_t i = 0; i < a->request_count; i++) {
        const char *server = request_host_name(a->requests[i]);
        if (server && text_same_host(server, host))
            return true;
    }
    return false;
}

/* Hosts that answered others of the domain within a week of the try; `asked`: those that the try
 * asked too. */
static size_t hosts_in_use(const scope *s, bool asked, field_value *out)
{
    const sppwhy_activation *a = s->activation;
    size_t count, found = 0;
    const domain_host *hosts = domains_hosts(domains_of(s), network_domain(a->machine->name), &count);
    for (size_t i = 0; i < count && i < DOMAIN_HOSTS; i++) {
        const sppwhy_request *r = domain_host_other(&hosts[i], a->machine);
        if (!r || asked_in_try(a, hosts[i].host) != asked ||
            !is_near(sppwhy_request_time(r), a->time, IN_USE))
            continue;
        found++;
        add_item(s, out, DOMAIN_HOSTS, (field_item){.text = hosts[i].host});
        rests_on_request(out, r);
    }
    return found;
}

/* The hosts that others of the domain use now, when none of them uses the one that this machine asks. */
void activation_newer_hosts(const scope *s, field_value *out)
{
    field_value same = {0};
    if (s->activation->request_count != 0 && hosts_in_use(s, true, &same) == 0)
        hosts_in_use(s, false, out);
    out->failed |= same.failed;
}

/* ---- Active Directory ---------------------------------------------------------------------------------- */

void activation_domain_ad(const scope *s, field_value *out)
{
    const sppwhy_record *list[OTHERS];
    const sppwhy_machine *m = s->activation->machine;
    size_t count = domains_directory(domains_of(s), network_domain(m->name), m, list, OTHERS);
    for (size_t i = 0; i < count; i++) {
        add_item(s, out, OTHERS, (field_item){.text = list[i]->event->common->computer});
        rests_on(out, list[i]);
    }
}

/* The machine's own newest 12308 before the try. */
void activation_ad_before(const scope *s, field_value *out)
{
    const sppwhy_record *r =
        index_newest(s->index, s->activation->machine, KIND_AD_ACTIVATED, s->activation->time);
    if (!r)
        return;
    set_time(out, r->event->time);
    rests_on(out, r);
}

/* ---- whose host a request asks ------------------------------------------------------------------------- */

void request_to_itself(const scope *s, field_value *out)
{
    const char *server = record_text(s->request->client, SPPWHY_FIELD_SERVER);
    if (server && s->request->machine)
        set_number(out, names_itself(server, s->request->machine));
}

static bool asks_foreign(const scope *s, const sppwhy_request *r)
{
    const char *server = record_text(r->client, SPPWHY_FIELD_SERVER);
    return server && r->machine && names_are_foreign(server, r->machine->name) && !is_cloud_request(s, r);
}

void request_foreign(const scope *s, field_value *out)
{
    if (record_text(s->request->client, SPPWHY_FIELD_SERVER) && s->request->machine)
        set_number(out, asks_foreign(s, s->request));
}

/* The host of a request among those that machines of the client's domain ask; NULL when it is not. */
static const domain_host *host_in_domain(const scope *s, const sppwhy_request *r)
{
    const char *server = request_host_name(r);
    size_t count;
    const domain_host *hosts =
        r->machine ? domains_hosts(domains_of(s), network_domain(r->machine->name), &count) : NULL;
    for (size_t i = 0; hosts && server && i < count && i < DOMAIN_HOSTS; i++)
        if (text_same_host(hosts[i].host, server))
            return &hosts[i];
    return NULL;
}

void request_used_by_others(const scope *s, field_value *out)
{
    const domain_host *host = host_in_domain(s, s->request);
    const sppwhy_request *other = host ? domain_host_other(host, s->request->machine) : NULL;
    if (!other)
        return;
    set_time(out, sppwhy_request_time(other));
    rests_on_request(out, other);
}

/* The host of another organization that answered the machine last, when it is the only one of its domain that
 * asks it. */
void machine_foreign_host(const scope *s, field_value *out)
{
    const sppwhy_machine *m = s->machine;
    const sppwhy_request *last = NULL;
    for (size_t i = m->record_count != 0 ? m->request_count : 0;
         i-- > 0 && !last;) /* it wrote its responses */
        last = m->requests[i]->response ? m->requests[i] : NULL;
    const domain_host *host = last ? host_in_domain(s, last) : NULL;
    if (!last || !asks_foreign(s, last) || last->host || (host && domain_host_asked_by_other(host, m)))
        return;
    set_text(out, request_host_name(last));
    rests_on_request(out, last);
}

void machine_own_hosts(const scope *s, field_value *out)
{
    list_own_hosts(s, s->machine, out);
}
