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
#include "spp/access.h"
#include "spp/kms.h"

#include <stdio.h>
#include <string.h>

#define LABEL_COLUMNS 24
#define EVENTS_SHOWN 50 /* of a long export: `sppwhy FILE` is the better question there */
#define CODES_SHOWN 8

/* ---- values in words ----------------------------------------------------------------------------------- */

static void add_minutes(strbuf *out, uint64_t minutes)
{
    char span[40];
    strbuf_printf(out, "%llu minutes", (unsigned long long)minutes);
    if (minutes >= 60 && minutes < UINT32_MAX)
        strbuf_printf(out, " (%s)", clock_format_duration(minutes * 60, span));
}

static void add_code(strbuf *out, const sppwhy_catalogue *catalogue, uint32_t code)
{
    const sppwhy_code *row = sppwhy_code_find(catalogue, code);
    char described[300];
    strbuf_printf(out, "0x%08X", (unsigned)code);
    if (code == 0)
        strbuf_add(out, ": no error");
    else if (row)
        strbuf_printf(out, "%s%s: %s", row->symbol[0] ? " " : "", row->symbol, row->meaning);
    else
        strbuf_printf(out, ": %s", sppwhy_code_describe(catalogue, code, described, sizeof described));
}

static void add_flags(strbuf *out, const sppwhy_catalogue *catalogue, uint32_t flags)
{
    const sppwhy_flag *f;
    strbuf_printf(out, "0x%08X%s", (unsigned)flags, flags == 0 ? ": none" : "");
    for (size_t i = 0; (f = sppwhy_flag_at(catalogue, i)) != NULL; i++)
        if ((flags & f->bit) == f->bit)
            strbuf_printf(out, "; %s", f->meaning);
}

static void add_id(strbuf *out, const sppwhy_catalogue *catalogue, const uint8_t *id)
{
    guid g;
    char text[37];
    const sppwhy_product *p = sppwhy_product_find(catalogue, id);
    memcpy(g.bytes, id, sizeof g.bytes);
    guid_format(&g, text);
    if (p)
        strbuf_printf(out, "%s (%s)", p->name, text);
    else
        strbuf_add(out, text);
}

static void add_state(strbuf *out, uint64_t state)
{
    const char *name = sppwhy_state_name(state);
    for (; name && *name; name++)
        strbuf_add_char(out, *name == '_' ? ' ' : *name);
    strbuf_printf(out, " (%llu)", (unsigned long long)state);
}

static bool is_span(sppwhy_field field)
{
    return field == SPPWHY_FIELD_MINUTES_LEFT || field == SPPWHY_FIELD_ACTIVATION_INTERVAL ||
           field == SPPWHY_FIELD_RENEWAL_INTERVAL || field == SPPWHY_FIELD_NOTIFICATION_INTERVAL;
}

static void add_value(strbuf *out, const sppwhy_catalogue *catalogue, sppwhy_field field,
                      const sppwhy_value *v)
{
    char time[40];
    switch (sppwhy_field_type(field)) {
    case SPPWHY_TYPE_CODE:
        add_code(out, catalogue, (uint32_t)v->number);
        break;
    case SPPWHY_TYPE_FLAGS:
        add_flags(out, catalogue, (uint32_t)v->number);
        break;
    case SPPWHY_TYPE_BOOLEAN:
        strbuf_add(out, v->number != 0 ? "yes" : "no");
        break;
    case SPPWHY_TYPE_STATE:
        add_state(out, v->number);
        break;
    case SPPWHY_TYPE_TIME:
        strbuf_printf(out, "%s UTC", clock_format_plain(v->number, false, time));
        break;
    case SPPWHY_TYPE_TEXT:
        text_add_printable(out, v->text);
        break;
    case SPPWHY_TYPE_GUID:
    case SPPWHY_TYPE_PRODUCT:
        add_id(out, catalogue, v->id);
        break;
    default:
        if (is_span(field))
            add_minutes(out, v->number);
        else
            strbuf_printf(out, "%llu", (unsigned long long)v->number);
    }
}

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

/* A host writes the client's time beside its own: the difference is that of their clocks. */
static void put_skew(sppwhy_writer *out, strbuf *text, const sppwhy_record *r)
{
    uint64_t client = 0;
    char span[40];
    if (!record_is(r, KIND_HOST_REQUEST) || r->event->time == 0 ||
        !record_get_number(r, SPPWHY_FIELD_CLIENT_TIME, &client) || client == 0)
        return;
    bool behind = client < r->event->time;
    uint64_t apart = (behind ? r->event->time - client : client - r->event->time) / CLOCK_SECOND;
    if (apart < KMS_SKEW_ROUNDING_SECONDS)
        strbuf_add(text, "none to speak of");
    else
        strbuf_printf(text, "the client's clock is %s %s the host's%s", clock_format_duration(apart, span),
                      behind ? "behind" : "ahead of",
                      apart > KMS_SKEW_ALLOWED_SECONDS ? "; over 4 hours are refused (0xC004F06C)" : "");
    put_line(out, text, "clock difference");
}

static void put_fields(sppwhy_writer *out, const sppwhy_record *r, const sppwhy_catalogue *catalogue)
{
    const sppwhy_event_type *type = sppwhy_record_type(r);
    strbuf text = {0};
    sppwhy_value v;
    for (size_t i = 0; i < type->field_count; i++) {
        if (type->fields[i] >= SPPWHY_FIELD_TOTAL || !sppwhy_record_get(r, type->fields[i], &v))
            continue;
        strbuf_add(&text, "");
        add_value(&text, catalogue, type->fields[i], &v);
        put_line(out, &text, sppwhy_field_name(type->fields[i]));
    }
    put_skew(out, &text, r);
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

static void put_event(sppwhy_writer *out, const sppwhy_record *r, const sppwhy_catalogue *catalogue)
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
    put_fields(out, r, catalogue);
    writer_char(out, '\n');
}

/* ---- what next ----------------------------------------------------------------------------------------- */

/* What settles most, by what the events are. */
static void put_next(sppwhy_writer *out, const sppwhy_records *records)
{
    static const struct {
        event_kind kind;
        const char *text;
    } rows[] = {
        {KIND_CLIENT_REQUEST,
         "the client's Application log (.evtx): the answer (12289) and the tries before it"},
        {KIND_CLIENT_REQUEST,
         "the KMS host's Key Management Service log: whether the request arrived (12290)"},
        {KIND_CLIENT_RESPONSE, "the client's Application log (.evtx): the request (12288) that this answers"},
        {KIND_CLIENT_RESPONSE, "on the KMS host: slmgr /dlv all (count, host key)"},
        {KIND_HOST_REQUEST, "the client's Application log (.evtx): what it made of the answer (12289)"},
        {KIND_SCHEDULER_FAILED,
         "the machine's Application log (.evtx): whether a host was asked (12288) around that time"},
        {KIND_SCHEDULER_FAILED, "on the machine: slmgr /dlv (kind of key, KMS host, state)"},
        {KIND_VL_ATTEMPT_FAILED,
         "the machine's Application log (.evtx): whether a host was asked (12288) around that time"},
        {KIND_VL_ATTEMPT_FAILED, "on the machine: ospp.vbs /dstatus for Office, slmgr /dlv for Windows"},
        {KIND_ACTIVATION_TRIED,
         "the machine's Application log (.evtx) around that time (12288, 12289, 8198)"},
        {KIND_LICENSE_REPORT, "the machine's Application log (.evtx): how it came to this state"},
        {KIND_DNS_PUBLISH_FAILED,
         "the KMS host's Application log (.evtx): whether it published later (12294)"},
    };
    bool any = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < records->count; k++)
            if (record_is(&records->items[k], rows[i].kind)) {
                writer_text(out, any ? "" : "To collect next:\n");
                writer_printf(out, "  - %s\n", rows[i].text);
                any = true;
                break;
            }
    if (any)
        writer_text(out, "Then `sppwhy PATH...` judges all of it together.\n");
}

/* ---- codes --------------------------------------------------------------------------------------------- */

static size_t list_codes(const sppwhy_records *records, char codes[CODES_SHOWN][16])
{
    static const sppwhy_field fields[] = {SPPWHY_FIELD_CODE, SPPWHY_FIELD_LAST_REASON};
    size_t count = 0;
    for (size_t i = 0; i < records->count; i++)
        for (size_t k = 0; k < sizeof fields / sizeof *fields && count < CODES_SHOWN; k++) {
            uint64_t code = 0;
            bool known = !record_get_number(&records->items[i], fields[k], &code) || code == 0;
            snprintf(codes[count], 16, "0x%08X", (unsigned)code);
            for (size_t j = 0; j < count; j++)
                known = known || strcmp(codes[j], codes[count]) == 0;
            count += !known;
        }
    return count;
}

void sppwhy_decode_text(sppwhy_writer *out, const sppwhy_records *records, const sppwhy_explainer *given,
                        const sppwhy_text_options *options)
{
    char codes[CODES_SHOWN][16];
    const char *words[CODES_SHOWN];
    sppwhy_explainer e;
    if (!explainer_take(&e, out, given))
        return;
    for (size_t i = 0; i < records->count && i < EVENTS_SHOWN; i++)
        put_event(out, &records->items[i], e.catalogue);
    if (records->count > EVENTS_SHOWN)
        writer_printf(out, "... and %zu more events: `sppwhy FILE` judges all of them together.\n\n",
                      records->count - EVENTS_SHOWN);
    size_t count = list_codes(records, codes);
    for (size_t i = 0; i < count; i++)
        words[i] = codes[i];
    if (count != 0) {
        (void)sppwhy_explain_text(out, &e, words, count, options);
        writer_char(out, '\n');
    }
    put_next(out, records);
}
