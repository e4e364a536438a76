/* The records as record batches: the columns of `sppwhy events --format csv`, and those from which logs are
 * made again (events_in.c), which say what the member "sppwhy" of a JSON line says. */
#include "arrow/stream.h"
#include "evtx/store.h"
#include "report/json/jsonl_state.h"
#include "report/view/facts.h"
#include "spp/access.h"

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
    BY_LINE,
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
    {"by_line", COLUMN_BOOLEAN, NULL, 0},
};

#define COLUMNS_MOST (BEFORE + (size_t)SPPWHY_FIELD_TOTAL * 2 + BEHIND)

typedef struct events {
    const sppwhy_records *records;
    const sppwhy_log *const *logs;
    size_t log_count;
    const sppwhy_catalogue *catalogue;
    sppwhy_span span;
    const jsonl_state *back;
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

/* ---- a run of rows ------------------------------------------------------------------------------------- */

/* Products come again and again: each is looked for once, and their names take the place of their IDs. */
static void put_products(const events *e, column *c, size_t row, sppwhy_value *ids, size_t count)
{
    const uint8_t *last = NULL;
    const char *name = NULL;
    column_put_guids(c + 1, row, ids, count);
    for (size_t i = 0; i < count; i++) {
        if (ids[i].id != last)
            name = product_name(e->catalogue, ids[i].id);
        last = ids[i].id;
        ids[i].text = name;
    }
    column_put_all_text(c, row, ids, count);
}

static void put_values(const events *e, column *columns, size_t row, sppwhy_field field, sppwhy_value *values,
                       size_t count)
{
    column *c = &columns[e->field_column[field]];
    switch (sppwhy_field_type(field)) {
    case SPPWHY_TYPE_CODE:
    case SPPWHY_TYPE_FLAGS:
        column_put_codes(c, row, values, count);
        break;
    case SPPWHY_TYPE_NUMBER:
    case SPPWHY_TYPE_BOOLEAN:
    case SPPWHY_TYPE_TIME:
        column_put_numbers(c, row, values, count);
        break;
    case SPPWHY_TYPE_STATE:
        for (size_t i = 0; i < count; i++)
            values[i].text = sppwhy_state_name(values[i].number);
        column_put_all_text(c, row, values, count);
        break;
    case SPPWHY_TYPE_TEXT:
        column_put_all_text(c, row, values, count);
        break;
    case SPPWHY_TYPE_GUID:
        column_put_guids(c, row, values, count);
        break;
    case SPPWHY_TYPE_PRODUCT:
        put_products(e, c, row, values, count);
        break;
    }
}

static void put_fields(const events *e, column *columns, size_t row, const sppwhy_record *run, size_t count)
{
    const sppwhy_event_type *type = sppwhy_record_type(run);
    sppwhy_value values[RECORD_RUN];
    for (size_t i = 0; i < type->field_count; i++)
        if (type->fields[i] != SPPWHY_FIELD_TOTAL && record_run_get(run, count, type->fields[i], values))
            put_values(e, columns, row, type->fields[i], values, count);
}

static void put_problems(column *list, size_t row, const sppwhy_problem *problems, size_t count)
{
    column *item = column_child(list, 0);
    for (size_t i = 0; i < count; i++) {
        size_t at = column_next(item);
        column_put_text(column_child(item, 0), at, problems[i].field);
        column_put_text(column_child(item, 1), at, problems[i].reason);
        column_end_struct(item, at);
    }
    column_end_list(list, row);
}

/* Out of its parts, without a copy between. */
static void add_string(column *item, const sppwhy_event *event, size_t first, sppwhy_string_form form)
{
    size_t lengths[UINT8_MAX], between = form.separated ? 2 : 1, total = (form.parts - 1u) * between;
    for (size_t k = 0; k < form.parts; k++) {
        lengths[k] = strlen(event_part(event, first + k));
        total += lengths[k];
    }
    char *at = column_text_room(item, total);
    for (size_t k = 0; at && k < form.parts; k++) {
        if (k != 0) {
            memcpy(at, ", ", between);
            at += between;
        }
        memcpy(at, event_part(event, first + k), lengths[k]);
        at += lengths[k];
    }
}

/* All events of a run have as many strings, in as many parts. */
static void put_strings(column *list, size_t row, const sppwhy_record *run, size_t count)
{
    const sppwhy_event_common *c = run->event->common;
    column *item = column_child(list, 0);
    size_t next = column_next(item);
    int32_t *list_ends = column_rows(list, row, count);
    int32_t *ends = column_rows(item, next, count * c->string_count);
    for (size_t i = 0; list_ends && i < count; i++) {
        for (size_t k = 0, part = 0; ends && k < c->string_count; part += c->forms[k++].parts) {
            add_string(item, run[i].event, part, c->forms[k]);
            *ends++ = (int32_t)item->text_length;
        }
        next += c->string_count;
        list_ends[i] = (int32_t)next;
    }
}

static void put_copies(const events *e, column *list, size_t row, const sppwhy_event *event)
{
    column *item = column_child(list, 0);
    jsonl_state_copy copy;
    size_t at = jsonl_state_first_copy(e->back, event), count = 0;
    for (; jsonl_state_next_copy(e->back, event, &at, &copy); count++) {
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
static const int repeated_behind[] = {RECOVERED, FILE_PATH, LOG, LEVEL, QUALIFIERS, SOURCE, READER, BY_LINE};

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
    column_put_text(&rest[LOG], row, jsonl_state_log_id(e->back, sppwhy_record_log(r)));
    column_put_number(&rest[LEVEL], row, c->level);
    if (c->qualifiers >= 0)
        column_put_number(&rest[QUALIFIERS], row, (uint64_t)c->qualifiers);
    if (c->source[0] != '\0')
        column_put_text(&rest[SOURCE], row, c->source);
    column_put_text(&rest[READER], row, c->reader);
    column_put_number(&rest[BY_LINE], row, c->by_line);
}

static void repeat(const events *e, column *columns, size_t row, size_t count)
{
    for (size_t i = 0; i < sizeof repeated_before / sizeof *repeated_before && count != 0; i++)
        column_repeat(&columns[repeated_before[i]], row, count);
    for (size_t i = 0; i < sizeof repeated_behind / sizeof *repeated_behind && count != 0; i++)
        column_repeat(&columns[e->behind + (size_t)repeated_behind[i]], row, count);
}

/* Members of the events themselves. */
static void put_numbers(column *columns, size_t behind_first, size_t row, const sppwhy_record *run,
                        size_t count)
{
    static const struct {
        int column;
        size_t offset;
    } members[] = {{RECORD_ID, offsetof(sppwhy_event, record_id)},
                   {OFFSET, offsetof(sppwhy_event, offset)},
                   {HEADER_RECORD_ID, offsetof(sppwhy_event, header_record_id)}};
    sppwhy_value values[RECORD_RUN];
    const uint64_t odd = run->event->common->odd_time;
    values[0].number = run->event->time; /* there is one at least */
    for (size_t i = 1; i < count; i++)
        values[i].number = run[i].event->time;
    column_put_numbers(&columns[TIME], row, values, count);
    for (size_t i = 0; odd != 0 && i < count; i++)
        values[i].number = odd;
    column_put_numbers(&columns[EXACT_TIME], row, values, count);
    for (size_t k = 0; k < sizeof members / sizeof *members; k++) {
        for (size_t i = 0; i < count; i++)
            memcpy(&values[i].number, (const char *)run[i].event + members[k].offset, sizeof(uint64_t));
        column_put_numbers(&columns[behind_first + (size_t)members[k].column], row, values, count);
    }
}

/* Records of a run have the same outcome where these two fields are the same. */
static void put_outcomes(column *c, size_t row, const sppwhy_record *run, size_t count)
{
    sppwhy_value codes[RECORD_RUN], activated[RECORD_RUN], outcomes[RECORD_RUN];
    bool have_code = record_run_get(run, count, SPPWHY_FIELD_CODE, codes);
    bool say = record_run_get(run, count, SPPWHY_FIELD_ACTIVATED, activated);
    for (size_t i = 0; i < count; i++) {
        bool same = i != 0 && (!have_code || codes[i].number == codes[i - 1].number) &&
                    (!say || activated[i].number == activated[i - 1].number);
        outcomes[i].text = same ? outcomes[i - 1].text : record_outcome(&run[i]);
    }
    column_put_all_text(c, row, outcomes, count);
}

static void put_run(const events *e, column *columns, size_t row, const sppwhy_record *run, size_t count)
{
    column *rest = columns + e->behind;
    size_t problem_count;
    const sppwhy_problem *problems = sppwhy_record_problems(run, &problem_count);
    put_numbers(columns, e->behind, row, run, count);
    put_outcomes(&columns[OUTCOME], row, run, count);
    put_fields(e, columns, row, run, count);
    put_strings(&rest[STRINGS], row, run, count);
    for (size_t i = 0; problem_count != 0 && i < count; i++)
        put_problems(&rest[PROBLEMS], row + i, problems, problem_count);
    for (size_t i = 0; e->records->repeated != 0 && i < count; i++)
        put_copies(e, &rest[ALSO_IN], row + i, run[i].event);
}

static bool is_within(sppwhy_span span, uint64_t time)
{
    return time >= span.since && (span.until == 0 || time <= span.until);
}

/* With the same in the columns that are repeated. */
static bool is_same(const sppwhy_record *a, const sppwhy_record *b)
{
    return a && a->event->common == b->event->common && sppwhy_record_log(a) == sppwhy_record_log(b) &&
           sppwhy_record_type(a) == sppwhy_record_type(b);
}

/* How many of the records of a run are within the span, from the first on; 0 when that one is not. */
static size_t count_within(sppwhy_span span, const sppwhy_record *run, size_t most)
{
    size_t count = 0;
    while (count < most && is_within(span, run[count].event->time))
        count++;
    return count;
}

/* The rows to come have strings like those that are there; text that would have to be moved again and again. */
static void expect_strings(column *list, size_t rows, size_t most)
{
    column *item = column_child(list, 0);
    size_t expected = item->text_length / rows * most;
    column_expect_text(item, expected + expected / 16 < BATCH_TEXT ? expected + expected / 16 : BATCH_TEXT);
}

static size_t fill(batch_source *s, column *columns, size_t most)
{
    const events *e = s->of;
    const sppwhy_record *first = NULL; /* of those that are the same */
    size_t rows = 0, begin = 0;
    while (s->next < s->count && rows < most &&
           column_text_size(&columns[e->behind + STRINGS]) <= BATCH_TEXT) {
        const sppwhy_record *run = &e->records->items[s->next];
        size_t left = s->count - s->next < most - rows ? s->count - s->next : most - rows;
        size_t count = count_within(e->span, run, record_run(run, left));
        s->next += count != 0 ? count : 1;
        if (count == 0)
            continue;
        if (!is_same(first, run)) {
            if (first)
                repeat(e, columns, begin, rows - begin - 1);
            put_repeated(e, columns, rows, run);
            first = run;
            begin = rows;
        }
        put_run(e, columns, rows, run, count);
        if (rows == 0)
            expect_strings(&columns[e->behind + STRINGS], count, most);
        rows += count;
    }
    if (first)
        repeat(e, columns, begin, rows - begin - 1);
    return rows;
}

/* ---- the stream ---------------------------------------------------------------------------------------- */

static bool prepare(void *of, arena *memory)
{
    events *e = of;
    e->back = jsonl_state_create(memory, e->records, e->logs, e->log_count, &e->no_options);
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
