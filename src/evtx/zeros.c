/* See zeros.h. */
#include "evtx/zeros.h"

#include "evtx/format.h"

#include <inttypes.h>

static zero_run *last_run(zeros *z)
{
    return z->has_chunk ? &z->after : &z->before;
}

void zeros_block(zeros *z, uint64_t offset)
{
    zero_run *run = last_run(z);
    if (run->blocks++ == 0)
        run->at = offset;
}

/* `missing` records by their numbers, unless these make no sense. */
static bool tell(const zero_run *run, uint64_t blocks, uint64_t missing, damage_list *damage, uint64_t *lost)
{
    bool plausible = missing <= blocks * (CHUNK_SIZE / RECORD_SMALLEST);
    uint64_t told = plausible ? missing : blocks;
    if (blocks == 0 || missing == 0)
        return true;
    *lost += told;
    return damage_add(damage, run->at, 0, true,
                      "zeros stand where %" PRIu64 " chunk%s should, with %s%" PRIu64 " record%s", blocks,
                      blocks == 1 ? "" : "s", plausible ? "" : "at least ", told, told == 1 ? "" : "s");
}

bool zeros_chunk(zeros *z, const uint8_t *chunk, damage_list *damage, uint64_t *lost)
{
    uint64_t first = read_u64(chunk + CHUNK_AT_FIRST_NUMBER);
    bool good = !z->has_chunk || tell(&z->after, z->after.blocks, first - z->last_number - 1, damage, lost);
    if (!z->has_chunk)
        z->first_number = first;
    z->has_chunk = true;
    z->after = (zero_run){0};
    z->last_number = read_u64(chunk + CHUNK_AT_LAST_NUMBER);
    z->last_record_id = read_u64(chunk + CHUNK_AT_LAST_ID);
    return good;
}

static zero_run joined(zero_run a, zero_run b)
{
    return (zero_run){a.blocks + b.blocks, a.blocks != 0 ? a.at : b.at};
}

/* Before its very first chunk a log has no number yet. */
bool zeros_join(zeros *z, const zeros *next, damage_list *damage, uint64_t *lost)
{
    zero_run *run = last_run(z);
    *run = joined(*run, next->before);
    if (!next->has_chunk)
        return true;
    bool good = tell(run, run->blocks, next->first_number - z->last_number - 1, damage, lost);
    z->has_chunk = true;
    z->after = next->after;
    z->last_number = next->last_number;
    z->last_record_id = next->last_record_id;
    return good;
}

bool zeros_end(const zeros *z, uint64_t counted, uint64_t next_record, damage_list *damage, uint64_t *lost)
{
    const zero_run *run = z->has_chunk ? &z->after : &z->before;
    if (run->blocks == 0 || counted <= run->at)
        return true;
    uint64_t blocks = (counted - run->at) / CHUNK_SIZE;
    return tell(run, blocks < run->blocks ? blocks : run->blocks, next_record - z->last_record_id - 1, damage,
                lost);
}
