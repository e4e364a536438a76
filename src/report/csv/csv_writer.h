/*
 * Tables as comma-separated values (RFC 4180), written as they come: one header, then one line a row, each
 * ended by CR LF. Whatever a log says, a row stays one line and no cell becomes a formula:
 *
 * - Control characters, turns of direction and bytes that are not UTF-8 are escaped as \xNN or \u{NNNN}.
 * - What a spreadsheet would take for a formula (= + - @, also in their wide forms) gets an apostrophe before
 *   it, at the start of a text and behind a semicolon, which separates cells where the comma is a decimal
 *   point. Numbers are written as numbers.
 * - Times are UTC, as "2026-03-05 07:57:31", which spreadsheets take for a date everywhere.
 * - A table that holds a character beyond ASCII begins with a byte order mark: Excel would take it for
 *   another code page. One that is plain ASCII has none, for programs that do not expect it.
 */
#ifndef REPORT_CSV_CSV_WRITER_H
#define REPORT_CSV_CSV_WRITER_H

#include <stdio.h>

#include "base/writer.h"
#include "spp/records.h"

typedef struct csv_writer {
    sppwhy_writer *out;
    bool looking;      /* the first pass: nothing is written, only looked for characters beyond ASCII */
    bool beyond_ascii; /* one was found */
    bool in_row;       /* a cell is before the next one */
    bool at_start;     /* of a cell that is being put together: a formula could begin here */
    bool cut;          /* it reached LIMIT_CSV_CELL */
    bool opened;       /* something is in it */
    size_t length;     /* of it, so far */
} csv_writer;

/* Writes all rows, in the same way each time it is called. */
typedef void (*csv_rows)(csv_writer *w, const void *context);

/* The whole table; `columns` ends with NULL. Calls `rows` twice, see above. */
void csv_table(sppwhy_writer *out, const char *const *columns, csv_rows rows, const void *context);
/* True when further rows do not matter: the first pass has found what it looks for, or writing failed. */
bool csv_enough(const csv_writer *w);

/* Its first line alone, behind a byte order mark if it needs one. */
void csv_heading(sppwhy_writer *out, const char *const *columns, bool mark);
bool csv_beyond_ascii(const char *text);
/* True for a text that may be as it is inside of a cell in quotes, whatever is before it, unless that
 * is the end of a text that is none. */
bool csv_is_plain(const char *text);

/* What separates it from the cell before; its text, which needs no care, is the caller's to write. */
void csv_begin_cell(csv_writer *w);
/* A cell each; NULL and a time of 0 give an empty one. */
void csv_text(csv_writer *w, const char *text);
void csv_number(csv_writer *w, uint64_t number);
void csv_signed(csv_writer *w, int64_t number);
void csv_boolean(csv_writer *w, bool value);
void csv_code(csv_writer *w, uint32_t code); /* "0xC004F074" */
void csv_time(csv_writer *w, uint64_t time);
void csv_guid(csv_writer *w, const uint8_t *id);
void csv_empty(csv_writer *w);
/* Several texts in one cell, with a separator between them, or numbered: "1. a 2. b". */
void csv_texts(csv_writer *w, const char *const *texts, size_t count, const char *separator);
void csv_steps(csv_writer *w, const char *const *texts, size_t count);
void csv_end_row(csv_writer *w);

/* A cell that is put together from parts. */
void csv_open_cell(csv_writer *w);
void csv_add(csv_writer *w, const char *text);
void csv_close_cell(csv_writer *w);

#endif
