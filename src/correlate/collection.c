/* Runs the steps of correlating, in the order that correlation.h lists, and hands out the result. */
#include "correlate/correlation.h"

#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct collection_owner {
    sppwhy_collection collection; /* first: a pointer to it is a pointer to the owner */
    arena *memory;
    correlation lookup; /* for looking machines up */
} collection_owner;

static bool in_order(const sppwhy_records *records)
{
    for (size_t i = 1; i < records->count; i++)
        if (records_by_time(&records->items[i - 1], &records->items[i]) > 0)
            return false;
    return true;
}

/* What was written after the time asked for does not count. */
static void drop_later(correlation *b)
{
    while (b->span.until != 0 && b->record_count != 0 &&
           record_at(b, b->record_count - 1)->event->time > b->span.until)
        b->record_count--;
}

/* One log by itself mostly is in order. */
static bool sort_records(correlation *b, const sppwhy_records *records)
{
    b->catalogue = records->catalogue;
    b->items = records->items;
    b->record_count = records->count;
    b->contradicting = records->contradicting;
    b->contradicting_count = records->contradicting_count;
    if (in_order(records))
        return true;
    b->order = malloc(records->count * sizeof *b->order);
    for (size_t i = 0; b->order && i < records->count; i++)
        b->order[i] = &records->items[i];
    return b->order && sort_pointers((const void **)b->order, b->record_count, records_by_time);
}

static bool hand_out(correlation *b, collection_owner *owner)
{
    sppwhy_collection *c = &owner->collection;
    c->logs = b->logs;
    c->log_count = b->log_count;
    c->machines = vec_to_arena(&b->machines, b->memory);
    c->machine_count = b->machines.count;
    sppwhy_activation *const *all = vec_to_arena(&b->activations, b->memory);
    c->activations = all ? all + b->earlier : NULL;
    c->activation_count = b->activations.count - b->earlier;
    c->requests = b->requests;
    c->request_count = b->request_count;
    c->serving = vec_to_arena(&b->serving, b->memory);
    c->serving_count = b->serving.count;
    c->recent_clients = b->recent_clients;
    c->need = b->need;
    c->span = b->span;
    names_forget(&b->names);
    owner->lookup.names = b->names;
    return c->machines && c->activations && c->serving;
}

sppwhy_status sppwhy_correlate(sppwhy_collection **out, const sppwhy_records *records,
                               const sppwhy_log *const *logs, size_t log_count, sppwhy_span span,
                               sppwhy_error *error)
{
    *out = NULL;
    arena *memory = arena_create();
    collection_owner *owner = memory ? ARENA_NEW(memory, collection_owner) : NULL;
    correlation b = {.memory = memory, .log_count = log_count, .span = span};
    bool done = owner != NULL;
    if (done)
        b.logs = vec_copy(memory, logs, log_count, sizeof *logs);
    done = done && b.logs && sort_records(&b, records);
    if (done)
        drop_later(&b);
    done = done && names_create(&b) && requests_create(&b) && machines_create(&b) && activations_create(&b) &&
           machines_complete(&b) && hosts_complete(&b) && hand_out(&b, owner);
    names_forget(&b.names);
    free(b.order);
    free(b.joined);
    vec_free(&b.exchanges);
    vec_free(&b.activations);
    vec_free(&b.machines);
    vec_free(&b.serving);
    if (!done) {
        arena_free(memory);
        return error_no_memory(error);
    }
    owner->memory = memory;
    *out = &owner->collection;
    return SPPWHY_OK;
}

void sppwhy_collection_free(sppwhy_collection *collection)
{
    if (collection)
        arena_free(((collection_owner *)collection)->memory);
}

const sppwhy_activation *sppwhy_activation_find(const sppwhy_collection *c, size_t id)
{
    size_t low = 0, high = c->activation_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->activations[middle]->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->activation_count && c->activations[low]->id == id ? c->activations[low] : NULL;
}

sppwhy_machine *sppwhy_machine_find(const sppwhy_collection *collection, const char *text)
{
    return names_machine(&((collection_owner *)collection)->lookup, text);
}
