/*
 * JSON of events: PowerShell's ConvertTo-Json (5 and 7), Winlogbeat and Elasticsearch, Wazuh, Splunk,
 * LogMonitor of Windows containers, evtx_dump. Each object at the outermost level, in an array or not, on a
 * line or on many, is cut out of the text and parsed by jansson; the events in it are known by the names of
 * their values.
 */
#include "exports/parsers.h"

#include "base/copied_text.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json_reading {
    export_log *to;
    xml_event *xml; /* for events in strings */
    found found;
    char numbers[LIMIT_JSON_NUMBERS][24]; /* texts of numbers */
    size_t number_count;
    uint64_t line;
    bool taken;     /* the object at hand held the whole event as XML: it is taken */
    bool cut, told; /* something in it was left out; that was said, once a file */
};

/* ---- one object ---------------------------------------------------------------------------------------- */

static slice text_of(json_reading *r, const json_t *value)
{
    if (json_is_string(value))
        return (slice){json_string_value(value), json_string_length(value)};
    bool full = r->number_count == LIMIT_JSON_NUMBERS;
    if (!json_is_integer(value) || full) {
        r->cut |= full && json_is_integer(value);
        return (slice){NULL, 0};
    }
    char *text = r->numbers[r->number_count++];
    int length = snprintf(text, sizeof r->numbers[0], "%lld", (long long)json_integer_value(value));
    return (slice){text, (size_t)length};
}

/* All that is in it, in order; but for what is no string of the event. */
static void take_strings(json_reading *r, slice name, const json_t *value, unsigned depth)
{
    const char *key;
    json_t *inner;
    if (json_is_array(value) && depth < LIMIT_JSON_NESTED) {
        for (size_t i = 0; i < json_array_size(value); i++)
            take_strings(r, name, json_array_get(value, i), depth + 1);
    } else if (json_is_object(value) && depth < LIMIT_JSON_NESTED) {
        json_object_foreach((json_t *)value, key, inner) if (strcmp(key, "Binary") != 0 &&
                                                             strcmp(key, "Count") != 0 &&
                                                             strcmp(key, "#attributes") != 0)
            take_strings(r, (slice){key, strlen(key)}, inner, depth + 1);
    } else {
        slice text = text_of(r, value);
        if (text.at)
            found_named_string(&r->found, name, text);
    }
}

static bool walk(json_reading *r, const json_t *object, char *path, unsigned depth);
static bool take_object(json_reading *r, const json_t *object, unsigned depth);

static bool take_text(json_reading *r, slice name, const json_t *value)
{
    uint8_t rank;
    if (!json_is_string(value) && found_name_of(name, &rank) == FOUND_TOTAL)
        return true;
    slice text = text_of(r, value);
    if (!text.at)
        return true;
    if (slice_starts(slice_trim(text), "<Event ") && slice_find(text, "</Event>").at) {
        r->taken = true;
        return xml_event_take(r->xml, r->to, slice_trim(text), r->line);
    }
    if (slice_find(text, "\nEventCode=").at)
        found_pairs(&r->found, text);
    else if (!(slice_is(name, "Source") || slice_is(name, "LogEntry.Source")) || !slice_is(text, "EventLog"))
        found_value(&r->found, name, text);
    return true;
}

static bool take_member(json_reading *r, char *path, size_t length, const json_t *value, unsigned depth)
{
    uint8_t rank;
    slice name = {path, length};
    if (found_name_of(name, &rank) == FOUND_STRINGS) {
        take_strings(r, name, value, depth);
        return true;
    }
    if (json_is_object(value))
        return walk(r, value, path, depth + 1);
    if (json_array_size(value) == 1 && !json_is_object(json_array_get(value, 0))) /* as "fields" of Elastic */
        value = json_array_get(value, 0);
    if (!json_is_array(value))
        return take_text(r, name, value);
    bool good = true;
    for (size_t i = 0; i < json_array_size(value) && good && depth < LIMIT_JSON_NESTED; i++)
        if (json_is_object(json_array_get(value, i)))
            good = take_object(r, json_array_get(value, i), depth + 1);
    return good;
}

static bool walk(json_reading *r, const json_t *object, char *path, unsigned depth)
{
    const char *key;
    json_t *value;
    size_t length = strlen(path);
    r->cut |= depth >= LIMIT_JSON_NESTED;
    if (depth >= LIMIT_JSON_NESTED)
        return true;
    json_object_foreach((json_t *)object, key, value)
    {
        int written = snprintf(path + length, LIMIT_JSON_NAME - length, "%s%s", length == 0 ? "" : ".", key);
        bool fits = written >= 0 && (size_t)written < LIMIT_JSON_NAME - length;
        r->cut |= !fits;
        if (fits && !take_member(r, path, length + (size_t)written, value, depth))
            return false;
        path[length] = '\0';
    }
    return true;
}

/* {"fields": [names], "rows": [[values]]}, as Splunk gives them. */
static bool take_rows(json_reading *r, const json_t *object, bool *is_rows)
{
    const json_t *names = json_object_get(object, "fields"), *rows = json_object_get(object, "rows");
    *is_rows = json_is_array(names) && json_is_array(rows);
    bool good = true;
    for (size_t i = 0; *is_rows && good && i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        json_t *one = json_object();
        good = one != NULL;
        for (size_t k = 0; good && k < json_array_size(names) && k < json_array_size(row); k++) {
            const char *name = json_string_value(json_array_get(names, k));
            good = !name || json_object_set(one, name, json_array_get(row, k)) == 0;
        }
        if (!good)
            r->to->no_memory = true;
        good = good && take_object(r, one, 1);
        json_decref(one);
    }
    return good;
}

/* Whose names are there once; *twice: where not, the last value of a name counts, and error says so. */
static json_t *load(slice text, json_error_t *error, bool *twice)
{
    json_t *object = json_loadb(text.at, text.length, JSON_REJECT_DUPLICATES, error);
    *twice = !object && json_error_code(error) == json_error_duplicate_key;
    return *twice ? json_loadb(text.at, text.length, 0, NULL) : object;
}

/* Without the spaces and invisible characters of a page that it was copied from. */
static json_t *load_cleaned(slice text, json_error_t *error, bool *twice)
{
    json_t *object = NULL;
    char *copy = malloc(text.length + 1);
    if (copy) {
        memcpy(copy, text.at, text.length);
        object = load((slice){copy, copied_text_clean(copy, text.length)}, error, twice);
    }
    free(copy);
    return object;
}

static bool tell_twice(json_reading *r, uint64_t line, const json_error_t *error)
{
    char text[160];
    const char *name = strchr(error->text, '\'');
    snprintf(text, sizeof text, "a name is twice in this object, and the last value of it counts (%.80s)",
             name ? name : error->text);
    return export_say(r->to, line + (uint64_t)(error->line > 0 ? error->line - 1 : 0), text);
}

/* The event may be in a text of the object, as JSON of its own. */
static bool take_nested(json_reading *r, unsigned depth, bool *taken)
{
    slice raw = slice_trim(r->found.values[FOUND_RAW]);
    *taken = false;
    if (r->found.ranks[FOUND_ID] != 0 || raw.length == 0 || raw.at[0] != '{' ||
        depth + 1 >= LIMIT_JSON_NESTED)
        return true;
    bool twice;
    json_error_t error;
    json_t *inner = load(raw, &error, &twice);
    if (!inner)
        return true;
    *taken = true;
    error.line = 0; /* in a text of the object, which is on one line of the file */
    bool good = (!twice || tell_twice(r, r->line, &error)) && take_object(r, inner, depth + 1);
    json_decref(inner);
    return good;
}

static bool is_event(const json_reading *r)
{
    const found *f = &r->found;
    if (r->taken)
        return false;
    if (f->ranks[FOUND_ID] == 0) /* what is wrong with it is reported */
        return f->ranks[FOUND_TIME] != 0 && export_provider(r->to, slice_trim(f->values[FOUND_PROVIDER]));
    return f->ranks[FOUND_PROVIDER] != 0 || f->ranks[FOUND_MESSAGE] != 0 ||
           (f->ranks[FOUND_TIME] != 0 && f->string_count != 0);
}

/* Of one that is an event: in others nothing is looked for. */
static bool tell_cut(json_reading *r)
{
    if (!r->cut || r->told)
        return true;
    r->told = true;
    return export_say(
        r->to, r->line,
        "this event has more numbers, longer names or deeper objects than are read (and so may others); "
        "what is beyond is left out");
}

/* An object in a list may be an event of its own: what is known of the one around it is put aside. */
static bool take_object(json_reading *r, const json_t *object, unsigned depth)
{
    char path[LIMIT_JSON_NAME] = "";
    bool apart = false;
    size_t numbers = r->number_count; /* of the objects around it */
    found *around = malloc(sizeof *around);
    if (!around) {
        r->to->no_memory = true;
        return false;
    }
    *around = r->found;
    found_clear(&r->found);
    r->found.line = r->line;
    r->taken = false;
    bool good = take_rows(r, object, &apart) && (apart || walk(r, object, path, depth));
    if (good && !apart)
        good = take_nested(r, depth, &apart);
    if (good && !apart && is_event(r))
        good = tell_cut(r) && export_take(r->to, &r->found);
    r->found = *around;
    r->taken = false;
    r->number_count = numbers;
    free(around);
    return good && !r->to->no_memory;
}

bool json_reading_take(json_reading *r, slice text, uint64_t line)
{
    char complaint[160];
    json_error_t error, ignored;
    bool twice = false;
    r->line = line;
    r->number_count = 0;
    r->cut = false;
    json_t *object = load(text, &error, &twice);
    if (!object && copied_text_marked(text.at, text.length))
        object = load_cleaned(text, &ignored, &twice);
    if (!object) {
        snprintf(complaint, sizeof complaint, "this object was passed over: it is no JSON (%.100s)",
                 error.text);
        return export_bad(r->to, line + (uint64_t)(error.line > 0 ? error.line - 1 : 0), complaint);
    }
    bool good = (!twice || tell_twice(r, line, &error)) && take_object(r, object, 0);
    json_decref(object);
    return good;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

bool json_scan_object(json_scan *s, slice text)
{
    for (; s->at < text.length; s->at++) {
        char c = text.at[s->at];
        if (s->in_string) {
            if (s->escaped)
                s->escaped = false;
            else if (c == '\\')
                s->escaped = true;
            else if (c == '"')
                s->in_string = false;
        } else if (c == '"') {
            s->in_string = true;
        } else if (c == '{' || c == '[') {
            s->too_deep = ++s->depth > LIMIT_JSON_DEPTH;
            if (s->too_deep)
                return false;
        } else if ((c == '}' || c == ']') && --s->depth == 0) {
            s->at++;
            return true;
        }
    }
    return false;
}

/* Behind an object that cannot be read, the next one begins with a line. */
static size_t next_line_object(slice text)
{
    for (size_t i = 1; i + 1 < text.length; i++)
        if (text.at[i] == '\n' && text.at[i + 1] == '{')
            return i + 1;
    return text.length;
}

static bool take_next(json_reading *r, text_input *t, json_scan *s, bool *more)
{
    slice all = {text_input_at(t), text_input_left(t)};
    *more = false;
    if (json_scan_object(s, all)) {
        slice object = {all.at, s->at};
        *s = (json_scan){0};
        bool good = json_reading_take(r, object, t->line);
        text_input_drop(t, object.length);
        return good;
    }
    if (!s->too_deep && !t->ended && all.length <= LIMIT_JSON_LINE) {
        *more = true;
        return true;
    }
    const char *what = s->too_deep ? "this object was passed over: it has no end, or nests too deep"
                                   : "this object was passed over: it has no end";
    *s = (json_scan){0};
    bool good = export_bad(r->to, t->line, what);
    text_input_drop(t, next_line_object(all));
    return good;
}

static sppwhy_status read_all(json_reading *r, text_input *t, sppwhy_error *error)
{
    json_scan s = {0};
    bool more = true;
    for (;;) {
        sppwhy_status status = more && !t->ended ? text_input_more(t, error) : SPPWHY_OK;
        if (status != SPPWHY_OK)
            return status;
        const char *at = text_input_left(t) != 0 ? memchr(text_input_at(t), '{', text_input_left(t)) : NULL;
        if (!at) {
            text_input_drop(t, text_input_left(t));
            if (t->ended)
                return SPPWHY_OK;
            more = true;
            continue;
        }
        text_input_drop(t, (size_t)(at - text_input_at(t)));
        if (!take_next(r, t, &s, &more))
            return error_no_memory(error);
    }
}

json_reading *json_reading_create(export_log *b)
{
    json_reading *r = calloc(1, sizeof *r);
    if (r)
        r->xml = xml_event_create();
    if (!r || !r->xml) {
        free(r);
        return NULL;
    }
    r->to = b;
    return r;
}

void json_reading_free(json_reading *r)
{
    if (!r)
        return;
    xml_event_free(r->xml);
    free(r);
}

sppwhy_status json_events_read(export_log *b, text_input *t, sppwhy_error *error)
{
    json_reading *r = json_reading_create(b);
    if (!r)
        return error_no_memory(error);
    sppwhy_status status = read_all(r, t, error);
    json_reading_free(r);
    return status;
}
