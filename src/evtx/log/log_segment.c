/* One part of a log: its chunks, where chunks begin. See chunk_events.h. */
#include "evtx/log/chunk_events.h"

#include "base/error.h"
#include "base/limits.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- the blocks ---------------------------------------------------------------------------------------- */

/* The block at `offset` as b->chunk. The file is read in steps of several blocks; the room after the last
 * byte is zeroed, since what looks at a chunk may look at all its 64 KiB. */
static sppwhy_status load(segment_reader *b, uint64_t offset, sppwhy_error *error)
{
    if (offset < b->step_offset || offset >= b->step_offset + b->step_length) {
        size_t got, step = LIMIT_READ_STEP;
        if (!file_is_stream(b->input) && b->part->to - offset < step) /* no look for what is not there */
            step = (size_t)(b->part->to - offset);
        sppwhy_status status = file_read(b->input, offset, b->step, step, &got, error);
        if (status != SPPWHY_OK)
            return status;
        b->step_offset = offset;
        b->step_length = got;
        memset(b->step + got, 0, got % CHUNK_SIZE == 0 ? 0 : CHUNK_SIZE - got % CHUNK_SIZE);
    }
    size_t at = (size_t)(offset - b->step_offset);
    size_t left = b->step_length - at;
    b->chunk.bytes = b->step + at;
    b->chunk.length = (uint32_t)(left < CHUNK_SIZE ? left : CHUNK_SIZE);
    b->chunk_offset = offset;
    return SPPWHY_OK;
}

/* Where the file ends before its header says what is in it, it is none. */
static bool is_chunk(const chunk *c)
{
    return c->length >= CHUNK_AT_FREE + 4 && memcmp(c->bytes, CHUNK_SIGNATURE, sizeof CHUNK_SIGNATURE) == 0;
}

/* Zeros may be room that Windows has reserved, which is no damage: lost_chunks.h. */
static bool report_no_chunk(segment_reader *b)
{
    const chunk *c = &b->chunk;
    if (is_zero(c->bytes, c->length)) {
        lost_chunks_zeros(&b->part->lost_chunks, b->chunk_offset);
        return true;
    }
    size_t records = chunk_count_records(c->bytes, c->length);
    lost_chunks_destroyed(&b->part->lost_chunks, b->chunk_offset, records);
    if (records != 0 && b->options->recovered)
        return damage_add(
            &b->part->damage, b->chunk_offset, 0, false,
            "a chunk's header is destroyed; %zu record%s found in it, and recovered as far as nothing "
            "else is said",
            records, records == 1 ? " was" : "s were");
    b->part->records_lost += records;
    if (records != 0)
        return damage_add_lost(&b->part->damage, b->chunk_offset, 0, c->length,
                               "a chunk's header is destroyed; %zu record%s in it %s not read", records,
                               records == 1 ? "" : "s", records == 1 ? "was" : "were");
    if (c->length < CHUNK_SIZE)
        return damage_add(&b->part->damage, b->chunk_offset, 0, false,
                          "what follows the last chunk is no chunk");
    return damage_add_lost(&b->part->damage, b->chunk_offset, 0, c->length,
                           "there is no chunk where one should be, and no record was found in its place");
}

/* Remarks on a chunk's header, and the loss where the file ends. */
static bool report_chunk(segment_reader *b)
{
    const chunk *c = &b->chunk;
    uint64_t last = read_u64(c->bytes + CHUNK_AT_LAST_ID);
    uint64_t seen = chunk_last_number(c);
    bool broken_end = c->breaks.count != 0 && c->cut;
    if (c->length >= CHUNK_RECORDS_AT && read_u32(c->bytes + CHUNK_AT_HEADER_SIZE) != CHUNK_HEADER_SIZE &&
        !damage_add(&b->part->damage, b->chunk_offset, 0, false,
                    "this chunk's header is damaged; its records were read all the same"))
        return false;
    if (c->length == CHUNK_SIZE)
        return true;
    if (!c->cut)
        return damage_add(&b->part->damage, b->chunk_offset, 0, false,
                          "the file ends inside this chunk, but not before its last record");
    if (!broken_end)
        b->part->records_lost += last > seen && last - seen < CHUNK_SIZE / RECORD_SMALLEST ? last - seen : 1;
    return damage_add(&b->part->damage, b->chunk_offset, 0, true,
                      "the file ends inside this chunk; its records after %" PRIu64 ", up to %" PRIu64
                      ", are missing",
                      seen, last);
}

static sppwhy_status read_block(segment_reader *b, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    bool noted = true, live = is_chunk(&b->chunk);
    if (live) {
        status = chunk_events_take(b, error);
        noted = status != SPPWHY_OK || (lost_chunks_chunk(&b->part->lost_chunks, b->chunk.bytes,
                                                          &b->part->damage, &b->part->records_lost) &&
                                        report_chunk(b));
    } else {
        noted = report_no_chunk(b);
    }
    if (!noted)
        return error_no_memory(error);
    if (status == SPPWHY_OK && b->options->recovered)
        status = chunk_events_recover(b, live ? b->chunk.live_end : 0, error);
    return status;
}

/* A stream is known to be at its end only when it is there. */
static sppwhy_status report_end(segment_reader *b, sppwhy_error *error)
{
    if (file_is_stream(b->input))
        return SPPWHY_OK;
    return damage_add(&b->part->damage, b->chunk_offset, 0, true, "the file became shorter while it was read")
               ? SPPWHY_OK
               : error_no_memory(error);
}

static sppwhy_status read_blocks(segment_reader *b, sppwhy_error *error)
{
    log_segment *part = b->part;
    sppwhy_status status = SPPWHY_OK;
    bool enough = false;
    cpu_budget_begin_part(&b->cpu, b->budget, part->from == FILE_CHUNKS_AT ? 0 : part->from,
                          file_is_stream(b->input) ? 0 : part->to - part->from);
    for (uint64_t at = part->from; status == SPPWHY_OK && !enough && at < part->to; at += CHUNK_SIZE) {
        uint64_t left = file_is_stream(b->input) ? 0 : part->to - at;
        status = cpu_budget_keep(&b->cpu, at, left, &part->damage, &enough, error);
        if (status == SPPWHY_OK && !enough)
            status = load(b, at, error);
        if (status != SPPWHY_OK || enough)
            break;
        enough = b->chunk.length == 0;
        status = enough ? report_end(b, error) : read_block(b, error);
    }
    part->ended = enough;
    return status == SPPWHY_OK ? cpu_budget_end(&b->cpu, enough ? b->chunk_offset : part->to, error) : status;
}

/* ---- the reader ---------------------------------------------------------------------------------------- */

sppwhy_status log_segment_create(segment_reader **out, const sppwhy_read_options *options,
                                 sppwhy_error *error)
{
    segment_reader *b = *out = calloc(1, sizeof *b);
    if (!b)
        return error_no_memory(error);
    b->own = arena_create();
    b->reader = options->reader == SPPWHY_READER_LIBEVTX ? &evtx_reader_libevtx : &evtx_reader_native;
    b->native = native_create(&b->store, options->no_filter);
    b->step = malloc(LIMIT_READ_STEP);
    if (!b->own || !b->native || !b->step)
        return error_no_memory(error);
    return filter_init(&b->filter, b->own, options->providers, options->every_provider, error);
}

bool log_segment_begin(segment_reader *b, const sppwhy_read_options *options, arena *memory,
                       const sppwhy_log *log, file *input)
{
    b->options = options;
    b->memory = memory;
    b->input = input;
    b->stand_in = NULL;
    b->step_offset = b->step_length = 0;
    native_begin_log(b->native);
    return store_open(&b->store, memory, log, &b->filter);
}

void log_segment_end(segment_reader *b)
{
    store_clear(&b->store);
    b->named_reader = NULL; /* its name is the store's */
    b->reader_name = NULL;
    b->memory = NULL;
    b->input = NULL;
    b->options = NULL;
    b->budget = NULL;
    b->part = NULL;
}

/* What a hostile part costs is limited by itself, so that it is the same whoever reads it. */
static void forget_second_reader(segment_reader *b)
{
    evtx_reader_libevtx.close(b->reader_state);
    b->reader_state = NULL;
}

void log_segment_read(segment_reader *b, log_segment *part)
{
    b->part = part;
    part->damage.memory = b->memory;
    sppwhy_error_clear(&part->error);
    part->status = read_blocks(b, &part->error);
    forget_second_reader(b);
}

void log_segment_free(segment_reader *b)
{
    if (!b)
        return;
    forget_second_reader(b);
    native_free(b->native);
    filter_free(&b->filter);
    store_free(&b->store);
    chunk_free(&b->chunk);
    vec_free(&b->notes);
    vec_free(&b->wanted);
    vec_free(&b->wanted_index);
    vec_free(&b->failed);
    strbuf_free(&b->reasons);
    arena_free(b->own);
    free(b->step);
    free(b);
}

void log_segment_clear(log_segment *part)
{
    vec_free(&part->events);
    vec_free(&part->recovered);
    vec_free(&part->headers);
    damage_free(&part->damage);
    numbers_free(&part->numbers);
    names_free(&part->computers);
    names_free(&part->channels);
}

void log_segment_renew(log_segment *part)
{
    log_segment room = {0};
    room.events.items = part->events.items;
    room.events.capacity = part->events.capacity;
    part->events.items = NULL;
    log_segment_clear(part);
    *part = room;
}
