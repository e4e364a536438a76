/* The records as record batches: the columns of `sppwhy events --format csv`, and those from which logs are
 * made again (events_in.c), which say what the member "sppwhy" of a JSON line says. */
#include "arrow/stream.h"
#include "base/error.h"
#include "evtx/store.h"
#include "report/json/jsonl_state.h"
#include "report/view/facts.h"

#include <string.h>

/* ---- the columns --------------------------------------------------------------------------------------- */

static const column_spec text_item[] = {{"item", COLUMN_TEXT, NULL, 0}};
static const column_spec problem_members[] = {{"field", COLUMN_TEXT, NULL, 0},
                                              {"reason", COLUMN_TEXT, NULL, 0}};
static const column_spec problem_item[] = {{"item", COLUMN_STRUCT, problem_members, 2}};
static const column_spec copy_members[] = {{"log", COLUMN_TEXT, NULL, 0},
                                           {"header_record_id", COLUMN_U64, NULL, 0},
                                           {"offset", COLUMN_U64, NULL, 0},
                                           {"recovered", COLUMN_BOOLEAN, NULL, 0}};
static const column_spec copy_item[] = {{"item", COLUMN_STRUCT, copy_members, 4}};

enum { TIME, EXACT_TIME, COMPUTER, CHANNEL, PROVIDER, EVENT_ID, KIND, OUTCOME, BEFORE };
static const column_spec before[BEFORE] = {
    {"time", COLUMN_TIME, NULL, 0},    {"filetime", COLUMN_U64, NULL, 0},  {"computer", COLUMN_NAME, NULL, 0},
    {"channel", COLUMN_NAME, NULL, 0}, {"provider", COLUMN_NAME, NULL, 0}, {"event_id", COLUMN_U32, NULL, 0},
    {"kind", COLUMN_NAME, NULL, 0},    {"outcome", COLUMN_NAME, NULL, 0},
};

enum {
    RECOVERED,
    PROBLEMS,
    FILE_PATH,
    RECORD_ID,
    STRINGS,
    LOG,
    OFFSET,
    LEVEL,
    QUALIFIERS,
    SOURCE,
    READER,
    HEADER_RECORD_ID,
    ALSO_IN,
    BEHIND
};
static const column_spec behind[BEHIND] = {
    {"recovered", COLUMN_BOOLEAN, NULL, 0}, {"problems", COLUMN_LIST, problem_item, 1},
    {"file", COLUMN_NAME, NULL, 0},         {"record_id", COLUMN_U64, NULL, 0},
    {"strings", COLUMN_LIST, text_item, 1}, {"log", COLUMN_NAME, NULL, 0},
    {"offset", COLUMN_U64, NULL, 0},        {"level", COLUMN_U8, NULL, 0},
    {"qualifiers", COLUMN_I32, NULL, 0},    {"source", COLUMN_NAME, NULL, 0},
    {"reader", COLUMN_NAME, NULL, 0},       {"header_record_id", COLUMN_U64, NULL, 0},
    {"also_in", COLUMN_LIST, copy_item, 1},
};

#define COLUMNS_MOST (BEFORE + (size_t)SPPWHY_FIELD_TOTAL * 2 + BEHIND)

typedef struct events {
    const sppwhy_records *records;
    const sppwhy_catalogue *catalogue;
    sppwhy_span span;
    const read_back *back;
    sppwhy_events_options no_options; /* for it */
    size_t field_column[SPPWHY_FIELD_TOTAL];
    size_t behind; /* the first of these columns */
} events;

static column_kind kind_of(sppwhy_type type)
{
    switch (type) {
    case SPPWHY_TYPE_NUMBER:
        return COLUMN_U64;
    case SPPWHY_TYPE_BOOLEAN:
        return COLUMN_BOOLEAN;
    case SPPWHY_TYPE_TIME:
        return COLUMN_TIME;
    case SPPWHY_TYPE_GUID:
        return COLUMN_GUID;
    default: /* a code, flags, a state, a text, the name of a product */
        return COLUMN_NAME;
    }
}

/* A product takes two columns, its name and its ID. */
static size_t list_columns(events *e, column_spec *specs)
{
    size_t count = BEFORE;
    memcpy(specs, before, sizeof before);
    for (int i = 0; i < SPPWHY_FIELD_TOTAL; i++) {
        sppwhy_type type = sppwhy_field_type((sppwhy_field)i);
        e->field_column[i] = count;
        specs[count++] = (column_spec){sppwhy_field_name((sppwhy_field)i), kind_of(type), NULL, 0};
        if (type == SPPWHY_TYPE_PRODUCT)
            specs[count++] = (column_spec){"product_id", COLUMN_GUID, NULL, 0};
    }
    e->behind = count;
    memcpy(specs + count, behind, sizeof behind);
    return count + BEHIND;
}

/* ---- a row --------------------------------------------------------------------------------------------- */

static void put_value(const events *e, column *columns, size_t row, sppwhy_field field,
                      const sppwhy_value *value)
{
    column *c = &columns[e->field_column[field]];
    switch (sppwhy_field_type(field)) {
    case SPPWHY_TYPE_CODE:
    case SPPWHY_TYPE_FLAGS:
        column_put_code(c, row, (uint32_t)value->number);
        break;
    case SPPWHY_TYPE_NUMBER:
    case SPPWHY_TYPE_BOOLEAN:
    case SPPWHY_TYPE_TIME:
        column_put_number(c, row, value->number);
        break;
    case SPPWHY_TYPE_STATE:
        column_put_text(c, row, sppwhy_state_name(value->number));
        break;
    case SPPWHY_TYPE_TEXT:
        column_put_text(c, row, value->text);
        break;
    case SPPWHY_TYPE_GUID:
        column_put_guid(c, row, value->id);
        break;
    case SPPWHY_TYPE_PRODUCT:
        column_put_text(c, row, product_name(e->catalogue, value->id));
        column_put_guid(c + 1, row, value->id);
        break;
    }
}

static void put_fields(const events *e, column *columns, size_t row, const sppwhy_record *r)
{
    const sppwhy_event_type *type = sppwhy_record_type(r);
    sppwhy_value value;
    for (size_t i = 0; i < type->field_count; i++)
        if (type->fields[i] != SPPWHY_FIELD_TOTAL && sppwhy_record_get(r, type->fields[i], &value))
            put_value(e, columns, row, type->fields[i], &value);
}

static void put_problems(column *list, size_t row, const sppwhy_record *r)
{
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(r, &count);
    column *item = column_child(list, 0);
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        size_t at = column_next(item);
        column_put_text(column_child(item, 0), at, problems[i].field);
        column_put_text(column_child(item, 1), at, problems[i].reason);
        column_end_struct(item, at);
    }
    column_end_list(list, row);
}

/* Out of their parts, without a copy between. */
static void put_strings(column *list, size_t row, const sppwhy_event *event)
{
    const sppwhy_event_common *c = event->common;
    column *item = column_child(list, 0);
    size_t part = 0;
    for (size_t i = 0; i < c->string_count; i++) {
        for (size_t k = 0; k < c->forms[i].parts; k++) {
            const char *text = event_part(event, part++);
            if (k != 0)
                column_add_text(item, ", ", c->forms[i].separated ? 2 : 1);
            column_add_text(item, text, strlen(text));
        }
        column_end_text(item, column_next(item));
    }
    column_end_list(list, row);
}

static void put_copies(const events *e, column *list, size_t row, const sppwhy_event *event)
{
    column *item = column_child(list, 0);
    read_back_copy copy;
    size_t at = read_back_first_copy(e->back, event), count = 0;
    for (; read_back_next_copy(e->back, event, &at, &copy); count++) {
        size_t i = column_next(item);
        column_put_text(column_child(item, 0), i, copy.log);
        column_put_number(column_child(item, 1), i, copy.event->header_record_id);
        column_put_number(column_child(item, 2), i, copy.event->offset);
        column_put_number(column_child(item, 3), i, copy.event->common->recovered);
        column_end_struct(item, i);
    }
    if (count != 0)
        column_end_list(list, row);
}

static void put_before(column *columns, size_t row, const sppwhy_record *r)
{
    const sppwhy_event *event = r->event;
    column_put_number(&columns[TIME], row, event->time);
    column_put_number(&columns[EXACT_TIME], row,
                      event->common->odd_time != 0 ? event->common->odd_time : event->time);
    column_put_text(&columns[COMPUTER], row, event->common->computer);
    column_put_text(&columns[CHANNEL], row, event->common->channel);
    column_put_text(&columns[PROVIDER], row, event->common->provider);
    column_put_number(&columns[EVENT_ID], row, event->common->id);
    column_put_text(&columns[KIND], row, sppwhy_record_type(r)->kind);
    column_put_text(&columns[OUTCOME], row, record_outcome(r));
}

static void put_behind(const events *e, column *columns, size_t row, const sppwhy_record *r)
{
    const sppwhy_event *event = r->event;
    column_put_number(&columns[RECOVERED], row, event->common->recovered);
    put_problems(&columns[PROBLEMS], row, r);
    column_put_text(&columns[FILE_PATH], row, sppwhy_record_log(r)->path);
    column_put_number(&columns[RECORD_ID], row, event->record_id);
    put_strings(&columns[STRINGS], row, event);
    column_put_text(&columns[LOG], row, read_back_log_id(e->back, sppwhy_record_log(r)));
    column_put_number(&columns[OFFSET], row, event->offset);
    column_put_number(&columns[LEVEL], row, event->common->level);
    if (event->common->qualifiers >= 0)
        column_put_number(&columns[QUALIFIERS], row, (uint64_t)event->common->qualifiers);
    if (event->common->source[0] != '\0')
        column_put_text(&columns[SOURCE], row, event->common->source);
    column_put_text(&columns[READER], row, event->common->reader);
    column_put_number(&columns[HEADER_RECORD_ID], row, event->header_record_id);
    put_copies(e, &columns[ALSO_IN], row, event);
}

static bool is_within(sppwhy_span span, uint64_t time)
{
    return time >= span.since && (span.until == 0 || time <= span.until);
}

static size_t fill(batch_source *s, column *columns, size_t most)
{
    const events *e = s->of;
    size_t rows = 0;
    for (; s->next < s->count && rows < most; s->next++) {
        const sppwhy_record *r = &e->records->items[s->next];
        if (!is_within(e->span, r->event->time))
            continue;
        put_before(columns, rows, r);
        put_fields(e, columns, rows, r);
        put_behind(e, columns + e->behind, rows, r);
        rows++;
        if (column_text_size(&columns[e->behind + STRINGS]) > BATCH_TEXT) {
            s->next++;
            break;
        }
    }
    return rows;
}

/* ---- the stream ---------------------------------------------------------------------------------------- */

sppwhy_status sppwhy_arrow_events(struct ArrowArrayStream *out, const sppwhy_records *records,
                                  const sppwhy_log *const *logs, size_t log_count,
                                  const sppwhy_catalogue *catalogue, const sppwhy_arrow_options *options,
                                  sppwhy_error *error)
{
    sppwhy_arrow_options o;
    *out = (struct ArrowArrayStream){0};
    if (arrow_options(&o, options, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    column_spec specs[COLUMNS_MOST];
    batch_source source = {.memory = arena_create(), .count = records->count, .fill = fill};
    events *e = source.memory ? ARENA_NEW(source.memory, events) : NULL;
    if (!e) {
        arena_free(source.memory);
        return error_no_memory(error);
    }
    *e = (events){.records = records, .catalogue = catalogue, .span = o.span};
    source.of = e;
    source.spec_count = list_columns(e, specs);
    e->back = read_back_create(source.memory, records, logs, log_count, &e->no_options);
    if (e->back)
        source.specs = specs_for(source.memory, specs, source.spec_count, &o);
    return stream_open(out, &source, &o, error);
}
