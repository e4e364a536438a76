/*
 * Tables for a person, laid out by libsmartcols. It is given what it needs to know: text that is already
 * escaped, the width, whether colours are wanted; it asks neither the terminal nor the environment.
 */
#ifndef REPORT_TEXT_TABLE_H
#define REPORT_TEXT_TABLE_H

#include "base/utf8_locale.h"
#include "report/text/prose.h"

typedef struct table {
    const page *page;
    unsigned indent;
    struct libscols_table *cols;
    struct libscols_line *line;
    size_t cell;
    utf8_locale locale; /* from the first call to the last the thread reads UTF-8 */
    bool failed;        /* memory was short: further calls do nothing, and table_print() says so */
} table;

/* Behind an indent of that many columns, and no wider than the page. table_print() must follow. */
table table_create(const page *p, unsigned indent);
/* Numbers stand right, a column that is `flexible` is broken over several lines when the table is too wide.
 */
void table_column(table *t, const char *head, bool right, bool flexible);
void table_row(table *t); /* the next cells stand in a new row */
void table_text(table *t, const char *text);
void table_color(table *t, const char *code); /* of the last cell */
void table_number(table *t, uint64_t number);
/* Frees it unprinted. */
void table_drop(table *t);
/* Prints it, with or without the heads, and frees it. */
void table_print(table *t, bool heads);

#endif
