/* See jsonl_take.h. */
#include "evtx/jsonl/jsonl_take.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* ---- values -------------------------------------------------------------------------------------------- */

static bool refuse(lines_taker *t, const char *what)
{
    if (!t->wrong)
        t->wrong = what;
    return false;
}

/* Texts that come again and again are kept once. */
static bool take_name(lines_taker *t, const char **out, const json_t *value, const char *what)
{
    *out = "";
    if (!value)
        return true;
    if (!json_is_string(value))
        return refuse(t, what);
    *out = names_add(&t->to->texts, t->to->memory, json_string_value(value));
    t->no_memory |= *out == NULL;
    return *out != NULL;
}

/* Numbers over what most programs take for one are as text. */
static bool take_number(lines_taker *t, uint64_t *out, const json_t *value, uint64_t most, const char *what)
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
    return (good && *out <= most) || refuse(t, what);
}

/* A time that RFC 3339 cannot write is as the number it is. */
static bool take_time(lines_taker *t, uint64_t *out, const json_t *value, const char *what)
{
    *out = 0;
    if (!value || json_is_null(value))
        return true;
    if (json_is_string(value) && clock_parse(out, json_string_value(value)))
        return true;
    return take_number(t, out, value, UINT64_MAX, what);
}

/* One that a log must have, or none: a gap, a span. */
static bool take_usable_time(lines_taker *t, uint64_t *out, const json_t *value, const char *what)
{
    if (!take_time(t, out, value, what))
        return false;
    *out = clock_usable(*out) ? *out : 0;
    return true;
}

static bool take_flag(lines_taker *t, bool *out, const json_t *value, const char *what)
{
    *out = json_is_true(value);
    return !value || json_is_boolean(value) || refuse(t, what);
}

static bool take_id(lines_taker *t, const char **out, const json_t *value)
{
    if (!take_name(t, out, value, "the log is not named by a text"))
        return false;
    return strlen(*out) < LOG_ID_TEXT || refuse(t, "the name of the log is too long");
}

/* ---- an event ------------------------------------------------------------------------------------------ */

static bool take_strings(lines_taker *t, sppwhy_raw_event *e, const json_t *data)
{
    size_t count = json_object_size(data);
    if (data && !json_is_object(data))
        return refuse(t, "event_data is no object");
    if (count > LIMIT_EVENT_STRINGS)
        return refuse(t, "it has more strings than an event can have");
    const char **strings = ARENA_ARRAY(t->to->memory, count, const char *);
    t->no_memory |= strings == NULL;
    for (size_t i = 0; strings && i < count; i++) {
        char key[32];
        snprintf(key, sizeof key, "param%zu", i + 1);
        strings[i] = json_string_value(json_object_get(data, key));
        if (!strings[i])
            return refuse(t, "event_data does not hold param1, param2 and so on");
    }
    e->strings = strings;
    e->string_count = count;
    return !t->no_memory;
}

static bool take_winlog(lines_taker *t, sppwhy_raw_event *e, const json_t *winlog)
{
    return take_name(t, &e->channel, json_object_get(winlog, "channel"), "winlog.channel is not text") &&
           take_name(t, &e->computer, json_object_get(winlog, "computer_name"),
                     "winlog.computer_name is not text") &&
           take_strings(t, e, json_object_get(winlog, "event_data"));
}

static bool take_code(lines_taker *t, sppwhy_raw_event *e, const json_t *event)
{
    uint64_t code = 0;
    const json_t *value = json_object_get(event, "code");
    bool good =
        json_is_string(value) && take_number(t, &code, value, UINT32_MAX, "event.code is no event id");
    e->id = (uint32_t)code;
    return (good || refuse(t, "event.code is no event id")) &&
           take_name(t, &e->provider, json_object_get(event, "provider"), "event.provider is not text");
}

/* What only `sppwhy events` writes; a line that lost it is read as far as it goes. */
static bool take_own(lines_taker *t, sppwhy_raw_event *e, const json_t *own, const json_t *record_id)
{
    const json_t *qualifiers = json_object_get(own, "qualifiers");
    const json_t *header = json_object_get(own, "header_record_id");
    const json_t *exact = json_object_get(own, "record_id");
    const json_t *offset = json_object_get(own, "offset");
    const json_t *level_value = json_object_get(own, "level");
    uint64_t level = 0, number = 0;
    if (!take_number(t, &e->record_id, exact ? exact : record_id, UINT64_MAX,
                     "winlog.record_id is no number"))
        return false;
    e->header_record_id = e->record_id;
    e->qualifiers = -1;
    if ((qualifiers && !take_number(t, &number, qualifiers, INT32_MAX, "the qualifiers are no number")) ||
        (header &&
         !take_number(t, &e->header_record_id, header, UINT64_MAX, "header_record_id is no number")) ||
        (level_value && !take_number(t, &level, level_value, UINT8_MAX, "the level is no number")) ||
        (offset && !take_number(t, &e->offset, offset, UINT64_MAX, "the offset is no number")) ||
        (json_object_get(own, "by_line") &&
         !take_flag(t, &e->by_line, json_object_get(own, "by_line"), "by_line is neither true nor false")) ||
        !take_name(t, &e->source, json_object_get(own, "source"), "the source is not text") ||
        !take_name(t, &e->reader, json_object_get(own, "reader"), "the reader is not text"))
        return false;
    if (qualifiers)
        e->qualifiers = (int32_t)number;
    e->level = (uint8_t)level;
    return true;
}

static bool keep_event(lines_taker *t, const char *id, const char *path, const sppwhy_raw_event *e)
{
    taken_event taken = {.id = id, .path = path, .event = *e};
    t->no_memory |= !vec_push(&t->events, taken);
    return !t->no_memory;
}

/* The same event in another log of the run, which was left out of it as a repetition. */
static bool take_copies(lines_taker *t, const sppwhy_raw_event *e, const json_t *copies)
{
    for (size_t i = 0; i < json_array_size(copies); i++) {
        const json_t *copy = json_array_get(copies, i);
        sppwhy_raw_event other = *e;
        const char *id;
        if (!take_id(t, &id, json_object_get(copy, "log")) ||
            !take_number(t, &other.header_record_id, json_object_get(copy, "header_record_id"), UINT64_MAX,
                         "header_record_id is no number") ||
            !take_number(t, &other.offset, json_object_get(copy, "offset"), UINT64_MAX,
                         "the offset is no number") ||
            !take_flag(t, &other.recovered, json_object_get(copy, "recovered"),
                       "recovered is neither true nor false") ||
            !keep_event(t, id, "", &other))
            return false;
    }
    return true;
}

static bool take_event(lines_taker *t, const json_t *line)
{
    sppwhy_raw_event e = {0};
    const char *id, *path;
    const json_t *winlog = json_object_get(line, "winlog");
    const json_t *own = json_object_get(line, "sppwhy");
    const json_t *file_path = json_object_get(json_object_get(json_object_get(line, "log"), "file"), "path");
    if (!json_is_string(file_path))
        return refuse(t, "log.file.path is not there");
    return take_time(t, &e.time, json_object_get(line, "@timestamp"), "@timestamp is no time") &&
           (!json_object_get(own, "time") ||
            take_time(t, &e.time, json_object_get(own, "time"), "the time is no number")) &&
           take_code(t, &e, json_object_get(line, "event")) && take_winlog(t, &e, winlog) &&
           take_flag(t, &e.recovered, json_object_get(json_object_get(line, "spp"), "recovered"),
                     "spp.recovered is neither true nor false") &&
           take_own(t, &e, own, json_object_get(winlog, "record_id")) &&
           take_name(t, &path, file_path, "log.file.path is not text") &&
           take_id(t, &id, json_object_get(own, "log")) && keep_event(t, id, path, &e) &&
           take_copies(t, &e, json_object_get(own, "also_in"));
}

/* ---- what is known of the logs ------------------------------------------------------------------------- */

static const char *const bad_log = "what it says of a log is not of its form";

static bool take_names(lines_taker *t, const char *const **out, size_t *count, const json_t *list)
{
    size_t length = json_array_size(list);
    if (length > LIMIT_LOG_NAMES)
        return refuse(t, bad_log);
    const char **texts = ARENA_ARRAY(t->to->memory, length, const char *);
    t->no_memory |= texts == NULL;
    for (size_t i = 0; texts && i < length; i++)
        if (!take_name(t, &texts[i], json_array_get(list, i), bad_log))
            return false;
    *out = texts;
    *count = length;
    return !t->no_memory;
}

static bool take_damage(lines_taker *t, sppwhy_log *log, const json_t *list)
{
    size_t count = json_array_size(list);
    if (count > LIMIT_DAMAGE_ENTRIES)
        return refuse(t, bad_log);
    sppwhy_damage *damage = ARENA_ARRAY(t->to->memory, count, sppwhy_damage);
    t->no_memory |= damage == NULL;
    for (size_t i = 0; damage && i < count; i++) {
        const json_t *from = json_array_get(list, i);
        if (!take_number(t, &damage[i].offset, json_object_get(from, "offset"), UINT64_MAX, bad_log) ||
            !take_number(t, &damage[i].record_id, json_object_get(from, "record_id"), UINT64_MAX, bad_log) ||
            !take_number(t, &damage[i].bytes, json_object_get(from, "bytes"), UINT64_MAX, bad_log) ||
            !take_flag(t, &damage[i].lost, json_object_get(from, "lost"), bad_log) ||
            !take_name(t, &damage[i].reason, json_object_get(from, "reason"), bad_log))
            return false;
    }
    log->damage = damage;
    log->damage_count = count;
    return !t->no_memory;
}

static bool take_gaps(lines_taker *t, sppwhy_log *log, const json_t *list)
{
    size_t count = json_array_size(list);
    sppwhy_gap *gaps = ARENA_ARRAY(t->to->memory, count, sppwhy_gap);
    t->no_memory |= gaps == NULL;
    for (size_t i = 0; gaps && i < count; i++) {
        const json_t *from = json_array_get(list, i);
        if (!take_usable_time(t, &gaps[i].after, json_object_get(from, "after"), bad_log) ||
            !take_usable_time(t, &gaps[i].before, json_object_get(from, "before"), bad_log) ||
            !take_number(t, &gaps[i].missing, json_object_get(from, "missing"), UINT64_MAX, bad_log))
            return false;
    }
    log->gaps = gaps;
    log->gap_count = count;
    return !t->no_memory;
}

static bool take_path(lines_taker *t, sppwhy_log *log, const json_t *from)
{
    const char *folder = json_string_value(json_object_get(from, "folder"));
    const char *name = json_string_value(json_object_get(from, "file"));
    if (!name || name[0] == '\0')
        return refuse(t, bad_log);
    log->path =
        folder ? arena_printf(t->to->memory, "%s/%s", folder, name) : arena_string(t->to->memory, name);
    t->no_memory |= log->path == NULL;
    return log->path;
}

/* Of a log that is an export: its events tell less than a log's. */
static bool take_flag_if_there(lines_taker *t, bool *to, const json_t *from, const char *name)
{
    const json_t *flag = json_object_get(from, name);
    return !flag || take_flag(t, to, flag, bad_log);
}

static bool take_log_numbers(lines_taker *t, sppwhy_log *log, const json_t *from)
{
    uint64_t events = 0;
    struct {
        const char *name;
        uint64_t *to;
    } numbers[] = {
        {"content", &log->content},
        {"bytes", &log->bytes},
        {"chunks", &log->chunks},
        {"records", &log->records},
        {"records_lost", &log->records_lost},
        {"recovered", &log->recovered},
        {"licensing_events", &events},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!take_number(t, numbers[i].to, json_object_get(from, numbers[i].name), UINT64_MAX, bad_log))
            return false;
    log->event_count = (size_t)events;
    return take_usable_time(t, &log->first_event, json_object_get(from, "first_event"), bad_log) &&
           take_usable_time(t, &log->last_event, json_object_get(from, "last_event"), bad_log) &&
           take_flag(t, &log->dirty, json_object_get(from, "dirty"), bad_log) &&
           take_flag_if_there(t, &log->is_export, from, "export") &&
           take_flag_if_there(t, &log->excerpt, from, "excerpt");
}

static bool take_log(lines_taker *t, const json_t *from)
{
    lines_log taken = {0};
    sppwhy_log *log = &taken.log;
    if (!json_is_object(from))
        return refuse(t, bad_log);
    if (!take_id(t, &taken.id, json_object_get(from, "id")) || !take_path(t, log, from) ||
        !take_names(t, &log->computers, &log->computer_count, json_object_get(from, "computers")) ||
        !take_names(t, &log->channels, &log->channel_count, json_object_get(from, "channels")) ||
        !take_log_numbers(t, log, from) || !take_damage(t, log, json_object_get(from, "damage")) ||
        !take_gaps(t, log, json_object_get(from, "gaps")))
        return false;
    char id[LOG_ID_TEXT];
    if (strcmp(taken.id, log_id(log, id)) != 0)
        return refuse(t, "what it says of a log was changed");
    t->no_memory |= !vec_push(&t->to->logs, taken);
    return !t->no_memory;
}

static bool take_unread(lines_taker *t, const json_t *list)
{
    if (list && !json_is_array(list))
        return refuse(t, bad_log);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *from = json_array_get(list, i);
        sppwhy_notice n = {.kind = SPPWHY_NOTICE_ELSEWHERE};
        if (!take_name(t, &n.path, json_object_get(from, "path"), bad_log) ||
            !take_name(t, &n.message, json_object_get(from, "reason"), bad_log))
            return false;
        if (n.path[0] == '\0' || n.message[0] == '\0')
            return refuse(t, bad_log);
        t->no_memory |= !vec_push(&t->to->unread, n);
    }
    return !t->no_memory;
}

static bool take_logs(lines_taker *t, const json_t *own)
{
    uint64_t version = 0;
    const json_t *logs = json_object_get(own, "logs");
    if (!logs)
        return true;
    static const char other_version[] = "it was written by another version of sppwhy";
    if (!take_number(t, &version, json_object_get(own, "schema_version"), 1, other_version) || version != 1)
        return refuse(t, other_version);
    for (size_t i = 0; i < json_array_size(logs); i++)
        if (!take_log(t, json_array_get(logs, i)))
            return false;
    return take_unread(t, json_object_get(own, "unread"));
}

/* ---- a line -------------------------------------------------------------------------------------------- */

bool lines_take(lines_taker *t, const json_t *line)
{
    if (!json_is_object(line))
        return refuse(t, "it is no JSON object");
    const json_t *own = json_object_get(line, "sppwhy");
    if (!json_object_get(line, "spp") && !json_object_get(own, "logs"))
        return refuse(t, "it was not written by `sppwhy events`");
    if (json_object_get(line, "spp") && !take_event(t, line))
        return false;
    return take_logs(t, own);
}
