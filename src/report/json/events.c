/* The structured records as JSON lines: one object a record, in the names of the Elastic Common Schema and of
 * Winlogbeat, and `spp` for what only licensing has. */
#include "sppwhy/report.h"

#include "base/error.h"
#include "evtx/store.h"
#include "report/view/json_writer.h"
#include "report/json/jsonl_state.h"
#include "report/view/facts.h"

static void write_value(json_writer *w, sppwhy_field field, const sppwhy_value *value,
                        const sppwhy_catalogue *catalogue)
{
    const char *name = sppwhy_field_name(field);
    switch (sppwhy_field_type(field)) {
    case SPPWHY_CODE:
    case SPPWHY_FLAGS:
        json_code_member(w, name, (uint32_t)value->number);
        break;
    case SPPWHY_NUMBER:
        json_number_member(w, name, value->number);
        break;
    case SPPWHY_BOOLEAN:
        json_boolean_member(w, name, value->number != 0);
        break;
    case SPPWHY_STATE:
        json_string_member(w, name, sppwhy_state_name(value->number));
        break;
    case SPPWHY_TIME:
        json_time_member(w, name, value->number, false);
        break;
    case SPPWHY_TEXT:
        json_string_member(w, name, value->text);
        break;
    case SPPWHY_GUID:
        json_guid_member(w, name, value->id);
        break;
    case SPPWHY_PRODUCT:
        json_key(w, name);
        json_put_product(w, value->id, catalogue);
        break;
    }
}

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

static void write_spp(json_writer *w, const sppwhy_record *r, const sppwhy_catalogue *catalogue)
{
    sppwhy_value value;
    json_key(w, "spp");
    json_open_object(w);
    json_string_member(w, "kind", sppwhy_record_type(r)->kind);
    for (size_t i = 0; i < sppwhy_record_type(r)->field_count; i++) {
        if (sppwhy_record_type(r)->fields[i] == SPPWHY_FIELD_TOTAL)
            continue;
        if (sppwhy_record_get(r, sppwhy_record_type(r)->fields[i], &value))
            write_value(w, sppwhy_record_type(r)->fields[i], &value, catalogue);
        else
            json_string_member(w, sppwhy_field_name(sppwhy_record_type(r)->fields[i]), NULL);
    }
    json_boolean_member(w, "recovered", r->event->common->recovered);
    write_problems(w, r);
    json_close_object(w);
}

/* A string that is put together of its parts; `no_memory` is never taken back. */
typedef struct whole_text {
    strbuf bytes;
    bool no_memory;
} whole_text;

static void write_winlog(json_writer *w, const sppwhy_event *e, whole_text *text)
{
    char key[32];
    json_key(w, "winlog");
    json_open_object(w);
    json_string_member(w, "channel", e->common->channel);
    json_number_member(w, "record_id", e->record_id);
    json_string_member(w, "computer_name", e->common->computer);
    json_key(w, "event_data");
    json_open_object(w);
    for (size_t i = 0; i < e->common->string_count; i++) {
        snprintf(key, sizeof key, "param%zu", i + 1);
        strbuf_clear(&text->bytes);
        strbuf_add(&text->bytes, "");
        event_add_string(&text->bytes, e, i);
        text->no_memory |= text->bytes.failed;
        json_string_member(w, key, text->bytes.bytes);
    }
    json_close_object(w);
    json_close_object(w);
}

static void write_record(json_writer *w, const sppwhy_record *r, const sppwhy_catalogue *catalogue,
                         const read_back *back, bool with_logs, whole_text *text)
{
    const sppwhy_event *e = r->event;
    char id[16];
    snprintf(id, sizeof id, "%u", (unsigned)e->common->id);
    json_open_object(w);
    json_time_member(w, "@timestamp", e->time, true);
    json_key(w, "event");
    json_open_object(w);
    json_string_member(w, "code", id);
    json_string_member(w, "provider", e->common->provider);
    json_string_member(w, "outcome", record_outcome(r));
    json_close_object(w);
    json_key(w, "host");
    json_open_object(w);
    json_string_member(w, "name", e->common->computer);
    json_close_object(w);
    write_winlog(w, e, text);
    json_key(w, "log");
    json_open_object(w);
    json_key(w, "file");
    json_open_object(w);
    json_string_member(w, "path", sppwhy_record_log(r)->path);
    json_close_object(w);
    json_close_object(w);
    write_spp(w, r, catalogue);
    read_back_write(w, back, r, with_logs);
    json_close_object(w);
}

static bool is_within(sppwhy_span span, uint64_t time)
{
    return time >= span.since && (span.until == 0 || time <= span.until);
}

sppwhy_status sppwhy_report_events(sppwhy_writer *out, const sppwhy_records *records,
                                   const sppwhy_log *const *logs, size_t log_count,
                                   const sppwhy_catalogue *catalogue, sppwhy_events_options options,
                                   sppwhy_error *error)
{
    arena *memory = arena_create();
    const read_back *back = memory ? read_back_create(memory, records, logs, log_count, &options) : NULL;
    bool first = true;
    whole_text text = {0};
    if (!back) {
        arena_free(memory);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < records->count && !writer_failed(out); i++) {
        if (!is_within(options.span, records->items[i].event->time))
            continue;
        json_writer w = {.out = out};
        write_record(&w, &records->items[i], catalogue, back, first, &text);
        writer_char(out, '\n');
        first = false;
    }
    if (first && options.logs_in_any_case) {
        json_writer w = {.out = out};
        json_open_object(&w);
        read_back_write(&w, back, NULL, true);
        json_close_object(&w);
        writer_char(out, '\n');
    }
    strbuf_free(&text.bytes);
    arena_free(memory);
    return !text.no_memory ? SPPWHY_OK : error_no_memory(error);
}
