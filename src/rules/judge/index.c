/* Sorts once what judging looks up often. */
#include "rules/judge/index.h"

#include "base/domain_name.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "correlate/clock.h"
#include "rules/judge/publishers.h"
#include "spp/access.h"
#include "spp/product_tables.h"

#include <stdlib.h>
#include <string.h>

typedef struct clock_pair {
    const sppwhy_machine *client, *host;
    uint64_t time; /* of the request */
    size_t place;  /* among the host's served requests */
    int64_t skew;
} clock_pair;

typedef struct cmid_use {
    const sppwhy_machine *machine;
    const uint8_t *cmid;
    bool by_host;
    size_t place;
    const sppwhy_record *record;
} cmid_use;

/* What a host said of one domain: a run of `publishing`. */
typedef struct domain_run {
    const sppwhy_machine *host;
    size_t from, count;
} domain_run;

/* Requests that failed before a host's KMS log begins. */
typedef struct missed {
    uint64_t begins;
    size_t count;
    const sppwhy_request *newest;
} missed;

/* What the catalogue said last, in a place by the hash of what was asked for. */
#define LOOKED_UP 64

typedef struct host_looked_up {
    char host[64]; /* "": none */
    const sppwhy_known_host *known;
} host_looked_up;

typedef struct product_looked_up {
    uint8_t id[16];
    bool there;
    const sppwhy_product *product, *application;
    const sppwhy_update *needs;
} product_looked_up;

typedef struct looked_up {
    host_looked_up *last; /* of the hosts */
    host_looked_up hosts[LOOKED_UP];
    product_looked_up products[LOOKED_UP];
} looked_up;

struct rule_index {
    const sppwhy_catalogue *catalogue;
    looked_up *looked_up;
    VEC(const sppwhy_machine *) hosts;
    VEC(publishing) publishing; /* of one host after another, by domain and time */
    VEC(domain_run) domains;    /* by host, in order of domain */
    VEC(clock_pair) clocks;     /* by client, host and time */
    VEC(cmid_use) uses;         /* by machine and CMID, the best first */
    VEC(noted_event) events;    /* by machine, id and time */
    uint32_t ids[KIND_TOTAL];   /* of each kind */
    host_groups *groups;
    domains *by_domain;
    missed *missed; /* by the machines' places */
    size_t missed_count;
    bool any_served;
    const char *usual_server; /* where no host is in the collection */
    publishers **publishers;  /* see index_publishers(): two */
};

/* ---- events that are few ------------------------------------------------------------------------------- */

bool index_leaves_out(const sppwhy_event_type *type)
{
    return type->joined;
}

static int by_event(const void *left, const void *right)
{
    const noted_event *a = left, *b = right;
    int order = compare_addresses(a->machine, b->machine);
    order = order != 0 ? order : compare_u64(a->id, b->id);
    return order != 0 ? order : compare_u64(a->place, b->place);
}

static bool add_events(rule_index *index, const sppwhy_machine *m)
{
    for (size_t i = 0; i < m->other_count; i++) {
        const sppwhy_record *r = m->records[m->others[i]];
        noted_event e = {m, r->event->common->id, m->others[i]};
        if (!index_leaves_out(sppwhy_record_type(r)) && !vec_push(&index->events, e))
            return false;
    }
    return true;
}

/* The first event that is not before the wanted one. */
static size_t first_event(const rule_index *index, const sppwhy_machine *machine, uint32_t id, size_t place)
{
    noted_event wanted = {machine, id, place};
    return sort_first(index->events.items, index->events.count, sizeof wanted, &wanted, by_event);
}

const noted_event *index_events(const rule_index *index, const sppwhy_machine *machine, uint32_t id,
                                size_t *count)
{
    size_t from = first_event(index, machine, id, 0), to = first_event(index, machine, id, SIZE_MAX);
    *count = to - from;
    return *count == 0 ? NULL : index->events.items + from;
}

const noted_event *index_kind(const rule_index *index, const sppwhy_machine *machine, event_kind kind,
                              size_t *count)
{
    return index_events(index, machine, index->ids[kind], count);
}

/* By kind, the id in the catalogue's row. */
static void note_ids(rule_index *index, const sppwhy_catalogue *catalogue)
{
    const sppwhy_event_type *type;
    for (size_t i = 0; (type = sppwhy_event_type_at(catalogue, i)) != NULL; i++)
        if (type->known_kind != KIND_OTHER)
            index->ids[type->known_kind] = type->id;
}

static int record_against_time(const void *item, const void *time)
{
    return compare_u64((*(sppwhy_record *const *)item)->event->time, *(const uint64_t *)time);
}

typedef struct wanted_time {
    const sppwhy_machine *machine;
    uint64_t time;
} wanted_time;

static int noted_against_time(const void *item, const void *wanted)
{
    const wanted_time *w = wanted;
    return record_against_time(&w->machine->records[((const noted_event *)item)->place], &w->time);
}

const sppwhy_record *index_newest(const rule_index *index, const sppwhy_machine *machine, event_kind kind,
                                  uint64_t until)
{
    const wanted_time wanted = {machine, until};
    size_t count;
    const noted_event *events = index_kind(index, machine, kind, &count);
    count = sort_last(events, count, sizeof *events, &wanted, noted_against_time);
    return count != 0 ? machine->records[events[count - 1].place] : NULL;
}

size_t noted_from(const sppwhy_machine *machine, const noted_event *events, size_t count, uint64_t time)
{
    const wanted_time wanted = {machine, time};
    return sort_first(events, count, sizeof *events, &wanted, noted_against_time);
}

size_t records_from(const sppwhy_machine *machine, uint64_t time)
{
    return sort_first(machine->records, machine->record_count, sizeof *machine->records, &time,
                      record_against_time);
}

/* ---- publishing in DNS --------------------------------------------------------------------------------- */

static const char *domain_of(const sppwhy_record *r)
{
    const char *domain = record_text(r, SPPWHY_FIELD_DOMAIN);
    return domain ? domain : "";
}

static int by_domain(const void *left, const void *right)
{
    const publishing *a = left, *b = right;
    int order = domain_name_compare(a->domain, b->domain);
    return order != 0 ? order : compare_u64(a->in_a_row, b->in_a_row);
}

/* Puts a host's words on DNS in order, and says where each domain's begin. */
static bool sort_publishing(rule_index *index, size_t from)
{
    publishing *all = index->publishing.items;
    size_t count = index->publishing.count;
    if (count > from)
        sort_array(all + from, count - from, sizeof *all, by_domain);
    for (size_t i = from; i < count; i++) {
        bool same = i != from && domain_name_equal(all[i].domain, all[i - 1].domain);
        bool goes_on = same && all[i].failed && all[i - 1].failed;
        domain_run run = {all[i].host, i, 0};
        all[i].first = all[i].record;
        all[i].in_a_row = 1;
        if (goes_on) {
            all[i].first = all[i - 1].first;
            all[i].in_a_row = all[i - 1].in_a_row + 1;
        }
        if (!same && !vec_push(&index->domains, run))
            return false;
        index->domains.items[index->domains.count - 1].count++;
    }
    return true;
}

static bool add_publishing(rule_index *index, const sppwhy_machine *m)
{
    size_t from = index->publishing.count;
    for (size_t i = 0; i < m->other_count; i++) {
        const sppwhy_record *r = m->records[m->others[i]];
        bool failed = record_is(r, KIND_DNS_PUBLISH_FAILED);
        if (!failed && !record_is(r, KIND_DNS_PUBLISHED))
            continue;
        /* in_a_row holds the place until they are sorted */
        publishing p = {m, domain_of(r), failed, r, r, i};
        if (!vec_push(&index->publishing, p))
            return false;
    }
    return sort_publishing(index, from);
}

static int by_host(const void *left, const void *right)
{
    const domain_run *a = left, *b = right;
    int order = compare_addresses(a->host, b->host);
    return order != 0 ? order : compare_u64(a->from, b->from);
}

static int word_against_time(const void *item, const void *time)
{
    return compare_u64(((const publishing *)item)->record->event->time, *(const uint64_t *)time);
}

/* The last word on a domain that is not later than `now` (0: at the end); NULL when there is none. */
static const publishing *last_word(const rule_index *index, const domain_run *run, uint64_t now)
{
    const publishing *all = index->publishing.items + run->from;
    size_t count = now == 0 ? run->count : sort_last(all, run->count, sizeof *all, &now, word_against_time);
    bool is = count != 0 && (now == 0 || all[count - 1].record->event->time != 0);
    return is ? &all[count - 1] : NULL;
}

static size_t first_domain(const rule_index *index, const sppwhy_machine *host)
{
    domain_run wanted = {host, 0, 0};
    return sort_first(index->domains.items, index->domains.count, sizeof wanted, &wanted, by_host);
}

const publishing *const *index_all_publishing(const rule_index *index, const sppwhy_machine *host,
                                              arena *memory, size_t *count)
{
    size_t first = first_domain(index, host), end = first;
    while (end < index->domains.count && index->domains.items[end].host == host)
        end++;
    const publishing **all = ARENA_ARRAY(memory, end - first, const publishing *);
    for (size_t i = first; all && i < end; i++)
        all[i - first] = &index->publishing.items[index->domains.items[i].from];
    *count = end - first;
    return all;
}

publishers **index_publishers(const rule_index *index, bool failed)
{
    return &index->publishers[failed];
}

size_t index_publishing(const rule_index *index, const sppwhy_machine *host, uint64_t now,
                        const publishing **out, size_t room)
{
    size_t count = 0, low = first_domain(index, host);
    for (; low < index->domains.count && index->domains.items[low].host == host && count < room; low++) {
        const publishing *word = last_word(index, &index->domains.items[low], now);
        if (word)
            out[count++] = word;
    }
    return count;
}

/* ---- clocks -------------------------------------------------------------------------------------------- */

static int by_pair(const void *left, const void *right)
{
    const clock_pair *a = left, *b = right;
    int order = compare_addresses(a->client, b->client);
    order = order != 0 ? order : compare_addresses(a->host, b->host);
    order = order != 0 ? order : compare_u64(a->time, b->time);
    return order != 0 ? order : compare_u64(a->place, b->place);
}

static bool add_clocks(rule_index *index, const sppwhy_machine *host)
{
    for (size_t i = 0; i < host->served_count; i++) {
        const sppwhy_request *r = host->served[i];
        clock_pair pair = {r->machine, host, sppwhy_request_time(r), i, r->skew_seconds};
        if (clock_is_exact(r) && !vec_push(&index->clocks, pair))
            return false;
    }
    return true;
}

static bool is_pair(const rule_index *index, size_t i, const sppwhy_request *r)
{
    return i < index->clocks.count && index->clocks.items[i].client == r->machine &&
           index->clocks.items[i].host == r->target;
}

int64_t index_skew(const rule_index *index, const sppwhy_request *r)
{
    clock_pair wanted = {r->machine, r->target, sppwhy_request_time(r), 0, 0};
    if (!r->target)
        return 0;
    size_t low = sort_first(index->clocks.items, index->clocks.count, sizeof wanted, &wanted, by_pair);
    bool after = is_pair(index, low, r), before = low > 0 && is_pair(index, low - 1, r);
    const clock_pair *all = index->clocks.items;
    if (after && (!before || all[low].time - wanted.time < wanted.time - all[low - 1].time))
        return all[low].skew;
    return before ? all[low - 1].skew : 0;
}

/* ---- CMIDs of clones ----------------------------------------------------------------------------------- */

static int by_use(const void *left, const void *right)
{
    const cmid_use *a = left, *b = right;
    int order = compare_addresses(a->machine, b->machine);
    order = order != 0 ? order : id_compare(a->cmid, b->cmid);
    order = order != 0 ? order : b->by_host - a->by_host;
    return order != 0 ? order : compare_u64(a->place, b->place);
}

/* The first use of each kind that the machine's requests, which come in order of time, show in a row. */
static bool add_uses(rule_index *index, const sppwhy_machine *m)
{
    const uint8_t *last[2] = {NULL, NULL};
    for (size_t i = 0; m->clone_count != 0 && i < m->request_count; i++) {
        const sppwhy_request *r = m->requests[i];
        cmid_use use = {m, sppwhy_request_cmid(r), r->host != NULL, i, r->host ? r->host : r->client};
        const uint8_t *known = last[use.by_host];
        if (!use.record || !use.cmid || id_equal(known, use.cmid))
            continue;
        last[use.by_host] = use.cmid;
        if (!vec_push(&index->uses, use))
            return false;
    }
    return true;
}

const sppwhy_record *index_cmid_use(const rule_index *index, const sppwhy_machine *machine,
                                    const uint8_t *cmid)
{
    cmid_use wanted = {machine, cmid, true, 0, NULL};
    size_t low = sort_first(index->uses.items, index->uses.count, sizeof wanted, &wanted, by_use);
    const cmid_use *found = index->uses.items + low;
    return low < index->uses.count && found->machine == machine && id_equal(found->cmid, cmid) ? found->record
                                                                                               : NULL;
}

/* ---- the usual server ---------------------------------------------------------------------------------- */

/* A company has a few KMS hosts, and a client asks the same ones all the time: a look at the first requests
 * is enough to name one whose logs nobody collected. */
#define SERVERS_MOST 32
#define SERVER_REQUESTS 20000

/* A cloud provider's host is none of these: nobody can collect its logs. */
static void note_usual_server(rule_index *index, const sppwhy_collection *c,
                              const sppwhy_catalogue *catalogue)
{
    const char *names[SERVERS_MOST];
    size_t counts[SERVERS_MOST] = {0}, count = 0, best = 0;
    for (size_t i = 0; i < c->request_count && i < SERVER_REQUESTS; i++) {
        const char *server = record_text(c->requests[i].client, SPPWHY_FIELD_SERVER);
        size_t k = 0;
        if (!server)
            continue;
        while (k < count && !text_equal_nocase(names[k], server))
            k++;
        if (k == count) {
            const sppwhy_known_host *host = sppwhy_known_host_find(catalogue, server);
            if (count == SERVERS_MOST || (host && host->cloud))
                continue;
        }
        count += k == count;
        names[k] = counts[k] == 0 ? server : names[k];
        counts[k]++;
        best = counts[k] > counts[best] ? k : best;
    }
    index->usual_server = count != 0 ? names[best] : NULL;
}

const char *index_usual_server(const rule_index *index)
{
    return index->usual_server;
}

/* ---- what the catalogue knows --------------------------------------------------------------------------- */

const sppwhy_known_host *index_known_host(const rule_index *index, const char *host)
{
    size_t length = host ? strlen(host) : 0;
    host_looked_up *h = index->looked_up->last;
    if (length == 0 || length >= sizeof h->host)
        return sppwhy_known_host_find(index->catalogue, host);
    if (h && strcmp(h->host, host) == 0) /* most that is asked of one thing is of one host */
        return h->known;
    h = &index->looked_up->hosts[text_hash_nocase(host, length, 0) % LOOKED_UP];
    index->looked_up->last = h;
    if (strcmp(h->host, host) != 0) {
        memcpy(h->host, host, length + 1);
        h->known = sppwhy_known_host_find(index->catalogue, host);
    }
    return h->known;
}

static const product_looked_up *look_product_up(const rule_index *index, const uint8_t *id)
{
    product_looked_up *p = &index->looked_up->products[id[0] % LOOKED_UP];
    if (!p->there || !id_equal(p->id, id)) {
        memcpy(p->id, id, sizeof p->id);
        p->there = true;
        p->product = sppwhy_product_find(index->catalogue, id);
        p->application = product_application(index->catalogue, p->product);
        p->needs = p->product ? sppwhy_generation_of(index->catalogue, p->product->name) : NULL;
    }
    return p;
}

const sppwhy_product *index_product(const rule_index *index, const uint8_t *id, const sppwhy_update **needs)
{
    const product_looked_up *p = id ? look_product_up(index, id) : NULL;
    *needs = p ? p->needs : NULL;
    return p ? p->product : NULL;
}

const sppwhy_product *index_application(const rule_index *index, const uint8_t *id)
{
    return id ? look_product_up(index, id)->application : NULL;
}

/* ---- what hosts' logs do not reach --------------------------------------------------------------------- */

static bool has_failed(const sppwhy_request *r)
{
    return record_failed(r->client);
}

static bool add_missed(rule_index *index, const sppwhy_collection *c)
{
    index->missed = calloc(c->machine_count + 1, sizeof *index->missed);
    index->missed_count = index->missed ? c->machine_count : 0;
    for (size_t i = 0; i < index->missed_count; i++)
        index->missed[c->machines[i]->place].begins =
            sppwhy_machine_log_begins(c->machines[i], SPPWHY_CHANNEL_KMS);
    for (size_t i = 0; index->missed && i < c->request_count; i++) { /* in order of time */
        const sppwhy_request *r = &c->requests[i];
        if (r->host)
            continue;
        missed *m =
            r->target && r->target->place < index->missed_count ? &index->missed[r->target->place] : NULL;
        if (!m || m->begins == 0 || sppwhy_request_time(r) >= m->begins || !has_failed(r))
            continue;
        m->count++;
        m->newest = r;
    }
    return index->missed;
}

size_t index_missed(const rule_index *index, const sppwhy_machine *machine, const sppwhy_request **newest)
{
    const missed *m = machine->place < index->missed_count ? &index->missed[machine->place] : NULL;
    *newest = m ? m->newest : NULL;
    return m ? m->count : 0;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static bool fill(rule_index *index, const sppwhy_collection *c, const sppwhy_catalogue *catalogue)
{
    for (size_t i = 0; i < c->machine_count; i++) {
        const sppwhy_machine *m = c->machines[i];
        index->any_served |= m->served_count != 0;
        if (!add_events(index, m) || !add_uses(index, m))
            return false;
        if (m->is_host && (!vec_push(&index->hosts, m) || !add_publishing(index, m) || !add_clocks(index, m)))
            return false;
    }
    if (index->hosts.count == 0)
        note_usual_server(index, c, catalogue);
    return true;
}

#define SORT(list, order)                                                                                    \
    if ((list).count != 0)                                                                                   \
    sort_array((list).items, (list).count, sizeof *(list).items, (order))

rule_index *index_create(const sppwhy_collection *collection, const sppwhy_catalogue *catalogue)
{
    rule_index *index = calloc(1, sizeof *index);
    if (index) {
        note_ids(index, catalogue);
        index->catalogue = catalogue;
        index->looked_up = calloc(1, sizeof *index->looked_up);
        index->publishers = calloc(2, sizeof(publishers *));
        index->groups = groups_create(collection);
        index->by_domain = domains_create(collection, catalogue);
    }
    if (!index || !index->looked_up || !index->publishers || !index->groups || !index->by_domain ||
        !add_missed(index, collection) || !fill(index, collection, catalogue)) {
        index_free(index);
        return NULL;
    }
    SORT(index->events, by_event);
    SORT(index->clocks, by_pair);
    SORT(index->uses, by_use);
    SORT(index->domains, by_host);
    return index;
}

void index_free(rule_index *index)
{
    if (!index)
        return;
    for (size_t i = 0; index->publishers && i < 2; i++)
        publishers_free(index->publishers[i]);
    free(index->publishers);
    free(index->looked_up);
    groups_free(index->groups);
    domains_free(index->by_domain);
    free(index->missed);
    vec_free(&index->hosts);
    vec_free(&index->publishing);
    vec_free(&index->domains);
    vec_free(&index->clocks);
    vec_free(&index->uses);
    vec_free(&index->events);
    free(index);
}

const sppwhy_machine *const *index_hosts(const rule_index *index, size_t *count)
{
    *count = index->hosts.count;
    return index->hosts.items;
}

bool index_any_served(const rule_index *index)
{
    return index->any_served;
}

const host_groups *index_groups(const rule_index *index)
{
    return index->groups;
}

const domains *index_domains(const rule_index *index)
{
    return index->by_domain;
}
