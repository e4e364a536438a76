/*
 * PowerShell's Export-Clixml: objects with named values, each below the root an event. It is one document,
 * read as a stream; what is wrong with it ends it.
 */
#include "exports/parsers.h"

#include "base/error.h"
#include "base/text.h"
#include "exports/xml_place.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct clixml {
    export_log *to;
    XML_Parser parser;
    unsigned depth;
    unsigned strings_depth; /* of the element that holds the event's strings; 0: outside of it */
    char name[64];          /* of the value at hand; "" outside of values */
    strbuf text;            /* of all values of the event at hand */
    size_t begin;           /* of the value at hand */
    struct {
        char name[64];
        size_t at, length;
    } values[128];
    size_t value_count;
    uint64_t line;      /* of the event */
    uint64_t base_line; /* of the file's first line that expat saw */
    bool failed;
    found found;
} clixml;

static void XMLCALL begin_element(void *context, const XML_Char *element, const XML_Char **attributes)
{
    clixml *c = context;
    const char *name = xml_attribute(attributes, "N");
    c->depth++;
    if (c->depth == 2) {
        c->line = xml_line(c->parser) + c->base_line - 1;
        c->value_count = 0;
        c->strings_depth = 0;
        strbuf_clear(&c->text);
        strbuf_add(&c->text, "");
    }
    if (name && strcmp(name, "Properties") == 0 && strcmp(element, "Obj") == 0)
        c->strings_depth = c->depth;
    snprintf(c->name, sizeof c->name, "%s", name ? name : "");
    if (c->strings_depth != 0 && strcmp(element, "S") == 0 && strcmp(c->name, "") == 0)
        snprintf(c->name, sizeof c->name, "Value");
    c->begin = c->text.length;
}

static void XMLCALL add_text(void *context, const XML_Char *text, int length)
{
    clixml *c = context;
    if (c->name[0] != '\0' && c->text.length < LIMIT_RECORD_XML)
        strbuf_add_bytes(&c->text, text, (size_t)length);
}

/* "_x000D_" stands for a character. */
static void unescape(clixml *c)
{
    size_t out = c->begin;
    for (size_t i = c->begin; i < c->text.length;) {
        char digits[5] = {0};
        uint32_t value;
        if (i + 7 <= c->text.length && memcmp(c->text.bytes + i, "_x", 2) == 0 && c->text.bytes[i + 6] == '_')
            memcpy(digits, c->text.bytes + i + 2, 4);
        if (digits[0] != '\0' && text_parse_hex32(&value, digits) && value < 0x80 && value != 0) {
            c->text.bytes[out++] = (char)value;
            i += 7;
        } else {
            c->text.bytes[out++] = c->text.bytes[i++];
        }
    }
    c->text.length = out;
}

static void end_value(clixml *c)
{
    if (c->text.failed || c->value_count == sizeof c->values / sizeof *c->values)
        return;
    unescape(c);
    bool string = c->strings_depth != 0;
    snprintf(c->values[c->value_count].name, sizeof c->name, "%s", string ? "Properties" : c->name);
    c->values[c->value_count].at = c->begin;
    c->values[c->value_count++].length = c->text.length - c->begin;
}

static void take_event(clixml *c)
{
    found_clear(&c->found);
    c->found.line = c->line;
    for (size_t i = 0; i < c->value_count; i++)
        found_value(&c->found, (slice){c->values[i].name, strlen(c->values[i].name)},
                    (slice){c->text.bytes + c->values[i].at, c->values[i].length});
    if (c->text.failed)
        c->to->no_memory = true;
    else if (c->found.ranks[FOUND_ID] != 0)
        c->failed |= !export_take(c->to, &c->found);
}

static void XMLCALL end_element(void *context, const XML_Char *element)
{
    clixml *c = context;
    bool own = c->depth == 4 && c->strings_depth == 0; /* Objs/Obj/Props/S: a value of the event itself */
    if (c->name[0] != '\0' && strcmp(element, "Obj") != 0 && (own || c->strings_depth != 0))
        end_value(c);
    c->name[0] = '\0';
    if (c->depth == c->strings_depth)
        c->strings_depth = 0;
    if (c->depth == 2)
        take_event(c);
    c->depth--;
}

static bool tell_broken(clixml *c, const char *what)
{
    char text[200];
    snprintf(text, sizeof text, "the file was read up to here: %.100s", what);
    return export_bad(c->to, xml_line(c->parser) + c->base_line - 1, text);
}

/* What is parsed in steps; *done when no more is to come. */
static bool parse_step(clixml *c, text_input *t, uint64_t *fed, bool *done)
{
    size_t length = text_input_left(t);
    *fed += length;
    bool good = XML_Parse(c->parser, text_input_at(t), (int)length, t->ended) == XML_STATUS_OK;
    text_input_drop(t, length);
    if (c->failed || c->to->no_memory || XML_GetErrorCode(c->parser) == XML_ERROR_NO_MEMORY)
        return false;
    *done = !good || t->ended;
    if (!good)
        return tell_broken(c, XML_ErrorString(XML_GetErrorCode(c->parser)));
    int64_t at = xml_offset(c->parser);
    if (!t->ended && at >= 0 && *fed - (uint64_t)at > LIMIT_CLIXML_TOKEN) {
        *done = true;
        return tell_broken(c, "a tag or a text is too long");
    }
    return true;
}

static sppwhy_status read_all(clixml *c, text_input *t, sppwhy_error *error)
{
    uint64_t fed = 0;
    bool done = false, begun = false;
    while (!done) {
        sppwhy_status status = text_input_more(t, error);
        if (status != SPPWHY_OK)
            return status;
        if (!begun) { /* "#< CLIXML", which PowerShell writes to a pipe */
            slice root = slice_find((slice){text_input_at(t), text_input_left(t)}, "<Objs");
            text_input_drop(t, root.at ? text_input_left(t) - root.length : text_input_left(t));
            c->base_line = t->line;
            begun = true;
        }
        if (!parse_step(c, t, &fed, &done))
            return error_no_memory(error);
    }
    return SPPWHY_OK;
}

/* Documents of PowerShell have none, and what a document type can do is better not done. */
static void XMLCALL refuse_type(void *context, const XML_Char *name, const XML_Char *system_id,
                                const XML_Char *public_id, int has_internal_subset)
{
    clixml *c = context;
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    XML_StopParser(c->parser, XML_FALSE);
}

sppwhy_status clixml_read(export_log *b, text_input *t, sppwhy_error *error)
{
    clixml *c = calloc(1, sizeof *c);
    if (c)
        c->parser = XML_ParserCreate("UTF-8");
    if (!c || !c->parser) {
        free(c);
        return error_no_memory(error);
    }
    c->to = b;
    XML_SetUserData(c->parser, c);
    XML_SetElementHandler(c->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(c->parser, add_text);
    XML_SetStartDoctypeDeclHandler(c->parser, refuse_type);
    sppwhy_status status = read_all(c, t, error);
    XML_ParserFree(c->parser);
    strbuf_free(&c->text);
    free(c);
    return status;
}
