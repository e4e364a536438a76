/* Groups hosts by the domains of their clients. */
#include "rules/judge/groups.h"

#include "base/arena.h"
#include "base/network.h"
#include "base/domain_name.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "correlate/hosts.h"
#include "spp/access.h"

#include <stdlib.h>
#include <string.h>

/* A client of a host. */
typedef struct seen {
    size_t host;   /* place in collection->serving */
    uint64_t from; /* the host's counted_from */
    const char *domain;
    const uint8_t *cmid;
    uint32_t need;
} seen;

struct host_groups {
    arena *memory;
    const sppwhy_collection *collection;
    size_t *group_of; /* host: the first host of its group */
    size_t *list_of; /* host, by its place among the machines: its group's place in `list`, from 1; 0: none */
    const sppwhy_machine **hosts; /* of one group after another, each in order of name */
    size_t *first_host;           /* by the first host of a group: where its hosts begin there */
    VEC(seen) seen;               /* in order of domain */
    VEC(host_group) list;
};

static int by_cmid(const void *left, const void *right)
{
    const seen *a = left, *b = right;
    return id_compare(a->cmid, b->cmid);
}

static int by_domain(const void *left, const void *right)
{
    const seen *a = left, *b = right;
    int order = domain_name_compare(a->domain, b->domain);
    if (order == 0)
        order = compare_u64(a->from, b->from);
    return order != 0 ? order : compare_u64(a->host, b->host);
}

static uint32_t need_of(const sppwhy_request *r)
{
    uint64_t need = record_number(r->host, SPPWHY_FIELD_REQUIRED_COUNT, 0);
    return need <= UINT32_MAX ? (uint32_t)need : 0;
}

/* Of one host's clients each CMID is kept once. */
static void keep_different(host_groups *g, size_t from)
{
    size_t kept = from;
    if (g->seen.count > from)
        sort_array(g->seen.items + from, g->seen.count - from, sizeof(seen), by_cmid);
    for (size_t i = from; i < g->seen.count; i++) {
        seen *last = kept > from ? &g->seen.items[kept - 1] : NULL;
        if (last && by_cmid(last, &g->seen.items[i]) == 0)
            last->need = g->seen.items[i].need > last->need ? g->seen.items[i].need : last->need;
        else
            g->seen.items[kept++] = g->seen.items[i];
    }
    g->seen.count = kept;
}

/* On a host that counts Windows and Office those of Windows: each application has a count of its own. */
static bool add_clients(host_groups *g, size_t host)
{
    const sppwhy_machine *m = g->collection->serving[host];
    size_t from = g->seen.count;
    for (size_t i = m->served_count; i-- > 0;) {
        const sppwhy_request *r = m->served[i];
        if (r->host->event->time == 0 || r->host->event->time < m->host.counted_from)
            break;
        if (r->office && m->host.office.need != 0)
            continue;
        seen s = {host, m->host.counted_from, network_domain(r->machine ? r->machine->name : ""),
                  sppwhy_request_cmid(r), need_of(r)};
        if (s.cmid && !vec_push(&g->seen, s))
            return false;
    }
    keep_different(g, from);
    return true;
}

static size_t first_of(const host_groups *g, size_t host)
{
    while (g->group_of[host] != host)
        host = g->group_of[host] = g->group_of[g->group_of[host]];
    return host;
}

static void unite(host_groups *g, size_t a, size_t b)
{
    a = first_of(g, a);
    b = first_of(g, b);
    g->group_of[a > b ? a : b] = a < b ? a : b;
}

/* When the days end in which a host's clients are counted. */
static uint64_t counted_to(const host_groups *g, size_t host)
{
    const sppwhy_machine *m = g->collection->serving[host];
    return host_newest_served(m)->event->time;
}

/* A name without a domain says nothing of what it shares with others. Hosts whose counted days do not meet
 * were not there together: one may have taken over from the other. */
static void unite_by_domains(host_groups *g)
{
    size_t latest = 0; /* of this domain so far, the client whose host's days end last */
    for (size_t i = 1; i < g->seen.count; i++) {
        const seen *s = &g->seen.items[i], *before = &g->seen.items[latest];
        bool same = s->domain[0] != '\0' && domain_name_equal(s->domain, before->domain);
        if (same && s->from != 0 && s->from <= counted_to(g, before->host))
            unite(g, before->host, s->host);
        if (!same || counted_to(g, s->host) > counted_to(g, before->host))
            latest = i;
    }
}

/* Each host is in a domain itself; that is no client. */
static bool add_hosts(host_groups *g)
{
    for (size_t i = 0; i < g->collection->serving_count; i++) {
        const sppwhy_machine *m = g->collection->serving[i];
        seen s = {i, m->host.counted_from, network_domain(m->name), NULL, 0};
        if (!vec_push(&g->seen, s))
            return false;
    }
    return true;
}

/* ---- counting the clients of a group ------------------------------------------------------------------- */

typedef struct counted {
    size_t group; /* its first host */
    const uint8_t *cmid;
    uint32_t need;
} counted;

static int by_group(const void *left, const void *right)
{
    const counted *a = left, *b = right;
    return a->group != b->group ? compare_u64(a->group, b->group) : id_compare(a->cmid, b->cmid);
}

/* All hosts in one array, those of a group beside one another: from counted lengths, each to its place. */
static bool arrange_hosts(host_groups *g)
{
    size_t hosts = g->collection->serving_count, all = 0;
    size_t *next = calloc(hosts + 1, sizeof *next);
    g->hosts = ARENA_ARRAY(g->memory, hosts + 1, const sppwhy_machine *);
    g->first_host = ARENA_ARRAY(g->memory, hosts + 1, size_t);
    bool done = next && g->hosts && g->first_host;
    for (size_t i = 0; done && i < hosts; i++)
        next[first_of(g, i)]++;
    for (size_t i = 0; done && i < hosts; i++) {
        size_t own = next[i];
        next[i] = g->first_host[i] = all;
        all += own;
    }
    for (size_t i = 0; done && i < hosts; i++)
        g->hosts[next[first_of(g, i)]++] = g->collection->serving[i];
    if (done)
        g->first_host[hosts] = all;
    free(next);
    return done;
}

static bool add_group(host_groups *g, size_t first, const counted *clients, size_t count)
{
    size_t from = g->first_host[first];
    host_group group = {.hosts = g->hosts + from, .host_count = g->first_host[first + 1] - from};
    for (size_t i = 0; i < count; i++) {
        group.clients += i == 0 || by_group(&clients[i], &clients[i - 1]) != 0;
        group.need = clients[i].need > group.need ? clients[i].need : group.need;
    }
    if (group.host_count < 2)
        return true;
    for (size_t i = 0; i < group.host_count; i++)
        g->list_of[group.hosts[i]->place] = g->list.count + 1;
    return vec_push(&g->list, group);
}

static bool count_groups(host_groups *g)
{
    size_t count = 0;
    bool done = arrange_hosts(g);
    counted *all = calloc(g->seen.count + 1, sizeof *all);
    for (size_t i = 0; all && i < g->seen.count; i++)
        if (g->seen.items[i].cmid)
            all[count++] =
                (counted){first_of(g, g->seen.items[i].host), g->seen.items[i].cmid, g->seen.items[i].need};
    if (all && count != 0)
        sort_array(all, count, sizeof *all, by_group);
    for (size_t from = 0, to; all && done && from < count; from = to) {
        for (to = from + 1; to < count && all[to].group == all[from].group;)
            to++;
        done = add_group(g, all[from].group, all + from, to - from);
    }
    free(all);
    return all && done;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static bool fill(host_groups *g)
{
    size_t hosts = g->collection->serving_count;
    g->memory = arena_create();
    g->group_of = g->memory ? ARENA_ARRAY(g->memory, hosts + 1, size_t) : NULL;
    g->list_of = g->memory ? ARENA_ARRAY(g->memory, g->collection->machine_count + 1, size_t) : NULL;
    if (!g->group_of || !g->list_of)
        return false;
    for (size_t i = 0; i < hosts; i++)
        g->group_of[i] = i;
    for (size_t i = 0; i < hosts; i++)
        if (!add_clients(g, i))
            return false;
    if (!add_hosts(g))
        return false;
    sort_array(g->seen.items, g->seen.count, sizeof(seen), by_domain);
    unite_by_domains(g);
    return count_groups(g);
}

host_groups *groups_create(const sppwhy_collection *collection)
{
    host_groups *g = calloc(1, sizeof *g);
    if (!g)
        return NULL;
    g->collection = collection;
    if (collection->serving_count < 2 || fill(g)) /* one host alone shares with nobody */
        return g;
    groups_free(g);
    return NULL;
}

void groups_free(host_groups *groups)
{
    if (!groups)
        return;
    vec_free(&groups->seen);
    vec_free(&groups->list);
    arena_free(groups->memory);
    free(groups);
}

const host_group *groups_list(const host_groups *groups, size_t *count)
{
    *count = groups->list.count;
    return groups->list.items;
}

static const host_group *group_with(const host_groups *g, const sppwhy_machine *host)
{
    size_t place = g->list_of ? g->list_of[host->place] : 0;
    return place != 0 ? &g->list.items[place - 1] : NULL;
}

static int seen_against_domain(const void *item, const void *domain)
{
    return domain_name_compare(((const seen *)item)->domain, domain);
}

const host_group *groups_find(const host_groups *g, const sppwhy_machine *host, const char *domain)
{
    if (host && host->served_count != 0)
        return group_with(g, host);
    const seen *found =
        domain[0] != '\0' ? sort_find(g->seen.items, g->seen.count, sizeof(seen), domain, seen_against_domain)
                          : NULL;
    return found ? group_with(g, g->collection->serving[found->host]) : NULL;
}
