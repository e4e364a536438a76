#include "report/text/table.h"

#include <libsmartcols/libsmartcols.h>

#include <stdlib.h>
#include <string.h>

table table_create(const page *p, unsigned indent)
{
    table t = {.page = p, .indent = indent, .locale = utf8_locale_enter(), .cols = scols_new_table()};
    t.failed = !t.cols || scols_table_set_termforce(t.cols, SCOLS_TERMFORCE_ALWAYS) != 0 ||
               scols_table_set_termwidth(t.cols, p->room - indent) != 0 ||
               scols_table_enable_noencoding(t.cols, 1) != 0 ||
               scols_table_set_column_separator(t.cols, "  ") != 0 ||
               scols_table_enable_colors(t.cols, p->color) != 0;
    return t;
}

void table_column(table *t, const char *head, bool right, bool flexible)
{
    int flags = (right ? SCOLS_FL_RIGHT : 0) | (flexible ? SCOLS_FL_WRAP : 0);
    if (!t->failed)
        t->failed = !scols_table_new_column(t->cols, head, 0, flags);
}

void table_row(table *t)
{
    if (t->failed)
        return;
    t->line = scols_table_new_line(t->cols, NULL);
    t->failed = !t->line;
    t->cell = 0;
}

/* libsmartcols 2.38 does not end on text that the C library cannot read, and misplaces characters of which it
 * does not know the width. */
static void add_known(strbuf *out, const utf8_locale *l, const char *text)
{
    while (*text) {
        const char *start = text;
        uint32_t c = text_next(&text);
        if (utf8_locale_knows(l, c))
            strbuf_add_bytes(out, start, (size_t)(text - start));
        else
            strbuf_printf(out, "\\u{%04X}", (unsigned)c);
    }
}

void table_text(table *t, const char *text)
{
    strbuf safe = {0}, known = {0};
    if (t->failed)
        return;
    text_add_printable(&safe, text);
    add_known(&known, &t->locale, text_in(&safe));
    t->failed = safe.failed || known.failed || scols_line_set_data(t->line, t->cell++, text_in(&known)) != 0;
    strbuf_free(&safe);
    strbuf_free(&known);
}

void table_color(table *t, const char *code)
{
    if (!t->failed && t->page->color && code[0] != '\0')
        t->failed = scols_cell_set_color(scols_line_get_cell(t->line, t->cell - 1), code) != 0;
}

void table_number(table *t, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    table_text(t, text);
}

/* One line behind the indent, without the blanks that fill it up. */
static void put_line(const table *t, const char *line, size_t length, bool head)
{
    while (length != 0 && line[length - 1] == ' ')
        length--;
    writer_printf(t->page->out, "%*s", (int)t->indent, "");
    put_color(t->page, head ? "\033[1m" : "");
    writer_bytes(t->page->out, line, length);
    put_color(t->page, head ? "\033[0m" : "");
    writer_char(t->page->out, '\n');
}

static void put_lines(const table *t, const char *text, bool heads)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        put_line(t, text, length, heads);
        heads = false;
        text += length + (text[length] == '\n');
    }
}

void table_drop(table *t)
{
    utf8_locale_leave(&t->locale);
    scols_unref_table(t->cols);
    t->cols = NULL;
}

void table_print(table *t, bool heads)
{
    char *text = NULL;
    t->failed = t->failed || scols_table_enable_noheadings(t->cols, !heads) != 0 ||
                scols_print_table_to_string(t->cols, &text) != 0 || !text;
    if (t->failed)
        writer_printf(t->page->out, "%*s(memory was too short for this table)\n", (int)t->indent, "");
    else
        put_lines(t, text, heads);
    free(text);
    table_drop(t);
}
