/* See jsonl_state.h. */
#include "report/json/jsonl_state.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "evtx/jsonl/log_id.h"
#include "spp/duplicate_events.h"

#include <stdlib.h>
#include <string.h>

/* An event that is left out because another log has it, too. */
typedef struct copy {
    const sppwhy_event *event;
    size_t log;
} copy;

struct jsonl_state {
    const sppwhy_log *const *logs;
    size_t log_count;
    const sppwhy_log **by_address;
    char (*ids)[LOG_ID_TEXT]; /* of each of these */
    const char **folders;     /* of each log; NULL for none */
    copy *copies;             /* in order of what makes two events the same */
    size_t copy_count;
    const sppwhy_events_options *options;
};

/* ---- which log, and which copies ----------------------------------------------------------------------- */

static int by_address(const void *left, const void *right)
{
    uintptr_t a = (uintptr_t) * (const sppwhy_log *const *)left;
    uintptr_t b = (uintptr_t) * (const sppwhy_log *const *)right;
    return compare_u64(a, b);
}

static int by_identity(const void *left, const void *right)
{
    const copy *a = left, *b = right;
    int order = duplicate_events_compare(a->event, b->event);
    if (order == 0)
        order = compare_u64(a->log, b->log);
    return order != 0 ? order : compare_u64(a->event->offset, b->event->offset);
}

/* All events of all logs: the record's own one is told apart by its address. */
static bool find_copies(jsonl_state *r, arena *memory)
{
    size_t count = 0;
    for (size_t i = 0; i < r->log_count; i++)
        count += r->logs[i]->event_count;
    r->copies = ARENA_ARRAY(memory, count, copy);
    for (size_t i = 0; r->copies && i < r->log_count; i++)
        for (size_t k = 0; k < r->logs[i]->event_count; k++)
            r->copies[r->copy_count++] = (copy){&r->logs[i]->events[k], i};
    if (r->copies && count != 0)
        sort_array(r->copies, count, sizeof *r->copies, by_identity);
    return r->copies;
}

/* A path is written in two members, so that whoever looks for it by its text finds the lines of its events
 * and not what is said of the log. */
static bool split_paths(jsonl_state *r, arena *memory)
{
    for (size_t i = 0; i < r->log_count; i++) {
        const char *path = r->logs[i]->path, *slash = strrchr(path, '/');
        if (slash && !(r->folders[i] = arena_bytes(memory, path, (size_t)(slash - path))))
            return false;
    }
    return true;
}

jsonl_state *jsonl_state_create(arena *memory, const sppwhy_records *records, const sppwhy_log *const *logs,
                                size_t log_count, const sppwhy_events_options *options)
{
    jsonl_state *r = ARENA_NEW(memory, jsonl_state);
    if (!r)
        return NULL;
    r->logs = logs;
    r->log_count = log_count;
    r->options = options;
    r->ids = arena_array(memory, log_count, sizeof *r->ids);
    r->by_address = ARENA_ARRAY(memory, log_count, const sppwhy_log *);
    r->folders = ARENA_ARRAY(memory, log_count, const char *);
    if (!r->ids || !r->by_address || !r->folders || !split_paths(r, memory) ||
        (records->repeated != 0 && !find_copies(r, memory)))
        return NULL;
    for (size_t i = 0; i < log_count; i++)
        r->by_address[i] = logs[i];
    if (log_count != 0)
        sort_array(r->by_address, log_count, sizeof *r->by_address, by_address);
    for (size_t i = 0; i < log_count; i++)
        log_id(r->by_address[i], r->ids[i]);
    return r;
}

const char *jsonl_state_log_id(const jsonl_state *r, const sppwhy_log *log)
{
    const sppwhy_log **found = bsearch(&log, r->by_address, r->log_count, sizeof *r->by_address, by_address);
    return found ? r->ids[found - r->by_address] : NULL;
}

/* ---- the logs ------------------------------------------------------------------------------------------ */

static void write_gaps(json_writer *w, const sppwhy_log *log)
{
    json_key(w, "gaps");
    json_open_array(w);
    for (size_t i = 0; i < log->gap_count; i++) {
        json_open_object(w);
        json_time_member(w, "after", log->gaps[i].after, true);
        json_time_member(w, "before", log->gaps[i].before, true);
        json_exact_member(w, "missing", log->gaps[i].missing);
        json_close_object(w);
    }
    json_close_array(w);
}

static void write_log(json_writer *w, const jsonl_state *r, size_t i)
{
    const sppwhy_log *log = r->logs[i];
    json_open_object(w);
    json_string_member(w, "id", jsonl_state_log_id(r, log));
    if (r->folders[i])
        json_string_member(w, "folder", r->folders[i]);
    json_string_member(w, "file", log->path + (r->folders[i] ? strlen(r->folders[i]) + 1 : 0));
    json_log_span(w, log);
    json_exact_member(w, "bytes", log->bytes);
    json_exact_member(w, "chunks", log->chunks);
    json_exact_member(w, "content", log->content);
    json_log_counts(w, log, true);
    if (log->is_export)
        json_boolean_member(w, "export", true);
    if (log->excerpt)
        json_boolean_member(w, "excerpt", true);
    json_damage_member(w, log, true);
    write_gaps(w, log);
    json_close_object(w);
}

/* ---- a record ------------------------------------------------------------------------------------------ */

static int copy_against_event(const void *item, const void *wanted)
{
    return duplicate_events_compare(((const copy *)item)->event, wanted);
}

/* The first copy that is not less than the event. */
size_t jsonl_state_first_copy(const jsonl_state *r, const sppwhy_event *e)
{
    return sort_first(r->copies, r->copy_count, sizeof *r->copies, e, copy_against_event);
}

bool jsonl_state_next_copy(const jsonl_state *r, const sppwhy_event *e, size_t *at, jsonl_state_copy *out)
{
    for (; *at < r->copy_count && duplicate_events_compare(r->copies[*at].event, e) == 0; ++*at)
        if (r->copies[*at].event != e) {
            const copy *c = &r->copies[(*at)++];
            *out = (jsonl_state_copy){jsonl_state_log_id(r, r->logs[c->log]), c->event};
            return true;
        }
    return false;
}

static void write_copy(json_writer *w, const jsonl_state_copy *c)
{
    json_open_object(w);
    json_string_member(w, "log", c->log);
    json_exact_member(w, "header_record_id", c->event->header_record_id);
    json_exact_member(w, "offset", c->event->offset);
    json_boolean_member(w, "recovered", c->event->common->recovered);
    json_close_object(w);
}

static void write_copies(json_writer *w, const jsonl_state *r, const sppwhy_event *e)
{
    jsonl_state_copy c;
    size_t at = jsonl_state_first_copy(r, e), count = 0;
    for (; jsonl_state_next_copy(r, e, &at, &c); count++) {
        if (count == 0) {
            json_key(w, "also_in");
            json_open_array(w);
        }
        write_copy(w, &c);
    }
    if (count != 0)
        json_close_array(w);
}

static void write_event(line *l, const jsonl_state *r)
{
    json_writer *w = &l->json;
    const sppwhy_record *record = l->record;
    const sppwhy_event *e = record->event;
    json_string_member(w, "log", jsonl_state_log_id(r, sppwhy_record_log(record)));
    line_member(l, "offset", SLOT_OFFSET, 0);
    json_number_member(w, "level", e->common->level);
    if (e->common->qualifiers >= 0)
        json_number_member(w, "qualifiers", (uint64_t)e->common->qualifiers);
    if (e->common->source[0] != '\0')
        json_string_member(w, "source", e->common->source);
    json_string_member(w, "reader", e->common->reader);
    if (e->common->by_line)
        json_boolean_member(w, "by_line", true);
    if (e->header_record_id != e->record_id)
        line_member(l, "header_record_id", SLOT_HEADER_ID, 0);
    if (e->record_id > EXACT_NUMBER)
        json_exact_member(w, "record_id", e->record_id);
    if (e->common->odd_time != 0)
        json_exact_member(w, "time", e->common->odd_time);
    write_copies(w, r, e);
}

bool jsonl_state_is_usual(const jsonl_state *r, const sppwhy_record *record)
{
    const sppwhy_event *e = record->event;
    jsonl_state_copy c;
    size_t at = r->copy_count != 0 ? jsonl_state_first_copy(r, e) : 0;
    return e->time < CLOCK_END && e->record_id <= EXACT_NUMBER && !jsonl_state_next_copy(r, e, &at, &c);
}

/* The logs from `first` to before `end`. */
static void write_logs(json_writer *w, const jsonl_state *r, size_t first, size_t end)
{
    json_number_member(w, "schema_version", 1);
    json_key(w, "logs");
    json_open_array(w);
    for (size_t i = first; i < end; i++)
        write_log(w, r, i);
    json_close_array(w);
}

const char *jsonl_state_line(const jsonl_state *r, size_t i, const sppwhy_notice *unread,
                             sppwhy_writer *memory)
{
    size_t length;
    json_writer w = {.out = memory};
    json_open_object(&w);
    json_key(&w, "sppwhy");
    json_open_object(&w);
    write_logs(&w, r, i, unread ? i : i + 1);
    if (unread)
        json_unread_member(&w, unread, 1);
    json_close_object(&w);
    json_close_object(&w);
    return sppwhy_writer_memory(memory, &length);
}

static void write_state(json_writer *w, const jsonl_state *r)
{
    write_logs(w, r, 0, r->log_count);
    const sppwhy_notices *unread = r->options->unread;
    if (unread && unread->count != 0)
        json_unread_member(w, unread->items, unread->count);
}

void jsonl_state_write(line *l, const jsonl_state *r, bool with_logs)
{
    json_key(&l->json, "sppwhy");
    json_open_object(&l->json);
    write_event(l, r);
    if (with_logs)
        write_state(&l->json, r);
    json_close_object(&l->json);
}

void jsonl_state_write_logs(json_writer *w, const jsonl_state *r)
{
    json_key(w, "sppwhy");
    json_open_object(w);
    write_state(w, r);
    json_close_object(w);
}
