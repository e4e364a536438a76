/* See holes.h. */
#include "evtx/holes.h"

#include "evtx/format.h"

#include <inttypes.h>

static hole *last_hole(holes *h)
{
    return h->has_chunk ? &h->after : &h->before;
}

static hole *last_hole_with(holes *h, uint64_t offset)
{
    hole *last = last_hole(h);
    if (last->zeros + last->destroyed == 0)
        last->at = offset;
    return last;
}

void holes_zeros(holes *h, uint64_t offset)
{
    last_hole_with(h, offset)->zeros++;
}

void holes_destroyed(holes *h, uint64_t offset, uint64_t records_found)
{
    hole *last = last_hole_with(h, offset);
    last->destroyed++;
    last->found += records_found;
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* `missing` records by the numbers on both sides, unless these make no sense: then no more is known than that
 * a chunk of zeros held one at least. */
static bool tell(const hole *in, uint64_t missing, damage_list *damage, uint64_t *lost)
{
    uint64_t blocks = in->zeros + in->destroyed;
    bool plausible = missing <= blocks * (CHUNK_SIZE / RECORD_SMALLEST);
    uint64_t told = plausible ? missing > in->found ? missing - in->found : 0 : in->zeros;
    const char *least = plausible ? "" : "at least ";
    if (told == 0)
        return true;
    *lost += told;
    if (in->destroyed == 0)
        return damage_add_lost(damage, in->at, 0, in->zeros * CHUNK_SIZE,
                               "zeros stand where %" PRIu64 " chunk%s should, with %s%" PRIu64 " record%s",
                               in->zeros, plural(in->zeros), least, told, plural(told));
    if (in->zeros == 0)
        return damage_add(damage, in->at, 0, true,
                          "by the numbers of the records around it, %" PRIu64
                          " record%s %s lost here besides what was found",
                          told, plural(told), told == 1 ? "is" : "are");
    return damage_add_lost(damage, in->at, 0, in->zeros * CHUNK_SIZE,
                           "zeros stand where %" PRIu64 " chunk%s should, beside %" PRIu64
                           " destroyed; %s%" PRIu64 " record%s %s lost besides what was found there",
                           in->zeros, plural(in->zeros), in->destroyed, least, told, plural(told),
                           told == 1 ? "is" : "are");
}

bool holes_chunk(holes *h, const uint8_t *chunk, damage_list *damage, uint64_t *lost)
{
    uint64_t first = read_u64(chunk + CHUNK_AT_FIRST_NUMBER);
    bool good = !h->has_chunk || tell(&h->after, first - h->last_number - 1, damage, lost);
    if (!h->has_chunk)
        h->first_number = first;
    h->has_chunk = true;
    h->after = (hole){0};
    h->last_number = read_u64(chunk + CHUNK_AT_LAST_NUMBER);
    h->last_record_id = read_u64(chunk + CHUNK_AT_LAST_ID);
    return good;
}

static hole joined(hole a, hole b)
{
    bool empty = a.zeros + a.destroyed == 0;
    return (hole){a.zeros + b.zeros, a.destroyed + b.destroyed, a.found + b.found, empty ? b.at : a.at};
}

/* Before its very first chunk a log has numbered none: one that has gone round has far higher numbers there
 * than its first blocks could hold. */
bool holes_join(holes *h, const holes *next, damage_list *damage, uint64_t *lost)
{
    hole *last = last_hole(h);
    *last = joined(*last, next->before);
    if (!next->has_chunk)
        return true;
    bool good = tell(last, next->first_number - h->last_number - 1, damage, lost);
    h->has_chunk = true;
    h->after = next->after;
    h->last_number = next->last_number;
    h->last_record_id = next->last_record_id;
    return good;
}

bool holes_end(const holes *h, uint64_t counted, uint64_t next_record, damage_list *damage, uint64_t *lost)
{
    hole last = h->has_chunk ? h->after : h->before;
    if (last.zeros + last.destroyed == 0 || counted <= last.at)
        return true;
    uint64_t blocks = (counted - last.at) / CHUNK_SIZE;
    uint64_t should = blocks > last.destroyed ? blocks - last.destroyed : 0;
    last.zeros = last.zeros < should ? last.zeros : should;
    return tell(&last, next_record - h->last_record_id - 1, damage, lost);
}
