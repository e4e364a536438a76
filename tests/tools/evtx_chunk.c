/*
 * Chunks and the file header: offsets, chains, padding, checksums. What a record says is not known here.
 */
#include "tools/evtx_chunk.h"

#include "base/text.h"

#include <string.h>
#include <zlib.h>

#define HEADER_SIZE 128u
#define NAME_TABLE 128u
#define NAME_BUCKETS 64u
#define TEMPLATE_TABLE 384u
#define TEMPLATE_BUCKETS 32u

/* libevtx 20181227 loses a record that ends with the last byte of its chunk, so that byte is never used. */
#define CHUNK_LAST_BYTE (CHUNK_SIZE - 8)

/* ---- bytes --------------------------------------------------------------------------------------------- */

static void store(uint8_t *to, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        to[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t load_u32(const uint8_t *from)
{
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

void put_bytes(chunk *c, const void *bytes, size_t length)
{
    if (c->overflow || length > CHUNK_LAST_BYTE - c->at) {
        c->overflow = true;
        return;
    }
    if (length != 0)
        memcpy(c->bytes + c->at, bytes, length);
    c->at += (uint32_t)length;
}

static void put_number(chunk *c, uint64_t value, unsigned size)
{
    uint8_t bytes[8];
    store(bytes, value, size);
    put_bytes(c, bytes, size);
}

void put_u8(chunk *c, uint8_t value)
{
    put_number(c, value, 1);
}

void put_u16(chunk *c, uint32_t value)
{
    c->overflow = c->overflow || value > 0xFFFF;
    put_number(c, value, 2);
}

void put_u32(chunk *c, uint32_t value)
{
    put_number(c, value, 4);
}

void put_u64(chunk *c, uint64_t value)
{
    put_number(c, value, 8);
}

size_t put_utf16(chunk *c, const char *utf8)
{
    strbuf units = {0};
    text_to_utf16le(&units, utf8);
    size_t length = units.length;
    c->overflow = c->overflow || units.failed;
    put_bytes(c, units.bytes, length);
    strbuf_free(&units);
    return length / 2;
}

void patch_u16(chunk *c, uint32_t where, uint32_t value)
{
    c->overflow = c->overflow || value > 0xFFFF;
    if (!c->overflow)
        store(c->bytes + where, value, 2);
}

void patch_u32(chunk *c, uint32_t where, uint32_t value)
{
    if (!c->overflow)
        store(c->bytes + where, value, 4);
}

/* ---- the two tables ------------------------------------------------------------------------------------ */

/* Windows' hash of names and GUIDs, over 16-bit units. */
static uint32_t hash_units(const uint8_t *units, size_t count)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < count; i++)
        hash = hash * 65599 + (uint32_t)(units[2 * i] | units[2 * i + 1] << 8);
    return hash;
}

/* A new entry goes to the head of its bucket's chain; puts the offset of the former head as the
 * entry's link. */
static void put_link(chunk *c, uint32_t bucket_at)
{
    uint32_t entry = c->at;
    put_u32(c, load_u32(c->bytes + bucket_at));
    if (!c->overflow)
        store(c->bytes + bucket_at, entry, 4);
}

static void put_new_name(chunk *c, const char *name)
{
    strbuf units = {0};
    text_to_utf16le(&units, name);
    known_name *known = &c->names[c->name_count];
    if (units.failed || c->name_count == CHUNK_MOST_NAMES || strlen(name) >= sizeof known->text) {
        c->overflow = true;
        strbuf_free(&units);
        return;
    }
    known->offset = c->at;
    memcpy(known->text, name, strlen(name) + 1);
    c->name_count++;
    uint32_t hash = hash_units((const uint8_t *)units.bytes, units.length / 2) & 0xFFFF;
    put_link(c, NAME_TABLE + 4 * (hash % NAME_BUCKETS));
    put_u16(c, hash);
    put_u16(c, (uint32_t)(units.length / 2));
    put_bytes(c, units.bytes, units.length);
    put_u16(c, 0);
    strbuf_free(&units);
}

void put_name(chunk *c, const char *name)
{
    for (size_t i = 0; i < c->name_count; i++) {
        if (strcmp(c->names[i].text, name) == 0) {
            put_u32(c, c->names[i].offset);
            return;
        }
    }
    put_u32(c, c->at + 4);
    put_new_name(c, name);
}

uint32_t chunk_find_template(const chunk *c, const uint8_t id[16])
{
    for (size_t i = 0; i < c->template_count; i++) {
        if (memcmp(c->templates[i].guid, id, 16) == 0)
            return c->templates[i].offset;
    }
    return 0;
}

void chunk_begin_template(chunk *c, const uint8_t id[16])
{
    if (c->template_count == CHUNK_MOST_TEMPLATES) {
        c->overflow = true;
        return;
    }
    known_template *known = &c->templates[c->template_count++];
    known->offset = c->at;
    memcpy(known->guid, id, 16);
    put_link(c, TEMPLATE_TABLE + 4 * (hash_units(id, 8) % TEMPLATE_BUCKETS));
}

/* ---- records
 * ------------------------------------------------------------------------------------------------ */

void chunk_reset(chunk *c)
{
    memset(c, 0, sizeof *c);
    c->at = CHUNK_FIRST_RECORD;
}

void chunk_record_begin(chunk *c, uint64_t id, uint64_t filetime)
{
    memcpy(c->before.tables, c->bytes + NAME_TABLE, sizeof c->before.tables);
    c->before.name_count = c->name_count;
    c->before.template_count = c->template_count;
    c->record_start = c->at;
    c->record_id = id;
    put_bytes(c, "**\0", 4);
    put_u32(c, 0); /* size, when it is known */
    put_u64(c, id);
    put_u64(c, filetime);
}

static void take_back(chunk *c)
{
    memcpy(c->bytes + NAME_TABLE, c->before.tables, sizeof c->before.tables);
    c->name_count = c->before.name_count;
    c->template_count = c->before.template_count;
    memset(c->bytes + c->record_start, 0, CHUNK_SIZE - c->record_start);
    c->at = c->record_start;
    c->overflow = false;
}

bool chunk_record_end(chunk *c)
{
    while ((c->at + 4 - c->record_start) % 8 != 0 && !c->overflow)
        put_u8(c, 0);
    uint32_t size = c->at + 4 - c->record_start;
    put_u32(c, size);
    patch_u32(c, c->record_start + 4, size);
    if (c->overflow) {
        take_back(c);
        return false;
    }
    c->last_record = c->record_start;
    c->last_id = c->record_id;
    if (c->record_count == 0)
        c->first_id = c->record_id;
    c->record_count++;
    return true;
}

/* ---- headers
 * ------------------------------------------------------------------------------------------------- */

static uint32_t checksum(uint32_t so_far, const uint8_t *bytes, size_t length)
{
    return (uint32_t)crc32(so_far, bytes, (uInt)length);
}

void chunk_finish(chunk *c)
{
    bool empty = c->record_count == 0;
    uint8_t *b = c->bytes;
    /* An empty log has one chunk, whose record numbers Windows writes thus. */
    uint64_t first = empty ? UINT64_MAX : c->first_id;
    uint64_t last = empty ? UINT64_MAX : c->last_id;
    memcpy(b, "ElfChnk", 8);
    store(b + 8, empty ? 1 : first, 8);
    store(b + 16, last, 8);
    store(b + 24, first, 8);
    store(b + 32, last, 8);
    store(b + 40, HEADER_SIZE, 4);
    store(b + 44, c->last_record, 4);
    store(b + 48, c->at, 4);
    store(b + 52, checksum(0, b + CHUNK_FIRST_RECORD, c->at - CHUNK_FIRST_RECORD), 4);
    store(b + 124, checksum(checksum(0, b, 120), b + NAME_TABLE, CHUNK_FIRST_RECORD - NAME_TABLE), 4);
}

void evtx_file_header(uint8_t header[4096], uint64_t chunks, uint64_t next_id)
{
    memset(header, 0, 4096);
    memcpy(header, "ElfFile", 8);
    store(header + 16, chunks - 1, 8); /* last chunk; the first is 0 */
    store(header + 24, next_id, 8);
    store(header + 32, HEADER_SIZE, 4);
    store(header + 36, 1, 2); /* version 3.1 */
    store(header + 38, 3, 2);
    store(header + 40, 4096, 2);
    store(header + 42, chunks, 2);
    store(header + 124, checksum(0, header, 120), 4);
}
