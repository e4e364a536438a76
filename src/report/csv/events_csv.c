/* The structured records as one table for a spreadsheet: a row each, and a column for every field that a
 * record can have. */
#include "sppwhy/report.h"

#include "base/error.h"
#include "report/csv/csv_writer.h"
#include "report/view/facts.h"
#include "evtx/store.h"

#include <string.h>

typedef struct table {
    const sppwhy_records *records;
    const sppwhy_catalogue *catalogue;
    sppwhy_span span;
    strbuf *room;    /* for one string at a time */
    bool *no_memory; /* one could not be put together */
} table;

/* ---- the header ---------------------------------------------------------------------------------------- */

static const char *const before[] = {"time_utc", "computer", "channel", "provider",
                                     "event_id", "kind",     "outcome"};
static const char *const behind[] = {"recovered", "problems", "file", "record_id", "strings"};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define COLUMN_ROOM 48 /* bytes of a name */
#define COLUMNS_MOST (COUNT(before) + (size_t)SPPWHY_FIELD_TOTAL + 1 + COUNT(behind) + 1)

typedef struct header {
    char names[SPPWHY_FIELD_TOTAL][COLUMN_ROOM];
    const char *columns[COLUMNS_MOST];
    size_t count;
} header;

static void add_columns(header *h, const char *const *names, size_t count)
{
    memcpy(h->columns + h->count, names, count * sizeof *names);
    h->count += count;
}

/* A field's own name; of a time with its zone. A product takes two columns, its name and its ID. */
static void make_header(header *h)
{
    static const char *const product_id[] = {"product_id"};
    h->count = 0;
    add_columns(h, before, COUNT(before));
    for (int i = 0; i < SPPWHY_FIELD_TOTAL; i++) {
        const char *name = h->names[i];
        sppwhy_type type = sppwhy_field_type((sppwhy_field)i);
        snprintf(h->names[i], COLUMN_ROOM, "%s%s", sppwhy_field_name((sppwhy_field)i),
                 type == SPPWHY_TYPE_TIME ? "_utc" : "");
        add_columns(h, &name, 1);
        if (type == SPPWHY_TYPE_PRODUCT)
            add_columns(h, product_id, 1);
    }
    add_columns(h, behind, COUNT(behind));
    h->columns[h->count] = NULL;
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void put_value(csv_writer *w, const table *t, sppwhy_type type, const sppwhy_value *value)
{
    switch (type) {
    case SPPWHY_TYPE_CODE:
    case SPPWHY_TYPE_FLAGS:
        csv_code(w, (uint32_t)value->number);
        break;
    case SPPWHY_TYPE_NUMBER:
        csv_number(w, value->number);
        break;
    case SPPWHY_TYPE_BOOLEAN:
        csv_boolean(w, value->number != 0);
        break;
    case SPPWHY_TYPE_STATE:
        csv_text(w, sppwhy_state_name(value->number));
        break;
    case SPPWHY_TYPE_TIME:
        csv_time(w, value->number);
        break;
    case SPPWHY_TYPE_TEXT:
        csv_text(w, value->text);
        break;
    case SPPWHY_TYPE_GUID:
        csv_guid(w, value->id);
        break;
    case SPPWHY_TYPE_PRODUCT:
        csv_text(w, product_name(t->catalogue, value->id));
        csv_guid(w, value->id);
        break;
    }
}

/* Where a record's values are found by field, so that a row is one walk over the columns. */
static void put_fields(csv_writer *w, const table *t, const sppwhy_record *r)
{
    bool has[SPPWHY_FIELD_TOTAL] = {false};
    sppwhy_value value;
    for (size_t i = 0; i < sppwhy_record_type(r)->field_count; i++)
        if (sppwhy_record_type(r)->fields[i] != SPPWHY_FIELD_TOTAL)
            has[sppwhy_record_type(r)->fields[i]] = true;
    for (int i = 0; i < SPPWHY_FIELD_TOTAL; i++) {
        sppwhy_type type = sppwhy_field_type((sppwhy_field)i);
        if (has[i] && sppwhy_record_get(r, (sppwhy_field)i, &value)) {
            put_value(w, t, type, &value);
            continue;
        }
        csv_empty(w);
        if (type == SPPWHY_TYPE_PRODUCT)
            csv_empty(w);
    }
}

static void put_problems(csv_writer *w, const sppwhy_record *r)
{
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(r, &count);
    csv_open_cell(w);
    for (size_t i = 0; i < count; i++) {
        csv_add(w, i != 0 ? "; " : "");
        csv_add(w, problems[i].field);
        csv_add(w, ": ");
        csv_add(w, problems[i].reason);
    }
    csv_close_cell(w);
}

/* They hold commas and semicolons themselves, so bars stand between them. */
static void put_strings(csv_writer *w, const table *t, const sppwhy_record *r)
{
    csv_open_cell(w);
    for (size_t i = 0; i < r->event->common->string_count; i++) {
        strbuf_clear(t->room);
        event_add_string(t->room, r->event, i);
        *t->no_memory = *t->no_memory || t->room->failed;
        csv_add(w, i != 0 ? " | " : "");
        csv_add(w, t->room->bytes ? t->room->bytes : "");
    }
    csv_close_cell(w);
}

static void put_record(csv_writer *w, const table *t, const sppwhy_record *r)
{
    csv_time(w, r->event->time);
    csv_text(w, r->event->common->computer);
    csv_text(w, r->event->common->channel);
    csv_text(w, r->event->common->provider);
    csv_number(w, r->event->common->id);
    csv_text(w, sppwhy_record_type(r)->kind);
    csv_text(w, record_outcome(r));
    put_fields(w, t, r);
    csv_boolean(w, r->event->common->recovered);
    put_problems(w, r);
    csv_text(w, sppwhy_record_log(r)->path);
    csv_number(w, r->event->record_id);
    put_strings(w, t, r);
    csv_end_row(w);
}

static void put_rows(csv_writer *w, const void *context)
{
    const table *t = context;
    for (size_t i = 0; i < t->records->count && !csv_enough(w); i++) {
        const sppwhy_record *r = &t->records->items[i];
        uint64_t time = r->event->time;
        if (time >= t->span.since && (t->span.until == 0 || time <= t->span.until))
            put_record(w, t, r);
    }
}

sppwhy_status sppwhy_report_events_csv(sppwhy_writer *out, const sppwhy_records *records,
                                       const sppwhy_catalogue *catalogue, sppwhy_span span,
                                       sppwhy_error *error)
{
    header h;
    strbuf room = {0};
    bool no_memory = false;
    make_header(&h);
    csv_table(out, h.columns, put_rows, &(table){records, catalogue, span, &room, &no_memory});
    strbuf_free(&room);
    return no_memory ? error_no_memory(error) : SPPWHY_OK;
}
