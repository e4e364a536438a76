/* See csv_writer.h. */
#include "report/csv/csv_writer.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* ---- what must not be written as it is ----------------------------------------------------------------- */

static bool is_formula(char c)
{
    return c == '=' || c == '+' || c == '-' || c == '@';
}

/* Their wide forms, which a Japanese Excel takes for the same. */
static bool is_wide_formula(const char *c)
{
    static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (memcmp(c, wide[i], 3) == 0)
            return true;
    return false;
}

/* Whether a formula may begin behind this character, when one might begin with it. */
static bool starts_behind(bool starts, char c)
{
    return c == ';' || (starts && c == ' ');
}

typedef enum care { NONE, QUOTES, CARE } care;

static care care_for(const char *text, size_t length)
{
    care needed = NONE;
    bool starts = true;
    if (length > LIMIT_CSV_CELL)
        return CARE;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c >= 0x7F || c == '"' || (starts && is_formula((char)c)))
            return CARE;
        if (c == ',' || c == ';')
            needed = QUOTES;
        starts = starts_behind(starts, (char)c);
    }
    return needed;
}

/* ---- cells --------------------------------------------------------------------------------------------- */

void csv_begin_cell(csv_writer *w)
{
    if (w->in_row)
        writer_char(w->out, ',');
    w->in_row = true;
}

bool csv_beyond_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text != '\0';
}

bool csv_is_plain(const char *text)
{
    if (is_formula(text[0]) || text[0] == ' ')
        return false;
    while (*text >= 0x20 && *text < 0x7F && *text != '"' && *text != ';')
        text++;
    return *text == '\0';
}

static void look(csv_writer *w, const char *text)
{
    w->beyond_ascii = w->beyond_ascii || csv_beyond_ascii(text);
}

void csv_open_cell(csv_writer *w)
{
    w->at_start = true;
    w->cut = w->opened = false;
    w->length = 0;
    if (!w->looking)
        csv_begin_cell(w);
}

static void add_character(csv_writer *w, const char *bytes, size_t length)
{
    if (w->at_start && ((length == 1 && is_formula(*bytes)) || (length == 3 && is_wide_formula(bytes)))) {
        writer_char(w->out, '\'');
        w->length++;
    }
    if (*bytes == '"')
        writer_char(w->out, '"');
    writer_bytes(w->out, bytes, length);
    w->length += length;
    w->at_start = starts_behind(w->at_start, *bytes);
}

/* Writes what needs no care, as far as it goes, and returns how long that is. */
static size_t add_run(csv_writer *w, const char *text)
{
    size_t length = 0, room = w->length < LIMIT_CSV_CELL ? LIMIT_CSV_CELL - w->length : 0;
    while (length < room && text[length] >= 0x20 && text[length] < 0x7F && text[length] != '"' &&
           !(w->at_start && is_formula(text[length])))
        w->at_start = starts_behind(w->at_start, text[length++]);
    writer_bytes(w->out, text, length);
    w->length += length;
    return length;
}

void csv_add(csv_writer *w, const char *text)
{
    char room[TEXT_ESCAPE_ROOM];
    size_t length;
    if (w->looking) {
        look(w, text);
        return;
    }
    if (w->cut)
        return;
    if (*text && !w->opened) {
        writer_char(w->out, '"');
        w->opened = true;
    }
    text += add_run(w, text);
    while (*text && !w->cut) {
        const char *part = text_next_printable(&text, &length, room);
        w->cut = w->length + length > LIMIT_CSV_CELL;
        if (!w->cut)
            add_character(w, part, length);
        text += w->cut ? 0 : add_run(w, text);
    }
}

void csv_close_cell(csv_writer *w)
{
    if (w->opened)
        writer_text(w->out, w->cut ? " ... (too long for a cell)\"" : "\"");
}

void csv_text(csv_writer *w, const char *text)
{
    if (w->looking) {
        look(w, text ? text : "");
        return;
    }
    size_t length = text ? strlen(text) : 0;
    care needed = care_for(text, length);
    if (needed == CARE) {
        csv_open_cell(w);
        csv_add(w, text);
        csv_close_cell(w);
        return;
    }
    csv_begin_cell(w);
    if (needed == QUOTES)
        writer_char(w->out, '"');
    if (length != 0)
        writer_bytes(w->out, text, length);
    if (needed == QUOTES)
        writer_char(w->out, '"');
}

/* Text of our own: nothing in it needs care. */
static void put_plain(csv_writer *w, const char *text)
{
    if (w->looking)
        return;
    csv_begin_cell(w);
    writer_text(w->out, text);
}

void csv_empty(csv_writer *w)
{
    put_plain(w, "");
}

void csv_number(csv_writer *w, uint64_t number)
{
    char digits[24], *at = digits + sizeof digits - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    put_plain(w, at);
}

void csv_signed(csv_writer *w, int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)number);
    put_plain(w, digits);
}

void csv_boolean(csv_writer *w, bool value)
{
    put_plain(w, value ? "true" : "false");
}

void csv_code(csv_writer *w, uint32_t code)
{
    static const char digits[] = "0123456789ABCDEF";
    char text[11] = "0x00000000";
    for (int i = 9; i > 1; i--, code >>= 4)
        text[i] = digits[code & 15];
    put_plain(w, text);
}

void csv_time(csv_writer *w, uint64_t time)
{
    char text[40];
    if (!w->looking)
        put_plain(w, time == 0 ? "" : clock_format_plain(time, true, text));
}

void csv_guid(csv_writer *w, const uint8_t *id)
{
    char text[ID_ROOM];
    if (w->looking)
        return;
    put_plain(w, id ? id_format(id, text) : "");
}

static void put_list(csv_writer *w, const char *const *texts, size_t count, const char *separator,
                     bool numbered)
{
    char number[32];
    if (count <= 1) {
        csv_text(w, count == 1 ? texts[0] : NULL);
        return;
    }
    csv_open_cell(w);
    for (size_t i = 0; i < count; i++) {
        snprintf(number, sizeof number, "%zu. ", i + 1);
        csv_add(w, i != 0 ? separator : "");
        csv_add(w, numbered ? number : "");
        csv_add(w, texts[i]);
    }
    csv_close_cell(w);
}

void csv_texts(csv_writer *w, const char *const *texts, size_t count, const char *separator)
{
    put_list(w, texts, count, separator, false);
}

void csv_steps(csv_writer *w, const char *const *texts, size_t count)
{
    put_list(w, texts, count, " ", true);
}

/* ---- rows and tables ----------------------------------------------------------------------------------- */

void csv_end_row(csv_writer *w)
{
    if (!w->looking)
        writer_text(w->out, "\r\n");
    w->in_row = false;
}

bool csv_enough(const csv_writer *w)
{
    return w->looking ? w->beyond_ascii : writer_failed(w->out) != 0;
}

void csv_heading(sppwhy_writer *out, const char *const *columns, bool mark)
{
    csv_writer w = {.out = out};
    if (mark)
        writer_text(out, byte_order_mark);
    for (; *columns; columns++)
        csv_text(&w, *columns);
    csv_end_row(&w);
}

void csv_table(sppwhy_writer *out, const char *const *columns, csv_rows rows, const void *context)
{
    csv_writer w = {.out = out, .looking = true};
    rows(&w, context);
    csv_heading(out, columns, w.beyond_ascii);
    w = (csv_writer){.out = out};
    rows(&w, context);
}
