/* All events of a set of logs as typed records. What a record is made of: record_layout.c; which events are left
 * out: duplicate_events.c. */
#include "spp/record_layout.h"

#include "base/error.h"
#include "base/pages.h"
#include "base/places.h"
#include "base/pool.h"
#include "spp/access.h"
#include "spp/catalogue.h"
#include "spp/duplicate_events.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct records_owner {
    sppwhy_records records; /* first: a pointer to it is a pointer to the owner */
    arena *memory;
    sppwhy_record *items;
} records_owner;

/* One thread at work on one store after another. */
typedef struct build {
    arena *memory; /* its own, till the records take it over */
    const sppwhy_catalogue *catalogue;
    detail_builder *details;
    VEC(record_layouts) tables;    /* of the log at hand: one a store, which is one a thread that read it */
    VEC(const void *) table_texts; /* whose tables they are */
    places table_places;
    record_layouts *table;             /* of the last event */
    const sppwhy_event_common *common; /* likewise, and the type that goes with it */
    const sppwhy_event_type *type;
    bool failed;
} build;

/* What one thread does at once: the events of one log, or those of them that are of one store. */
typedef struct build_job {
    const sppwhy_log *log;
    const sppwhy_texts *store; /* NULL: all of the log */
    size_t place;              /* of its first event among all */
    size_t item;               /* of its first record */
} build_job;

typedef struct building {
    records_owner *owner;
    const duplicate_events *repeated;
    VEC(build_job) jobs;
    atomic_size_t next;
    build *workers;
    size_t worker_count;
} building;

/* ---- the tables of a log ------------------------------------------------------------------------------- */

static void forget_tables(build *b)
{
    for (size_t i = 0; i < b->tables.count; i++)
        vec_free(&b->tables.items[i].layouts);
    b->tables.count = b->table_texts.count = 0;
    b->table = NULL;
}

static record_layouts *new_table(build *b, const sppwhy_texts *texts)
{
    record_layouts t = {.texts = texts, .parsed = ARENA_ARRAY(b->memory, texts->count, parsed_text)};
    return t.parsed && vec_push(&b->table_texts, texts) && vec_push(&b->tables, t)
               ? &b->tables.items[b->tables.count - 1]
               : NULL;
}

/* A log that is put together from many parts has a table for each, and its records may alternate between them. */
static record_layouts *table_of(build *b, const sppwhy_event *e)
{
    const sppwhy_texts *texts = e->common->texts;
    if (b->table && b->table->texts == texts)
        return b->table;
    const void *const *known = b->table_texts.items;
    size_t place = places_find(&b->table_places, &places_of_address, known, b->table_texts.count, texts);
    b->table = place < b->tables.count    ? &b->tables.items[place]
               : place == b->tables.count ? new_table(b, texts)
                                          : NULL;
    return b->table;
}

/* ---- all records --------------------------------------------------------------------------------------- */

static bool build_record(build *b, const sppwhy_event *e, sppwhy_record *out)
{
    record_layouts *table = table_of(b, e);
    bool usual;
    if (b->common != e->common) {
        b->common = e->common;
        b->type = catalogue_event_type(b->catalogue, e->common->provider, e->common->source, e->common->id);
    }
    *out = (sppwhy_record){.event = e};
    return table && record_layout_usual(table, b->memory, b->catalogue, b->type, out, &usual) &&
           (usual || detail_layout(b->details, b->type, out));
}

static bool build_events(build *b, const building *all, const build_job *job)
{
    bool good = true;
    sppwhy_record *r = all->owner->items + job->item;
    for (size_t k = 0; good && k < job->log->event_count; k++) {
        const sppwhy_event *e = &job->log->events[k];
        if (duplicate_events_has(all->repeated, job->place + k))
            continue;
        if (!job->store || e->common->texts == job->store)
            good = build_record(b, e, r);
        r++;
    }
    forget_tables(b);
    return good;
}

static void take_jobs(void *context, size_t worker)
{
    building *all = context;
    build *b = &all->workers[worker];
    for (size_t i; !b->failed && (i = atomic_fetch_add(&all->next, 1)) < all->jobs.count;)
        b->failed = !build_events(b, all, &all->jobs.items[i]);
}

/* A log that was read by several threads is cut into their stores: what a text means is worked out once a store, and by one
 * thread. */
static bool add_jobs(building *all, build_job job, size_t threads)
{
    if (threads == 1 || job.log->store_count == 0)
        return vec_push(&all->jobs, job);
    for (size_t i = 0; i < job.log->store_count; i++) {
        job.store = job.log->stores[i];
        if (!vec_push(&all->jobs, job))
            return false;
    }
    return true;
}

static bool list_jobs(building *all, const sppwhy_log *const *logs, size_t log_count, size_t threads)
{
    size_t place = 0, item = 0;
    for (size_t i = 0; i < log_count; i++) {
        if (!add_jobs(all, (build_job){.log = logs[i], .place = place, .item = item}, threads))
            return false;
        item += logs[i]->event_count;
        for (size_t k = 0; all->repeated->bits && k < logs[i]->event_count; k++)
            item -= duplicate_events_has(all->repeated, place + k);
        place += logs[i]->event_count;
    }
    all->owner->records.count = item;
    return true;
}

static bool list_contradicting(records_owner *owner, const duplicate_events *repeated, size_t event_count)
{
    const sppwhy_record **list =
        ARENA_ARRAY(owner->memory, repeated->contradicted_count, const sppwhy_record *);
    const sppwhy_record *r = owner->items;
    owner->records.contradicting = list;
    for (size_t place = 0; list && repeated->contradicted_count != 0 && place < event_count; place++) {
        if (duplicate_events_has(repeated, place))
            continue;
        if (duplicate_events_contradicts(repeated, place))
            list[owner->records.contradicting_count++] = r;
        r++;
    }
    return list;
}

static bool create_workers(building *all, const sppwhy_catalogue *catalogue, size_t threads)
{
    size_t wanted = threads < all->jobs.count ? threads : all->jobs.count;
    all->workers = calloc(wanted + 1, sizeof *all->workers);
    for (size_t i = 0; all->workers && i < wanted; i++) {
        build *b = &all->workers[all->worker_count++];
        b->catalogue = catalogue;
        b->memory = arena_create();
        b->details = b->memory ? detail_create(b->memory, catalogue) : NULL;
        if (!b->details)
            return false;
    }
    return all->workers;
}

static bool free_workers(building *all)
{
    bool good = true;
    for (size_t i = 0; i < all->worker_count; i++) {
        build *b = &all->workers[i];
        good &= !b->failed;
        vec_free(&b->tables);
        vec_free(&b->table_texts);
        places_free(&b->table_places);
        detail_free(b->details);
        arena_absorb(all->owner->memory, b->memory);
    }
    free(all->workers);
    vec_free(&all->jobs);
    return good;
}

static bool build_all(records_owner *owner, const sppwhy_log *const *logs, size_t log_count,
                      const duplicate_events *repeated, size_t threads)
{
    building all = {.owner = owner, .repeated = repeated};
    size_t count = 0;
    for (size_t i = 0; i < log_count; i++)
        count += logs[i]->event_count;
    owner->items = pages_alloc((count - repeated->count + 1) * sizeof *owner->items);
    owner->records.items = owner->items;
    owner->records.repeated = repeated->count;
    owner->records.repeated_within = repeated->within;
    bool good = owner->items && list_jobs(&all, logs, log_count, threads) &&
                list_contradicting(owner, repeated, count) &&
                create_workers(&all, owner->records.catalogue, threads);
    if (good)
        pool_run(all.worker_count, all.worker_count, take_jobs, &all);
    return free_workers(&all) && good;
}

/* NULL when memory is short; sppwhy_records_free() its records. */
static records_owner *create_owner(void)
{
    arena *memory = arena_create();
    records_owner *owner = memory ? ARENA_NEW(memory, records_owner) : NULL;
    if (owner)
        owner->memory = memory;
    else
        arena_free(memory);
    return owner;
}

sppwhy_status records_create(sppwhy_records **out, const sppwhy_catalogue *catalogue,
                             const sppwhy_log *const *logs, size_t log_count, size_t threads,
                             sppwhy_error *error)
{
    *out = NULL;
    duplicate_events repeated = {0};
    records_owner *owner = create_owner();
    if (!owner)
        return error_no_memory(error);
    owner->records.catalogue = catalogue;
    bool good = duplicate_events_find(&repeated, logs, log_count) &&
                build_all(owner, logs, log_count, &repeated, threads == 0 ? pool_processors() : threads);
    duplicate_events_free(&repeated);
    if (!good) {
        sppwhy_records_free(&owner->records);
        return error_no_memory(error);
    }
    *out = &owner->records;
    return SPPWHY_OK;
}

sppwhy_status sppwhy_records_create(sppwhy_records **out, const sppwhy_catalogue *catalogue,
                                    const sppwhy_log *const *logs, size_t log_count, sppwhy_error *error)
{
    return records_create(out, catalogue, logs, log_count, 1, error);
}

/* Whether a record contradicts another one does not change by leaving others out. */
static bool select_into(records_owner *owner, const sppwhy_records *all,
                        bool (*wanted)(void *context, const sppwhy_record *record), void *context)
{
    size_t next = 0;
    const sppwhy_record **contradicting =
        ARENA_ARRAY(owner->memory, all->contradicting_count, const sppwhy_record *);
    owner->items = calloc(all->count + 1, sizeof *owner->items);
    owner->records =
        (sppwhy_records){.items = owner->items, .contradicting = contradicting, .catalogue = all->catalogue};
    if (!owner->items || !contradicting)
        return false;
    for (size_t i = 0; i < all->count; i++) {
        bool contradicts = next < all->contradicting_count && all->contradicting[next] == &all->items[i];
        next += contradicts;
        if (!wanted(context, &all->items[i]))
            continue;
        sppwhy_record *item = &owner->items[owner->records.count++];
        *item = all->items[i];
        if (contradicts)
            contradicting[owner->records.contradicting_count++] = item;
    }
    return true;
}

sppwhy_status sppwhy_records_select(sppwhy_records **out, const sppwhy_records *all,
                                    bool (*wanted)(void *context, const sppwhy_record *record), void *context,
                                    sppwhy_error *error)
{
    *out = NULL;
    records_owner *owner = create_owner();
    if (!owner)
        return error_no_memory(error);
    if (!select_into(owner, all, wanted, context)) {
        sppwhy_records_free(&owner->records);
        return error_no_memory(error);
    }
    *out = &owner->records;
    return SPPWHY_OK;
}

void sppwhy_records_free(sppwhy_records *records)
{
    if (!records)
        return;
    records_owner *owner = (records_owner *)records;
    free(owner->items);
    arena_free(owner->memory); /* and with it `owner` */
}

/* ---- one record ---------------------------------------------------------------------------------------- */

/* The value of a field that is what one part means. */
static inline sppwhy_value value_of_part(const sppwhy_record *r, field_place place)
{
    size_t part = place.part - 1u;
    const parsed_text *parsed = &r->layout->parsed[r->event->parts[part]];
    switch ((part_use)place.use) {
    case USE_TEXT:
        return (sppwhy_value){.text = event_part(r->event, part)};
    case USE_HOST:
        return (sppwhy_value){.text = parsed->value.host};
    case USE_PORT:
        return (sppwhy_value){.number = parsed->port};
    case USE_ID:
        return (sppwhy_value){.id = parsed->value.id};
    case USE_NUMBER:
        break;
    }
    return (sppwhy_value){.number = parsed->value.number};
}

bool sppwhy_record_get(const sppwhy_record *record, sppwhy_field field, sppwhy_value *out)
{
    const sppwhy_record_layout *layout = record->layout;
    if (field >= SPPWHY_FIELD_TOTAL)
        return false;
    if (layout->part_of) {
        const field_place place = layout->part_of[field];
        if (place.part != 0)
            *out = value_of_part(record, place);
        return place.part != 0;
    }
    for (size_t i = 0; i < layout->type->field_count; i++)
        if (layout->type->fields[i] == field && (layout->known >> i & 1) != 0) {
            *out = layout->values[i];
            return true;
        }
    return false;
}

size_t record_run(const sppwhy_record *first, size_t most)
{
    size_t count = 1;
    while (count < most && count < RECORD_RUN && first[count].layout == first->layout &&
           first[count].event->common == first->event->common)
        count++;
    return count;
}

bool record_run_get(const sppwhy_record *run, size_t count, sppwhy_field field, sppwhy_value *out)
{
    const sppwhy_record_layout *layout = run->layout;
    if (!layout->part_of || field >= SPPWHY_FIELD_TOTAL) { /* then all have the same values */
        if (!sppwhy_record_get(run, field, &out[0]))
            return false;
        for (size_t i = 1; i < count; i++)
            out[i] = out[0];
        return true;
    }
    const field_place place = layout->part_of[field];
    if (place.part == 0)
        return false;
    for (size_t i = 0; i < count; i++)
        out[i] = value_of_part(&run[i], place);
    return true;
}

const sppwhy_problem *sppwhy_record_problems(const sppwhy_record *record, size_t *count)
{
    *count = record->layout->problem_count;
    return record->layout->problems;
}

const sppwhy_event_type *sppwhy_record_type(const sppwhy_record *record)
{
    return record->layout->type;
}

const sppwhy_log *sppwhy_record_log(const sppwhy_record *record)
{
    return record->event->common->log;
}

bool sppwhy_record_is(const sppwhy_record *record, const char *kind)
{
    return strcmp(record->layout->type->kind, kind) == 0;
}
