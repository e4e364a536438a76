/*
 * One chunk: where its records are and what of it is broken. Only record headers are looked at here; what a
 * record says is a reader's matter (reader.h).
 *
 * A record can be distinguished from noise, because its size is at both its ends. So one broken record costs
 * itself only: the walk goes on at the next place where a record's signature and its two sizes agree.
 */
#ifndef EVTX_CHUNK_H
#define EVTX_CHUNK_H

#include "base/vec.h"
#include "evtx/format.h"

typedef struct chunk_record {
    uint32_t offset; /* in the chunk */
    uint32_t size;
    uint64_t id;   /* as the record's header has it */
    uint64_t time; /* likewise: when it was written, or exported */
} chunk_record;

/* A part of the records' area that holds no readable record. */
typedef struct chunk_break {
    uint32_t offset;
    uint32_t size;
    uint64_t record_id; /* of the record that begins there, as far as is known; 0 when not */
    uint64_t lost;      /* records lost in it, at least 1 */
    char reason[120];
} chunk_break;

typedef struct chunk {
    const uint8_t *bytes; /* CHUNK_SIZE of them, zeros after `length` */
    uint32_t length;      /* less than CHUNK_SIZE only at the end of a cut-off file */
    uint32_t live_end;    /* records begin before this place; what follows is slack */
    bool cut;             /* the file's end took live records from it */
    VEC(chunk_record) records;
    VEC(chunk_break) breaks;
} chunk;

/* Is given each record as it is found, while its bytes are in the nearest cache; false when memory is short. */
typedef bool chunk_taker(void *context, const chunk_record *r);

/* Fills in all but `bytes` and `length`, which the caller has set. The bytes begin with CHUNK_SIGNATURE. */
SPPWHY_NODISCARD sppwhy_status chunk_walk(chunk *c, chunk_taker *take, void *context, sppwhy_error *error);
void chunk_free(chunk *c);
/* The number of its last record so far; before the first one that which would come before it. */
uint64_t chunk_last_number(const chunk *c);

/* True when a record with both sizes in agreement is at `offset`, below `end`. */
bool chunk_record_at(const uint8_t *bytes, uint32_t offset, uint32_t end, chunk_record *out);

/* Takes for records all that look like one from `from` on, whatever the header says: for what is not live. */
SPPWHY_NODISCARD bool chunk_find_records(chunk *c, uint32_t from, chunk_taker *take, void *context);

/* How many records, known by their signature and sizes, are in a block that is no chunk. */
size_t chunk_count_records(const uint8_t *bytes, uint32_t length);

typedef enum chunk_sum {
    CHUNK_SUM_RIGHT,
    CHUNK_SUM_NONE,
    CHUNK_SUM_HEADER_WRONG,
    CHUNK_SUM_RECORDS_WRONG
} chunk_sum;

/* Compares the chunk's checksums. A chunk marked as having none, or as still being written, is
 * not compared. */
chunk_sum chunk_check_sums(const chunk *c);

/*
 * False when the record's outermost values cannot all lie inside it. libevtx does not bound a record's
 * content by the record, so a wrong size would make it read a neighbor's text as this one's, and a wrong
 * count makes it allocate gigabytes.
 */
bool chunk_record_bounded(const uint8_t *chunk_bytes, const chunk_record *r);

#endif
