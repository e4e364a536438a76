/*
 * One event log: the file around the chunks. The file header is not believed about anything that the
 * file itself shows: chunks are where chunks begin.
 *
 * A log is read in parts of one length, by several threads where that is asked for. Each has its own reader;
 * what a part gave is taken in in the order of the file, while others are read.
 */
#include "evtx/events.h"

#include "base/options.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/pool.h"
#include "base/sort.h"
#include "evtx/log/chunk_events.h"
#include "evtx/log/log.h"
#include "evtx/log/reader_shelf.h"
#include "evtx/log/recovered.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

/* A log's arena is found again by the log itself when it is freed. */
typedef struct owned_log {
    sppwhy_log log;
    arena *memory;        /* NULL: it is the shelf's */
    sppwhy_event *events; /* by itself, where they are too many to be copied for nothing; else NULL */
} owned_log;

/* A log while its parts are read and taken in. */
typedef struct reading {
    arena *memory; /* owns the log and all in it */
    bool shared;   /* it is the shelf's */
    sppwhy_log *log;
    const sppwhy_read_options *options;
    file *input;
    reader_shelf *shelf; /* where the workers come from, and go; may be NULL */
    segment_reader **workers;
    log_segment *parts; /* one a worker: the one at hand */
    size_t worker_count;
    sppwhy_status status; /* of the parts that were taken in */
    sppwhy_error error;

    uint64_t stretch; /* hash of the chunks of the one at hand; 0: it has none */

    VEC(sppwhy_event) events;
    events_order order;
    VEC(sppwhy_event) recovered;
    damage_list damage;
    numbers numbers;
    lost_chunks lost_chunks;
    name_pool computers, channels;
    cpu_budget budget;
} reading;

/* ---- the file header ----------------------------------------------------------------------------------- */

typedef struct file_header {
    bool there;
    bool no_sums;
    uint32_t chunk_count;
    uint64_t next_record;
} file_header;

static sppwhy_status read_header(reading *b, file_header *h, sppwhy_error *error)
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

static sppwhy_status report_header(reading *b, const file_header *h, sppwhy_error *error)
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
static sppwhy_status not_a_log(reading *b, const char *path, sppwhy_error *error)
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

/* ---- the order of events ------------------------------------------------------------------------------- */

static int by_record(const void *a, const void *b)
{
    const sppwhy_event *x = a, *y = b;
    if (x->header_record_id != y->header_record_id)
        return x->header_record_id < y->header_record_id ? -1 : 1;
    return compare_u64(x->offset, y->offset);
}

static bool rises(const sppwhy_event *a, const sppwhy_event *b)
{
    return a->time != b->time ? a->time < b->time : a->record_id < b->record_id;
}

/* Of the events from `from` to `to`, each with the one before it. */
static void note_order(events_order *o, const sppwhy_event *events, size_t from, size_t to)
{
    for (size_t i = from == 0 ? 1 : from; i < to; i++) {
        o->disordered |= by_record(&events[i - 1], &events[i]) > 0;
        o->not_rising |= !rises(&events[i - 1], &events[i]);
    }
}

/* ---- the parts ----------------------------------------------------------------------------------------- */

/* One more than there are, where the log's length is a multiple: it has nothing in it. A stream's end is not known. */
static size_t count_parts(const reading *b)
{
    uint64_t length = b->log->bytes < FILE_CHUNKS_AT ? 0 : b->log->bytes - FILE_CHUNKS_AT;
    uint64_t count = length / LIMIT_PART_BYTES + (length % LIMIT_PART_BYTES != 0);
    return count < SIZE_MAX ? (size_t)count : SIZE_MAX;
}

/* One alone puts what it reads where the log is. */
static sppwhy_status add_worker(reading *b, bool alone, sppwhy_error *error)
{
    segment_reader **worker = &b->workers[b->worker_count];
    sppwhy_status status = SPPWHY_OK;
    *worker = reader_shelf_take(b->shelf);
    if (!*worker)
        status = log_segment_create(worker, b->options, error);
    if (status != SPPWHY_OK) {
        log_segment_free(*worker);
        *worker = NULL;
        return status;
    }
    arena *memory = alone ? b->memory : arena_create();
    if (!memory || !log_segment_begin(*worker, b->options, memory, b->log, b->input))
        return error_no_memory(error);
    (*worker)->budget = &b->budget;
    return SPPWHY_OK;
}

/* A stream comes in order, so one thread reads it. */
static sppwhy_status create_workers(reading *b, sppwhy_error *error)
{
    size_t threads = b->options->threads == 0 ? pool_processors() : b->options->threads;
    size_t wanted = file_is_stream(b->input) ? 1 : threads;
    size_t parts = count_parts(b);
    if (wanted > parts)
        wanted = parts == 0 ? 1 : parts;
    b->workers = calloc(wanted, sizeof *b->workers);
    b->parts = calloc(wanted, sizeof *b->parts);
    if (!b->workers || !b->parts)
        return error_no_memory(error);
    sppwhy_status status = SPPWHY_OK;
    cpu_budget_begin(&b->budget, b->options);
    for (; status == SPPWHY_OK && b->worker_count < wanted; b->worker_count++)
        status = add_worker(b, wanted == 1, error);
    return status;
}

/* The events are what takes room. One worker alone adds to those of the log itself. */
static void lend_events(reading *b, log_segment *part)
{
    part->events.items = b->events.items;
    part->events.count = b->events.count;
    part->events.capacity = b->events.capacity;
    b->events.items = NULL;
    b->events.count = b->events.capacity = 0;
}

static void read_part(void *context, size_t worker, size_t number)
{
    reading *b = context;
    log_segment *part = &b->parts[worker];
    part->from = FILE_CHUNKS_AT + (uint64_t)number * LIMIT_PART_BYTES;
    uint64_t left = b->log->bytes - part->from;
    part->to = part->from + (left < LIMIT_PART_BYTES ? left : LIMIT_PART_BYTES);
    if (b->worker_count == 1)
        lend_events(b, part);
    size_t before = part->events.count;
    log_segment_read(b->workers[worker], part);
    note_order(&part->order, part->events.items, before, part->events.count);
}

/* Of several workers each keeps the room for its next part; what they copy is still in the cache. */
static bool take_events(reading *b, log_segment *part)
{
    size_t before = b->events.count;
    if (b->worker_count == 1) {
        b->events.items = part->events.items;
        b->events.count = part->events.count;
        b->events.capacity = part->events.capacity;
        part->events.items = NULL;
        part->events.count = part->events.capacity = 0;
    } else if (part->events.count != 0) {
        if (!vec_reserve(&b->events, part->events.count))
            return false;
        memcpy(b->events.items + before, part->events.items, part->events.count * sizeof *part->events.items);
        b->events.count += part->events.count;
        part->events.count = 0;
        note_order(&b->order, b->events.items, before, before + 1);
    }
    b->order.disordered |= part->order.disordered;
    b->order.not_rising |= part->order.not_rising;
    for (size_t i = 0; i < part->recovered.count; i++)
        if (!vec_push(&b->recovered, part->recovered.items[i]))
            return false;
    return true;
}

/* Those of the first part are the log's as they are. */
static bool take_names(arena *memory, name_pool *all, name_pool *more)
{
    if (!all->slots) {
        *all = *more;
        *more = (name_pool){0};
        return true;
    }
    for (size_t i = 0; i < more->list.count; i++)
        if (!names_add(all, memory, more->list.items[i]))
            return false;
    return true;
}

/* Hashed stretch by stretch, whatever the length of parts: with it lines know the log that they are of. */
#define CONTENT_STRETCH ((uint64_t)32 << 20)

static void end_stretch(reading *b)
{
    if (b->stretch != 0)
        b->log->content = XXH64(&b->stretch, sizeof b->stretch, b->log->content);
    b->stretch = 0;
}

static void add_content(reading *b, const log_segment *part)
{
    for (size_t i = 0; i < part->headers.count; i++)
        b->stretch = XXH64(part->headers.items[i].bytes, part->headers.items[i].length, b->stretch);
    b->log->chunks += part->headers.count;
    if ((part->to - FILE_CHUNKS_AT) % CONTENT_STRETCH == 0)
        end_stretch(b);
}

/* What is lost between two parts is told before what is wrong in the second: the list of damage has an end. */
static bool add_part(reading *b, log_segment *part)
{
    add_content(b, part);
    b->log->records += part->records;
    b->log->records_lost += part->records_lost;
    if (part->first_event != 0 && (b->log->first_event == 0 || part->first_event < b->log->first_event))
        b->log->first_event = part->first_event;
    if (part->last_event > b->log->last_event)
        b->log->last_event = part->last_event;
    return take_events(b, part) && numbers_append(&b->numbers, &part->numbers) &&
           lost_chunks_join(&b->lost_chunks, &part->lost_chunks, &b->damage, &b->log->records_lost) &&
           damage_append(&b->damage, &part->damage) &&
           take_names(b->memory, &b->computers, &part->computers) &&
           take_names(b->memory, &b->channels, &part->channels);
}

/* In the order of the file; what follows one that failed, or in which the file ended, is not taken. */
static bool take_part(void *context, size_t worker, size_t number)
{
    reading *b = context;
    log_segment *part = &b->parts[worker];
    bool ended = part->ended;
    (void)number;
    b->status = part->status;
    if (b->status != SPPWHY_OK)
        b->error = part->error;
    else if (!add_part(b, part))
        b->status = error_no_memory(&b->error);
    log_segment_renew(part);
    return b->status == SPPWHY_OK && !ended;
}

static bool finish_stores(reading *b)
{
    size_t count = b->worker_count;
    const sppwhy_texts **stores = count == 1 ? NULL : ARENA_ARRAY(b->memory, count, const sppwhy_texts *);
    bool good = stores || count == 1;
    for (size_t i = 0; good && i < count; i++) {
        good = store_finish(&b->workers[i]->store);
        if (stores)
            stores[i] = b->workers[i]->store.numbered;
    }
    b->log->stores = stores;
    b->log->store_count = stores ? count : 0;
    return good;
}

static sppwhy_status read_chunks(reading *b, sppwhy_error *error)
{
    const pool_line in_order = {b, read_part, take_part};
    sppwhy_status status = create_workers(b, error);
    if (status != SPPWHY_OK)
        return status;
    pool_run_in_order(count_parts(b), b->worker_count, &in_order);
    end_stretch(b);
    if (b->status != SPPWHY_OK && error)
        *error = b->error;
    return b->status != SPPWHY_OK || finish_stores(b) ? b->status : error_no_memory(error);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static bool hand_over_names(reading *b, const name_pool *n, const char *what, const char *const **list,
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

static bool add_recovered(reading *b)
{
    if (!recovered_keep_new(b->recovered.items, &b->recovered.count, b->events.items, b->events.count) ||
        !vec_reserve_exactly(&b->events, b->recovered.count + 1)) /* a log without any has a place, too */
        return false;
    for (size_t i = 0; i < b->recovered.count; i++)
        b->events.items[b->events.count++] = b->recovered.items[i];
    b->log->recovered = b->recovered.count;
    return true;
}

/* Few are put beside the rest of the log. */
static bool give_events(reading *b)
{
    enum { FEW = 64 };
    b->log->event_count = b->events.count;
    if (b->shared && b->events.count <= FEW) {
        b->log->events = vec_to_arena(&b->events, b->memory);
        return b->log->events;
    }
    b->log->events = ((owned_log *)b->log)->events = b->events.items;
    b->events.items = NULL;
    return true;
}

static sppwhy_status hand_over(reading *b, sppwhy_error *error)
{
    sppwhy_log *log = b->log;
    if (!add_recovered(b))
        return error_no_memory(error);
    if (b->order.disordered || log->recovered != 0) /* logs are nearly always in order */
        sort_array(b->events.items, b->events.count, sizeof *b->events.items, by_record);
    log->rises = !b->order.disordered && !b->order.not_rising && log->recovered == 0;
    if (!give_events(b))
        return error_no_memory(error);
    bool good = hand_over_names(b, &b->computers, "computers", &log->computers, &log->computer_count) &&
                hand_over_names(b, &b->channels, "channels", &log->channels, &log->channel_count) &&
                numbers_finish(&b->numbers, b->memory, log) && damage_finish(&b->damage, log);
    return good ? SPPWHY_OK : error_no_memory(error);
}

static sppwhy_status report_lost_chunks(reading *b, const file_header *h, sppwhy_error *error)
{
    uint64_t counted = FILE_CHUNKS_AT + (uint64_t)h->chunk_count * CHUNK_SIZE;
    return !h->there || lost_chunks_end(&b->lost_chunks, b->log->bytes, counted, h->next_record, &b->damage,
                                        &b->log->records_lost)
               ? SPPWHY_OK
               : error_no_memory(error);
}

static sppwhy_status read_all(reading *b, const char *path, sppwhy_error *error)
{
    file_header header = {0};
    b->log->bytes = file_size(b->input);
    sppwhy_status status = read_header(b, &header, error);
    if (status == SPPWHY_OK)
        status = read_chunks(b, error);
    b->log->bytes = file_size(b->input); /* of a stream known only now */
    if (status == SPPWHY_OK && !header.there && b->log->chunks == 0)
        return not_a_log(b, path, error);
    if (status == SPPWHY_OK && file_fault(b->input) &&
        !damage_add(&b->damage, b->log->bytes, 0, true, "%s", file_fault(b->input)))
        return error_no_memory(error);
    if (status == SPPWHY_OK)
        status = report_header(b, &header, error);
    if (status == SPPWHY_OK)
        status = report_lost_chunks(b, &header, error);
    return status == SPPWHY_OK ? hand_over(b, error) : status;
}

static void clear(reading *b)
{
    for (size_t i = 0; b->workers && i < b->worker_count; i++)
        if (b->workers[i]) {
            if (b->workers[i]->memory != b->memory)
                arena_absorb(b->memory, b->workers[i]->memory);
            log_segment_end(b->workers[i]);
            reader_shelf_put(b->shelf, b->workers[i]);
        }
    for (size_t i = 0; b->parts && i < b->worker_count; i++)
        log_segment_clear(&b->parts[i]);
    free(b->workers);
    free(b->parts);
    vec_free(&b->events);
    vec_free(&b->recovered);
    damage_free(&b->damage);
    numbers_free(&b->numbers);
    names_free(&b->computers);
    names_free(&b->channels);
    free(b);
}

static void free_owned(owned_log *owned)
{
    free(owned->events);
    arena_free(owned->memory); /* and with it `owned`, where it has one */
}

static sppwhy_status start(reading *b, const char *path, sppwhy_error *error)
{
    owned_log *owned = ARENA_NEW(b->memory, owned_log);
    if (!owned)
        return error_no_memory(error);
    owned->memory = b->shared ? NULL : b->memory;
    b->log = &owned->log;
    b->log->path = arena_string(b->memory, path);
    b->damage.memory = b->memory;
    if (!b->log->path)
        return error_no_memory(error);
    return SPPWHY_OK;
}

/* One part of a file, which one worker reads. */
static bool is_short(const file *input)
{
    return !file_is_stream(input) && file_size(input) <= LIMIT_PART_BYTES;
}

sppwhy_status log_read(sppwhy_log **out, file *input, const char *path, const sppwhy_read_options *options,
                       reader_shelf *shelf, sppwhy_error *error)
{
    static const sppwhy_read_options nothing_wanted = {.providers = NULL};
    reading *b = calloc(1, sizeof *b);
    arena *shared = b && is_short(input) ? reader_shelf_take_memory(shelf) : NULL;
    arena *memory = shared || !b ? shared : arena_create();
    *out = NULL;
    if (!memory) {
        free(b);
        return error_no_memory(error);
    }
    b->memory = memory;
    b->shared = shared;
    b->input = input;
    b->options = options ? options : &nothing_wanted;
    b->shelf = shelf;
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
    else if (status != SPPWHY_OK && !shared)
        arena_free(memory);
    reader_shelf_put_memory(shelf, shared);
    return status;
}

sppwhy_status sppwhy_log_read(sppwhy_log **out, const char *path, const sppwhy_read_options *options,
                              sppwhy_error *error)
{
    file *input;
    sppwhy_read_options o;
    *out = NULL;
    sppwhy_status status = options_take(&o, sizeof o, options, error);
    if (status == SPPWHY_OK)
        status = file_open(&input, path, error);
    if (status != SPPWHY_OK)
        return status;
    status = log_read(out, input, path, &o, NULL, error);
    file_close(input);
    return status;
}

void sppwhy_log_free(sppwhy_log *log)
{
    if (log)
        free_owned((owned_log *)log);
}
