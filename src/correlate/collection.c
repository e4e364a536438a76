/*
 * Runs the steps of correlating and hands out the result. Each step is one file with one header that says
 * what goes in, what comes out and what it costs:
 *
 *    1  evidence            the records in order of time
 *    2  names               every computer and client name; which of them are one machine
 *    3  match_responses     12288 with 12289
 *    4  match_host_records  and with 12290; info_time: in whose zone a 12288 prints its time
 *    5  requests            requests, in order of time
 *    6  clock               the skew of each
 *    7  machines            names into machines; what belongs to whom
 *    8  activations         requests and summaries into tries
 *    9  clones              one CMID on several machines
 *   10  coverage            which times a machine's logs cover
 *   11  states              what the tries say of each machine, and (license_words) what is said without one;
 *                           once more, after 12, what its hosts granted
 *   12  hosts               what is known of each host by its requests
 *   13  clock               the clock of each host
 *   14  twins               two machines of one name
 *
 * machine_names is the first part of 7. machine_list, share_out and id_set are what several steps work with;
 * activity counts the finished collection, when it is asked for.
 *
 * Every step is about linear, and the result never depends on the order of reading.
 */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "correlate/activations.h"
#include "correlate/clock.h"
#include "correlate/clones.h"
#include "correlate/coverage.h"
#include "correlate/hosts.h"
#include "correlate/machines.h"
#include "correlate/match_host_records.h"
#include "correlate/states.h"
#include "correlate/twins.h"

#include <stdlib.h>

typedef struct collection_owner {
    sppwhy_collection collection; /* first: a pointer to it is a pointer to the owner */
    arena *memory;
    name_table names; /* for looking machines up */
} collection_owner;

/* Steps 3 to 6. */
static bool make_requests(request_list *out, size_t *cut, arena *memory, const evidence *given,
                          name_table *names)
{
    exchange_list exchanges = {0};
    uint8_t *joined = NULL;
    bool done = match_responses(&exchanges, given, names) &&
                match_host_records(&exchanges, &joined, given, names) &&
                requests_create(out, memory, given, &exchanges, joined);
    *cut = exchanges.cut;
    vec_free(&exchanges);
    free(joined);
    return done && clock_measure_requests(out);
}

/* Steps 9 to 14. */
static bool complete(const machine_list *machines, host_totals *totals, arena *memory, const evidence *given,
                     request_list *requests)
{
    if (!clones_find(memory, machines, requests))
        return false;
    for (size_t i = 0; i < machines->count; i++)
        if (!coverage_create(memory, machines->items[i]) ||
            !state_create(memory, given->span.since, machines->items[i]))
            return false;
    if (!hosts_create(totals, memory, given, machines, requests))
        return false;
    for (size_t i = 0; i < machines->count; i++)
        state_by_hosts(machines->items[i]);
    return clock_measure_hosts(machines) && twins_find(memory, machines);
}

static bool hand_out(sppwhy_collection *c, arena *memory, const machine_list *machines,
                     const activation_list *tries, size_t earlier, const host_totals *totals)
{
    sppwhy_activation *const *all = vec_to_arena(tries, memory);
    c->machines = vec_to_arena(machines, memory);
    c->machine_count = machines->count;
    c->activations = all ? all + earlier : NULL;
    c->activation_count = tries->count - earlier;
    for (size_t i = 0; i < earlier && tries->items[i]->time == 0; i++)
        c->untimed++;
    c->serving = vec_to_arena(&totals->serving, memory);
    c->serving_count = totals->serving.count;
    c->recent_clients = totals->recent_clients;
    c->need = totals->need;
    return c->machines && c->activations && c->serving;
}

/* Steps 2 to 14. */
static bool correlate(collection_owner *owner, arena *memory, const evidence *given)
{
    request_list requests = {0};
    machine_list machines = {0};
    activation_list tries = {0};
    host_totals totals = {0};
    size_t earlier = 0;
    bool done = names_create(&owner->names, memory, given) &&
                make_requests(&requests, &owner->collection.cut, memory, given, &owner->names) &&
                machines_create(&machines, memory, given, &owner->names, &requests) &&
                activations_create(&tries, &earlier, memory, given->span.since, &machines, &requests) &&
                machines_take_tries(&machines, memory, given->span, &tries) &&
                complete(&machines, &totals, memory, given, &requests) &&
                hand_out(&owner->collection, memory, &machines, &tries, earlier, &totals);
    owner->collection.requests = requests.items;
    owner->collection.request_count = requests.count;
    names_forget(&owner->names);
    vec_free(&machines);
    vec_free(&tries);
    vec_free(&totals.serving);
    return done;
}

sppwhy_status sppwhy_correlate(sppwhy_collection **out, const sppwhy_records *records,
                               const sppwhy_log *const *logs, size_t log_count, sppwhy_span span,
                               sppwhy_error *error)
{
    *out = NULL;
    arena *memory = arena_create();
    collection_owner *owner = memory ? ARENA_NEW(memory, collection_owner) : NULL;
    evidence given = {0};
    bool done = owner && evidence_create(&given, memory, records, logs, log_count, span) &&
                correlate(owner, memory, &given);
    evidence_free(&given);
    if (!done) {
        arena_free(memory);
        return error_no_memory(error);
    }
    owner->memory = memory;
    owner->collection.logs = given.logs;
    owner->collection.log_count = log_count;
    owner->collection.span = span;
    *out = &owner->collection;
    return SPPWHY_OK;
}

void sppwhy_collection_free(sppwhy_collection *collection)
{
    if (collection)
        arena_free(((collection_owner *)collection)->memory);
}

static int activation_against_id(const void *item, const void *id)
{
    return compare_u64((*(sppwhy_activation *const *)item)->id, *(const size_t *)id);
}

const sppwhy_activation *sppwhy_activation_find(const sppwhy_collection *c, size_t id)
{
    sppwhy_activation *const *found =
        sort_find(c->activations, c->activation_count, sizeof *found, &id, activation_against_id);
    return found ? *found : NULL;
}

const sppwhy_machine *sppwhy_machine_find(const sppwhy_collection *collection, const char *text)
{
    return names_machine(&((collection_owner *)collection)->names, text);
}

bool sppwhy_machine_matches(const sppwhy_machine *machine, const char *pattern)
{
    bool is = text_matches_host(pattern, machine->name);
    for (size_t i = 0; i < machine->alias_count && !is; i++)
        is = text_matches_host(pattern, machine->aliases[i]);
    return is;
}
