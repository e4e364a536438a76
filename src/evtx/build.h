/*
 * A log while it is being read: what log.c (the file) and build.c (the records of a chunk) work on together.
 */
#ifndef EVTX_BUILD_H
#define EVTX_BUILD_H

#include "base/file.h"
#include "evtx/damage.h"
#include "evtx/native.h"
#include "evtx/numbers.h"

/* What is known of one record of the chunk at hand. */
typedef struct record_note {
    uint64_t time;                  /* TimeCreated once known, the header's till then */
    const char *computer, *channel; /* once known, of a record whose names are listed */
    uint8_t look;                   /* native_look */
    bool probe;                     /* its names are listed, whoever wrote it */
    bool unread;                    /* no reader could decode it so far */
} record_note;

/* One that the first reader could not decode, and why: `reason` lies in b->reasons. */
typedef struct failed_record {
    size_t record; /* in the chunk */
    size_t reason;
    bool hopeless;
} failed_record;

typedef struct log_build {
    arena *memory; /* owns the log and all in it */
    sppwhy_log *log;
    const sppwhy_read_options *options;
    file *input;
    filter filter;
    evtx_store store;
    native *native; /* looks at every record, whichever reader decodes it */
    const evtx_reader *reader;
    void *reader_state; /* of libevtx, once it is needed */

    uint8_t *step; /* what was read of the file at once */
    size_t step_length;
    uint64_t step_offset;

    /* Blocks of zeros since the last chunk, and what was numbered before them. */
    uint64_t zeros_at;
    uint64_t zero_blocks;
    uint64_t last_number, last_id;

    chunk chunk; /* the one at hand */
    uint64_t chunk_offset;
    bool recovering;         /* its records are not live */
    bool searched, has_name; /* whether the names were looked for in it, and one was found */
    VEC(record_note) notes;  /* as many as chunk.records */
    VEC(chunk_record) wanted;
    VEC(size_t) wanted_index; /* of each wanted record in chunk.records */
    VEC(failed_record) failed;
    strbuf reasons;

    VEC(sppwhy_event) events;
    VEC(sppwhy_event) recovered;
    damage_list damage;
    numbers numbers;
} log_build;

/* Takes in the chunk that stands in b->chunk: its events, times, numbers and damage. */
SPPWHY_NODISCARD sppwhy_status build_chunk(log_build *b, sppwhy_error *error);

/* Takes in what is not live of it: all its records, or those in its slack. */
SPPWHY_NODISCARD sppwhy_status build_recover(log_build *b, uint32_t from, sppwhy_error *error);

#endif
