/*
 * A log while it is being read:
 *
 *   log.c           the file: its header, its parts side by side, and the log that they make
 *   log_segment.c   one part: its chunks one after another
 *   chunk_events.c  the records of a chunk
 */
#ifndef EVTX_LOG_CHUNK_EVENTS_H
#define EVTX_LOG_CHUNK_EVENTS_H

#include "base/file.h"
#include "evtx/log/damage.h"
#include "evtx/native/native.h"
#include "evtx/log/numbers.h"
#include "evtx/log/lost_chunks.h"
#include "evtx/log/cpu_budget.h"

/* What is known of one record of the chunk at hand. */
typedef struct record_note {
    uint64_t time;                  /* TimeCreated once known, the header's till then */
    const char *computer, *channel; /* once known, of a record whose names are listed */
    uint8_t look;                   /* native_look */
    bool timed;                     /* the look told its time */
    bool probe;                     /* its names are listed, whoever wrote it */
    bool unread;                    /* no reader could decode it so far */
} record_note;

/* The machines and channels of a log are known from its licensing events. So that they are known where there are
 * none, a sample of the others is read as well: of each chunk the first and the last record, the oldest and
 * the newest. */
typedef struct chunk_ends {
    size_t oldest, newest; /* by their headers' times: */
    uint64_t oldest_time, newest_time;
} chunk_ends;

/* One that the first reader could not decode, and why: `reason` lies in b->reasons. */
typedef struct failed_record {
    size_t record; /* in the chunk */
    size_t reason;
    bool hopeless;
} failed_record;

/* Bears the check sums of itself and of its records, so that logs of other content differ in it. */
typedef struct chunk_header {
    uint8_t bytes[CHUNK_HEADER_SIZE];
    uint32_t length; /* less where the file ends in it */
} chunk_header;

/* How events follow one another. */
typedef struct events_order {
    bool disordered; /* not by their records' numbers */
    bool not_rising; /* not each later than the one before, or of the same time and with a higher number */
} events_order;

/* What one stretch of the file gave. Stretches are of one length, whoever reads them, so that the same log
 * gives the same whatever the number of threads. */
typedef struct log_segment {
    uint64_t from, to; /* bytes of the file */
    VEC(sppwhy_event) events;
    events_order order;
    VEC(sppwhy_event) recovered;
    damage_list damage;
    numbers numbers;
    lost_chunks lost_chunks;
    name_pool computers, channels;            /* in order of appearance */
    const char *last_computer, *last_channel; /* listed last */
    VEC(chunk_header) headers;                /* one a chunk */
    uint64_t records, records_lost;
    uint64_t first_event, last_event;
    bool ended; /* the file has become shorter */
    sppwhy_status status;
    sppwhy_error error;
} log_segment;

/* One reader at work on one part after another, and on one log after another. */
typedef struct segment_reader {
    arena *memory; /* of what it gives; the log takes it over */
    const sppwhy_read_options *options;
    file *input;
    arena *own; /* of the filter */
    filter filter;
    evtx_store store;
    native *native; /* looks at every record, whichever reader decodes it */
    const evtx_reader *reader;
    const evtx_reader *named_reader; /* whose name, as the store keeps it, is: */
    const char *reader_name;
    void *reader_state; /* of libevtx, once it is needed */
    cpu_budget *budget; /* the log's */
    cpu_budget_part cpu;
    log_segment *part; /* the one at hand */

    uint8_t *step; /* what was read of the file at once */
    size_t step_length;
    uint64_t step_offset;

    chunk chunk; /* the one at hand */
    uint64_t chunk_offset;
    bool recovering;         /* its records are not live ... */
    bool destroyed;          /* ... since its header is lost, not since they are old */
    bool searched, has_name; /* whether the names were looked for in it, and one was found */
    VEC(record_note) notes;  /* as many as chunk.records */
    chunk_ends ends;
    bool any_not_unwanted; /* by the looks */
    VEC(chunk_record) wanted;
    VEC(size_t) wanted_index; /* of each wanted record in chunk.records */
    VEC(failed_record) failed;
    strbuf reasons;
    size_t odd_times;     /* wanted events of the chunk at hand that have no time */
    const char *stand_in; /* for its name; NULL until it is needed */
} segment_reader;

/* Everything a reader needs for logs of these options. */
SPPWHY_NODISCARD sppwhy_status log_segment_create(segment_reader **out, const sppwhy_read_options *options,
                                                  sppwhy_error *error);
/* Before the parts of one log, from `input` into `memory`; `log` is what its events will say that they are of.
 * The options are kept until log_segment_end(). False when memory is short. */
SPPWHY_NODISCARD bool log_segment_begin(segment_reader *b, const sppwhy_read_options *options, arena *memory,
                                        const sppwhy_log *log, file *input);
/* After them. */
void log_segment_end(segment_reader *b);
/* Reads part->from to part->to; part->status says how it went. */
void log_segment_read(segment_reader *b, log_segment *part);
/* Frees all but b->memory. */
void log_segment_free(segment_reader *b);
void log_segment_clear(log_segment *part);
/* For the next stretch: as zeroed, but that it keeps the room for events. */
void log_segment_renew(log_segment *part);

/* Takes in the chunk that is in b->chunk: its events, times, numbers and damage. */
SPPWHY_NODISCARD sppwhy_status chunk_events_take(segment_reader *b, sppwhy_error *error);

/* Takes in what is not live of it: all its records, or those in its slack. */
SPPWHY_NODISCARD sppwhy_status chunk_events_recover(segment_reader *b, uint32_t from, sppwhy_error *error);

#endif
