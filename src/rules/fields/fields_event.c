/* The fields of one event, for `some_event`. */
#include "rules/fields/fields.h"

#include "evtx/store.h"

static void event_id(const scope *s, field_value *out)
{
    set_number(out, s->event->event->common->id);
}

static void kind_of_event(const scope *s, field_value *out)
{
    set_text(out, sppwhy_record_type(s->event)->kind);
}

static void event_time(const scope *s, field_value *out)
{
    set_time(out, s->event->event->time);
}

static void event_provider(const scope *s, field_value *out)
{
    set_text(out, s->event->event->common->provider);
}

static void event_texts(const scope *s, field_value *out)
{
    const sppwhy_event *e = s->event->event;
    const char **strings = event_strings(e, s->scratch);
    for (size_t i = 0; strings && i < e->common->string_count; i++)
        add_item(s, out, e->common->string_count, (field_item){.text = strings[i]});
}

/* A typed field of the record, as its catalogue row names it. */
static void event_typed(const scope *s, field_value *out, sppwhy_field which)
{
    sppwhy_value value;
    if (!sppwhy_record_get(s->event, which, &value))
        return;
    switch (sppwhy_field_type(which)) {
    case SPPWHY_TYPE_TEXT:
        set_text(out, value.text);
        break;
    case SPPWHY_TYPE_GUID:
    case SPPWHY_TYPE_PRODUCT:
        set_text(out, guid_text(s, out, value.id));
        break;
    case SPPWHY_TYPE_STATE:
        set_text(out, sppwhy_state_name(value.number));
        break;
    default:
        set_count(out, value.number);
    }
}

#define EVENT_FIELD(getter, which)                                                                           \
    static void getter(const scope *s, field_value *out)                                                     \
    {                                                                                                        \
        event_typed(s, out, which);                                                                          \
    }

EVENT_FIELD(event_code, SPPWHY_FIELD_CODE)
static void event_code_cause(const scope *s, field_value *out)
{
    uint64_t code;
    const sppwhy_code *row = record_get_number(s->event, SPPWHY_FIELD_CODE, &code)
                                 ? sppwhy_code_find(s->catalogue, (uint32_t)code)
                                 : NULL;
    set_text(out, row ? row->cause : NULL);
}

EVENT_FIELD(event_product, SPPWHY_FIELD_PRODUCT)
EVENT_FIELD(event_application, SPPWHY_FIELD_APPLICATION)
EVENT_FIELD(event_server, SPPWHY_FIELD_SERVER)
EVENT_FIELD(event_client, SPPWHY_FIELD_CLIENT)
EVENT_FIELD(event_domain, SPPWHY_FIELD_DOMAIN)
EVENT_FIELD(event_state, SPPWHY_FIELD_LICENSE_STATE)
EVENT_FIELD(event_minutes, SPPWHY_FIELD_MINUTES_LEFT)
EVENT_FIELD(event_state_name, SPPWHY_FIELD_STATE_NAME)
EVENT_FIELD(event_key_type, SPPWHY_FIELD_KEY_TYPE)
EVENT_FIELD(event_reason, SPPWHY_FIELD_REASON)
EVENT_FIELD(event_detail, SPPWHY_FIELD_DETAIL)
EVENT_FIELD(event_grace_end, SPPWHY_FIELD_GRACE_END)
EVENT_FIELD(event_last_reason, SPPWHY_FIELD_LAST_REASON)
EVENT_FIELD(event_host_source, SPPWHY_FIELD_HOST_SOURCE)
EVENT_FIELD(event_count, SPPWHY_FIELD_COUNT)
EVENT_FIELD(event_version, SPPWHY_FIELD_VERSION)
EVENT_FIELD(event_host_version, SPPWHY_FIELD_HOST_VERSION)
EVENT_FIELD(event_rearms_left, SPPWHY_FIELD_REARMS_LEFT)
EVENT_FIELD(event_requests_received, SPPWHY_FIELD_REQUESTS_RECEIVED)
EVENT_FIELD(event_requests_failed, SPPWHY_FIELD_REQUESTS_FAILED)

static const field event_fields[] = {
    {"id", FIELD_NUMBER, event_id, "event id"},
    {"kind", FIELD_TEXT, kind_of_event, "client_request ... in events.tsv"},
    {"time", FIELD_TIME, event_time, "when it was written"},
    {"provider", FIELD_TEXT, event_provider, "its provider"},
    {"strings", FIELD_TEXT, event_texts, "its raw strings"},
    {"code", FIELD_CODE, event_code, "HRESULT"},
    {"code_cause", FIELD_TEXT, event_code_cause, "the cause that the catalogue gives for the code"},
    {"product", FIELD_TEXT, event_product, "activation ID"},
    {"application", FIELD_TEXT, event_application, "application ID"},
    {"server", FIELD_TEXT, event_server, "host asked"},
    {"client", FIELD_TEXT, event_client, "client named by a host"},
    {"domain", FIELD_TEXT, event_domain, "DNS domain"},
    {"license_state", FIELD_TEXT, event_state, "license state"},
    {"minutes_left", FIELD_NUMBER, event_minutes, "minutes left"},
    {"state_name", FIELD_TEXT, event_state_name, "8230's LicenseState"},
    {"key_type", FIELD_TEXT, event_key_type, "8230's ProductKeyType"},
    {"reason", FIELD_TEXT, event_reason, "reason"},
    {"detail", FIELD_TEXT, event_detail, "what else it says"},
    {"host_source", FIELD_TEXT, event_host_source,
     "where slmgr says the KMS host is from: dns, by_hand, none"},
    {"count", FIELD_NUMBER, event_count, "a KMS host's count"},
    {"version", FIELD_TEXT, event_version, "of the licensing service, as slmgr prints it"},
    {"host_version", FIELD_TEXT, event_host_version, "of the KMS host's Windows, as slmgr shows it"},
    {"rearms_left", FIELD_NUMBER, event_rearms_left, "rearms of Windows that are left, as slmgr shows it"},
    {"requests_received", FIELD_NUMBER, event_requests_received,
     "requests that a KMS host has received in all, as slmgr shows it"},
    {"requests_failed", FIELD_NUMBER, event_requests_failed, "how many of those failed"},
    {"grace_end", FIELD_TIME, event_grace_end, "8230's GraceEndDate, or the date that slmgr /xpr shows"},
    {"last_reason", FIELD_CODE, event_last_reason, "8230's LastConsumptionReason"},
};

const field *fields_of_event(size_t *count)
{
    *count = sizeof event_fields / sizeof *event_fields;
    return event_fields;
}
