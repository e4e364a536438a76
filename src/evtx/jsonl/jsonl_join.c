/* Logs out of the lines of several files. See jsonl.h. */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "evtx/jsonl/jsonl.h"
#include "evtx/store.h"

#include <stdlib.h>
#include <string.h>

typedef struct join {
    arena *memory;
    const void **logs; /* lines_log, each once, in order of id */
    size_t log_count;
    bool *made;         /* of each: it has been */
    const void **parts; /* lines_part with events, in order of log, then of file */
    size_t part_count;
    const char **read; /* ids of the logs that were read themselves, in order */
    size_t read_count;
    lines_joined *out;
} join;

/* ---- in order ------------------------------------------------------------------------------------------ */

static int by_log(const void *left, const void *right)
{
    const lines_part *a = *(const void *const *)left, *b = *(const void *const *)right;
    int order = strcmp(a->id, b->id);
    return order != 0 || a->id[0] != '\0' ? order : strcmp(a->path, b->path);
}

static uint64_t time_as_written(const sppwhy_event *e)
{
    return e->time != 0 ? e->time : e->common->odd_time;
}

/* By what they say, so that only an event that is there twice is left out: one that says otherwise stays, and
 * is found to contradict the first. */
static int by_content(const sppwhy_event *x, const sppwhy_event *y)
{
    int order = x->common == y->common ? 0 : strcmp(x->common->computer, y->common->computer);
    if (order == 0 && x->common != y->common)
        order = strcmp(x->common->channel, y->common->channel);
    if (order == 0 && x->common != y->common)
        order = strcmp(x->common->provider, y->common->provider);
    return order != 0 ? order : event_compare_strings(x, y);
}

/* Within a log as the reader of logs has them. */
static int by_record(const void *left, const void *right)
{
    const sppwhy_event *x = *(const void *const *)left, *y = *(const void *const *)right;
    int order = compare_u64(x->header_record_id, y->header_record_id);
    if (order == 0)
        order = compare_u64(x->offset, y->offset);
    if (order == 0)
        order = compare_u64(x->record_id, y->record_id);
    if (order == 0)
        order = compare_u64(time_as_written(x), time_as_written(y));
    if (order == 0)
        order = compare_u64(x->common->id, y->common->id);
    if (order == 0)
        order = x->common->recovered - y->common->recovered;
    return order != 0 ? order : by_content(x, y);
}

static int by_id(const void *left, const void *right)
{
    const lines_log *a = *(const void *const *)left, *b = *(const void *const *)right;
    return strcmp(a->id, b->id);
}

static int by_path(const void *left, const void *right)
{
    const lines_made *a = left, *b = right;
    int order = strcmp(a->log->path, b->log->path);
    return order != 0 ? order : strcmp(a->id, b->id);
}

/* Sorts pointers and drops those that are equal to the one before. */
static size_t sort_once(const void **items, size_t count, int (*compare)(const void *, const void *))
{
    size_t kept = 0;
    if (count != 0)
        sort_array(items, count, sizeof *items, compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare(&items[kept - 1], &items[i]) != 0)
            items[kept++] = items[i];
    return kept;
}

static bool gather(join *j, const lines *const *all, size_t count)
{
    size_t logs = 0, parts = 0;
    for (size_t i = 0; i < count; i++) {
        logs += all[i]->logs.count;
        parts += all[i]->parts.count;
    }
    j->logs = ARENA_ARRAY(j->memory, logs, const void *);
    j->parts = ARENA_ARRAY(j->memory, parts, const void *);
    j->made = ARENA_ARRAY(j->memory, logs, bool);
    if (!j->logs || !j->parts || !j->made)
        return false;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < all[i]->logs.count; k++)
            j->logs[j->log_count++] = &all[i]->logs.items[k];
        for (size_t k = 0; k < all[i]->parts.count; k++)
            if (all[i]->parts.items[k]->events.count != 0)
                j->parts[j->part_count++] = all[i]->parts.items[k];
    }
    j->log_count = sort_once(j->logs, j->log_count, by_id);
    if (j->part_count != 0)
        sort_array(j->parts, j->part_count, sizeof *j->parts, by_log);
    return true;
}

static bool gather_read(join *j, const sppwhy_log *const *read, size_t count)
{
    j->read = ARENA_ARRAY(j->memory, count, const char *);
    for (size_t i = 0; j->read && i < count; i++) {
        char *id = ARENA_ARRAY(j->memory, LOG_ID_TEXT, char);
        if (!id)
            return false;
        j->read[i] = log_id(read[i], id);
    }
    if (j->read && count != 0)
        sort_array(j->read, count, sizeof *j->read, text_order);
    j->read_count = count;
    return j->read;
}

/* ---- a log --------------------------------------------------------------------------------------------- */

static bool was_read(const join *j, const char *id)
{
    return j->read_count != 0 && bsearch(&id, j->read, j->read_count, sizeof *j->read, text_order);
}

static const lines_log *facts_of(join *j, const char *id)
{
    const lines_log wanted = {.id = id};
    const void *key = &wanted;
    if (j->log_count == 0 || id[0] == '\0')
        return NULL;
    const void **found = bsearch(&key, j->logs, j->log_count, sizeof *j->logs, by_id);
    if (found)
        j->made[found - j->logs] = true;
    return found ? *found : NULL;
}

/* What the events themselves show, where nothing else is known. */
static bool take_from_events(join *j, sppwhy_log *log)
{
    for (size_t i = 0; i < log->event_count; i++)
        log->recovered += log->events[i].common->recovered;
    log->records = log->event_count - log->recovered;
    return log_list_names(log, j->memory);
}

static void forget_span(sppwhy_log *log)
{
    log->first_event = log->last_event = 0;
    for (size_t i = 0; i < log->event_count; i++)
        if (!log->events[i].common->recovered && log->events[i].time > log->last_event)
            log->last_event = log->events[i].time;
}

/* "" when only lines of other logs tell that there is one: then its events are those of the others. */
static const char *path_of(const lines_log *facts, const void *const *parts, size_t count)
{
    const char *path = facts ? facts->log.path : "";
    for (size_t i = 0; i < count && path[0] == '\0'; i++)
        path = ((const lines_part *)parts[i])->path;
    return path;
}

static bool in_order(const lines_part *p)
{
    for (size_t i = 1; i < p->events.count; i++) {
        const void *before = &p->events.items[i - 1], *at = &p->events.items[i];
        if (by_record(&before, &at) >= 0)
            return false;
    }
    return true;
}

/* The events of all parts, each once, in order. */
static bool put_in_order(join *j, sppwhy_log *log, const void *const *parts, size_t count)
{
    size_t all = 0, kept = 0;
    for (size_t i = 0; i < count; i++)
        all += ((const lines_part *)parts[i])->events.count;
    const void **events = calloc(all + 1, sizeof *events);
    for (size_t i = 0; events && i < count; i++) {
        const lines_part *p = parts[i];
        for (size_t k = 0; k < p->events.count; k++)
            events[kept++] = &p->events.items[k];
    }
    log->event_count = events ? sort_once(events, kept, by_record) : 0;
    sppwhy_event *own = ARENA_ARRAY(j->memory, log->event_count, sppwhy_event);
    for (size_t i = 0; own && i < log->event_count; i++)
        own[i] = *(const sppwhy_event *)events[i];
    log->events = own;
    bool good = events && own;
    free(events);
    return good;
}

/* One part in order, as `sppwhy events` writes it, is handed over. */
static bool take_events(join *j, sppwhy_log *log, const void *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        lines_part *p = (lines_part *)(uintptr_t)parts[i];
        store_belongs_to(&p->store, log);
        if (!store_finish(&p->store))
            return false;
    }
    lines_part *only = count == 1 ? (lines_part *)(uintptr_t)parts[0] : NULL;
    if (!only || !in_order(only))
        return put_in_order(j, log, parts, count);
    if (!arena_own(j->memory, only->events.items))
        return false;
    log->events = only->events.items;
    log->event_count = only->events.count;
    only->events.items = NULL;
    only->events.count = only->events.capacity = 0;
    return true;
}

static bool make_log(join *j, const lines_log *facts, const void *const *parts, size_t count)
{
    const char *path = path_of(facts, parts, count);
    if (path[0] == '\0')
        return true;
    sppwhy_log *log = ARENA_NEW(j->memory, sppwhy_log);
    if (!log)
        return false;
    if (facts)
        *log = facts->log;
    log->path = path;
    lines_made made = {.log = log, .told = facts != NULL};
    made.id = facts ? facts->id : ((const lines_part *)parts[0])->id;
    made.events = facts ? facts->log.event_count : 0;
    if (!take_events(j, log, parts, count))
        return false;
    made.in_part = !facts || made.events != log->event_count;
    if (!facts && !take_from_events(j, log))
        return false;
    if (made.in_part)
        forget_span(log);
    j->out->items[j->out->count++] = made;
    return true;
}

static bool make_logs(join *j)
{
    j->out->items = ARENA_ARRAY(j->memory, j->log_count + j->part_count, lines_made);
    if (!j->out->items)
        return false;
    for (size_t begin = 0, end = 0; begin < j->part_count; begin = end) {
        const char *id = ((const lines_part *)j->parts[begin])->id;
        for (end = begin + 1; end < j->part_count && by_log(&j->parts[begin], &j->parts[end]) == 0;)
            end++;
        const lines_log *facts = facts_of(j, id);
        if (was_read(j, id))
            j->out->left_out++;
        else if (!make_log(j, facts, j->parts + begin, end - begin))
            return false;
    }
    for (size_t i = 0; i < j->log_count; i++) {
        const lines_log *facts = j->logs[i];
        if (j->made[i])
            continue;
        if (was_read(j, facts->id))
            j->out->left_out++;
        else if (!make_log(j, facts, NULL, 0))
            return false;
    }
    if (j->out->count != 0)
        sort_array(j->out->items, j->out->count, sizeof *j->out->items, by_path);
    return true;
}

sppwhy_status lines_join(lines_joined *out, arena *memory, const lines *const *all, size_t count,
                         const sppwhy_log *const *read, size_t read_count, sppwhy_error *error)
{
    join j = {.memory = memory, .out = out};
    *out = (lines_joined){0};
    bool good = gather(&j, all, count) && gather_read(&j, read, read_count) && make_logs(&j);
    return good ? SPPWHY_OK : error_no_memory(error);
}
