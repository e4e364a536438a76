/* Walks a chunk's record headers, gives its broken parts, checks its sums. See chunk.h. */
#include "evtx/chunk.h"

#include "base/checksum.h"
#include "base/error.h"

#include <inttypes.h>
#include <stdio.h>

static inline bool record_at(const uint8_t *bytes, uint32_t offset, uint32_t end, chunk_record *out)
{
    if (offset > end || end - offset < RECORD_SMALLEST)
        return false;
    const uint8_t *at = bytes + offset;
    uint32_t size = read_u32(at + RECORD_AT_SIZE);
    if (read_u32(at) != RECORD_SIGNATURE || size < RECORD_SMALLEST || size > end - offset ||
        read_u32(at + size - 4) != size)
        return false;
    *out = (chunk_record){offset, size, read_u64(at + RECORD_AT_ID), read_u64(at + RECORD_AT_TIME)};
    return true;
}

bool chunk_record_at(const uint8_t *bytes, uint32_t offset, uint32_t end, chunk_record *out)
{
    return record_at(bytes, offset, end, out);
}

/* ---- where the live records end ------------------------------------------------------------------------ */

/* Whether the header's two words on its last record, where it is and which number it has, agree with what
 * is there. */
static bool last_record(const chunk *c, chunk_record *out)
{
    return chunk_record_at(c->bytes, read_u32(c->bytes + CHUNK_AT_LAST_RECORD), c->length, out) &&
           out->offset >= CHUNK_RECORDS_AT && out->id == read_u64(c->bytes + CHUNK_AT_LAST_ID);
}

/*
 * The header says where free space begins. After that lie leftovers: a chunk is used again and again, and old
 * records stay in it until they are overwritten. Where the last record itself bears the header out, its end
 * is surer than that. A header that contradicts itself is not believed; the walk then goes by the record
 * numbers (continues_ids).
 */
static bool header_end(const chunk *c, uint32_t *end)
{
    uint32_t free = read_u32(c->bytes + CHUNK_AT_FREE);
    chunk_record last;
    *end = free;
    if (last_record(c, &last)) {
        *end = last.offset + last.size;
        return true;
    }
    return free >= CHUNK_RECORDS_AT && free <= CHUNK_SIZE &&
           (read_u32(c->bytes + CHUNK_AT_LAST_RECORD) < free || free == CHUNK_RECORDS_AT);
}

/* Without a header to go by: leftovers are older than what replaced them, so numbers in slack fall back or
 * leap. */
static bool continues_ids(const chunk *c, const chunk_record *next)
{
    if (c->records.count == 0)
        return true;
    const chunk_record *last = &c->records.items[c->records.count - 1];
    uint64_t room = (next->offset - last->offset) / RECORD_SMALLEST;
    return next->id > last->id && next->id - last->id <= room;
}

/* ---- breaks -------------------------------------------------------------------------------------------- */

static void describe_break(const chunk *c, chunk_break *b)
{
    const uint8_t *at = c->bytes + b->offset;
    uint32_t room = c->length - b->offset, size = room >= 8 ? read_u32(at + RECORD_AT_SIZE) : 0;
    if (room < RECORD_SMALLEST || size > room) {
        snprintf(b->reason, sizeof b->reason, "a record does not fit in its place");
        b->record_id =
            room >= RECORD_HEADER_SIZE && read_u32(at) == RECORD_SIGNATURE ? read_u64(at + RECORD_AT_ID) : 0;
    } else if (read_u32(at) != RECORD_SIGNATURE) {
        snprintf(b->reason, sizeof b->reason,
                 is_zero(at, b->size) ? "there are zeros where records should be"
                                      : "no record begins where one should");
    } else {
        b->record_id = read_u64(at + RECORD_AT_ID);
        snprintf(b->reason, sizeof b->reason, "a record's two sizes do not agree");
    }
}

uint64_t chunk_last_number(const chunk *c)
{
    return c->records.count == 0 ? read_u64(c->bytes + CHUNK_AT_FIRST_ID) - 1
                                 : c->records.items[c->records.count - 1].id;
}

/* Records lost in a break, by the numbers of its neighbors: `next` is the first number after it. */
static uint64_t lost_in(const chunk *c, const chunk_break *b, uint64_t next)
{
    uint64_t before = chunk_last_number(c);
    bool cut_off = c->cut && b->offset + b->size == c->live_end; /* it went on behind the end of the file */
    uint64_t most = (cut_off ? CHUNK_SIZE - b->offset : b->size) / RECORD_SMALLEST;
    uint64_t between = next - before - 1;
    return next > before && between != 0 && between <= most ? between : 1;
}

static bool add_break(chunk *c, uint32_t from, uint32_t to, uint64_t next_id)
{
    chunk_break b = {.offset = from, .size = to - from};
    describe_break(c, &b);
    b.lost = lost_in(c, &b, next_id);
    return vec_push(&c->breaks, b);
}

/* The first whole record at or after `from`, or false. */
static bool resynchronize(const chunk *c, uint32_t from, chunk_record *next)
{
    from = (from + RECORD_ALIGNMENT - 1) / RECORD_ALIGNMENT * RECORD_ALIGNMENT;
    for (uint32_t at = from; at < c->live_end; at += RECORD_ALIGNMENT)
        if (chunk_record_at(c->bytes, at, c->length, next))
            return true;
    return false;
}

/* ---- the walk ------------------------------------------------------------------------------------------ */

/* For as many as there can be, which do not overlap, and a place to look for one more. */
static bool make_room(chunk *c)
{
    c->records.count = c->breaks.count = 0;
    return vec_reserve(&c->records, CHUNK_SIZE / RECORD_SMALLEST + 1);
}

static bool add_record(chunk *c, const chunk_record *r, chunk_taker *take, void *context)
{
    c->records.items[c->records.count++] = *r;
    return take(context, r);
}

/* With a header that can be believed everything before its end is live. */
static bool walk_to_end(chunk *c, chunk_taker *take, void *context)
{
    for (uint32_t at = CHUNK_RECORDS_AT; at < c->live_end;) {
        /* In its place at once: a copy would wait until all of it is written. */
        chunk_record *r = &c->records.items[c->records.count];
        if (!record_at(c->bytes, at, c->length, r)) {
            if (!resynchronize(c, at + 1, r))
                return add_break(c, at, c->live_end, read_u64(c->bytes + CHUNK_AT_LAST_ID) + 1);
            if (!add_break(c, at, r->offset, r->id))
                return false;
        }
        c->records.count++;
        at = r->offset + r->size;
        if (!take(context, r))
            return false;
    }
    return true;
}

/* Without one, records are live as long as their numbers go on. */
static bool walk_by_numbers(chunk *c, chunk_taker *take, void *context)
{
    uint32_t at = CHUNK_RECORDS_AT;
    chunk_record r;
    while (chunk_record_at(c->bytes, at, c->length, &r) || resynchronize(c, at + 1, &r)) {
        if (!continues_ids(c, &r))
            break;
        if ((r.offset != at && !add_break(c, at, r.offset, r.id)) || !add_record(c, &r, take, context))
            return false;
        at = r.offset + r.size;
    }
    c->live_end = at;
    return true;
}

sppwhy_status chunk_walk(chunk *c, chunk_taker *take, void *context, sppwhy_error *error)
{
    uint32_t end;
    bool known = header_end(c, &end);
    if (!make_room(c))
        return error_no_memory(error);
    c->cut = known && end > c->length;
    c->live_end = known && end < c->length ? end : c->length;
    if (!(known ? walk_to_end(c, take, context) : walk_by_numbers(c, take, context)))
        return error_no_memory(error);
    return SPPWHY_OK;
}

void chunk_free(chunk *c)
{
    vec_free(&c->records);
    vec_free(&c->breaks);
}

bool chunk_find_records(chunk *c, uint32_t from, chunk_taker *take, void *context)
{
    chunk_record r;
    uint32_t at = (from + RECORD_ALIGNMENT - 1) / RECORD_ALIGNMENT * RECORD_ALIGNMENT;
    if (!make_room(c))
        return false;
    while (at < c->length) {
        bool found = chunk_record_at(c->bytes, at, c->length, &r);
        if (found && !add_record(c, &r, take, context))
            return false;
        at +=
            found ? (r.size + RECORD_ALIGNMENT - 1) / RECORD_ALIGNMENT * RECORD_ALIGNMENT : RECORD_ALIGNMENT;
    }
    return true;
}

size_t chunk_count_records(const uint8_t *bytes, uint32_t length)
{
    size_t count = 0;
    for (uint32_t at = 0; at < length;) {
        chunk_record r;
        bool found = chunk_record_at(bytes, at, length, &r);
        count += found;
        at +=
            found ? (r.size + RECORD_ALIGNMENT - 1) / RECORD_ALIGNMENT * RECORD_ALIGNMENT : RECORD_ALIGNMENT;
    }
    return count;
}

/* ---- checks -------------------------------------------------------------------------------------------- */

chunk_sum chunk_check_sums(const chunk *c)
{
    uint32_t end;
    uint32_t header = read_u32(c->bytes + CHUNK_AT_HEADER_CRC),
             records = read_u32(c->bytes + CHUNK_AT_RECORDS_CRC);
    if (read_u32(c->bytes + CHUNK_AT_FLAGS) & (CHUNK_FLAG_DIRTY | CHUNK_FLAG_NO_CRC))
        return CHUNK_SUM_NONE;
    uint32_t sum = checksum_crc32(0, c->bytes, CHUNK_AT_FLAGS);
    sum = checksum_crc32(sum, c->bytes + CHUNK_HEADER_SIZE, CHUNK_RECORDS_AT - CHUNK_HEADER_SIZE);
    if (sum != header)
        return CHUNK_SUM_HEADER_WRONG;
    if (!header_end(c, &end) ||
        checksum_crc32(0, c->bytes + CHUNK_RECORDS_AT, end - CHUNK_RECORDS_AT) != records)
        return CHUNK_SUM_RECORDS_WRONG;
    return CHUNK_SUM_RIGHT;
}

/* Where the outermost template's values begin in the record, or 0 when it is not of the usual shape. */
static uint32_t values_at(const uint8_t *chunk_bytes, const chunk_record *r)
{
    static const uint8_t usual[] = {0x0F, 0x01, 0x01, 0x00, XML_TEMPLATE_TOKEN, 0x01};
    const uint8_t *xml = chunk_bytes + r->offset + RECORD_HEADER_SIZE;
    uint32_t at = RECORD_HEADER_SIZE + XML_INSTANCE_SIZE, end = r->size - 4;
    if (end < at || memcmp(xml, usual, sizeof usual) != 0)
        return 0;
    if (read_u32(xml + XML_AT_DEFINITION) != r->offset + at)
        return at;
    if (end - at < DEFINITION_HEAD_SIZE)
        return end;
    uint32_t size = read_u32(chunk_bytes + r->offset + at + DEFINITION_AT_SIZE);
    at += DEFINITION_HEAD_SIZE;
    return size > end - at ? end : at + size;
}

bool chunk_record_bounded(const uint8_t *chunk_bytes, const chunk_record *r)
{
    uint32_t at = values_at(chunk_bytes, r), end = r->size - 4;
    const uint8_t *bytes = chunk_bytes + r->offset;
    if (at == 0)
        return true; /* not ours to judge */
    if (end - at < 4)
        return false;
    uint64_t count = read_u32(bytes + at);
    at += 4;
    if (count > (end - at) / 4)
        return false;
    uint64_t total = count * 4;
    for (uint64_t i = 0; i < count; i++)
        total += read_u16(bytes + at + i * 4);
    return total <= end - at;
}
