/*
 * sqldump FILE            the whole database as text: every table, index and view as it was made, every row
 * sqldump FILE QUERY      what a query gives, a line a row with bars between, under its columns
 *
 * For the golden files and the queries of docs/formats.md, the same whichever version of SQLite's own shell
 * is there, if any.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static int fail(sqlite3 *db)
{
    fprintf(stderr, "sqldump: %s\n", sqlite3_errmsg(db));
    return 2;
}

static int print_query(sqlite3 *db, const char *sql, const char *prefix, int with_header)
{
    sqlite3_stmt *s = NULL;
    int code;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        return fail(db);
    int count = sqlite3_column_count(s);
    for (int i = 0; with_header && i < count; i++)
        printf("%s%s", sqlite3_column_name(s, i), i + 1 < count ? "|" : "\n");
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        printf("%s", prefix);
        for (int i = 0; i < count; i++) {
            const unsigned char *text = sqlite3_column_text(s, i);
            printf("%s%s", text ? (const char *)text : "", i + 1 < count ? "|" : "\n");
        }
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? 0 : fail(db);
}

/* "INSERT INTO t VALUES(...)", each value as SQL would write it. */
static int print_rows(sqlite3 *db, const char *table)
{
    sqlite3_stmt *columns = NULL;
    char sql[8192], prefix[256];
    size_t length = (size_t)snprintf(sql, sizeof sql, "SELECT ");
    char *about = sqlite3_mprintf("SELECT name FROM pragma_table_info(%Q)", table);
    if (sqlite3_prepare_v2(db, about, -1, &columns, NULL) != SQLITE_OK)
        return fail(db);
    for (int first = 1; sqlite3_step(columns) == SQLITE_ROW; first = 0)
        length += (size_t)snprintf(sql + length, sizeof sql - length, "%squote(\"%s\")",
                                   first ? "" : "||','||", (const char *)sqlite3_column_text(columns, 0));
    sqlite3_finalize(columns);
    sqlite3_free(about);
    snprintf(sql + length, sizeof sql - length, "||');' FROM %s", table);
    snprintf(prefix, sizeof prefix, "INSERT INTO %s VALUES(", table);
    return print_query(db, sql, prefix, 0);
}

static int dump(sqlite3 *db)
{
    sqlite3_stmt *s = NULL;
    int status = print_query(db, "PRAGMA application_id", "PRAGMA application_id=", 0);
    if (status == 0)
        status = print_query(db, "PRAGMA user_version", "PRAGMA user_version=", 0);
    if (status == 0)
        status = print_query(db, "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid",
                             "", 0);
    if (status != 0 ||
        sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid", -1, &s,
                           NULL))
        return fail(db);
    while (status == 0 && sqlite3_step(s) == SQLITE_ROW)
        status = print_rows(db, (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return status;
}

int main(int count, char **arguments)
{
    sqlite3 *db = NULL;
    if (count < 2 || count > 3) {
        fputs("usage: sqldump FILE [QUERY]\n", stderr);
        return 3;
    }
    int status = sqlite3_open_v2(arguments[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ? fail(db)
                 : count == 3 ? print_query(db, arguments[2], "", 1)
                              : dump(db);
    sqlite3_close(db);
    return status;
}
