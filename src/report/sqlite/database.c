/* See database.h. */
#include "report/sqlite/database.h"

#include "base/clock.h"
#include "base/errno_text.h"
#include "base/id.h"
#include "base/text.h"
#include "report/view/facts.h"
#include "spp/hresult.h"

#include <stdio.h>
#include <string.h>

static void check(database *d, int code)
{
    if (d->failed || code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return;
    char reason[ERRNO_ROOM];
    d->failed = true;
    d->no_memory = code == SQLITE_NOMEM;
    int system = d->handle ? sqlite3_system_errno(d->handle) : 0;
    snprintf(d->why, sizeof d->why, "%s",
             system != 0 ? errno_text(system, reason)
             : d->handle ? sqlite3_errmsg(d->handle)
                         : sqlite3_errstr(code));
}

void database_open(database *d, const char *path)
{
    *d = (database){.scratch = arena_create()};
    if (!d->scratch) {
        d->failed = d->no_memory = true;
        return;
    }
    /* The draft is there already; but a sandbox may let only that be opened which may be made. */
    int how = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_CREATE;
    check(d, sqlite3_open_v2(path ? path : ":memory:", &d->handle, how, NULL));
    /* Nobody else has the file, and one that is not whole is thrown away: no journal, no waiting for the
     * disk. */
    database_run(d, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
                    "PRAGMA temp_store=MEMORY; PRAGMA encoding='UTF-8';");
}

void database_run(database *d, const char *sql)
{
    if (!d->failed)
        check(d, sqlite3_exec(d->handle, sql, NULL, NULL, NULL));
}

void database_write(database *d, sppwhy_writer *out)
{
    sqlite3_int64 size = 0;
    if (d->failed)
        return;
    unsigned char *image = sqlite3_serialize(d->handle, "main", &size, 0);
    if (image)
        sppwhy_writer_put(out, image, (size_t)size);
    else
        d->failed = d->no_memory = true;
    sqlite3_free(image);
}

bool database_close(database *d)
{
    rows_end(d);
    int code = sqlite3_close(d->handle);
    d->handle = NULL;
    check(d, code);
    arena_free(d->scratch);
    d->scratch = NULL;
    return !d->failed;
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

void rows_begin(database *d, const char *table, int columns)
{
    strbuf sql = {0};
    if (d->failed)
        return;
    strbuf_printf(&sql, "INSERT INTO %s VALUES(?", table);
    for (int i = 1; i < columns; i++)
        strbuf_add(&sql, ",?");
    strbuf_add(&sql, ")");
    if (sql.failed)
        d->failed = d->no_memory = true;
    else
        check(d, sqlite3_prepare_v2(d->handle, sql.bytes, -1, &d->insert, NULL));
    d->at = 0;
    strbuf_free(&sql);
}

void rows_end(database *d)
{
    sqlite3_finalize(d->insert); /* what it could tell was reported by row_end() */
    d->insert = NULL;
}

void row_end(database *d)
{
    if (d->failed)
        return;
    check(d, sqlite3_step(d->insert));
    sqlite3_reset(d->insert);
    sqlite3_clear_bindings(d->insert);
    d->at = 0;
}

static void put_text(database *d, const char *text, sqlite3_destructor_type lives)
{
    if (d->failed)
        return;
    const char *valid = text ? text_valid_utf8(d->scratch, text) : NULL;
    if (text && !valid)
        d->failed = d->no_memory = true;
    else
        check(d, sqlite3_bind_text(d->insert, ++d->at, valid, -1, lives));
}

void row_text(database *d, const char *text)
{
    put_text(d, text, SQLITE_STATIC);
}

void row_copy(database *d, const char *text)
{
    put_text(d, text, SQLITE_TRANSIENT);
}

void row_number(database *d, uint64_t number)
{
    if (d->failed)
        return;
    if (number > INT64_MAX) /* no real number of a log; SQLite has no integer for it */
        check(d, sqlite3_bind_double(d->insert, ++d->at, (double)number));
    else
        check(d, sqlite3_bind_int64(d->insert, ++d->at, (sqlite3_int64)number));
}

void row_signed(database *d, int64_t number)
{
    if (!d->failed)
        check(d, sqlite3_bind_int64(d->insert, ++d->at, number));
}

void row_boolean(database *d, bool value)
{
    row_number(d, value);
}

void row_null(database *d)
{
    d->at++;
}

void row_code(database *d, uint32_t code)
{
    char text[CODE_ROOM];
    row_copy(d, code_format(code, text));
}

void row_time(database *d, uint64_t time)
{
    char text[40];
    row_copy(d, time != 0 ? clock_format(time, true, text) : NULL);
}

void row_minute(database *d, uint64_t time)
{
    char text[40];
    row_copy(d, time != 0 ? clock_format(time, false, text) : NULL);
}

void row_guid(database *d, const uint8_t *id)
{
    char text[ID_ROOM];
    row_copy(d, id ? id_format(id, text) : NULL);
}

void row_key(database *d, size_t key)
{
    if (key == 0)
        row_null(d);
    else
        row_number(d, key);
}

void row_at(database *d, int column)
{
    d->at = column - 1;
}
