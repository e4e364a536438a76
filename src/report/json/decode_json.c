/* What events say, field by field, as one document: for `explain --format json` of something pasted. */
#include "explain/explain.h"
#include "report/json/json.h"

#include "base/clock.h"
#include "base/writer.h"
#include "evtx/store.h"
#include "report/view/decode.h"
#include "report/write/values.h"
#include "spp/access.h"

#include <stdio.h>
#include <string.h>

VALUE_WRITER(write_code, json_code_member(to, "value", (uint32_t)value->number))
VALUE_WRITER(write_number, json_number_member(to, "value", value->number))
VALUE_WRITER(write_boolean, json_boolean_member(to, "value", value->number != 0))
VALUE_WRITER(write_state, json_string_member(to, "value", sppwhy_state_name(value->number)))
VALUE_WRITER(write_time, json_time_member(to, "value", value->number, true))
VALUE_WRITER(write_text, json_string_member(to, "value", value->text))
VALUE_WRITER(write_guid, json_guid_member(to, "value", value->id))

static const value_writers values = {.of = {[SPPWHY_TYPE_CODE] = write_code,
                                            [SPPWHY_TYPE_FLAGS] = write_code,
                                            [SPPWHY_TYPE_NUMBER] = write_number,
                                            [SPPWHY_TYPE_BOOLEAN] = write_boolean,
                                            [SPPWHY_TYPE_STATE] = write_state,
                                            [SPPWHY_TYPE_TIME] = write_time,
                                            [SPPWHY_TYPE_TEXT] = write_text,
                                            [SPPWHY_TYPE_GUID] = write_guid,
                                            [SPPWHY_TYPE_PRODUCT] = write_guid}};

static void write_fields(json_writer *w, const sppwhy_record *r, const sppwhy_catalogue *catalogue)
{
    const sppwhy_event_type *type = sppwhy_record_type(r);
    strbuf text = {0};
    sppwhy_value v;
    json_key(w, "fields");
    json_open_array(w);
    for (size_t i = 0; i < type->field_count; i++) {
        sppwhy_field field = type->fields[i];
        if (field >= SPPWHY_FIELD_TOTAL || !sppwhy_record_get(r, field, &v))
            continue;
        strbuf_clear(&text);
        strbuf_add(&text, "");
        decode_value(&text, catalogue, field, &v);
        json_open_object(w);
        json_string_member(w, "name", sppwhy_field_name(field));
        value_put(&values, w, catalogue, field, &v);
        json_string_member(w, "text", text.bytes && !text.failed ? text.bytes : "");
        json_close_object(w);
    }
    json_close_array(w);
    strbuf_free(&text);
}

static void write_skew(json_writer *w, const sppwhy_records *all, const sppwhy_record *r)
{
    int32_t skew;
    json_key(w, "skew_seconds");
    if (decode_skew(all, r, &skew))
        json_put_signed(w, skew);
    else
        json_put_null(w);
}

static void write_event(json_writer *w, const sppwhy_records *all, const sppwhy_record *r,
                        const sppwhy_catalogue *catalogue)
{
    const sppwhy_event *e = r->event;
    const sppwhy_event_type *type = sppwhy_record_type(r);
    json_open_object(w);
    json_number_member(w, "event_id", e->common->id);
    json_string_member(w, "provider", e->common->provider);
    json_string_member(w, "kind", type->kind);
    json_string_member(w, "title", type->title);
    json_string_member(w, "machine", event_is_nameless(e) ? NULL : e->common->computer);
    json_time_member(w, "time", e->time, true);
    write_fields(w, r, catalogue);
    write_skew(w, all, r);
    json_problems_member(w, r);
    json_close_object(w);
}

size_t sppwhy_decode_json(sppwhy_writer *out, const sppwhy_records *records, const sppwhy_explainer *given)
{
    sppwhy_explainer e;
    if (!explainer_take(&e, out, given))
        return 1;
    json_writer w = {.out = out, .indent = true};
    char codes[DECODE_CODES][16];
    const char *words[DECODE_CODES], *next;
    size_t count = decode_codes(records, codes), i = 0;
    for (size_t k = 0; k < count; k++)
        words[k] = codes[k];
    json_open_object(&w);
    json_number_member(&w, "schema_version", 1);
    json_key(&w, "events");
    json_open_array(&w);
    for (size_t k = 0; k < records->count && k < DECODE_EVENTS; k++)
        write_event(&w, records, &records->items[k], e.catalogue);
    json_close_array(&w);
    json_number_member(&w, "more_events",
                       records->count > DECODE_EVENTS ? records->count - DECODE_EVENTS : 0);
    size_t unknown = explanations_json(&w, &e, words, count);
    json_key(&w, "collect_next");
    json_open_array(&w);
    while ((next = decode_next(records, &i)) != NULL)
        json_put_string(&w, next);
    json_close_array(&w);
    json_close_object(&w);
    writer_char(out, '\n');
    return unknown;
}
