/* One file of JSON lines. See lines.h. */
#include "evtx/lines.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file while its lines are read. */
typedef struct reading {
    lines *to;
    const char *path;
    lines_tell tell;
    void *context;
    size_t number;     /* of the line at hand, from 1 */
    const char *wrong; /* what is wrong with it; NULL when nothing is */
    bool no_memory;
    size_t first_event; /* of those that came of it */
} reading;

/* ---- values -------------------------------------------------------------------------------------------- */

static bool refuse(reading *r, const char *what)
{
    if (!r->wrong)
        r->wrong = what;
    return false;
}

/* Texts that come again and again are kept once. */
static bool take_name(reading *r, const char **out, const json_t *value, const char *what)
{
    *out = "";
    if (!value)
        return true;
    if (!json_is_string(value))
        return refuse(r, what);
    *out = names_add(&r->to->texts, r->to->memory, json_string_value(value));
    r->no_memory |= *out == NULL;
    return *out != NULL;
}

/* Numbers over what most programs take for one stand as text. */
static bool take_number(reading *r, uint64_t *out, const json_t *value, uint64_t most, const char *what)
{
    bool good = false;
    if (json_is_integer(value)) {
        good = json_integer_value(value) >= 0;
        *out = good ? (uint64_t)json_integer_value(value) : 0;
    } else if (json_is_real(value)) { /* see parse() */
        double number = json_real_value(value);
        good = number >= 0 && number <= 9007199254740992.0;
        *out = good ? (uint64_t)number : 0;
        good = good && (double)*out == number;
    } else if (json_is_string(value)) {
        good = text_parse_uint(out, json_string_value(value));
    }
    return (good && *out <= most) || refuse(r, what);
}

/* A time that RFC 3339 cannot write stands as the number it is. */
static bool take_time(reading *r, uint64_t *out, const json_t *value, const char *what)
{
    *out = 0;
    if (!value || json_is_null(value))
        return true;
    if (json_is_string(value) && clock_parse(out, json_string_value(value)))
        return true;
    return take_number(r, out, value, UINT64_MAX, what);
}

static bool take_flag(reading *r, bool *out, const json_t *value, const char *what)
{
    *out = json_is_true(value);
    return !value || json_is_boolean(value) || refuse(r, what);
}

static bool take_id(reading *r, const char **out, const json_t *value)
{
    if (!take_name(r, out, value, "the log is not named by a text"))
        return false;
    return strlen(*out) < LOG_ID_TEXT || refuse(r, "the name of the log is too long");
}

/* ---- an event ------------------------------------------------------------------------------------------ */

static bool take_strings(reading *r, sppwhy_event *e, const json_t *data)
{
    size_t count = json_object_size(data);
    if (data && !json_is_object(data))
        return refuse(r, "event_data is no object");
    if (count > LIMIT_EVENT_STRINGS)
        return refuse(r, "it has more strings than an event can have");
    const char **strings = ARENA_ARRAY(r->to->memory, count, const char *);
    r->no_memory |= strings == NULL;
    for (size_t i = 0; strings && i < count; i++) {
        char key[32];
        snprintf(key, sizeof key, "param%zu", i + 1);
        const char *text = json_string_value(json_object_get(data, key));
        if (!text)
            return refuse(r, "event_data does not hold param1, param2 and so on");
        strings[i] = arena_string(r->to->memory, text);
        r->no_memory |= strings[i] == NULL;
    }
    e->strings = strings;
    e->string_count = count;
    return !r->no_memory;
}

static bool take_winlog(reading *r, sppwhy_event *e, const json_t *winlog)
{
    return take_name(r, &e->channel, json_object_get(winlog, "channel"), "winlog.channel is no text") &&
           take_name(r, &e->computer, json_object_get(winlog, "computer_name"),
                     "winlog.computer_name is no text") &&
           take_strings(r, e, json_object_get(winlog, "event_data"));
}

static bool take_code(reading *r, sppwhy_event *e, const json_t *event)
{
    uint64_t code = 0;
    const json_t *value = json_object_get(event, "code");
    bool good =
        json_is_string(value) && take_number(r, &code, value, UINT32_MAX, "event.code is no event id");
    e->id = (uint32_t)code;
    return (good || refuse(r, "event.code is no event id")) &&
           take_name(r, &e->provider, json_object_get(event, "provider"), "event.provider is no text");
}

/* What only `sppwhy events` writes; a line that lost it is read as far as it goes. */
static bool take_own(reading *r, sppwhy_event *e, const json_t *own, const json_t *record_id)
{
    const json_t *qualifiers = json_object_get(own, "qualifiers");
    const json_t *header = json_object_get(own, "header_record_id");
    const json_t *exact = json_object_get(own, "record_id");
    const json_t *offset = json_object_get(own, "offset");
    const json_t *level_value = json_object_get(own, "level");
    uint64_t level = 0, number = 0;
    if (!take_number(r, &e->record_id, exact ? exact : record_id, UINT64_MAX,
                     "winlog.record_id is no number"))
        return false;
    e->header_record_id = e->record_id;
    e->qualifiers = -1;
    if ((qualifiers && !take_number(r, &number, qualifiers, INT32_MAX, "the qualifiers are no number")) ||
        (header &&
         !take_number(r, &e->header_record_id, header, UINT64_MAX, "header_record_id is no number")) ||
        (level_value && !take_number(r, &level, level_value, UINT8_MAX, "the level is no number")) ||
        (offset && !take_number(r, &e->offset, offset, UINT64_MAX, "the offset is no number")) ||
        !take_name(r, &e->source, json_object_get(own, "source"), "the source is no text") ||
        !take_name(r, &e->reader, json_object_get(own, "reader"), "the reader is no text"))
        return false;
    if (qualifiers)
        e->qualifiers = (int32_t)number;
    e->level = (uint8_t)level;
    return true;
}

static bool keep_event(reading *r, const char *id, const char *path, const sppwhy_event *e)
{
    lines_event kept = {.id = id, .path = path, .event = *e};
    if (vec_push(&r->to->events, kept))
        return true;
    r->no_memory = true;
    return false;
}

/* The same event in another log of the run, which was left out of it as a repetition. */
static bool take_copies(reading *r, const sppwhy_event *e, const json_t *copies)
{
    for (size_t i = 0; i < json_array_size(copies); i++) {
        const json_t *copy = json_array_get(copies, i);
        sppwhy_event other = *e;
        const char *id;
        if (!take_id(r, &id, json_object_get(copy, "log")) ||
            !take_number(r, &other.header_record_id, json_object_get(copy, "header_record_id"), UINT64_MAX,
                         "header_record_id is no number") ||
            !take_number(r, &other.offset, json_object_get(copy, "offset"), UINT64_MAX,
                         "the offset is no number") ||
            !take_flag(r, &other.recovered, json_object_get(copy, "recovered"),
                       "recovered is neither true nor false") ||
            !keep_event(r, id, "", &other))
            return false;
    }
    return true;
}

static bool take_event(reading *r, const json_t *line)
{
    sppwhy_event e = {0};
    const char *id, *path;
    const json_t *winlog = json_object_get(line, "winlog");
    const json_t *own = json_object_get(line, "sppwhy");
    const json_t *file_path = json_object_get(json_object_get(json_object_get(line, "log"), "file"), "path");
    if (!json_is_string(file_path))
        return refuse(r, "log.file.path is not there");
    return take_time(r, &e.time, json_object_get(line, "@timestamp"), "@timestamp is no time") &&
           (!json_object_get(own, "time") ||
            take_time(r, &e.time, json_object_get(own, "time"), "the time is no number")) &&
           take_code(r, &e, json_object_get(line, "event")) && take_winlog(r, &e, winlog) &&
           take_flag(r, &e.recovered, json_object_get(json_object_get(line, "spp"), "recovered"),
                     "spp.recovered is neither true nor false") &&
           take_own(r, &e, own, json_object_get(winlog, "record_id")) &&
           take_name(r, &path, file_path, "log.file.path is no text") &&
           take_id(r, &id, json_object_get(own, "log")) && keep_event(r, id, path, &e) &&
           take_copies(r, &e, json_object_get(own, "also_in"));
}

/* ---- what is known of the logs ------------------------------------------------------------------------- */

static const char *const bad_log = "what it says of a log is not of its form";

static bool take_names(reading *r, const char *const **out, size_t *count, const json_t *list)
{
    size_t length = json_array_size(list);
    if (length > LIMIT_LOG_NAMES)
        return refuse(r, bad_log);
    const char **texts = ARENA_ARRAY(r->to->memory, length, const char *);
    r->no_memory |= texts == NULL;
    for (size_t i = 0; texts && i < length; i++)
        if (!take_name(r, &texts[i], json_array_get(list, i), bad_log))
            return false;
    *out = texts;
    *count = length;
    return !r->no_memory;
}

static bool take_damage(reading *r, sppwhy_log *log, const json_t *list)
{
    size_t count = json_array_size(list);
    if (count > LIMIT_DAMAGE_ENTRIES)
        return refuse(r, bad_log);
    sppwhy_damage *damage = ARENA_ARRAY(r->to->memory, count, sppwhy_damage);
    r->no_memory |= damage == NULL;
    for (size_t i = 0; damage && i < count; i++) {
        const json_t *from = json_array_get(list, i);
        if (!take_number(r, &damage[i].offset, json_object_get(from, "offset"), UINT64_MAX, bad_log) ||
            !take_number(r, &damage[i].record_id, json_object_get(from, "record_id"), UINT64_MAX, bad_log) ||
            !take_flag(r, &damage[i].lost, json_object_get(from, "lost"), bad_log) ||
            !take_name(r, &damage[i].reason, json_object_get(from, "reason"), bad_log))
            return false;
    }
    log->damage = damage;
    log->damage_count = count;
    return !r->no_memory;
}

static bool take_gaps(reading *r, sppwhy_log *log, const json_t *list)
{
    size_t count = json_array_size(list);
    sppwhy_gap *gaps = ARENA_ARRAY(r->to->memory, count, sppwhy_gap);
    r->no_memory |= gaps == NULL;
    for (size_t i = 0; gaps && i < count; i++) {
        const json_t *from = json_array_get(list, i);
        if (!take_time(r, &gaps[i].after, json_object_get(from, "after"), bad_log) ||
            !take_time(r, &gaps[i].before, json_object_get(from, "before"), bad_log) ||
            !take_number(r, &gaps[i].missing, json_object_get(from, "missing"), UINT64_MAX, bad_log))
            return false;
    }
    log->gaps = gaps;
    log->gap_count = count;
    return !r->no_memory;
}

static bool take_path(reading *r, sppwhy_log *log, const json_t *from)
{
    const char *folder = json_string_value(json_object_get(from, "folder"));
    const char *name = json_string_value(json_object_get(from, "file"));
    if (!name || name[0] == '\0')
        return refuse(r, bad_log);
    log->path =
        folder ? arena_printf(r->to->memory, "%s/%s", folder, name) : arena_string(r->to->memory, name);
    r->no_memory |= log->path == NULL;
    return log->path;
}

static bool take_log_numbers(reading *r, sppwhy_log *log, const json_t *from)
{
    uint64_t events = 0;
    struct {
        const char *name;
        uint64_t *to;
    } numbers[] = {
        {"bytes", &log->bytes},         {"chunks", &log->chunks},
        {"records", &log->records},     {"records_lost", &log->records_lost},
        {"recovered", &log->recovered}, {"licensing_events", &events},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!take_number(r, numbers[i].to, json_object_get(from, numbers[i].name), UINT64_MAX, bad_log))
            return false;
    log->event_count = (size_t)events;
    return take_time(r, &log->first_event, json_object_get(from, "first_event"), bad_log) &&
           take_time(r, &log->last_event, json_object_get(from, "last_event"), bad_log) &&
           take_flag(r, &log->dirty, json_object_get(from, "dirty"), bad_log);
}

static bool take_log(reading *r, const json_t *from)
{
    lines_log taken = {0};
    sppwhy_log *log = &taken.log;
    if (!json_is_object(from))
        return refuse(r, bad_log);
    if (!take_id(r, &taken.id, json_object_get(from, "id")) || !take_path(r, log, from) ||
        !take_names(r, &log->computers, &log->computer_count, json_object_get(from, "computers")) ||
        !take_names(r, &log->channels, &log->channel_count, json_object_get(from, "channels")) ||
        !take_log_numbers(r, log, from) || !take_damage(r, log, json_object_get(from, "damage")) ||
        !take_gaps(r, log, json_object_get(from, "gaps")))
        return false;
    char id[LOG_ID_TEXT];
    if (strcmp(taken.id, log_id(log, id)) != 0)
        return refuse(r, "what it says of a log was changed");
    r->no_memory |= !vec_push(&r->to->logs, taken);
    return !r->no_memory;
}

static bool take_logs(reading *r, const json_t *own)
{
    uint64_t version = 0;
    const json_t *logs = json_object_get(own, "logs");
    if (!logs)
        return true;
    static const char other_version[] = "it was written by another version of sppwhy";
    if (!take_number(r, &version, json_object_get(own, "schema_version"), 1, other_version) || version != 1)
        return refuse(r, other_version);
    for (size_t i = 0; i < json_array_size(logs); i++)
        if (!take_log(r, json_array_get(logs, i)))
            return false;
    return true;
}

/* ---- a line -------------------------------------------------------------------------------------------- */

static bool take_line(reading *r, const json_t *line)
{
    if (!json_is_object(line))
        return refuse(r, "it is no JSON object");
    const json_t *own = json_object_get(line, "sppwhy");
    if (!json_object_get(line, "spp") && !json_object_get(own, "logs"))
        return refuse(r, "it was not written by `sppwhy events`");
    if (json_object_get(line, "spp") && !take_event(r, line))
        return false;
    return take_logs(r, own);
}

/* Numbers over 63 bits are refused unless numbers may lose digits; the exact ones then stand as texts beside
 * them. */
static json_t *parse(const char *text, size_t length)
{
    json_error_t error;
    json_t *line = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!line && json_error_code(&error) == json_error_numeric_overflow)
        line = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    return line;
}

/* A line that is wrong somewhere gives nothing at all. */
static bool read_line(reading *r, const char *text, size_t length, bool cut)
{
    while (length != 0 && strchr(" \t\r", text[length - 1]))
        length--;
    while (length != 0 && strchr(" \t", text[0])) {
        text++;
        length--;
    }
    if (length == 0)
        return true;
    size_t events = r->to->events.count, logs = r->to->logs.count;
    r->wrong = NULL;
    json_t *line = parse(text, length);
    if (!line)
        refuse(r, cut ? "the file ends in the middle of it" : "it is no JSON");
    bool good = line && take_line(r, line);
    json_decref(line);
    if (r->no_memory || good)
        return !r->no_memory;
    r->to->events.count = events;
    r->to->logs.count = logs;
    r->to->bad++;
    r->no_memory = !r->tell(r->context, r->path, r->number, r->wrong);
    return !r->no_memory;
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

static bool end_line(reading *r, window *w, const char *text, size_t length, bool cut)
{
    r->number++;
    if (!w->too_long)
        return read_line(r, text, length, cut);
    w->too_long = false;
    r->to->bad++;
    r->no_memory = !r->tell(r->context, r->path, r->number, "it is too long");
    return !r->no_memory;
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
    reading r = {.to = to, .path = path, .tell = tell, .context = context};
    window w = {0};
    sppwhy_status status = read_all(&r, &w, f, error);
    free(w.bytes);
    return status;
}

void lines_free(lines *l)
{
    names_free(&l->texts);
    vec_free(&l->logs);
    vec_free(&l->events);
}
