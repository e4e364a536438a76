/*
 * Tables for a person: columns as wide as their widest cell, flexible ones narrower and broken over several
 * lines when the table is too wide. It is given what it needs to know: the width, whether colors are wanted;
 * it asks neither the terminal nor the environment.
 */
#ifndef REPORT_TEXT_TABLE_H
#define REPORT_TEXT_TABLE_H

#include "base/vec.h"
#include "report/text/prose.h"

#define TABLE_COLUMNS_MOST 16

typedef struct table_cell {
    char *text;        /* UTF-8, escaped for a terminal */
    const char *color; /* a sequence that switches it on; NULL: none */
} table_cell;

typedef struct table_head {
    const char *text;
    bool right, flexible;
    size_t width; /* while it is printed */
} table_head;

typedef struct text_table {
    const page *page;
    unsigned indent;
    table_head heads[TABLE_COLUMNS_MOST];
    size_t columns;
    VEC(table_cell) cells; /* row by row */
    size_t cell;           /* the next one of the row */
    bool failed;           /* memory was short: further calls do nothing, and table_print() says so */
} text_table;

/* Behind an indent of that many columns, and no wider than the page. table_print() must follow. */
text_table table_create(const page *p, unsigned indent);
/* All columns come before the first row; `head` must last. Numbers are set to the right; a column that is
 * `flexible` is broken over several lines when the table is too wide. */
void table_column(text_table *t, const char *head, bool right, bool flexible);
void table_row(text_table *t); /* the next cells are those of a new row */
void table_text(text_table *t, const char *text);
void table_color(text_table *t, const char *code); /* of the last cell */
void table_number(text_table *t, uint64_t number);
/* A time (0: an empty cell); the day alone on a page narrower than that. */
void table_moment(text_table *t, uint64_t time, unsigned narrower);
/* Frees it unprinted. */
void table_drop(text_table *t);
/* Prints it, with or without the heads, and frees it. */
void table_print(text_table *t, bool heads);

#endif
