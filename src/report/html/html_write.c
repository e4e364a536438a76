/* The small parts of the HTML report, the escaping first: whatever a log says comes through here. */
#include "report/html/html.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "report/view/activity.h"
#include "report/view/commands.h"
#include "report/view/facts.h"
#include "report/view/words.h"
#include "spp/hresult.h"

#include <ctype.h>
#include <string.h>

/* ---- escaping ------------------------------------------------------------------------------------------ */

static void put_character(sppwhy_writer *out, uint32_t c, const char *bytes, size_t length)
{
    switch (c) {
    case '&':
        writer_text(out, "&amp;");
        return;
    case '<':
        writer_text(out, "&lt;");
        return;
    case '>':
        writer_text(out, "&gt;");
        return;
    case '"':
        writer_text(out, "&quot;");
        return;
    case '\'':
        writer_text(out, "&#39;");
        return;
    default:
        writer_bytes(out, bytes, length);
    }
}

/* True when it was cut. */
static bool put_cut(sppwhy_writer *out, const char **text, size_t most)
{
    for (size_t i = 0; **text; i++) {
        if (i == most)
            return true;
        const char *start = *text;
        uint32_t c = text_next(text);
        size_t length = (size_t)(*text - start);
        if (c == 0xFFFD && length == 1) /* a byte that is not UTF-8 */
            writer_printf(out, "\\x%02X", (unsigned)(unsigned char)*start);
        else if (text_acts_on_terminal(c))
            writer_printf(out, c < 0x100 ? "\\x%02X" : "\\u{%04X}", (unsigned)c);
        else
            put_character(out, c, start, length);
    }
    return false;
}

void html_text(sppwhy_writer *out, const char *text)
{
    put_cut(out, &text, SIZE_MAX);
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; count++)
        text_next(&text);
    return count;
}

void html_text_cut(sppwhy_writer *out, const char *text, size_t most)
{
    if (put_cut(out, &text, most))
        writer_printf(out, "\342\200\246 and %zu more characters", characters(text));
}

/* The name with its blanks to be seen; `seen` is the caller's to free. */
static const char *seen_name(sppwhy_writer *out, strbuf *seen, const char *name)
{
    if (!text_has_unseen_blanks(name))
        return name;
    text_add_name_in_text(seen, name);
    if (seen->failed)
        writer_fail(out, SPPWHY_NO_MEMORY);
    return seen->failed ? "" : seen->bytes;
}

void html_name(sppwhy_writer *out, const char *name)
{
    strbuf seen = {0};
    html_text_cut(out, seen_name(out, &seen, name), HTML_NAME_SHOWN);
    strbuf_free(&seen);
}

void html_label(sppwhy_writer *out, const char *name, size_t most)
{
    strbuf seen = {0};
    const char *text = seen_name(out, &seen, name);
    if (put_cut(out, &text, most))
        writer_text(out, "\342\200\246");
    strbuf_free(&seen);
}

bool html_url(const char *text)
{
    if (!text_starts_with(text, "https://"))
        return false;
    for (const char *at = text; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("-._~:/?#[]@!$()*+,;=%&", *at))
            return false;
    return true;
}

/* ---- numbers, times, names ----------------------------------------------------------------------------- */

void html_number(sppwhy_writer *out, uint64_t number)
{
    if (number >= 1000) {
        html_number(out, number / 1000);
        writer_printf(out, ",%03u", (unsigned)(number % 1000));
    } else {
        writer_printf(out, "%u", (unsigned)number);
    }
}

void html_count(sppwhy_writer *out, size_t count, const char *one, const char *many)
{
    html_number(out, count);
    writer_printf(out, " %s", count == 1 ? one : many);
}

void html_more(sppwhy_writer *out, const char *before, size_t count, const char *behind)
{
    writer_printf(out, "%sand ", before);
    html_number(out, count);
    writer_printf(out, " more%s", behind);
}

void html_same_as_table(sppwhy_writer *out, const char *more, const char *const *columns, size_t count)
{
    writer_printf(out, "<details><summary>The same as a table%s</summary>\n<table><thead><tr>", more);
    for (size_t i = 0; i < count; i++)
        writer_printf(out, "<th scope=\"col\"%s>%s</th>", columns[i][0] == '#' ? " class=\"number\"" : "",
                      columns[i] + (columns[i][0] == '#'));
    writer_text(out, "</tr></thead>\n<tbody>\n");
}

void html_time(sppwhy_writer *out, uint64_t time, bool seconds)
{
    char text[40];
    writer_text(out, time == 0 ? "&#8211;" : clock_format_plain(time, seconds, text));
}

void html_day(sppwhy_writer *out, uint64_t time)
{
    char text[40];
    if (time == 0)
        writer_text(out, "&#8211;");
    else
        writer_printf(out, "%.10s", clock_format_plain(time, false, text));
}

void html_code(sppwhy_writer *out, uint32_t code)
{
    if (code == 0)
        writer_text(out, "<code>0x00000000</code>");
    else
        writer_printf(out, "<a href=\"#code-%08X\"><code>" CODE_FORMAT "</code></a>", (unsigned)code,
                      (unsigned)code);
}

void html_product(const html_page *page, const uint8_t *id)
{
    char room[PRODUCT_ROOM];
    html_text(page->out, product_words(page->analysis->catalogue, id, room));
}

void html_level(sppwhy_writer *out, sppwhy_level level)
{
    static const char *const words[] = {"Info", "Low", "Medium", "High", "Critical"};
    writer_printf(out, "<span class=\"level %s\">%s</span>", sppwhy_level_name(level), words[level]);
}

void html_machine_link(sppwhy_writer *out, const html_machine *m)
{
    if (!m->machine) {
        writer_text(out, "<a href=\"#collection\">the collected logs</a>");
        return;
    }
    writer_printf(out, "<a href=\"#%s-%zu\"><bdi>", m->has_section ? "machine" : "row", m->number);
    html_name(out, m->machine->name);
    writer_text(out, "</bdi></a>");
}

static int machine_against_name(const void *item, const void *name)
{
    return text_compare_nocase((*(const html_machine *const *)item)->machine->name, name);
}

/* Machines are in order of name. */
static const html_machine *machine_named(const html_page *p, const char *name)
{
    html_machine *const *found =
        sort_find(p->by_name, p->machine_count, sizeof *found, name, machine_against_name);
    return found ? *found : NULL;
}

void html_computer_link(const html_page *p, const sppwhy_record *r, const html_machine *of)
{
    const html_machine *m = machine_named(p, html_computer(r));
    if (m && m != of) {
        html_machine_link(p->out, m);
        return;
    }
    writer_text(p->out, "<bdi>");
    html_name(p->out, html_computer(r));
    writer_text(p->out, "</bdi>");
}

void html_step(sppwhy_writer *out, const char *text)
{
    text_piece piece;
    strbuf part = {0};
    while (next_piece(&text, &piece)) {
        strbuf_clear(&part);
        strbuf_add_bytes(&part, piece.at, piece.length);
        writer_text(out, piece.command ? "<code class=\"command\">" : "");
        html_text(out, !part.failed ? part.bytes ? part.bytes : "" : "(memory is too short for this text)");
        writer_text(out, piece.command ? "</code>" : "");
    }
    strbuf_free(&part);
}

void html_items(sppwhy_writer *out, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        writer_text(out, "<li>");
        html_step(out, texts[i]);
        writer_text(out, "</li>\n");
    }
}

const char *html_outcome(sppwhy_outcome outcome)
{
    switch (outcome) {
    case SPPWHY_OUTCOME_ACTIVATED:
        return "Activated";
    case SPPWHY_OUTCOME_RENEWED:
        return "Renewed";
    case SPPWHY_OUTCOME_FAILED:
        return "Failed";
    case SPPWHY_OUTCOME_UNANSWERED:
        break;
    }
    return "No answer";
}

const char *html_computer(const sppwhy_record *record)
{
    return record->event->common->computer;
}

/* ---- colors of causes ---------------------------------------------------------------------------------- */

size_t html_color_of(const html_page *p, const sppwhy_verdict *v)
{
    const sppwhy_analysis *a = p->analysis;
    for (size_t i = 0; i < a->cause_count && i < HTML_COLORS; i++)
        if (strcmp(a->causes[i].cause, v->cause) == 0)
            return i;
    return HTML_COLORS;
}

void html_color_title(const html_page *p, size_t color, size_t most)
{
    if (color == HTML_GOOD)
        writer_text(p->out, "succeeded or granted");
    else if (color == HTML_COLORS)
        writer_text(p->out, "other causes");
    else
        html_label(p->out, p->color_titles[color], most);
}

void html_color_legend(const html_page *p, const size_t used[HTML_GOOD + 1])
{
    sppwhy_writer *out = p->out;
    writer_text(out, "<ul class=\"legend\" aria-label=\"Colors\">\n");
    for (size_t i = 0; i <= HTML_GOOD; i++) {
        if (used[i] == 0)
            continue;
        if (i == HTML_GOOD)
            writer_text(out, "<li class=\"key ok\">");
        else
            writer_printf(out, "<li class=\"key k%zu\">", i);
        html_color_title(p, i, HTML_NAME_SHOWN);
        writer_text(out, ": ");
        html_number(out, used[i]);
        writer_text(out, "</li>\n");
    }
    writer_text(out, "</ul>\n");
}
