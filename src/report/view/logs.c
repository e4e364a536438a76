/* What was read of the logs and what was not. */
#include "report/view/logs.h"

#include "base/limits.h"
#include "correlate/coverage.h"
#include "base/saturate.h"
#include "rules/analysis.h"

#include <string.h>

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

const sppwhy_damage *next_place_lost(const sppwhy_log *log, size_t *at)
{
    while (*at < log->damage_count)
        if (log->damage[(*at)++].lost)
            return &log->damage[*at - 1];
    return NULL;
}

uint64_t log_bytes_lost(const sppwhy_log *log)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < log->damage_count; i++)
        bytes = saturated_sum(bytes, log->damage[i].bytes);
    return bytes;
}

bool no_records(const sppwhy_collection *c)
{
    for (size_t i = 0; i < c->log_count; i++)
        if (c->logs[i]->records != 0 || c->logs[i]->recovered != 0)
            return false;
    return true;
}

size_t count_excerpts(const sppwhy_collection *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->log_count; i++)
        count += c->logs[i]->excerpt;
    return count;
}

const char *span_missed(const sppwhy_collection *c)
{
    uint64_t from, to;
    logs_span(c, &from, &to);
    if (from != 0 && c->span.until != 0 && c->span.until < from)
        return "The logs hold nothing from that time: they begin later.";
    return to != 0 && c->span.since > to ? "The logs hold nothing from that time: they end earlier." : NULL;
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
