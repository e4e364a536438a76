/*
 * Blocks of zeros between the chunks. At the end of a log they are room that Windows has reserved; before a
 * chunk, or before the place up to which the file's header counts chunks, they are chunks that were lost, and
 * the numbers on both sides tell how many records. Nothing is read again for it: a log may come as a stream.
 */
#ifndef EVTX_ZEROS_H
#define EVTX_ZEROS_H

#include "evtx/damage.h"

typedef struct zero_run {
    uint64_t blocks;
    uint64_t at; /* of the first */
} zero_run;

/* The zeros of one part of a log, and what its chunks are numbered. */
typedef struct zeros {
    bool has_chunk;
    zero_run before;                      /* the first chunk; all of them when there is none */
    zero_run after;                       /* the last chunk */
    uint64_t first_number;                /* of the first chunk's first record */
    uint64_t last_number, last_record_id; /* of the last chunk's last record */
} zeros;

void zeros_block(zeros *z, uint64_t offset);
/* A chunk comes: tells of what was lost before it. False when memory is short. */
SPPWHY_NODISCARD bool zeros_chunk(zeros *z, const uint8_t *chunk, damage_list *damage, uint64_t *lost);
/* Puts the next part's behind those of the parts so far. */
SPPWHY_NODISCARD bool zeros_join(zeros *z, const zeros *next, damage_list *damage, uint64_t *lost);
/* After the last part: up to `counted` there should be chunks, and `next_record` is the number of the next
 * record. */
SPPWHY_NODISCARD bool zeros_end(const zeros *z, uint64_t counted, uint64_t next_record, damage_list *damage,
                                uint64_t *lost);

#endif
