/* Machines: what is known of each, who is a clone of whom, and which times its logs cover. */
#include "correlate/build.h"

#include "base/clock.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* A KMS activation is good for 180 days and each renewal sets it anew. */
#define VALIDITY (180 * CLOCK_DAY)

/* ---- one machine a root name --------------------------------------------------------------------------- */

static int by_name(const void *left, const void *right)
{
    return text_compare_nocase((*(sppwhy_machine *const *)left)->name,
                               (*(sppwhy_machine *const *)right)->name);
}

/* A host names clients by their short or their full name. The two are one machine where only one full name
 * has that label: where several have, a short name may be any of them. */
static void unite_label(build *b, const size_t *group, size_t count)
{
    size_t full = NAME_NONE, several = 0, short_form = NAME_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!strchr(b->names.items[group[i]].text, '.')) {
            short_form = group[i];
        } else if (full == NAME_NONE || names_root(&b->names, full) != names_root(&b->names, group[i])) {
            full = group[i];
            several++;
        }
    }
    if (several != 1 || short_form == NAME_NONE)
        return;
    if (b->names.items[full].wrote != b->names.items[short_form].wrote)
        names_unite(&b->names, full, short_form);
}

static void unite_short_names(build *b)
{
    const name_table *t = &b->names;
    for (size_t i = 0, end; i < t->count; i = end) {
        size_t label = strcspn(t->items[t->by_label[i]].text, ".");
        for (end = i + 1; end < t->count; end++) {
            const char *text = t->items[t->by_label[end]].text;
            if (strcspn(text, ".") != label || !text_same_label(text, t->items[t->by_label[i]].text))
                break;
        }
        unite_label(b, &t->by_label[i], end - i);
    }
}

/* A client that only hosts name, now by its short and now by its full name, with one CMID. */
typedef struct named_cmid {
    const uint8_t *cmid;
    size_t name;
} named_cmid;

static int by_cmid_and_name(const void *left, const void *right)
{
    const named_cmid *a = left, *b = right;
    int order = compare_id(a->cmid, b->cmid);
    return order != 0 ? order : compare_u64(a->name, b->name);
}

static bool unite_by_cmid(build *b)
{
    VEC(named_cmid) list = {0};
    bool done = true;
    for (size_t i = 0; i < b->requests.count && done; i++) {
        const sppwhy_request *r = b->requests.items[i];
        const char *client = r->host && !r->client ? record_text(r->host, SPPWHY_FIELD_CLIENT) : NULL;
        size_t n = client ? names_find(&b->names, client) : NAME_NONE;
        named_cmid entry = {r->cmid, n};
        if (r->cmid && n != NAME_NONE && !b->names.items[n].wrote)
            done = vec_push(&list, entry);
    }
    if (list.count != 0)
        qsort(list.items, list.count, sizeof *list.items, by_cmid_and_name);
    for (size_t i = 1; i < list.count;
         i++) { /* names are sorted: the short form stands before its full form */
        const named_cmid *a = &list.items[i - 1], *c = &list.items[i];
        if (a->name != c->name && compare_id(a->cmid, c->cmid) == 0 &&
            text_same_host(b->names.items[a->name].text, b->names.items[c->name].text))
            names_unite(&b->names, a->name, c->name);
    }
    vec_free(&list);
    return done;
}

static bool make_machines(build *b)
{
    for (size_t i = 0; i < b->names.count; i++) {
        size_t root = names_root(&b->names, i);
        name *r = &b->names.items[root];
        if (!r->machine) {
            r->machine = ARENA_NEW(b->memory, sppwhy_machine);
            if (!r->machine || !vec_push(&b->machines, r->machine))
                return false;
        }
        b->names.items[i].machine = r->machine;
        r->machine->has_logs |= b->names.items[i].wrote;
    }
    return true;
}

/* Groups the names by machine in one pass over a sorted list, so that many names do not cost their square. */
typedef struct named {
    sppwhy_machine *machine;
    size_t index;
    uint64_t newest;
} named;

static int by_machine_and_newest(const void *left, const void *right)
{
    const named *a = left, *b = right;
    if (a->machine != b->machine)
        return a->machine < b->machine ? -1 : 1;
    int order = compare_u64(b->newest, a->newest);
    return order != 0 ? order : compare_u64(a->index, b->index);
}

static bool take_aliases(build *b, const named *group, size_t count)
{
    sppwhy_machine *m = group[0].machine;
    const char **aliases = ARENA_ARRAY(b->memory, count, const char *);
    if (!aliases)
        return false;
    const name *first = &b->names.items[group[0].index];
    m->name = first->last ? first->last : first->text;
    for (size_t i = 1; i < count; i++) {
        const name *n = &b->names.items[group[i].index];
        if (!text_same_host(n->text, m->name))
            aliases[m->alias_count++] = n->last ? n->last : n->text;
    }
    m->aliases = aliases;
    return true;
}

static bool name_machines(build *b)
{
    size_t count = b->names.count;
    named *list = calloc(count + 1, sizeof *list);
    if (!list)
        return false;
    for (size_t i = 0; i < count;
         i++) /* a name that the machine wrote goes before any that others use for it */
        list[i] = (named){b->names.items[i].machine, i, b->names.items[i].wrote ? 1 : 0};
    for (size_t i = 0; i < b->record_count; i++) {
        size_t n = names_find(&b->names, b->records[i]->event->common->computer);
        if (n == NAME_NONE)
            continue;
        list[n].newest = b->records[i]->event->time + 1;
        b->names.items[n].last = b->records[i]->event->common->computer;
    }
    qsort(list, count, sizeof *list, by_machine_and_newest);
    bool done = true;
    for (size_t i = 0, end; i < count && done; i = end) {
        for (end = i + 1; end < count && list[end].machine == list[i].machine;)
            end++;
        done = take_aliases(b, list + i, end - i);
    }
    free(list);
    return done;
}

/* ---- what belongs to whom ------------------------------------------------------------------------------ */

/* Pairs (machine, thing) gathered in order, then cut into one array a machine. */
typedef struct owned {
    size_t machine; /* place among the machines */
    size_t order;
    const void *thing;
} owned;

typedef VEC(owned) owned_list;

static int by_owner(const void *left, const void *right)
{
    const owned *a = left, *b = right;
    int order = compare_u64(a->machine, b->machine);
    return order != 0 ? order : compare_u64(a->order, b->order);
}

static size_t place_of(const build *b, const sppwhy_machine *m)
{
    sppwhy_machine *const *found = bsearch(&m, b->machines.items, b->machines.count, sizeof m, by_name);
    return (size_t)(found - b->machines.items);
}

static bool own(const build *b, owned_list *list, const sppwhy_machine *m, const void *thing)
{
    if (!m)
        return true;
    owned o = {place_of(b, m), list->count, thing};
    return vec_push(list, o);
}

typedef void (*hand_over)(sppwhy_machine *m, const void **things, size_t count);

static bool distribute(build *b, owned_list *list, hand_over give)
{
    const void **all = ARENA_ARRAY(b->memory, list->count + 1, const void *);
    bool done = all != NULL;
    if (done && list->count != 0)
        qsort(list->items, list->count, sizeof *list->items, by_owner);
    for (size_t i = 0, end; done && i < list->count; i = end) {
        for (end = i; end < list->count && list->items[end].machine == list->items[i].machine; end++)
            all[end] = list->items[end].thing;
        give(b->machines.items[list->items[i].machine], all + i, end - i);
    }
    vec_free(list);
    return done;
}

static void give_records(sppwhy_machine *m, const void **things, size_t count)
{
    m->records = (const sppwhy_record *const *)things;
    m->record_count = count;
}

static void give_logs(sppwhy_machine *m, const void **things, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || things[kept - 1] != things[i])
            things[kept++] = things[i];
    m->logs = (const sppwhy_log *const *)things;
    m->log_count = kept;
}

static void give_own_logs(sppwhy_machine *m, const void **things, size_t count)
{
    m->own_logs = (const sppwhy_log *const *)things;
    m->own_log_count = count;
}

static void give_activations(sppwhy_machine *m, const void **things, size_t count)
{
    m->activations = (sppwhy_activation *const *)things;
    m->activation_count = count;
}

static int by_host_time(const void *left, const void *right)
{
    const sppwhy_request *a = *(sppwhy_request *const *)left, *b = *(sppwhy_request *const *)right;
    int order = compare_u64(a->host->event->time, b->host->event->time);
    return order != 0 ? order : compare_u64(a->host->event->record_id, b->host->event->record_id);
}

static void give_served(sppwhy_machine *m, const void **things, size_t count)
{
    qsort(things, count, sizeof *things, by_host_time);
    m->served = (sppwhy_request *const *)things;
    m->served_count = count;
}

static bool give_out_records(build *b)
{
    owned_list list = {0};
    for (size_t i = 0; i < b->record_count; i++)
        if (!own(b, &list, names_machine(b, b->records[i]->event->common->computer), b->records[i])) {
            vec_free(&list);
            return false;
        }
    return distribute(b, &list, give_records);
}

/* The one machine that a log's licensing events are of, or where it has none its computers; NULL when there
 * are several: a log of forwarded events. */
static const sppwhy_machine *owner_of(build *b, const sppwhy_log *log)
{
    const sppwhy_machine *owner = NULL;
    for (size_t i = 0; i < log->event_count; i++) {
        const sppwhy_machine *m = names_machine(b, log->events[i].common->computer);
        if (owner && m != owner)
            return NULL;
        owner = m;
    }
    for (size_t i = 0; i < log->computer_count && log->event_count == 0; i++) {
        const sppwhy_machine *m = names_machine(b, log->computers[i]);
        if (owner && m != owner)
            return NULL;
        owner = m;
    }
    return owner;
}

static bool give_out_logs(build *b)
{
    owned_list list = {0}, own_list = {0};
    bool done = true;
    for (size_t i = 0; i < b->log_count && done; i++) {
        for (size_t k = 0; k < b->logs[i]->computer_count && done; k++)
            done = own(b, &list, names_machine(b, b->logs[i]->computers[k]), b->logs[i]);
        done = done && own(b, &own_list, owner_of(b, b->logs[i]), b->logs[i]);
    }
    if (!done) {
        vec_free(&list);
        vec_free(&own_list);
        return false;
    }
    done = distribute(b, &list, give_logs);
    return distribute(b, &own_list, give_own_logs) && done;
}

/* ---- requests to machines ------------------------------------------------------------------------------ */

static const char *target_name(const sppwhy_request *r)
{
    if (r->host)
        return r->host->event->common->computer;
    return r->client ? record_text(r->client, SPPWHY_FIELD_SERVER) : NULL;
}

static void give_requests(sppwhy_machine *m, const void **things, size_t count)
{
    m->requests = (sppwhy_request *const *)things;
    m->request_count = count;
}

static bool give_out_requests(build *b)
{
    owned_list served = {0}, sent = {0};
    for (size_t i = 0; i < b->requests.count; i++) {
        sppwhy_request *r = b->requests.items[i];
        const sppwhy_record *own_event = r->client ? r->client : r->response;
        const char *client =
            own_event ? own_event->event->common->computer : record_text(r->host, SPPWHY_FIELD_CLIENT);
        const char *target = target_name(r);
        r->machine = client ? names_machine(b, client) : NULL;
        r->target = target ? names_machine(b, target) : NULL;
        if (r->machine)
            r->machine->is_client = true;
        if (!own(b, &sent, r->machine, r) || (r->host && !own(b, &served, r->target, r))) {
            vec_free(&served);
            vec_free(&sent);
            return false;
        }
    }
    bool done = distribute(b, &served, give_served);
    return distribute(b, &sent, give_requests) && done;
}

bool machines_create(build *b)
{
    unite_short_names(b);
    if (!unite_by_cmid(b) || !make_machines(b) || !name_machines(b))
        return false;
    if (b->machines.count != 0)
        qsort(b->machines.items, b->machines.count, sizeof *b->machines.items, by_name);
    return give_out_records(b) && give_out_logs(b) && give_out_requests(b);
}

/* ---- clones -------------------------------------------------------------------------------------------- */

/* A CMID seen on a machine, from first to last. */
typedef struct sighting {
    const uint8_t *cmid;
    size_t machine;
    uint64_t first, last;
} sighting;

static int by_cmid_and_machine(const void *left, const void *right)
{
    const sighting *a = left, *b = right;
    int order = compare_id(a->cmid, b->cmid);
    if (order == 0)
        order = compare_u64(a->machine, b->machine);
    return order != 0 ? order : compare_u64(a->first, b->first);
}

typedef VEC(sighting) sighting_list;

static bool gather_sightings(const build *b, sighting_list *list)
{
    for (size_t i = 0; i < b->requests.count; i++) {
        const sppwhy_request *r = b->requests.items[i];
        if (!r->cmid || !r->machine)
            continue;
        sighting s = {r->cmid, place_of(b, r->machine), r->time, r->time};
        if (!vec_push(list, s))
            return false;
    }
    return true;
}

static void merge_sightings(sighting_list *list)
{
    size_t kept = 0;
    if (list->count != 0)
        qsort(list->items, list->count, sizeof *list->items, by_cmid_and_machine);
    for (size_t i = 0; i < list->count; i++) {
        sighting *s = &list->items[i], *k = kept != 0 ? &list->items[kept - 1] : NULL;
        if (k && compare_id(k->cmid, s->cmid) == 0 && k->machine == s->machine)
            k->last = s->last > k->last ? s->last : k->last;
        else
            list->items[kept++] = *s;
    }
    list->count = kept;
}

static bool take_cmids(build *b, const sighting_list *list)
{
    owned_list cmids = {0};
    for (size_t i = 0; i < list->count; i++) {
        owned o = {list->items[i].machine, (size_t)(list->items[i].first / CLOCK_SECOND),
                   list->items[i].cmid};
        if (!vec_push(&cmids, o)) {
            vec_free(&cmids);
            return false;
        }
    }
    const void **all = ARENA_ARRAY(b->memory, cmids.count + 1, const void *);
    if (all && cmids.count != 0)
        qsort(cmids.items, cmids.count, sizeof *cmids.items, by_owner);
    for (size_t i = 0; all && i < cmids.count; i++) {
        sppwhy_machine *m = b->machines.items[cmids.items[i].machine];
        all[i] = cmids.items[i].thing;
        if (m->cmid_count++ == 0)
            m->cmids = (const uint8_t *const *)(all + i);
    }
    vec_free(&cmids);
    return all != NULL;
}

/* One CMID on two machines whose times with it overlap: a clone. One after the other is a reinstalled or
 * renamed machine, of which nothing is said. */
static bool find_clones(build *b, const sighting_list *list)
{
    owned_list clones = {0};
    bool done = true;
    for (size_t i = 0, end; i < list->count; i = end) {
        for (end = i + 1; end < list->count && compare_id(list->items[end].cmid, list->items[i].cmid) == 0;)
            end++;
        for (size_t x = i; x < end; x++)
            for (size_t y = i; y < end && done; y++) {
                const sighting *p = &list->items[x], *q = &list->items[y];
                if (x != y && p->first <= q->last && q->first <= p->last &&
                    names_possible(b->machines.items[p->machine]->name) &&
                    names_possible(b->machines.items[q->machine]->name)) {
                    owned o = {p->machine, q->machine, b->machines.items[q->machine]};
                    done = vec_push(&clones, o);
                }
            }
    }
    if (!done) {
        vec_free(&clones);
        return false;
    }
    const void **all = ARENA_ARRAY(b->memory, clones.count + 1, const void *);
    if (all && clones.count != 0)
        qsort(clones.items, clones.count, sizeof *clones.items, by_owner);
    for (size_t i = 0, kept = 0; all && i < clones.count; i++) {
        sppwhy_machine *m = b->machines.items[clones.items[i].machine];
        if (m->clone_count != 0 && all[kept - 1] == clones.items[i].thing)
            continue;
        if (m->clone_count++ == 0)
            m->clones = (sppwhy_machine *const *)(all + kept);
        all[kept++] = clones.items[i].thing;
    }
    vec_free(&clones);
    return all != NULL;
}

static bool cmids_and_clones(build *b)
{
    sighting_list list = {0};
    bool done = gather_sightings(b, &list);
    merge_sightings(&list);
    done = done && take_cmids(b, &list) && find_clones(b, &list);
    vec_free(&list);
    return done;
}

/* ---- state --------------------------------------------------------------------------------------------- */

static bool is_success(const sppwhy_activation *a)
{
    return a->outcome == SPPWHY_ACTIVATED || a->outcome == SPPWHY_RENEWED;
}

static void add_product(sppwhy_machine *m, const uint8_t **products, const uint8_t *product)
{
    for (size_t i = 0; i < m->product_count; i++)
        if (compare_id(products[i], product) == 0)
            return;
    if (product)
        products[m->product_count++] = product;
}

/* What the newest try of a product says of the machine. */
static sppwhy_machine_state state_after(const sppwhy_activation *a, bool succeeded_before)
{
    if (is_success(a))
        return SPPWHY_STATE_ACTIVATED;
    return a->renewal || succeeded_before ? SPPWHY_STATE_RENEWAL_FAILING : SPPWHY_STATE_ACTIVATION_FAILING;
}

static sppwhy_machine_state product_state(const sppwhy_machine *m, const uint8_t *product)
{
    sppwhy_machine_state state = SPPWHY_STATE_UNKNOWN;
    uint64_t success = 0;
    for (size_t i = 0; i < m->activation_count; i++) {
        const sppwhy_activation *a = m->activations[i];
        if (compare_id(a->product, product) != 0)
            continue;
        state = state_after(a, success != 0 && a->time - success < VALIDITY);
        if (is_success(a))
            success = a->time;
    }
    return state;
}

/* The newest end user licence that the machine got for a product over the internet (1013): MAK and retail
 * activation, which sends no request to a KMS host. */
static uint64_t licence_acquired(const sppwhy_machine *m, const uint8_t *product)
{
    for (size_t i = m->record_count; i-- > 0;)
        if (sppwhy_record_is(m->records[i], "acquisition_succeeded") &&
            compare_id(record_id(m->records[i], SPPWHY_FIELD_PRODUCT), product) == 0)
            return m->records[i]->event->time;
    return 0;
}

static uint64_t newest_try(const sppwhy_machine *m, const uint8_t *product)
{
    for (size_t i = m->activation_count; i-- > 0;)
        if (compare_id(m->activations[i]->product, product) == 0)
            return m->activations[i]->time;
    return 0;
}

static void judge_product(sppwhy_machine *m, const uint8_t *product)
{
    sppwhy_machine_state state = product_state(m, product);
    uint64_t acquired = product ? licence_acquired(m, product) : 0;
    if (acquired > newest_try(m, product)) {
        state = SPPWHY_STATE_ACTIVATED;
        m->licence_acquired = acquired;
        m->last_success = acquired > m->last_success ? acquired : m->last_success;
    }
    m->state = state > m->state ? state : m->state;
}

/* When the licence or the grace of a product ends: as its newest success sets it, or as its newest request
 * counts it; 0 when unknown. */
static uint64_t product_end(const sppwhy_machine *m, const uint8_t *product)
{
    uint64_t end = 0;
    for (size_t i = 0; i < m->activation_count; i++) {
        const sppwhy_activation *a = m->activations[i];
        if (compare_id(a->product, product) != 0)
            continue;
        if (is_success(a))
            end = a->time + VALIDITY;
        for (size_t k = 0; k < a->request_count && !is_success(a); k++) {
            const sppwhy_record *r = a->requests[k]->client ? a->requests[k]->client : a->requests[k]->host;
            uint64_t minutes = r ? record_number(r, SPPWHY_FIELD_MINUTES_LEFT, 0) : 0;
            if (minutes != 0 && minutes < UINT32_MAX)
                end = r->event->time + minutes * CLOCK_MINUTE;
        }
    }
    return end;
}

/* Of several products the one that ends first counts. */
static void find_end(sppwhy_machine *m)
{
    for (size_t i = 0; i < m->product_count; i++) {
        uint64_t end = product_end(m, m->products[i]);
        if (end != 0 && (m->runs_out == 0 || end < m->runs_out))
            m->runs_out = end;
    }
    if (m->product_count == 0)
        m->runs_out = product_end(m, NULL);
}

static bool complete(build *b, sppwhy_machine *m)
{
    const uint8_t **products = ARENA_ARRAY(b->memory, m->activation_count + 1, const uint8_t *);
    if (!products)
        return false;
    for (size_t i = 0; i < m->activation_count; i++) {
        const sppwhy_activation *a = m->activations[i];
        add_product(m, products, a->product);
        if (is_success(a)) {
            m->last_success = a->time;
        } else {
            m->last_failure = a->time;
            m->failed_count++;
        }
    }
    m->products = products;
    m->is_client |= m->activation_count != 0;
    find_end(m);
    for (size_t i = 0; i < m->product_count; i++)
        judge_product(m, products[i]);
    if (m->product_count == 0 && m->activation_count != 0)
        judge_product(m, NULL);
    static const char *const host_kinds[] = {"host_request",       "host_init_failed", "host_timer_failed",
                                             "dns_publish_failed", "dns_published",    NULL};
    for (size_t i = 0; i < m->record_count && !m->is_host; i++)
        for (size_t k = 0; host_kinds[k]; k++)
            m->is_host |= sppwhy_record_is(m->records[i], host_kinds[k]);
    return true;
}

/* A name that turned out to be another form of a client's, or that was taken out of a request that is joined,
 * leaves a machine of which nothing is known. */
static void drop_empty(build *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->machines.count; i++) {
        sppwhy_machine *m = b->machines.items[i];
        if (m->has_logs || m->is_client || m->record_count != 0)
            b->machines.items[kept++] = m;
    }
    b->machines.count = kept;
}

bool machines_complete(build *b)
{
    owned_list list = {0};
    drop_empty(b);
    for (size_t i = 0; i < b->activations.count; i++)
        if (!own(b, &list, b->activations.items[i]->machine, b->activations.items[i])) {
            vec_free(&list);
            return false;
        }
    if (!distribute(b, &list, give_activations) || !cmids_and_clones(b))
        return false;
    for (size_t i = 0; i < b->machines.count; i++)
        if (!complete(b, b->machines.items[i]))
            return false;
    return true;
}

/* ---- coverage ------------------------------------------------------------------------------------------ */

static bool has_channel(const sppwhy_log *log, const char *channel)
{
    for (size_t i = 0; i < log->channel_count; i++)
        if (text_equal_nocase(log->channels[i], channel))
            return true;
    return false;
}

bool sppwhy_machine_has_channel(const sppwhy_machine *m, const char *channel)
{
    for (size_t i = 0; i < m->own_log_count; i++)
        if (has_channel(m->own_logs[i], channel))
            return true;
    return false;
}

static bool log_covers(const sppwhy_log *log, uint64_t from, uint64_t to)
{
    if (log->first_event == 0 || log->first_event > from || log->last_event < to)
        return false;
    for (size_t i = 0; i < log->gap_count; i++)
        if (log->gaps[i].after < to && from < log->gaps[i].before)
            return false;
    return true;
}

bool sppwhy_machine_covers(const sppwhy_machine *m, const char *channel, uint64_t from, uint64_t to)
{
    for (size_t i = 0; i < m->own_log_count; i++)
        if (has_channel(m->own_logs[i], channel) && log_covers(m->own_logs[i], from, to))
            return true;
    return false;
}

const char *sppwhy_machine_state_name(sppwhy_machine_state state)
{
    static const char *const names[] = {"unknown", "activated", "renewal_failing", "activation_failing"};
    return names[state];
}

const char *sppwhy_outcome_name(sppwhy_outcome outcome)
{
    static const char *const names[] = {"activated", "renewed", "failed", "unanswered"};
    return names[outcome];
}
