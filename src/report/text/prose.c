/* See prose.h. */
#include "report/text/prose.h"

#include "base/options.h"
#include "base/clock.h"
#include "base/vec.h"
#include "base/zone.h"
#include "report/view/commands.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH_LEAST 60
#define WIDTH_PROSE 110
#define UTC " UTC"

sppwhy_text_options text_options_of(sppwhy_writer *out, const sppwhy_text_options *given)
{
    sppwhy_text_options o;
    if (options_take(&o, sizeof o, given, NULL) != SPPWHY_OK)
        writer_fail(out, SPPWHY_INVALID);
    return o;
}

page page_of(sppwhy_writer *out, sppwhy_text_options options, uint64_t newest)
{
    char name[16];
    page p = {.out = out,
              .room = options.width < WIDTH_LEAST ? WIDTH_LEAST : options.width,
              .color = options.color,
              .symbols = options.symbols,
              .terminal = options.terminal};
    p.width = p.room < WIDTH_PROSE ? p.room : WIDTH_PROSE;
    p.times.local = options.local && zone_at(newest, &p.times.zone, name);
    return p;
}

/* ---- times --------------------------------------------------------------------------------------------- */

void put_zone(const page *p)
{
    char zone[16];
    if (p->times.local)
        writer_printf(p->out, "Times are local: %s, unless they say otherwise.\n",
                      zone_format(p->times.zone, zone));
}

/* The length of "2026-03-05 07:38" or "2026-03-05 07:38:41" where a text begins with it; else 0. */
static size_t time_length(const char *text)
{
    static const char form[] = "0000-00-00 00:00:00";
    size_t i = 0;
    while (form[i] && (form[i] == '0' ? isdigit((unsigned char)text[i]) : text[i] == form[i]))
        i++;
    bool whole = i == strlen(form) || i == strlen("0000-00-00 00:00:"),
         minutes = i == strlen("0000-00-00 00:00");
    return whole && i == strlen(form) ? i : minutes || whole ? strlen("0000-00-00 00:00") : 0;
}

static bool utc_follows(const char *at)
{
    return strncmp(at, UTC, strlen(UTC)) == 0 && at[strlen(UTC)] != '+' && at[strlen(UTC)] != '-';
}

/* True for a time that says itself that it is UTC, or that the end of its span says it. */
static bool is_utc(const char *behind)
{
    static const char to[] = " to ";
    if (strncmp(behind, to, strlen(to)) == 0) {
        size_t length = time_length(behind + strlen(to));
        return length != 0 && utc_follows(behind + strlen(to) + length);
    }
    return utc_follows(behind);
}

/* The texts of rules have their times in UTC. */
static void add_with_local_times(strbuf *b, const page *p, const char *text)
{
    char one[40];
    uint64_t time;
    while (*text) {
        size_t length = p->times.local ? time_length(text) : 0;
        snprintf(one, sizeof one, "%.*s", (int)length, text);
        if (length != 0 && is_utc(text + length) && clock_parse(&time, one)) {
            add_time(b, &p->times, time, length == strlen("0000-00-00 00:00:00"));
            text += length + (utc_follows(text + length) ? strlen(UTC) : 0);
        } else {
            strbuf_add_char(b, *text++);
        }
    }
}

/* ---- texts --------------------------------------------------------------------------------------------- */

void put_color(const page *p, const char *code)
{
    if (p->color)
        writer_text(p->out, code);
}

/* A word ends at a blank; a time with its zone is one word. */
static size_t word_length(const char *text)
{
    size_t length = time_length(text);
    if (strncmp(text + length, UTC, strlen(UTC)) == 0 && length != 0)
        length += strlen(UTC);
    return length + strcspn(text + length, " ");
}

/* Parts of a text that are shown in a style of their own, as places in it. */
typedef struct styled_part {
    size_t from, to;
} styled_part;

typedef VEC(styled_part) styled_parts;

#define COMMAND_STYLE "\033[36m" /* cyan: seen on a dark and on a light ground */

static bool is_styled(const styled_parts *parts, size_t at, size_t *changes)
{
    *changes = SIZE_MAX;
    for (size_t i = 0; parts && i < parts->count; i++) {
        if (at >= parts->items[i].from && at < parts->items[i].to) {
            *changes = parts->items[i].to;
            return true;
        }
        if (at < parts->items[i].from && parts->items[i].from < *changes)
            *changes = parts->items[i].from;
    }
    return false;
}

/* A word that begins at `at` in the text of the parts. */
static void put_word(const page *p, const char *word, size_t length, size_t at, const styled_parts *parts)
{
    for (size_t done = 0; done < length;) {
        size_t changes;
        bool styled = is_styled(parts, at + done, &changes);
        size_t size = changes == SIZE_MAX || changes - at > length ? length - done : changes - at - done;
        put_color(p, styled ? COMMAND_STYLE : "");
        writer_bytes(p->out, word + done, size);
        put_color(p, styled ? "\033[0m" : "");
        done += size;
    }
}

static size_t columns_of(const char *text, size_t length)
{
    strbuf word = {0};
    strbuf_add_bytes(&word, text, length);
    size_t columns = text_columns(text_in(&word));
    strbuf_free(&word);
    return columns;
}

static void put_words(const page *p, unsigned width, unsigned left, unsigned at, const char *text,
                      const styled_parts *parts)
{
    const char *rest = text;
    bool first = true;
    while (*rest) {
        size_t length = word_length(rest);
        unsigned columns = (unsigned)columns_of(rest, length);
        if (!first && at + 1 + columns > width) {
            writer_printf(p->out, "\n%*s", (int)left, "");
            at = left;
            first = true;
        }
        if (!first) {
            writer_char(p->out, ' ');
            at++;
        }
        put_word(p, rest, length, (size_t)(rest - text), parts);
        at += columns;
        first = false;
        rest += length;
        rest += strspn(rest, " ");
    }
    writer_char(p->out, '\n');
}

static void put_safely(const page *p, unsigned width, unsigned left, unsigned at, const char *text)
{
    strbuf local = {0}, safe = {0};
    add_with_local_times(&local, p, text);
    text_add_printable(&safe, text_in(&local));
    put_words(p, width, left, at, text_in(&safe), NULL);
    strbuf_free(&local);
    strbuf_free(&safe);
}

void put_wrapped(const page *p, unsigned left, unsigned at, const char *text)
{
    put_safely(p, p->width, left, at, text);
}

void put_wrapped_wide(const page *p, unsigned left, unsigned at, const char *text)
{
    put_safely(p, p->room, left, at, text);
}

void put_step(const page *p, unsigned left, const char *text)
{
    styled_parts parts = {0};
    strbuf safe = {0}, one = {0};
    text_piece piece;
    if (!p->color) {
        put_wrapped(p, left, left, text);
        return;
    }
    while (next_piece(&text, &piece)) {
        styled_part part = {.from = safe.length};
        strbuf_clear(&one);
        strbuf_add_bytes(&one, piece.at, piece.length);
        text_add_printable(&safe, text_in(&one));
        part.to = safe.length;
        if (piece.command)
            safe.failed |= !vec_push(&parts, part);
    }
    put_words(p, p->width, left, left, text_in(&safe), &parts);
    vec_free(&parts);
    strbuf_free(&safe);
    strbuf_free(&one);
}

void put_paragraph(const page *p, unsigned left, const char *text)
{
    writer_printf(p->out, "%*s", (int)left, "");
    put_wrapped(p, left, left, text);
}

void put_label(const page *p, const char *label)
{
    writer_printf(p->out, "%*s", LABEL_INDENT, "");
    put_color(p, label[0] != '\0' ? "\033[1m" : "");
    writer_text(p->out, label);
    put_color(p, label[0] != '\0' ? "\033[0m" : "");
    int pad = LABEL_COLUMN - LABEL_INDENT - (int)strlen(label);
    writer_printf(p->out, "%*s", pad > 0 ? pad : 1, "");
}

void put_labeled(const page *p, const char *label, const char *text)
{
    put_label(p, label);
    put_wrapped(p, LABEL_COLUMN, LABEL_COLUMN, text);
}

void put_list(const page *p, const char *label, const char *const *texts, size_t count, bool numbered)
{
    char head[24];
    for (size_t i = 0; i < count; i++) {
        snprintf(head, sizeof head, numbered ? "%zu. " : "- ", i + 1);
        put_label(p, i == 0 ? label : "");
        writer_text(p->out, head);
        unsigned left = LABEL_COLUMN + (unsigned)strlen(head);
        put_step(p, left, texts[i]);
    }
}

void put_heading(const page *p, const char *name, const char *right)
{
    strbuf safe = {0};
    text_add_name(&safe, name);
    size_t used = text_columns(text_in(&safe)) + strlen(right);
    bool fits = used + 2 <= p->width;
    put_color(p, "\033[1m");
    writer_text(p->out, text_in(&safe));
    if (right[0] != '\0')
        writer_printf(p->out, fits ? "%*s%s" : "\n%*s%s", (int)(fits ? p->width - used : 2), "", right);
    put_color(p, "\033[0m");
    writer_char(p->out, '\n');
    strbuf_free(&safe);
}

/* ---- paths --------------------------------------------------------------------------------------------- */

#define ELLIPSIS "..."
#define PATH_LEAST 24 /* of less nobody would know the file again */

/* Where the first `columns` columns of a text end. */
static const char *after_columns(const char *text, size_t columns)
{
    size_t all = text_columns(text);
    for (const char *next = text; *text; text = next) {
        text_next(&next);
        if (all - text_columns(next) > columns)
            break;
    }
    return text;
}

/* The last part of a text that has at most that many columns. */
static const char *last_columns(const char *text, size_t columns)
{
    while (*text && text_columns(text) > columns)
        text_next(&text);
    return text;
}

void add_path(strbuf *b, const page *p, const char *path, size_t columns)
{
    strbuf safe = {0};
    text_add_printable(&safe, path);
    const char *text = text_in(&safe);
    if (columns < PATH_LEAST)
        columns = PATH_LEAST;
    if (!p->terminal || text_columns(text) <= columns) {
        strbuf_add(b, path);
    } else {
        const char *slash = strrchr(text, '/');
        size_t rest = columns - strlen(ELLIPSIS), file = slash ? text_columns(slash) : rest;
        size_t tail = file > rest ? rest : file;
        const char *end = after_columns(text, rest - tail);
        strbuf_add_bytes(b, text, (size_t)(end - text));
        strbuf_printf(b, "%s%s", ELLIPSIS, last_columns(text, tail));
    }
    strbuf_free(&safe);
}
