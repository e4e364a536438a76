/*
 * Lines for a person: wrapped at blanks, behind labels, in lists. What is printed may come from a log, so it
 * is escaped here, where every text for a terminal passes.
 */
#ifndef REPORT_TEXT_PROSE_H
#define REPORT_TEXT_PROSE_H

#include <stdio.h>

#include "base/text.h"
#include "base/writer.h"
#include "report/view/phrase.h"
#include "report/view/times.h"
#include "sppwhy/report.h"

typedef struct page {
    sppwhy_writer *out;
    unsigned width; /* of what is read as prose: long lines are hard to follow */
    unsigned room;  /* of tables, evidence and paths: all that there is */
    bool color;
    bool symbols;
    bool terminal;
    report_times times;
} page;

/* The options' width, kept within what can be read. Local times have the offset of `newest` (FILETIME). */
page page_of(sppwhy_writer *out, sppwhy_text_options options, uint64_t newest);
/* Options as a caller passes them; when they are not valid, the writer fails, and nothing is written. */
sppwhy_text_options text_options_of(sppwhy_writer *out, const sppwhy_text_options *given);

/* ---- times --------------------------------------------------------------------------------------------- */

/* Says once which zone local times have; nothing for UTC, which every time says itself. */
void put_zone(const page *p);

/* ---- texts --------------------------------------------------------------------------------------------- */

/* "    Why       text text text
 *                text" */
#define LABEL_INDENT 4
#define LABEL_COLUMN 14

void put_color(const page *p, const char *code); /* only where colors are wanted */
/* Breaks a text at blanks so that it fits behind an indent of `left` columns; the first line begins at `at`.
 * Words longer than a line are on their own; a time is one word. Times in UTC become local ones where that
 * is wanted. */
void put_wrapped(const page *p, unsigned left, unsigned at, const char *text);
/* As far as the lines go, for what is looked up rather than read. */
void put_wrapped_wide(const page *p, unsigned left, unsigned at, const char *text);
/* A step of advice: commands in it have a style of their own where colors are wanted. */
void put_step(const page *p, unsigned left, const char *text);
void put_paragraph(const page *p, unsigned left, const char *text);
void put_label(const page *p, const char *label);
void put_labeled(const page *p, const char *label, const char *text);
void put_list(const page *p, const char *label, const char *const *texts, size_t count, bool numbered);
/* A name in bold, and `right` at the end of the line. */
void put_heading(const page *p, const char *name, const char *right);
/* A path; on a terminal shortened in the middle to that many columns, its file's name last of all. */
void add_path(strbuf *b, const page *p, const char *path, size_t columns);

#endif
