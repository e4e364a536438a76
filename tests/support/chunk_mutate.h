/*
 * Harm to a chunk that keeps to its structure, so that it is not refused at the door: a field, a value or a
 * run of bytes of a record is changed, records are swapped, copied over each other, grown or taken out, the
 * header is changed; then, mostly, what would betray it is made to fit again: the records' second sizes, the
 * header's end of the records, all checksums.
 */
#ifndef SUPPORT_CHUNK_MUTATE_H
#define SUPPORT_CHUNK_MUTATE_H

#include "sppwhy/status.h"

/* A small generator: the same seed, the same harm. */
uint32_t chunk_random(uint64_t *seed, uint32_t below);

/* `bytes` are `size` of a chunk from its beginning and room for 64 KiB. */
void chunk_mutate(uint8_t *bytes, size_t size, uint64_t *seed);
/* Changes one place in each record after the first few, in the same way: many trials in one chunk. */
void chunk_mutate_each(uint8_t *bytes, size_t size, uint64_t *seed);
/* Makes the checksums and the header's end of the records fit. */
void chunk_seal(uint8_t *bytes, size_t size);

#endif
