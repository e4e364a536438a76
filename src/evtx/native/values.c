/* See values.h. The forms are those of the XML that Windows and libevtx show. */
#include "evtx/native/values.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/utf16.h"
#include "evtx/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- numbers ------------------------------------------------------------------------------------------- */

bool number_parse(uint64_t *out, const char *text)
{
    uint64_t value = 0;
    if (text[0] != '0' || text_lower(text[1]) != 'x')
        return text_parse_uint(out, text);
    const char *at = text + 2;
    for (; *at && at - text < 18; at++) {
        int digit = text_hex_digit(*at);
        if (digit < 0)
            return false;
        value = value << 4 | (uint64_t)digit;
    }
    *out = value;
    return at != text + 2 && *at == '\0';
}

static uint64_t read_sized(const uint8_t *at, size_t size)
{
    uint64_t value = 0;
    switch (size) { /* the usual ones, in one step */
    case 1:
        return at[0];
    case 2:
        return read_u16(at);
    case 4:
        return read_u32(at);
    case 8:
        return read_u64(at);
    default:
        break;
    }
    for (size_t i = 0; i < size; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

uint16_t value_item_size(uint8_t type)
{
    static const uint8_t sizes[] = {
        [VALUE_I8] = 1,    [VALUE_U8] = 1,    [VALUE_I16] = 2,  [VALUE_U16] = 2,      [VALUE_I32] = 4,
        [VALUE_U32] = 4,   [VALUE_I64] = 8,   [VALUE_U64] = 8,  [VALUE_FLOAT] = 4,    [VALUE_DOUBLE] = 8,
        [VALUE_BOOL] = 4,  [VALUE_GUID] = 16, [VALUE_SIZE] = 8, [VALUE_FILETIME] = 8, [VALUE_SYSTEMTIME] = 16,
        [VALUE_HEX32] = 4, [VALUE_HEX64] = 8,
    };
    return type < sizeof sizes ? sizes[type] : 0;
}

static bool whole(const xml_value *v)
{
    return v->size == value_item_size(v->type) || (v->type == VALUE_SIZE && v->size == 4);
}

/* A negative number is none for an id or a level. */
static bool signed_number(const xml_value *v, const uint8_t *at, int64_t *out)
{
    if (v->size == 0 || v->size > 8)
        return false;
    uint64_t value = read_sized(at, v->size), sign = (uint64_t)1 << (8 * v->size - 1);
    *out = (int64_t)((value ^ sign) - sign);
    return true;
}

static bool text_number(const xml_value *v, const uint8_t *at, uint64_t *out)
{
    char text[UTF16_MOST_BYTES(32) + 1];
    size_t units = v->size / 2, used;
    if (units > 32)
        return false;
    text[utf16_to_utf8(text, at, units, &used)] = '\0';
    return number_parse(out, text);
}

/* Where type and size disagree, the size is surer: a wrong size would have spoilt the values behind it. */
bool value_number(const xml_value *v, const uint8_t *chunk_bytes, uint64_t *out)
{
    const uint8_t *at = chunk_bytes + v->at;
    bool sized = v->size == 1 || v->size == 2 || v->size == 4 || v->size == 8;
    int64_t number;
    switch (v->type & ~VALUE_ARRAY) {
    case VALUE_U16: /* by far the most */
    case VALUE_U8:
    case VALUE_U32:
    case VALUE_U64:
    case VALUE_SIZE:
    case VALUE_HEX32:
    case VALUE_HEX64:
    case VALUE_BINARY:
        *out = sized ? read_sized(at, v->size) : 0;
        return sized;
    case VALUE_I8:
    case VALUE_I16:
    case VALUE_I32:
    case VALUE_I64:
        if (!sized || !signed_number(v, at, &number) || number < 0)
            return false;
        *out = (uint64_t)number;
        return true;
    case VALUE_TEXT:
        return text_number(v, at, out);
    default:
        return false;
    }
}

/* ---- times --------------------------------------------------------------------------------------------- */

static uint64_t system_time(const uint8_t *at)
{
    uint64_t time;
    if (!clock_from_date(&time, read_u16(at), read_u16(at + 2), read_u16(at + 6), read_u16(at + 8),
                         read_u16(at + 10), read_u16(at + 12)))
        return 0;
    return time + (uint64_t)read_u16(at + 14) * (CLOCK_SECOND / 1000);
}

uint64_t value_time(const xml_value *v, const uint8_t *chunk_bytes)
{
    const uint8_t *at = chunk_bytes + v->at;
    char text[UTF16_MOST_BYTES(64) + 1];
    size_t used;
    uint64_t time = 0;
    if (v->type == VALUE_FILETIME && v->size == 8)
        return read_u64(at);
    if (v->type == VALUE_SYSTEMTIME && v->size == 16)
        return system_time(at);
    if (v->type != VALUE_TEXT || v->size > 128)
        return 0;
    text[utf16_to_utf8(text, at, v->size / 2, &used)] = '\0';
    return clock_parse(&time, text) ? time : 0;
}

/* ---- text ---------------------------------------------------------------------------------------------- */

static void add_units(strbuf *out, const uint8_t *units, size_t count)
{
    char part[UTF16_MOST_BYTES(256)];
    for (size_t from = 0, used; from < count; from += used) {
        size_t step = count - from < 256 ? count - from : 256;
        if (step < count - from && (units[2 * (from + step) - 1] & 0xFC) == 0xD8)
            step--; /* keep a pair together */
        size_t length = utf16_to_utf8(part, units + 2 * from, step, &used);
        strbuf_add_bytes(out, part, length);
        if (used < step)
            return; /* a NUL */
    }
}

static void add_hex(strbuf *out, const uint8_t *at, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < size; i++) {
        char two[2] = {digits[at[i] >> 4], digits[at[i] & 15]};
        strbuf_add_bytes(out, two, 2);
    }
}

static void add_guid(strbuf *out, const uint8_t *at)
{
    strbuf_printf(out, "{%08" PRIX32 "-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}", read_u32(at),
                  (unsigned)read_u16(at + 4), (unsigned)read_u16(at + 6), at[8], at[9], at[10], at[11],
                  at[12], at[13], at[14], at[15]);
}

static void add_sid(strbuf *out, const uint8_t *at, size_t size)
{
    uint64_t authority = 0;
    if (size < 8 || size < 8 + 4 * (size_t)at[1])
        return;
    for (size_t i = 2; i < 8; i++)
        authority = authority << 8 | at[i];
    strbuf_printf(out, "S-%u-%" PRIu64, at[0], authority);
    for (size_t i = 0; i < at[1]; i++)
        strbuf_printf(out, "-%" PRIu32, read_u32(at + 8 + 4 * i));
}

static void add_time(strbuf *out, uint64_t time)
{
    char text[40];
    if (time != 0)
        strbuf_add(out, clock_format(time, true, text));
}

static void add_float(strbuf *out, const uint8_t *at, size_t size)
{
    union {
        uint64_t bits;
        double value;
    } wide = {.bits = size == 8 ? read_u64(at) : 0};
    union {
        uint32_t bits;
        float value;
    } narrow = {.bits = size == 4 ? read_u32(at) : 0};
    strbuf_printf(out, "%f", size == 8 ? wide.value : (double)narrow.value);
}

static void add_number(strbuf *out, const xml_value *v, const uint8_t *at)
{
    int64_t number;
    if (!whole(v))
        return;
    if (v->type == VALUE_HEX32 || (v->type == VALUE_SIZE && v->size == 4))
        strbuf_printf(out, "0x%08" PRIx32, read_u32(at));
    else if (v->type == VALUE_HEX64 || v->type == VALUE_SIZE)
        strbuf_printf(out, "0x%016" PRIx64, read_u64(at));
    else if (v->type == VALUE_BOOL)
        strbuf_add(out, read_u32(at) != 0 ? "true" : "false");
    else if (v->type & 1 && signed_number(v, at, &number))
        strbuf_printf(out, "%" PRId64, number);
    else
        strbuf_printf(out, "%" PRIu64, read_sized(at, v->size));
}

void value_text(strbuf *out, const xml_value *v, const uint8_t *chunk_bytes)
{
    const uint8_t *at = chunk_bytes + v->at;
    switch (v->type) {
    case VALUE_NULL:
        break;
    case VALUE_TEXT:
        add_units(out, at, v->size / 2);
        break;
    case VALUE_ANSI:
        for (size_t i = 0; i < v->size && at[i] != 0; i++)
            text_add_code_point(out, at[i]);
        break;
    case VALUE_FLOAT:
    case VALUE_DOUBLE:
        if (whole(v))
            add_float(out, at, v->size);
        break;
    case VALUE_BINARY:
        add_hex(out, at, v->size);
        break;
    case VALUE_GUID:
        if (whole(v))
            add_guid(out, at);
        break;
    case VALUE_FILETIME:
    case VALUE_SYSTEMTIME:
        if (whole(v))
            add_time(out, value_time(v, chunk_bytes));
        break;
    case VALUE_SID:
        add_sid(out, at, v->size);
        break;
    default:
        add_number(out, v, at);
        break;
    }
}
