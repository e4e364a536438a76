/*
 * Event XML: what `wevtutil qe /f:xml` writes (one event after another without a root), what Event Viewer
 * saves (with one), and a single event copied from its details, in the middle of any other text.
 *
 * Events are cut out of the text and parsed one by one, by expat: so a broken one costs itself, nothing of
 * the text around them matters, and of events of other providers only the number and the time are looked at.
 * Entities and document types do not occur inside of an event; expat refuses both there.
 */
#include "exports/parsers.h"

#include "base/copied_text.h"
#include "base/error.h"
#include "base/text.h"
#include "exports/xml_place.h"

#include <ctype.h>
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct text_range {
    size_t at, length;
    bool there;
} text_range;

struct xml_event {
    XML_Parser parser;
    strbuf text; /* of all values of the event at hand */
    text_range values[FOUND_TOTAL];
    text_range strings[LIMIT_EVENT_STRINGS];
    size_t string_count;
    text_range *open; /* the value that character data goes to; NULL: it is passed over */
    unsigned depth;
    bool in_system, in_data, in_user_data, in_rendering;
    bool too_much;
    const char *doubled; /* a value that is there twice; the last one counts */
    strbuf cleaned;      /* an event without what a page put into it */
    /* of a file: the comment, or the like, at hand */
    const char *until;
    uint64_t section_line;
    bool hides; /* an event in it was reported */
    found found;
};

/* ---- expat's calls ------------------------------------------------------------------------------------- */

static void begin_value(xml_event *x, text_range *value)
{
    *value = (text_range){x->text.length, 0, true};
    x->open = value;
}

static void set_value(xml_event *x, found_name name, const char *text)
{
    if (!text)
        return;
    if (x->values[name].there)
        x->doubled = name == FOUND_TIME ? "TimeCreated" : "Provider";
    x->values[name] = (text_range){x->text.length, strlen(text), true};
    strbuf_add(&x->text, text);
}

static void begin_system(xml_event *x, const char *name, const XML_Char **attributes)
{
    static const struct {
        const char *name;
        found_name is;
    } elements[] = {{"EventID", FOUND_ID},
                    {"Level", FOUND_LEVEL},
                    {"EventRecordID", FOUND_NUMBER},
                    {"Channel", FOUND_CHANNEL},
                    {"Computer", FOUND_COMPUTER}};
    if (strcmp(name, "Provider") == 0) {
        set_value(x, FOUND_PROVIDER, xml_attribute(attributes, "Name"));
        set_value(x, FOUND_SOURCE, xml_attribute(attributes, "EventSourceName"));
    } else if (strcmp(name, "TimeCreated") == 0) {
        set_value(x, FOUND_TIME, xml_attribute(attributes, "SystemTime"));
    } else if (strcmp(name, "EventID") == 0) {
        set_value(x, FOUND_QUALIFIERS, xml_attribute(attributes, "Qualifiers"));
    }
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strcmp(name, elements[i].name) == 0) {
            if (x->values[elements[i].is].there)
                x->doubled = elements[i].name;
            begin_value(x, &x->values[elements[i].is]);
        }
}

static void begin_string(xml_event *x)
{
    if (x->string_count == LIMIT_EVENT_STRINGS) {
        x->too_much = true;
        return;
    }
    begin_value(x, &x->strings[x->string_count++]);
}

static void XMLCALL begin_element(void *context, const XML_Char *name, const XML_Char **attributes)
{
    xml_event *x = context;
    unsigned depth = x->depth++;
    x->open = NULL;
    if (depth >= LIMIT_XML_DEPTH || (depth != 0 && strcmp(name, "Event") == 0))
        x->too_much = true;
    if (depth == 1) {
        x->in_system = strcmp(name, "System") == 0;
        x->in_data = strcmp(name, "EventData") == 0;
        x->in_user_data = strcmp(name, "UserData") == 0;
        x->in_rendering = strcmp(name, "RenderingInfo") == 0;
    } else if (depth == 2 && x->in_system) {
        begin_system(x, name, attributes);
    } else if ((depth == 2 && x->in_data && strcmp(name, "Data") == 0) || (depth == 3 && x->in_user_data)) {
        begin_string(x);
    } else if (depth == 2 && x->in_rendering && strcmp(name, "Message") == 0) {
        begin_value(x, &x->values[FOUND_MESSAGE]);
    }
}

static void XMLCALL end_element(void *context, const XML_Char *name)
{
    xml_event *x = context;
    (void)name;
    x->depth--;
    x->open = NULL;
}

static void XMLCALL add_text(void *context, const XML_Char *text, int length)
{
    xml_event *x = context;
    if (!x->open)
        return;
    strbuf_add_bytes(&x->text, text, (size_t)length);
    x->open->length = x->text.length - x->open->at;
}

/* ---- one event ----------------------------------------------------------------------------------------- */

xml_event *xml_event_create(void)
{
    xml_event *x = calloc(1, sizeof *x);
    if (x && !(x->parser = XML_ParserCreate("UTF-8"))) {
        free(x);
        return NULL;
    }
    return x;
}

void xml_event_free(xml_event *x)
{
    if (!x)
        return;
    XML_ParserFree(x->parser);
    strbuf_free(&x->text);
    strbuf_free(&x->cleaned);
    free(x);
}

static void reset(xml_event *x)
{
    XML_ParserReset(x->parser, "UTF-8");
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(x->parser, add_text);
    strbuf_clear(&x->text);
    strbuf_add(&x->text, "");
    memset(x->values, 0, sizeof x->values);
    x->string_count = 0;
    x->open = NULL;
    x->doubled = NULL;
    x->depth = 0;
    x->in_system = x->in_data = x->in_user_data = x->in_rendering = x->too_much = false;
}

static slice slice_of(const xml_event *x, text_range range)
{
    return range.there ? (slice){x->text.bytes + range.at, range.length} : (slice){NULL, 0};
}

static void fill_found(xml_event *x, uint64_t line)
{
    found_clear(&x->found);
    x->found.line = line;
    for (size_t i = 0; i < FOUND_TOTAL; i++)
        x->found.values[i] = slice_of(x, x->values[i]);
    for (size_t i = 0; i < x->string_count; i++)
        found_string(&x->found, slice_of(x, x->strings[i]));
}

static bool tell_broken(xml_event *x, export_log *b, uint64_t line)
{
    char text[160];
    enum XML_Error code = XML_GetErrorCode(x->parser);
    snprintf(text, sizeof text, "this event was passed over: %s",
             x->too_much ? "it has too many values, or an event in it" : XML_ErrorString(code));
    return export_bad(b, line + xml_line(x->parser) - 1, text);
}

static bool parse(xml_event *x, slice text)
{
    reset(x);
    return XML_Parse(x->parser, text.at, (int)text.length, 1) == XML_STATUS_OK;
}

/* With the spaces and the invisible characters of a page it was copied from between its attributes. */
static bool parse_cleaned(xml_event *x, slice text)
{
    strbuf_clear(&x->cleaned);
    strbuf_add_bytes(&x->cleaned, text.at, text.length);
    if (x->cleaned.failed)
        return false;
    x->cleaned.length = copied_text_clean(x->cleaned.bytes, x->cleaned.length);
    return parse(x, (slice){x->cleaned.bytes, x->cleaned.length});
}

static bool tell_doubled(const xml_event *x, export_log *b, uint64_t line)
{
    char text[160];
    snprintf(text, sizeof text, "this event has %s twice, which Windows never writes; the last one counts",
             x->doubled);
    return export_say(b, line, text);
}

bool xml_event_take(xml_event *x, export_log *b, slice text, uint64_t line)
{
    bool whole = parse(x, text);
    if (!whole && copied_text_marked(text.at, text.length)) {
        whole = parse_cleaned(x, text);
        if (!whole)
            (void)parse(x, text); /* for what is wrong with it as it is */
    }
    if (x->text.failed || x->cleaned.failed ||
        (!whole && XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY)) {
        b->no_memory = true;
        return false;
    }
    if (!whole || x->too_much)
        return tell_broken(x, b, line);
    if (x->doubled && !tell_doubled(x, b, line))
        return false;
    fill_found(x, line);
    return export_take(b, &x->found);
}

/* ---- a file of them ------------------------------------------------------------------------------------ */

/* The value of an attribute: its name is a word of its own, "Name=" is no part of "EventSourceName=". */
static slice peek_attribute(slice text, const char *name)
{
    slice at = slice_find(text, name);
    while (at.at && (at.at == text.at || !isspace((unsigned char)at.at[-1])))
        at = slice_find(slice_from(at, 1), name);
    at = at.at ? slice_from(at, strlen(name)) : at;
    if (at.length == 0)
        return (slice){NULL, 0};
    const char *end = slice_char(slice_from(at, 1), at.at[0]);
    return end ? (slice){at.at + 1, (size_t)(end - at.at) - 1} : (slice){NULL, 0};
}

/* The text behind a tag up to the next one. */
static slice peek_text(slice event, const char *tag)
{
    slice at = slice_find(event, tag);
    at = at.at ? slice_from(at, strlen(tag)) : at;
    const char *end = at.at ? slice_char(at, '<') : NULL;
    return end ? (slice){at.at, (size_t)(end - at.at)} : (slice){NULL, 0};
}

/* Passes an event by which is certainly of another provider. */
static bool is_other(export_log *b, slice event, bool *good)
{
    slice tag = slice_find(event, "<Provider");
    const char *end = tag.at ? slice_char(tag, '>') : NULL;
    tag.length = end ? (size_t)(end - tag.at) : tag.length;
    slice name = peek_attribute(tag, "Name="), source = peek_attribute(tag, "EventSourceName=");
    if (name.length == 0 || slice_char(name, '&') || export_provider(b, name) ||
        (source.at && export_provider(b, source)))
        return false;
    *good = export_pass(b, peek_text(event, "<EventRecordID>"), peek_attribute(event, "SystemTime="),
                        peek_text(event, "<Channel>"), peek_text(event, "<Computer>"));
    return true;
}

/* With a comment in it, or with two providers, what a quick look finds may not be the event's. */
static bool take_event(xml_event *x, export_log *b, slice event, const xml_scan *scan, uint64_t line)
{
    bool good = true, plain = !scan->marked && scan->providers == 1;
    return plain && is_other(b, event, &good) ? good : xml_event_take(x, b, event, line);
}

/* What is at the window's beginning is "<Event": takes the event when it is whole. */
static bool take_next(xml_event *x, export_log *b, text_input *t, bool *more)
{
    slice all = {text_input_at(t), text_input_left(t)};
    xml_scan scan = {.alone = true};
    *more = false;
    if (xml_scan_event(&scan, all)) {
        bool good = scan.inner != 0 ? export_bad(b, t->line, "this event was passed over: it has no end")
                                    : take_event(x, b, (slice){all.at, scan.at}, &scan, t->line);
        text_input_drop(t, scan.inner != 0 ? scan.inner : scan.at);
        return good;
    }
    if (all.length <= LIMIT_RECORD_XML && !t->ended) {
        *more = true;
        return true;
    }
    bool good = export_bad(b, t->line,
                           t->ended ? "this event was passed over: the file ends in the middle of it"
                                    : "this event was passed over: it is too long");
    text_input_drop(t, 6);
    return good;
}

#define TOKEN_KEPT ((size_t)9) /* bytes that may be the beginning of what ends in the next step */

/* Goes over the section at hand, as far as it is there; an event in it is reported. */
static bool skip_section(xml_event *x, export_log *b, text_input *t, bool *more)
{
    slice all = {text_input_at(t), text_input_left(t)}, end = slice_find(all, x->until), inner = all;
    inner.length = end.at ? (size_t)(end.at - all.at) : all.length;
    slice event = x->hides ? (slice){NULL, 0} : xml_event_find(inner);
    *more = !end.at;
    if (event.at) {
        x->hides = true;
        if (!export_bad(b, t->line + text_count_lines(all.at, (size_t)(event.at - all.at)), XML_HIDDEN))
            return false;
    }
    if (end.at) {
        text_input_drop(t, inner.length + strlen(x->until));
        x->until = NULL;
        return true;
    }
    text_input_drop(t, all.length > TOKEN_KEPT ? all.length - TOKEN_KEPT : 0);
    return !t->ended ||
           export_bad(
               b, x->section_line,
               "a comment, a CDATA section or an instruction begins here that has no end: what is behind it "
               "was passed over");
}

/* *more: there is nothing in the window any more. */
static bool read_step(xml_event *x, export_log *b, text_input *t, bool *more)
{
    if (x->until)
        return skip_section(x, b, t, more);
    slice all = {text_input_at(t), text_input_left(t)}, at = {NULL, 0};
    switch (xml_find_next(all, &at, &x->until)) {
    case XML_EVENT:
        text_input_drop(t, (size_t)(at.at - all.at));
        return take_next(x, b, t, more);
    case XML_SECTION:
        text_input_drop(t, (size_t)(at.at - all.at));
        x->section_line = t->line;
        x->hides = *more = false;
        return true;
    case XML_NOTHING:
        break;
    }
    text_input_drop(t, all.length > TOKEN_KEPT ? all.length - TOKEN_KEPT : 0);
    return *more = true;
}

static sppwhy_status read_all(xml_event *x, export_log *b, text_input *t, sppwhy_error *error)
{
    bool more = true;
    for (;;) {
        sppwhy_status status = more && !t->ended ? text_input_more(t, error) : SPPWHY_OK;
        if (status != SPPWHY_OK)
            return status;
        if (!read_step(x, b, t, &more))
            return error_no_memory(error);
        if (more && t->ended)
            return SPPWHY_OK;
    }
}

sppwhy_status xml_events_read(export_log *b, text_input *t, sppwhy_error *error)
{
    xml_event *x = xml_event_create();
    if (!x)
        return error_no_memory(error);
    sppwhy_status status = read_all(x, b, t, error);
    xml_event_free(x);
    return status;
}
