/*
 * The tokens of binary XML ([MS-EVEN6] 2.2.12), with sizes filled in when they are known.
 */
#include "tools/binxml.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum {
    TOKEN_END = 0x00,
    TOKEN_OPEN = 0x01,
    TOKEN_CONTENT = 0x02,
    TOKEN_CLOSE_EMPTY = 0x03,
    TOKEN_CLOSE = 0x04,
    TOKEN_TEXT = 0x05,
    TOKEN_ATTRIBUTE = 0x06,
    TOKEN_INSTANCE = 0x0c,
    TOKEN_OPTIONAL_VALUE = 0x0e,
    TOKEN_FRAGMENT = 0x0f,
    TOKEN_MORE = 0x40 /* an element has attributes; another attribute follows */
};

/* ---- elements ------------------------------------------------------------------------------------------ */

/* A size field and everything after it: the mark is where the field is. */
static uint32_t open_size(chunk *c)
{
    uint32_t mark = c->at;
    put_u32(c, 0);
    return mark;
}

static void close_size(chunk *c, uint32_t mark)
{
    patch_u32(c, mark, c->at - mark - 4);
}

uint32_t bx_open(chunk *c, const char *name, uint32_t depends, bool has_attributes)
{
    put_u8(c, has_attributes ? TOKEN_OPEN | TOKEN_MORE : TOKEN_OPEN);
    put_u16(c, depends);
    uint32_t mark = open_size(c);
    put_name(c, name);
    return mark;
}

uint32_t bx_attributes(chunk *c)
{
    return open_size(c);
}

void bx_attributes_end(chunk *c, uint32_t mark)
{
    close_size(c, mark);
}

static void put_attribute_name(chunk *c, const char *name, bool more)
{
    put_u8(c, more ? TOKEN_ATTRIBUTE | TOKEN_MORE : TOKEN_ATTRIBUTE);
    put_name(c, name);
}

void bx_attribute_text(chunk *c, const char *name, const char *value, bool more)
{
    put_attribute_name(c, name, more);
    bx_text(c, value);
}

void bx_attribute_value(chunk *c, const char *name, uint32_t index, uint8_t type, bool more)
{
    put_attribute_name(c, name, more);
    bx_value(c, index, type);
}

void bx_content(chunk *c)
{
    put_u8(c, TOKEN_CONTENT);
}

void bx_text(chunk *c, const char *text)
{
    put_u8(c, TOKEN_TEXT);
    put_u8(c, BX_STRING);
    uint32_t count_at = c->at;
    put_u16(c, 0);
    patch_u16(c, count_at, (uint32_t)put_utf16(c, text));
}

void bx_value(chunk *c, uint32_t index, uint8_t type)
{
    put_u8(c, TOKEN_OPTIONAL_VALUE);
    put_u16(c, index);
    put_u8(c, type);
}

void bx_close(chunk *c, uint32_t mark)
{
    put_u8(c, TOKEN_CLOSE);
    close_size(c, mark);
}

void bx_close_empty(chunk *c, uint32_t mark)
{
    put_u8(c, TOKEN_CLOSE_EMPTY);
    close_size(c, mark);
}

void bx_text_element(chunk *c, const char *name, const char *text)
{
    uint32_t mark = bx_open(c, name, BX_ALWAYS, false);
    bx_content(c);
    bx_text(c, text);
    bx_close(c, mark);
}

void bx_value_element(chunk *c, const char *name, uint32_t index, uint8_t type)
{
    uint32_t mark = bx_open(c, name, index, false);
    bx_content(c);
    bx_value(c, index, type);
    bx_close(c, mark);
}

/* ---- values
 * --------------------------------------------------------------------------------------------------- */

void bx_values_clear(bx_values *v)
{
    v->count = 0;
    v->used = 0;
    v->overflow = false;
}

void bx_add_bytes(bx_values *v, uint8_t type, const void *bytes, size_t length)
{
    if (v->overflow || v->count == BX_MOST_VALUES || length > sizeof v->bytes - v->used) {
        v->overflow = true;
        return;
    }
    v->items[v->count].type = type;
    v->items[v->count].start = v->used;
    v->items[v->count].length = (uint32_t)length;
    v->count++;
    if (length != 0)
        memcpy(v->bytes + v->used, bytes, length);
    v->used += (uint32_t)length;
}

void bx_add_null(bx_values *v)
{
    bx_add_bytes(v, BX_NULL, NULL, 0);
}

static unsigned size_of_number(uint8_t type)
{
    switch (type) {
    case BX_U8:
        return 1;
    case BX_U16:
        return 2;
    case BX_I32:
    case BX_U32:
    case BX_BOOL:
    case BX_HEX32:
        return 4;
    default:
        return 8;
    }
}

void bx_add_number(bx_values *v, uint8_t type, uint64_t value)
{
    uint8_t bytes[8];
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    bx_add_bytes(v, type, bytes, size_of_number(type));
}

void bx_add_string(bx_values *v, const char *text)
{
    strbuf units = {0};
    text_to_utf16le(&units, text);
    v->overflow = v->overflow || units.failed;
    bx_add_bytes(v, BX_STRING, units.bytes, units.length);
    strbuf_free(&units);
}

void bx_add_strings(bx_values *v, const char *const *strings, size_t count)
{
    strbuf units = {0};
    for (size_t i = 0; i < count; i++) {
        text_to_utf16le(&units, strings[i]);
        strbuf_add_bytes(&units, "\0", 2);
    }
    v->overflow = v->overflow || units.failed;
    if (count == 0)
        bx_add_null(v);
    else
        bx_add_bytes(v, BX_STRINGS, units.bytes, units.length);
    strbuf_free(&units);
}

/* ---- instances
 * --------------------------------------------------------------------------------------------------- */

static void put_fragment_header(chunk *c)
{
    static const uint8_t header[] = {TOKEN_FRAGMENT, 1, 1, 0};
    put_bytes(c, header, sizeof header);
}

static void guid_from_key(const char *key, uint8_t id[16])
{
    char second[600];
    snprintf(second, sizeof second, "second half of %s", key);
    uint64_t halves[2] = {text_hash(key, strlen(key)), text_hash(second, strlen(second))};
    for (unsigned i = 0; i < 16; i++)
        id[i] = (uint8_t)(halves[i / 8] >> (8 * (i % 8)));
}

static void put_definition(chunk *c, const uint8_t id[16], bx_define *define, const void *context)
{
    chunk_begin_template(c, id);
    put_bytes(c, id, 16);
    uint32_t mark = open_size(c);
    put_fragment_header(c);
    define(c, context);
    put_u8(c, TOKEN_END);
    close_size(c, mark);
}

void bx_instance(chunk *c, const char *key, bx_define *define, const void *context)
{
    uint8_t id[16];
    guid_from_key(key, id);
    put_fragment_header(c);
    put_u8(c, TOKEN_INSTANCE);
    put_u8(c, 1);
    put_bytes(c, id, 4); /* a template's id is the first field of its GUID */
    uint32_t offset = chunk_find_template(c, id);
    put_u32(c, offset != 0 ? offset : c->at + 4);
    if (offset == 0)
        put_definition(c, id, define, context);
}

uint32_t bx_put_values(chunk *c, const bx_values *v)
{
    uint32_t last = 0;
    c->overflow = c->overflow || v->overflow;
    put_u32(c, v->count);
    for (uint32_t i = 0; i < v->count; i++) {
        last = c->at;
        put_u16(c, v->items[i].length);
        put_u8(c, v->items[i].type);
        put_u8(c, 0);
    }
    put_bytes(c, v->bytes, v->used);
    return last;
}

void bx_nested_end(chunk *c, uint32_t mark, uint32_t start)
{
    patch_u16(c, mark, c->at - start);
}

void bx_end(chunk *c)
{
    put_u8(c, TOKEN_END);
}
