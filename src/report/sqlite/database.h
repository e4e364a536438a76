/*
 * A thin layer over SQLite for writing: statements without values, and rows whose values are always bound,
 * never put into SQL text. The first thing that goes wrong stays; everything behind it does nothing, so a
 * caller looks once, at the end.
 */
#ifndef REPORT_SQLITE_DATABASE_H
#define REPORT_SQLITE_DATABASE_H

#include "base/arena.h"
#include "base/writer.h"

#include <sqlite3.h>

typedef struct database {
    sqlite3 *handle;
    sqlite3_stmt *insert;
    int at; /* the value bound last, from 1 */
    bool no_memory;
    bool failed;
    char why[256];  /* what failed */
    arena *scratch; /* texts that had to be mended */
} database;

/* The file must exist and be empty, and may be left broken: see base/atomic_file.h. NULL: in memory. */
void database_open(database *d, const char *path);
/* Writes one that is in memory, as its file would be. */
void database_write(database *d, sppwhy_writer *out);
/* One or more statements of our own. */
void database_run(database *d, const char *sql);
/* Closes; true when everything was written. */
bool database_close(database *d);

/* Rows of a table that has so many columns: begin, then a value for each column and row_end() for each row,
 * then rows_end(). */
void rows_begin(database *d, const char *table, int columns);
void rows_end(database *d);
void row_end(database *d); /* columns that got no value are NULL */

/* The next column. NULL gives NULL. */
void row_text(database *d, const char *text); /* must stay as it is until row_end() */
void row_copy(database *d, const char *text);
void row_number(database *d, uint64_t number);
void row_signed(database *d, int64_t number);
void row_boolean(database *d, bool value);
void row_null(database *d);
void row_code(database *d, uint32_t code);   /* "0xC004F074" */
void row_time(database *d, uint64_t time);   /* RFC 3339 with nine digits; NULL when 0 */
void row_minute(database *d, uint64_t time); /* RFC 3339 without a fraction; NULL when 0 */
void row_guid(database *d, const uint8_t *id);
/* A key of another table, from 1; NULL when 0. */
void row_key(database *d, size_t key);
/* Goes to a column, from 1: the next value is for it. */
void row_at(database *d, int column);

#endif
