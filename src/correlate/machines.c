/* Machines: one for the names that are one machine's, and what belongs to each. */
#include "correlate/machines.h"

#include "base/sort.h"
#include "base/text.h"
#include "correlate/machine_names.h"
#include "correlate/requests.h"
#include "correlate/share_out.h"
#include "spp/access.h"

#include <stdlib.h>
#include <string.h>

/* ---- what belongs to whom ------------------------------------------------------------------------------ */

/* The same few hosts are asked by all machines, each in texts of its own log. */
#define LOOKED_UP 64u

typedef struct looked_up {
    const char *text;
    sppwhy_machine *machine;
} looked_up;

typedef struct name_lookup {
    const evidence *given;
    name_table *names;
    const char *last_computer; /* looked up last */
    sppwhy_machine *last_machine;
    looked_up asked[LOOKED_UP]; /* hosts, each where the hash of its name says */
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

static sppwhy_machine *machine_asked(name_lookup *b, const char *host)
{
    looked_up *known = &b->asked[text_hash_nocase(host, strlen(host), 0) % LOOKED_UP];
    if (!known->text || (known->text != host && strcmp(known->text, host) != 0))
        *known = (looked_up){host, names_machine(b->names, host)};
    return known->machine;
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
        r->target = target ? machine_asked(b, target) : NULL;
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

/* The records and the logs that show them. */
static bool give_events(arena *memory, const machine_list *out, name_lookup *b)
{
    owner_list owners = {0};
    const evidence *given = b->given;
    bool done = share_out(out, memory, &owners,
                          (owned_things){b, given->record_count, writer_of, record_thing}, give_records) &&
                share_out(out, memory, &owners,
                          (owned_things){b, given->contradicting_count, contradicted, contradicting_thing},
                          give_contradicting);
    vec_free(&owners);
    return done && list_all_others(memory, out) && give_out_logs(memory, out, b);
}

static bool give_requests(arena *memory, const machine_list *out, name_lookup *b, request_list *requests)
{
    owner_list owners = {0};
    name_ends(b, requests);
    bool done = share_out(out, memory, &owners,
                          (owned_things){requests, requests->count, sender, request_thing}, give_sent) &&
                share_out(out, memory, &owners,
                          (owned_things){requests, requests->count, server, request_thing}, give_served);
    vec_free(&owners);
    return done && sort_served(out);
}

bool machines_create(machine_list *out, arena *memory, const evidence *given, name_table *names,
                     request_list *requests)
{
    if (!machines_name(out, memory, given, names, requests))
        return false;
    number_machines(out);
    name_lookup b = {.given = given, .names = names};
    return give_events(memory, out, &b) && give_requests(memory, out, &b, requests);
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
    owner_list owners = {0};
    bool done = share_out(machines, memory, &owners,
                          (owned_things){tries, tries->count, actor, activation_thing}, give_tries);
    vec_free(&owners);
    if (!done)
        return false;
    for (size_t i = 0; i < machines->count; i++) {
        begin_span(machines->items[i], span.since);
        find_known_end(machines->items[i], span.until);
    }
    return true;
}
