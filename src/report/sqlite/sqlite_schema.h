/* The database's tables, indexes and views, as SQL; docs/formats.md describes them. */
#ifndef REPORT_SQLITE_SQLITE_SCHEMA_H
#define REPORT_SQLITE_SQLITE_SCHEMA_H

#include "base/text.h"

/* What gives a program which database this is: "sppw", and the version of the tables. */
#define DATABASE_APPLICATION 0x73707077
#define DATABASE_VERSION 1

/* Columns of `records` before those of the fields, and behind them. */
#define RECORD_COLUMNS_BEFORE 11
#define RECORD_COLUMNS_BEHIND 4

extern const char sqlite_tables[];  /* all but `records` */
extern const char sqlite_indexes[]; /* made when the rows are there: that is faster */
extern const char sqlite_views[];

/* `records` has a column for every field that a record can have. */
void sqlite_records_table(strbuf *sql);

#endif
