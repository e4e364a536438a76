/* See lost_chunks.h. */
#include "evtx/log/lost_chunks.h"

#include "evtx/format.h"

#include <inttypes.h>

static chunk_hole *last_hole(lost_chunks *h)
{
    return h->has_chunk ? &h->after : &h->before;
}

static chunk_hole *last_hole_with(lost_chunks *h, uint64_t offset)
{
    chunk_hole *last = last_hole(h);
    if (last->zeros + last->destroyed == 0)
        last->at = offset;
    return last;
}

void lost_chunks_zeros(lost_chunks *h, uint64_t offset)
{
    last_hole_with(h, offset)->zeros++;
}

void lost_chunks_destroyed(lost_chunks *h, uint64_t offset, uint64_t records_found)
{
    chunk_hole *last = last_hole_with(h, offset);
    last->destroyed++;
    last->found += records_found;
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* As many records as a chunk of this log may hold, four times what the fullest one does. */
static uint64_t room_of(uint64_t most)
{
    uint64_t limit = CHUNK_SIZE / RECORD_SMALLEST;
    return most == 0 || most * 4 > limit ? limit : most * 4;
}

/* `missing` records by the numbers on both sides, unless the log's other chunks say that so many never was
 * there: then no more is known than that a chunk of zeros held one at least. */
static bool tell(const chunk_hole *in, uint64_t missing, uint64_t most, damage_list *damage, uint64_t *lost)
{
    uint64_t blocks = in->zeros + in->destroyed;
    bool plausible = missing <= blocks * room_of(most);
    uint64_t told = plausible ? missing > in->found ? missing - in->found : 0 : in->zeros;
    const char *least = plausible ? "" : "at least ";
    if (told == 0)
        return true;
    *lost += told;
    if (in->destroyed == 0)
        return damage_add_lost(damage, in->at, 0, in->zeros * CHUNK_SIZE,
                               "zeros are where %" PRIu64 " chunk%s should be, with %s%" PRIu64 " record%s",
                               in->zeros, plural(in->zeros), least, told, plural(told));
    if (in->zeros == 0)
        return damage_add(damage, in->at, 0, true,
                          "by the numbers of the records around it, %" PRIu64
                          " record%s %s lost here besides what was found",
                          told, plural(told), told == 1 ? "is" : "are");
    return damage_add_lost(damage, in->at, 0, in->zeros * CHUNK_SIZE,
                           "zeros are where %" PRIu64 " chunk%s should be, beside %" PRIu64
                           " destroyed; %s%" PRIu64 " record%s %s lost besides what was found there",
                           in->zeros, plural(in->zeros), in->destroyed, least, told, plural(told),
                           told == 1 ? "is" : "are");
}

bool lost_chunks_chunk(lost_chunks *h, const uint8_t *chunk, damage_list *damage, uint64_t *lost)
{
    uint64_t first = read_u64(chunk + CHUNK_AT_FIRST_NUMBER), last = read_u64(chunk + CHUNK_AT_LAST_NUMBER);
    uint64_t holds = last - first < CHUNK_SIZE / RECORD_SMALLEST ? last - first + 1 : 0;
    h->most = holds > h->most ? holds : h->most;
    bool good = !h->has_chunk || tell(&h->after, first - h->last_number - 1, h->most, damage, lost);
    if (!h->has_chunk)
        h->first_number = first;
    h->has_chunk = true;
    h->after = (chunk_hole){0};
    h->last_number = last;
    h->last_record_id = read_u64(chunk + CHUNK_AT_LAST_ID);
    return good;
}

static chunk_hole joined(chunk_hole a, chunk_hole b)
{
    bool empty = a.zeros + a.destroyed == 0;
    return (chunk_hole){a.zeros + b.zeros, a.destroyed + b.destroyed, a.found + b.found, empty ? b.at : a.at};
}

bool lost_chunks_join(lost_chunks *h, const lost_chunks *next, damage_list *damage, uint64_t *lost)
{
    chunk_hole *last = last_hole(h);
    *last = joined(*last, next->before);
    h->most = next->most > h->most ? next->most : h->most;
    if (!next->has_chunk)
        return true;
    bool good = !h->has_chunk || tell(last, next->first_number - h->last_number - 1, h->most, damage, lost);
    if (!h->has_chunk)
        h->first_number = next->first_number;
    h->has_chunk = true;
    h->after = next->after;
    h->last_number = next->last_number;
    h->last_record_id = next->last_record_id;
    return good;
}

/* Of the hole behind the last chunk, what lies before the place up to which the header counts chunks. */
static chunk_hole counted_end(const lost_chunks *h, uint64_t counted)
{
    chunk_hole end = h->has_chunk ? h->after : h->before;
    if (end.zeros + end.destroyed == 0 || counted <= end.at)
        return (chunk_hole){0};
    uint64_t blocks = (counted - end.at) / CHUNK_SIZE;
    uint64_t should = blocks > end.destroyed ? blocks - end.destroyed : 0;
    end.zeros = end.zeros < should ? end.zeros : should;
    return end;
}

/* The file ends before the place up to which its header counts chunks. */
static bool tell_end(const chunk_hole *end, uint64_t blocks, uint64_t missing, uint64_t most, uint64_t at,
                     damage_list *damage, uint64_t *lost)
{
    uint64_t told = missing <= blocks * room_of(most) && missing > end->found ? missing - end->found : 0;
    if (told == 0)
        return true;
    *lost += told;
    return damage_add_lost(damage, at, 0, end->zeros * CHUNK_SIZE,
                           "by the numbers in its headers, %" PRIu64
                           " more record%s were from here to the log's end",
                           told, plural(told));
}

/* A log that has gone round goes on at its beginning: its last chunk in the file comes before the first one,
 * and what is missing between these two was at the end, at the beginning, or at both. One that has not
 * began with number 1. */
bool lost_chunks_end(const lost_chunks *h, uint64_t bytes, uint64_t counted, uint64_t next_record,
                     damage_list *damage, uint64_t *lost)
{
    chunk_hole end = counted_end(h, counted);
    uint64_t beyond = counted > bytes ? (counted - bytes + CHUNK_SIZE - 1) / CHUNK_SIZE : 0;
    if (!h->has_chunk)
        return tell(&end, next_record - 1, 0, damage, lost);
    bool gone_round = h->last_number < h->first_number;
    uint64_t newer = next_record - h->last_record_id - 1;
    uint64_t missing = gone_round ? h->first_number - h->last_number - 1 : newer;
    chunk_hole front = h->before;
    if (gone_round) {
        end = joined(front, end);
    } else {
        /* the newest chunk may be the first in the file, and lost */
        bool at_front = end.zeros + end.destroyed + beyond == 0 && newer != 0 &&
                        newer <= (front.zeros + front.destroyed) * room_of(h->most);
        if (!tell(&front, at_front ? newer : h->first_number - 1, h->most, damage, lost))
            return false;
    }
    if (beyond == 0)
        return tell(&end, missing, h->most, damage, lost);
    bool empty = end.zeros + end.destroyed == 0;
    return tell_end(&end, end.zeros + end.destroyed + beyond, missing, h->most, empty ? bytes : end.at,
                    damage, lost);
}
