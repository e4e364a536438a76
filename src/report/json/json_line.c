/* See json_line.h. */
#include "report/json/json_line.h"

#include "base/clock.h"

#include <string.h>

static void put_number(sppwhy_writer *out, slot_kind kind, uint64_t number)
{
    bool exact = number <= EXACT_NUMBER || kind == SLOT_RECORD_ID;
    if (!exact)
        writer_char(out, '"');
    writer_u64(out, number);
    if (!exact)
        writer_char(out, '"');
}

/* "2023-05-24T01:12:29.467086000Z" */
static void put_time(sppwhy_writer *out, line_day *day, uint64_t time)
{
    if (time == 0) {
        writer_text(out, "null");
        return;
    }
    char *to = writer_room(out, 64);
    to[0] = '"';
    uint64_t ticks = line_put_time(to + 1, day, time);
    for (int i = 27; i > 20; i--, ticks /= 10)
        to[i] = (char)('0' + ticks % 10);
    to[31] = '"';
    writer_advance(out, 32);
}

static void put_code(sppwhy_writer *out, uint32_t code)
{
    static const char digits[] = "0123456789ABCDEF";
    char *to = writer_room(out, 16);
    memcpy(to, "\"0x", 3);
    for (int i = 10; i > 2; i--, code >>= 4)
        to[i] = digits[code & 15];
    to[11] = '"';
    writer_advance(out, 12);
}

#define JSON(to) (&(json_writer){.out = (to)})

VALUE_WRITER(put_code_value, put_code(to, (uint32_t)value->number))
VALUE_WRITER(put_plain_number, writer_u64(to, value->number))
VALUE_WRITER(put_boolean, json_put_boolean(JSON(to), value->number != 0))
VALUE_WRITER(put_state, json_put_string(JSON(to), sppwhy_state_name(value->number)))
VALUE_WRITER(put_time_value, json_put_time(JSON(to), value->number, false))
VALUE_WRITER(put_text_value, json_put_string(JSON(to), value->text))
VALUE_WRITER(put_guid, json_put_guid(JSON(to), value->id))
VALUE_WRITER(put_product, json_put_product(JSON(to), value->id, catalogue))

static const value_writers values = {.of = {[SPPWHY_TYPE_CODE] = put_code_value,
                                            [SPPWHY_TYPE_FLAGS] = put_code_value,
                                            [SPPWHY_TYPE_NUMBER] = put_plain_number,
                                            [SPPWHY_TYPE_BOOLEAN] = put_boolean,
                                            [SPPWHY_TYPE_STATE] = put_state,
                                            [SPPWHY_TYPE_TIME] = put_time_value,
                                            [SPPWHY_TYPE_TEXT] = put_text_value,
                                            [SPPWHY_TYPE_GUID] = put_guid,
                                            [SPPWHY_TYPE_PRODUCT] = put_product}};

static void put_absent(sppwhy_writer *out, sppwhy_field field)
{
    (void)field;
    writer_text(out, "null");
}

static void put_outcome(sppwhy_writer *out, const char *outcome)
{
    writer_char(out, '"');
    writer_text(out, outcome);
    writer_char(out, '"');
}

static bool put_text(sppwhy_writer *out, const char *text)
{
    json_escape(out, text);
    return true;
}

static void put_whole(sppwhy_writer *out, const char *text)
{
    json_escape(out, text);
}

line_format json_line_format(void (*describe)(line *l, const void *context))
{
    return (line_format){.describe = describe,
                         .put_time = put_time,
                         .put_outcome = put_outcome,
                         .put_number = put_number,
                         .put_text = put_text,
                         .put_whole = put_whole,
                         .values = &values,
                         .put_absent = put_absent};
}

/* ---- in a description ---------------------------------------------------------------------------------- */

void line_member(line *l, const char *key, slot_kind kind, unsigned which)
{
    json_key(&l->json, key);
    json_begin_value(&l->json);
    line_put(l, kind, which);
}

void line_open_string(line *l)
{
    json_begin_value(&l->json);
    writer_char(l->json.out, '"');
}

void line_literal(line *l, const char *text)
{
    writer_text(l->json.out, text);
}

void line_close_string(line *l)
{
    writer_char(l->json.out, '"');
}
