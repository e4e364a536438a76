/*
 * Records by the million: events of one kind have their fields in the same places, and the texts there come
 * again. So a record keeps nothing but its event and a layout that it shares with others: where the fields
 * begin, and which of them there are. A field's value is then what its text means, which is worked out once
 * a text (value.h).
 *
 * An event that has anything unusual (a key=value string, a field that does not parse, one value too many)
 * gets a layout of its own, with its values and what is wrong (detail.c).
 */
#include "spp/record_layout.h"

#include "spp/catalogue.h"

#include <string.h>

static bool has_keys(const sppwhy_event_type *type)
{
    for (size_t i = 0; i < type->field_count; i++)
        if (type->keys[i])
            return true;
    return false;
}

static const char *text_of(const record_layouts *t, const sppwhy_event *e, size_t part)
{
    return t->texts->items[e->parts[part]];
}

/* Whether the parts are the event's values: one string cut at its commas, or each string whole. */
static bool parts_are_values(const sppwhy_event *e, const sppwhy_event_type *type)
{
    const sppwhy_event_common *c = e->common;
    return type->joined && c->string_count == 1 ? c->part_count > 1 : c->part_count == c->string_count;
}

static bool has_outer_blank(const char *text)
{
    size_t length = strlen(text);
    return length != 0 && (strchr(" \t\r\n\v\f", text[0]) || strchr(" \t\r\n\v\f", text[length - 1]));
}

/* Where the fields of an event begin whose Info text came as one string a field: at the first code; of one
 * string more than there are fields the first is skipped in any case. */
static uint32_t first_field(const record_layouts *t, const sppwhy_event *e, const sppwhy_event_type *type)
{
    const sppwhy_event_common *c = e->common;
    if (!type->joined || c->string_count == 1)
        return 0;
    uint32_t first = c->part_count == type->field_count + 1 && value_is_hex(text_of(t, e, 1)) ? 1 : 0;
    while (first < c->part_count && !value_is_hex(text_of(t, e, first)))
        first++;
    return first == c->part_count ? 0 : first;
}

typedef struct walk {
    record_layouts *table;
    arena *memory;
    const sppwhy_catalogue *catalogue;
    const sppwhy_event_type *type;
    const sppwhy_record *record;
    const sppwhy_record *last; /* of the same kind and in the usual layout, or NULL */
    uint64_t known;
    bool failed;
} walk;

/* What the record before had at the same place needs no second look. */
static bool is_as_before(walk *w, size_t place, size_t part)
{
    const sppwhy_event *e = w->record->event;
    if (!w->last || part >= e->common->part_count || e->parts[part] != w->last->event->parts[part])
        return false;
    uint64_t fields = w->type->fields[place] == SPPWHY_FIELD_SERVER ? 3 : 1;
    w->known |= w->last->layout->known & fields << place;
    return true;
}

/* True when the field at `place` is there and parses, or may be absent and is. */
static bool take_field(walk *w, size_t place, size_t part)
{
    const sppwhy_event *e = w->record->event;
    const sppwhy_event_type *type = w->type;
    sppwhy_field field = type->fields[place];
    if (field == FIELD_UNUSED)
        return true;
    if (field == SPPWHY_FIELD_PORT) /* one without its host before it is nothing usual */
        return false;
    bool there = part < e->common->part_count && *text_of(w->table, e, part);
    if (!there)
        return catalogue_field_optional(w->catalogue, type, place);
    const char *text = text_of(w->table, e, part);
    if (e->common->string_count > 1 && type->joined && has_outer_blank(text))
        return false;
    if (!parsed_as(&w->table->parsed[e->parts[part]], w->memory, text, sppwhy_field_type(field),
                   field == SPPWHY_FIELD_SERVER, &w->failed))
        return false;
    w->known |= (uint64_t)1 << place;
    if (field == SPPWHY_FIELD_SERVER) /* and the port, which is the field behind it */
        w->known |= (uint64_t)2 << place;
    return true;
}

static bool take_fields(walk *w, uint32_t first)
{
    const sppwhy_event_type *type = w->type;
    size_t part = first;
    for (size_t place = 0; place < type->field_count; place++, part++) {
        if (!is_as_before(w, place, part) && !take_field(w, place, part))
            return false;
        place += type->fields[place] == SPPWHY_FIELD_SERVER;
    }
    return part >= w->record->event->common->part_count || !type->joined;
}

static part_use use_of(sppwhy_field field)
{
    if (field == SPPWHY_FIELD_SERVER)
        return USE_HOST;
    if (field == SPPWHY_FIELD_PORT)
        return USE_PORT;
    switch (sppwhy_field_type(field)) {
    case SPPWHY_TYPE_TEXT:
        return USE_TEXT;
    case SPPWHY_TYPE_GUID:
    case SPPWHY_TYPE_PRODUCT:
        return USE_ID;
    default:
        return USE_NUMBER;
    }
}

/* A host and its port, two fields, are one part. */
static const field_place *list_parts(const walk *w, uint32_t first)
{
    field_place *part_of = ARENA_ARRAY(w->memory, SPPWHY_FIELD_TOTAL, field_place);
    size_t part = first;
    for (size_t i = 0; part_of && i < w->type->field_count; i++) {
        if ((w->known >> i & 1) != 0)
            part_of[w->type->fields[i]] =
                (field_place){(uint8_t)(part + 1), (uint8_t)use_of(w->type->fields[i])};
        part += w->type->fields[i] != SPPWHY_FIELD_SERVER;
    }
    return part_of;
}

static bool share_form(walk *w, uint32_t first, sppwhy_record *record)
{
    record_layouts *t = w->table;
    for (size_t i = t->layouts.count; i-- > 0;)
        if (t->layouts.items[i]->type == w->type && t->layouts.items[i]->known == w->known &&
            t->layouts.items[i]->first == first) {
            record->layout = t->layouts.items[i];
            return true;
        }
    sppwhy_record_layout *layout = ARENA_NEW(w->memory, sppwhy_record_layout);
    const field_place *part_of = list_parts(w, first);
    if (!layout || !part_of || !vec_push(&t->layouts, layout))
        return false;
    *layout = (sppwhy_record_layout){
        .type = w->type, .known = w->known, .part_of = part_of, .parsed = t->parsed, .first = first};
    record->layout = layout;
    return true;
}

bool record_layout_usual(record_layouts *table, arena *a, const sppwhy_catalogue *catalogue,
                         const sppwhy_event_type *type, sppwhy_record *record, bool *usual)
{
    const sppwhy_event *e = record->event;
    walk w = {.table = table, .memory = a, .catalogue = catalogue, .type = type, .record = record};
    uint32_t first = 0;
    *usual = type->field_count == 0 && e->time != 0;
    if (table->last_type != type) {
        table->last_type = type;
        table->last_type_has_keys = has_keys(type);
    }
    if (!*usual && e->time != 0 && !table->last_type_has_keys && parts_are_values(e, type)) {
        first = first_field(table, e, type);
        const sppwhy_record *last = table->last;
        if (last && last->layout->type == type && last->event->common == e->common &&
            last->layout->first == first)
            w.last = last;
        *usual = first + type->field_count < UINT8_MAX && take_fields(&w, first);
    }
    table->last = NULL;
    if (w.failed || (*usual && !share_form(&w, first, record)))
        return false;
    if (*usual)
        table->last = record;
    return true;
}
