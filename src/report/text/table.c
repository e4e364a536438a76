/* See table.h. */
#include "report/text/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Between two columns. */
#define GAP 2
/* A flexible column keeps this many columns, or its head's, however narrow the page is. */
#define NARROWEST 8

text_table table_create(const page *p, unsigned indent)
{
    return (text_table){.page = p, .indent = indent};
}

void table_column(text_table *t, const char *head, bool right, bool flexible)
{
    if (t->columns == TABLE_COLUMNS_MOST)
        t->failed = true;
    else
        t->heads[t->columns++] = (table_head){.text = head, .right = right, .flexible = flexible};
}

static table_cell *cell_at(const text_table *t, size_t row, size_t column)
{
    return &t->cells.items[row * t->columns + column];
}

static size_t row_count(const text_table *t)
{
    return t->columns == 0 ? 0 : t->cells.count / t->columns;
}

void table_row(text_table *t)
{
    for (size_t i = 0; i < t->columns && !t->failed; i++)
        t->failed = !vec_push(&t->cells, ((table_cell){NULL, NULL}));
    t->cell = 0;
}

void table_text(text_table *t, const char *text)
{
    strbuf safe = {0};
    if (t->failed || t->cell == t->columns || t->cells.count == 0)
        return;
    text_add_name(&safe, text);
    char *copy = safe.failed ? NULL : strdup(text_in(&safe));
    t->failed = !copy;
    cell_at(t, row_count(t) - 1, t->cell++)->text = copy;
    strbuf_free(&safe);
}

void table_color(text_table *t, const char *code)
{
    if (!t->failed && t->page->color && code[0] != '\0' && t->cell != 0)
        cell_at(t, row_count(t) - 1, t->cell - 1)->color = code;
}

void table_number(text_table *t, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    table_text(t, text);
}

void table_moment(text_table *t, uint64_t time, unsigned narrower)
{
    strbuf b = {0};
    if (time != 0 && t->page->room < narrower)
        add_day(&b, &t->page->times, time);
    else if (time != 0)
        add_time(&b, &t->page->times, time, false);
    table_text(t, text_in(&b));
    strbuf_free(&b);
}

/* ---- how wide ------------------------------------------------------------------------------------------ */

static size_t wanted_width(const text_table *t, size_t column, bool heads)
{
    size_t width = heads ? text_columns(t->heads[column].text) : 0;
    for (size_t row = 0; row < row_count(t); row++) {
        const char *text = cell_at(t, row, column)->text;
        size_t needed = text ? text_columns(text) : 0;
        width = needed > width ? needed : width;
    }
    return width;
}

static size_t least_width(const table_head *head, bool heads)
{
    size_t named = heads ? text_columns(head->text) : 0;
    return named > NARROWEST ? named : NARROWEST;
}

/* The widest flexible column that may still give something; NULL when none may. */
static table_head *widest(text_table *t, bool heads)
{
    table_head *found = NULL;
    for (size_t i = 0; i < t->columns; i++) {
        table_head *head = &t->heads[i];
        if (head->flexible && head->width > least_width(head, heads) &&
            (!found || head->width > found->width))
            found = head;
    }
    return found;
}

static void fit(text_table *t, bool heads)
{
    size_t room = t->page->room > t->indent ? t->page->room - t->indent : 0, all = 0;
    for (size_t i = 0; i < t->columns; i++) {
        t->heads[i].width = wanted_width(t, i, heads);
        all += t->heads[i].width + (i != 0 ? GAP : 0);
    }
    for (table_head *head; all > room && (head = widest(t, heads)) != NULL;) {
        size_t least = least_width(head, heads), over = all - room, give = head->width - least;
        give = give < over ? give : over;
        head->width -= give;
        all -= give;
    }
}

/* ---- lines --------------------------------------------------------------------------------------------- */

/* Bytes of the text that a line of `width` columns takes; at least one character. What is longer breaks
 * behind a dot, a hyphen or a backslash, where there is one in its second half: a name is then still to be
 * read. */
static size_t piece_of(const char *text, size_t width, size_t *columns)
{
    const char *at = text, *after = NULL;
    size_t columns_after = 0;
    *columns = 0;
    while (*at) {
        const char *next = at;
        char one[8] = "";
        text_next(&next);
        memcpy(one, at, (size_t)(next - at) < sizeof one ? (size_t)(next - at) : sizeof one - 1);
        size_t more = text_columns(one);
        if (at != text && *columns + more > width)
            break;
        *columns += more;
        at = next;
        if (*columns > width / 2 && strchr(".-\\/ ", next[-1])) {
            after = at;
            columns_after = *columns;
        }
    }
    if (*at != '\0' && after) {
        *columns = columns_after;
        at = after;
    }
    return (size_t)(at - text);
}

static void put_blanks(const text_table *t, size_t count)
{
    writer_printf(t->page->out, "%*s", (int)count, "");
}

/* The parts of one row's cells that are not printed yet. */
typedef struct row_left {
    const char *text[TABLE_COLUMNS_MOST];
    const char *color[TABLE_COLUMNS_MOST];
} row_left;

/* One line of a row. Blanks come only before something, so that no line ends in them. */
static void put_line(const text_table *t, row_left *left)
{
    size_t owed = t->indent;
    for (size_t i = 0; i < t->columns; i++) {
        size_t columns, width = t->heads[i].width, bytes = piece_of(left->text[i], width, &columns);
        size_t fill = width > columns ? width - columns : 0;
        if (bytes != 0) {
            put_blanks(t, owed + (t->heads[i].right ? fill : 0));
            put_color(t->page, left->color[i] ? left->color[i] : "");
            writer_bytes(t->page->out, left->text[i], bytes);
            put_color(t->page, left->color[i] ? "\033[0m" : "");
            owed = t->heads[i].right ? 0 : fill;
        } else {
            owed += width;
        }
        owed += GAP;
        left->text[i] += bytes;
    }
    writer_char(t->page->out, '\n');
}

static bool anything_left(const text_table *t, const row_left *left)
{
    for (size_t i = 0; i < t->columns; i++)
        if (left->text[i][0] != '\0')
            return true;
    return false;
}

static void put_row(const text_table *t, row_left *left)
{
    do
        put_line(t, left);
    while (anything_left(t, left));
}

static void put_rows(const text_table *t, bool heads)
{
    row_left left = {0};
    for (size_t i = 0; i < t->columns; i++) {
        left.text[i] = t->heads[i].text;
        left.color[i] = "\033[1m";
    }
    if (heads)
        put_row(t, &left);
    for (size_t row = 0; row < row_count(t); row++) {
        for (size_t i = 0; i < t->columns; i++) {
            const table_cell *cell = cell_at(t, row, i);
            left.text[i] = cell->text ? cell->text : "";
            left.color[i] = cell->color;
        }
        put_row(t, &left);
    }
}

void table_drop(text_table *t)
{
    for (size_t i = 0; i < t->cells.count; i++)
        free(t->cells.items[i].text);
    vec_free(&t->cells);
}

void table_print(text_table *t, bool heads)
{
    if (t->failed) {
        writer_printf(t->page->out, "%*s(memory was too short for this table)\n", (int)t->indent, "");
    } else {
        fit(t, heads);
        put_rows(t, heads);
    }
    table_drop(t);
}
