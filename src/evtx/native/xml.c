/* The scanner of libevtx's XML. See xml.h. */
#include "evtx/native/xml.h"

#include "base/text.h"

#include <string.h>

void xml_init(xml *x, const char *text, size_t length)
{
    *x = (xml){.at = text, .end = text + length};
}

void xml_free(xml *x)
{
    strbuf_free(&x->text);
}

bool xml_is(const xml *x, const char *name)
{
    return strlen(name) == x->name_length && memcmp(name, x->name, x->name_length) == 0;
}

static bool looking_at(const xml *x, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(x->end - x->at) >= length && memcmp(x->at, text, length) == 0;
}

static bool skip(xml *x, const char *text)
{
    bool there = looking_at(x, text);
    if (there)
        x->at += strlen(text);
    return there;
}

static void skip_space(xml *x)
{
    while (x->at < x->end && text_is_blank(*x->at))
        x->at++;
}

static bool read_name(xml *x)
{
    x->name = x->at;
    while (x->at < x->end && !text_is_blank(*x->at) && !memchr("<>/=\"'&", *x->at, 7))
        x->at++;
    x->name_length = (size_t)(x->at - x->name);
    return x->name_length != 0;
}

/* ---- text ---------------------------------------------------------------------------------------------- */

/* "&#13;" and "&#xD;": at the digits. */
static bool number_entity(xml *x)
{
    uint32_t base = skip(x, "x") ? 16 : 10, value = 0;
    const char *start = x->at;
    for (; x->at < x->end && *x->at != ';'; x->at++) {
        int digit = text_hex_digit(*x->at);
        if (digit < 0 || (uint32_t)digit >= base || value > 0x10FFFF)
            return false;
        value = value * base + (uint32_t)digit;
    }
    if (x->at == start || value == 0 || value > 0x10FFFF || !skip(x, ";"))
        return false;
    text_add_code_point(&x->text, value);
    return true;
}

static bool entity(xml *x)
{
    static const struct {
        const char *name;
        char c;
    } known[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (skip(x, known[i].name)) {
            strbuf_add_char(&x->text, known[i].c);
            return true;
        }
    return skip(x, "&#") && number_entity(x);
}

static bool read_text(xml *x, char until)
{
    strbuf_clear(&x->text);
    while (x->at < x->end && *x->at != until) {
        if (*x->at == '&') {
            if (!entity(x))
                return false;
        } else {
            strbuf_add_char(&x->text, *x->at++);
        }
    }
    strbuf_add_bytes(&x->text, "", 0); /* terminated even when empty */
    return !x->text.failed;
}

/* ---- tags ---------------------------------------------------------------------------------------------- */

static xml_piece attribute(xml *x)
{
    if (!read_name(x) || !skip(x, "=\"") || !read_text(x, '"') || !skip(x, "\""))
        return XML_WRONG;
    return XML_ATTRIBUTE;
}

/* Inside a start tag: an attribute, the tag's end (which is no piece), or an element closed at once. */
static xml_piece rest_of_tag(xml *x)
{
    skip_space(x);
    if (skip(x, "/>")) {
        x->in_tag = false;
        x->depth--;
        return XML_CLOSE;
    }
    if (!skip(x, ">"))
        return attribute(x);
    x->in_tag = false;
    return xml_next(x);
}

static xml_piece end_tag(xml *x)
{
    if (x->depth == 0 || !read_name(x))
        return XML_WRONG;
    skip_space(x);
    x->depth--;
    return skip(x, ">") ? XML_CLOSE : XML_WRONG;
}

xml_piece xml_next(xml *x)
{
    if (x->in_tag)
        return rest_of_tag(x);
    if (x->depth == 0)
        skip_space(x);
    if (x->at == x->end)
        return x->depth == 0 ? XML_DONE : XML_WRONG;
    if (skip(x, "</"))
        return end_tag(x);
    if (skip(x, "<")) {
        x->in_tag = true;
        x->depth++;
        return read_name(x) ? XML_ELEMENT : XML_WRONG;
    }
    if (x->depth == 0)
        return XML_WRONG;
    return read_text(x, '<') ? XML_TEXT : XML_WRONG;
}
