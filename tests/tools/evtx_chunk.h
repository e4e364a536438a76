/*
 * One chunk of an event log being written: 64 KiB with its records, its table of names and its table of
 * template definitions. A record is written between chunk_record_begin() and chunk_record_end(); one that
 * turns out not to fit leaves no trace.
 *
 * The format code of the log writer is its own on purpose and shares nothing with the readers in src/evtx/: a
 * misreading of the format must not cancel itself out in the tests.
 */
#ifndef TOOLS_EVTX_CHUNK_H
#define TOOLS_EVTX_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHUNK_SIZE 65536u
#define CHUNK_FIRST_RECORD 512u /* after the header and the two tables */
#define CHUNK_MOST_NAMES 512
#define CHUNK_MOST_TEMPLATES 256

typedef struct known_name {
    uint32_t offset;
    char text[64];
} known_name;

typedef struct known_template {
    uint32_t offset;
    uint8_t guid[16];
} known_template;

typedef struct chunk {
    uint8_t bytes[CHUNK_SIZE];
    uint32_t at;   /* where the next byte goes */
    bool overflow; /* something did not fit; what follows is dropped */
    known_name names[CHUNK_MOST_NAMES];
    size_t name_count;
    known_template templates[CHUNK_MOST_TEMPLATES];
    size_t template_count;
    uint32_t record_start; /* of the record being written */
    uint32_t last_record;
    uint64_t record_id; /* of the record being written */
    uint64_t first_id, last_id;
    uint64_t record_count;
    struct { /* what chunk_record_end() returns to when the record does not fit */
        uint8_t tables[384];
        size_t name_count, template_count;
    } before;
} chunk;

void chunk_reset(chunk *c);
void chunk_record_begin(chunk *c, uint64_t id, uint64_t filetime);
/* False when the record did not fit: the chunk is as it was before chunk_record_begin(). */
bool chunk_record_end(chunk *c);
/* Fills in the header and both checksums; c->bytes is then what is in the file. */
void chunk_finish(chunk *c);

/* The file header, 4096 bytes. `next_id` is the number that the next record would get. */
void evtx_file_header(uint8_t header[4096], uint64_t chunks, uint64_t next_id);

/* ---- bytes, little-endian ---- */
void put_u8(chunk *c, uint8_t value);
void put_u16(chunk *c, uint32_t value); /* overflow when it is over 65535 */
void put_u32(chunk *c, uint32_t value);
void put_u64(chunk *c, uint64_t value);
void put_bytes(chunk *c, const void *bytes, size_t length);
/* UTF-16 without a NUL; returns the number of units. */
size_t put_utf16(chunk *c, const char *utf8);
/* Over what is at `where`. */
void patch_u16(chunk *c, uint32_t where, uint32_t value);
void patch_u32(chunk *c, uint32_t where, uint32_t value);

/* The offset of a name, and the name itself when the chunk does not have it yet. */
void put_name(chunk *c, const char *name);

/* Offset of the definition with this GUID; 0 when the chunk has none. */
uint32_t chunk_find_template(const chunk *c, const uint8_t id[16]);
/* Notes that a definition begins at c->at, and puts its link to the next one of its chain. */
void chunk_begin_template(chunk *c, const uint8_t id[16]);

#endif
