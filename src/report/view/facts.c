#include "rules/analysis.h"
#include "report/view/facts.h"

#include "base/text.h"
#include "base/limits.h"
#include "base/saturate.h"
#include "spp/access.h"

#include <stdio.h>
#include <string.h>

const char *subject_name(sppwhy_subject subject)
{
    static const char *const names[] = {[SPPWHY_SUBJECT_MACHINE] = "machine",
                                        [SPPWHY_SUBJECT_HOST] = "host",
                                        [SPPWHY_SUBJECT_COLLECTION] = "collection"};
    return names[subject];
}

const char *record_outcome(const sppwhy_record *r)
{
    return record_failed(r) ? "failure" : record_succeeded(r) ? "success" : "unknown";
}

size_t log_places_lost(const sppwhy_log *log)
{
    size_t lost = 0;
    for (size_t i = 0; i < log->damage_count; i++)
        lost += log->damage[i].lost;
    return lost;
}

bool any_place_lost(const sppwhy_collection *c)
{
    for (size_t i = 0; i < c->log_count; i++)
        if (log_places_lost(c->logs[i]) != 0)
            return true;
    return false;
}

bool no_records(const sppwhy_collection *c)
{
    for (size_t i = 0; i < c->log_count; i++)
        if (c->logs[i]->records != 0 || c->logs[i]->recovered != 0)
            return false;
    return true;
}

void logs_span(const sppwhy_collection *c, uint64_t *first, uint64_t *last)
{
    *first = *last = 0;
    for (size_t i = 0; i < c->log_count; i++) {
        const sppwhy_log *log = c->logs[i];
        if (log->first_event != 0 && (*first == 0 || log->first_event < *first))
            *first = log->first_event;
        if (log->last_event > *last)
            *last = log->last_event;
    }
}

const char *span_missed(const sppwhy_collection *c)
{
    uint64_t from, to;
    logs_span(c, &from, &to);
    if (from != 0 && c->span.until != 0 && c->span.until < from)
        return "The logs hold nothing from that time: they begin later.";
    return to != 0 && c->span.since > to ? "The logs hold nothing from that time: they end earlier." : NULL;
}

served_total served_in_span(const sppwhy_collection *c, const sppwhy_machine *host)
{
    served_total total = {0};
    for (size_t i = 0; i < host->served_count; i++) {
        const sppwhy_record *r = host->served[i]->host;
        if (r->event->time < c->span.since)
            continue;
        total.requests++;
        total.refused += record_failed(r);
    }
    total.hosts = total.requests != 0;
    return total;
}

served_total served_by_all(const sppwhy_collection *c)
{
    served_total total = {0};
    for (size_t i = 0; i < c->machine_count; i++) {
        served_total one = served_in_span(c, c->machines[i]);
        total.hosts += one.hosts;
        total.requests += one.requests;
        total.refused += one.refused;
    }
    return total;
}

static uint64_t times_some(uint64_t number, uint64_t each)
{
    return number > UINT64_MAX / each ? UINT64_MAX : number * each;
}

uint64_t report_most_bytes(const sppwhy_log *const *logs, size_t log_count, size_t events)
{
    uint64_t most = saturated_sum(LIMIT_REPORT_BYTES, times_some(events, LIMIT_REPORT_EVENT_BYTES));
    most = saturated_sum(most, times_some(log_count, LIMIT_REPORT_LOG_BYTES));
    for (size_t i = 0; i < log_count; i++) { /* a log of forwarded events bears many names, and jumps */
        most = saturated_sum(most, times_some(logs[i]->gap_count, 512));
        for (size_t k = 0; k < logs[i]->computer_count; k++)
            most = saturated_sum(most, times_some(strlen(logs[i]->computers[k]) + 16, 8));
        for (size_t k = 0; k < logs[i]->channel_count; k++)
            most = saturated_sum(most, times_some(strlen(logs[i]->channels[k]) + 16, 8));
    }
    return most;
}

uint64_t log_bytes_lost(const sppwhy_log *log)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < log->damage_count; i++)
        bytes = saturated_sum(bytes, log->damage[i].bytes);
    return bytes;
}

/* A try asks each server once: to ask one again is a new try (correlate/activations.c). */
const char *next_server(const sppwhy_activation *a, size_t *at)
{
    while (*at < a->request_count) {
        size_t i = (*at)++;
        const char *server = record_text(a->requests[i]->client, SPPWHY_FIELD_SERVER);
        if (server)
            return server;
    }
    return NULL;
}

const sppwhy_record *activation_record(const sppwhy_activation *a)
{
    for (size_t i = 0; i < a->request_count; i++)
        if (sppwhy_request_asked(a->requests[i]))
            return sppwhy_request_asked(a->requests[i]);
    for (size_t i = 0; i < sizeof a->summary / sizeof *a->summary; i++)
        if (a->summary[i])
            return a->summary[i];
    return NULL;
}

const char *product_name(const sppwhy_catalogue *catalogue, const uint8_t *id)
{
    const sppwhy_product *product = id ? sppwhy_product_find(catalogue, id) : NULL;
    return product ? product->name : NULL;
}

char *id_text(const uint8_t *id, char out[ID_ROOM])
{
    guid g;
    memcpy(g.bytes, id, sizeof g.bytes);
    return guid_format(&g, out);
}

char *code_text(uint32_t code, char out[CODE_ROOM])
{
    snprintf(out, CODE_ROOM, "0x%08X", (unsigned)code);
    return out;
}

size_t count_excerpts(const sppwhy_collection *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->log_count; i++)
        count += c->logs[i]->excerpt;
    return count;
}
