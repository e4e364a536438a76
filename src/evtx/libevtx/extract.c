/* Walks the elements of an event's XML. See extract.h. */
#include "evtx/libevtx/extract.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/vec.h"
#include "evtx/native/xml.h"

#include <string.h>

#define DEPTH_SECTION 2 /* of System, EventData, UserData in Event */
#define DEPTH_FIELD 3

typedef enum section { OTHER, SYSTEM, EVENT_DATA, USER_DATA } section;

typedef struct leaf {
    const char *text;
    bool is_string; /* else a <Binary>, which is data beside the strings */
} leaf;

typedef struct extraction {
    sppwhy_raw_event *event;
    arena *memory;
    const char *reason;
    xml xml;
    section section;
    char field[32]; /* System's child that is open */
    bool has_id;
    bool in_leaf; /* the innermost element of the data has no child so far */
    bool leaf_is_string;
    strbuf leaf_text;
    VEC(leaf) leaves;
} extraction;

static bool fail(extraction *e, const char *reason)
{
    e->reason = reason;
    return false;
}

static bool keep(extraction *e, const char **to, const char *text)
{
    *to = arena_string(e->memory, text);
    return *to || fail(e, "there was not enough memory for it");
}

static bool number(extraction *e, uint64_t *out, uint64_t most)
{
    if (text_parse_uint(out, e->xml.text.bytes) && *out <= most)
        return true;
    return fail(e, "a number in its System part is none");
}

static bool in_field(const extraction *e, const char *field)
{
    return e->section == SYSTEM && e->xml.depth == DEPTH_FIELD && strcmp(e->field, field) == 0;
}

/* ---- System -------------------------------------------------------------------------------------------- */

static bool system_attribute(extraction *e)
{
    uint64_t value;
    if (in_field(e, "Provider") && xml_is(&e->xml, "Name"))
        return keep(e, &e->event->provider, e->xml.text.bytes);
    if (in_field(e, "Provider") && xml_is(&e->xml, "EventSourceName"))
        return keep(e, &e->event->source, e->xml.text.bytes);
    if (in_field(e, "EventID") && xml_is(&e->xml, "Qualifiers")) {
        if (!number(e, &value, UINT16_MAX))
            return false;
        e->event->qualifiers = (int32_t)value;
    }
    /* A time that libevtx cannot print stays 0: the event is worth more than its time. */
    if (in_field(e, "TimeCreated") && xml_is(&e->xml, "SystemTime") && clock_parse(&value, e->xml.text.bytes))
        e->event->time = value;
    return true;
}

static bool system_text(extraction *e)
{
    uint64_t value = 0;
    if (in_field(e, "Channel"))
        return keep(e, &e->event->channel, e->xml.text.bytes);
    if (in_field(e, "Computer"))
        return keep(e, &e->event->computer, e->xml.text.bytes);
    if (in_field(e, "EventRecordID"))
        return number(e, &e->event->record_id, UINT64_MAX);
    if (in_field(e, "EventID")) {
        if (!number(e, &value, UINT32_MAX))
            return false;
        e->event->id = (uint32_t)value;
        e->has_id = true;
    }
    if (in_field(e, "Level")) {
        if (!number(e, &value, UINT8_MAX))
            return false;
        e->event->level = (uint8_t)value;
    }
    return true;
}

/* ---- EventData and UserData ---------------------------------------------------------------------------- */

/*
 * The strings are taken from the XML, not from libevtx's own string getters: those leave out text that is
 * in the template, count a <Binary> among the strings, and with some versions fail on empty ones. A leaf
 * element's text is a string, in the order of the XML; white space between elements is libevtx's indentation,
 * and never inside a leaf. There is one thing that the XML of 20181227 loses and the getters keep: a string
 * that is a single line feed. So where a leaf is empty they are asked, if they count the same leaves and so
 * cannot speak of another one. (The getters of 20240504 lose it, too; native does not.)
 */
static void open_leaf(extraction *e)
{
    e->in_leaf = true;
    e->leaf_is_string =
        !(e->section == EVENT_DATA && e->xml.depth == DEPTH_FIELD && xml_is(&e->xml, "Binary"));
    strbuf_clear(&e->leaf_text);
    strbuf_add(&e->leaf_text, "");
}

static bool close_leaf(extraction *e)
{
    /* UserData has one element around its fields; when it is empty there are no fields. */
    bool wrapper = e->section == USER_DATA && e->xml.depth == DEPTH_SECTION && e->leaf_text.length == 0;
    bool is_leaf = e->in_leaf && !wrapper;
    leaf l = {.is_string = e->leaf_is_string};
    e->in_leaf = false;
    if (!is_leaf)
        return true;
    if (e->leaves.count > LIMIT_EVENT_STRINGS)
        return fail(e, "it has more strings than an event can have");
    if (e->leaf_text.failed || !keep(e, &l.text, e->leaf_text.bytes) || !vec_push(&e->leaves, l))
        return fail(e, "there was not enough memory for it");
    return true;
}

static bool hand_over_strings(extraction *e, extract_second_look *second_look, void *context)
{
    const char **strings = ARENA_ARRAY(e->memory, e->leaves.count, const char *);
    size_t count = 0;
    for (size_t i = 0; strings && i < e->leaves.count; i++) {
        const leaf *l = &e->leaves.items[i];
        const char *other =
            l->text[0] || !second_look ? NULL : second_look(context, e->memory, i, e->leaves.count);
        if (l->is_string)
            strings[count++] = other ? other : l->text;
    }
    e->event->strings = strings;
    e->event->string_count = count;
    if (!strings)
        return fail(e, "there was not enough memory for it");
    return count <= LIMIT_EVENT_STRINGS || fail(e, "it has more strings than an event can have");
}

/* ---- the walk ------------------------------------------------------------------------------------------ */

static void open_element(extraction *e)
{
    if (e->xml.depth == DEPTH_SECTION)
        e->section = xml_is(&e->xml, "System")      ? SYSTEM
                     : xml_is(&e->xml, "EventData") ? EVENT_DATA
                     : xml_is(&e->xml, "UserData")  ? USER_DATA
                                                    : OTHER;
    else if (e->xml.depth == DEPTH_FIELD && e->section == SYSTEM) {
        bool fits = e->xml.name_length < sizeof e->field;
        memcpy(e->field, e->xml.name, fits ? e->xml.name_length : 0);
        e->field[fits ? e->xml.name_length : 0] = '\0';
    } else if (e->section == EVENT_DATA || e->section == USER_DATA) {
        open_leaf(e);
    }
}

static bool take(extraction *e, xml_piece piece)
{
    bool data = e->section == EVENT_DATA || e->section == USER_DATA;
    if (piece == XML_ELEMENT && e->xml.depth == 1 && !xml_is(&e->xml, "Event"))
        return fail(e, "it is no event");
    if (piece == XML_ELEMENT)
        open_element(e);
    else if (piece == XML_ATTRIBUTE)
        return system_attribute(e);
    else if (piece == XML_TEXT && e->section == SYSTEM)
        return system_text(e);
    else if (piece == XML_TEXT && data && e->in_leaf)
        strbuf_add_bytes(&e->leaf_text, e->xml.text.bytes, e->xml.text.length);
    else if (piece == XML_CLOSE && data && e->xml.depth >= DEPTH_SECTION)
        return close_leaf(e);
    else if (piece == XML_CLOSE && e->xml.depth < DEPTH_SECTION)
        e->section = OTHER;
    return true;
}

static bool walk(extraction *e)
{
    xml_piece piece;
    while ((piece = xml_next(&e->xml)) != XML_DONE) {
        if (piece == XML_WRONG)
            return fail(e, "libevtx made XML of it that cannot be read");
        if (!take(e, piece))
            return false;
    }
    return e->has_id || fail(e, "it has no event id");
}

bool extract_event(sppwhy_raw_event *out, arena *a, const char *xml_text, size_t length,
                   extract_second_look *second_look, void *context, const char **reason)
{
    extraction e = {.event = out, .memory = a};
    *out = (sppwhy_raw_event){.provider = "", .source = "", .channel = "", .computer = "", .qualifiers = -1};
    xml_init(&e.xml, xml_text, length);
    bool good = walk(&e) && hand_over_strings(&e, second_look, context);
    *reason = e.reason;
    xml_free(&e.xml);
    strbuf_free(&e.leaf_text);
    vec_free(&e.leaves);
    return good;
}
