/* The records as record batches: the columns of `sppwhy events --format csv`, and those from which logs are
 * made again (events_in.c), which say what the member "sppwhy" of a JSON line says. */
#include "arrow/stream.h"
#include "evtx/store.h"
#include "report/json/jsonl_state.h"
#include "report/view/facts.h"

#include <string.h>

/* ---- the columns --------------------------------------------------------------------------------------- */

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
    {"recovered", COLUMN_BOOLEAN, NULL, 0},
    {"problems", COLUMN_LIST, problem_item, 1},
    {"file", COLUMN_NAME, NULL, 0},
    {"record_id", COLUMN_U64, NULL, 0},
    {"strings", COLUMN_LIST, stream_text_item, 1},
    {"log", COLUMN_NAME, NULL, 0},
    {"offset", COLUMN_U64, NULL, 0},
    {"level", COLUMN_U8, NULL, 0},
    {"qualifiers", COLUMN_I32, NULL, 0},
    {"source", COLUMN_NAME, NULL, 0},
    {"reader", COLUMN_NAME, NULL, 0},
    {"header_record_id", COLUMN_U64, NULL, 0},
    {"also_in", COLUMN_LIST, copy_item, 1},
};

#define COLUMNS_MOST (BEFORE + (size_t)SPPWHY_FIELD_TOTAL * 2 + BEHIND)

typedef struct events {
    const sppwhy_records *records;
    const sppwhy_log *const *logs;
    size_t log_count;
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

/* What all events with the same `common` of one log have the same: put for the first of a run of them, and
 * repeated for the others at its end. */
static const int repeated_before[] = {COMPUTER, CHANNEL, PROVIDER, EVENT_ID, KIND};
static const int repeated_behind[] = {RECOVERED, FILE_PATH, LOG, LEVEL, QUALIFIERS, SOURCE, READER};

static void put_repeated(const events *e, column *columns, size_t row, const sppwhy_record *r)
{
    const sppwhy_event_common *c = r->event->common;
    column *rest = columns + e->behind;
    column_put_text(&columns[COMPUTER], row, c->computer);
    column_put_text(&columns[CHANNEL], row, c->channel);
    column_put_text(&columns[PROVIDER], row, c->provider);
    column_put_number(&columns[EVENT_ID], row, c->id);
    column_put_text(&columns[KIND], row, sppwhy_record_type(r)->kind);
    column_put_number(&rest[RECOVERED], row, c->recovered);
    column_put_text(&rest[FILE_PATH], row, sppwhy_record_log(r)->path);
    column_put_text(&rest[LOG], row, read_back_log_id(e->back, sppwhy_record_log(r)));
    column_put_number(&rest[LEVEL], row, c->level);
    if (c->qualifiers >= 0)
        column_put_number(&rest[QUALIFIERS], row, (uint64_t)c->qualifiers);
    if (c->source[0] != '\0')
        column_put_text(&rest[SOURCE], row, c->source);
    column_put_text(&rest[READER], row, c->reader);
}

static void repeat(const events *e, column *columns, size_t row, size_t count)
{
    for (size_t i = 0; i < sizeof repeated_before / sizeof *repeated_before && count != 0; i++)
        column_repeat(&columns[repeated_before[i]], row, count);
    for (size_t i = 0; i < sizeof repeated_behind / sizeof *repeated_behind && count != 0; i++)
        column_repeat(&columns[e->behind + (size_t)repeated_behind[i]], row, count);
}

static void put_own(const events *e, column *columns, size_t row, const sppwhy_record *r)
{
    const sppwhy_event *event = r->event;
    column *rest = columns + e->behind;
    column_put_number(&columns[TIME], row, event->time);
    column_put_number(&columns[EXACT_TIME], row,
                      event->common->odd_time != 0 ? event->common->odd_time : event->time);
    column_put_text(&columns[OUTCOME], row, record_outcome(r));
    put_fields(e, columns, row, r);
    put_problems(&rest[PROBLEMS], row, r);
    column_put_number(&rest[RECORD_ID], row, event->record_id);
    put_strings(&rest[STRINGS], row, event);
    column_put_number(&rest[OFFSET], row, event->offset);
    column_put_number(&rest[HEADER_RECORD_ID], row, event->header_record_id);
    put_copies(e, &rest[ALSO_IN], row, event);
}

static bool is_within(sppwhy_span span, uint64_t time)
{
    return time >= span.since && (span.until == 0 || time <= span.until);
}

static bool is_same_run(const sppwhy_record *a, const sppwhy_record *b)
{
    return a && a->event->common == b->event->common && sppwhy_record_log(a) == sppwhy_record_log(b) &&
           sppwhy_record_type(a) == sppwhy_record_type(b);
}

static size_t fill(batch_source *s, column *columns, size_t most)
{
    const events *e = s->of;
    const sppwhy_record *first = NULL; /* of a run */
    size_t rows = 0, begin = 0;
    while (s->next < s->count && rows < most &&
           column_text_size(&columns[e->behind + STRINGS]) <= BATCH_TEXT) {
        const sppwhy_record *r = &e->records->items[s->next++];
        if (!is_within(e->span, r->event->time))
            continue;
        if (!is_same_run(first, r)) {
            if (first)
                repeat(e, columns, begin, rows - begin - 1);
            put_repeated(e, columns, rows, r);
            first = r;
            begin = rows;
        }
        put_own(e, columns, rows++, r);
    }
    if (first)
        repeat(e, columns, begin, rows - begin - 1);
    return rows;
}

/* ---- the stream ---------------------------------------------------------------------------------------- */

static bool prepare(void *of, arena *memory)
{
    events *e = of;
    e->back = read_back_create(memory, e->records, e->logs, e->log_count, &e->no_options);
    return e->back;
}

sppwhy_status sppwhy_arrow_events(struct ArrowArrayStream *out, const sppwhy_records *records,
                                  const sppwhy_log *const *logs, size_t log_count,
                                  const sppwhy_catalogue *catalogue, const sppwhy_arrow_options *options,
                                  sppwhy_error *error)
{
    column_spec specs[COLUMNS_MOST];
    sppwhy_arrow_options o;
    *out = (struct ArrowArrayStream){0};
    if (arrow_options(&o, options, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    events e = {
        .records = records, .logs = logs, .log_count = log_count, .catalogue = catalogue, .span = o.span};
    const stream_plan plan = {.specs = specs,
                              .spec_count = list_columns(&e, specs),
                              .count = records->count,
                              .fill = fill,
                              .of = &e,
                              .of_size = sizeof e,
                              .prepare = prepare};
    return stream_open(out, &plan, options, error);
}
