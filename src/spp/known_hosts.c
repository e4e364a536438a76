/* KMS hosts whose logs nobody can collect, and what a KMS host must be to serve a product. */
#include "spp/known_hosts.h"

#include "base/error.h"
#include "base/network.h"
#include "base/text.h"
#include "spp/tsv.h"

#include <stdlib.h>
#include <string.h>

struct known_host_row {
    sppwhy_known_host row;
    bool is_network;
    ipv4_network network;
};

/* ---- loading ------------------------------------------------------------------------------------------- */

static sppwhy_status load_clouds(known_hosts *k, arena *memory, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"provider", "host", "addresses", "products", "why",
                                          "route",    "fix",  "source",    NULL};
    tsv_table table;
    k->clouds = tsv_items(&table, memory, folder, "clouds", columns, sizeof *k->clouds, error);
    k->cloud_count = table.count;
    if (!k->clouds)
        return table.status;
    for (size_t i = 0; i < k->cloud_count; i++) {
        const char **cell = table.rows[i].cells;
        k->clouds[i] = (sppwhy_cloud){cell[0], cell[1], cell[2], cell[3], cell[4], cell[5], cell[6], cell[7]};
    }
    return SPPWHY_OK;
}

static const sppwhy_cloud *cloud_named(const known_hosts *k, const char *provider)
{
    for (size_t i = 0; i < k->cloud_count; i++)
        if (text_equal_nocase(k->clouds[i].provider, provider))
            return &k->clouds[i];
    return NULL;
}

static sppwhy_status load_hosts(known_hosts *k, arena *memory, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"provider", "host", "what", NULL};
    tsv_table table;
    k->hosts = tsv_items(&table, memory, folder, "hosts", columns, sizeof *k->hosts, error);
    k->host_count = table.count;
    if (!k->hosts)
        return table.status;
    for (size_t i = 0; i < k->host_count; i++) {
        const char **cell = table.rows[i].cells;
        known_host_row *h = &k->hosts[i];
        h->row = (sppwhy_known_host){cloud_named(k, cell[0]), cell[1], cell[2]};
        h->is_network = network_parse(&h->network, cell[1]);
        if (!h->row.cloud)
            return error_place(error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                               "no row of clouds.tsv is of the provider \"%s\"", cell[0]);
    }
    return SPPWHY_OK;
}

static sppwhy_status load_updates(known_hosts *k, arena *memory, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"kind", "host", "product", "update", "source", NULL};
    static const char *const kinds[] = {"build", "key", "product", "update"};
    tsv_table table;
    k->updates = tsv_items(&table, memory, folder, "updates", columns, sizeof *k->updates, error);
    k->update_count = table.count;
    if (!k->updates)
        return table.status;
    for (size_t i = 0; i < k->update_count; i++) {
        const char **cell = table.rows[i].cells;
        size_t kind = 0;
        while (kind < SPPWHY_UPDATE_KINDS && strcmp(cell[0], kinds[kind]) != 0)
            kind++;
        if (kind == SPPWHY_UPDATE_KINDS)
            return error_place(error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                               "the kind is \"build\", \"key\", \"product\" or \"update\", not \"%s\"",
                               cell[0]);
        k->updates[i] = (sppwhy_update){(sppwhy_update_kind)kind, cell[1], cell[2], cell[3], cell[4]};
    }
    return SPPWHY_OK;
}

sppwhy_status known_hosts_load(known_hosts *out, arena *memory, const char *folder, sppwhy_error *error)
{
    sppwhy_status status = load_clouds(out, memory, folder, error);
    if (status == SPPWHY_OK)
        status = load_hosts(out, memory, folder, error);
    return status == SPPWHY_OK ? load_updates(out, memory, folder, error) : status;
}

/* ---- hosts of cloud providers -------------------------------------------------------------------------- */

/* "azkms.core.windows.net." is the same name. */
static bool same_name(const char *known, const char *asked)
{
    size_t length = strlen(known);
    return text_starts_with_nocase(asked, known) &&
           (asked[length] == '\0' || (asked[length] == '.' && asked[length + 1] == '\0'));
}

const sppwhy_known_host *sppwhy_known_host_find(const sppwhy_catalogue *c, const char *host)
{
    const known_hosts *k = catalogue_known_hosts(c);
    uint32_t address;
    bool is_address = host && network_address(&address, host);
    for (size_t i = 0; host && i < k->host_count; i++) {
        const known_host_row *h = &k->hosts[i];
        if (h->is_network ? is_address && (address & h->network.mask) == h->network.address
                          : same_name(h->row.host, host))
            return &h->row;
    }
    return NULL;
}

const sppwhy_known_host *sppwhy_known_host_at(const sppwhy_catalogue *c, size_t i)
{
    const known_hosts *k = catalogue_known_hosts(c);
    return i < k->host_count ? &k->hosts[i].row : NULL;
}

/* One of "a;b;c" is a part of the product's name. */
static bool names_product(const char *list, const char *product)
{
    char part[64];
    while (text_next_part(&list, part, sizeof part))
        if (part[0] != '\0' && text_find_nocase(product, part))
            return true;
    return false;
}

const sppwhy_cloud *sppwhy_cloud_of_product(const sppwhy_catalogue *c, const char *product)
{
    const known_hosts *k = catalogue_known_hosts(c);
    for (size_t i = 0; product && i < k->cloud_count; i++)
        if (names_product(k->clouds[i].products, product))
            return &k->clouds[i];
    return NULL;
}

/* ---- what a host must be ------------------------------------------------------------------------------- */

const sppwhy_update *sppwhy_update_at(const sppwhy_catalogue *c, size_t i)
{
    const known_hosts *k = catalogue_known_hosts(c);
    return i < k->update_count ? &k->updates[i] : NULL;
}

/* "10.0.20348.1726": the third number; "6.1.7601" too. */
const char *sppwhy_windows_of_version(const sppwhy_catalogue *c, const char *version)
{
    const known_hosts *k = catalogue_known_hosts(c);
    const char *at = version ? strchr(version, '.') : NULL;
    at = at ? strchr(at + 1, '.') : NULL;
    size_t length = at ? strspn(at + 1, "0123456789") : 0;
    for (size_t i = 0; length != 0 && i < k->update_count; i++)
        if (k->updates[i].kind == SPPWHY_UPDATE_BUILD && strlen(k->updates[i].host) == length &&
            strncmp(k->updates[i].host, at + 1, length) == 0)
            return k->updates[i].product;
    return NULL;
}

const sppwhy_update *sppwhy_generation_of(const sppwhy_catalogue *c, const char *product)
{
    const known_hosts *k = catalogue_known_hosts(c);
    const sppwhy_update *best = NULL;
    for (size_t i = 0; product && i < k->update_count; i++) {
        const sppwhy_update *u = &k->updates[i];
        if (u->kind == SPPWHY_UPDATE_PRODUCT && text_starts_with(product, u->product) &&
            (!best || strlen(u->product) > strlen(best->product)))
            best = u;
    }
    return best;
}
