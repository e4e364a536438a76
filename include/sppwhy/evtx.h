/*
 * One event log (.evtx) into raw events.
 *
 * The format is Windows XML Event Log 3.1/3.2 (documented by libyal's libevtx project and in
 * [MS-EVEN6] 2.2.12): a 4096-byte file header, then chunks of 64 KiB that are read on their own, each with
 * its records. Nothing in a log is trusted: not its name, nor its header's chunk count, flags and checksums.
 *
 * Only events of the providers asked for are delivered, but the log's span, its record count and its damage
 * speak of all records.
 */
#ifndef SPPWHY_EVTX_H
#define SPPWHY_EVTX_H

#include "sppwhy/cancellation.h"
#include "sppwhy/collect.h"

SPPWHY_BEGIN

typedef struct sppwhy_log sppwhy_log;

/* ---- events -------------------------------------------------------------------------------------------- */

typedef struct sppwhy_event sppwhy_event;

/* System/Provider/@Name and @EventSourceName; "" when absent. */
const char *sppwhy_event_provider(const sppwhy_event *event);
const char *sppwhy_event_source(const sppwhy_event *event);
const char *sppwhy_event_channel(const sppwhy_event *event);
const char *sppwhy_event_computer(const sppwhy_event *event);
/* "native", "libevtx"; of an export its form: "xml", "csv" ... */
const char *sppwhy_event_reader(const sppwhy_event *event);
uint32_t sppwhy_event_id(const sppwhy_event *event);
/* -1 when absent. */
int32_t sppwhy_event_qualifiers(const sppwhy_event *event);
uint8_t sppwhy_event_level(const sppwhy_event *event);
/* System/TimeCreated, a FILETIME between 1980 and 2099; 0 when there is none that an event can have: then
 * sppwhy_event_odd_time() is what the log says, as it is. */
uint64_t sppwhy_event_time(const sppwhy_event *event);
uint64_t sppwhy_event_odd_time(const sppwhy_event *event);
/* System/EventRecordID, and that of the record's own header, which differs in a log of forwarded events. Of
 * an export without record numbers sppwhy_event_by_line() is true, and the first is the line in the file. */
uint64_t sppwhy_event_record_id(const sppwhy_event *event);
uint64_t sppwhy_event_header_record_id(const sppwhy_event *event);
bool sppwhy_event_by_line(const sppwhy_event *event);
/* Of the record, in bytes from the start of the file; of an export its line. */
uint64_t sppwhy_event_offset(const sppwhy_event *event);
/* Taken from slack or from a chunk with a broken header: weaker evidence than a live event. */
bool sppwhy_event_recovered(const sppwhy_event *event);
const sppwhy_log *sppwhy_event_log(const sppwhy_event *event);
/* EventData's or UserData's values in their order, without Binary. */
size_t sppwhy_event_string_count(const sppwhy_event *event);
/* Writes the i-th value into `out` (as much as fits, always terminated when size is not 0) and returns its
 * whole length in bytes, which may be more. `i` is below sppwhy_event_string_count(). */
size_t sppwhy_event_string(const sppwhy_event *event, size_t i, char *out, size_t size);

/* ---- what is not as it should be ----------------------------------------------------------------------- */

/* Something that could not be read, or that does not fit. */
typedef struct sppwhy_damage sppwhy_damage;

/* In bytes from the start of the file. */
uint64_t sppwhy_damage_offset(const sppwhy_damage *damage);
/* 0 when no record is known. */
uint64_t sppwhy_damage_record_id(const sppwhy_damage *damage);
/* True: data that was not read; false: a remark, everything was read. */
bool sppwhy_damage_lost(const sppwhy_damage *damage);
/* A sentence for people, without a full stop. */
const char *sppwhy_damage_reason(const sppwhy_damage *damage);
/* Of the file that were not read; 0 when not known. */
uint64_t sppwhy_damage_bytes(const sppwhy_damage *damage);

/* A place where the record numbers jump: records that were there are not in this log. */
typedef struct sppwhy_gap sppwhy_gap;

/* FILETIMEs of the last record before the jump and of the first one after it. */
uint64_t sppwhy_gap_after(const sppwhy_gap *gap);
uint64_t sppwhy_gap_before(const sppwhy_gap *gap);
/* Record numbers skipped. */
uint64_t sppwhy_gap_missing(const sppwhy_gap *gap);

/* ---- a log --------------------------------------------------------------------------------------------- */

const char *sppwhy_log_path(const sppwhy_log *log);
/* In order of first appearance; of the events, and of a sample of the rest. */
size_t sppwhy_log_computer_count(const sppwhy_log *log);
const char *sppwhy_log_computer(const sppwhy_log *log, size_t i);
size_t sppwhy_log_channel_count(const sppwhy_log *log);
const char *sppwhy_log_channel(const sppwhy_log *log, size_t i);
uint64_t sppwhy_log_bytes(const sppwhy_log *log);
uint64_t sppwhy_log_chunks(const sppwhy_log *log);
/* Live records that are whole; and those known to be there that could not be decoded, licensing
 * or unknown. */
uint64_t sppwhy_log_records(const sppwhy_log *log);
uint64_t sppwhy_log_records_lost(const sppwhy_log *log);
/* Delivered events that are not live. */
uint64_t sppwhy_log_recovered(const sppwhy_log *log);
/* FILETIMEs over all live records, 0 when there are none. */
uint64_t sppwhy_log_first_event(const sppwhy_log *log);
uint64_t sppwhy_log_last_event(const sppwhy_log *log);
/* The header's flag: the log was copied while in use. */
bool sppwhy_log_dirty(const sppwhy_log *log);
/* Of events that were exported as text; and whether it is an excerpt, which covers only what it shows. */
bool sppwhy_log_is_export(const sppwhy_log *log);
bool sppwhy_log_is_excerpt(const sppwhy_log *log);
/* Of the providers asked for, in order of record id. */
size_t sppwhy_log_event_count(const sppwhy_log *log);
const sppwhy_event *sppwhy_log_event(const sppwhy_log *log, size_t i);
/* In order of offset. */
size_t sppwhy_log_damage_count(const sppwhy_log *log);
const sppwhy_damage *sppwhy_log_damage(const sppwhy_log *log, size_t i);
/* The first place whose data was not read, as an error with file, offset, record and reason, and
 * SPPWHY_DAMAGED; SPPWHY_OK, and nothing is filled in, when the log was read whole. Cost: linear in the
 * damage. */
sppwhy_status sppwhy_log_fault(const sppwhy_log *log, sppwhy_error *error);
/* In order of time. */
size_t sppwhy_log_gap_count(const sppwhy_log *log);
const sppwhy_gap *sppwhy_log_gap(const sppwhy_log *log, size_t i);

/* ---- reading one --------------------------------------------------------------------------------------- */

typedef enum sppwhy_reader {
    SPPWHY_READER_AUTO = 0,   /* native, and libevtx for the records that it cannot read */
    SPPWHY_READER_NATIVE = 1, /* our own: fast, and reads what was forwarded from other computers */
    SPPWHY_READER_LIBEVTX = 2 /* libevtx in a guarded child process: the reference */
} sppwhy_reader;

/* Version of the libevtx that is the second reader; NULL in a build without it. */
const char *sppwhy_libevtx_version(void);

typedef struct sppwhy_read_options {
    size_t size; /* sizeof(sppwhy_read_options), see status.h */
    /* Providers whose events are wanted, by Name or EventSourceName, exactly; NULL-terminated. */
    const char *const *providers;
    /* Decode every chunk, not only those that hold a provider's name. Slow; for tests of the filter. */
    bool no_filter;
    /* Every provider's events are wanted. */
    bool every_provider;
    sppwhy_reader reader;
    /* Also what is not live: old records in the slack of chunks, and records in chunks whose header is
     * destroyed. Old templates may be overwritten, so such an event is weaker evidence than a live one. */
    bool recovered;
    /* Threads that may read one log, where it is long enough; 0: one a processor. */
    size_t threads;
    /* How far it is, and whether to stop. */
    sppwhy_cancellation watch;
    /* Processor time that one log may take, in milliseconds; what is left of it then is not read, and listed
     * as damage. 0: as much as docs/safety.md grants a log of its size. */
    uint64_t most_cpu_ms;
    /* The child process of libevtx keeps all rights: only for where its sandbox does harm. */
    bool no_sandbox;
    /* What local times of events exported as text are: so many seconds ahead of UTC, or in this system's
     * zone. */
    int32_t zone_seconds;
    bool zone_of_system;
    /* What standard input is called in logs and notices; NULL: "-". */
    const char *stdin_name;
} sppwhy_read_options;

/*
 * Reads a log. SPPWHY_OK also for a damaged log: see its damage. SPPWHY_NOT_A_LOG when neither the file
 * header nor any chunk is an event log's (by content, never by name); SPPWHY_IO when the file cannot be
 * opened or read, or no child process can be started. May be called by several threads at once. `path` is
 * copied; "-" is standard input. Free with sppwhy_log_free(). `options` may be NULL: no events are wanted.
 * Cost: linear in the size of the file; memory in the number of events delivered.
 */
SPPWHY_NODISCARD sppwhy_status sppwhy_log_read(sppwhy_log **out, const char *path,
                                               const sppwhy_read_options *options, sppwhy_error *error);
void sppwhy_log_free(sppwhy_log *log);

/* ---- all logs of what was collected -------------------------------------------------------------------- */

typedef struct sppwhy_logs sppwhy_logs;

/* In order of path. sppwhy_logs_array() is all of them, for the calls that take several. */
size_t sppwhy_logs_count(const sppwhy_logs *logs);
const sppwhy_log *sppwhy_logs_at(const sppwhy_logs *logs, size_t i);
const sppwhy_log *const *sppwhy_logs_array(const sppwhy_logs *logs);
/* What could not be read and what there is to know, in order of the sources. */
size_t sppwhy_logs_notice_count(const sppwhy_logs *logs);
const sppwhy_notice *sppwhy_logs_notice(const sppwhy_logs *logs, size_t i);
/* Sources that could not be read at all, in their order. */
size_t sppwhy_logs_error_count(const sppwhy_logs *logs);
const sppwhy_error *sppwhy_logs_error(const sppwhy_logs *logs, size_t i);
/* Archives broke off, or JSON lines were missing. */
bool sppwhy_logs_incomplete(const sppwhy_logs *logs);
void sppwhy_logs_free(sppwhy_logs *logs);

/*
 * Reads the sources that sppwhy_collect() found: logs, the logs in archives, and JSON lines, which are put
 * together to logs again. A log that comes twice counts once. The sources must outlive the reading, and
 * whatever `options` points to. (sppwhy_input_read() does all of this.)
 */
typedef struct sppwhy_reading sppwhy_reading;

/* SPPWHY_INVALID for wrong options, SPPWHY_NO_MEMORY. Nothing is read yet, so it costs next to nothing. */
SPPWHY_NODISCARD sppwhy_status sppwhy_reading_create(sppwhy_reading **out, const sppwhy_sources *sources,
                                                     const sppwhy_read_options *options, sppwhy_error *error);
/* Reads the i-th source; each once, several at a time by several threads. `threads` may read this one, 0:
 * one a processor. What fails is reported at the end, and by the status, which need not be looked at. */
sppwhy_status sppwhy_reading_source(sppwhy_reading *reading, size_t i, size_t threads);
/* Once all are read. The logs are the caller's, and independent of the reading. SPPWHY_NO_MEMORY is the only
 * failure: what could not be read is in sppwhy_logs_error() and _notice(). Cost: linear in the logs; copies are
 * compared event by event. */
SPPWHY_NODISCARD sppwhy_status sppwhy_reading_finish(sppwhy_logs **out, sppwhy_reading *reading,
                                                     sppwhy_error *error);
void sppwhy_reading_free(sppwhy_reading *reading);

SPPWHY_END

#endif
