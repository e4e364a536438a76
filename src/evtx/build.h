/*
 * A log while it is being read: what log.c (the file) and build.c (the records of a chunk) work on together.
 */
#ifndef EVTX_BUILD_H
#define EVTX_BUILD_H

#include "base/file.h"
#include "evtx/damage.h"
#include "evtx/filter.h"
#include "evtx/names.h"
#include "evtx/numbers.h"
#include "evtx/reader.h"

/* What is remembered of a chunk to find the log's first and last event (build_ends). */
typedef struct chunk_summary {
    uint64_t offset;         /* in the file */
    uint64_t oldest, newest; /* by the records' headers */
    bool settled;            /* the times of all its records are known */
} chunk_summary;

/* What is known of one record of the chunk at hand. */
typedef struct record_note {
    uint64_t time;  /* TimeCreated once decoded, the header's till then */
    bool candidate; /* may be a wanted provider's */
    bool asked;     /* a reader is to decode it */
    bool done;      /* a reader was given it */
    bool decoded;   /* and its TimeCreated is known */
} record_note;

typedef struct log_build {
    arena *memory; /* owns the log and all in it */
    sppwhy_log *log;
    const sppwhy_read_options *options;
    file *input;
    filter filter;
    const evtx_reader *reader;
    void *reader_state;

    chunk chunk; /* the one at hand */
    uint64_t chunk_offset;
    VEC(record_note) notes; /* as many as chunk.records */
    VEC(chunk_record) wanted;
    VEC(size_t) wanted_index; /* of each wanted record in chunk.records */
    bool times_only;          /* build_ends(): events were delivered before */

    VEC(sppwhy_event) events;
    VEC(chunk_summary) summaries;
    damage_list damage;
    names texts, computers, channels;
    numbers numbers;
} log_build;

/* Takes in the chunk that stands in b->chunk: its events, times, numbers and damage. */
SPPWHY_NODISCARD sppwhy_status build_chunk(log_build *b, sppwhy_error *error);

/* After the last chunk: makes first_event and last_event exact. */
SPPWHY_NODISCARD sppwhy_status build_ends(log_build *b, sppwhy_error *error);

/* Reads the block at `offset` of the file into b->chunk. */
SPPWHY_NODISCARD sppwhy_status build_load(log_build *b, uint64_t offset, sppwhy_error *error);

#endif
