/* What sppwhy/evtx.h shows of logs and events. */
#include "evtx/events.h"

#include "base/accessors.h"
#include "base/error.h"

GETTER(const char *, sppwhy_event_provider, sppwhy_event, common->provider)
GETTER(const char *, sppwhy_event_source, sppwhy_event, common->source)
GETTER(const char *, sppwhy_event_channel, sppwhy_event, common->channel)
GETTER(const char *, sppwhy_event_computer, sppwhy_event, common->computer)
GETTER(const char *, sppwhy_event_reader, sppwhy_event, common->reader)
GETTER(uint32_t, sppwhy_event_id, sppwhy_event, common->id)
GETTER(int32_t, sppwhy_event_qualifiers, sppwhy_event, common->qualifiers)
GETTER(uint8_t, sppwhy_event_level, sppwhy_event, common->level)
GETTER(uint64_t, sppwhy_event_time, sppwhy_event, time)
GETTER(uint64_t, sppwhy_event_odd_time, sppwhy_event, common->odd_time)
GETTER(uint64_t, sppwhy_event_record_id, sppwhy_event, record_id)
GETTER(uint64_t, sppwhy_event_header_record_id, sppwhy_event, header_record_id)
GETTER(bool, sppwhy_event_by_line, sppwhy_event, common->by_line)
GETTER(uint64_t, sppwhy_event_offset, sppwhy_event, offset)
GETTER(bool, sppwhy_event_recovered, sppwhy_event, common->recovered)
GETTER(const sppwhy_log *, sppwhy_event_log, sppwhy_event, common->log)
GETTER(size_t, sppwhy_event_string_count, sppwhy_event, common->string_count)

GETTER(uint64_t, sppwhy_damage_offset, sppwhy_damage, offset)
GETTER(uint64_t, sppwhy_damage_record_id, sppwhy_damage, record_id)
GETTER(bool, sppwhy_damage_lost, sppwhy_damage, lost)
GETTER(const char *, sppwhy_damage_reason, sppwhy_damage, reason)
GETTER(uint64_t, sppwhy_damage_bytes, sppwhy_damage, bytes)

GETTER(uint64_t, sppwhy_gap_after, sppwhy_gap, after)
GETTER(uint64_t, sppwhy_gap_before, sppwhy_gap, before)
GETTER(uint64_t, sppwhy_gap_missing, sppwhy_gap, missing)

GETTER(const char *, sppwhy_log_path, sppwhy_log, path)
LISTER(const char *, sppwhy_log_computer, sppwhy_log, computers, computer_count)
LISTER(const char *, sppwhy_log_channel, sppwhy_log, channels, channel_count)
GETTER(uint64_t, sppwhy_log_bytes, sppwhy_log, bytes)
GETTER(uint64_t, sppwhy_log_chunks, sppwhy_log, chunks)
GETTER(uint64_t, sppwhy_log_records, sppwhy_log, records)
GETTER(uint64_t, sppwhy_log_records_lost, sppwhy_log, records_lost)
GETTER(uint64_t, sppwhy_log_recovered, sppwhy_log, recovered)
GETTER(uint64_t, sppwhy_log_first_event, sppwhy_log, first_event)
GETTER(uint64_t, sppwhy_log_last_event, sppwhy_log, last_event)
GETTER(bool, sppwhy_log_dirty, sppwhy_log, dirty)
GETTER(bool, sppwhy_log_is_export, sppwhy_log, is_export)
GETTER(bool, sppwhy_log_is_excerpt, sppwhy_log, excerpt)
LISTER_OF_ITEMS(const sppwhy_event *, sppwhy_log_event, sppwhy_log, events, event_count)
LISTER_OF_ITEMS(const sppwhy_damage *, sppwhy_log_damage, sppwhy_log, damage, damage_count)
LISTER_OF_ITEMS(const sppwhy_gap *, sppwhy_log_gap, sppwhy_log, gaps, gap_count)

LISTER_AS(const sppwhy_log *, sppwhy_logs_count, sppwhy_logs_at, sppwhy_logs, it->items[i], count)
GETTER(const sppwhy_log *const *, sppwhy_logs_array, sppwhy_logs, items)
LISTER_OF_ITEMS(const sppwhy_notice *, sppwhy_logs_notice, sppwhy_logs, notices, notice_count)
LISTER_OF_ITEMS(const sppwhy_error *, sppwhy_logs_error, sppwhy_logs, errors, error_count)
GETTER(bool, sppwhy_logs_incomplete, sppwhy_logs, incomplete)

sppwhy_status sppwhy_log_fault(const sppwhy_log *log, sppwhy_error *error)
{
    for (size_t i = 0; i < log->damage_count; i++) {
        const sppwhy_damage *d = &log->damage[i];
        if (d->lost)
            return error_record(error, SPPWHY_DAMAGED, log->path, d->offset, d->record_id, "%s", d->reason);
    }
    return SPPWHY_OK;
}
