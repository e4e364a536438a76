/* The structured records as JSON lines: one object a record, in the names of the Elastic Common Schema and of
 * Winlogbeat, and `spp` for what only licensing has. */
#include "rules/analysis.h"
#include "sppwhy/report.h"

#include "base/options.h"
#include "base/error.h"
#include "evtx/store.h"
#include "report/json/jsonl_state.h"
#include "report/json/json_line.h"

#include <stdio.h>

/* ---- a line -------------------------------------------------------------------------------------------- */

static void write_spp(line *l)
{
    size_t problems;
    json_writer *w = &l->json;
    const sppwhy_event_type *type = sppwhy_record_type(l->record);
    json_key(w, "spp");
    json_open_object(w);
    json_string_member(w, "kind", type->kind);
    for (size_t i = 0; i < type->field_count; i++)
        if (type->fields[i] != SPPWHY_FIELD_TOTAL)
            line_member(l, sppwhy_field_name(type->fields[i]), SLOT_FIELD, type->fields[i]);
    json_boolean_member(w, "recovered", l->record->event->common->recovered);
    (void)sppwhy_record_problems(l->record, &problems);
    if (problems != 0)
        json_problems_member(w, l->record);
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
    const jsonl_state *back;
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
    jsonl_state_write(l, with->back, with->with_logs);
    json_close_object(w);
    writer_char(w->out, '\n');
}

/* ---- all lines ----------------------------------------------------------------------------------------- */

static bool is_unusual(const void *context, const sppwhy_record *record)
{
    return !jsonl_state_is_usual(((const beside *)context)->back, record);
}

/* The first line, which bears the logs. */
static bool write_first(const lines_job *job, const jsonl_state *back, sppwhy_writer *out)
{
    const beside with = {back, true};
    line_maker *maker = line_maker_create(job->catalogue, job->format, &with);
    if (maker)
        line_write(maker, out, &job->records->items[job->from], true);
    line_maker_free(maker);
    return maker;
}

static void write_logs_alone(sppwhy_writer *out, const jsonl_state *back)
{
    json_writer w = {.out = out};
    json_open_object(&w);
    jsonl_state_write_logs(&w, back);
    json_close_object(&w);
    writer_char(out, '\n');
}

sppwhy_status sppwhy_report_events(sppwhy_writer *out, const sppwhy_records *records,
                                   const sppwhy_log *const *logs, size_t log_count,
                                   const sppwhy_catalogue *catalogue, const sppwhy_events_options *given,
                                   sppwhy_error *error)
{
    sppwhy_events_options options;
    if (options_take(&options, sizeof options, given, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    arena *memory = arena_create();
    const line_format format = json_line_format(write_record);
    beside with = {.back = memory ? jsonl_state_create(memory, records, logs, log_count, &options) : NULL};
    lines_job job = {.records = records,
                     .span = options.span,
                     .catalogue = catalogue,
                     .format = &format,
                     .context = &with,
                     .alone = is_unusual,
                     .threads = options.threads};
    sppwhy_status status = SPPWHY_OK;
    while (job.from < records->count && !lines_within(&job, job.from))
        job.from++;
    if (!with.back) {
        status = error_no_memory(error);
    } else if (job.from < records->count) {
        status = write_first(&job, with.back, out) ? SPPWHY_OK : error_no_memory(error);
        job.from++;
        if (status == SPPWHY_OK)
            status = lines_write(&job, out, error);
    } else if (options.logs_in_any_case) {
        write_logs_alone(out, with.back);
    }
    arena_free(memory);
    return status;
}
