/* Logs out of the lines of several files. See lines.h. This is the one place that makes events of a log out
 * of lines. */
#include "base/error.h"
#include "base/sort.h"
#include "evtx/jsonl/jsonl.h"
#include "evtx/store.h"

#include <stdlib.h>
#include <string.h>

typedef struct join {
    arena *memory;
    const void **logs; /* lines_log, each once, in order of id */
    size_t log_count;
    bool *made;          /* of each: it has been */
    const void **events; /* lines_event, each once, in order of log, then of record */
    size_t event_count;
    const char **read; /* ids of the logs that were read themselves, in order */
    size_t read_count;
    lines_joined *out;
} join;

/* ---- in order ------------------------------------------------------------------------------------------ */

static int compare_number(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_log(const lines_event *a, const lines_event *b)
{
    int order = strcmp(a->id, b->id);
    return order != 0 || a->id[0] != '\0' ? order : strcmp(a->path, b->path);
}

/* Within a log as the reader of logs has them. */
static int by_log_and_record(const void *left, const void *right)
{
    const lines_event *a = *(const void *const *)left, *b = *(const void *const *)right;
    const sppwhy_raw_event *x = &a->event, *y = &b->event;
    int order = by_log(a, b);
    if (order == 0)
        order = compare_number(x->header_record_id, y->header_record_id);
    if (order == 0)
        order = compare_number(x->offset, y->offset);
    if (order == 0)
        order = compare_number(x->record_id, y->record_id);
    if (order == 0)
        order = compare_number(x->time, y->time);
    if (order == 0)
        order = compare_number(x->id, y->id);
    return order != 0 ? order : x->recovered - y->recovered;
}

static int by_id(const void *left, const void *right)
{
    const lines_log *a = *(const void *const *)left, *b = *(const void *const *)right;
    return strcmp(a->id, b->id);
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
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
    size_t logs = 0, events = 0;
    for (size_t i = 0; i < count; i++) {
        logs += all[i]->logs.count;
        events += all[i]->events.count;
    }
    j->logs = ARENA_ARRAY(j->memory, logs, const void *);
    j->events = ARENA_ARRAY(j->memory, events, const void *);
    j->made = ARENA_ARRAY(j->memory, logs, bool);
    if (!j->logs || !j->events || !j->made)
        return false;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < all[i]->logs.count; k++)
            j->logs[j->log_count++] = &all[i]->logs.items[k];
        for (size_t k = 0; k < all[i]->events.count; k++)
            j->events[j->event_count++] = &all[i]->events.items[k];
    }
    j->log_count = sort_once(j->logs, j->log_count, by_id);
    j->event_count = sort_once(j->events, j->event_count, by_log_and_record);
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
        sort_array(j->read, count, sizeof *j->read, by_text);
    j->read_count = count;
    return j->read;
}

/* ---- a log --------------------------------------------------------------------------------------------- */

static bool was_read(const join *j, const char *id)
{
    return j->read_count != 0 && bsearch(&id, j->read, j->read_count, sizeof *j->read, by_text);
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
    name_pool computers = {0}, channels = {0};
    bool good = true;
    for (size_t i = 0; i < log->event_count && good; i++) {
        const sppwhy_event_common *e = log->events[i].common;
        good = (e->computer[0] == '\0' || names_add(&computers, j->memory, e->computer)) &&
               (e->channel[0] == '\0' || names_add(&channels, j->memory, e->channel));
        log->recovered += e->recovered;
    }
    log->records = log->event_count - log->recovered;
    log->computers = vec_to_arena(&computers.list, j->memory);
    log->computer_count = computers.list.count;
    log->channels = vec_to_arena(&channels.list, j->memory);
    log->channel_count = channels.list.count;
    names_free(&computers);
    names_free(&channels);
    return good && log->computers && log->channels;
}

static void forget_span(sppwhy_log *log)
{
    log->first_event = log->last_event = 0;
    for (size_t i = 0; i < log->event_count; i++)
        if (!log->events[i].common->recovered && log->events[i].time > log->last_event)
            log->last_event = log->events[i].time;
}

/* "" when only lines of other logs tell that there is one: then its events are those of the others. */
static const char *path_of(const lines_log *facts, const void *const *events, size_t count)
{
    const char *path = facts ? facts->log.path : "";
    for (size_t i = 0; i < count && path[0] == '\0'; i++)
        path = ((const lines_event *)events[i])->path;
    return path;
}

static bool keep_events(join *j, const sppwhy_log *log, sppwhy_event *own, const void *const *events,
                        size_t count)
{
    evtx_store store = {0};
    bool good = store_open(&store, j->memory, log, NULL);
    for (size_t i = 0; i < count && good; i++)
        good = store_keep(&store, &((const lines_event *)events[i])->event, &own[i]);
    good = good && store_finish(&store);
    store_free(&store);
    return good;
}

static bool make_log(join *j, const lines_log *facts, const void *const *events, size_t count)
{
    const char *path = path_of(facts, events, count);
    if (path[0] == '\0')
        return true;
    sppwhy_log *log = ARENA_NEW(j->memory, sppwhy_log);
    sppwhy_event *own = ARENA_ARRAY(j->memory, count, sppwhy_event);
    if (!log || !own)
        return false;
    if (facts)
        *log = facts->log;
    log->path = path;
    log->events = own;
    log->event_count = count;
    if (!keep_events(j, log, own, events, count))
        return false;
    lines_made made = {.log = log, .told = facts != NULL};
    made.id = facts ? facts->id : ((const lines_event *)events[0])->id;
    made.events = facts ? facts->log.event_count : 0;
    made.in_part = !facts || made.events != count;
    if (!facts && !take_from_events(j, log))
        return false;
    if (made.in_part)
        forget_span(log);
    j->out->items[j->out->count++] = made;
    return true;
}

static bool make_logs(join *j)
{
    j->out->items = ARENA_ARRAY(j->memory, j->log_count + j->event_count, lines_made);
    if (!j->out->items)
        return false;
    for (size_t begin = 0, end = 0; begin < j->event_count; begin = end) {
        const char *id = ((const lines_event *)j->events[begin])->id;
        for (end = begin + 1; end < j->event_count && by_log(j->events[begin], j->events[end]) == 0;)
            end++;
        const lines_log *facts = facts_of(j, id);
        if (was_read(j, id))
            j->out->left_out++;
        else if (!make_log(j, facts, j->events + begin, end - begin))
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
