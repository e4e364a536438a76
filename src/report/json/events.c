/* The structured records as JSON lines: one object a record, in the names of the Elastic Common Schema and of
 * Winlogbeat, and `spp` for what only licensing has. */
#include "sppwhy/report.h"

#include "base/error.h"
#include "base/pool.h"
#include "evtx/store.h"
#include "report/json/jsonl_state.h"
#include "report/json/line.h"
#include "report/view/facts.h"

#include <stdlib.h>

/* ---- a line ----------------------------------------------------------------------------------------------
 */

static void write_problems(json_writer *w, const sppwhy_record *r)
{
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(r, &count);
    if (count == 0)
        return;
    json_key(w, "problems");
    json_open_array(w);
    for (size_t i = 0; i < count; i++) {
        json_open_object(w);
        json_string_member(w, "field", problems[i].field);
        json_string_member(w, "reason", problems[i].reason);
        json_close_object(w);
    }
    json_close_array(w);
}

static void write_spp(line *l)
{
    json_writer *w = &l->json;
    const sppwhy_event_type *type = sppwhy_record_type(l->record);
    json_key(w, "spp");
    json_open_object(w);
    json_string_member(w, "kind", type->kind);
    for (size_t i = 0; i < type->field_count; i++)
        if (type->fields[i] != SPPWHY_FIELD_TOTAL)
            line_member(l, sppwhy_field_name(type->fields[i]), SLOT_FIELD, type->fields[i]);
    json_boolean_member(w, "recovered", l->record->event->common->recovered);
    write_problems(w, l->record);
    json_close_object(w);
}

static void write_string(line *l, const sppwhy_string_form *form, unsigned first)
{
    line_open_string(l);
    for (unsigned k = 0; k < form->parts; k++) {
        if (k != 0)
            line_literal(l, form->separated ? ", " : ",");
        line_put(l, SLOT_PART, first + k);
    }
    line_close_string(l);
}

static void write_winlog(line *l)
{
    json_writer *w = &l->json;
    const sppwhy_event_common *c = l->record->event->common;
    char key[32];
    json_key(w, "winlog");
    json_open_object(w);
    json_string_member(w, "channel", c->channel);
    line_member(l, "record_id", SLOT_RECORD_ID, 0);
    json_string_member(w, "computer_name", c->computer);
    json_key(w, "event_data");
    json_open_object(w);
    for (unsigned i = 0, first = 0; i < c->string_count; first += c->forms[i++].parts) {
        snprintf(key, sizeof key, "param%u", i + 1);
        json_key(w, key);
        write_string(l, &c->forms[i], first);
    }
    json_close_object(w);
    json_close_object(w);
}

/* What the lines say beside their records. */
typedef struct beside {
    const read_back *back;
    bool with_logs; /* the first line does */
} beside;

static void write_record(line *l, const void *context)
{
    const beside *with = context;
    json_writer *w = &l->json;
    const sppwhy_event_common *c = l->record->event->common;
    char id[16];
    snprintf(id, sizeof id, "%u", (unsigned)c->id);
    json_open_object(w);
    line_member(l, "@timestamp", SLOT_TIME, 0);
    json_key(w, "event");
    json_open_object(w);
    json_string_member(w, "code", id);
    json_string_member(w, "provider", c->provider);
    line_member(l, "outcome", SLOT_OUTCOME, 0);
    json_close_object(w);
    json_key(w, "host");
    json_open_object(w);
    json_string_member(w, "name", c->computer);
    json_close_object(w);
    write_winlog(l);
    json_key(w, "log");
    json_open_object(w);
    json_key(w, "file");
    json_open_object(w);
    json_string_member(w, "path", sppwhy_record_log(l->record)->path);
    json_close_object(w);
    json_close_object(w);
    write_spp(l);
    read_back_write(l, with->back, with->with_logs);
    json_close_object(w);
    writer_char(w->out, '\n');
}

/* ---- all lines -------------------------------------------------------------------------------------------
 */

/* Records that one thread makes into lines before they are written: some MiB of them. */
#define RECORDS_AT_ONCE ((size_t)4096)

typedef struct maker {
    line_maker *lines;
    sppwhy_writer *out; /* to memory; the first one's is where all goes */
} maker;

typedef struct making {
    const sppwhy_records *records;
    sppwhy_span span;
    beside with;
    maker *makers;
    size_t maker_count;
    size_t from; /* the first record of these jobs */
} making;

static bool is_within(const making *m, size_t i)
{
    uint64_t time = m->records->items[i].event->time;
    return time >= m->span.since && (m->span.until == 0 || time <= m->span.until);
}

static void make_lines(void *context, size_t number)
{
    making *m = context;
    const maker *own = &m->makers[number];
    size_t from = m->from + number * RECORDS_AT_ONCE, to = from + RECORDS_AT_ONCE;
    for (size_t i = from; i < to && i < m->records->count; i++)
        if (is_within(m, i))
            line_write(own->lines, own->out, &m->records->items[i],
                       m->with.with_logs || !read_back_is_usual(m->with.back, &m->records->items[i]));
}

static sppwhy_status write_all(making *m, sppwhy_writer *out, sppwhy_error *error)
{
    for (; m->from < m->records->count && !writer_failed(out); m->from += RECORDS_AT_ONCE * m->maker_count) {
        size_t left = (m->records->count - m->from + RECORDS_AT_ONCE - 1) / RECORDS_AT_ONCE;
        size_t count = left < m->maker_count ? left : m->maker_count;
        pool_run(count, count, make_lines, m);
        for (size_t i = 1; i < count; i++) {
            size_t length;
            const char *lines = sppwhy_writer_memory(m->makers[i].out, &length);
            if (!lines)
                return error_no_memory(error);
            writer_bytes(out, lines, length);
            writer_clear(m->makers[i].out);
        }
    }
    return SPPWHY_OK;
}

/* The first line, which bears the logs; false when there is no record in the span. */
static bool write_first(making *m)
{
    while (m->from < m->records->count && !is_within(m, m->from))
        m->from++;
    if (m->from == m->records->count)
        return false;
    m->with.with_logs = true;
    line_write(m->makers[0].lines, m->makers[0].out, &m->records->items[m->from++], true);
    m->with.with_logs = false;
    return true;
}

static void free_makers(making *m)
{
    for (size_t i = 0; i < m->maker_count; i++) {
        line_maker_free(m->makers[i].lines);
        if (i != 0)
            sppwhy_writer_free(m->makers[i].out);
    }
    free(m->makers);
}

static bool make_makers(making *m, sppwhy_writer *out, const sppwhy_catalogue *catalogue, size_t threads)
{
    size_t most = m->records->count / RECORDS_AT_ONCE + 1;
    size_t wanted = threads < 1 ? 1 : threads < most ? threads : most;
    m->makers = calloc(wanted, sizeof *m->makers);
    for (size_t i = 0; m->makers && i < wanted; i++) {
        maker *each = &m->makers[m->maker_count++];
        each->out = out;
        each->lines = line_maker_create(catalogue, write_record, &m->with);
        if (!each->lines || (i != 0 && sppwhy_writer_to_memory(&each->out, NULL) != SPPWHY_OK))
            return false;
    }
    return m->makers;
}

static void write_logs_alone(sppwhy_writer *out, const read_back *back)
{
    json_writer w = {.out = out};
    json_open_object(&w);
    read_back_write_logs(&w, back);
    json_close_object(&w);
    writer_char(out, '\n');
}

sppwhy_status sppwhy_report_events(sppwhy_writer *out, const sppwhy_records *records,
                                   const sppwhy_log *const *logs, size_t log_count,
                                   const sppwhy_catalogue *catalogue, sppwhy_events_options options,
                                   sppwhy_error *error)
{
    arena *memory = arena_create();
    making m = {.records = records, .span = options.span};
    m.with.back = memory ? read_back_create(memory, records, logs, log_count, &options) : NULL;
    sppwhy_status status = SPPWHY_OK;
    if (!m.with.back || !make_makers(&m, out, catalogue, options.threads))
        status = error_no_memory(error);
    else if (write_first(&m))
        status = write_all(&m, out, error);
    else if (options.logs_in_any_case)
        write_logs_alone(out, m.with.back);
    free_makers(&m);
    arena_free(memory);
    return status;
}
