/* The analysis and its records as a SQLite database. Every value is bound; the tables are in
 * sqlite_schema.c. */
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "sppwhy/version.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/text.h"
#include "report/sqlite/sqlite_export.h"
#include "report/view/facts.h"
#include "report/view/logs.h"
#include "report/sqlite/sqlite_schema.h"

#include <stdlib.h>

/* ---- keys: from 1, in the order of the lists; 0 is none ------------------------------------------------ */

size_t record_key(const export *x, const sppwhy_record *r)
{
    return r ? (size_t)(r - x->records->items) + 1 : 0;
}

size_t machine_key(const export *x, const sppwhy_machine *m)
{
    return lookup_first(&x->machines, m, (size_t)-1) + 1;
}

size_t log_key(const export *x, const sppwhy_log *log)
{
    return lookup_first(&x->logs, log, (size_t)-1) + 1;
}

static bool index_things(export *x)
{
    const sppwhy_collection *c = x->collection;
    bool done = true;
    for (size_t i = 0; i < c->log_count && done; i++)
        done = lookup_add(&x->logs, c->logs[i], i);
    for (size_t i = 0; i < c->machine_count && done; i++)
        done = lookup_add(&x->machines, c->machines[i], i);
    lookup_sort(&x->logs);
    lookup_sort(&x->machines);
    x->record_machine = calloc(x->records->count + 1, sizeof *x->record_machine);
    size_t ids = c->activation_count != 0 ? c->activations[c->activation_count - 1]->id : 0;
    x->finding_of = calloc(ids + 1, sizeof *x->finding_of);
    if (!done || !x->record_machine || !x->finding_of)
        return false;
    for (size_t i = 0; i < c->machine_count; i++)
        for (size_t k = 0; k < c->machines[i]->record_count; k++)
            x->record_machine[record_key(x, c->machines[i]->records[k]) - 1] = i + 1;
    for (size_t i = 0; i < x->analysis->finding_count; i++)
        for (size_t k = 0; k < x->analysis->findings[i].activation_count; k++)
            x->finding_of[x->analysis->findings[i].activations[k] - 1] = i + 1;
    return true;
}

static void forget_index(export *x)
{
    lookup_free(&x->logs);
    lookup_free(&x->machines);
    free(x->record_machine);
    free(x->finding_of);
}

/* ---- logs, products, machines -------------------------------------------------------------------------- */

static void put_logs(export *x)
{
    database *d = &x->db;
    rows_begin(d, "logs", 12);
    for (size_t i = 0; i < x->collection->log_count; i++) {
        const sppwhy_log *log = x->collection->logs[i];
        row_key(d, i + 1);
        row_text(d, log->path);
        row_time(d, log->first_event);
        row_time(d, log->last_event);
        row_number(d, log->bytes);
        row_number(d, log_bytes_lost(log));
        row_number(d, log->chunks);
        row_number(d, log->records);
        row_number(d, log->records_lost);
        row_number(d, log->event_count);
        row_number(d, log->recovered);
        row_boolean(d, log->dirty);
        row_end(d);
    }
    rows_end(d);
}

static void put_log_names(export *x, const char *table, bool channels)
{
    database *d = &x->db;
    rows_begin(d, table, 2);
    for (size_t i = 0; i < x->collection->log_count; i++) {
        const sppwhy_log *log = x->collection->logs[i];
        size_t count = channels ? log->channel_count : log->computer_count;
        for (size_t k = 0; k < count; k++) {
            row_key(d, i + 1);
            row_text(d, channels ? log->channels[k] : log->computers[k]);
            row_end(d);
        }
    }
    rows_end(d);
}

static void put_damage(export *x)
{
    database *d = &x->db;
    rows_begin(d, "damage", 5);
    for (size_t i = 0; i < x->collection->log_count; i++) {
        const sppwhy_log *log = x->collection->logs[i];
        for (size_t k = 0; k < log->damage_count; k++) {
            row_key(d, i + 1);
            row_number(d, log->damage[k].offset);
            row_number(d, log->damage[k].bytes);
            row_text(d, log->damage[k].reason);
            row_boolean(d, log->damage[k].lost);
            row_end(d);
        }
    }
    rows_end(d);
}

static void put_unread(export *x)
{
    database *d = &x->db;
    rows_begin(d, "unread", 2);
    for (size_t i = 0; i < x->analysis->unread_count; i++) {
        row_text(d, x->analysis->unread[i].path);
        row_text(d, x->analysis->unread[i].message);
        row_end(d);
    }
    rows_end(d);
}

static void put_machines(export *x)
{
    database *d = &x->db;
    rows_begin(d, "machines", 11);
    for (size_t i = 0; i < x->collection->machine_count; i++) {
        const sppwhy_machine *m = x->collection->machines[i];
        row_key(d, i + 1);
        row_text(d, m->name);
        row_boolean(d, m->is_client);
        row_boolean(d, m->is_host);
        row_text(d, sppwhy_machine_state_name(m->state));
        row_time(d, m->last_success);
        row_time(d, m->last_failure);
        row_time(d, m->runs_out);
        row_number(d, m->activation_count);
        row_number(d, m->failed_count);
        if (m->is_host)
            row_number(d, served_in_span(x->collection, m).requests);
        row_end(d);
    }
    rows_end(d);
}

typedef enum of_machine { ALIASES, CMIDS, PRODUCTS } of_machine;

static void put_of_machines(export *x, const char *table, of_machine what)
{
    database *d = &x->db;
    rows_begin(d, table, 2);
    for (size_t i = 0; i < x->collection->machine_count; i++) {
        const sppwhy_machine *m = x->collection->machines[i];
        size_t count = what == ALIASES ? m->alias_count : what == CMIDS ? m->cmid_count : m->product_count;
        for (size_t k = 0; k < count; k++) {
            row_key(d, i + 1);
            if (what == ALIASES)
                row_text(d, m->aliases[k]);
            else
                row_guid(d, what == CMIDS ? m->cmids[k] : m->products[k]);
            row_end(d);
        }
    }
    rows_end(d);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void put_about(database *d)
{
    const char *const about[][2] = {{"schema_version", "1"}, {"sppwhy_version", sppwhy_version()}};
    rows_begin(d, "about", 2);
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
        row_text(d, about[i][0]);
        row_text(d, about[i][1]);
        row_end(d);
    }
    rows_end(d);
}

static void put_schema(database *d)
{
    strbuf sql = {0};
    strbuf_printf(&sql, "PRAGMA application_id=%d; PRAGMA user_version=%d; BEGIN;", DATABASE_APPLICATION,
                  DATABASE_VERSION);
    strbuf_add(&sql, sqlite_tables);
    sqlite_records_table(&sql);
    if (sql.failed)
        d->failed = d->no_memory = true;
    else
        database_run(d, sql.bytes);
    strbuf_free(&sql);
}

static void put_everything(export *x)
{
    put_schema(&x->db);
    put_about(&x->db);
    put_logs(x);
    put_log_names(x, "log_computers", false);
    put_log_names(x, "log_channels", true);
    put_damage(x);
    put_unread(x);
    export_products(x);
    put_machines(x);
    put_of_machines(x, "machine_aliases", ALIASES);
    put_of_machines(x, "machine_cmids", CMIDS);
    put_of_machines(x, "machine_products", PRODUCTS);
    export_findings(x);
    export_records(x);
    export_activations(x);
    export_evidence(x);
    database_run(&x->db, sqlite_indexes);
    database_run(&x->db, sqlite_views);
    database_run(&x->db, "COMMIT");
}

/* Into the file `path`, or with NULL in memory and then to `out`. */
static sppwhy_status fill(export *x, const char *path, const char *target, sppwhy_writer *out,
                          sppwhy_error *error)
{
    if (!index_things(x))
        return error_no_memory(error);
    database_open(&x->db, path);
    put_everything(x);
    if (out)
        database_write(&x->db, out);
    if (database_close(&x->db))
        return SPPWHY_OK;
    return x->db.no_memory ? error_no_memory(error)
                           : error_file(error, SPPWHY_IO, target, "cannot be written: %s", x->db.why);
}

sppwhy_status sppwhy_report_sqlite(const char *path, const sppwhy_analysis *analysis,
                                   const sppwhy_records *records, sppwhy_error *error)
{
    export x = {.analysis = analysis, .collection = analysis->collection, .records = records};
    atomic_file *d;
    sppwhy_status status = atomic_file_create(&d, path, error);
    if (status != SPPWHY_OK)
        return status;
    status = fill(&x, atomic_file_path(d), path, NULL, error);
    if (status == SPPWHY_OK)
        status = atomic_file_publish(d, error);
    atomic_file_free(d);
    forget_index(&x);
    return status;
}

sppwhy_status sppwhy_report_sqlite_to(sppwhy_writer *out, const sppwhy_analysis *analysis,
                                      const sppwhy_records *records, sppwhy_error *error)
{
    export x = {.analysis = analysis, .collection = analysis->collection, .records = records};
    sppwhy_status status = fill(&x, NULL, "the database", out, error);
    forget_index(&x);
    return status;
}
