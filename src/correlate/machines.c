/* Machines: one for the names that are one machine's, and what belongs to each. */
#include "correlate/machines.h"

#include "base/sort.h"
#include "base/text.h"
#include "correlate/requests.h"
#include "correlate/share_out.h"
#include "evtx/store.h"
#include "spp/access.h"

#include <stdlib.h>
#include <string.h>

/* ---- one machine a root name --------------------------------------------------------------------------- */

static int by_name(const void *left, const void *right)
{
    return text_compare_nocase((*(sppwhy_machine *const *)left)->name,
                               (*(sppwhy_machine *const *)right)->name);
}

/* A host names clients by their short or their full name. The two are one machine where only one full name
 * has that label: where several have, a short name may be any of them. */
static void unite_label(name_table *t, const size_t *group, size_t count)
{
    size_t full = NAME_NONE, several = 0, short_form = NAME_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!strchr(t->items[group[i]].text, '.')) {
            short_form = group[i];
        } else if (full == NAME_NONE || names_root(t, full) != names_root(t, group[i])) {
            full = group[i];
            several++;
        }
    }
    if (several != 1 || short_form == NAME_NONE)
        return;
    if (t->items[full].wrote != t->items[short_form].wrote)
        names_unite(t, full, short_form);
}

/* True when some name has both a short and a full form. */
static bool unite_short_names(name_table *t)
{
    bool any = false;
    for (size_t i = 0, end; i < t->count; i = end) {
        size_t label = strcspn(t->items[t->by_label[i]].text, ".");
        for (end = i + 1; end < t->count; end++) {
            const char *text = t->items[t->by_label[end]].text;
            if (strcspn(text, ".") != label || !text_same_label(text, t->items[t->by_label[i]].text))
                break;
        }
        unite_label(t, &t->by_label[i], end - i);
        any |= end - i > 1;
    }
    return any;
}

/* A client that only hosts name, now by its short and now by its full name, with one CMID. */
typedef struct named_cmid {
    const uint8_t *cmid;
    size_t name;
} named_cmid;

static int by_cmid_and_name(const void *left, const void *right)
{
    const named_cmid *a = left, *b = right;
    int order = id_compare(a->cmid, b->cmid);
    return order != 0 ? order : compare_u64(a->name, b->name);
}

typedef VEC(named_cmid) named_list;

/* A client asks again and again: what was said last of a name is not said again. */
static bool list_named(const name_table *t, const request_list *requests, named_list *list)
{
    const uint8_t **last = calloc(t->count + 1, sizeof *last);
    bool done = last != NULL;
    for (size_t i = 0; i < requests->count && done; i++) {
        const sppwhy_request *r = &requests->items[i];
        const char *client = r->host && !r->client ? record_text(r->host, SPPWHY_FIELD_CLIENT) : NULL;
        size_t n = client ? names_find(t, client) : NAME_NONE;
        if (n == NAME_NONE || t->items[n].wrote)
            continue;
        named_cmid entry = {sppwhy_request_cmid(r), n};
        if (entry.cmid && (!last[n] || id_compare(last[n], entry.cmid) != 0))
            done = vec_push(list, entry);
        last[n] = entry.cmid;
    }
    free(last);
    return done;
}

static bool unite_by_cmid(name_table *t, const request_list *requests)
{
    named_list list = {0};
    bool done = list_named(t, requests, &list);
    if (list.count != 0)
        sort_array(list.items, list.count, sizeof *list.items, by_cmid_and_name);
    for (size_t i = 1; i < list.count; i++) { /* names are sorted: the short form is before its full form */
        const named_cmid *a = &list.items[i - 1], *c = &list.items[i];
        if (a->name != c->name && id_compare(a->cmid, c->cmid) == 0 &&
            text_same_host(t->items[a->name].text, t->items[c->name].text))
            names_unite(t, a->name, c->name);
    }
    vec_free(&list);
    return done;
}

/* A client that its host did not name is the one machine whose CMID it has, where there is one. */
static bool list_cmids(const name_table *t, const request_list *requests, named_list *list)
{
    for (size_t i = 0; i < requests->count; i++) {
        const sppwhy_request *r = &requests->items[i];
        char room[NAME_CLIENT_ROOM];
        const char *client = r->client ? r->client->event->common->computer : NULL;
        if (!r->client && r->host)
            (void)names_client(r->host, room, &client);
        named_cmid entry = {sppwhy_request_cmid(r), client ? names_find(t, client) : NAME_NONE};
        const named_cmid *last = list->count != 0 ? &list->items[list->count - 1] : NULL;
        if (!entry.cmid || entry.name == NAME_NONE || (last && by_cmid_and_name(last, &entry) == 0))
            continue;
        if (!vec_push(list, entry))
            return false;
    }
    return true;
}

static bool is_unnamed_client(const char *called)
{
    return text_starts_with(called, NAME_CLIENT_STAND_IN);
}

static void unite_unnamed(name_table *t, const named_cmid *group, size_t count)
{
    size_t named = NAME_NONE, unnamed = NAME_NONE, several = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = group[i].name;
        if (is_unnamed_client(t->items[n].text)) {
            unnamed = n;
        } else if (named == NAME_NONE || names_root(t, named) != names_root(t, n)) {
            named = n;
            several++;
        }
    }
    if (several == 1 && unnamed != NAME_NONE)
        names_unite(t, named, unnamed);
}

static bool unite_unnamed_clients(name_table *t, const request_list *requests)
{
    named_list list = {0};
    bool any = false;
    for (size_t i = 0; i < t->count && !any; i++)
        any = is_unnamed_client(t->items[i].text);
    bool done = !any || list_cmids(t, requests, &list);
    if (list.count != 0)
        sort_array(list.items, list.count, sizeof *list.items, by_cmid_and_name);
    for (size_t i = 0, end; i < list.count && done; i = end) {
        for (end = i + 1; end < list.count && id_compare(list.items[end].cmid, list.items[i].cmid) == 0;)
            end++;
        unite_unnamed(t, list.items + i, end - i);
    }
    vec_free(&list);
    return done;
}

static bool make_machines(machine_list *out, arena *memory, name_table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        size_t root = names_root(t, i);
        name_entry *r = &t->items[root];
        if (!r->machine) {
            r->machine = ARENA_NEW(memory, sppwhy_machine);
            if (!r->machine || !vec_push(out, r->machine))
                return false;
        }
        t->items[i].machine = r->machine;
        r->machine->has_logs |= t->items[i].wrote;
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

static bool take_aliases(arena *memory, const name_table *t, const named *group, size_t count)
{
    sppwhy_machine *m = group[0].machine;
    const char **aliases = ARENA_ARRAY(memory, count, const char *);
    if (!aliases)
        return false;
    const name_entry *first = &t->items[group[0].index];
    m->name = first->last ? first->last : first->text;
    for (size_t i = 1; i < count; i++) {
        const name_entry *n = &t->items[group[i].index];
        if (!text_same_host(n->text, m->name) && !name_is_stand_in(n->text))
            aliases[m->alias_count++] = n->last ? n->last : n->text;
    }
    m->aliases = aliases;
    return true;
}

enum { RANKS = 4 };

/* A name that the machine wrote goes before any that others use for it, one that was given to it before that of
 * its setup, and each before a stand-in. */
static uint64_t rank_of(const name_entry *n)
{
    if (!n->wrote)
        return !name_is_stand_in(n->text);
    return name_is_stand_in(n->text) ? 1 : names_from_setup(n->text) ? 2 : 3;
}

static bool name_machines(arena *memory, const evidence *given, name_table *t)
{
    size_t count = t->count;
    named *list = calloc(count + 1, sizeof *list);
    if (!list)
        return false;
    for (size_t i = 0; i < count; i++)
        list[i] = (named){t->items[i].machine, i, rank_of(&t->items[i])};
    for (size_t i = 0; i < given->record_count; i++) {
        const sppwhy_event *e = record_at(given, i)->event;
        size_t n = names_find(t, e->common->computer);
        if (n == NAME_NONE || name_is_stand_in(t->items[n].text))
            continue;
        list[n].newest = e->time + RANKS;
        t->items[n].last = e->common->computer;
    }
    sort_array(list, count, sizeof *list, by_machine_and_newest);
    bool done = true;
    for (size_t i = 0, end; i < count && done; i = end) {
        for (end = i + 1; end < count && list[end].machine == list[i].machine;)
            end++;
        done = take_aliases(memory, t, list + i, end - i);
    }
    free(list);
    return done;
}

/* ---- what belongs to whom ------------------------------------------------------------------------------ */

typedef struct name_lookup {
    const evidence *given;
    name_table *names;
    const char *last_computer; /* looked up last */
    sppwhy_machine *last_machine;
} name_lookup;

/* Most events are of the same machine as the one before. */
static sppwhy_machine *machine_called(name_lookup *b, const char *computer)
{
    if (b->last_computer != computer) {
        b->last_computer = computer;
        b->last_machine = names_machine(b->names, computer);
    }
    return b->last_machine;
}

static sppwhy_machine *writer_of(void *context, size_t i)
{
    name_lookup *b = context;
    return machine_called(b, record_at(b->given, i)->event->common->computer);
}

static const void *record_thing(void *context, size_t i)
{
    return record_at(((const name_lookup *)context)->given, i);
}

static void give_records(sppwhy_machine *m, const void **things, size_t count)
{
    m->records = (const sppwhy_record *const *)things;
    m->record_count = count;
}

static sppwhy_machine *contradicted(void *context, size_t i)
{
    name_lookup *b = context;
    return machine_called(b, b->given->contradicting[i]->event->common->computer);
}

static const void *contradicting_thing(void *context, size_t i)
{
    return ((const name_lookup *)context)->given->contradicting[i];
}

static void give_contradicting(sppwhy_machine *m, const void **things, size_t count)
{
    m->contradicting = (const sppwhy_record *const *)things;
    m->contradicting_count = count;
}

/* ---- logs ---------------------------------------------------------------------------------------------- */

/* Pairs (machine, log), so that a log of many machines is each one's. */
typedef struct owned_log {
    sppwhy_machine *machine;
    const sppwhy_log *log;
} owned_log;

typedef VEC(owned_log) owned_list;

static bool own(owned_list *list, sppwhy_machine *m, const sppwhy_log *log)
{
    owned_log o = {m, log};
    return !m || vec_push(list, o);
}

/* In the order of the machines; each one's in the order of the logs. */
static const sppwhy_log **cut(arena *memory, const machine_list *machines, const owned_list *list,
                              size_t *next)
{
    const sppwhy_log **logs = ARENA_ARRAY(memory, list->count + 1, const sppwhy_log *);
    size_t all = 0;
    for (size_t i = 0; i < list->count; i++)
        next[list->items[i].machine->place]++;
    for (size_t i = 0; i < machines->count; i++) {
        size_t count = next[i];
        next[i] = all;
        all += count;
    }
    for (size_t i = 0; logs && i < list->count; i++)
        logs[next[list->items[i].machine->place]++] = list->items[i].log;
    return logs;
}

static bool give_logs(arena *memory, const machine_list *machines, const owned_list *list, bool own_logs)
{
    size_t *next = calloc(machines->count + 1, sizeof *next);
    const sppwhy_log **logs = next ? cut(memory, machines, list, next) : NULL;
    for (size_t i = 0, from = 0; logs && i < machines->count; from = next[i++]) {
        sppwhy_machine *m = machines->items[i];
        size_t kept = 0;
        for (size_t k = from; k < next[i]; k++)
            if (kept == 0 || logs[from + kept - 1] != logs[k])
                logs[from + kept++] = logs[k];
        *(own_logs ? &m->own_logs : &m->logs) = logs + from;
        *(own_logs ? &m->own_log_count : &m->log_count) = kept;
    }
    free(next);
    return logs;
}

/* The one machine that a log's licensing events are of, or where it has none its computers; NULL when there
 * are several: a log of forwarded events. */
static sppwhy_machine *owner_of(name_lookup *b, const sppwhy_log *log)
{
    sppwhy_machine *owner = NULL;
    for (size_t i = 0; i < log->event_count; i++) {
        sppwhy_machine *m = machine_called(b, log->events[i].common->computer);
        if (owner && m != owner)
            return NULL;
        owner = m;
    }
    for (size_t i = 0; i < log->computer_count && log->event_count == 0; i++) {
        sppwhy_machine *m = names_machine(b->names, log->computers[i]);
        if (owner && m != owner)
            return NULL;
        owner = m;
    }
    return owner;
}

static bool give_out_logs(arena *memory, const machine_list *machines, name_lookup *b)
{
    owned_list list = {0}, own_list = {0};
    bool done = true;
    for (size_t i = 0; i < b->given->log_count && done; i++) {
        for (size_t k = 0; k < b->given->logs[i]->computer_count && done; k++)
            done = own(&list, names_machine(b->names, b->given->logs[i]->computers[k]), b->given->logs[i]);
        done = done && own(&own_list, owner_of(b, b->given->logs[i]), b->given->logs[i]);
    }
    done = done && give_logs(memory, machines, &list, false) && give_logs(memory, machines, &own_list, true);
    vec_free(&list);
    vec_free(&own_list);
    return done;
}

/* ---- requests to machines ------------------------------------------------------------------------------ */

static void name_ends(name_lookup *b, request_list *requests)
{
    for (size_t i = 0; i < requests->count; i++) {
        sppwhy_request *r = &requests->items[i];
        const sppwhy_record *own_event = r->client ? r->client : r->response;
        char room[NAME_CLIENT_ROOM];
        const char *client = own_event ? own_event->event->common->computer : NULL;
        if (!own_event)
            (void)names_client(r->host, room, &client);
        const char *target = request_host_name(r);
        r->machine = client ? names_machine(b->names, client) : NULL;
        r->target = target ? machine_called(b, target) : NULL;
        if (r->machine)
            r->machine->is_client = true;
    }
}

static sppwhy_machine *sender(void *requests, size_t i)
{
    return ((const request_list *)requests)->items[i].machine;
}

/* What a host wrote after the span's end says what became of the request, but is none that it served in the span. */
static sppwhy_machine *server(void *requests, size_t i)
{
    const sppwhy_request *r = &((const request_list *)requests)->items[i];
    return r->host && !r->host_later ? r->target : NULL;
}

static const void *request_thing(void *requests, size_t i)
{
    return &((const request_list *)requests)->items[i];
}

static void give_sent(sppwhy_machine *m, const void **things, size_t count)
{
    m->requests = (sppwhy_request *const *)things;
    m->request_count = count;
}

static void give_served(sppwhy_machine *m, const void **things, size_t count)
{
    m->served = (sppwhy_request *const *)things;
    m->served_count = count;
}

/* The requests are in order of the clients' clocks. */
static int by_host_time(const void *left, const void *right)
{
    const sppwhy_request *a = left, *b = right;
    int order = compare_u64(a->host->event->time, b->host->event->time);
    return order != 0 ? order : compare_u64(a->host->event->record_id, b->host->event->record_id);
}

static bool sort_served(const machine_list *machines)
{
    for (size_t i = 0; i < machines->count; i++) {
        sppwhy_machine *m = machines->items[i];
        if (m->served_count > 1 && !sort_pointers((const void **)m->served, m->served_count, by_host_time))
            return false;
    }
    return true;
}

static void number_machines(const machine_list *machines)
{
    for (size_t i = 0; i < machines->count; i++)
        machines->items[i]->place = i;
}

static bool is_request(const sppwhy_record *r)
{
    event_kind kind = record_kind(r);
    return kind == KIND_CLIENT_REQUEST || kind == KIND_CLIENT_RESPONSE || kind == KIND_HOST_REQUEST;
}

/* Once, so that nobody else goes through a host's million requests for the few events between them. */
static bool list_others(arena *memory, sppwhy_machine *m)
{
    VEC(size_t) others = {0};
    bool done = true;
    for (size_t i = 0; i < m->record_count && done; i++)
        done = is_request(m->records[i]) || vec_push(&others, i);
    m->others = done ? vec_to_arena(&others, memory) : NULL;
    m->other_count = others.count;
    vec_free(&others);
    return m->others;
}

static bool list_all_others(arena *memory, const machine_list *machines)
{
    bool done = true;
    for (size_t i = 0; i < machines->count && done; i++)
        done = list_others(memory, machines->items[i]);
    return done;
}

bool machines_create(machine_list *out, arena *memory, const evidence *given, name_table *names,
                     request_list *requests)
{
    if ((unite_short_names(names) && !unite_by_cmid(names, requests)) ||
        !unite_unnamed_clients(names, requests) || !make_machines(out, memory, names) ||
        !names_answer_labels(names, memory) || !name_machines(memory, given, names))
        return false;
    if (out->count != 0)
        sort_array(out->items, out->count, sizeof *out->items, by_name);
    number_machines(out);
    name_lookup b = {.given = given, .names = names};
    if (!share_out(out, memory, (owned_things){&b, given->record_count, writer_of, record_thing},
                   give_records) ||
        !share_out(out, memory,
                   (owned_things){&b, given->contradicting_count, contradicted, contradicting_thing},
                   give_contradicting) ||
        !list_all_others(memory, out) || !give_out_logs(memory, out, &b))
        return false;
    name_ends(&b, requests);
    return share_out(out, memory, (owned_things){requests, requests->count, sender, request_thing},
                     give_sent) &&
           share_out(out, memory, (owned_things){requests, requests->count, server, request_thing},
                     give_served) &&
           sort_served(out);
}

/* ---- when there are activations ------------------------------------------------------------------------ */

/* A name that turned out to be another form of a client's, or that was taken out of a request that is joined,
 * leaves a machine of which nothing is known. */
static void drop_empty(machine_list *machines)
{
    size_t kept = 0;
    for (size_t i = 0; i < machines->count; i++) {
        sppwhy_machine *m = machines->items[i];
        if (m->has_logs || m->is_client || m->record_count != 0)
            machines->items[kept++] = m;
    }
    machines->count = kept;
}

static sppwhy_machine *actor(void *activations, size_t i)
{
    return ((const activation_list *)activations)->items[i]->machine;
}

static const void *activation_thing(void *activations, size_t i)
{
    return ((const activation_list *)activations)->items[i];
}

static void give_tries(sppwhy_machine *m, const void **things, size_t count)
{
    m->tries = (sppwhy_activation *const *)things;
    m->try_count = count;
}

static void begin_span(sppwhy_machine *m, uint64_t since)
{
    size_t earlier = 0;
    while (earlier < m->try_count && m->tries[earlier]->time < since)
        earlier++;
    m->activations = m->tries + earlier;
    m->activation_count = m->try_count - earlier;
}

static void find_known_end(sppwhy_machine *m, uint64_t until)
{
    m->until = until != 0 ? until : UINT64_MAX;
    for (size_t i = 0; i < m->log_count; i++)
        m->known_until = m->logs[i]->last_event > m->known_until ? m->logs[i]->last_event : m->known_until;
    m->known_until = m->known_until > m->until ? m->until : m->known_until;
}

bool machines_take_tries(machine_list *machines, arena *memory, sppwhy_span span, activation_list *tries)
{
    drop_empty(machines);
    number_machines(machines);
    if (!share_out(machines, memory, (owned_things){tries, tries->count, actor, activation_thing},
                   give_tries))
        return false;
    for (size_t i = 0; i < machines->count; i++) {
        begin_span(machines->items[i], span.since);
        find_known_end(machines->items[i], span.until);
    }
    return true;
}
