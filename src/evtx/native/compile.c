/*
 * Binary XML to a plan. Elements are known by their names, which are in the chunk and are pointed at; what
 * an element means follows from its name and from where it is. Elements that mean nothing are passed over
 * by their size, without a look inside.
 */
#include "base/limits.h"
#include "evtx/native/native.h"

#define TOKEN_END 0x00
#define TOKEN_ELEMENT 0x01
#define TOKEN_CLOSE_START 0x02
#define TOKEN_CLOSE_EMPTY 0x03
#define TOKEN_CLOSE 0x04
#define TOKEN_TEXT 0x05
#define TOKEN_ATTRIBUTE 0x06
#define TOKEN_CDATA 0x07
#define TOKEN_CHARACTER 0x08
#define TOKEN_ENTITY 0x09
#define TOKEN_PI_TARGET 0x0A
#define TOKEN_PI_DATA 0x0B
#define TOKEN_VALUE 0x0D
#define TOKEN_OPTIONAL_VALUE 0x0E
#define TOKEN_FRAGMENT 0x0F
#define TOKEN_MORE 0x40 /* a flag beside most of them: attributes, or more of the same, follow */

#define ALWAYS_THERE 0xFFFFu /* instead of the index of the value that an element depends on */
#define NAME_HEAD 8u         /* of a name: link, hash, length */

typedef struct compiler {
    native *n;
    plan *plan;
    const uint8_t *bytes; /* of the chunk */
    uint32_t at;
    uint32_t end; /* of the fragment */
    bool definition;
    bool by_tokens; /* elements' sizes are not believed; see compile_fragment() */
    unsigned depth;
    bool has_provider;     /* System's, with its name in the definition */
    bool provider_differs; /* its name or source is not just a text in the definition */
    bool wanted;
    bool odd_names; /* channel or computer is not just a text in the definition */
} compiler;

typedef struct xml_name {
    const uint8_t *units;
    uint32_t count;
} xml_name;

/* What an element is, by its name and place. */
typedef struct element_kind {
    bool skip;
    xml_place inside;
    xml_field field; /* whose text the element's is */
    bool attributes; /* that matter */
    bool leaf;
    unsigned leaf_kind;
} element_kind;

static bool element(compiler *k, xml_place place);

static bool fail(compiler *k, const char *reason)
{
    return native_fail(k->n, reason);
}

static bool out_of_room(compiler *k)
{
    return fail(k, "its binary XML ends in the middle of something");
}

static void pass_over(compiler *k, uint32_t end)
{
    known_plans_skip(&k->n->known, k->at, end);
    k->at = end;
}

/* ---- steps --------------------------------------------------------------------------------------------- */

static bool add_step(compiler *k, plan_step step)
{
    return vec_push(&k->n->steps, step) || fail(k, NATIVE_MEMORY);
}

/* ---- names --------------------------------------------------------------------------------------------- */

static bool name_is_of(const xml_name *name, const char *text, size_t length)
{
    if (name->count != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (name->units[2 * i] != (uint8_t)text[i] || name->units[2 * i + 1] != 0)
            return false;
    return true;
}

/* For a text that is written here: most names differ in their length already. */
#define name_is(name, text) name_is_of((name), (text), sizeof(text) - 1)

/* The name that the offset at k->at points at; when it is right here, k->at moves past it. */
static bool read_name(compiler *k, xml_name *out)
{
    if (k->end - k->at < 4)
        return out_of_room(k);
    uint32_t at = read_u32(k->bytes + k->at);
    k->at += 4;
    if (at > CHUNK_SIZE - NAME_HEAD)
        return fail(k, "a name is said to be outside of the chunk");
    out->count = read_u16(k->bytes + at + 6);
    out->units = k->bytes + at + NAME_HEAD;
    if (out->count * 2 > CHUNK_SIZE - NAME_HEAD - at)
        return fail(k, "a name does not fit into the chunk");
    uint32_t size = at != k->at ? 0 : NAME_HEAD + out->count * 2 + 2;
    if (size > k->end - k->at)
        return out_of_room(k);
    known_plans_name(&k->n->known, k->at - 4, size != 0);
    k->at += size;
    return true;
}

/* ---- text and values ----------------------------------------------------------------------------------- */

static bool entity(compiler *k, bool matters)
{
    static const struct {
        const char *name;
        uint32_t unit;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    xml_name name = {0};
    if (!read_name(k, &name))
        return false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (name_is_of(&name, known[i].name, strlen(known[i].name)))
            return !matters || add_step(k, (plan_step){.kind = STEP_CHARACTER, .at = known[i].unit});
    return !matters || fail(k, "it has an entity that is not known");
}

/* `head` bytes are before the count of units. */
static bool literal(compiler *k, uint32_t head, bool matters)
{
    if (k->end - k->at < head + 2)
        return out_of_room(k);
    if (head != 0 && k->bytes[k->at] != VALUE_TEXT)
        return fail(k, "a text in it is of another type");
    k->at += head;
    uint32_t count = read_u16(k->bytes + k->at);
    k->at += 2;
    if (count * 2 > k->end - k->at)
        return out_of_room(k);
    uint32_t at = k->at;
    k->at += count * 2;
    return !matters || add_step(k, (plan_step){.kind = STEP_TEXT, .at = at, .length = count});
}

static bool value(compiler *k, xml_place place, bool matters)
{
    if (k->end - k->at < 3)
        return out_of_room(k);
    plan_step step = {.kind = STEP_VALUE, .field = (uint8_t)place, .index = read_u16(k->bytes + k->at)};
    k->at += 3;
    return !matters || add_step(k, step);
}

static bool character(compiler *k, bool matters)
{
    if (k->end - k->at < 2)
        return out_of_room(k);
    uint32_t unit = read_u16(k->bytes + k->at);
    k->at += 2;
    return !matters || add_step(k, (plan_step){.kind = STEP_CHARACTER, .at = unit});
}

/* A token that stands for text, in an attribute or an element. False without a reason when it is none. */
static bool text_token(compiler *k, uint8_t token, xml_place place, bool text_matters, bool values_matter)
{
    switch (token) {
    case TOKEN_TEXT:
        return literal(k, 1, text_matters);
    case TOKEN_CDATA:
        return literal(k, 0, text_matters);
    case TOKEN_CHARACTER:
        return character(k, text_matters);
    case TOKEN_ENTITY:
        return entity(k, text_matters);
    default:
        return value(k, place, values_matter);
    }
}

static bool is_text_token(uint8_t token)
{
    return token == TOKEN_TEXT || token == TOKEN_CDATA || token == TOKEN_CHARACTER || token == TOKEN_ENTITY ||
           token == TOKEN_VALUE || token == TOKEN_OPTIONAL_VALUE;
}

/* ---- fields -------------------------------------------------------------------------------------------- */

static bool begin_field(compiler *k, xml_field field)
{
    return add_step(k, (plan_step){.kind = STEP_BEGIN, .field = (uint8_t)field});
}

/* What a definition says of the provider decides about all its records. */
static void note_field(compiler *k, const plan_step *s)
{
    bool is_text = s->kind == STEP_NAME;
    if (s->field == FIELD_PROVIDER || s->field == FIELD_SOURCE) {
        k->has_provider = true;
        if (s->kind == STEP_FIELD)
            k->plan->providers[s->field - FIELD_PROVIDER] = s->index;
        k->provider_differs = k->provider_differs || (!is_text && s->kind != STEP_FIELD);
        k->wanted = k->wanted ||
                    (is_text && filter_wants_units(k->n->store->filter, k->bytes + s->at, s->length * 2));
    } else if (s->field == FIELD_CHANNEL || s->field == FIELD_COMPUTER) {
        k->odd_names = k->odd_names || !is_text;
    } else if (s->field == FIELD_TIME) {
        k->plan->time_value = s->kind == STEP_FIELD && k->plan->time_value == NO_VALUE ? s->index : NO_VALUE;
    }
}

/* From STEP_BEGIN at `from` on: most fields are just one text or one value, and become one step. */
static bool end_field(compiler *k, size_t from)
{
    plan_step *steps = k->n->steps.items, *begin = &steps[from];
    size_t pieces = k->n->steps.count - from - 1;
    const plan_step only = pieces == 1 ? steps[from + 1] : (plan_step){0};
    if (pieces == 0) {
        k->n->steps.count = from;
        return true;
    }
    if (pieces == 1 && only.kind == STEP_TEXT && begin->field <= FIELD_COMPUTER) {
        *begin = (plan_step){.kind = STEP_NAME, .field = begin->field, .at = only.at, .length = only.length};
        k->n->steps.count = from + 1;
        if (begin->field == FIELD_COMPUTER)
            known_plans_computer(&k->n->known, only.at, only.length);
    } else if (pieces == 1 && only.kind == STEP_VALUE) {
        *begin = (plan_step){.kind = STEP_FIELD, .field = begin->field, .index = only.index};
        k->n->steps.count = from + 1;
    } else if (!add_step(k, (plan_step){.kind = STEP_END, .field = begin->field})) {
        return false;
    }
    note_field(k, &k->n->steps.items[from]);
    return true;
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

static xml_field attribute_field(xml_field element_field, const xml_name *name)
{
    if (element_field == FIELD_PROVIDER && name_is(name, "Name"))
        return FIELD_PROVIDER;
    if (element_field == FIELD_PROVIDER && name_is(name, "EventSourceName"))
        return FIELD_SOURCE;
    if (element_field == FIELD_ID && name_is(name, "Qualifiers"))
        return FIELD_QUALIFIERS;
    if (element_field == FIELD_TIME && name_is(name, "SystemTime"))
        return FIELD_TIME;
    return FIELD_NONE;
}

static bool attribute(compiler *k, xml_field element_field, uint32_t end)
{
    xml_name name = {0};
    k->at++;
    if (!read_name(k, &name))
        return false;
    xml_field field = attribute_field(element_field, &name);
    size_t from = k->n->steps.count;
    if (field != FIELD_NONE && !begin_field(k, field))
        return false;
    while (k->at < end && (k->bytes[k->at] & ~TOKEN_MORE) != TOKEN_ATTRIBUTE) {
        uint8_t token = k->bytes[k->at++] & (uint8_t)~TOKEN_MORE;
        if (!is_text_token(token))
            return fail(k, "an attribute holds what none can hold");
        if (!text_token(k, token, PLACE_TEXT, field != FIELD_NONE, field != FIELD_NONE))
            return false;
    }
    return field == FIELD_NONE || end_field(k, from);
}

/* The attributes' list, of which only some elements' matter. */
static bool attributes(compiler *k, const element_kind *kind, uint32_t element_end)
{
    if (element_end - k->at < 4)
        return out_of_room(k);
    uint32_t size = read_u32(k->bytes + k->at);
    k->at += 4;
    if (size > element_end - k->at)
        return fail(k, "an element's attributes do not fit into it");
    uint32_t end = k->at + size;
    while (kind->attributes && k->at < end) {
        if ((k->bytes[k->at] & ~TOKEN_MORE) != TOKEN_ATTRIBUTE)
            return fail(k, "there is no attribute where one should be");
        if (!attribute(k, kind->field, end))
            return false;
    }
    pass_over(k, end);
    return true;
}

/* ---- elements ------------------------------------------------------------------------------------------ */

static element_kind system_child(const xml_name *name)
{
    static const struct {
        const char *name;
        uint8_t length;
        uint8_t field;
        bool attributes;
        bool text;
    } known[] = {
        {"Provider", 8, FIELD_PROVIDER, true, false},
        {"EventID", 7, FIELD_ID, true, true},
        {"Level", 5, FIELD_LEVEL, false, true},
        {"TimeCreated", 11, FIELD_TIME, true, false},
        {"Channel", 7, FIELD_CHANNEL, false, true},
        {"Computer", 8, FIELD_COMPUTER, false, true},
        {"EventRecordID", 13, FIELD_RECORD_ID, false, true},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (name_is_of(name, known[i].name, known[i].length))
            return (element_kind){.inside = known[i].text ? PLACE_TEXT : PLACE_OTHER,
                                  .field = (xml_field)known[i].field,
                                  .attributes = known[i].attributes};
    return (element_kind){.skip = true, .inside = PLACE_OTHER};
}

static element_kind kind_of(const xml_name *name, xml_place place)
{
    static const element_kind passed_over = {.skip = true, .inside = PLACE_OTHER};
    element_kind deep = {.inside = PLACE_EVENT_DATA_DEEP, .leaf = true, .leaf_kind = LEAF_STRING};
    switch (place) {
    case PLACE_EVENT:
        return name_is(name, "System")      ? (element_kind){.inside = PLACE_SYSTEM}
               : name_is(name, "EventData") ? (element_kind){.inside = PLACE_EVENT_DATA}
               : name_is(name, "UserData")  ? (element_kind){.inside = PLACE_USER_DATA}
                                            : passed_over;
    case PLACE_DOCUMENT:
        return (element_kind){.inside = PLACE_EVENT};
    case PLACE_SYSTEM:
        return system_child(name);
    case PLACE_EVENT_DATA:
        deep.leaf_kind = name_is(name, "Binary") ? 0 : LEAF_STRING;
        return deep;
    case PLACE_EVENT_DATA_DEEP:
        return deep;
    case PLACE_USER_DATA:
        return (element_kind){
            .inside = PLACE_USER_DATA_DEEP, .leaf = true, .leaf_kind = LEAF_STRING | LEAF_WRAPPER};
    case PLACE_USER_DATA_DEEP:
        deep.inside = PLACE_USER_DATA_DEEP;
        return deep;
    default:
        return passed_over;
    }
}

/* An element's content, up to its end or the fragment's. */
static bool content(compiler *k, xml_place place, uint32_t end)
{
    bool text_matters =
        place == PLACE_TEXT || place == PLACE_EVENT_DATA_DEEP || place == PLACE_USER_DATA_DEEP;
    while (k->at < end) {
        uint8_t token = k->bytes[k->at] & (uint8_t)~TOKEN_MORE;
        xml_name name = {0};
        if (token == TOKEN_ELEMENT) {
            if (!element(k, place))
                return false;
            continue;
        }
        k->at++;
        if (token == TOKEN_CLOSE || token == TOKEN_CLOSE_EMPTY || token == TOKEN_END)
            return true;
        if (is_text_token(token)) {
            if (!text_token(k, token, place, text_matters, place != PLACE_OTHER))
                return false;
        } else if (token == TOKEN_PI_TARGET) {
            if (!read_name(k, &name))
                return false;
        } else if (token == TOKEN_PI_DATA) {
            if (!literal(k, 0, false))
                return false;
        } else if (token == TOKEN_FRAGMENT) {
            if (end - k->at < 3)
                return out_of_room(k);
            k->at += 3;
        } else {
            return fail(k, "its binary XML has a token that cannot be there");
        }
    }
    return true;
}

/* The start tag's end, then the content. */
static bool rest_of_element(compiler *k, xml_place inside, uint32_t end)
{
    if (k->at >= end)
        return out_of_room(k);
    uint8_t token = k->bytes[k->at++];
    if (token == TOKEN_CLOSE_EMPTY)
        return true;
    if (token != TOKEN_CLOSE_START)
        return fail(k, "an element's start does not end where it should");
    return content(k, inside, end);
}

static bool leaf_element(compiler *k, const element_kind *kind, uint32_t end)
{
    size_t from = k->n->steps.count;
    plan_step open = {.kind = STEP_OPEN_LEAF, .index = (uint16_t)kind->leaf_kind};
    if (!add_step(k, open) || !rest_of_element(k, kind->inside, end))
        return false;
    plan_step *steps = k->n->steps.items;
    if (k->n->steps.count == from + 2 && steps[from + 1].kind == STEP_VALUE) {
        steps[from] = (plan_step){.kind = STEP_DATA,
                                  .field = steps[from + 1].field,
                                  .index = steps[from + 1].index,
                                  .length = kind->leaf_kind};
        k->n->steps.count = from + 1;
        return true;
    }
    return add_step(k, (plan_step){.kind = STEP_CLOSE_LEAF, .index = (uint16_t)kind->leaf_kind});
}

static bool inside_of(compiler *k, const element_kind *kind, bool has_attributes, uint32_t end)
{
    if (has_attributes && !attributes(k, kind, end))
        return false;
    if (kind->leaf)
        return leaf_element(k, kind, end);
    size_t from = k->n->steps.count;
    bool has_text = kind->field != FIELD_NONE && kind->inside == PLACE_TEXT;
    if (has_text && !begin_field(k, kind->field))
        return false;
    return rest_of_element(k, kind->inside, end) && (!has_text || end_field(k, from));
}

/* An element that depends on a value is not there when the value is null. */
static bool dependent(compiler *k, const element_kind *kind, bool has_attributes, uint32_t end,
                      uint32_t depends)
{
    size_t from = k->n->steps.count;
    if (depends == ALWAYS_THERE)
        return inside_of(k, kind, has_attributes, end);
    if (!add_step(k, (plan_step){.kind = STEP_UNLESS_ABSENT, .index = (uint16_t)depends}) ||
        !inside_of(k, kind, has_attributes, end))
        return false;
    k->n->steps.items[from].length = (uint32_t)(k->n->steps.count - from - 1);
    return true;
}

static bool element(compiler *k, xml_place place)
{
    bool has_attributes = (k->bytes[k->at] & TOKEN_MORE) != 0;
    uint32_t head = k->definition ? 6 : 4, depends = ALWAYS_THERE;
    xml_name name = {0};
    k->at++;
    if (k->end - k->at < head)
        return out_of_room(k);
    if (k->definition)
        depends = read_u16(k->bytes + k->at);
    uint32_t size = read_u32(k->bytes + k->at + head - 4);
    k->at += head;
    if (size > k->end - k->at && !k->by_tokens)
        return fail(k, "an element does not fit in its place");
    uint32_t end = k->by_tokens ? k->end : k->at + size, size_at = k->at - 4;
    if (place == PLACE_OTHER && !k->by_tokens) {
        pass_over(k, end);
        return true;
    }
    if (!read_name(k, &name))
        return false;
    if (k->at > end)
        return out_of_room(k);
    if (place == PLACE_DOCUMENT && !name_is(&name, "Event"))
        return fail(k, "it is no event");
    element_kind kind = kind_of(&name, place);
    if (kind.skip && !k->by_tokens) {
        pass_over(k, end);
        return true;
    }
    if (++k->depth > LIMIT_XML_DEPTH)
        return fail(k, "its elements are nested too deeply");
    known_plans_open(&k->n->known, size_at, end);
    bool good = dependent(k, &kind, has_attributes, end, depends);
    known_plans_close(&k->n->known);
    k->depth--;
    return good;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static bool compile(native *n, plan *p, uint32_t at, uint32_t end, bool definition, bool by_tokens)
{
    compiler k = {.n = n,
                  .plan = p,
                  .bytes = n->bytes,
                  .at = at,
                  .end = end,
                  .definition = definition,
                  .by_tokens = by_tokens};
    p->time_value = p->providers[0] = p->providers[1] = NO_VALUE;
    if (!content(&k, (xml_place)p->place, end))
        return false;
    p->count = (uint32_t)(n->steps.count - p->first);
    p->names_known = !k.odd_names;
    if (!k.has_provider || k.provider_differs || n->look_at_all)
        return true;
    bool by_value = p->providers[0] != NO_VALUE || p->providers[1] != NO_VALUE;
    p->verdict = k.wanted ? VERDICT_WANTED : by_value ? VERDICT_BY_VALUE : VERDICT_UNWANTED;
    return true;
}

/* Sizes say twice what tokens say, and make it fast. Where one is damaged, a definition's own included, the
 * tokens alone may still do. The reason given is that of the first try. */
bool compile_fragment(native *n, plan *p, uint32_t at, uint32_t end, bool definition)
{
    uint32_t furthest = definition ? CHUNK_SIZE : end;
    if (definition)
        known_plans_begin(&n->known, at, end);
    if (compile(n, p, at, end, definition, false) && (p->count != 0 || !definition)) {
        known_plans_keep(&n->known, n->bytes, p, &n->steps);
        return true;
    }
    known_plans_give_up(&n->known);
    const char *reason = n->reason;
    if ((reason && strcmp(reason, NATIVE_MEMORY) == 0) || furthest - at > n->compile_left)
        return native_fail(n, reason);
    n->compile_left -= furthest - at;
    n->steps.count = p->first;
    return compile(n, p, at, furthest, definition, true) || native_fail(n, reason);
}
