/* What sppwhy/evtx.h keeps opaque: how logs and their events are kept. */
#ifndef EVTX_EVENTS_H
#define EVTX_EVENTS_H

#include "collect/sources.h"
#include "sppwhy/evtx.h"

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
    const sppwhy_log *log;
    uint32_t number;                 /* counts those of one sppwhy_texts, from 0 */
    uint32_t string_count;           /* of an event's strings */
    uint32_t part_count;             /* of all of them together */
    const sppwhy_string_form *forms; /* one a string */
    const struct sppwhy_texts *texts;
} sppwhy_event_common;

struct sppwhy_event {
    uint64_t time; /* as in sppwhy_raw_event, between 1980 and 2099; 0 when there is none: see odd_time */
    uint64_t record_id;
    uint64_t header_record_id;
    uint64_t offset;
    const sppwhy_event_common *common;
    const uint32_t *parts; /* common->part_count numbers of texts */
};

/* Something that could not be read, or that does not fit. */
struct sppwhy_damage {
    uint64_t offset;    /* from the start of the file */
    uint64_t record_id; /* 0 when no record is known */
    bool lost;          /* true: data that was not read; false: a remark, everything was read */
    const char *reason; /* a sentence for people, without a full stop */
    uint64_t bytes;     /* of the file that were not read; 0 when not known */
};

/* A place where the record numbers jump: records that were there are not in this log. */
struct sppwhy_gap {
    uint64_t after;   /* time of the last record before the jump */
    uint64_t before;  /* time of the first record after it */
    uint64_t missing; /* record numbers skipped */
};

struct sppwhy_log {
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
    uint64_t records_lost; /* records known to be there that could not be decoded, of licensing or not */
    uint64_t recovered;    /* delivered events that are not live */
    uint64_t first_event;  /* FILETIME over all live records, 0 when there are none */
    uint64_t last_event;
    bool dirty;                 /* the header's flag: the log was copied while in use */
    bool is_export;             /* of events that were exported as text */
    bool excerpt;               /* events exported as text, not all of them: it covers only what it shows */
    const sppwhy_event *events; /* of the providers asked for, in order of record id */
    size_t event_count;
    bool
        rises; /* each event is later than the one before, or has its time and a higher number; false: not known */
    /* The stores that its events are of, where several threads read it; else NULL. */
    const struct sppwhy_texts *const *stores;
    size_t store_count;
    const sppwhy_damage *damage; /* in order of offset */
    size_t damage_count;
    const sppwhy_gap *gaps; /* in order of time */
    size_t gap_count;
};

/* ---- all logs of what was collected -------------------------------------------------------------------- */

struct sppwhy_logs {
    const sppwhy_log *const *items; /* in order of path */
    size_t count;
    const sppwhy_notice
        *notices; /* what could not be read and what there is to know, in order of the sources */
    size_t notice_count;
    const sppwhy_error *errors; /* sources that could not be read at all, in their order */
    size_t error_count;
    bool incomplete; /* archives broke off, or JSON lines were missing */
};

#endif
