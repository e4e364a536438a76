/*
 * Gaps between the chunks of a log: blocks of zeros, and chunks whose header is destroyed.
 * At the end of a log zeros are room that Windows has reserved; before a chunk, or before the place up to
 * which the file's header counts chunks, they are chunks that were lost, and the numbers on both sides tell
 * how many records. Nothing is read again for it: a log may come as a stream.
 */
#ifndef EVTX_LOG_LOST_CHUNKS_H
#define EVTX_LOG_LOST_CHUNKS_H

#include "evtx/log/damage.h"

/* Blocks one after another that are no chunks. */
typedef struct chunk_hole {
    uint64_t zeros, destroyed; /* blocks */
    uint64_t found;            /* records in the destroyed ones, counted where they are */
    uint64_t at;               /* of the first block */
} chunk_hole;

/* The gaps between chunks in one segment of a log, and what its chunks are numbered. */
typedef struct lost_chunks {
    bool has_chunk;
    chunk_hole before;                    /* the first chunk; all of it when there is none */
    chunk_hole after;                     /* the last chunk */
    uint64_t first_number;                /* of the first chunk's first record */
    uint64_t last_number, last_record_id; /* of the last chunk's last record */
    uint64_t most;                        /* records that a chunk of it holds */
} lost_chunks;

void lost_chunks_zeros(lost_chunks *h, uint64_t offset);
void lost_chunks_destroyed(lost_chunks *h, uint64_t offset, uint64_t records_found);
/* A chunk comes: adds to the damage what was lost before it. False when memory is short. */
SPPWHY_NODISCARD bool lost_chunks_chunk(lost_chunks *h, const uint8_t *chunk, damage_list *damage,
                                        uint64_t *lost);
/* Puts the next part's behind those of the parts so far. */
SPPWHY_NODISCARD bool lost_chunks_join(lost_chunks *h, const lost_chunks *next, damage_list *damage,
                                       uint64_t *lost);
/* After the last part: the file has `bytes`; up to `counted` there should be chunks, and `next_record` is the
 * number of the next record. */
SPPWHY_NODISCARD bool lost_chunks_end(const lost_chunks *h, uint64_t bytes, uint64_t counted,
                                      uint64_t next_record, damage_list *damage, uint64_t *lost);

#endif
