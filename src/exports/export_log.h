/*
 * The events of one export, put together to a log. What such a log covers is what the export shows by itself:
 * where every record number follows the one before, of one channel on one machine and with times in UTC,
 * nothing is missing in between. Anything else is an excerpt: it was filtered, or pasted; that an event is
 * absent from it says nothing.
 */
#ifndef EXPORTS_EXPORT_LOG_H
#define EXPORTS_EXPORT_LOG_H

#include "evtx/events.h"
#include "base/vec.h"
#include "exports/exports.h"
#include "exports/found.h"
#include "exports/moment.h"

typedef struct pending_event {
    sppwhy_raw_event event; /* texts in the arena; time not set */
    moment when;
    uint64_t number; /* 0: none */
    uint64_t line;
} pending_event;

/* Whether the record numbers run on, up or down. */
typedef struct number_chain {
    uint64_t count, last;
    bool broken, falls;
    uint64_t first_time, last_time; /* the earliest and the latest */
    uint64_t place;                 /* hash of channel and computer */
} number_chain;

typedef struct export_log {
    arena *memory;
    const sppwhy_read_options *options;
    const char *path;
    const char *form; /* the name of it: "csv" ... */
    exports_tell tell;
    void *context;
    VEC(pending_event) events;
    moment_votes votes;
    number_chain chain;
    uint64_t seen;   /* events of any provider */
    uint64_t bad;    /* that could not be read */
    bool file_dated; /* an event has the time of the file */
    bool local;      /* a wanted event has local time */
    bool ahead_known, ahead_differs;
    uint64_t file_time; /* FILETIME; 0: not known */
    int64_t ahead;      /* of UTC: local times, by what clients wrote into their events */
    bool no_memory;
    bool timeless; /* a message alone, without a time */
    char day[16];  /* the date of the last event of another provider, as written */
    size_t day_length;
    uint64_t hint_line; /* the first that speaks of licensing; 0: none */
} export_log;

/* False when memory is short. Values need not last. */
SPPWHY_NODISCARD bool export_take(export_log *b, const found *f);
/* An event of which only the message is there: its time stays 0. */
SPPWHY_NODISCARD bool export_take_message(export_log *b, uint32_t id, slice message);
/* For a form that knows by a part of an event that it is not wanted: what is needed of the others. */
SPPWHY_NODISCARD bool export_pass(export_log *b, slice number, slice time, slice channel, slice computer);
/* The licensing provider's full name for one of the ways it is written; NULL when it is none that
 * is wanted. */
const char *export_provider(const export_log *b, slice name);
/* The time of the file, for what has none of its own: "2026-03-02T08:00:00Z", "" when it is not known.
 * Returns out. */
char *export_file_time(const export_log *b, char out[40]);
/* Something that could be read in two ways, or is odd; nothing is lost. */
SPPWHY_NODISCARD bool export_say(export_log *b, uint64_t line, const char *message);
/* Something that could not be read. */
SPPWHY_NODISCARD bool export_bad(export_log *b, uint64_t line, const char *message);
/* The log, in the arena; all that was taken is in it. */
SPPWHY_NODISCARD sppwhy_status export_finish(export_log *b, exports_result *out, sppwhy_error *error);

#endif
