/*
 * One event log: the file around the chunks. What stands in the file header is believed of nothing that can
 * be seen in the file itself: chunks are where chunks begin.
 */
#include "sppwhy/evtx.h"

#include "base/error.h"
#include "base/limits.h"
#include "evtx/build.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A log's arena is found again by the log itself when it is freed. */
typedef struct owned_log {
    sppwhy_log log;
    arena *memory;
    sppwhy_event *events; /* grown in one piece, and too large to be copied for nothing */
} owned_log;

/* ---- the file header ----------------------------------------------------------------------------------- */

typedef struct file_header {
    bool there;
    bool no_sums;
    uint32_t chunk_count;
    uint64_t next_record;
} file_header;

static sppwhy_status read_header(log_build *b, file_header *h, sppwhy_error *error)
{
    uint8_t bytes[FILE_HEADER_SIZE] = {0};
    size_t got;
    sppwhy_status status = file_read(b->input, 0, bytes, sizeof bytes, &got, error);
    if (status != SPPWHY_OK)
        return status;
    uint32_t flags = read_u32(bytes + FILE_AT_FLAGS);
    h->there = memcmp(bytes, FILE_SIGNATURE, sizeof FILE_SIGNATURE) == 0;
    h->no_sums = (flags & FILE_FLAG_NO_CRC) != 0;
    h->chunk_count = read_u16(bytes + FILE_AT_CHUNK_COUNT);
    h->next_record = read_u64(bytes + FILE_AT_NEXT_RECORD);
    b->log->dirty = h->there && (flags & FILE_FLAG_DIRTY);
    return SPPWHY_OK;
}

/* Blocks of zeros where chunks were: `missing` records by their numbers, unless these make no sense. */
static bool report_zeros(log_build *b, uint64_t blocks, uint64_t missing)
{
    bool plausible = missing <= blocks * (CHUNK_SIZE / RECORD_SMALLEST);
    if (blocks == 0 || missing == 0)
        return true;
    b->log->records_lost += plausible ? missing : blocks;
    return damage_add(&b->damage, b->zeros_at, 0, true,
                      "zeros stand where %" PRIu64 " chunk%s should, with %s%" PRIu64 " record%s", blocks,
                      blocks == 1 ? "" : "s", plausible ? "" : "at least ", plausible ? missing : blocks,
                      (plausible ? missing : blocks) == 1 ? "" : "s");
}

static sppwhy_status report_header(log_build *b, const file_header *h, sppwhy_error *error)
{
    uint64_t room =
        b->log->bytes <= FILE_CHUNKS_AT ? 0 : (b->log->bytes - FILE_CHUNKS_AT + CHUNK_SIZE - 1) / CHUNK_SIZE;
    bool good = true;
    if (!h->there)
        good = damage_add(&b->damage, 0, 0, false,
                          "the file header is damaged; the chunks were read without it");
    else if (b->log->bytes < FILE_CHUNKS_AT)
        good = damage_add(&b->damage, b->log->bytes, 0, true, "the file ends inside its header");
    else if (h->chunk_count > room)
        good = damage_add(&b->damage, b->log->bytes, 0, true,
                          "the file ends early: it has room for %" PRIu64
                          " of the %u chunks that its header counts",
                          room, h->chunk_count);
    uint64_t counted = FILE_CHUNKS_AT + (uint64_t)h->chunk_count * CHUNK_SIZE;
    if (good && h->there && b->zero_blocks != 0 && counted > b->zeros_at)
        good = report_zeros(b, (counted - b->zeros_at) / CHUNK_SIZE, h->next_record - b->last_id - 1);
    return good ? SPPWHY_OK : error_no_memory(error);
}

/* ---- what is no log ------------------------------------------------------------------------------------ */

static bool is_text(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r')
            return false;
    return size != 0;
}

/* By content, not by name: support logs come renamed, and what is named .evtx is often something else. */
static sppwhy_status not_a_log(log_build *b, const char *path, sppwhy_error *error)
{
    uint8_t bytes[512];
    size_t got;
    sppwhy_status status = file_read(b->input, 0, bytes, sizeof bytes, &got, error);
    if (status != SPPWHY_OK)
        return status;
    const char *what = "is no event log: it does not begin like one, and no chunk of one was found in it";
    if (got == 0)
        what = "is empty (0 bytes)";
    else if (got >= 8 && memcmp(bytes + 4, "LfLe", 4) == 0)
        what = "is an event log of Windows XP or Server 2003 (.evt), which is of another format";
    else if (got >= 4 && memcmp(bytes, "PK\3\4", 4) == 0)
        what = "does not begin like an event log but like a ZIP archive";
    else if (got >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B)
        what = "does not begin like an event log but like a gzip archive";
    else if (is_text(bytes, got))
        what = "does not begin like an event log but like text; was it exported as text or CSV instead of "
               ".evtx?";
    else if (is_zero(bytes, got))
        what = "does not begin like an event log but with zeros";
    return error_file(error, SPPWHY_NOT_A_LOG, path, "%s", what);
}

/* ---- the blocks ---------------------------------------------------------------------------------------- */

/* The block at `offset` as b->chunk. The file is read in steps of several blocks; the room after the last
 * byte is zeroed, since what looks at a chunk may look at all its 64 KiB. */
static sppwhy_status load(log_build *b, uint64_t offset, sppwhy_error *error)
{
    if (offset < b->step_offset || offset >= b->step_offset + b->step_length) {
        size_t got;
        sppwhy_status status = file_read(b->input, offset, b->step, LIMIT_READ_STEP, &got, error);
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

static bool is_chunk(const chunk *c)
{
    return memcmp(c->bytes, CHUNK_SIGNATURE, sizeof CHUNK_SIGNATURE) == 0;
}

/* A chunk behind zeros: they are no room that Windows has reserved, which stands at the end. */
static bool end_zeros(log_build *b)
{
    uint64_t first = read_u64(b->chunk.bytes + CHUNK_AT_FIRST_NUMBER);
    bool good = report_zeros(b, b->zero_blocks, first - b->last_number - 1);
    b->zero_blocks = 0;
    b->last_number = read_u64(b->chunk.bytes + CHUNK_AT_LAST_NUMBER);
    b->last_id = read_u64(b->chunk.bytes + CHUNK_AT_LAST_ID);
    return good;
}

/* Room that Windows has reserved is all zeros and no damage; see end_zeros() and report_header(). */
static bool report_no_chunk(log_build *b)
{
    const chunk *c = &b->chunk;
    if (is_zero(c->bytes, c->length)) {
        b->zeros_at = b->zero_blocks++ == 0 ? b->chunk_offset : b->zeros_at;
        return true;
    }
    size_t records = chunk_count_records(c->bytes, c->length);
    if (records != 0 && b->options->recovered)
        return damage_add(&b->damage, b->chunk_offset, 0, false,
                          "a chunk's header is destroyed; %zu record%s in it %s recovered", records,
                          records == 1 ? "" : "s", records == 1 ? "was" : "were");
    b->log->records_lost += records;
    if (records != 0)
        return damage_add(&b->damage, b->chunk_offset, 0, true,
                          "a chunk's header is destroyed; %zu record%s in it %s not read", records,
                          records == 1 ? "" : "s", records == 1 ? "was" : "were");
    if (c->length < CHUNK_SIZE)
        return damage_add(&b->damage, b->chunk_offset, 0, false, "what follows the last chunk is no chunk");
    return damage_add(&b->damage, b->chunk_offset, 0, true,
                      "no chunk stands where one should, and no record was found in its place");
}

/* Remarks on a chunk's header, and the loss where the file ends. */
static bool report_chunk(log_build *b)
{
    const chunk *c = &b->chunk;
    uint64_t last = read_u64(c->bytes + CHUNK_AT_LAST_ID);
    uint64_t seen = c->records.count == 0 ? read_u64(c->bytes + CHUNK_AT_FIRST_ID) - 1
                                          : c->records.items[c->records.count - 1].id;
    bool broken_end = c->breaks.count != 0 && c->cut;
    if (c->length >= CHUNK_RECORDS_AT && read_u32(c->bytes + CHUNK_AT_HEADER_SIZE) != CHUNK_HEADER_SIZE &&
        !damage_add(&b->damage, b->chunk_offset, 0, false,
                    "this chunk's header is damaged; its records were read all the same"))
        return false;
    if (c->length == CHUNK_SIZE)
        return true;
    if (!c->cut)
        return damage_add(&b->damage, b->chunk_offset, 0, false,
                          "the file ends inside this chunk, but not before its last record");
    if (!broken_end)
        b->log->records_lost += last > seen && last - seen < CHUNK_SIZE / RECORD_SMALLEST ? last - seen : 1;
    return damage_add(&b->damage, b->chunk_offset, 0, true,
                      "the file ends inside this chunk; the records up to %" PRIu64 " are missing", last);
}

static sppwhy_status read_block(log_build *b, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    bool noted = true, live = is_chunk(&b->chunk);
    if (live) {
        status = build_chunk(b, error);
        noted = status != SPPWHY_OK || (end_zeros(b) && report_chunk(b));
    } else {
        noted = report_no_chunk(b);
    }
    if (!noted)
        return error_no_memory(error);
    if (status == SPPWHY_OK && b->options->recovered)
        status = build_recover(b, live ? b->chunk.live_end : 0, error);
    return status;
}

static sppwhy_status read_blocks(log_build *b, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    for (uint64_t at = FILE_CHUNKS_AT; status == SPPWHY_OK && at < b->log->bytes; at += CHUNK_SIZE) {
        status = load(b, at, error);
        if (status != SPPWHY_OK || b->chunk.length == 0)
            break; /* the file has become shorter */
        status = read_block(b, error);
    }
    return status;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static int by_record(const void *a, const void *b)
{
    const sppwhy_event *x = a, *y = b;
    if (x->header_record_id != y->header_record_id)
        return x->header_record_id < y->header_record_id ? -1 : 1;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

/* Logs are nearly always in order. */
static void sort_events(sppwhy_event *events, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (by_record(&events[i - 1], &events[i]) > 0) {
            qsort(events, count, sizeof *events, by_record);
            return;
        }
}

static bool hand_over_names(log_build *b, const names *n, const char *what, const char *const **list,
                            size_t *count)
{
    *list = vec_to_arena(&n->list, b->memory);
    *count = n->list.count;
    if (*count <= LIMIT_LOG_NAMES)
        return *list;
    *count = LIMIT_LOG_NAMES;
    return *list && damage_add(&b->damage, 0, 0, false, "more than %d %s; the others are not listed",
                               LIMIT_LOG_NAMES, what);
}

static bool same_record(const sppwhy_event *a, const sppwhy_event *b)
{
    return a->header_record_id == b->header_record_id && a->time == b->time && a->id == b->id &&
           strcmp(a->computer, b->computer) == 0;
}

/* The first event in the list, sorted by_record, with this number. */
static size_t first_with(const sppwhy_event *events, size_t count, uint64_t id)
{
    size_t low = 0;
    for (size_t high = count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (events[middle].header_record_id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_among(const sppwhy_event *events, size_t count, const sppwhy_event *e)
{
    for (size_t i = first_with(events, count, e->header_record_id);
         i < count && events[i].header_record_id == e->header_record_id; i++)
        if (same_record(&events[i], e))
            return true;
    return false;
}

/* Recovered events, but for those that are live, too, or were recovered before: chunks are copied as they are
 * reused. */
static bool add_recovered(log_build *b)
{
    size_t live = b->events.count, kept = 0;
    sppwhy_event *from = b->recovered.items;
    sort_events(from, b->recovered.count);
    for (size_t i = 0; i < b->recovered.count; i++)
        if (!is_among(b->events.items, live, &from[i]) && !is_among(from, kept, &from[i]))
            from[kept++] = from[i];
    for (size_t i = 0; i < kept; i++)
        if (!vec_push(&b->events, from[i]))
            return false;
    b->log->recovered = kept;
    sort_events(b->events.items, b->events.count);
    return true;
}

static sppwhy_status hand_over(log_build *b, sppwhy_error *error)
{
    sppwhy_log *log = b->log;
    sort_events(b->events.items, b->events.count);
    if (!add_recovered(b))
        return error_no_memory(error);
    if (!vec_reserve(&b->events, 1)) /* so that a log without any has a place, too */
        return error_no_memory(error);
    log->events = ((owned_log *)log)->events = b->events.items;
    log->event_count = b->events.count;
    b->events.items = NULL;
    bool good = hand_over_names(b, &b->store.computers, "computers", &log->computers, &log->computer_count) &&
                hand_over_names(b, &b->store.channels, "channels", &log->channels, &log->channel_count) &&
                numbers_finish(&b->numbers, b->memory, log) && damage_finish(&b->damage, log);
    return good ? SPPWHY_OK : error_no_memory(error);
}

static sppwhy_status read_all(log_build *b, const char *path, sppwhy_error *error)
{
    file_header header = {0};
    b->log->bytes = file_size(b->input);
    sppwhy_status status = read_header(b, &header, error);
    if (status == SPPWHY_OK)
        status = read_blocks(b, error);
    if (status == SPPWHY_OK && !header.there && b->log->chunks == 0)
        return not_a_log(b, path, error);
    if (status == SPPWHY_OK)
        status = report_header(b, &header, error);
    return status == SPPWHY_OK ? hand_over(b, error) : status;
}

static void clear(log_build *b)
{
    evtx_reader_libevtx.close(b->reader_state);
    native_free(b->native);
    file_close(b->input);
    filter_free(&b->filter);
    store_free(&b->store);
    chunk_free(&b->chunk);
    vec_free(&b->notes);
    vec_free(&b->wanted);
    vec_free(&b->wanted_index);
    vec_free(&b->failed);
    strbuf_free(&b->reasons);
    vec_free(&b->events);
    vec_free(&b->recovered);
    damage_free(&b->damage);
    numbers_free(&b->numbers);
    free(b->step);
    free(b);
}

static void free_owned(owned_log *owned)
{
    free(owned->events);
    arena_free(owned->memory); /* and with it `owned` */
}

static sppwhy_status start(log_build *b, const char *path, sppwhy_error *error)
{
    owned_log *owned = ARENA_NEW(b->memory, owned_log);
    if (!owned)
        return error_no_memory(error);
    owned->memory = b->memory;
    b->log = &owned->log;
    b->log->path = arena_string(b->memory, path);
    b->damage.memory = b->memory;
    if (!b->log->path)
        return error_no_memory(error);
    b->store.memory = b->memory;
    b->store.filter = &b->filter;
    b->reader = b->options->reader == SPPWHY_READER_LIBEVTX ? &evtx_reader_libevtx : &evtx_reader_native;
    b->native = native_create(&b->store, b->options->no_filter);
    b->step = malloc(LIMIT_READ_STEP);
    if (!b->native || !b->step)
        return error_no_memory(error);
    sppwhy_status status =
        filter_init(&b->filter, b->memory, b->options->providers, b->options->every_provider, error);
    return status == SPPWHY_OK ? file_open(&b->input, path, error) : status;
}

sppwhy_status sppwhy_log_read(sppwhy_log **out, const char *path, const sppwhy_read_options *options,
                              sppwhy_error *error)
{
    static const sppwhy_read_options nothing_wanted = {.providers = NULL};
    log_build *b = calloc(1, sizeof *b);
    arena *memory = arena_create();
    *out = NULL;
    if (!b || !memory) {
        free(b);
        arena_free(memory);
        return error_no_memory(error);
    }
    b->memory = memory;
    b->options = options ? options : &nothing_wanted;
    sppwhy_status status = start(b, path, error);
    if (status == SPPWHY_OK)
        status = read_all(b, path, error);
    if (status == SPPWHY_OK)
        *out = b->log;
    else if (error && error->file[0] == '\0')
        snprintf(error->file, sizeof error->file, "%s", path);
    sppwhy_log *log = b->log;
    clear(b);
    if (status != SPPWHY_OK && log)
        sppwhy_log_free(log);
    else if (status != SPPWHY_OK)
        arena_free(memory);
    return status;
}

void sppwhy_log_free(sppwhy_log *log)
{
    if (log)
        free_owned((owned_log *)log);
}
