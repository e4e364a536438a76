/* Getters of records, kinds by name, and the order of ids. */
#include "spp/access.h"

#include "base/id.h"
#include "base/sort.h"
#include "base/text.h"

#include <string.h>

static const char *const kind_names[KIND_TOTAL] = {
    [KIND_OTHER] = "other",
    [KIND_SERVICE_STARTING] = "service_starting",
    [KIND_SERVICE_STARTED] = "service_started",
    [KIND_SERVICE_STOPPED] = "service_stopped",
    [KIND_ACQUISITION_SUCCEEDED] = "acquisition_succeeded",
    [KIND_ACQUISITION_FAILED] = "acquisition_failed",
    [KIND_SCHEDULER_FAILED] = "scheduler_failed",
    [KIND_INTERNET_ACTIVATION_FAILED] = "internet_activation_failed",
    [KIND_VL_ATTEMPT_FAILED] = "vl_attempt_failed",
    [KIND_CLIENT_REQUEST] = "client_request",
    [KIND_CLIENT_RESPONSE] = "client_response",
    [KIND_HOST_REQUEST] = "host_request",
    [KIND_HOST_INIT_FAILED] = "host_init_failed",
    [KIND_HOST_TIMER_FAILED] = "host_timer_failed",
    [KIND_DNS_PUBLISH_FAILED] = "dns_publish_failed",
    [KIND_DNS_PUBLISHED] = "dns_published",
    [KIND_AD_ACTIVATED] = "ad_activated",
    [KIND_LICENSE_REPORT] = "license_report",
    [KIND_ACTIVATION_TRIED] = "activation_tried",
    [KIND_ACTIVATION_STARTED] = "activation_started",
    [KIND_LICENSE_STATUS_CHECKED] = "license_status_checked",
    [KIND_LICENSE_STATE] = "license_state",
    [KIND_ACTIVATION_FAILED_NOTED] = "activation_failed_noted",
    [KIND_GENUINE_TICKET_FAILED] = "genuine_ticket_failed",
    [KIND_GENUINE_STATE_SET] = "genuine_state_set",
};

event_kind event_kind_named(const char *name)
{
    for (int kind = KIND_OTHER + 1; kind < KIND_TOTAL; kind++)
        if (strcmp(kind_names[kind], name) == 0)
            return (event_kind)kind;
    return KIND_OTHER;
}

bool record_get_number(const sppwhy_record *r, sppwhy_field field, uint64_t *out)
{
    sppwhy_value value;
    if (!r || !sppwhy_record_get(r, field, &value))
        return false;
    *out = value.number;
    return true;
}

uint64_t record_number(const sppwhy_record *r, sppwhy_field field, uint64_t otherwise)
{
    sppwhy_value value;
    return r && sppwhy_record_get(r, field, &value) ? value.number : otherwise;
}

const char *record_text(const sppwhy_record *r, sppwhy_field field)
{
    sppwhy_value value;
    return r && sppwhy_record_get(r, field, &value) ? value.text : NULL;
}

const uint8_t *record_id(const sppwhy_record *r, sppwhy_field field)
{
    sppwhy_value value;
    return r && sppwhy_record_get(r, field, &value) ? value.id : NULL;
}

event_kind record_kind(const sppwhy_record *r)
{
    return (event_kind)sppwhy_record_type(r)->known_kind;
}

bool record_is(const sppwhy_record *r, event_kind kind)
{
    return record_kind(r) == kind;
}

bool record_succeeded(const sppwhy_record *r)
{
    return record_number(r, SPPWHY_FIELD_CODE, 1) == 0 &&
           (!record_is(r, KIND_CLIENT_RESPONSE) || record_number(r, SPPWHY_FIELD_ACTIVATED, 0) == 1);
}

bool record_failed(const sppwhy_record *r)
{
    return record_number(r, SPPWHY_FIELD_CODE, 0) != 0 || record_number(r, SPPWHY_FIELD_ACTIVATED, 1) == 0;
}

bool record_minutes_end(const sppwhy_record *r, uint64_t from, uint64_t *end)
{
    uint64_t minutes = record_number(r, SPPWHY_FIELD_MINUTES_LEFT, 0);
    if (minutes == 0 || minutes >= UINT32_MAX)
        return false;
    *end = clock_after(from, minutes * CLOCK_MINUTE);
    return true;
}

bool id_is(const uint8_t *id, const char *text)
{
    uint8_t named[ID_BYTES];
    return id && id_parse(named, text) && id_equal(id, named);
}

/* A line says nothing of the order: exports begin with their newest event or with their oldest. */
static uint64_t own_number(const sppwhy_event *e)
{
    return e->common->by_line ? e->header_record_id : e->record_id;
}

int records_by_time(const void *left, const void *right)
{
    const sppwhy_record *a = left, *b = right;
    int order = compare_u64(a->event->time, b->event->time);
    if (order == 0 && a->event->common != b->event->common)
        order = text_compare_nocase(a->event->common->computer, b->event->common->computer);
    if (order == 0)
        order = compare_u64(own_number(a->event), own_number(b->event));
    return order != 0 ? order : strcmp(sppwhy_record_log(a)->path, sppwhy_record_log(b)->path);
}
