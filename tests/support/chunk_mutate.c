/* See chunk_mutate.h. */
#include "support/chunk_mutate.h"

#include "base/checksum.h"
#include "evtx/chunk.h"

#include <stdlib.h>

enum { MOST_RECORDS = 1024 };

typedef struct places {
    chunk_record items[MOST_RECORDS];
    size_t count;
} places;

uint32_t chunk_random(uint64_t *seed, uint32_t below)
{
    *seed = *seed == 0 ? 0x9E3779B97F4A7C15u : *seed;
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return below == 0 ? 0 : (uint32_t)(*seed >> 20) % below;
}

static void find_records(const uint8_t *bytes, size_t size, places *out)
{
    out->count = 0;
    for (uint32_t at = CHUNK_RECORDS_AT; at < size && out->count < MOST_RECORDS;) {
        chunk_record *r = &out->items[out->count];
        bool found = chunk_record_at(bytes, at, (uint32_t)size, r);
        out->count += found;
        at += found ? r->size : RECORD_ALIGNMENT;
    }
}

void chunk_seal(uint8_t *bytes, size_t size)
{
    places p;
    find_records(bytes, size, &p);
    if (p.count == 0 || size < CHUNK_RECORDS_AT)
        return;
    const chunk_record *last = &p.items[p.count - 1];
    uint32_t end = last->offset + last->size;
    memcpy(bytes, CHUNK_SIGNATURE, sizeof CHUNK_SIGNATURE);
    write_u32(bytes + CHUNK_AT_LAST_RECORD, last->offset);
    write_u32(bytes + CHUNK_AT_FREE, end);
    write_u32(bytes + CHUNK_AT_FLAGS, 0);
    write_u32(bytes + CHUNK_AT_RECORDS_CRC,
              checksum_crc32(0, bytes + CHUNK_RECORDS_AT, end - CHUNK_RECORDS_AT));
    uint32_t sum = checksum_crc32(0, bytes, CHUNK_AT_FLAGS);
    write_u32(bytes + CHUNK_AT_HEADER_CRC,
              checksum_crc32(sum, bytes + CHUNK_HEADER_SIZE, CHUNK_RECORDS_AT - CHUNK_HEADER_SIZE));
}

/* ---- one place ----------------------------------------------------------------------------------------- */

/* Numbers on which code stumbles. */
static uint32_t odd_number(uint64_t *seed)
{
    static const uint32_t odd[] = {0,      1,      0x7F,       0x80,       0xFF,       0x100,     0x1FF,
                                   0x200,  0x7FFF, 0x8000,     0xFFFF,     0x10000,    0xFFFE,    0xFFFFFFFF,
                                   0xFFF0, 0xFFFC, 0x7FFFFFFF, 0x80000000, 0x40000000, 0x3FFFFFFF};
    return odd[chunk_random(seed, sizeof odd / sizeof *odd)];
}

static void change_place(uint8_t *at, size_t room, uint64_t *seed)
{
    uint32_t kind = chunk_random(seed, 6), width = 1u << chunk_random(seed, 3);
    if (room == 0)
        return;
    if (kind == 0) {
        at[0] ^= (uint8_t)(1u << chunk_random(seed, 8));
    } else if (kind == 1) {
        at[0] = (uint8_t)chunk_random(seed, 256);
    } else if (width > room) {
        at[0]++;
    } else {
        uint32_t old = width == 1 ? at[0] : width == 2 ? read_u16(at) : read_u32(at);
        uint32_t value = kind == 2   ? odd_number(seed)
                         : kind == 3 ? old + 1 + chunk_random(seed, 8)
                         : kind == 4 ? old - 1 - chunk_random(seed, 8)
                                     : chunk_random(seed, 0x10000);
        for (uint32_t i = 0; i < width; i++)
            at[i] = (uint8_t)(value >> 8 * i);
    }
}

/* Where the record's outermost values are counted; 0 when it is of another shape. */
static uint32_t values_of(const uint8_t *bytes, const chunk_record *r)
{
    uint32_t at = RECORD_HEADER_SIZE + XML_INSTANCE_SIZE;
    const uint8_t *xml = bytes + r->offset + RECORD_HEADER_SIZE;
    if (r->size < at + DEFINITION_HEAD_SIZE + 8 || xml[4] != XML_TEMPLATE_TOKEN)
        return 0;
    if (read_u32(xml + XML_AT_DEFINITION) == r->offset + at) {
        uint32_t size = read_u32(bytes + r->offset + at + DEFINITION_AT_SIZE);
        at += DEFINITION_HEAD_SIZE;
        if (size > r->size - at)
            return 0;
        at += size;
    }
    return r->size - at < 8 ? 0 : at;
}

/* A value's size or type, their count, or a byte of it. */
static void change_value(uint8_t *bytes, const chunk_record *r, uint64_t *seed)
{
    uint32_t at = values_of(bytes, r);
    if (at == 0) {
        change_place(bytes + r->offset + RECORD_HEADER_SIZE, 4, seed);
        return;
    }
    uint8_t *values = bytes + r->offset + at;
    uint32_t room = r->size - at - 4, count = read_u32(values);
    uint32_t which = count == 0 || count > (room - 4) / 4 ? 0 : 4 + 4 * chunk_random(seed, count);
    if (chunk_random(seed, 8) == 0)
        which = 0;
    else if (chunk_random(seed, 2))
        which += which == 0 ? 0 : 2; /* the type */
    change_place(values + which, room - which, seed);
}

static void change_record(uint8_t *bytes, const chunk_record *r, uint64_t *seed)
{
    if (chunk_random(seed, 3) == 0) {
        change_value(bytes, r, seed);
        return;
    }
    uint32_t inside = r->size - RECORD_SMALLEST;
    uint32_t at = chunk_random(seed, 16) == 0 ? chunk_random(seed, RECORD_HEADER_SIZE)
                                              : RECORD_HEADER_SIZE + chunk_random(seed, inside);
    change_place(bytes + r->offset + at, r->size - at - 4, seed);
}

/* ---- whole records ------------------------------------------------------------------------------------- */

static void set_size(uint8_t *bytes, uint32_t offset, uint32_t size)
{
    write_u32(bytes + offset + RECORD_AT_SIZE, size);
    write_u32(bytes + offset + size - 4, size);
}

/* Two neighbors in the other order. */
static void swap_records(uint8_t *bytes, const chunk_record *a, const chunk_record *b)
{
    uint8_t *first = malloc(a->size);
    if (!first)
        return;
    memcpy(first, bytes + a->offset, a->size);
    memmove(bytes + a->offset, bytes + b->offset, b->size);
    memcpy(bytes + a->offset + b->size, first, a->size);
    free(first);
}

/* One record's content over another's, cut to its room. */
static void copy_record(uint8_t *bytes, const chunk_record *from, const chunk_record *to)
{
    uint32_t size = from->size < to->size ? from->size : to->size;
    memmove(bytes + to->offset, bytes + from->offset, size);
    set_size(bytes, to->offset, to->size);
}

/* Its end given to the next one's slack, or all of it to the one before. */
static void resize_record(uint8_t *bytes, const places *p, size_t i, uint64_t *seed)
{
    const chunk_record *r = &p->items[i];
    if (i + 1 < p->count && chunk_random(seed, 2))
        set_size(bytes, r->offset, p->items[i + 1].offset + p->items[i + 1].size - r->offset);
    else
        set_size(bytes, r->offset,
                 RECORD_SMALLEST + chunk_random(seed, (r->size - RECORD_SMALLEST) / 8 + 1) * 8);
}

static void change_records(uint8_t *bytes, const places *p, uint64_t *seed)
{
    size_t i = chunk_random(seed, (uint32_t)p->count);
    switch (chunk_random(seed, 8)) {
    case 0:
        if (i + 1 < p->count && p->items[i].offset + p->items[i].size == p->items[i + 1].offset)
            swap_records(bytes, &p->items[i], &p->items[i + 1]);
        break;
    case 1:
        copy_record(bytes, &p->items[chunk_random(seed, (uint32_t)p->count)], &p->items[i]);
        break;
    case 2:
        resize_record(bytes, p, i, seed);
        break;
    case 3: /* the records end here */
        memset(bytes + p->items[i].offset, 0, p->items[p->count - 1].offset - p->items[i].offset);
        break;
    default:
        for (uint32_t n = 1 + chunk_random(seed, 4); n != 0; n--)
            change_record(bytes, &p->items[i], seed);
    }
}

void chunk_mutate(uint8_t *bytes, size_t size, uint64_t *seed)
{
    places p;
    find_records(bytes, size, &p);
    bool header = chunk_random(seed, 10) == 0;
    if (p.count == 0 || header)
        change_place(bytes +
                         chunk_random(seed, size < CHUNK_RECORDS_AT ? (uint32_t)size : CHUNK_RECORDS_AT - 4),
                     4, seed);
    else
        change_records(bytes, &p, seed);
    if (!header && chunk_random(seed, 4) != 0)
        chunk_seal(bytes, size);
}

void chunk_mutate_each(uint8_t *bytes, size_t size, uint64_t *seed)
{
    places p;
    find_records(bytes, size, &p);
    size_t spared = chunk_random(seed, 4) == 0 ? 0 : 4; /* those that hold the definitions of all */
    for (size_t i = spared; i < p.count; i++)
        change_record(bytes, &p.items[i], seed);
    chunk_seal(bytes, size);
}
