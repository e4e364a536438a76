/* The structured records as one table for a spreadsheet: a row each, and a column for every field that a
 * record can have. */
#include "rules/analysis.h"
#include "sppwhy/report.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/options.h"
#include "base/places.h"
#include "base/pool.h"
#include "base/vec.h"
#include "evtx/store.h"
#include "report/csv/csv_writer.h"
#include "report/view/facts.h"
#include "report/write/line.h"

#include <stdatomic.h>
#include <string.h>

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

/* ---- values: what differs from row to row -------------------------------------------------------------- */

#define ROW(to) (&(csv_writer){.out = (to)})

VALUE_WRITER(put_code, csv_code(ROW(to), (uint32_t)value->number))
VALUE_WRITER(put_plain_number, csv_number(ROW(to), value->number))
VALUE_WRITER(put_boolean, csv_boolean(ROW(to), value->number != 0))
VALUE_WRITER(put_state, csv_text(ROW(to), sppwhy_state_name(value->number)))
VALUE_WRITER(put_time_value, csv_time(ROW(to), value->number))
VALUE_WRITER(put_text_value, csv_text(ROW(to), value->text))
VALUE_WRITER(put_guid, csv_guid(ROW(to), value->id))

static void put_product(void *to, const sppwhy_catalogue *catalogue, const sppwhy_value *value)
{
    csv_writer w = {.out = to};
    csv_text(&w, product_name(catalogue, value->id));
    csv_guid(&w, value->id);
}

static const value_writers values = {.of = {[SPPWHY_TYPE_CODE] = put_code,
                                            [SPPWHY_TYPE_FLAGS] = put_code,
                                            [SPPWHY_TYPE_NUMBER] = put_plain_number,
                                            [SPPWHY_TYPE_BOOLEAN] = put_boolean,
                                            [SPPWHY_TYPE_STATE] = put_state,
                                            [SPPWHY_TYPE_TIME] = put_time_value,
                                            [SPPWHY_TYPE_TEXT] = put_text_value,
                                            [SPPWHY_TYPE_GUID] = put_guid,
                                            [SPPWHY_TYPE_PRODUCT] = put_product}};

static void put_absent(sppwhy_writer *out, sppwhy_field field)
{
    if (sppwhy_field_type(field) == SPPWHY_TYPE_PRODUCT)
        writer_char(out, ',');
}

/* "2026-03-05 07:57:31" */
static void put_time(sppwhy_writer *out, line_day *day, uint64_t time)
{
    if (time == 0)
        return;
    char *to = writer_room(out, 32);
    (void)line_put_time(to, day, time);
    to[10] = ' ';
    writer_advance(out, 19);
}

static void put_number(sppwhy_writer *out, slot_kind kind, uint64_t number)
{
    (void)kind;
    writer_u64(out, number);
}

static bool put_text(sppwhy_writer *out, const char *text)
{
    writer_text(out, text);
    return csv_is_plain(text);
}

static void put_whole(sppwhy_writer *out, const char *text)
{
    csv_writer w = {.out = out};
    csv_open_cell(&w);
    csv_add(&w, text);
    csv_close_cell(&w);
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void put_slot(csv_writer *w, line *l, slot_kind kind, unsigned which)
{
    csv_begin_cell(w);
    line_put(l, kind, which);
}

/* A column for each field that there is, two for a product. */
static void put_fields(csv_writer *w, line *l)
{
    const sppwhy_event_type *type = sppwhy_record_type(l->record);
    bool has[SPPWHY_FIELD_TOTAL] = {false};
    for (size_t i = 0; i < type->field_count; i++)
        if (type->fields[i] != SPPWHY_FIELD_TOTAL)
            has[type->fields[i]] = true;
    for (unsigned i = 0; i < SPPWHY_FIELD_TOTAL; i++) {
        if (has[i]) {
            put_slot(w, l, SLOT_FIELD, i);
            continue;
        }
        csv_empty(w);
        if (sppwhy_field_type((sppwhy_field)i) == SPPWHY_TYPE_PRODUCT)
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

typedef void (*put_piece)(csv_writer *w, line *l, const char *between, unsigned part);

/* Strings hold commas and semicolons themselves, so bars are between them. */
static void put_pieces(csv_writer *w, line *l, put_piece put)
{
    const sppwhy_event_common *c = l->record->event->common;
    for (unsigned i = 0, part = 0; i < c->string_count; i++)
        for (unsigned k = 0; k < c->forms[i].parts; k++, part++)
            put(w, l, k != 0 ? c->forms[i].separated ? ", " : "," : i != 0 ? " | " : "", part);
}

static void put_by_itself(csv_writer *w, line *l, const char *between, unsigned part)
{
    csv_add(w, between);
    csv_add(w, event_part(l->record->event, part));
}

static void put_in_shape(csv_writer *w, line *l, const char *between, unsigned part)
{
    writer_text(w->out, between);
    line_put(l, SLOT_PART, part);
}

static void put_strings(csv_writer *w, line *l)
{
    const sppwhy_event_common *c = l->record->event->common;
    if (!l->learning || c->string_count == 0) {
        csv_open_cell(w);
        put_pieces(w, l, put_by_itself);
        csv_close_cell(w);
    } else if (c->part_count == 1) {
        put_slot(w, l, SLOT_WHOLE, 0);
    } else {
        csv_begin_cell(w);
        writer_char(w->out, '"');
        put_pieces(w, l, put_in_shape);
        writer_char(w->out, '"');
    }
}

static void put_record(line *l, const void *context)
{
    csv_writer w = {.out = l->json.out};
    const sppwhy_record *r = l->record;
    (void)context;
    put_slot(&w, l, SLOT_TIME, 0);
    csv_text(&w, r->event->common->computer);
    csv_text(&w, r->event->common->channel);
    csv_text(&w, r->event->common->provider);
    csv_number(&w, r->event->common->id);
    csv_text(&w, sppwhy_record_type(r)->kind);
    put_slot(&w, l, SLOT_OUTCOME, 0);
    put_fields(&w, l);
    csv_boolean(&w, r->event->common->recovered);
    put_problems(&w, r);
    csv_text(&w, sppwhy_record_log(r)->path);
    put_slot(&w, l, SLOT_RECORD_ID, 0);
    put_strings(&w, l);
    csv_end_row(&w);
}

/* ---- beyond ASCII -------------------------------------------------------------------------------------- */

static bool has_names_beyond(const sppwhy_record *r)
{
    const sppwhy_event_common *c = r->event->common;
    return csv_beyond_ascii(c->computer) || csv_beyond_ascii(c->channel) || csv_beyond_ascii(c->provider) ||
           csv_beyond_ascii(sppwhy_record_type(r)->kind) || csv_beyond_ascii(sppwhy_record_log(r)->path);
}

/* Whether any text of a store is: most stores have none, and then no event needs a look. */
typedef struct stores_beyond {
    const struct sppwhy_texts *last; /* asked for last, and the answer */
    bool any;
    VEC(const void *) known; /* records of several stores may alternate */
    VEC(bool) answers;
    places known_places;
} stores_beyond;

static bool has_text_beyond_ascii(const struct sppwhy_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        if (csv_beyond_ascii(texts->items[i]))
            return true;
    return false;
}

/* Without memory the events are looked at. */
static bool store_is_beyond(stores_beyond *s, const struct sppwhy_texts *texts)
{
    if (s->last == texts)
        return s->any;
    const void *const *known = s->known.items;
    size_t place = places_find(&s->known_places, &places_of_address, known, s->known.count, texts);
    s->last = texts;
    if (place == s->known.count && vec_push(&s->known, texts))
        (void)vec_push(&s->answers, has_text_beyond_ascii(texts));
    s->any = place >= s->answers.count || s->answers.items[place];
    return s->any;
}

static bool has_text_beyond(const sppwhy_event *e, const sppwhy_event *last)
{
    bool like = last && last->common == e->common;
    for (size_t i = 0; i < e->common->part_count; i++)
        if (!(like && last->parts[i] == e->parts[i]) && csv_beyond_ascii(event_part(e, i)))
            return true;
    return false;
}

static bool has_product_beyond(const sppwhy_record *r, const sppwhy_catalogue *catalogue)
{
    const sppwhy_event_type *type = sppwhy_record_type(r);
    sppwhy_value value;
    for (size_t i = 0; i < type->field_count; i++)
        if (type->fields[i] != SPPWHY_FIELD_TOTAL &&
            sppwhy_field_type(type->fields[i]) == SPPWHY_TYPE_PRODUCT &&
            sppwhy_record_get(r, type->fields[i], &value)) {
            const char *name = product_name(catalogue, value.id);
            if (name && csv_beyond_ascii(name))
                return true;
        }
    return false;
}

static bool has_products_beyond(const sppwhy_catalogue *catalogue)
{
    const sppwhy_product *p;
    for (size_t i = 0; (p = sppwhy_product_at(catalogue, i)) != NULL; i++)
        if (csv_beyond_ascii(p->name))
            return true;
    return false;
}

/* What one thread looks at, at once: so many that an idle thread finds some, so few that what it knows of stores pays. */
#define RECORDS_LOOKED_AT ((size_t)1 << 16)

typedef struct mark_search {
    const lines_job *job;
    bool products; /* whether any has a name beyond ASCII */
    atomic_bool beyond;
} mark_search;

static bool is_beyond(const mark_search *m, stores_beyond *stores, const sppwhy_record *r,
                      const sppwhy_event *last)
{
    return ((!last || last->common != r->event->common) && has_names_beyond(r)) ||
           (store_is_beyond(stores, r->event->common->texts) && has_text_beyond(r->event, last)) ||
           (m->products && has_product_beyond(r, m->job->catalogue));
}

/* What the record before has at the same place needs no second look. */
static void search_some(void *context, size_t number)
{
    mark_search *m = context;
    const sppwhy_event *last = NULL;
    stores_beyond stores = {0};
    size_t from = number * RECORDS_LOOKED_AT, left = m->job->records->count - from;
    size_t to = from + (left < RECORDS_LOOKED_AT ? left : RECORDS_LOOKED_AT);
    for (size_t i = from; i < to && !m->beyond; i++) {
        const sppwhy_record *r = &m->job->records->items[i];
        if (!lines_within(m->job, i))
            continue;
        if (is_beyond(m, &stores, r, last))
            m->beyond = true;
        last = r->event;
    }
    vec_free(&stores.known);
    vec_free(&stores.answers);
    places_free(&stores.known_places);
}

/* Whether the table needs a byte order mark. */
static bool needs_mark(const lines_job *job)
{
    mark_search m = {.job = job, .products = has_products_beyond(job->catalogue)};
    pool_run((job->records->count + RECORDS_LOOKED_AT - 1) / RECORDS_LOOKED_AT, job->threads, search_some,
             &m);
    return m.beyond;
}

sppwhy_status sppwhy_report_events_csv(sppwhy_writer *out, const sppwhy_records *records,
                                       const sppwhy_catalogue *catalogue, const sppwhy_events_options *given,
                                       sppwhy_error *error)
{
    static const line_format format = {.describe = put_record,
                                       .put_time = put_time,
                                       .put_outcome = writer_text,
                                       .put_number = put_number,
                                       .put_text = put_text,
                                       .put_whole = put_whole,
                                       .values = &values,
                                       .put_absent = put_absent,
                                       .most_text = LIMIT_CSV_CELL};
    sppwhy_events_options options;
    if (options_take(&options, sizeof options, given, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    const lines_job job = {.records = records,
                           .span = options.span,
                           .catalogue = catalogue,
                           .format = &format,
                           .threads = options.threads};
    header h;
    make_header(&h);
    csv_heading(out, h.columns, needs_mark(&job));
    return lines_write(&job, out, error);
}
