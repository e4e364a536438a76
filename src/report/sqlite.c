/* The analysis and its records as a SQLite database. Every value is bound; the tables stand in
 * sqlite_schema.c. */
#include "sppwhy/report.h"

#include "base/draft.h"
#include "base/error.h"
#include "base/vec.h"
#include "report/database.h"
#include "report/lookup.h"
#include "report/shape.h"
#include "report/sqlite_schema.h"

#include <stdlib.h>
#include <string.h>

typedef struct export
{
    database db;
    const sppwhy_analysis *analysis;
    const sppwhy_collection *collection;
    const sppwhy_records *records;
    lookup logs, machines;  /* by address: the place in the collection's lists */
    size_t *record_machine; /* for each record the key of the machine that wrote it, 0 for none */
    size_t *finding_of;     /* for each activation, by id - 1, the key of its finding, 0 for none */
}
export;

/* ---- keys: from 1, in the order of the lists; 0 is none -------------------------------------------------
 */

static size_t record_key(const export *x, const sppwhy_record *r)
{
    return r ? (size_t)(r - x->records->items) + 1 : 0;
}

static size_t machine_key(const export *x, const sppwhy_machine *m)
{
    return lookup_first(&x->machines, m, (size_t)-1) + 1;
}

static size_t log_key(const export *x, const sppwhy_log *log)
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
    x->finding_of = calloc(c->activation_count + 1, sizeof *x->finding_of);
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

/* ---- logs, products, machines ----------------------------------------------------------------------------
 */

static void put_logs(export *x)
{
    database *d = &x->db;
    rows_begin(d, "logs", 9);
    for (size_t i = 0; i < x->collection->log_count; i++) {
        const sppwhy_log *log = x->collection->logs[i];
        row_key(d, i + 1);
        row_text(d, log->path);
        row_time(d, log->first_event);
        row_time(d, log->last_event);
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
    rows_begin(d, "damage", 4);
    for (size_t i = 0; i < x->collection->log_count; i++) {
        const sppwhy_log *log = x->collection->logs[i];
        for (size_t k = 0; k < log->damage_count; k++) {
            row_key(d, i + 1);
            row_number(d, log->damage[k].offset);
            row_text(d, log->damage[k].reason);
            row_boolean(d, log->damage[k].lost);
            row_end(d);
        }
    }
    rows_end(d);
}

static int by_id(const void *left, const void *right)
{
    return memcmp(*(const uint8_t *const *)left, *(const uint8_t *const *)right, 16);
}

/* Those that any record names, with their names where the catalogue knows them. */
static void put_products(export *x)
{
    VEC(const uint8_t *) ids = {0};
    sppwhy_value value;
    const uint8_t *last = NULL;
    database *d = &x->db;
    for (size_t i = 0; i < x->records->count && !d->failed; i++) {
        if (!sppwhy_record_get(&x->records->items[i], SPPWHY_FIELD_PRODUCT, &value) ||
            (last && memcmp(last, value.id, 16) == 0))
            continue;
        last = value.id;
        d->failed = d->no_memory = !vec_push(&ids, last);
    }
    if (ids.count != 0)
        qsort(ids.items, ids.count, sizeof *ids.items, by_id);
    rows_begin(d, "products", 2);
    for (size_t i = 0; i < ids.count; i++) {
        if (i != 0 && memcmp(ids.items[i - 1], ids.items[i], 16) == 0)
            continue;
        row_guid(d, ids.items[i]);
        row_text(d, product_name(x->analysis->catalogue, ids.items[i]));
        row_end(d);
    }
    rows_end(d);
    vec_free(&ids);
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
            row_number(d, m->served_count);
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

/* ---- records ---------------------------------------------------------------------------------------------
 */

static void put_value(database *d, sppwhy_type type, const sppwhy_value *value)
{
    switch (type) {
    case SPPWHY_CODE:
    case SPPWHY_FLAGS:
        row_code(d, (uint32_t)value->number);
        break;
    case SPPWHY_NUMBER:
    case SPPWHY_BOOLEAN:
        row_number(d, value->number);
        break;
    case SPPWHY_STATE:
        row_text(d, sppwhy_state_name(value->number));
        break;
    case SPPWHY_TIME:
        row_minute(d, value->number);
        break;
    case SPPWHY_TEXT:
        row_text(d, value->text);
        break;
    case SPPWHY_GUID:
    case SPPWHY_PRODUCT:
        row_guid(d, value->id);
        break;
    }
}

/* A JSON string: SQLite's json_each() takes the strings of an event apart again. */
static void add_json(strbuf *to, const char *text)
{
    strbuf_add_char(to, '"');
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20)
            strbuf_printf(to, "\\u%04x", (unsigned)(unsigned char)*text);
        else {
            if (*text == '"' || *text == '\\')
                strbuf_add_char(to, '\\');
            strbuf_add_char(to, *text);
        }
    }
    strbuf_add_char(to, '"');
}

static void put_strings(database *d, const sppwhy_event *e, strbuf *room)
{
    strbuf_clear(room);
    strbuf_add_char(room, '[');
    for (size_t i = 0; i < e->string_count; i++) {
        if (i != 0)
            strbuf_add_char(room, ',');
        add_json(room, e->strings[i]);
    }
    strbuf_add_char(room, ']');
    if (room->failed)
        d->failed = d->no_memory = true;
    else
        row_copy(d, room->bytes);
}

static void put_problems(database *d, const sppwhy_record *r, strbuf *room)
{
    strbuf_clear(room);
    for (size_t i = 0; i < r->problem_count; i++)
        strbuf_printf(room, "%s%s: %s", i != 0 ? "; " : "", r->problems[i].field, r->problems[i].reason);
    if (room->failed)
        d->failed = d->no_memory = true;
    else
        row_copy(d, r->problem_count != 0 ? room->bytes : NULL);
}

static void put_record(export *x, size_t i, strbuf *room)
{
    database *d = &x->db;
    const sppwhy_record *r = &x->records->items[i];
    const sppwhy_event *e = r->event;
    sppwhy_value value;
    row_key(d, i + 1);
    row_key(d, log_key(x, r->log));
    row_number(d, e->record_id);
    row_key(d, x->record_machine[i]);
    row_time(d, e->time);
    row_text(d, e->computer);
    row_text(d, e->channel);
    row_text(d, e->provider);
    row_number(d, e->id);
    row_text(d, r->type->kind);
    row_text(d, record_outcome(r));
    for (size_t k = 0; k < r->type->field_count; k++) {
        sppwhy_field field = r->type->fields[k];
        if (field == SPPWHY_FIELD_TOTAL || !sppwhy_record_get(r, field, &value))
            continue;
        row_at(d, RECORD_COLUMNS_BEFORE + (int)field + 1);
        put_value(d, sppwhy_field_type(field), &value);
    }
    row_at(d, RECORD_COLUMNS_BEFORE + SPPWHY_FIELD_TOTAL + 1);
    row_boolean(d, e->recovered);
    row_number(d, e->offset);
    put_problems(d, r, room);
    put_strings(d, e, room);
    row_end(d);
}

static void put_records(export *x)
{
    strbuf room = {0};
    rows_begin(&x->db, "records", RECORD_COLUMNS_BEFORE + SPPWHY_FIELD_TOTAL + RECORD_COLUMNS_BEHIND);
    for (size_t i = 0; i < x->records->count && !x->db.failed; i++)
        put_record(x, i, &room);
    rows_end(&x->db);
    strbuf_free(&room);
}

/* ---- findings, activations, requests, evidence -----------------------------------------------------------
 */

static void put_findings(export *x)
{
    database *d = &x->db;
    rows_begin(d, "findings", 12);
    for (size_t i = 0; i < x->analysis->finding_count; i++) {
        const sppwhy_finding *f = &x->analysis->findings[i];
        row_key(d, i + 1);
        row_text(d, f->verdict.cause);
        row_text(d, sppwhy_level_name(f->verdict.level));
        row_number(d, f->verdict.level);
        row_text(d, sppwhy_confidence_name(f->verdict.confidence));
        row_text(d, subject_name(f->subject));
        row_key(d, machine_key(x, f->machine));
        row_text(d, f->verdict.title);
        row_text(d, f->verdict.why);
        row_time(d, f->first);
        row_time(d, f->last);
        row_number(d, f->occurrences);
        row_end(d);
    }
    rows_end(d);
}

static void put_texts(database *d, size_t finding, const char *kind, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        row_key(d, finding);
        row_text(d, kind);
        row_number(d, i + 1);
        row_text(d, texts[i]);
        row_end(d);
    }
}

static void put_advice(export *x)
{
    database *d = &x->db;
    rows_begin(d, "advice", 4);
    for (size_t i = 0; i < x->analysis->finding_count; i++) {
        const sppwhy_verdict *v = &x->analysis->findings[i].verdict;
        put_texts(d, i + 1, "confirm", v->confirm, v->confirm_count);
        put_texts(d, i + 1, "fix", v->fix, v->fix_count);
        put_texts(d, i + 1, "missing", v->missing, v->missing_count);
        put_texts(d, i + 1, "false_alarm", v->false_alarms, v->false_alarm_count);
        put_texts(d, i + 1, "reference", v->references, v->reference_count);
    }
    rows_end(d);
}

static void put_activations(export *x)
{
    database *d = &x->db;
    rows_begin(d, "activations", 12);
    for (size_t i = 0; i < x->collection->activation_count; i++) {
        const sppwhy_activation *a = x->collection->activations[i];
        const sppwhy_verdict *v = x->analysis->verdicts[a->id - 1];
        row_key(d, a->id);
        row_key(d, machine_key(x, a->machine));
        row_time(d, a->time);
        row_guid(d, a->product);
        row_text(d, sppwhy_outcome_name(a->outcome));
        if (a->has_code)
            row_code(d, a->code);
        else
            row_null(d);
        row_text(d, v ? v->cause : NULL);
        row_text(d, v ? sppwhy_level_name(v->level) : NULL);
        row_text(d, v ? sppwhy_confidence_name(v->confidence) : NULL);
        row_text(d, v ? v->title : NULL);
        row_text(d, v ? v->why : NULL);
        row_key(d, x->finding_of[a->id - 1]);
        row_end(d);
    }
    rows_end(d);
}

/* NULL when there is no record or it does not tell. */
static void put_field(database *d, const sppwhy_record *r, sppwhy_field field)
{
    sppwhy_value value;
    if (r && sppwhy_record_get(r, field, &value))
        put_value(d, sppwhy_field_type(field), &value);
    else
        row_null(d);
}

static void put_requests(export *x)
{
    database *d = &x->db;
    rows_begin(d, "requests", 16);
    for (size_t i = 0; i < x->collection->request_count; i++) {
        const sppwhy_request *r = x->collection->requests[i];
        row_key(d, i + 1);
        row_key(d, r->activation ? r->activation->id : 0);
        row_key(d, machine_key(x, r->machine));
        row_key(d, machine_key(x, r->target));
        row_time(d, r->time);
        row_guid(d, r->product);
        row_guid(d, r->cmid);
        put_field(d, request_asked(r), SPPWHY_FIELD_CLIENT_TIME);
        put_field(d, r->client, SPPWHY_FIELD_SERVER);
        put_field(d, r->client, SPPWHY_FIELD_PORT);
        if (r->skew_source != SPPWHY_SKEW_NONE)
            row_signed(d, r->skew_seconds);
        else
            row_null(d);
        put_field(d, r->response, SPPWHY_FIELD_COUNT);
        put_field(d, request_asked(r), SPPWHY_FIELD_REQUIRED_COUNT);
        row_key(d, record_key(x, r->client));
        row_key(d, record_key(x, r->response));
        row_key(d, record_key(x, r->host));
        row_end(d);
    }
    rows_end(d);
}

static void put_evidence_of(export *x, const sppwhy_verdict *v, size_t finding, size_t activation)
{
    for (size_t i = 0; i < v->evidence_count; i++) {
        row_key(&x->db, record_key(x, v->evidence[i]));
        row_key(&x->db, finding);
        row_key(&x->db, activation);
        row_end(&x->db);
    }
}

static void put_evidence(export *x)
{
    rows_begin(&x->db, "evidence", 3);
    for (size_t i = 0; i < x->analysis->finding_count; i++)
        put_evidence_of(x, &x->analysis->findings[i].verdict, i + 1, 0);
    for (size_t i = 0; i < x->collection->activation_count; i++)
        if (x->analysis->verdicts[i])
            put_evidence_of(x, x->analysis->verdicts[i], 0, i + 1);
    rows_end(&x->db);
}

/* ---- the whole -------------------------------------------------------------------------------------------
 */

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
    put_products(x);
    put_machines(x);
    put_of_machines(x, "machine_aliases", ALIASES);
    put_of_machines(x, "machine_cmids", CMIDS);
    put_of_machines(x, "machine_products", PRODUCTS);
    put_findings(x);
    put_advice(x);
    put_records(x);
    put_activations(x);
    put_requests(x);
    put_evidence(x);
    database_run(&x->db, sqlite_indexes);
    database_run(&x->db, sqlite_views);
    database_run(&x->db, "COMMIT");
}

static sppwhy_status fill(export *x, const char *path, const char *target, sppwhy_error *error)
{
    if (!index_things(x))
        return error_no_memory(error);
    database_open(&x->db, path);
    put_everything(x);
    if (database_close(&x->db))
        return SPPWHY_OK;
    return x->db.no_memory ? error_no_memory(error)
                           : error_file(error, SPPWHY_IO, target, "cannot be written: %s", x->db.why);
}

sppwhy_status sppwhy_report_sqlite(const char *path, const sppwhy_analysis *analysis,
                                   const sppwhy_records *records, sppwhy_error *error)
{
    export x = {.analysis = analysis, .collection = analysis->collection, .records = records};
    draft *d;
    sppwhy_status status = draft_create(&d, path, error);
    if (status != SPPWHY_OK)
        return status;
    status = fill(&x, draft_path(d), path, error);
    if (status == SPPWHY_OK)
        status = draft_publish(d, error);
    draft_free(d);
    forget_index(&x);
    return status;
}
