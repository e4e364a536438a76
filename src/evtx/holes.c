/* See holes.h. Holes are rare, so the chunks around one are simply read again. */
#include "evtx/holes.h"

#include "base/error.h"
#include "evtx/format.h"

#include <inttypes.h>

bool zero_runs_add(zero_runs *runs, uint64_t at, uint64_t blocks)
{
    zero_run *last = runs->count == 0 ? NULL : &runs->items[runs->count - 1];
    if (last && last->at + last->blocks * CHUNK_SIZE == at) {
        last->blocks += blocks;
        return true;
    }
    zero_run run = {at, blocks};
    return vec_push(runs, run);
}

/* The numbers in the header of the chunk at `offset`; *there is false when none stands there. */
typedef struct numbers_of {
    bool there;
    uint64_t first_number, last_number, last_id;
} numbers_of;

static sppwhy_status read_numbers(numbers_of *out, file *input, uint64_t offset, sppwhy_error *error)
{
    uint8_t head[CHUNK_AT_LAST_ID + 8] = {0};
    size_t got;
    *out = (numbers_of){0};
    sppwhy_status status = file_read(input, offset, head, sizeof head, &got, error);
    if (status != SPPWHY_OK || got < sizeof head ||
        memcmp(head, CHUNK_SIGNATURE, sizeof CHUNK_SIGNATURE) != 0)
        return status;
    *out = (numbers_of){true, read_u64(head + CHUNK_AT_FIRST_NUMBER), read_u64(head + CHUNK_AT_LAST_NUMBER),
                        read_u64(head + CHUNK_AT_LAST_ID)};
    return SPPWHY_OK;
}

/* `missing` records by their numbers, unless these make no sense. */
static bool tell(const zero_run *run, uint64_t blocks, uint64_t missing, damage_list *damage, uint64_t *lost)
{
    bool plausible = missing <= blocks * (CHUNK_SIZE / RECORD_SMALLEST);
    uint64_t count = plausible ? missing : blocks;
    if (blocks == 0 || missing == 0)
        return true;
    *lost += count;
    return damage_add(damage, run->at, 0, true,
                      "zeros stand where %" PRIu64 " chunk%s should, with %s%" PRIu64 " record%s", blocks,
                      blocks == 1 ? "" : "s", plausible ? "" : "at least ", count, count == 1 ? "" : "s");
}

static sppwhy_status report_run(const zero_run *run, file *input, counted_end end, damage_list *damage,
                                uint64_t *lost, sppwhy_error *error)
{
    numbers_of before = {0}, behind = {0};
    uint64_t to = run->at + run->blocks * CHUNK_SIZE;
    sppwhy_status status = SPPWHY_OK;
    if (run->at > FILE_CHUNKS_AT)
        status = read_numbers(&before, input, run->at - CHUNK_SIZE, error);
    if (status == SPPWHY_OK)
        status = read_numbers(&behind, input, to, error);
    bool good = status == SPPWHY_OK;
    if (good && behind.there)
        good = tell(run, run->blocks, behind.first_number - before.last_number - 1, damage, lost);
    else if (good && end.bytes > run->at)
        good = tell(run, ((end.bytes < to ? end.bytes : to) - run->at) / CHUNK_SIZE,
                    end.next_record - before.last_id - 1, damage, lost);
    return good || status != SPPWHY_OK ? status : error_no_memory(error);
}

sppwhy_status holes_report(const zero_runs *runs, file *input, counted_end end, damage_list *damage,
                           uint64_t *lost, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; status == SPPWHY_OK && i < runs->count; i++)
        status = report_run(&runs->items[i], input, end, damage, lost, error);
    return status;
}
