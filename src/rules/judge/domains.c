/* Gathers by domain what its machines show; one entry a machine and day, so that many requests
 * cost little. */
#include "rules/judge/domains.h"

#include "base/clock.h"
#include "base/domain_name.h"
#include "base/network.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "correlate/requests.h"
#include "spp/access.h"

#include <stdlib.h>
#include <string.h>

/* A machine that was answered by a host, or only asked it. */
typedef struct host_use {
    const char *domain, *host;
    const sppwhy_machine *machine;
    const sppwhy_request *newest;
    bool answered;
} host_use;

typedef struct directory_use {
    char domain[256];
    const sppwhy_machine *machine;
    const sppwhy_record *record;
} directory_use;

struct domains {
    const sppwhy_catalogue *catalogue;
    VEC(domain_sighting) by_domain;  /* by domain, found or not, day and machine */
    VEC(domain_sighting) by_machine; /* those that found a host, by machine and day */
    VEC(host_use) uses;              /* by domain, host and machine */
    VEC(domain_host) hosts;          /* by domain and host */
    VEC(directory_use) directory;
};

/* ---- names --------------------------------------------------------------------------------------------- */

/* The last `labels` labels of a name of `length` bytes. */
static size_t last_labels(const char *name, size_t length, size_t labels)
{
    size_t from = length;
    while (from > 0 && (name[from - 1] != '.' || --labels != 0))
        from--;
    return from;
}

/* Where the name of the organization begins: "contoso.com" in "kms1.hq.contoso.com". */
static const char *organization(const char *name, size_t *length)
{
    size_t end = strlen(name);
    end -= end != 0 && name[end - 1] == '.';
    size_t top = last_labels(name, end, 1), second = last_labels(name, end, 2);
    bool is_short = end - top == 2 && top - second <= 4; /* "co.uk": two letters, and three with the dot */
    size_t from = is_short ? last_labels(name, end, 3) : second;
    *length = end - from;
    return name + from;
}

bool names_are_foreign(const char *a, const char *b)
{
    if (network_domain(a)[0] == '\0' || network_domain(b)[0] == '\0')
        return false;
    size_t x, y;
    const char *ours = organization(a, &x), *theirs = organization(b, &y);
    return x != y || (memcmp(ours, theirs, x) != 0 && text_compare_nocase_n(ours, theirs, x) != 0);
}

bool names_itself(const char *server, const sppwhy_machine *machine)
{
    static const ipv4_network loopback = {UINT32_C(127) << 24, UINT32_C(0xFF) << 24};
    if (text_equal_nocase(server, "localhost") || strcmp(server, "::1") == 0 ||
        strcmp(server, "[::1]") == 0 || network_holds(&loopback, server) ||
        text_same_host(server, machine->name))
        return true;
    for (size_t i = 0; i < machine->alias_count; i++)
        if (text_same_host(server, machine->aliases[i]))
            return true;
    return false;
}

/* ---- gathering ----------------------------------------------------------------------------------------- */

/* What was noted of a machine last. */
typedef struct asker {
    size_t use;       /* in d->uses, from 1; 0: none */
    uint64_t day;     /* that it found a host, from 1; 0: none */
    const char *last; /* the host whose name was looked at last, */
    bool by_name;     /* and whether it may have come from DNS */
} asker;

/* Its host's name may have come from DNS. */
static bool asks_by_name(const domains *d, asker *a, const sppwhy_request *r)
{
    const char *host = request_host_name(r);
    if (host && host != a->last) {
        a->last = host;
        a->by_name = !network_is_address(host) && !names_itself(host, r->machine) &&
                     !sppwhy_known_host_find(d->catalogue, host);
    }
    return host && a->by_name;
}

/* What a machine asks again and again is noted once. */
static bool add_use(domains *d, asker *a, const sppwhy_request *r)
{
    host_use *last = a->use != 0 ? &d->uses.items[a->use - 1] : NULL;
    const char *host = request_host_name(r);
    bool answered = r->response || r->host;
    if (last && last->answered == answered && (last->host == host || text_same_host(last->host, host))) {
        last->newest = r;
        return true;
    }
    host_use use = {network_domain(r->machine->name), host, r->machine, r, answered};
    if (use.domain[0] == '\0')
        return true;
    a->use = d->uses.count + 1;
    return vec_push(&d->uses, use);
}

static bool add_request(domains *d, asker *a, const sppwhy_request *r)
{
    if (!asks_by_name(d, a, r))
        return true;
    if (!add_use(d, a, r))
        return false;
    uint64_t day = sppwhy_request_time(r) / CLOCK_DAY;
    if ((!r->response && !r->host) || a->day == day + 1)
        return true;
    a->day = day + 1;
    domain_sighting s = {r->machine, network_domain(r->machine->name), day, r};
    return vec_push(&d->by_machine, s) && vec_push(&d->by_domain, s);
}

/* In the order in which the requests lie in memory: one machine's are far from each other. */
static bool add_found(domains *d, const sppwhy_collection *c)
{
    asker *askers = calloc(c->machine_count + 1, sizeof *askers);
    bool done = askers != NULL;
    for (size_t i = 0; i < c->request_count && done; i++)
        if (c->requests[i].machine)
            done = add_request(d, &askers[c->requests[i].machine->place], &c->requests[i]);
    free(askers);
    return done;
}

static bool has_no_record(const domains *d, const sppwhy_activation *a)
{
    const sppwhy_code *row = a->has_code && a->request_count == 0 && a->outcome == SPPWHY_OUTCOME_FAILED
                                 ? sppwhy_code_find(d->catalogue, a->code)
                                 : NULL;
    return row && strcmp(row->cause, "kms-srv-record-missing") == 0;
}

static bool add_lost(domains *d, const sppwhy_machine *m)
{
    const char *domain = network_domain(m->name);
    uint64_t last_day = UINT64_MAX;
    for (size_t i = 0; domain[0] != '\0' && i < m->try_count; i++) {
        domain_sighting s = {m, domain, m->tries[i]->time / CLOCK_DAY, NULL};
        if (!has_no_record(d, m->tries[i]) || s.day == last_day)
            continue;
        last_day = s.day;
        if (!vec_push(&d->by_domain, s))
            return false;
    }
    return true;
}

/* "CN=x,...,DC=corp,DC=example" as "corp.example": the forest whose configuration holds the object. */
static void forest_of(const char *dn, char *out, size_t size)
{
    size_t length = 0;
    for (const char *at = dn; (at = text_find_nocase(at, "DC=")) != NULL;) {
        at += 3;
        size_t part = strcspn(at, ",");
        if (length + part + 2 > size)
            break;
        if (length != 0)
            out[length++] = '.';
        memcpy(out + length, at, part);
        length += part;
    }
    out[length] = '\0';
}

static bool add_directory(domains *d, const sppwhy_machine *m)
{
    const sppwhy_record *newest = NULL;
    for (size_t i = m->other_count; i-- > 0 && !newest;)
        if (record_is(m->records[m->others[i]], KIND_AD_ACTIVATED))
            newest = m->records[m->others[i]];
    if (!newest)
        return true;
    directory_use use = {.machine = m, .record = newest};
    const char *domain = network_domain(m->name);
    const char *dn = record_text(newest, SPPWHY_FIELD_OBJECT_DN);
    if (domain[0] != '\0' && strlen(domain) < sizeof use.domain) {
        strcpy(use.domain, domain);
        if (!vec_push(&d->directory, use))
            return false;
    }
    if (!dn)
        return true;
    forest_of(dn, use.domain, sizeof use.domain);
    return use.domain[0] == '\0' || domain_name_equal(use.domain, domain) || vec_push(&d->directory, use);
}

/* ---- orders -------------------------------------------------------------------------------------------- */

static int by_domain(const void *left, const void *right)
{
    const domain_sighting *a = left, *b = right;
    int order = domain_name_compare(a->domain, b->domain);
    order = order != 0 ? order : (a->found != NULL) - (b->found != NULL);
    order = order != 0 ? order : compare_u64(a->day, b->day);
    return order != 0 ? order : compare_u64(a->machine->place, b->machine->place);
}

static int by_machine(const void *left, const void *right)
{
    const domain_sighting *a = left, *b = right;
    int order = compare_u64(a->machine->place, b->machine->place);
    return order != 0 ? order : compare_u64(a->day, b->day);
}

static int by_host(const void *left, const void *right)
{
    const host_use *a = left, *b = right;
    int order = domain_name_compare(a->domain, b->domain);
    return order != 0 ? order : text_compare_nocase(a->host, b->host);
}

static int by_host_and_time(const void *left, const void *right)
{
    const host_use *a = left, *b = right;
    int order = by_host(a, b);
    order = order != 0 ? order : compare_u64(sppwhy_request_time(b->newest), sppwhy_request_time(a->newest));
    return order != 0 ? order : compare_u64(a->machine->place, b->machine->place);
}

static int by_directory(const void *left, const void *right)
{
    const directory_use *a = left, *b = right;
    int order = domain_name_compare(a->domain, b->domain);
    return order != 0 ? order : compare_u64(a->machine->place, b->machine->place);
}

#define SORT(list, order)                                                                                    \
    if ((list).count != 0)                                                                                   \
    sort_array((list).items, (list).count, sizeof *(list).items, (order))

/* Notes a machine among the first two different ones. */
static size_t place_among_two(const sppwhy_machine *const *two, const sppwhy_machine *machine)
{
    return !two[0] ? 0 : !two[1] && two[0] != machine ? 1 : 2;
}

/* The uses of one host after another, the newest first, into one entry a host. */
static bool list_hosts(domains *d)
{
    for (size_t i = 0; i < d->uses.count; i++) {
        const host_use *use = &d->uses.items[i];
        domain_host none = {.domain = use->domain, .host = use->host};
        if ((i == 0 || by_host(use, use - 1) != 0) && !vec_push(&d->hosts, none))
            return false;
        domain_host *host = &d->hosts.items[d->hosts.count - 1];
        size_t asked = place_among_two(host->asked, use->machine);
        size_t answered = use->answered ? place_among_two(host->machine, use->machine) : 2;
        if (asked < 2)
            host->asked[asked] = use->machine;
        if (answered < 2) {
            host->machine[answered] = use->machine;
            host->request[answered] = use->newest;
        }
    }
    return true;
}

domains *domains_create(const sppwhy_collection *collection, const sppwhy_catalogue *catalogue)
{
    domains *d = calloc(1, sizeof *d);
    bool done = d != NULL;
    if (done)
        d->catalogue = catalogue;
    done = done && add_found(d, collection);
    for (size_t i = 0; done && i < collection->machine_count; i++)
        done = add_lost(d, collection->machines[i]) && add_directory(d, collection->machines[i]);
    if (done) {
        SORT(d->by_domain, by_domain);
        SORT(d->by_machine, by_machine);
        SORT(d->uses, by_host_and_time);
        SORT(d->directory, by_directory);
        done = list_hosts(d);
    }
    if (done)
        return d;
    domains_free(d);
    return NULL;
}

void domains_free(domains *d)
{
    if (!d)
        return;
    vec_free(&d->by_domain);
    vec_free(&d->by_machine);
    vec_free(&d->uses);
    vec_free(&d->hosts);
    vec_free(&d->directory);
    free(d);
}

/* ---- questions ----------------------------------------------------------------------------------------- */

const domain_sighting *domains_found_before(const domains *d, const sppwhy_machine *machine, uint64_t time)
{
    domain_sighting wanted = {machine, "", time / CLOCK_DAY + 1, NULL};
    size_t i = sort_first(d->by_machine.items, d->by_machine.count, sizeof wanted, &wanted, by_machine);
    while (i-- > 0 && d->by_machine.items[i].machine == machine)
        if (sppwhy_request_time(d->by_machine.items[i].found) < time)
            return &d->by_machine.items[i];
    return NULL;
}

size_t domains_others(const domains *d, const sppwhy_machine *machine, uint64_t time, bool found,
                      const domain_sighting **out, size_t room)
{
    static const sppwhy_machine first_machine = {.place = 0};
    static const sppwhy_request any;
    uint64_t day = time / CLOCK_DAY;
    domain_sighting wanted = {&first_machine, network_domain(machine->name), day != 0 ? day - 1 : 0,
                              found ? &any : NULL};
    size_t count = 0;
    if (wanted.domain[0] == '\0')
        return 0;
    size_t i = sort_first(d->by_domain.items, d->by_domain.count, sizeof wanted, &wanted, by_domain);
    for (; i < d->by_domain.count && count < room; i++) {
        const domain_sighting *s = &d->by_domain.items[i];
        if ((s->found != NULL) != found || s->day > day + 1 || !domain_name_equal(s->domain, wanted.domain))
            break;
        if (s->machine != machine)
            out[count++] = s;
    }
    return count;
}

static int by_domain_alone(const void *left, const void *right)
{
    return domain_name_compare(((const domain_host *)left)->domain, ((const domain_host *)right)->domain);
}

const domain_host *domains_hosts(const domains *d, const char *domain, size_t *count)
{
    domain_host wanted = {.domain = domain};
    size_t from = sort_first(d->hosts.items, d->hosts.count, sizeof wanted, &wanted, by_domain_alone);
    size_t to = sort_last(d->hosts.items, d->hosts.count, sizeof wanted, &wanted, by_domain_alone);
    *count = domain[0] != '\0' ? to - from : 0; /* a domain may have thousands */
    return *count != 0 ? &d->hosts.items[from] : NULL;
}

const sppwhy_request *domain_host_other(const domain_host *host, const sppwhy_machine *machine)
{
    return host->machine[0] != machine ? host->request[0] : host->request[1];
}

bool domain_host_asked_by_other(const domain_host *host, const sppwhy_machine *machine)
{
    return (host->asked[0] && host->asked[0] != machine) || host->asked[1];
}

static size_t add_directory_of(const domains *d, const char *domain, const sppwhy_machine *but,
                               const sppwhy_record **out, size_t count, size_t room)
{
    static const sppwhy_machine first_machine = {.place = 0};
    directory_use wanted = {.machine = &first_machine};
    if (strlen(domain) >= sizeof wanted.domain)
        return count;
    strcpy(wanted.domain, domain);
    size_t i = sort_first(d->directory.items, d->directory.count, sizeof wanted, &wanted, by_directory);
    for (; i < d->directory.count && count < room && domain_name_equal(d->directory.items[i].domain, domain);
         i++)
        if (d->directory.items[i].machine != but)
            out[count++] = d->directory.items[i].record;
    return count;
}

size_t domains_directory(const domains *d, const char *domain, const sppwhy_machine *but,
                         const sppwhy_record **out, size_t room)
{
    size_t count = 0;
    for (const char *at = domain; at && strchr(at, '.') && count == 0; at = strchr(at, '.') + 1)
        count = add_directory_of(d, at, but, out, count, room);
    return count;
}
