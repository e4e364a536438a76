/*
 * What events say, field by field, in words: for `explain` of something pasted. The codes in them are
 * explained like any others; what to collect next follows from what the events are.
 */
#include "explain/explain.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/writer.h"
#include "evtx/store.h"
#include "report/view/decode.h"
#include "spp/access.h"
#include "spp/kms.h"

#include <stdio.h>
#include <string.h>

#define LABEL_COLUMNS 24

/* ---- one event ----------------------------------------------------------------------------------------- */

static void put_line(sppwhy_writer *out, strbuf *text, const char *label)
{
    char name[48];
    size_t length = 0;
    for (; *label && length + 1 < sizeof name; label++)
        name[length++] = *label == '_' ? ' ' : *label;
    name[length] = '\0';
    if (text->failed || !text->bytes)
        return;
    writer_printf(out, "  %-*s", LABEL_COLUMNS, name);
    writer_text(out, text->bytes);
    writer_char(out, '\n');
    strbuf_clear(text);
}

static void put_fields(sppwhy_writer *out, const sppwhy_records *all, const sppwhy_record *r,
                       const sppwhy_catalogue *catalogue)
{
    const sppwhy_event_type *type = sppwhy_record_type(r);
    strbuf text = {0};
    sppwhy_value v;
    int32_t skew;
    for (size_t i = 0; i < type->field_count; i++) {
        if (type->fields[i] >= SPPWHY_FIELD_TOTAL || !sppwhy_record_get(r, type->fields[i], &v))
            continue;
        strbuf_add(&text, "");
        decode_value(&text, catalogue, type->fields[i], &v);
        put_line(out, &text, sppwhy_field_name(type->fields[i]));
    }
    if (decode_skew(all, r, &skew)) {
        add_skew(&text, skew);
        put_line(out, &text, "clock difference");
    }
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(r, &count);
    for (size_t i = 0; i < count; i++) {
        text_add_printable(&text, problems[i].field);
        strbuf_add(&text, ": ");
        text_add_printable(&text, problems[i].reason);
        put_line(out, &text, "not read");
    }
    strbuf_free(&text);
}

static void put_event(sppwhy_writer *out, const sppwhy_records *all, const sppwhy_record *r,
                      const sppwhy_catalogue *catalogue)
{
    const sppwhy_event *e = r->event;
    strbuf text = {0};
    char time[40];
    strbuf_printf(&text, "Event %u of ", (unsigned)e->common->id);
    text_add_printable(&text, e->common->provider);
    strbuf_printf(&text, ": %s\n", sppwhy_record_type(r)->title);
    writer_text(out, text.bytes && !text.failed ? text.bytes : "");
    strbuf_clear(&text);
    if (event_is_nameless(e))
        strbuf_add(&text, "not named");
    else
        text_add_printable(&text, e->common->computer);
    put_line(out, &text, "machine");
    if (e->time != 0) {
        strbuf_printf(&text, "%s UTC", clock_format_plain(e->time, true, time));
        put_line(out, &text, "written");
    }
    strbuf_free(&text);
    put_fields(out, all, r, catalogue);
    writer_char(out, '\n');
}

/* ---- what next ----------------------------------------------------------------------------------------- */

static void put_next(sppwhy_writer *out, const sppwhy_records *records)
{
    size_t i = 0;
    const char *text = decode_next(records, &i);
    if (!text)
        return;
    writer_text(out, "To collect next:\n");
    for (; text; text = decode_next(records, &i))
        writer_printf(out, "  - %s\n", text);
    writer_text(out, "Then `sppwhy PATH...` judges all of it together.\n");
}

void sppwhy_decode_text(sppwhy_writer *out, const sppwhy_records *records, const sppwhy_explainer *given,
                        const sppwhy_text_options *options)
{
    char codes[DECODE_CODES][16];
    const char *words[DECODE_CODES];
    sppwhy_explainer e;
    if (!explainer_take(&e, out, given))
        return;
    for (size_t i = 0; i < records->count && i < DECODE_EVENTS; i++)
        put_event(out, records, &records->items[i], e.catalogue);
    if (records->count > DECODE_EVENTS)
        writer_printf(out, "... and %zu more events: `sppwhy FILE` judges all of them together.\n\n",
                      records->count - DECODE_EVENTS);
    size_t count = decode_codes(records, codes);
    for (size_t i = 0; i < count; i++)
        words[i] = codes[i];
    if (count != 0) {
        (void)sppwhy_explain_text(out, &e, words, count, options);
        writer_char(out, '\n');
    }
    put_next(out, records);
}
