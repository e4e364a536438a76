/*
 * A plan with a record's values to an event. The record says of what type a value is, not its template: a field
 * may come as number or text, and any value may be binary XML again, which has a plan of its own.
 */
#include "base/clock.h"
#include "base/limits.h"
#include "base/utf16.h"
#include "evtx/native/native.h"

/* Values of the instance whose plan runs: a part of n->values, which may move. */
typedef struct frame {
    size_t first;
    size_t count;
} frame;

static bool run_plan(native *n, uint32_t number, frame f);

static bool no_memory(native *n)
{
    return native_fail(n, NATIVE_MEMORY);
}

static bool too_much(native *n)
{
    n->hopeless = true;
    return native_fail(n, "it would become larger than any record can be");
}

static xml_value value_at(const native *n, frame f, uint32_t index)
{
    return index < f.count ? n->values.items[f.first + index] : (xml_value){0};
}

/* ---- fields -------------------------------------------------------------------------------------------- */

static bool set_name(native *n, uint8_t field, const char *text)
{
    switch (field) {
    case FIELD_PROVIDER:
        n->event->provider = text;
        break;
    case FIELD_SOURCE:
        n->event->source = text;
        break;
    case FIELD_CHANNEL:
        n->event->channel = text;
        break;
    default:
        n->event->computer = text;
        break;
    }
    return true;
}

static bool set_number(native *n, uint8_t field, bool is_number, uint64_t number)
{
    static const uint64_t most[] = {[FIELD_ID] = UINT32_MAX,
                                    [FIELD_QUALIFIERS] = UINT16_MAX,
                                    [FIELD_LEVEL] = UINT8_MAX,
                                    [FIELD_RECORD_ID] = UINT64_MAX};
    if (!is_number || number > most[field]) /* the event is worth more than its level */
        return field != FIELD_ID || native_fail(n, "its event id is no number");
    if (field == FIELD_ID) {
        n->event->id = (uint32_t)number;
        n->has_id = true;
    } else if (field == FIELD_QUALIFIERS) {
        n->event->qualifiers = (int32_t)number;
    } else if (field == FIELD_LEVEL) {
        n->event->level = (uint8_t)number;
    } else {
        n->event->record_id = number;
    }
    return true;
}

/* From the text that was put together. */
static bool set_text(native *n, uint8_t field)
{
    const char *text = n->text.length == 0 ? "" : n->text.bytes;
    uint64_t number = 0;
    if (n->text.failed)
        return no_memory(n);
    if (field <= FIELD_COMPUTER) {
        const char *name = names_add(&n->store->texts, n->store->memory, text);
        return name ? set_name(n, field, name) : no_memory(n);
    }
    if (field == FIELD_TIME) {
        if (clock_parse(&number, text))
            n->event->time = number;
        return true;
    }
    if (*text == '\0')
        return true;
    bool is_number = number_parse(&number, text);
    return set_number(n, field, is_number, number);
}

static bool run_name(native *n, plan_step *s)
{
    if (!s->name) {
        const cached_name *name = name_cache_get(&n->names, n->store, n->bytes + s->at, s->length * 2);
        if (!name)
            return no_memory(n);
        s->name = name->text;
    }
    return set_name(n, s->field, s->name);
}

static bool add_value(native *n, xml_value v, xml_place place);

/* A field that is just a value. A null leaves it unset. */
static bool run_field(native *n, uint8_t field, xml_value v)
{
    uint64_t number = 0;
    if (v.type == VALUE_NULL)
        return true;
    if (field == FIELD_TIME && v.type != VALUE_XML) {
        n->event->time = value_time(&v, n->bytes);
        return true;
    }
    if (field > FIELD_COMPUTER && v.type != VALUE_XML && v.type != VALUE_TEXT) {
        bool is_number = value_number(&v, n->bytes, &number);
        return set_number(n, field, is_number, number);
    }
    if (field <= FIELD_COMPUTER && v.type == VALUE_TEXT) {
        if (v.size > LIMIT_NAME_BYTES)
            return too_much(n);
        const cached_name *name = name_cache_get(&n->names, n->store, n->bytes + v.at, v.size & ~1u);
        return name ? set_name(n, field, name->text) : no_memory(n);
    }
    strbuf_clear(&n->text);
    n->field = field;
    bool good = add_value(n, v, PLACE_TEXT) && set_text(n, field);
    n->field = FIELD_NONE;
    return good;
}

/* ---- strings ------------------------------------------------------------------------------------------- */

/* Strings of an event that nobody wants are not kept. The provider comes first; where it has not, it may be a
 * wanted one. */
static void decide_strings(native *n)
{
    bool unknown = !*n->event->provider && !*n->event->source;
    n->keep_strings = n->strings_wanted && (unknown || native_wants(n));
}

/* One more string, of which `length` bytes (and room for a NUL) are at the end of n->kept already. */
static bool push_string(native *n, size_t length)
{
    if (n->string_at.count >= LIMIT_EVENT_STRINGS) {
        n->hopeless = true;
        return native_fail(n, "it has more strings than an event can have");
    }
    if (n->kept.failed || !vec_push(&n->string_at, n->kept.length))
        return no_memory(n);
    n->kept.bytes[n->kept.length + length] = '\0';
    n->kept.length += length + 1;
    return true;
}

static bool push_text(native *n, const char *text, size_t length)
{
    char *out = strbuf_begin(&n->kept, length + 1);
    if (!out)
        return no_memory(n);
    if (length != 0)
        memcpy(out, text, length);
    return push_string(n, length);
}

/* Straight from the chunk. */
static bool push_units(native *n, uint32_t at, size_t count, size_t *used)
{
    char *out = strbuf_begin(&n->kept, UTF16_MOST_BYTES(count) + 1);
    if (!out)
        return no_memory(n);
    size_t length = utf16_to_utf8(out, n->bytes + at, count, used);
    if (length > n->text_left)
        return too_much(n);
    n->text_left -= length;
    return push_string(n, length);
}

static bool push_texts(native *n, xml_value v)
{
    size_t count = v.size / 2;
    if (count == 0) /* one element all the same, an empty one */
        return push_text(n, "", 0);
    for (size_t done = 0, used = 0; done < count; done += used + 1)
        if (!push_units(n, v.at + (uint32_t)done * 2, count - done, &used))
            return false;
    return true;
}

static void open_leaf(native *n, unsigned kind)
{
    decide_strings(n);
    n->in_leaf = true;
    n->leaf = kind;
    strbuf_clear(&n->text);
}

static bool close_leaf(native *n, unsigned kind)
{
    bool wrapper = (kind & LEAF_WRAPPER) != 0 && n->text.length == 0;
    bool is_string = n->in_leaf && !wrapper && (n->leaf & LEAF_STRING) != 0;
    n->in_leaf = false;
    if (n->text.failed)
        return no_memory(n);
    if (!is_string || !n->keep_strings)
        return true;
    return push_text(n, n->text.bytes, n->text.length);
}

/* An array of items of a fixed size: as many elements. */
static bool push_items(native *n, xml_value v, unsigned kind)
{
    xml_value item = v;
    item.type = v.type & (uint8_t)~VALUE_ARRAY;
    item.size = value_item_size(item.type);
    if (item.size == 0) { /* no items, then: its bytes */
        item.type = VALUE_BINARY;
        item.size = v.size;
    }
    for (uint32_t left = v.size; left != 0 && left >= item.size; left -= item.size, item.at += item.size) {
        open_leaf(n, kind);
        if (!add_value(n, item, PLACE_OTHER) || !close_leaf(n, kind))
            return false;
    }
    return true;
}

static bool run_data(native *n, const plan_step *s, xml_value v)
{
    size_t used;
    bool is_string = s->length == LEAF_STRING;
    n->in_leaf = false; /* of the element around it */
    decide_strings(n);
    if (is_string && v.type == VALUE_TEXTS)
        return !n->keep_strings || push_texts(n, v);
    if (is_string && v.type == VALUE_TEXT)
        return !n->keep_strings || push_units(n, v.at, v.size / 2, &used);
    if (v.type & VALUE_ARRAY && v.type != VALUE_TEXTS)
        return push_items(n, v, s->length);
    open_leaf(n, s->length);
    return add_value(n, v, (xml_place)s->field) && close_leaf(n, s->length);
}

/* ---- values -------------------------------------------------------------------------------------------- */

/* What is no string, or of an event that nobody wants, is put into no words: a <Binary> would be the most of
 * them. */
static bool text_counts(const native *n)
{
    return n->field != FIELD_NONE || (n->in_leaf && n->keep_strings && (n->leaf & LEAF_STRING) != 0);
}

static bool spend_text(native *n, size_t before)
{
    size_t spent = n->text.length - before;
    if (spent > n->text_left)
        return too_much(n);
    n->text_left -= spent;
    return !n->text.failed || no_memory(n);
}

static bool add_value(native *n, xml_value v, xml_place place)
{
    size_t before = n->text.length;
    if (v.type == VALUE_XML)
        return run_fragment(n, v.at, v.at + v.size, place);
    if (!text_counts(n))
        return true;
    if (v.type == VALUE_TEXTS)
        v.type = VALUE_TEXT;
    value_text(&n->text, &v, n->bytes);
    return spend_text(n, before);
}

static bool add_literal(native *n, const plan_step *s)
{
    size_t before = n->text.length;
    if (!text_counts(n))
        return true;
    for (uint32_t done = 0; done < s->length; done += 32767) { /* a value's size has 16 bits */
        uint32_t units = s->length - done < 32767 ? s->length - done : 32767;
        xml_value v = {.at = s->at + done * 2, .size = (uint16_t)(units * 2), .type = VALUE_TEXT};
        value_text(&n->text, &v, n->bytes);
    }
    return spend_text(n, before);
}

static bool add_character(native *n, uint32_t unit)
{
    if (text_counts(n) && unit != 0)
        text_add_code_point(&n->text, unit);
    return !n->text.failed || no_memory(n);
}

/* ---- plans --------------------------------------------------------------------------------------------- */

static bool run_step(native *n, size_t number, frame f)
{
    plan_step *s = &n->steps.items[number];
    switch ((step_kind)s->kind) {
    case STEP_BEGIN:
        n->field = s->field;
        strbuf_clear(&n->text);
        return true;
    case STEP_END:
        n->field = FIELD_NONE;
        return set_text(n, s->field);
    case STEP_TEXT:
        return add_literal(n, s);
    case STEP_CHARACTER:
        return add_character(n, s->at);
    case STEP_VALUE:
        return add_value(n, value_at(n, f, s->index), (xml_place)s->field);
    case STEP_NAME:
        return run_name(n, s);
    case STEP_FIELD:
        return run_field(n, s->field, value_at(n, f, s->index));
    case STEP_OPEN_LEAF:
        open_leaf(n, s->index);
        return true;
    case STEP_CLOSE_LEAF:
        return close_leaf(n, s->index);
    case STEP_DATA:
        return run_data(n, s, value_at(n, f, s->index));
    case STEP_UNLESS_ABSENT:
        break;
    }
    return true;
}

static bool run_plan(native *n, uint32_t number, frame f)
{
    const plan p = n->plans.items[number];
    if (p.count > n->steps_left)
        return too_much(n);
    n->steps_left -= p.count;
    for (uint32_t i = 0; i < p.count; i++) {
        const plan_step *s = &n->steps.items[p.first + i];
        if (s->kind == STEP_UNLESS_ABSENT) {
            if (s->index < f.count && value_at(n, f, s->index).type == VALUE_NULL)
                i += s->length;
        } else if (!run_step(n, p.first + i, f)) {
            return false;
        }
    }
    return true;
}

/* ---- instances ----------------------------------------------------------------------------------------- */

bool read_instance(native *n, uint32_t at, uint32_t end, xml_instance *out)
{
    if (end - at < 10)
        return native_fail(n, "its binary XML ends in the middle of something");
    uint32_t definition = read_u32(n->bytes + at + 6);
    at += 10;
    if (definition < CHUNK_RECORDS_AT || definition > CHUNK_SIZE - DEFINITION_HEAD_SIZE)
        return native_fail(n, "its template is said to be outside of the chunk");
    if (n->recovering && read_u32(n->bytes + at - 8) != read_u32(n->bytes + definition + DEFINITION_AT_ID)) {
        n->hopeless = true;
        return native_fail(n, "its template was overwritten");
    }
    uint32_t size = read_u32(n->bytes + definition + DEFINITION_AT_SIZE),
             start = definition + DEFINITION_HEAD_SIZE;
    if (definition == at && (uint64_t)start + size > end) /* where its values begin is unknown */
        return native_fail(n, "its template does not fit in its place");
    if (size > CHUNK_SIZE - start)
        size = CHUNK_SIZE - start;
    *out = (xml_instance){start, start + size, definition == at ? start + size : at};
    return true;
}

/* Every count and size in it is a claim: the count is compared with the room before anything is
 * done by it. */
static bool push_values(native *n, uint32_t at, uint32_t end, frame *out)
{
    if (end - at < 4)
        return native_fail(n, "its values do not fit into it");
    uint32_t count = read_u32(n->bytes + at);
    at += 4;
    if (count > (end - at) / 4)
        return native_fail(n, "its values do not fit into it");
    uint32_t data = at + count * 4;
    *out = (frame){n->values.count, count};
    if (!vec_reserve(&n->values, count + 1)) /* never no place at all */
        return no_memory(n);
    xml_value *values = n->values.items + n->values.count;
    const uint8_t *sizes = n->bytes + at;
    for (uint32_t i = 0; i < count; i++, sizes += 4) {
        uint16_t size = read_u16(sizes);
        if (size > end - data)
            return native_fail(n, "its values do not fit into it");
        values[i] = (xml_value){.at = data, .size = size, .type = sizes[2]};
        data += size;
    }
    n->values.count += count;
    return true;
}

static bool run_instance(native *n, uint32_t at, uint32_t end, xml_place place)
{
    xml_instance instance = {0};
    frame f = {0};
    uint32_t number = 0;
    if (!read_instance(n, at, end, &instance) || !push_values(n, instance.values, end, &f) ||
        !native_plan(n, instance.definition, instance.definition_end, place, true, &number))
        return false;
    bool good = run_plan(n, number, f);
    n->values.count = f.first;
    return good;
}

bool run_fragment(native *n, uint32_t at, uint32_t end, xml_place place)
{
    uint32_t number;
    while (end - at >= 4 && n->bytes[at] == 0x0F)
        at += 4;
    if (at >= end || n->bytes[at] == 0x00)
        return true;
    if (n->steps_left == 0)
        return too_much(n);
    n->steps_left--;
    if (++n->nesting > LIMIT_XML_NESTING)
        return native_fail(n, "templates are nested too deeply in it");
    bool good = n->bytes[at] == XML_TEMPLATE_TOKEN
                    ? run_instance(n, at, end, place)
                    : native_plan(n, at, end, place, false, &number) && run_plan(n, number, (frame){0});
    n->nesting--;
    return good;
}
