/* Values of fields: setting them, and what every getter asks of records. */
#include "rules/fields/fields.h"

#include "base/saturate.h"
#include "base/text.h"

#include <string.h>

void set_number(field_value *out, int64_t number)
{
    out->state = FIELD_SET;
    out->one.number = number;
    out->count = 1;
}

void set_count(field_value *out, uint64_t number)
{
    set_number(out, saturated_signed(number));
}

void set_text(field_value *out, const char *text)
{
    if (out->failed || !text || text[0] == '\0')
        return;
    out->state = FIELD_SET;
    out->one.text = text;
    out->count = 1;
}

void set_time(field_value *out, uint64_t time)
{
    if (time != 0)
        set_number(out, (int64_t)time);
}

void set_unknown(field_value *out, const char *missing)
{
    out->failed |= missing == NULL;
    out->state = FIELD_UNKNOWN;
    out->missing = missing;
}

/* Adds an item to a list of at most `room` (room for all is made at the first). */
void add_item(const scope *s, field_value *out, size_t room, field_item item)
{
    if (!out->items)
        out->items = ARENA_ARRAY(s->scratch, room, field_item);
    if (!out->items)
        out->failed = true;
    if (!out->items || out->count == room)
        return;
    out->state = FIELD_SET;
    out->items[out->count++] = item;
}

bool has_text(const field_value *v, const char *text)
{
    for (size_t i = 0; v->items && i < v->count; i++)
        if (text_equal_nocase(v->items[i].text, text))
            return true;
    return false;
}

void rests_on(field_value *out, const sppwhy_record *record)
{
    if (!record)
        return;
    uint64_t time = record->event->time;
    if (time != 0 && (out->evidence_first == 0 || time < out->evidence_first))
        out->evidence_first = time;
    if (time > out->evidence_last)
        out->evidence_last = time;
    out->evidence_total++;
    if (out->evidence_count < FIELD_EVIDENCE)
        out->evidence[out->evidence_count++] = record;
}

/* A GUID as text; NULL when there is none, or when memory is short and `out` says so. */
const char *guid_text(const scope *s, field_value *out, const uint8_t *id)
{
    char text[ID_ROOM];
    if (!id)
        return NULL;
    const char *copy = arena_string(s->scratch, id_format(id, text));
    out->failed |= copy == NULL;
    return copy;
}

bool has_number(const field_value *v, int64_t number)
{
    for (size_t i = 0; v->items && i < v->count; i++)
        if (v->items[i].number == number)
            return true;
    return false;
}

void copy_number(field_value *out, const sppwhy_record *r, sppwhy_field which)
{
    uint64_t number;
    if (record_get_number(r, which, &number))
        set_count(out, number);
}

void copy_text(field_value *out, const sppwhy_record *r, sppwhy_field which)
{
    const char *text = record_text(r, which);
    if (!text)
        return;
    set_text(out, text);
    rests_on(out, r);
}

const char *skew_direction(int64_t seconds)
{
    return seconds > 0 ? "behind" : "ahead of";
}

void set_direction(field_value *out, const field_value *skew)
{
    if (skew->state == FIELD_SET)
        set_text(out, skew_direction(skew->one.number));
    else
        *out = *skew;
}
