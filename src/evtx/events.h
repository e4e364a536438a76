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
#ifndef EVTX_EVENTS_H
#define EVTX_EVENTS_H

#include "collect/sources.h"
#include "sppwhy/cancellation.h"

SPPWHY_BEGIN

struct sppwhy_log;
struct sppwhy_texts;

/* An event as a reader delivers it, or as one is made up: everything in the open, its texts the maker's. */
typedef struct sppwhy_raw_event {
    const char *provider; /* System/Provider/@Name; "" when absent */
    const char *source;   /* System/Provider/@EventSourceName; "" when absent */
    const char *channel;
    const char *computer;
    const char *reader; /* "native", "libevtx"; of an export its form: "xml", "csv" ... */
    uint32_t id;
    int32_t qualifiers; /* -1 when absent */
    uint8_t level;
    bool recovered;             /* with the option: taken from slack or from a chunk with a broken header */
    bool by_line;               /* of an export without record numbers: record_id is its line in the file */
    uint64_t time;              /* System/TimeCreated, FILETIME (100 ns since 1601-01-01 UTC) */
    uint64_t record_id;         /* System/EventRecordID */
    uint64_t header_record_id;  /* of the record's own header; differs in a log of forwarded events */
    uint64_t offset;            /* of the record, from the start of the file; of an export its line */
    const char *const *strings; /* EventData's or UserData's values in their order, without Binary */
    size_t string_count;
} sppwhy_raw_event;

/*
 * Events are kept by the million, so what they share is kept once: the names and numbers that come again
 * with most events of a log in one sppwhy_event_common, the strings as numbers of texts. A string with commas
 * in it, as Info strings are, is kept in the parts between them, each of which comes again by itself.
 */
typedef struct sppwhy_string_form {
    uint8_t parts;  /* texts that make the string */
    bool separated; /* by a comma and a blank; else by a comma alone */
} sppwhy_string_form;

typedef struct sppwhy_event_common {
    const char *provider, *source, *channel, *computer, *reader; /* as in sppwhy_raw_event */
    uint32_t id;
    int32_t qualifiers;
    uint8_t level;
    bool recovered;
    bool by_line;
    /* What TimeCreated says where that is no time that an event can have; then sppwhy_event.time is 0. */
    uint64_t odd_time;
    const struct sppwhy_log *log;
    uint32_t number;                 /* counts those of one sppwhy_texts, from 0 */
    uint32_t string_count;           /* of an event's strings */
    uint32_t part_count;             /* of all of them together */
    const sppwhy_string_form *forms; /* one a string */
    const struct sppwhy_texts *texts;
} sppwhy_event_common;

typedef struct sppwhy_event {
    uint64_t time; /* as in sppwhy_raw_event, between 1980 and 2099; 0 when there is none: see odd_time */
    uint64_t record_id;
    uint64_t header_record_id;
    uint64_t offset;
    const sppwhy_event_common *common;
    const uint32_t *parts; /* common->part_count numbers of texts */
} sppwhy_event;

/* Writes the i-th string into `out` (as much as fits, always terminated when size is not 0) and returns its
 * whole length in bytes, which may be more. `i` is below common->string_count. */
size_t sppwhy_event_string(const sppwhy_event *event, size_t i, char *out, size_t size);

/* Something that could not be read, or that does not fit. */
typedef struct sppwhy_damage {
    uint64_t offset;    /* from the start of the file */
    uint64_t record_id; /* 0 when no record is known */
    bool lost;          /* true: data that was not read; false: a remark, everything was read */
    const char *reason; /* a sentence for people, without a full stop */
    uint64_t bytes;     /* of the file that were not read; 0 when not known */
} sppwhy_damage;

/* A place where the record numbers jump: records that were there are not in this log. */
typedef struct sppwhy_gap {
    uint64_t after;   /* time of the last record before the jump */
    uint64_t before;  /* time of the first record after it */
    uint64_t missing; /* record numbers skipped */
} sppwhy_gap;

typedef struct sppwhy_log {
    const char *path;
    const char *const
        *computers; /* in order of first appearance; of the events, and of a sample of the rest */
    size_t computer_count;
    const char *const *channels;
    size_t channel_count;
    uint64_t bytes;
    uint64_t chunks;
    uint64_t content;      /* a hash of the chunks' headers, their check sums among them; 0 when not known */
    uint64_t records;      /* live records that are whole */
    uint64_t records_lost; /* records known to be there that could not be decoded, licensing or not told */
    uint64_t recovered;    /* delivered events that are not live */
    uint64_t first_event;  /* FILETIME over all live records, 0 when there are none */
    uint64_t last_event;
    bool dirty;                 /* the header's flag: the log was copied while in use */
    bool is_export;             /* of events that were exported as text */
    bool excerpt;               /* events exported as text, not all of them: it covers only what it shows */
    const sppwhy_event *events; /* of the providers asked for, in order of record id */
    size_t event_count;
    const sppwhy_damage *damage; /* in order of offset */
    size_t damage_count;
    const sppwhy_gap *gaps; /* in order of time */
    size_t gap_count;
} sppwhy_log;

typedef enum sppwhy_reader {
    SPPWHY_READER_AUTO = 0,   /* native, and libevtx for the records that it cannot read */
    SPPWHY_READER_NATIVE = 1, /* our own: fast, and reads what was forwarded from other computers */
    SPPWHY_READER_LIBEVTX = 2 /* libevtx in a guarded child process: the reference */
} sppwhy_reader;

typedef struct sppwhy_read_options {
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
    /* Threads that may read one log, where it is long enough; 0: one. */
    size_t threads;
    /* How far it is, and whether to stop. */
    sppwhy_cancellation watch;
    /* Processor time that one log may take, in milliseconds; what is left of it then is not read and told of
     * as damage. 0: as much as base/limits.h grants for a log of its size. */
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
 * Reads a log. SPPWHY_OK also for a damaged log: see its `damage`. SPPWHY_NOT_A_LOG when neither the file
 * header nor any chunk is an event log's (told by content, never by name); SPPWHY_IO when the file cannot be
 * opened or read, or no child process can be started. May be called by several threads at once. `path` is
 * copied; "-" is standard input. Free with sppwhy_log_free().
 */
SPPWHY_NODISCARD sppwhy_status sppwhy_log_read(sppwhy_log **out, const char *path,
                                               const sppwhy_read_options *options, sppwhy_error *error);
void sppwhy_log_free(sppwhy_log *log);

/* ---- all logs of what was collected -------------------------------------------------------------------- */

/*
 * Reads the sources that sppwhy_collect() found: logs, the logs in archives, and JSON lines, which are put
 * together to logs again. A log that comes twice counts once. The sources must outlive the reading, and
 * whatever `options` points to.
 */
typedef struct sppwhy_reading sppwhy_reading;

typedef struct sppwhy_logs {
    const sppwhy_log *const *items; /* in order of path */
    size_t count;
    const sppwhy_notice
        *notices; /* what could not be read and what there is to know, in order of the sources */
    size_t notice_count;
    const sppwhy_error *errors; /* sources that could not be read at all, in their order */
    size_t error_count;
    bool incomplete; /* archives broke off, or JSON lines were missing */
} sppwhy_logs;

SPPWHY_NODISCARD sppwhy_status sppwhy_reading_create(sppwhy_reading **out, const sppwhy_sources *sources,
                                                     const sppwhy_read_options *options, sppwhy_error *error);
/* Reads sources->items[i]; each once, several at a time by several threads. `threads` may read this one, 0:
 * one. What fails is told at the end, and by the status, which need not be looked at. */
sppwhy_status sppwhy_reading_source(sppwhy_reading *reading, size_t i, size_t threads);
/* Once all are read. The logs are the caller's, and independent of the reading. */
SPPWHY_NODISCARD sppwhy_status sppwhy_reading_finish(sppwhy_logs **out, sppwhy_reading *reading,
                                                     sppwhy_error *error);
void sppwhy_reading_free(sppwhy_reading *reading);
void sppwhy_logs_free(sppwhy_logs *logs);
SPPWHY_END

#endif
