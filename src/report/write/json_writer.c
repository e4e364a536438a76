/* See json_writer.h. */
#include "report/write/json_writer.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "spp/hresult.h"

#include <inttypes.h>
#include <string.h>

static void new_line(json_writer *w)
{
    if (!w->indent)
        return;
    writer_char(w->out, '\n');
    for (unsigned i = 0; i < w->depth; i++)
        writer_text(w->out, "  ");
}

/* Before anything that is in a list or an object. */
static void begin_item(json_writer *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (w->depth == 0)
        return;
    if (w->filled[w->depth - 1])
        writer_char(w->out, ',');
    w->filled[w->depth - 1] = true;
    new_line(w);
}

void json_begin_value(json_writer *w)
{
    begin_item(w);
}

static void open_with(json_writer *w, char bracket)
{
    begin_item(w);
    writer_char(w->out, bracket);
    if (w->depth < JSON_DEPTH)
        w->filled[w->depth++] = false;
}

static void close_with(json_writer *w, char bracket)
{
    bool filled = w->filled[--w->depth];
    if (filled)
        new_line(w);
    writer_char(w->out, bracket);
}

void json_open_object(json_writer *w)
{
    open_with(w, '{');
}

void json_close_object(json_writer *w)
{
    close_with(w, '}');
}

void json_open_array(json_writer *w)
{
    open_with(w, '[');
}

void json_close_array(json_writer *w)
{
    close_with(w, ']');
}

/* One character that JSON does not take as it is, or that would act on a terminal: controls, turns of
 * direction. */
static bool needs_escape(uint32_t c)
{
    return c == '"' || c == '\\' || c == 0xFFFD || text_acts_on_terminal(c);
}

static void put_escaped(sppwhy_writer *out, uint32_t c)
{
    switch (c) {
    case '"':
        writer_text(out, "\\\"");
        break;
    case '\\':
        writer_text(out, "\\\\");
        break;
    case '\n':
        writer_text(out, "\\n");
        break;
    case '\r':
        writer_text(out, "\\r");
        break;
    case '\t':
        writer_text(out, "\\t");
        break;
    case 0xFFFD:
        writer_text(out, "\xEF\xBF\xBD");
        break;
    default:
        if (c <= 0xFFFF)
            writer_printf(out, "\\u%04x", (unsigned)c);
        else /* a pair of surrogates */
            writer_printf(out, "\\u%04x\\u%04x", 0xD800 + (unsigned)((c - 0x10000) >> 10),
                          0xDC00 + (unsigned)((c - 0x10000) & 0x3FF));
    }
}

/* A byte of eight is set in its highest bit where `eight` holds one that needs a look: a control, a quotation
 * mark, a backslash, DEL, or one beyond ASCII. (The well-known tests for a byte below n and for a zero byte;
 * one that is too high says yes too often, never too seldom.) */
static inline uint64_t bytes_to_look_at(uint64_t eight)
{
    const uint64_t ones = 0x0101010101010101, tops = ones * 0x80;
    uint64_t quote = eight ^ ones * '"', slash = eight ^ ones * '\\', del = eight ^ ones * 0x7F;
    return ((eight - ones * 0x20) | (quote - ones) | (slash - ones) | (del - ones) | eight) & tops;
}

/* How many bytes from here on need no look. */
static size_t plain_length(const char *text, size_t length)
{
    size_t i = 0;
    for (uint64_t eight; i + sizeof eight <= length; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        if (bytes_to_look_at(eight) != 0)
            break;
    }
    while (i < length && (unsigned char)text[i] >= 0x20 && (unsigned char)text[i] < 0x7F && text[i] != '"' &&
           text[i] != '\\')
        i++;
    return i;
}

void json_escape(sppwhy_writer *out, const char *text)
{
    const char *start = text, *end = text + strlen(text);
    while (text < end) {
        text += plain_length(text, (size_t)(end - text));
        if (text == end)
            break;
        const char *at = text;
        uint32_t c = text_next(&text);
        if (!needs_escape(c))
            continue;
        writer_bytes(out, start, (size_t)(at - start));
        put_escaped(out, c);
        start = text;
    }
    writer_bytes(out, start, (size_t)(text - start));
}

static void put_string(json_writer *w, const char *text)
{
    writer_char(w->out, '"');
    json_escape(w->out, text);
    writer_char(w->out, '"');
}

void json_key(json_writer *w, const char *key)
{
    begin_item(w);
    put_string(w, key);
    writer_text(w->out, w->indent ? ": " : ":");
    w->after_key = true;
}

void json_put_string(json_writer *w, const char *text)
{
    begin_item(w);
    if (text)
        put_string(w, text);
    else
        writer_text(w->out, "null");
}

void json_put_number(json_writer *w, uint64_t number)
{
    begin_item(w);
    writer_u64(w->out, number);
}

void json_put_signed(json_writer *w, int64_t number)
{
    begin_item(w);
    writer_i64(w->out, number);
}

void json_put_boolean(json_writer *w, bool value)
{
    begin_item(w);
    writer_text(w->out, value ? "true" : "false");
}

void json_put_null(json_writer *w)
{
    json_put_string(w, NULL);
}

void json_string_member(json_writer *w, const char *key, const char *text)
{
    json_key(w, key);
    json_put_string(w, text);
}

void json_number_member(json_writer *w, const char *key, uint64_t number)
{
    json_key(w, key);
    json_put_number(w, number);
}

void json_exact_member(json_writer *w, const char *key, uint64_t number)
{
    char text[32];
    if (number <= EXACT_NUMBER) {
        json_number_member(w, key, number);
        return;
    }
    snprintf(text, sizeof text, "%" PRIu64, number);
    json_string_member(w, key, text);
}

void json_boolean_member(json_writer *w, const char *key, bool value)
{
    json_key(w, key);
    json_put_boolean(w, value);
}

void json_code_member(json_writer *w, const char *key, uint32_t code)
{
    char text[16];
    code_format(code, text);
    json_string_member(w, key, text);
}

void json_time_member(json_writer *w, const char *key, uint64_t time, bool fraction)
{
    json_key(w, key);
    json_put_time(w, time, fraction);
}

void json_put_time(json_writer *w, uint64_t time, bool fraction)
{
    char text[40];
    json_put_string(w, time == 0 ? NULL : clock_format(time, fraction, text));
}

void json_guid_member(json_writer *w, const char *key, const uint8_t *id)
{
    json_key(w, key);
    json_put_guid(w, id);
}

void json_put_guid(json_writer *w, const uint8_t *id)
{
    char text[ID_ROOM];
    json_put_string(w, id ? id_format(id, text) : NULL);
}

void json_strings_member(json_writer *w, const char *key, const char *const *texts, size_t count)
{
    json_key(w, key);
    json_open_array(w);
    for (size_t i = 0; i < count; i++)
        json_put_string(w, texts[i]);
    json_close_array(w);
}

void json_unread_member(json_writer *w, const sppwhy_notice *unread, size_t count)
{
    json_key(w, "unread");
    json_open_array(w);
    for (size_t i = 0; i < count; i++) {
        json_open_object(w);
        json_string_member(w, "path", unread[i].path);
        json_string_member(w, "reason", unread[i].message);
        json_close_object(w);
    }
    json_close_array(w);
}

void json_problems_member(json_writer *w, const sppwhy_record *record)
{
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(record, &count);
    json_key(w, "problems");
    json_open_array(w);
    for (size_t i = 0; i < count; i++) {
        json_open_object(w);
        json_string_member(w, "field", problems[i].field);
        json_string_member(w, "reason", problems[i].reason);
        json_close_object(w);
    }
    json_close_array(w);
}

typedef void number_writer(json_writer *w, const char *key, uint64_t number);

static number_writer *numbers_of(bool exact)
{
    return exact ? json_exact_member : json_number_member;
}

void json_log_span(json_writer *w, const sppwhy_log *log)
{
    json_strings_member(w, "computers", log->computers, log->computer_count);
    json_strings_member(w, "channels", log->channels, log->channel_count);
    json_time_member(w, "first_event", log->first_event, true);
    json_time_member(w, "last_event", log->last_event, true);
}

void json_log_counts(json_writer *w, const sppwhy_log *log, bool exact)
{
    number_writer *number_member = numbers_of(exact);
    number_member(w, "records", log->records);
    number_member(w, "records_lost", log->records_lost);
    number_member(w, "licensing_events", log->event_count);
    number_member(w, "recovered", log->recovered);
    json_boolean_member(w, "dirty", log->dirty);
}

void json_damage_member(json_writer *w, const sppwhy_log *log, bool exact)
{
    number_writer *number_member = numbers_of(exact);
    json_key(w, "damage");
    json_open_array(w);
    for (size_t i = 0; i < log->damage_count; i++) {
        const sppwhy_damage *d = &log->damage[i];
        json_open_object(w);
        number_member(w, "offset", d->offset);
        number_member(w, "bytes", d->bytes);
        json_string_member(w, "reason", d->reason);
        json_boolean_member(w, "lost", d->lost);
        if (exact)
            number_member(w, "record_id", d->record_id);
        json_close_object(w);
    }
    json_close_array(w);
}

void json_put_product(json_writer *w, const uint8_t *id, const sppwhy_catalogue *catalogue)
{
    const sppwhy_product *product = id ? sppwhy_product_find(catalogue, id) : NULL;
    json_open_object(w);
    json_guid_member(w, "id", id);
    json_string_member(w, "name", product ? product->name : NULL);
    json_close_object(w);
}

void json_collect_member(json_writer *w, const sppwhy_analysis *a)
{
    json_key(w, "collect");
    json_open_array(w);
    for (size_t i = 0; i < a->wanted_count; i++) {
        const sppwhy_wanted_log *l = &a->wanted[i];
        json_open_object(w);
        json_string_member(w, "machine", l->log.machine);
        json_string_member(w, "channel", l->log.channel);
        json_time_member(w, "from", l->log.from, true);
        json_time_member(w, "to", l->log.to, true);
        json_number_member(w, "settles", l->settles);
        json_close_object(w);
    }
    json_close_array(w);
}
