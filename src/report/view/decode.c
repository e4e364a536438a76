/* See decode.h. */
#include "report/view/decode.h"

#include "base/clock.h"
#include "correlate/clock.h"
#include "evtx/store.h"
#include "spp/access.h"
#include "spp/hresult.h"
#include "spp/kms.h"

#include <stdio.h>
#include <string.h>

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
    strbuf_printf(out, CODE_FORMAT, (unsigned)code);
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
    strbuf_printf(out, CODE_FORMAT "%s", (unsigned)flags, flags == 0 ? ": none" : "");
    for (size_t i = 0; (f = sppwhy_flag_at(catalogue, i)) != NULL; i++)
        if ((flags & f->bit) == f->bit)
            strbuf_printf(out, "; %s", f->meaning);
}

static void add_id(strbuf *out, const sppwhy_catalogue *catalogue, const uint8_t *id)
{
    char text[ID_ROOM];
    const sppwhy_product *p = sppwhy_product_find(catalogue, id);
    id_format(id, text);
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

void decode_value(strbuf *out, const sppwhy_catalogue *catalogue, sppwhy_field field, const sppwhy_value *v)
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

/* ---- clocks -------------------------------------------------------------------------------------------- */

bool decode_skew(const sppwhy_records *all, const sppwhy_record *r, int32_t *seconds)
{
    if (!record_is(r, KIND_HOST_REQUEST) || !clock_of_host_record(r, seconds))
        return false;
    for (size_t i = 0; i < all->count; i++) {
        const sppwhy_record *other = &all->items[i];
        if (record_is(other, KIND_HOST_REQUEST) && clock_is_printed_local(other) &&
            text_equal_nocase(other->event->common->computer, r->event->common->computer))
            return false;
    }
    return true;
}

void add_skew(strbuf *out, int32_t seconds)
{
    char span[40];
    if (!clock_is_off(seconds)) {
        strbuf_add(out, "none to speak of");
        return;
    }
    strbuf_printf(out, "the client's clock is %s %s the host's%s",
                  clock_format_duration((uint64_t)llabs(seconds), span), seconds > 0 ? "behind" : "ahead of",
                  clock_is_refused(seconds)
                      ? "; over " KMS_TEXT(KMS_SKEW_ALLOWED_HOURS) " hours are refused (0xC004F06C)"
                      : "");
}

/* ---- what next ----------------------------------------------------------------------------------------- */

/* What settles most, by what the events are. */
static const struct {
    event_kind kind;
    const char *text;
} rows[] = {
    {KIND_CLIENT_REQUEST, "the client's Application log (.evtx): the answer (12289) and the tries before it"},
    {KIND_CLIENT_REQUEST, "the KMS host's Key Management Service log: whether the request arrived (12290)"},
    {KIND_CLIENT_RESPONSE, "the client's Application log (.evtx): the request (12288) that this answers"},
    {KIND_CLIENT_RESPONSE, "on the KMS host: slmgr /dlv all (count, host key)"},
    {KIND_HOST_REQUEST, "the client's Application log (.evtx): what it made of the answer (12289)"},
    {KIND_SCHEDULER_FAILED,
     "the machine's Application log (.evtx): whether a host was asked (12288) around that time"},
    {KIND_SCHEDULER_FAILED, "on the machine: slmgr /dlv (kind of key, KMS host, state)"},
    {KIND_VL_ATTEMPT_FAILED,
     "the machine's Application log (.evtx): whether a host was asked (12288) around that time"},
    {KIND_VL_ATTEMPT_FAILED, "on the machine: ospp.vbs /dstatus for Office, slmgr /dlv for Windows"},
    {KIND_ACTIVATION_TRIED, "the machine's Application log (.evtx) around that time (12288, 12289, 8198)"},
    {KIND_LICENSE_REPORT, "the machine's Application log (.evtx): how it came to this state"},
    {KIND_DNS_PUBLISH_FAILED, "the KMS host's Application log (.evtx): whether it published later (12294)"},
};

const char *decode_next(const sppwhy_records *records, size_t *i)
{
    while (*i < sizeof rows / sizeof *rows) {
        size_t row = (*i)++;
        for (size_t k = 0; k < records->count; k++)
            if (record_is(&records->items[k], rows[row].kind))
                return rows[row].text;
    }
    return NULL;
}

/* ---- codes --------------------------------------------------------------------------------------------- */

size_t decode_codes(const sppwhy_records *records, char codes[DECODE_CODES][16])
{
    static const sppwhy_field fields[] = {SPPWHY_FIELD_CODE, SPPWHY_FIELD_LAST_REASON};
    size_t count = 0;
    for (size_t i = 0; i < records->count; i++)
        for (size_t k = 0; k < sizeof fields / sizeof *fields && count < DECODE_CODES; k++) {
            uint64_t code = 0;
            bool known = !record_get_number(&records->items[i], fields[k], &code) || code == 0;
            snprintf(codes[count], 16, CODE_FORMAT, (unsigned)code);
            for (size_t j = 0; j < count; j++)
                known = known || strcmp(codes[j], codes[count]) == 0;
            count += !known;
        }
    return count;
}
