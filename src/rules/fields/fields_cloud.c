/* The fields of an activation on the KMS host asked, as the catalogue knows it: whether it is a cloud
 * provider's, and whether its Windows is new enough for the product. */
#include "rules/fields/fields.h"

#include "base/text.h"

#include <string.h>

/* ---- hosts of cloud providers -------------------------------------------------------------------------- */

/* So many of a machine's newest requests show whether it asks a cloud provider's host. */
#define REQUESTS_LOOKED_AT 64

static const sppwhy_cloud *cloud_asked(const scope *s, const sppwhy_request *r)
{
    const sppwhy_known_host *host = index_known_host(s->index, record_text(r->client, SPPWHY_FIELD_SERVER));
    return host ? host->cloud : NULL;
}

bool is_cloud_request(const scope *s, const sppwhy_request *r)
{
    return cloud_asked(s, r) != NULL;
}

void request_cloud(const scope *s, field_value *out)
{
    const sppwhy_cloud *cloud = cloud_asked(s, s->request);
    set_text(out, cloud ? cloud->provider : NULL);
}

static const char *product_name(const scope *s)
{
    const sppwhy_update *needs;
    const sppwhy_product *product = index_product(s->index, s->activation->product, &needs);
    return product ? product->name : NULL;
}

/* Whose host the try asked; without a request, whose host the machine asks otherwise, or the provider on
 * whose machines alone the product runs. */
static const sppwhy_cloud *cloud_meant(const scope *s)
{
    const sppwhy_activation *a = s->activation;
    const sppwhy_machine *m = a->machine;
    const sppwhy_cloud *cloud = NULL;
    for (size_t i = a->request_count; i-- > 0 && !cloud;)
        cloud = cloud_asked(s, a->requests[i]);
    if (a->request_count != 0)
        return cloud;
    for (size_t i = m->request_count; i-- > 0 && !cloud && m->request_count - i <= REQUESTS_LOOKED_AT;)
        cloud = cloud_asked(s, m->requests[i]);
    return cloud ? cloud : sppwhy_cloud_of_product(s->catalogue, product_name(s));
}

#define CLOUD_FIELD(name, member)                                                                            \
    void name(const scope *s, field_value *out)                                                              \
    {                                                                                                        \
        const sppwhy_cloud *cloud = cloud_meant(s);                                                          \
        set_text(out, cloud ? cloud->member : NULL);                                                         \
    }

CLOUD_FIELD(activation_cloud, provider)
CLOUD_FIELD(activation_cloud_host, host)
CLOUD_FIELD(activation_cloud_addresses, addresses)
CLOUD_FIELD(activation_cloud_why, why)
CLOUD_FIELD(activation_cloud_route, route)
CLOUD_FIELD(activation_cloud_fix, fix)

/* The host asked, where somebody at hand can look after it. */
void activation_company_host(const scope *s, field_value *out)
{
    if (!cloud_meant(s))
        activation_host(s, out);
}

/* ---- its Windows --------------------------------------------------------------------------------------- */

static const char *no_version(const scope *s, const char *host)
{
    return s->quiet ? ""
                    : arena_join(s->scratch, "the Application log of ", host,
                                 ": its event 902 shows the version of Windows");
}

/* What slmgr prints first is the version of the licensing service, that of Windows. */
static bool reported_version(const scope *s, field_value *out)
{
    const sppwhy_record *r = s->machine->report;
    const char *version = r ? record_text(r, SPPWHY_FIELD_VERSION) : NULL;
    const char *windows = version ? sppwhy_windows_of_version(s->catalogue, version) : NULL;
    if (!windows)
        return false;
    set_text(out, windows);
    rests_on(out, r);
    return true;
}

/* As its newest start of the licensing service (902) says, or slmgr. */
void host_version(const scope *s, field_value *out)
{
    size_t count;
    const noted_event *events = index_kind(s->index, s->machine, KIND_SERVICE_STARTED, &count);
    while (count-- > 0) {
        const sppwhy_record *r = s->machine->records[events[count].place];
        const char *windows = sppwhy_windows_of_version(s->catalogue, record_text(r, SPPWHY_FIELD_DETAIL));
        if (windows) {
            set_text(out, windows);
            rests_on(out, r);
            return;
        }
    }
    if (!reported_version(s, out))
        set_unknown(out, no_version(s, s->machine->name));
}

/* On a client slmgr shows the extended PID of the host that answered last: it ends in the build of its
 * Windows. */
static bool version_by_client(const scope *s, const char *server, field_value *out)
{
    const sppwhy_record *r = report_near_try(s);
    const char *version = r ? record_text(r, SPPWHY_FIELD_HOST_VERSION) : NULL;
    const char *shown = r ? record_text(r, SPPWHY_FIELD_SERVER) : NULL;
    const char *windows = version ? sppwhy_windows_of_version(s->catalogue, version) : NULL;
    if (!windows || (server && shown && !text_equal_nocase(server, shown)))
        return false;
    set_text(out, windows);
    rests_on(out, r);
    return true;
}

void activation_host_version(const scope *s, field_value *out)
{
    const sppwhy_request *r = telling_request(s->activation);
    const char *server = r ? record_text(r->client, SPPWHY_FIELD_SERVER) : NULL;
    scope host = *s;
    if (!r) {
        version_by_client(s, NULL, out);
        return;
    }
    if (is_cloud_request(s, r))
        return;
    if (r->target) {
        host.kind = SCOPE_HOST;
        host.machine = r->target;
        host_version(&host, out);
        if (out->state == FIELD_SET)
            return;
    }
    if (version_by_client(s, server, out) || r->target)
        return;
    set_unknown(out, no_version(s, server ? server : "the KMS host"));
}

/* The same, kept with the other fields of the try: three of them rest on it. */
static const field_value *host_version_asked(const scope *s, field_value *room)
{
    size_t count;
    const field *f = fields_of_activation(&count);
    while (f->get != activation_host_version)
        f++;
    return field_look(f, SCOPE_ACTIVATION, s, room);
}

static const sppwhy_update *generation(const scope *s)
{
    const sppwhy_update *needs;
    index_product(s->index, s->activation->product, &needs);
    return needs;
}

void activation_product_generation(const scope *s, field_value *out)
{
    const sppwhy_update *g = generation(s);
    set_text(out, g ? g->product : NULL);
}

/* The oldest host key that activates the product. */
void activation_needed_key(const scope *s, field_value *out)
{
    const sppwhy_update *g = generation(s);
    set_text(out, g ? g->host : NULL);
}

static const sppwhy_update *update_for(const scope *s, const char *host, const char *product)
{
    const sppwhy_update *u;
    for (size_t i = 0; (u = sppwhy_update_at(s->catalogue, i)) != NULL; i++)
        if (u->kind == SPPWHY_UPDATE_NEEDED && strcmp(u->host, host) == 0 && strcmp(u->product, product) == 0)
            return u;
    return NULL;
}

/* Windows versions on which a host key for the product, or a newer one, can be installed: of the table's
 * keys, which are in it with the newest first, those down to the needed one. None where that is not known. */
void activation_able_hosts(const scope *s, field_value *out)
{
    const sppwhy_update *g = generation(s), *u;
    size_t count = 0;
    while (sppwhy_update_at(s->catalogue, count))
        count++;
    bool past = false;
    for (size_t i = 0; g && g->host[0] != '\0' && (u = sppwhy_update_at(s->catalogue, i)) != NULL; i++) {
        if (u->kind != SPPWHY_UPDATE_KEY)
            continue;
        bool needed = strcmp(u->product, g->host) == 0;
        if (past && !needed)
            break;
        past = needed;
        if (!has_text(out, u->host))
            add_item(s, out, count, (field_item){.text = u->host});
    }
}

/* Whether there are any: the newest key is the first of them. */
static bool knows_able_hosts(const scope *s)
{
    const sppwhy_update *g = generation(s), *u;
    for (size_t i = 0; g && g->host[0] != '\0' && (u = sppwhy_update_at(s->catalogue, i)) != NULL; i++)
        if (u->kind == SPPWHY_UPDATE_KEY)
            return true;
    return false;
}

/* The update without which a host of this version does not know the product. */
void activation_needed_update(const scope *s, field_value *out)
{
    field_value room;
    const field_value *version = host_version_asked(s, &room);
    if (version->state != FIELD_SET) {
        *out = *version;
        return;
    }
    const sppwhy_update *u = generation(s) ? update_for(s, version->one.text, generation(s)->product) : NULL;
    set_text(out, u ? u->update : NULL);
    if (u)
        rests_on(out, version->evidence[0]);
}

/* The host's version, when no host key for the product can be installed on it. */
void activation_host_unable(const scope *s, field_value *out)
{
    field_value room, able = {0};
    if (!knows_able_hosts(s))
        return;
    const field_value *version = host_version_asked(s, &room);
    if (version->state != FIELD_SET) {
        *out = *version;
        return;
    }
    activation_able_hosts(s, &able);
    out->failed |= able.failed;
    if (has_text(&able, version->one.text) || update_for(s, version->one.text, generation(s)->product))
        return;
    set_text(out, version->one.text);
    rests_on(out, version->evidence[0]);
}

/* "KB5034768 on Windows Server 2019", for each version that needs one. */
void activation_updates(const scope *s, field_value *out)
{
    const sppwhy_update *g = generation(s), *u;
    size_t room = 0;
    for (size_t i = 0; (u = sppwhy_update_at(s->catalogue, i)) != NULL; i++)
        room += u->kind == SPPWHY_UPDATE_NEEDED;
    for (size_t i = 0; g && (u = sppwhy_update_at(s->catalogue, i)) != NULL; i++) {
        if (u->kind != SPPWHY_UPDATE_NEEDED || strcmp(u->product, g->product) != 0)
            continue;
        const char *text = arena_printf(s->scratch, "%s on %s", u->update, u->host);
        out->failed |= text == NULL;
        if (text)
            add_item(s, out, room, (field_item){.text = text});
    }
}
