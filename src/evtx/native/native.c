/* The plans of a chunk, one record, and the interface that all readers have. See native.h. */
#include "evtx/native/native.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"

#include <stdlib.h>

const evtx_reader evtx_reader_native = {.name = "native"};

native *native_create(evtx_store *store, bool look_at_all)
{
    native *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    n->store = store;
    n->look_at_all = look_at_all;
    return n;
}

void native_begin_log(native *n)
{
    name_cache_next_log(&n->names);
    n->last_provider = n->last_source = NULL;
}

void native_free(native *n)
{
    if (!n)
        return;
    name_cache_free(&n->names);
    known_plans_free(&n->known);
    vec_free(&n->plans);
    vec_free(&n->steps);
    vec_free(&n->values);
    strbuf_free(&n->kept);
    vec_free(&n->string_at);
    vec_free(&n->strings);
    strbuf_free(&n->text);
    free(n);
}

bool native_fail(native *n, const char *reason)
{
    n->reason = reason;
    return false;
}

/* ---- plans --------------------------------------------------------------------------------------------- */

void native_begin_chunk(native *n, const uint8_t *bytes)
{
    n->bytes = bytes;
    if (++n->chunk_number == 0) { /* numbers have gone round: no slot may look used */
        memset(n->slots, 0, sizeof n->slots);
        memset(n->seen, 0, sizeof n->seen);
        n->chunk_number = 1;
    }
    n->compile_left = LIMIT_COMPILED_BYTES;
    n->chunk_text_left = LIMIT_CHUNK_TEXT;
    n->plans.count = 0;
    n->steps.count = 0;
}

static plan_slot *slot_of(native *n, uint32_t at, xml_place place)
{
    uint32_t i = (at / 2 + (uint32_t)place * 977) % PLAN_SLOTS;
    while (n->slots[i].chunk == n->chunk_number) {
        const plan *p = &n->plans.items[n->slots[i].plan];
        if (p->at == at && p->place == (uint8_t)place)
            break;
        i = (i + 1) % PLAN_SLOTS;
    }
    return &n->slots[i];
}

static bool make_plan(native *n, plan_slot *slot, uint32_t at, uint32_t end, xml_place place, bool definition)
{
    plan p = {.at = at, .place = (uint8_t)place, .first = (uint32_t)n->steps.count};
    if (n->plans.count == PLANS_MOST || end - at > n->compile_left)
        return native_fail(n, "its chunk has more templates than there is room for");
    n->compile_left -= end - at;
    bool known = false;
    if (definition && !known_plans_find(&n->known, n->bytes, at, end, &p, &n->steps, &known))
        return native_fail(n, NATIVE_MEMORY);
    if (!known && !compile_fragment(n, &p, at, end, definition)) {
        n->steps.count = p.first;
        p.reason = n->reason;
    }
    if (!vec_push(&n->plans, p))
        return native_fail(n, NATIVE_MEMORY);
    *slot = (plan_slot){n->chunk_number, (uint32_t)n->plans.count - 1};
    return true;
}

bool native_plan(native *n, uint32_t at, uint32_t end, xml_place place, bool definition, uint32_t *number)
{
    plan_slot *slot = slot_of(n, at, place);
    if (slot->chunk != n->chunk_number && !make_plan(n, slot, at, end, place, definition))
        return false;
    *number = slot->plan;
    const char *reason = n->plans.items[*number].reason;
    return !reason || native_fail(n, reason);
}

/* ---- a look -------------------------------------------------------------------------------------------- */

/* One of an instance's values, null when there is none such. */
static xml_value value_among(const native *n, uint32_t at, uint32_t end, uint32_t index)
{
    const xml_value none = {0};
    if (end - at < 4)
        return none;
    uint32_t count = read_u32(n->bytes + at);
    const uint8_t *sizes = n->bytes + at + 4;
    if (count > (end - at - 4) / 4 || index >= count)
        return none;
    uint64_t data = (uint64_t)at + 4 + (uint64_t)count * 4;
    for (uint32_t i = 0; i < index; i++)
        data += read_u16(sizes + 4 * i);
    xml_value v = {(uint32_t)data, read_u16(sizes + 4 * index), sizes[4 * index + 2], 0};
    return data + v.size > end ? none : v;
}

static bool has_nul(const uint8_t *units, size_t size)
{
    for (size_t i = 0; i + 1 < size; i += 2)
        if (units[i] == 0 && units[i + 1] == 0)
            return true;
    return false;
}

/* Whether a provider's name that is a value is surely none of the wanted. */
static bool unwanted_by_value(const native *n, const plan *p, uint32_t values, uint32_t end)
{
    for (size_t i = 0; i < 2; i++) {
        if (p->providers[i] == NO_VALUE)
            continue;
        xml_value v = value_among(n, values, end, p->providers[i]);
        const uint8_t *units = n->bytes + v.at;
        if (v.type == VALUE_NULL && p->providers[1 - i] != NO_VALUE)
            continue;
        if (v.type != VALUE_TEXT || has_nul(units, v.size) ||
            filter_wants_units(n->store->filter, units, v.size))
            return false;
    }
    return true;
}

/* The plan of a record that is an instance of a template, as nearly all are; *found is false for
 * any other. */
static bool plan_of(native *n, const chunk_record *r, xml_instance *instance, uint32_t *number, bool *found)
{
    static const uint8_t usual[] = {0x0F, 0x01, 0x01, 0x00, XML_TEMPLATE_TOKEN};
    uint32_t at = r->offset + RECORD_HEADER_SIZE, end = r->offset + r->size - 4;
    n->reason = NULL;
    *found = end >= at + sizeof usual && memcmp(n->bytes + at, usual, sizeof usual) == 0 &&
             read_instance(n, at + 4, end, instance) &&
             native_plan(n, instance->definition, instance->definition_end, PLACE_DOCUMENT, true, number);
    return *found || !n->reason || strcmp(n->reason, NATIVE_MEMORY) != 0;
}

#define INSTANCE_START 0x0001010Fu /* of a fragment, and then: */
#define VALUES_AT 14u              /* of an instance whose definition is elsewhere */

static seen_template *seen_at(native *n, uint32_t definition)
{
    return &n->seen[(definition >> 4 ^ definition >> 9) % SEEN_TEMPLATES];
}

/* Of an old record the definition may have been overwritten, which is looked into each time. */
static void note_seen(native *n, const xml_instance *instance, const plan *p)
{
    uint32_t definition = instance->definition - DEFINITION_HEAD_SIZE;
    if (!n->recovering)
        *seen_at(n, definition) = (seen_template){n->chunk_number, definition, p->time_value};
}

bool native_passes_over(const native *n, const chunk_record *r, uint64_t *time)
{
    uint32_t at = r->offset + RECORD_HEADER_SIZE, end = r->offset + r->size - 4;
    const uint8_t *xml = n->bytes + at;
    if (r->size < RECORD_HEADER_SIZE + VALUES_AT + 8 || read_u32(xml) != INSTANCE_START ||
        xml[4] != XML_TEMPLATE_TOKEN)
        return false;
    uint32_t definition = read_u32(xml + XML_AT_DEFINITION);
    const seen_template *t = seen_at((native *)n, definition);
    if (t->chunk != n->chunk_number || t->definition != definition || definition == at + VALUES_AT)
        return false;
    uint32_t values = at + VALUES_AT, count = read_u32(n->bytes + values), index = t->time_value;
    const uint8_t *sizes = n->bytes + values + 4;
    if (count > (end - values - 4) / 4 || index >= count || read_u16(sizes + 4 * index) != 8 ||
        sizes[4 * index + 2] != VALUE_FILETIME)
        return false;
    uint32_t data = values + 4 + count * 4; /* in the record; each size is less than a chunk's */
    for (uint32_t i = 0; i < index; i++)
        data += read_u16(sizes + 4 * i);
    if (data + 8 > end)
        return false;
    *time = read_u64(n->bytes + data);
    return *time != 0;
}

bool native_look_at(native *n, const chunk_record *r, native_look *look, uint64_t *time)
{
    uint32_t number;
    xml_instance instance;
    bool found;
    *look = LOOK_UNSURE;
    if (!plan_of(n, r, &instance, &number, &found))
        return false;
    if (!found)
        return true;
    const plan *p = &n->plans.items[number];
    if (p->verdict == VERDICT_WANTED)
        *look = LOOK_WANTED;
    uint32_t end = r->offset + r->size - 4;
    bool unwanted = p->verdict == VERDICT_UNWANTED ||
                    (p->verdict == VERDICT_BY_VALUE && unwanted_by_value(n, p, instance.values, end));
    if (!unwanted || p->time_value == NO_VALUE)
        return true;
    if (p->verdict == VERDICT_UNWANTED)
        note_seen(n, &instance, p);
    xml_value when = value_among(n, instance.values, end, p->time_value);
    *time = when.type == VALUE_FILETIME && when.size == 8 ? read_u64(n->bytes + when.at) : 0;
    if (*time != 0)
        *look = LOOK_UNWANTED;
    return true;
}

bool native_names_of(native *n, const chunk_record *r, const char **computer, const char **channel, bool *all)
{
    uint32_t number;
    xml_instance instance;
    bool found;
    *all = false;
    if (!plan_of(n, r, &instance, &number, &found))
        return false;
    if (!found)
        return true;
    const plan p = n->plans.items[number];
    *all = p.names_known;
    for (uint32_t i = 0; i < p.count; i++) {
        const plan_step *s = &n->steps.items[p.first + i];
        if (s->kind != STEP_NAME || (s->field != FIELD_CHANNEL && s->field != FIELD_COMPUTER))
            continue;
        const cached_name *name = name_cache_get(&n->names, n->store, n->bytes + s->at, s->length * 2);
        if (!name)
            return false;
        *(s->field == FIELD_CHANNEL ? channel : computer) = name->text;
    }
    return true;
}

/* ---- a record ------------------------------------------------------------------------------------------ */

static bool hand_over_strings(native *n)
{
    n->strings.count = 0;
    if (n->kept.failed || !vec_reserve(&n->strings, n->string_at.count + 1)) /* never no place at all */
        return native_fail(n, NATIVE_MEMORY);
    for (size_t i = 0; i < n->string_at.count; i++)
        n->strings.items[n->strings.count++] = n->kept.bytes + n->string_at.items[i];
    n->event->strings = n->strings.items;
    n->event->string_count = n->strings.count;
    return true;
}

/* Names are interned, so the same pointers are the same names. */
bool native_wants(native *n)
{
    if (n->event->provider != n->last_provider || n->event->source != n->last_source) {
        n->last_provider = n->event->provider;
        n->last_source = n->event->source;
        n->last_wanted = filter_wants(n->store->filter, n->last_provider, n->last_source);
    }
    return n->last_wanted;
}

static void begin_record(native *n, bool strings, sppwhy_raw_event *out)
{
    *out = (sppwhy_raw_event){.provider = "", .source = "", .channel = "", .computer = "", .qualifiers = -1};
    n->event = out;
    n->values.count = n->string_at.count = 0;
    strbuf_clear(&n->kept);
    n->steps_left = LIMIT_RECORD_STEPS;
    n->text_left = n->chunk_text_left < LIMIT_RECORD_XML ? n->chunk_text_left : LIMIT_RECORD_XML;
    n->nesting = 0;
    n->has_id = n->in_leaf = n->hopeless = false;
    n->strings_wanted = strings;
    n->keep_strings = false;
    n->field = FIELD_NONE;
    n->reason = NULL;
}

native_outcome native_read(native *n, const chunk_record *r, bool strings, sppwhy_raw_event *out)
{
    uint32_t at = r->offset + RECORD_HEADER_SIZE, end = r->offset + r->size - 4;
    begin_record(n, strings, out);
    size_t text = n->text_left;
    bool good = (end > at || native_fail(n, "it is empty")) && run_fragment(n, at, end, PLACE_DOCUMENT) &&
                (n->has_id || native_fail(n, "it has no event id"));
    n->chunk_text_left -= text - n->text_left;
    if (good && !native_wants(n))
        return NATIVE_UNWANTED;
    if (good && (!strings || hand_over_strings(n)))
        return NATIVE_EVENT;
    return strcmp(n->reason, NATIVE_MEMORY) == 0 ? NATIVE_NO_MEMORY : NATIVE_FAILED;
}
