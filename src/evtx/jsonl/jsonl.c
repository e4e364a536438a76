/* One file of JSON lines. See jsonl.h. */
#include "evtx/jsonl/jsonl_take.h"

#include "base/error.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file while its lines are read. */
typedef struct reading {
    const char *path;
    lines_tell tell;
    void *context;
    lines_taker taker;
    size_t number; /* of the line at hand, from 1 */
} reading;

/* ---- events -------------------------------------------------------------------------------------------- */

static lines_part *new_part(lines *to, const char *id)
{
    lines_part *p = ARENA_NEW(to->memory, lines_part);
    if (!p || !store_open(&p->store, to->memory, NULL, NULL) || !vec_push(&to->parts, p))
        return NULL;
    p->id = names_add(&to->ids, to->memory, id);
    p->path = "";
    return p->id ? p : NULL;
}

/* The part of a log that lines call by its id, or else by its path. */
static lines_part *part_of(lines *to, const char *id, const char *path)
{
    bool has_id = id[0] != '\0';
    part_pointers *list = has_id ? &to->by_id : &to->by_path;
    const char *name = has_id ? id : path;
    uint32_t number;
    if (!names_number(has_id ? &to->ids : &to->paths, to->memory, name, strlen(name), &number))
        return NULL;
    while (list->count <= number)
        if (!vec_push(list, NULL))
            return NULL;
    if (!list->items[number])
        list->items[number] = new_part(to, id);
    return list->items[number];
}

/* For the computer of an event that names none: the log's file is what is known. */
static const char *stand_in_of(lines *to, const char *path)
{
    const char *stand_in = event_stand_in(to->memory, path[0] != '\0' ? path : "-");
    return stand_in ? names_add(&to->texts, to->memory, stand_in) : NULL;
}

bool lines_keep(lines *to, const char *id, const char *path, const sppwhy_raw_event *event)
{
    lines_part *p = to->parts.count != 0 ? to->parts.items[to->parts.count - 1] : NULL;
    if (!p || id[0] == '\0' || strcmp(p->id, id) != 0)
        p = part_of(to, id, path);
    if (!p || !vec_reserve(&p->events, 1))
        return false;
    if (p->path[0] == '\0' && path[0] != '\0') {
        p->path = names_add(&to->texts, to->memory, path);
        if (!p->path)
            return false;
    }
    sppwhy_raw_event named = *event;
    if (names_no_computer(event->computer))
        named.computer = stand_in_of(to, p->path);
    if (!named.computer || !store_keep(&p->store, &named, &p->events.items[p->events.count]))
        return false;
    p->events.count++;
    return true;
}

/* ---- a line -------------------------------------------------------------------------------------------- */

/* Numbers over 63 bits are refused unless numbers may lose digits; the exact ones then are as texts beside
 * them. */
static json_t *parse(const char *text, size_t length, json_error_t *error)
{
    json_t *line = json_loadb(text, length, JSON_REJECT_DUPLICATES, error);
    if (!line && json_error_code(error) == json_error_numeric_overflow)
        line = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, error);
    return line;
}

#define TOKEN_MOST 8 /* bytes: the beginning of a character, an escape, a literal */

/* `last`: the file has no line's end behind it. Then it may be cut, but only what is wrong at its end shows that: what
 * is wrong before is no better with more of it. */
static const char *why_no_json(const json_error_t *error, size_t length, bool last)
{
    bool at_end = last && error->position >= 0 && (size_t)error->position + TOKEN_MOST >= length;
    switch (json_error_code(error)) {
    case json_error_premature_end_of_input:
        return last ? "the file ends in the middle of it" : "it is no JSON";
    case json_error_duplicate_key:
        return "it is no JSON: it has a name twice in one object";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "it is no JSON: it has a \\u0000";
    case json_error_invalid_utf8:
        return at_end ? "the file ends in the middle of it" : "it is no JSON: it has bytes that are no UTF-8";
    default:
        return at_end ? "the file ends in the middle of it" : "it is no JSON";
    }
}

/* Whose it is decides what its number means: without that it is no event that anybody could judge. */
static bool is_anybodys(lines_taker *t, const sppwhy_raw_event *e)
{
    bool known = e->provider[0] != '\0' || (e->source && e->source[0] != '\0');
    if (!known)
        t->wrong = "event.provider is not there: who wrote the event is not known";
    return !known;
}

/* A line that is wrong somewhere gives nothing at all. */
static bool take_tree(lines_taker *t, const char *text, size_t length, bool last)
{
    json_error_t error;
    size_t logs = t->to->logs.count, unread = t->to->unread.count;
    t->events.count = 0;
    json_t *line = parse(text, length, &error);
    if (!line)
        t->wrong = why_no_json(&error, length, last);
    bool good = line && lines_take(t, line);
    for (size_t i = 0; i < t->events.count && good; i++) {
        const taken_event *e = &t->events.items[i];
        good = !is_anybodys(t, &e->event);
        t->no_memory |= good && !lines_keep(t->to, e->id, e->path, &e->event);
    }
    json_decref(line);
    if (t->no_memory || good)
        return !t->no_memory;
    t->to->logs.count = logs;
    t->to->unread.count = unread;
    return false;
}

static bool take_line(lines_taker *t, const char *text, size_t length, bool last)
{
    pulled line;
    t->wrong = NULL;
    pull_result result = t->to->only_trees ? PULL_OTHER : line_pull(&t->to->puller, text, length, &line);
    if (result == PULL_OTHER)
        return take_tree(t, text, length, last);
    if (result != PULL_NO_MEMORY && is_anybodys(t, &line.event))
        return false;
    t->no_memory |= result == PULL_NO_MEMORY || !lines_keep(t->to, line.id, line.path, &line.event);
    t->to->pulled++;
    return !t->no_memory;
}

bool lines_add(lines *to, const char *text, size_t length, const char **wrong)
{
    lines_taker t = {.to = to};
    bool good = take_line(&t, text, length, false);
    *wrong = good || t.no_memory ? NULL : t.wrong;
    vec_free(&t.events);
    return good;
}

static bool read_line(reading *r, const char *text, size_t length, bool last)
{
    while (length != 0 && strchr(" \t\r", text[length - 1]))
        length--;
    while (length != 0 && strchr(" \t", text[0])) {
        text++;
        length--;
    }
    if (length == 0 || take_line(&r->taker, text, length, last) || r->taker.no_memory)
        return !r->taker.no_memory;
    r->taker.to->bad++;
    r->taker.no_memory = !r->tell(r->context, r->path, r->number, r->taker.wrong);
    return !r->taker.no_memory;
}

/* ---- a file -------------------------------------------------------------------------------------------- */

/* Lines out of what is read in steps. */
typedef struct window {
    char *bytes;
    size_t length, room;
    size_t searched; /* of the bytes, without a line's end in them */
    uint64_t offset; /* in the file, behind the bytes */
    bool too_long;   /* the line at hand: it is passed over */
} window;

static sppwhy_status fill(window *w, file *f, bool *end, sppwhy_error *error)
{
    size_t got;
    if (w->room - w->length < LIMIT_READ_STEP) {
        size_t room = w->room * 2 + LIMIT_READ_STEP;
        char *larger = realloc(w->bytes, room);
        if (!larger)
            return error_no_memory(error);
        w->bytes = larger;
        w->room = room;
    }
    sppwhy_status status = file_read(f, w->offset, w->bytes + w->length, LIMIT_READ_STEP, &got, error);
    w->length += got;
    w->offset += got;
    *end = got == 0;
    return status;
}

static bool end_line(reading *r, window *w, const char *text, size_t length, bool last)
{
    r->number++;
    if (!w->too_long)
        return read_line(r, text, length, last);
    w->too_long = false;
    r->taker.to->bad++;
    r->taker.no_memory = !r->tell(r->context, r->path, r->number, "it is too long");
    return !r->taker.no_memory;
}

/* The lines that are whole in the window; what is left of it moves to its beginning. */
static bool read_whole_lines(reading *r, window *w)
{
    size_t begin = 0;
    for (;;) {
        size_t from = w->searched > begin ? w->searched : begin;
        char *end = memchr(w->bytes + from, '\n', w->length - from);
        if (!end)
            break;
        if (!end_line(r, w, w->bytes + begin, (size_t)(end - w->bytes) - begin, false))
            return false;
        begin = (size_t)(end - w->bytes) + 1;
    }
    if (w->length - begin > LIMIT_JSON_LINE) {
        w->too_long = true;
        begin = w->length;
    }
    memmove(w->bytes, w->bytes + begin, w->length - begin);
    w->length -= begin;
    w->searched = w->length;
    return true;
}

static sppwhy_status read_all(reading *r, window *w, file *f, sppwhy_error *error)
{
    bool end = false;
    while (!end) {
        bool first = w->offset == 0;
        sppwhy_status status = fill(w, f, &end, error);
        if (status != SPPWHY_OK)
            return status;
        if (first && w->length >= 3 && memcmp(w->bytes, "\xEF\xBB\xBF", 3) == 0)
            memcpy(w->bytes, "   ", 3);
        if (!read_whole_lines(r, w))
            return error_no_memory(error);
    }
    if ((w->length != 0 || w->too_long) && !end_line(r, w, w->bytes, w->length, true))
        return error_no_memory(error);
    if (file_fault(f) && !r->tell(r->context, r->path, 0, file_fault(f)))
        return error_no_memory(error);
    return SPPWHY_OK;
}

sppwhy_status lines_read(lines *to, file *f, const char *path, lines_tell tell, void *context,
                         sppwhy_error *error)
{
    reading r = {.taker = {.to = to}, .path = path, .tell = tell, .context = context};
    window w = {0};
    sppwhy_status status = read_all(&r, &w, f, error);
    free(w.bytes);
    vec_free(&r.taker.events);
    return status;
}

void lines_free(lines *l)
{
    for (size_t i = 0; i < l->parts.count; i++) {
        store_free(&l->parts.items[i]->store);
        vec_free(&l->parts.items[i]->events);
    }
    vec_free(&l->parts);
    vec_free(&l->by_id);
    vec_free(&l->by_path);
    names_free(&l->ids);
    names_free(&l->paths);
    names_free(&l->texts);
    vec_free(&l->logs);
    vec_free(&l->unread);
    line_puller_free(&l->puller);
}
