/* What the events say: the records with a column for each field, and the products that they name. */
#include "base/id.h"
#include "report/sqlite/sqlite_export.h"

#include "base/sort.h"
#include "base/text.h"
#include "report/view/facts.h"
#include "evtx/store.h"
#include "report/sqlite/sqlite_schema.h"
#include "report/write/values.h"
#include "spp/access.h"

#include <stdlib.h>
#include <string.h>

typedef VEC(const uint8_t *) id_list;

/* Those of records, of activations, and of machines: an event may name products that are no field of a record. */
static bool list_products(id_list *ids, const export *x)
{
    const sppwhy_collection *c = x->collection;
    bool room = true;
    for (size_t i = 0; room && i < x->records->count; i++) {
        const uint8_t *product = record_id(&x->records->items[i], SPPWHY_FIELD_PRODUCT);
        if (product && (ids->count == 0 || !id_equal(ids->items[ids->count - 1], product)))
            room = vec_push(ids, product);
    }
    for (size_t i = 0; room && i < c->activation_count; i++)
        if (c->activations[i]->product)
            room = vec_push(ids, c->activations[i]->product);
    for (size_t i = 0; room && i < c->machine_count; i++)
        for (size_t k = 0; room && k < c->machines[i]->product_count; k++)
            room = vec_push(ids, c->machines[i]->products[k]);
    return room;
}

void export_products(export *x)
{
    id_list ids = {0};
    database *d = &x->db;
    if (!list_products(&ids, x))
        d->failed = d->no_memory = true;
    if (ids.count != 0)
        sort_array(ids.items, ids.count, sizeof *ids.items, id_order);
    rows_begin(d, "products", 2);
    for (size_t i = 0; i < ids.count; i++) {
        if (i != 0 && id_equal(ids.items[i - 1], ids.items[i]))
            continue;
        row_guid(d, ids.items[i]);
        row_text(d, product_name(x->analysis->catalogue, ids.items[i]));
        row_end(d);
    }
    rows_end(d);
    vec_free(&ids);
}

VALUE_WRITER(put_code, row_code(to, (uint32_t)value->number))
VALUE_WRITER(put_number, row_number(to, value->number))
VALUE_WRITER(put_state, row_text(to, sppwhy_state_name(value->number)))
VALUE_WRITER(put_time, row_minute(to, value->number))
VALUE_WRITER(put_text, row_text(to, value->text))
VALUE_WRITER(put_guid, row_guid(to, value->id))

static const value_writers values = {.of = {[SPPWHY_TYPE_CODE] = put_code,
                                            [SPPWHY_TYPE_FLAGS] = put_code,
                                            [SPPWHY_TYPE_NUMBER] = put_number,
                                            [SPPWHY_TYPE_BOOLEAN] = put_number,
                                            [SPPWHY_TYPE_STATE] = put_state,
                                            [SPPWHY_TYPE_TIME] = put_time,
                                            [SPPWHY_TYPE_TEXT] = put_text,
                                            [SPPWHY_TYPE_GUID] = put_guid,
                                            [SPPWHY_TYPE_PRODUCT] = put_guid}};

void row_field(database *d, const sppwhy_record *r, sppwhy_field field)
{
    sppwhy_value value;
    if (r && sppwhy_record_get(r, field, &value))
        value_put(&values, d, NULL, field, &value);
    else
        row_null(d);
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

static void put_strings(database *d, const sppwhy_record *r, strbuf *room, strbuf *one)
{
    strbuf_clear(room);
    strbuf_add_char(room, '[');
    for (size_t i = 0; i < r->event->common->string_count; i++) {
        if (i != 0)
            strbuf_add_char(room, ',');
        strbuf_clear(one);
        event_add_string(one, r->event, i);
        room->failed = room->failed || one->failed;
        add_json(room, one->bytes ? one->bytes : "");
    }
    strbuf_add_char(room, ']');
    if (room->failed)
        d->failed = d->no_memory = true;
    else
        row_copy(d, room->bytes);
}

static void put_problems(database *d, const sppwhy_record *r, strbuf *room)
{
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(r, &count);
    strbuf_clear(room);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(room, "%s%s: %s", i != 0 ? "; " : "", problems[i].field, problems[i].reason);
    if (room->failed)
        d->failed = d->no_memory = true;
    else
        row_copy(d, count != 0 ? room->bytes : NULL);
}

static void put_record(export *x, size_t i, strbuf *room, strbuf *one)
{
    database *d = &x->db;
    const sppwhy_record *r = &x->records->items[i];
    sppwhy_value value;
    row_key(d, i + 1);
    row_key(d, log_key(x, sppwhy_record_log(r)));
    row_number(d, r->event->record_id);
    row_key(d, x->record_machine[i]);
    row_time(d, r->event->time);
    row_text(d, r->event->common->computer);
    row_text(d, r->event->common->channel);
    row_text(d, r->event->common->provider);
    row_number(d, r->event->common->id);
    row_text(d, sppwhy_record_type(r)->kind);
    row_text(d, record_outcome(r));
    for (size_t k = 0; k < sppwhy_record_type(r)->field_count; k++) {
        sppwhy_field field = sppwhy_record_type(r)->fields[k];
        if (field == SPPWHY_FIELD_TOTAL || !sppwhy_record_get(r, field, &value))
            continue;
        row_at(d, RECORD_COLUMNS_BEFORE + (int)field + 1);
        value_put(&values, d, NULL, field, &value);
    }
    row_at(d, RECORD_COLUMNS_BEFORE + SPPWHY_FIELD_TOTAL + 1);
    row_boolean(d, r->event->common->recovered);
    row_number(d, r->event->offset);
    put_problems(d, r, room);
    put_strings(d, r, room, one);
    row_end(d);
}

void export_records(export *x)
{
    strbuf room = {0}, one = {0};
    rows_begin(&x->db, "records", RECORD_COLUMNS_BEFORE + SPPWHY_FIELD_TOTAL + RECORD_COLUMNS_BEHIND);
    for (size_t i = 0; i < x->records->count && !x->db.failed; i++)
        put_record(x, i, &room, &one);
    rows_end(&x->db);
    strbuf_free(&room);
    strbuf_free(&one);
}
