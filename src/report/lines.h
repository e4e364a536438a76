/*
 * Lines for a person: wrapped at blanks, behind labels, in lists. What is printed may come from a log, so it
 * is escaped here, where every text for a terminal passes.
 */
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

#include <stdio.h>

#include "sppwhy/report.h"

typedef struct page {
    FILE *out;
    unsigned width;
    bool color;
} page;

/* The options' width, kept within what can be read. */
page page_of(FILE *out, sppwhy_text_options options);

/* "    Why       text text text
 *                text" */
#define LABEL_INDENT 4
#define LABEL_COLUMN 14

void put_color(const page *p, const char *code); /* only where colours are wanted */
/* Breaks a text at blanks so that it fits behind an indent of `left` columns; the first line begins at `at`.
 * Words longer than a line stand on their own. */
void put_wrapped(const page *p, unsigned left, unsigned at, const char *text);
void put_paragraph(const page *p, unsigned left, const char *text);
void put_labelled(const page *p, const char *label, const char *text);
void put_list(const page *p, const char *label, const char *const *texts, size_t count, bool numbered);
/* A name in bold, and `right` at the end of the line. */
void put_heading(const page *p, const char *name, const char *right);
const char *plural(size_t count, const char *one, const char *many);

#endif
