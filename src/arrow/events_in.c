/*
 * Streams of events and of logs into what JSON lines are read into (evtx/jsonl/jsonl.h), from which logs are
 * made. Of a log's row only `state` counts, which is a JSON line; of an event's row the raw event, from which
 * all else is worked out again.
 */
#include "arrow/view.h"
#include "base/error.h"
#include "base/limits.h"
#include "input/reading.h"

#include <stdlib.h>
#include <string.h>

/* Names that come again and again, mostly the one before. */
typedef struct name_reader {
    const view *column;
    const char *last;
    size_t last_length;
} name_reader;

/* A copy of a string, which lasts until the next row, and where in the batch it is from. */
typedef struct string_room {
    char *bytes;
    size_t size;
    const char *from; /* NULL: the copy is none of this batch */
    size_t length;
} string_room;

/* Bytes of such copies that are kept from row to row; those of one row are at most LIMIT_RECORD_XML. */
#define ROOM_MOST (2 * LIMIT_RECORD_XML)

enum { PROVIDER, SOURCE, CHANNEL, COMPUTER, READER, FILE_PATH, LOG, NAMES };
static const char *const name_columns[NAMES] = {"provider", "source", "channel", "computer",
                                                "reader",   "file",   "log"};

typedef struct take_events {
    lines *to;
    name_reader names[NAMES];
    name_reader copy_log;
    const view *event_id, *qualifiers, *level, *recovered, *time, *filetime, *record_id, *header_record_id,
        *offset, *strings, *also_in, *by_line;
    view_fault *fault;
    bool no_memory;
    string_room rooms[LIMIT_EVENT_STRINGS]; /* by place in the event */
    const char *texts[LIMIT_EVENT_STRINGS];
    size_t room_bytes;
} take_events;

static bool refuse(take_events *t, const view *v, uint64_t row, const char *what)
{
    if (!t->fault->what)
        *t->fault = (view_fault){v ? v->name : "", what, row};
    return false;
}

/* ---- values -------------------------------------------------------------------------------------------- */

/* "" where there is none. */
static bool take_name(take_events *t, name_reader *n, uint64_t row, const char **out)
{
    const char *text;
    size_t length;
    uint32_t number;
    *out = "";
    if (!view_text(n->column, row, &text, &length, t->fault))
        return !t->fault->what;
    if (n->last && n->last_length == length && memcmp(n->last, text, length) == 0) {
        *out = n->last;
        return true;
    }
    if (length > LIMIT_RECORD_XML)
        return refuse(t, n->column, row, "it is too long for a name");
    if (!names_number(&t->to->texts, t->to->memory, text, length, &number)) {
        t->no_memory = true;
        return false;
    }
    n->last = *out = t->to->texts.list.items[number];
    n->last_length = length;
    return true;
}

static bool take_number(take_events *t, const view *v, uint64_t row, uint64_t most, uint64_t *out)
{
    uint64_t number;
    if (!view_number(v, row, &number, t->fault))
        return !t->fault->what;
    *out = number;
    return number <= most || refuse(t, v, row, "it is too large");
}

/* `filetime` is exact; `time` may have been rounded on the way. */
static bool take_time(take_events *t, uint64_t row, uint64_t *out)
{
    if (view_number(t->filetime, row, out, t->fault) || t->fault->what)
        return !t->fault->what;
    return view_time(t->time, row, out, t->fault) || !t->fault->what;
}

static void forget_texts(take_events *t)
{
    for (size_t i = 0; i < LIMIT_EVENT_STRINGS; i++) {
        free(t->rooms[i].bytes);
        t->rooms[i] = (string_room){0};
    }
    t->room_bytes = 0;
}

static bool make_room(take_events *t, string_room *r, size_t size)
{
    if (size <= r->size)
        return true;
    char *larger = realloc(r->bytes, size);
    t->no_memory |= larger == NULL;
    if (!larger)
        return false;
    t->room_bytes += size - r->size;
    r->bytes = larger;
    r->size = size;
    return true;
}

/* What comes from one place of a batch, as the texts of a dictionary do, was looked at when it came before, and its copy
 * is still there: a long text in a million rows is not copied for each. */
static bool take_string(take_events *t, const view *item, uint64_t row, string_room *r, size_t *total)
{
    const char *text;
    size_t length;
    bool same = r->from && view_text_is(item, row, r->from, r->length);
    if (same) {
        length = r->length;
    } else if (!view_text(item, row, &text, &length, t->fault)) {
        return refuse(t, t->strings, row, "a string of it is null");
    }
    *total += length + 1;
    if (*total > LIMIT_RECORD_XML)
        return refuse(t, t->strings, row, "it is longer than an event can be");
    if (same)
        return true;
    r->from = NULL;
    if (!make_room(t, r, length + 1))
        return false;
    memcpy(r->bytes, text, length);
    r->bytes[length] = '\0';
    r->from = text;
    r->length = length;
    return true;
}

static bool take_strings(take_events *t, uint64_t row, sppwhy_raw_event *e)
{
    uint64_t first, count;
    if (!view_list(t->strings, row, &first, &count, t->fault)) {
        e->strings = NULL;
        return !t->fault->what;
    }
    if (count > LIMIT_EVENT_STRINGS)
        return refuse(t, t->strings, row, "it has more strings than an event can have");
    if (t->room_bytes > ROOM_MOST)
        forget_texts(t);
    size_t total = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (!take_string(t, &t->strings->children[0], first + i, &t->rooms[i], &total))
            return false;
        t->texts[i] = t->rooms[i].bytes;
    }
    e->string_count = (size_t)count;
    e->strings = t->texts;
    return true;
}

/* ---- a row --------------------------------------------------------------------------------------------- */

static bool keep(take_events *t, const char *id, const char *path, const sppwhy_raw_event *e)
{
    t->no_memory |= !lines_keep(t->to, id, path, e);
    return !t->no_memory;
}

static bool take_id(take_events *t, name_reader *n, uint64_t row, const char **out)
{
    return take_name(t, n, row, out) &&
           (strlen(*out) < LOG_ID_TEXT || refuse(t, n->column, row, "it is too long for a log's name"));
}

/* The same event in another log, which was left out there as a repetition. */
static bool take_copies(take_events *t, uint64_t row, const sppwhy_raw_event *e)
{
    uint64_t first, count, recovered;
    if (!view_list(t->also_in, row, &first, &count, t->fault))
        return !t->fault->what;
    if (count > LIMIT_EVENT_COPIES)
        return refuse(t, t->also_in, row, "it has more copies than an event can have");
    const view *item = &t->also_in->children[0];
    const view *header = view_child(item, "header_record_id"), *offset = view_child(item, "offset");
    for (uint64_t i = first; i < first + count; i++) {
        sppwhy_raw_event other = *e;
        const char *id;
        /* the rows of a struct's children begin where its own offset says */
        uint64_t place = i + (uint64_t)item->array->offset;
        recovered = 0;
        if (view_null(item, i) || !take_id(t, &t->copy_log, place, &id) ||
            !take_number(t, header, place, UINT64_MAX, &other.header_record_id) ||
            !take_number(t, offset, place, UINT64_MAX, &other.offset) ||
            !take_number(t, view_child(item, "recovered"), place, 1, &recovered))
            return refuse(t, t->also_in, row, "a copy is null");
        if (id[0] == '\0')
            return refuse(t, t->also_in, row, "a copy does not say in which log it is");
        other.recovered = recovered != 0;
        if (!keep(t, id, "", &other))
            return false;
    }
    return true;
}

static bool take_numbers(take_events *t, uint64_t row, sppwhy_raw_event *e)
{
    uint64_t id = UINT64_MAX, qualifiers = UINT64_MAX, level = 0, recovered = 0, by_line = 0;
    if (!take_number(t, t->event_id, row, UINT32_MAX, &id) ||
        !take_number(t, t->qualifiers, row, INT32_MAX, &qualifiers) ||
        !take_number(t, t->level, row, UINT8_MAX, &level) ||
        !take_number(t, t->recovered, row, 1, &recovered) || !take_number(t, t->by_line, row, 1, &by_line) ||
        !take_number(t, t->record_id, row, UINT64_MAX, &e->record_id))
        return false;
    if (id == UINT64_MAX)
        return refuse(t, t->event_id, row, "it is null");
    e->header_record_id = e->record_id;
    e->id = (uint32_t)id;
    e->qualifiers = qualifiers == UINT64_MAX ? -1 : (int32_t)qualifiers;
    e->level = (uint8_t)level;
    e->recovered = recovered != 0;
    e->by_line = by_line != 0;
    return take_number(t, t->header_record_id, row, UINT64_MAX, &e->header_record_id) &&
           take_number(t, t->offset, row, UINT64_MAX, &e->offset);
}

static bool take_event(take_events *t, uint64_t row)
{
    sppwhy_raw_event e = {0};
    const char *id, *path;
    name_reader *n = t->names;
    if (!take_time(t, row, &e.time) || !take_numbers(t, row, &e) ||
        !take_name(t, &n[PROVIDER], row, &e.provider) || !take_name(t, &n[SOURCE], row, &e.source) ||
        !take_name(t, &n[CHANNEL], row, &e.channel) || !take_name(t, &n[COMPUTER], row, &e.computer) ||
        !take_name(t, &n[READER], row, &e.reader) || !take_name(t, &n[FILE_PATH], row, &path) ||
        !take_id(t, &n[LOG], row, &id) || !take_strings(t, row, &e))
        return false;
    if (path[0] == '\0')
        return refuse(t, n[FILE_PATH].column, row, "it is null or empty");
    return keep(t, id, path, &e) && take_copies(t, row, &e);
}

/* ---- a stream ------------------------------------------------------------------------------------------ */

typedef struct in_stream {
    struct ArrowArrayStream *stream;
    size_t number;
    view root;
    take_events events;
    const view *state; /* then it is one of logs */
    lines *to;
    view_fault fault;
    const char *wrong; /* with a line, as a fault has it */
    sppwhy_error *error;
} in_stream;

static sppwhy_status stream_failed(in_stream *s, int code)
{
    const char *why = s->stream->get_last_error ? s->stream->get_last_error(s->stream) : NULL;
    return error_set(s->error, SPPWHY_IO, "Arrow stream %zu failed: %.300s (%d)", s->number,
                     why ? why : "it does not say why", code);
}

static sppwhy_status refused(in_stream *s)
{
    if (!s->fault.what || s->events.no_memory)
        return error_no_memory(s->error);
    return error_set(s->error, SPPWHY_INVALID, "Arrow stream %zu, column %.60s, row %llu: %s", s->number,
                     s->fault.column && s->fault.column[0] ? s->fault.column : "(all)",
                     (unsigned long long)s->fault.row, s->fault.what);
}

static bool find_event_columns(in_stream *s)
{
    take_events *t = &s->events;
    const struct {
        const char *name;
        const view **to;
    } columns[] = {
        {"event_id", &t->event_id},   {"qualifiers", &t->qualifiers},
        {"level", &t->level},         {"recovered", &t->recovered},
        {"time", &t->time},           {"filetime", &t->filetime},
        {"record_id", &t->record_id}, {"header_record_id", &t->header_record_id},
        {"offset", &t->offset},       {"strings", &t->strings},
        {"also_in", &t->also_in},     {"by_line", &t->by_line},
    };
    *t = (take_events){.to = s->to, .fault = &s->fault};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        *columns[i].to = view_child(&s->root, columns[i].name);
    for (size_t i = 0; i < NAMES; i++)
        t->names[i].column = view_child(&s->root, name_columns[i]);
    if (t->also_in && t->also_in->child_count == 1)
        t->copy_log.column = view_child(&t->also_in->children[0], "log");
    return t->event_id && t->strings && t->names[PROVIDER].column && t->names[FILE_PATH].column &&
           (t->time || t->filetime);
}

static sppwhy_status open_stream(in_stream *s)
{
    struct ArrowSchema schema = {0};
    if (!s->stream->get_schema || !s->stream->get_next)
        return error_set(s->error, SPPWHY_INVALID, "Arrow stream %zu has no functions", s->number);
    int code = s->stream->get_schema(s->stream, &schema);
    if (code != 0)
        return stream_failed(s, code);
    bool good = view_open(&s->root, s->to->memory, &schema, &s->fault);
    if (schema.release)
        schema.release(&schema);
    if (!good)
        return refused(s);
    if (s->root.kind == VIEW_STRUCT && (s->state = view_child(&s->root, "state")) != NULL)
        return SPPWHY_OK;
    if (s->root.kind == VIEW_STRUCT && find_event_columns(s))
        return SPPWHY_OK;
    return error_set(s->error, SPPWHY_INVALID,
                     "Arrow stream %zu holds neither events nor logs of sppwhy: events need the columns "
                     "event_id, provider, strings, file and filetime or time, logs the column state",
                     s->number);
}

static bool take_state(in_stream *s, uint64_t row)
{
    const char *text;
    size_t length;
    if (!view_text(s->state, row, &text, &length, &s->fault))
        return !s->fault.what;
    if (lines_add(s->to, text, length, &s->wrong))
        return true;
    if (s->wrong)
        s->fault = (view_fault){s->state->name, s->wrong, row};
    return false;
}

static bool is_stopped(const sppwhy_cancellation *watch)
{
    return watch->go_on && !watch->go_on(watch->context, 0);
}

static sppwhy_status take_batch(in_stream *s, const struct ArrowArray *batch,
                                const sppwhy_cancellation *watch)
{
    uint64_t offset = (uint64_t)batch->offset, rows = (uint64_t)batch->length;
    for (size_t i = 0; i < LIMIT_EVENT_STRINGS; i++)
        s->events.rooms[i].from = NULL; /* another batch may have its texts where the last one had */
    bool good = batch->length >= 0 && view_bind(&s->root, batch, rows, &s->fault);
    if (!good && !s->fault.what)
        s->fault = (view_fault){"", "its lengths are wrong", 0};
    if (s->state && s->state->kind == VIEW_NULLS) /* as long as it likes, without any memory */
        rows = 0;
    for (uint64_t i = 0; i < rows && good; i++) {
        if (i % LIMIT_ARROW_WATCH_ROWS == 0 && is_stopped(watch))
            return error_set(s->error, SPPWHY_STOPPED, "stopped");
        if (view_null(&s->root, i))
            continue;
        good = s->state ? take_state(s, i + offset) : take_event(&s->events, i + offset);
    }
    return good ? SPPWHY_OK : refused(s);
}

static sppwhy_status read_batches(in_stream *s, const sppwhy_cancellation *watch)
{
    for (;;) {
        struct ArrowArray batch = {0};
        if (is_stopped(watch))
            return error_set(s->error, SPPWHY_STOPPED, "stopped");
        int code = s->stream->get_next(s->stream, &batch);
        if (code != 0)
            return stream_failed(s, code);
        if (!batch.release)
            return SPPWHY_OK;
        sppwhy_status status = take_batch(s, &batch, watch);
        batch.release(&batch);
        if (status != SPPWHY_OK)
            return status;
    }
}

sppwhy_status sppwhy_arrow_read(sppwhy_reading *reading, struct ArrowArrayStream *const *streams,
                                size_t count, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    lines *to = reading_lines(reading);
    if (!to)
        status = error_no_memory(error);
    for (size_t i = 0; i < count; i++) {
        in_stream s = {.stream = streams[i], .number = i + 1, .to = to, .error = error};
        if (status == SPPWHY_OK && !s.stream->release)
            status = error_set(error, SPPWHY_INVALID, "Arrow stream %zu was read already", i + 1);
        if (status == SPPWHY_OK)
            status = open_stream(&s);
        if (status == SPPWHY_OK)
            status = read_batches(&s, reading_watch(reading));
        forget_texts(&s.events);
        if (streams[i]->release)
            streams[i]->release(streams[i]);
    }
    return status;
}
