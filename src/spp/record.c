/*
 * Events into typed records: which strings bear the fields, and what each field's text means.
 * Which fields an event has is data (rules/catalogue/events.tsv); how a kind of value is written is here.
 */
#include "spp/catalogue.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "base/vec.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One record being built. */
typedef struct builder {
    arena *memory;
    const sppwhy_catalogue *catalogue;
    sppwhy_record *record;
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

static bool is_hex(const char *text)
{
    uint32_t ignored;
    return text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && text_parse_hex32(&ignored, text);
}

/* Drops what stands before the first code; of one string more than there are fields the first in any case. */
static void skip_unknown(parts *p, size_t field_count)
{
    if (p->count == 0)
        return;
    size_t first = p->count == field_count + 1 && is_hex(p->items[1]) ? 1 : 0;
    while (first < p->count && !is_hex(p->items[first]))
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
    const sppwhy_event *e = b->record->event;
    bool joined = b->record->type->joined, good = true;
    b->cut.count = 0;
    b->text_passes = false;
    if (joined && e->string_count == 1)
        good = split_info(b, e->strings[0]);
    for (size_t i = 0; good && !b->text_passes && i < e->string_count; i++) {
        const char *text = joined ? trimmed(b->memory, e->strings[i]) : e->strings[i];
        good = text && add_part(b, text);
    }
    *out = (parts){b->cut.items, b->cut.count};
    if (joined && !b->text_passes)
        skip_unknown(out, b->record->type->field_count);
    return good;
}

/* ---- kinds of value ------------------------------------------------------------------------------------ */

static bool parse_code(uint64_t *out, const char *text)
{
    uint32_t value;
    if (text_starts_with(text, "hr="))
        text += 3;
    if (!is_hex(text) || !text_parse_hex32(&value, text))
        return false;
    *out = value;
    return true;
}

static bool take_number(const char **at, int *out)
{
    int value = 0, count = 0;
    for (; isdigit((unsigned char)**at); (*at)++, count++)
        if (count < 5)
            value = value * 10 + (**at - '0');
    *out = value;
    return count != 0 && count <= 4;
}

/* "2010/09/29 17:52" (Windows 7 and later), "2010/9/29 21:46" (Vista's hosts), "1/14/2006 2:30" (the
 * operations guide's 12289: the month first); seconds may follow. */
static bool parse_info_time(uint64_t *out, const char *text)
{
    int a, b, c, hour, minute, second = 0;
    if (!take_number(&text, &a) || *text++ != '/' || !take_number(&text, &b) || *text++ != '/' ||
        !take_number(&text, &c) || !isspace((unsigned char)*text))
        return false;
    while (isspace((unsigned char)*text))
        text++;
    if (!take_number(&text, &hour) || *text++ != ':' || !take_number(&text, &minute))
        return false;
    if (*text == ':' && (text++, !take_number(&text, &second)))
        return false;
    if (*text != '\0')
        return false;
    return a > 31 ? clock_from_date(out, a, b, c, hour, minute, second)
                  : clock_from_date(out, c, a, b, hour, minute, second);
}

/* 8230's GraceEndDate is "2021/03/16:17:07:12". */
static bool parse_grace_time(uint64_t *out, const char *text)
{
    char copy[32];
    size_t date = strcspn(text, ":");
    if (strlen(text) >= sizeof copy || text[date] == '\0')
        return false;
    strcpy(copy, text);
    copy[date] = ' ';
    return parse_info_time(out, copy);
}

static bool parse_time(uint64_t *out, const char *text)
{
    return parse_info_time(out, text) || clock_parse(out, text) || parse_grace_time(out, text);
}

static const uint8_t *parse_guid(builder *b, const char *text)
{
    guid parsed;
    if (!guid_parse(&parsed, text))
        return NULL;
    uint8_t *id = arena_alloc(b->memory, sizeof parsed.bytes);
    if (!id) {
        b->failed = true;
        return NULL;
    }
    return memcpy(id, parsed.bytes, sizeof parsed.bytes);
}

static const char *const wanted_form[] = {
    [SPPWHY_CODE] = "a code like 0xC004F074",
    [SPPWHY_FLAGS] = "flags like 0x00000000",
    [SPPWHY_NUMBER] = "a number",
    [SPPWHY_BOOLEAN] = "0 or 1",
    [SPPWHY_STATE] = "a license state from 0 to 6",
    [SPPWHY_TIME] = "a date and time",
    [SPPWHY_TEXT] = "text",
    [SPPWHY_GUID] = "a GUID",
    [SPPWHY_PRODUCT] = "a GUID",
};

static bool parse_value(builder *b, sppwhy_type type, const char *text, sppwhy_value *out)
{
    switch (type) {
    case SPPWHY_CODE:
    case SPPWHY_FLAGS:
        return parse_code(&out->number, text);
    case SPPWHY_NUMBER:
        return text_parse_uint(&out->number, text);
    case SPPWHY_BOOLEAN:
        return text_parse_uint(&out->number, text) && out->number <= 1;
    case SPPWHY_STATE:
        return text_parse_uint(&out->number, text) && sppwhy_state_name(out->number);
    case SPPWHY_TIME:
        return parse_time(&out->number, text);
    case SPPWHY_TEXT:
        out->text = b->text_passes ? arena_string(b->memory, text) : text;
        b->failed |= out->text == NULL;
        return out->text != NULL;
    case SPPWHY_GUID:
    case SPPWHY_PRODUCT:
        out->id = parse_guid(b, text);
        return out->id != NULL;
    }
    return false;
}

static void set_field(builder *b, size_t place, const char *text)
{
    sppwhy_field field = b->record->type->fields[place];
    sppwhy_type type = sppwhy_field_type(field);
    if (text[0] == '\0')
        problem(b, sppwhy_field_name(field), "is empty in the event");
    else if (parse_value(b, type, text, &b->values[place]))
        b->record->known |= (uint64_t)1 << place;
    else if (!b->failed)
        problem(b, sppwhy_field_name(field),
                arena_printf(b->memory, "\"%.200s\" is not %s", text, wanted_form[type]));
}

/* "host:port", cut at the last colon (an IPv6 address has more); brackets around an address are dropped.
 * Fills the field at `place` and the port behind it. */
static void set_server(builder *b, size_t place, const char *text)
{
    const char *bracket = strrchr(text, ']');
    const char *colon = strrchr(bracket ? bracket : text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    if (length > 2 && text[0] == '[' && text[length - 1] == ']') {
        text++;
        length -= 2;
    }
    char *host = arena_bytes(b->memory, text, length);
    if (!host) {
        b->failed = true;
        return;
    }
    set_field(b, place, host);
    uint64_t port;
    if (colon && (!text_parse_uint(&port, colon + 1) || port > 65535))
        problem(b, "port", arena_printf(b->memory, "\"%.200s\" is not a port", colon + 1));
    else if (colon)
        set_field(b, place + 1, colon + 1);
    else
        problem(b, "port", "there is no colon and port behind the host");
}

/* ---- fields out of strings ----------------------------------------------------------------------------- */

static void missing(builder *b, size_t place, const char *reason)
{
    const sppwhy_event_type *type = b->record->type;
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
    const char *key = b->record->type->keys[place];
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
    const sppwhy_event_type *type = b->record->type;
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

static bool build(builder *b, const sppwhy_log *log, const sppwhy_event *event, sppwhy_record *out)
{
    const sppwhy_event_type *type =
        catalogue_event_type(b->catalogue, event->provider, event->source, event->id);
    *out = (sppwhy_record){.event = event, .log = log, .type = type};
    parts p = {0};
    b->record = out;
    b->problems.count = 0;
    b->values = ARENA_ARRAY(b->memory, type->field_count + 1, sppwhy_value);
    if (!b->values)
        return false;
    out->values = b->values;
    if (type->field_count != 0) {
        if (event_parts(b, &p))
            set_fields(b, &p);
        else
            b->failed = true;
    }
    if (b->problems.count != 0) {
        out->problems = vec_to_arena(&b->problems, b->memory);
        out->problem_count = b->problems.count;
        b->failed |= out->problems == NULL;
    }
    return !b->failed;
}

/* ---- all records --------------------------------------------------------------------------------------- */

typedef struct occurrence {
    const sppwhy_event *event;
    const sppwhy_log *log;
    size_t place; /* in the order of logs and record ids */
    bool repeated;
} occurrence;

static int compare_number(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* What makes two events the same: machine, channel, number, time and id. A later export of a log repeats the
 * events of an earlier one; a cleared log reuses numbers at other times. */
static int by_identity(const void *left, const void *right)
{
    const occurrence *a = left, *b = right;
    int order = compare_number(a->event->time, b->event->time);
    if (order == 0)
        order = compare_number(a->event->record_id, b->event->record_id);
    if (order == 0)
        order = compare_number(a->event->id, b->event->id);
    if (order == 0)
        order = text_compare_nocase(a->event->computer, b->event->computer);
    if (order == 0)
        order = text_compare_nocase(a->event->channel, b->event->channel);
    return order;
}

static int by_identity_and_place(const void *left, const void *right)
{
    const occurrence *a = left, *b = right;
    int order = by_identity(left, right);
    if (order == 0) /* the live one stays */
        order = a->event->recovered - b->event->recovered;
    return order != 0 ? order : compare_number(a->place, b->place);
}

static int by_place(const void *left, const void *right)
{
    return compare_number(((const occurrence *)left)->place, ((const occurrence *)right)->place);
}

/* One log by itself is mostly in this order as it is. */
static bool ascends(const occurrence *all, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (by_identity(&all[i - 1], &all[i]) >= 0)
            return false;
    return true;
}

/* Marks repeats, also within one log: a live record whose copy is in slack. */
static size_t mark_repeated(occurrence *all, size_t count)
{
    size_t repeated = 0;
    if (ascends(all, count))
        return 0;
    qsort(all, count, sizeof *all, by_identity_and_place);
    for (size_t i = 1; i < count; i++) {
        all[i].repeated = by_identity(&all[i - 1], &all[i]) == 0;
        repeated += all[i].repeated;
    }
    qsort(all, count, sizeof *all, by_place);
    return repeated;
}

typedef struct records_owner {
    sppwhy_records records; /* first: a pointer to it is a pointer to the owner */
    arena *memory;
} records_owner;

static sppwhy_status build_all(records_owner *owner, const sppwhy_catalogue *catalogue, const occurrence *all,
                               size_t count, sppwhy_error *error)
{
    sppwhy_record *items = ARENA_ARRAY(owner->memory, count - owner->records.repeated + 1, sppwhy_record);
    if (!items)
        return error_no_memory(error);
    owner->records.items = items;
    builder b = {.memory = owner->memory, .catalogue = catalogue};
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        if (all[i].repeated)
            continue;
        good = build(&b, all[i].log, all[i].event, &items[owner->records.count]);
        owner->records.count++;
    }
    vec_free(&b.problems);
    vec_free(&b.cut);
    strbuf_free(&b.info);
    return good ? SPPWHY_OK : error_no_memory(error);
}

sppwhy_status sppwhy_records_create(sppwhy_records **out, const sppwhy_catalogue *catalogue,
                                    const sppwhy_log *const *logs, size_t log_count, sppwhy_error *error)
{
    *out = NULL;
    size_t count = 0;
    for (size_t i = 0; i < log_count; i++)
        count += logs[i]->event_count;
    arena *memory = arena_create();
    records_owner *owner = memory ? ARENA_NEW(memory, records_owner) : NULL;
    occurrence *all = calloc(count + 1, sizeof *all);
    if (!owner || !all) {
        arena_free(memory);
        free(all);
        return error_no_memory(error);
    }
    owner->memory = memory;
    size_t place = 0;
    for (size_t i = 0; i < log_count; i++)
        for (size_t k = 0; k < logs[i]->event_count; k++, place++)
            all[place] = (occurrence){.event = &logs[i]->events[k], .log = logs[i], .place = place};
    owner->records.repeated = mark_repeated(all, count);
    sppwhy_status status = build_all(owner, catalogue, all, count, error);
    free(all);
    if (status != SPPWHY_OK) {
        arena_free(memory);
        return status;
    }
    *out = &owner->records;
    return SPPWHY_OK;
}

void sppwhy_records_free(sppwhy_records *records)
{
    if (records)
        arena_free(((records_owner *)records)->memory);
}

bool sppwhy_record_get(const sppwhy_record *record, sppwhy_field field, sppwhy_value *out)
{
    for (size_t i = 0; i < record->type->field_count; i++)
        if (record->type->fields[i] == field && (record->known >> i & 1) != 0) {
            *out = record->values[i];
            return true;
        }
    return false;
}

bool sppwhy_record_is(const sppwhy_record *record, const char *kind)
{
    return strcmp(record->type->kind, kind) == 0;
}
