/*
 * The records of a chunk: which of them to decode, and what becomes of the answers.
 *
 * Decoded are those that may be a wanted provider's (filter.h), and a few for the log's span. The span must
 * come from the events' own TimeCreated: an export writes new times into the records' headers. So in every
 * chunk the first and the last record and those with the oldest and the newest header time are decoded; where
 * header and event agree, the headers of that chunk are trusted to order the others, where not, the whole
 * chunk is decoded.
 */
#include "evtx/build.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"

/* A record is written at most moments after its event was created; a log that was exported differs by days.
 */
#define AGREEMENT (2 * CLOCK_MINUTE)

/* 9999-12-31: a later time in a record's header is no time. */
#define LATEST ((uint64_t)2650467743999999999)

static bool agree(uint64_t a, uint64_t b)
{
    return (a > b ? a - b : b - a) <= AGREEMENT;
}

/* ---- the answers --------------------------------------------------------------------------------------- */

static void widen_span(sppwhy_log *log, uint64_t time)
{
    if (time == 0 || time > LATEST)
        return;
    if (log->first_event == 0 || time < log->first_event)
        log->first_event = time;
    if (time > log->last_event)
        log->last_event = time;
}

static bool copy_strings(log_build *b, sppwhy_event *to, const sppwhy_event *from)
{
    const char **strings = ARENA_ARRAY(b->memory, from->string_count, const char *);
    to->strings = strings;
    for (size_t i = 0; strings && i < from->string_count; i++)
        if (!(strings[i] = arena_string(b->memory, from->strings[i])))
            return false;
    return strings;
}

static bool keep_event(log_build *b, const chunk_record *r, const sppwhy_event *from, uint64_t time)
{
    sppwhy_event event = *from;
    event.time = time;
    event.record_id = from->record_id == 0 ? r->id : from->record_id;
    event.header_record_id = r->id;
    event.offset = b->chunk_offset + r->offset;
    event.recovered = false;
    event.reader = b->reader->name;
    event.provider = names_add(&b->texts, b->memory, from->provider);
    event.source = names_add(&b->texts, b->memory, from->source);
    event.channel = names_add(&b->texts, b->memory, from->channel);
    event.computer = names_add(&b->texts, b->memory, from->computer);
    return event.provider && event.source && event.channel && event.computer &&
           copy_strings(b, &event, from) && vec_push(&b->events, event);
}

static sppwhy_status take_event(void *context, size_t index, const sppwhy_event *event, sppwhy_error *error)
{
    log_build *b = context;
    size_t i = b->wanted_index.items[index];
    record_note *note = &b->notes.items[i];
    note->decoded = event->time != 0;
    if (note->decoded)
        note->time = event->time;
    widen_span(b->log, note->time);
    if (b->times_only)
        return SPPWHY_OK;
    if ((*event->computer && !names_add(&b->computers, b->memory, event->computer)) ||
        (*event->channel && !names_add(&b->channels, b->memory, event->channel)))
        return error_no_memory(error);
    if (filter_wants(&b->filter, event->provider, event->source) &&
        !keep_event(b, &b->chunk.records.items[i], event, note->time))
        return error_no_memory(error);
    return SPPWHY_OK;
}

/* Only a record that may have been wanted is a loss; for the span its header's time has to do. */
static sppwhy_status take_failure(void *context, size_t index, const char *reason, sppwhy_error *error)
{
    log_build *b = context;
    size_t i = b->wanted_index.items[index];
    const chunk_record *r = &b->chunk.records.items[i];
    record_note *note = &b->notes.items[i];
    widen_span(b->log, note->time);
    if (!note->candidate || b->times_only)
        return SPPWHY_OK;
    b->log->records_lost++;
    if (!damage_add(&b->damage, b->chunk_offset + r->offset, r->id, true, "a record cannot be decoded: %s",
                    reason))
        return error_no_memory(error);
    return SPPWHY_OK;
}

/* ---- the questions ------------------------------------------------------------------------------------- */

static bool want(log_build *b, size_t i)
{
    return vec_push(&b->wanted, b->chunk.records.items[i]) && vec_push(&b->wanted_index, i);
}

/* Gives the reader all records that are asked for and were not done yet. */
static sppwhy_status decode_asked(log_build *b, sppwhy_error *error)
{
    evtx_sink sink = {b, take_event, take_failure};
    b->wanted.count = b->wanted_index.count = 0;
    for (size_t i = 0; i < b->notes.count; i++) {
        if (!b->notes.items[i].asked || b->notes.items[i].done)
            continue;
        b->notes.items[i].done = true;
        if (!want(b, i))
            return error_no_memory(error);
    }
    return b->reader->decode(b->reader_state, &b->chunk, b->wanted.items, b->wanted.count, &sink, error);
}

static sppwhy_status start_notes(log_build *b, sppwhy_error *error)
{
    bool any = false;
    sppwhy_status status = filter_chunk(&b->filter, &b->chunk, &any, error);
    b->notes.count = 0;
    for (size_t i = 0; status == SPPWHY_OK && i < b->chunk.records.count; i++) {
        const chunk_record *r = &b->chunk.records.items[i];
        record_note note = {.time = r->time, .candidate = any && filter_may_want(&b->filter, &b->chunk, r)};
        note.asked = note.candidate || b->options->no_filter;
        if (!vec_push(&b->notes, note))
            status = error_no_memory(error);
    }
    return status;
}

/* The records that tell whether header times can be trusted. Also fills in the summary's header times. */
static void ask_probes(log_build *b, chunk_summary *summary)
{
    size_t oldest = 0, newest = 0, count = b->notes.count;
    const chunk_record *r = b->chunk.records.items;
    if (count == 0)
        return;
    for (size_t i = 1; i < count; i++) {
        oldest = r[i].time < r[oldest].time ? i : oldest;
        newest = r[i].time > r[newest].time ? i : newest;
    }
    summary->oldest = r[oldest].time;
    summary->newest = r[newest].time;
    b->notes.items[0].asked = b->notes.items[count - 1].asked = true;
    b->notes.items[oldest].asked = b->notes.items[newest].asked = true;
}

static bool headers_agree(const log_build *b)
{
    for (size_t i = 0; i < b->notes.count; i++)
        if (b->notes.items[i].decoded && !agree(b->notes.items[i].time, b->chunk.records.items[i].time))
            return false;
    return true;
}

static bool all_done(const log_build *b)
{
    for (size_t i = 0; i < b->notes.count; i++)
        if (!b->notes.items[i].done)
            return false;
    return true;
}

static sppwhy_status decode_chunk(log_build *b, chunk_summary *summary, sppwhy_error *error)
{
    ask_probes(b, summary);
    sppwhy_status status = decode_asked(b, error);
    if (status == SPPWHY_OK && !headers_agree(b)) {
        for (size_t i = 0; i < b->notes.count; i++)
            b->notes.items[i].asked = true;
        status = decode_asked(b, error);
    }
    summary->settled = all_done(b);
    return status;
}

/* ---- damage -------------------------------------------------------------------------------------------- */

static bool report_breaks(log_build *b)
{
    for (size_t i = 0; i < b->chunk.breaks.count; i++) {
        const chunk_break *broken = &b->chunk.breaks.items[i];
        bool at_cut = b->chunk.cut && broken->offset + broken->size == b->chunk.live_end;
        uint64_t offset = b->chunk_offset + broken->offset;
        bool noted = at_cut ? damage_add(&b->damage, offset, broken->record_id, true,
                                         "the file ends inside this record")
                            : damage_add(&b->damage, offset, broken->record_id, true,
                                         "%s; %u bytes were skipped", broken->reason, broken->size);
        b->log->records_lost += broken->lost;
        if (!noted)
            return false;
    }
    return true;
}

/* A chunk of which nothing is wanted is not summed: that would cost more than all the rest of it. */
static bool report_sums(log_build *b)
{
    static const char *const text[] = {
        [CHUNK_SUM_HEADER_WRONG] =
            "the checksum of this chunk's header is wrong; its records were read all the same",
        [CHUNK_SUM_RECORDS_WRONG] =
            "the checksum of this chunk's records is wrong; they were read all the same",
    };
    if (b->filter.hits.count == 0 || b->chunk.length < CHUNK_SIZE)
        return true;
    chunk_sum sum = chunk_check_sums(&b->chunk);
    return sum == CHUNK_SUM_RIGHT || sum == CHUNK_SUM_NONE ||
           damage_add(&b->damage, b->chunk_offset, 0, false, "%s", text[sum]);
}

/* ---- a chunk, and the ends ----------------------------------------------------------------------------- */

sppwhy_status build_chunk(log_build *b, sppwhy_error *error)
{
    chunk_summary summary = {.offset = b->chunk_offset};
    sppwhy_status status = chunk_walk(&b->chunk, error);
    if (status == SPPWHY_OK)
        status = start_notes(b, error);
    if (status != SPPWHY_OK)
        return status;
    b->log->chunks++;
    b->log->records += b->chunk.records.count;
    if (!report_breaks(b) || !report_sums(b))
        return error_no_memory(error);
    status = decode_chunk(b, &summary, error);
    for (size_t i = 0; status == SPPWHY_OK && i < b->notes.count; i++)
        if (!numbers_add(&b->numbers, b->chunk.records.items[i].id, b->notes.items[i].time))
            status = error_no_memory(error);
    if (status == SPPWHY_OK && !vec_push(&b->summaries, summary))
        status = error_no_memory(error);
    return status;
}

/* Asks for the records of the chunk at hand that may be older or newer than what is known, as long as `room`
 * lasts. */
static void ask_near_ends(log_build *b, uint64_t *room)
{
    for (size_t i = 0; i < b->notes.count && *room != 0; i++) {
        uint64_t time = b->chunk.records.items[i].time;
        bool near = time < b->log->first_event + AGREEMENT || time + AGREEMENT > b->log->last_event;
        b->notes.items[i].asked = near;
        *room -= near;
    }
}

static bool near_ends(const log_build *b, const chunk_summary *s)
{
    return !s->settled && s->newest != 0 &&
           (s->oldest < b->log->first_event + AGREEMENT || s->newest + AGREEMENT > b->log->last_event);
}

/* What is known so far comes from the oldest and newest headers; events are not created in quite the order in
 * which they are written, so those near the ends are looked at once more. */
sppwhy_status build_ends(log_build *b, sppwhy_error *error)
{
    uint64_t room = 2 * LIMIT_SPAN_RECORDS;
    sppwhy_status status = SPPWHY_OK;
    b->times_only = true;
    for (size_t i = 0; status == SPPWHY_OK && room != 0 && i < b->summaries.count; i++) {
        if (!near_ends(b, &b->summaries.items[i]))
            continue;
        status = build_load(b, b->summaries.items[i].offset, error);
        if (status == SPPWHY_OK)
            status = chunk_walk(&b->chunk, error);
        if (status == SPPWHY_OK)
            status = start_notes(b, error);
        for (size_t n = 0; status == SPPWHY_OK && n < b->notes.count; n++)
            b->notes.items[n].asked = false;
        ask_near_ends(b, &room);
        if (status == SPPWHY_OK)
            status = decode_asked(b, error);
    }
    return status;
}
