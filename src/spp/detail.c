/* An event's strings into fields one by one, with all that is wrong with them. See
 * record_layout.c for the usual case. */
#include "spp/record_layout.h"

#include "base/text.h"
#include "spp/catalogue.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* One record being built. */
typedef struct detail_builder {
    arena *memory;
    const sppwhy_catalogue *catalogue;
    const sppwhy_event_type *type;
    const sppwhy_record *record;
    uint64_t known;
    sppwhy_value *values;
    VEC(sppwhy_problem) problems;
    strbuf info;           /* the Info text, cut up; for this record only */
    VEC(const char *) cut; /* its parts, or the event's strings */
    bool text_passes;      /* the parts are of the Info text: what is kept of them is copied */
    bool failed;           /* memory is short */
} builder;

static void problem(builder *b, const char *field, const char *reason)
{
    sppwhy_problem p = {field, reason};
    if (!reason || !vec_push(&b->problems, p))
        b->failed = true;
}

/* ---- the parts of an Info string ----------------------------------------------------------------------- */

typedef struct parts {
    const char *const *items;
    size_t count;
} parts;

/* Cuts white space off both ends of a text that ends at `end`, in place. */
static char *trim(char *from, char *end)
{
    while (from < end && isspace((unsigned char)*from))
        from++;
    while (end > from && isspace((unsigned char)end[-1]))
        end--;
    *end = '\0';
    return from;
}

static char *trimmed(arena *a, const char *text)
{
    char *copy = arena_string(a, text);
    return copy ? trim(copy, copy + strlen(copy)) : NULL;
}

static bool add_part(builder *b, const char *text)
{
    return vec_push(&b->cut, text);
}

static bool split_info(builder *b, const char *info)
{
    strbuf_clear(&b->info);
    strbuf_add(&b->info, info);
    b->text_passes = true;
    for (char *at = b->info.failed ? NULL : b->info.bytes; at;) {
        char *comma = strchr(at, ','), *end = comma ? comma : at + strlen(at);
        if (!add_part(b, trim(at, end)))
            return false;
        at = comma ? comma + 1 : NULL;
    }
    return b->cut.count != 0;
}

/* Drops what is before the first code; of one string more than there are fields the first in any case. */
static void skip_unknown(parts *p, size_t field_count)
{
    if (p->count == 0)
        return;
    size_t first = p->count == field_count + 1 && value_is_hex(p->items[1]) ? 1 : 0;
    while (first < p->count && !value_is_hex(p->items[first]))
        first++;
    if (first == p->count)
        first = 0;
    p->items += first;
    p->count -= first;
}

/* The values that an event's fields are taken from. An Info text is one comma-delimited string, or (12290 of
 * Windows 7 and later) one string a field behind one of unknown content: the fields begin at the first string
 * that is a code. */
static bool event_parts(builder *b, parts *out)
{
    const char **strings = event_strings(b->record->event, b->memory);
    size_t count = b->record->event->common->string_count;
    bool joined = b->type->joined, good = strings != NULL;
    b->cut.count = 0;
    b->text_passes = false;
    if (good && joined && count == 1)
        good = split_info(b, strings[0]);
    for (size_t i = 0; good && !b->text_passes && i < count; i++) {
        const char *text = joined ? trimmed(b->memory, strings[i]) : strings[i];
        good = text && add_part(b, text);
    }
    *out = (parts){b->cut.items, b->cut.count};
    if (joined && !b->text_passes)
        skip_unknown(out, b->type->field_count);
    return good;
}

static bool parse_value(builder *b, sppwhy_type type, const char *text, sppwhy_value *out)
{
    if (type == SPPWHY_TYPE_TEXT) {
        out->text = b->text_passes ? arena_string(b->memory, text) : text;
        b->failed |= out->text == NULL;
        return out->text;
    }
    if (type != SPPWHY_TYPE_GUID && type != SPPWHY_TYPE_PRODUCT)
        return value_number_of(type, text, &out->number);
    out->id = value_id_of(b->memory, text, &b->failed);
    return out->id;
}

static void set_field(builder *b, size_t place, const char *text)
{
    sppwhy_field field = b->type->fields[place];
    sppwhy_type type = sppwhy_field_type(field);
    if (text[0] == '\0')
        problem(b, sppwhy_field_name(field), "is empty in the event");
    else if (parse_value(b, type, text, &b->values[place]))
        b->known |= (uint64_t)1 << place;
    else if (!b->failed)
        problem(b, sppwhy_field_name(field),
                arena_printf(b->memory, "\"%.200s\" is not %s", text, value_form(type)));
}

/* Fills the field at `place` and the port behind it. */
static void set_server(builder *b, size_t place, const char *text)
{
    server_parts server = value_server_of(text);
    char *host = arena_bytes(b->memory, server.host, server.length);
    if (!host) {
        b->failed = true;
        return;
    }
    set_field(b, place, host);
    uint64_t port;
    if (server.port && (!text_parse_uint(&port, server.port) || port > 65535))
        problem(b, "port", arena_printf(b->memory, "\"%.200s\" is not a port", server.port));
    else if (server.port)
        set_field(b, place + 1, server.port);
    else
        problem(b, "port", "there is no colon and port behind the host");
}

/* ---- fields out of strings ----------------------------------------------------------------------------- */

static void missing(builder *b, size_t place, const char *reason)
{
    const sppwhy_event_type *type = b->type;
    if (type->fields[place] != FIELD_UNUSED && !catalogue_field_optional(b->catalogue, type, place))
        problem(b, sppwhy_field_name(type->fields[place]), reason);
}

/* The value of KEY in "...KEY=value;...": behind the beginning, a ";", a "=" or a blank. NULL when absent. */
static const char *key_value(const char *text, const char *key, size_t *length)
{
    size_t key_length = strlen(key);
    for (const char *at = text; (at = strstr(at, key)) != NULL; at++) {
        bool begins = at == text || strchr(";= ", at[-1]) != NULL;
        if (!begins || at[key_length] != '=')
            continue;
        *length = strcspn(at + key_length + 1, ";");
        return at + key_length + 1;
    }
    return NULL;
}

static void set_keyed(builder *b, size_t place, const parts *p)
{
    const char *key = b->type->keys[place];
    for (size_t i = 0; i < p->count; i++) {
        size_t length = 0;
        const char *value = key_value(p->items[i], key, &length);
        if (!value || length == 0)
            continue;
        const char *text = arena_bytes(b->memory, value, length);
        if (text)
            set_field(b, place, text);
        else
            b->failed = true;
        return;
    }
    missing(b, place, arena_printf(b->memory, "there is no %s= in the event", key));
}

static void set_fields(builder *b, const parts *p)
{
    const sppwhy_event_type *type = b->type;
    size_t next = 0;
    bool keyed = false;
    for (size_t place = 0; place < type->field_count && !b->failed; place++) {
        sppwhy_field field = type->fields[place];
        if (type->keys[place]) {
            set_keyed(b, place, p);
            keyed = true;
        } else if (next >= p->count) {
            missing(b, place, "the event ends before this field");
        } else if (field == SPPWHY_FIELD_SERVER) {
            set_server(b, place++, p->items[next++]);
        } else {
            const char *text = p->items[next++];
            if (field != FIELD_UNUSED &&
                (text[0] != '\0' || !catalogue_field_optional(b->catalogue, type, place)))
                set_field(b, place, text);
        }
    }
    if (next < p->count && !keyed && type->joined)
        problem(b, "strings",
                arena_printf(b->memory, "%zu more values than this event is known to have", p->count - next));
}

/* An event's time decides what it is evidence of. */
static void look_at_time(builder *b)
{
    const sppwhy_event *e = b->record->event;
    if (e->common->odd_time != 0)
        problem(b, "time",
                arena_printf(b->memory, "%" PRIu64 " (FILETIME) is no time between 1980 and 2099",
                             e->common->odd_time));
    else if (e->time == 0)
        problem(b, "time", "the event has none");
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

detail_builder *detail_create(arena *a, const sppwhy_catalogue *catalogue)
{
    builder *b = calloc(1, sizeof *b);
    if (b) {
        b->memory = a;
        b->catalogue = catalogue;
    }
    return b;
}

void detail_free(detail_builder *b)
{
    if (!b)
        return;
    vec_free(&b->problems);
    vec_free(&b->cut);
    strbuf_free(&b->info);
    free(b);
}

bool detail_layout(detail_builder *b, const sppwhy_event_type *type, sppwhy_record *record)
{
    parts p = {0};
    sppwhy_record_layout *layout = ARENA_NEW(b->memory, sppwhy_record_layout);
    b->type = type;
    b->record = record;
    b->known = 0;
    b->problems.count = 0;
    b->values = ARENA_ARRAY(b->memory, type->field_count, sppwhy_value);
    if (!layout || !b->values || !event_parts(b, &p))
        return false;
    set_fields(b, &p);
    look_at_time(b);
    *layout = (sppwhy_record_layout){.type = type, .known = b->known, .values = b->values};
    if (b->problems.count != 0) {
        layout->problems = vec_to_arena(&b->problems, b->memory);
        layout->problem_count = (uint32_t)b->problems.count;
        b->failed |= layout->problems == NULL;
    }
    record->layout = layout;
    return !b->failed;
}
