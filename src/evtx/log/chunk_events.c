/*
 * The records of a chunk: which of them to decode, and what becomes of the answers.
 *
 * Every live record counts for the log's span, its numbers, its computers and channels, whoever wrote it.
 * Their times must come from the events' own TimeCreated: an export writes new times into the records'
 * headers. So each record's first bytes are looked at (native_look_at); most say at once that it is another
 * provider's, and where its time is. The others are decoded.
 *
 * That look was measured against searching the whole chunk for the providers' names first (filter.h). A
 * search touches every byte, the look one or two cache lines a record; and the look has to be had anyway for
 * the times. Over the bench's sparse log of 500 MB the search took as long again as all the rest (263 ms with
 * it, 131 ms without). So it is kept for the few records that do not tell by a look: without a template, or
 * broken. Where no name is in the chunk they cannot be wanted, and are no loss.
 */
#include "evtx/log/chunk_events.h"

#include "base/error.h"
#include "base/clock.h"
#include "base/limits.h"

/* ---- the answers --------------------------------------------------------------------------------------- */

static void widen_span(log_segment *part, uint64_t time)
{
    if (time == 0)
        return;
    if (part->first_event == 0 || time < part->first_event)
        part->first_event = time;
    if (time > part->last_event)
        part->last_event = time;
}

/* A name that is the store's own needs no comparison there; NULL when memory is short. */
static const char *own_reader_name(segment_reader *b)
{
    if (b->named_reader != b->reader) {
        b->reader_name = names_add(&b->store.texts, b->memory, b->reader->name);
        b->named_reader = b->reader_name ? b->reader : NULL;
    }
    return b->reader_name;
}

static bool keep_event(segment_reader *b, const chunk_record *r, const sppwhy_raw_event *from, uint64_t time)
{
    sppwhy_raw_event event = *from;
    sppwhy_event kept;
    event.time = from->time != 0 ? from->time : time;
    b->odd_times += !clock_usable(event.time);
    event.record_id = from->record_id == 0 ? r->id : from->record_id;
    event.header_record_id = r->id;
    event.offset = b->chunk_offset + r->offset;
    event.recovered = b->recovering;
    event.reader = own_reader_name(b);
    if (!event.reader || !store_keep(&b->store, &event, &kept))
        return false;
    return b->recovering ? vec_push(&b->part->recovered, kept) : vec_push(&b->part->events, kept);
}

/* A licensing event that names no computer is some machine's all the same: it must not vanish. */
static bool give_name(segment_reader *b, sppwhy_raw_event *event)
{
    if (!event->strings || !names_no_computer(event->computer))
        return true;
    if (!b->stand_in)
        b->stand_in = event_stand_in(b->memory, b->store.log->path);
    event->computer = b->stand_in;
    return b->stand_in;
}

static sppwhy_status take_event(void *context, size_t index, const sppwhy_raw_event *given,
                                sppwhy_error *error)
{
    segment_reader *b = context;
    sppwhy_raw_event own = *given;
    const sppwhy_raw_event *event = &own;
    if (!give_name(b, &own))
        return error_no_memory(error);
    size_t i = b->wanted_index.items[index];
    record_note *note = &b->notes.items[i];
    if (clock_usable(event->time))
        note->time = event->time;
    note->unread = false;
    if (note->probe || event->strings) {
        note->computer = event->computer;
        note->channel = event->channel;
    }
    if (event->strings && !keep_event(b, &b->chunk.records.items[i], event, note->time))
        return error_no_memory(error);
    return SPPWHY_OK;
}

static sppwhy_status take_failure(void *context, size_t index, const char *reason, bool hopeless,
                                  sppwhy_error *error)
{
    segment_reader *b = context;
    failed_record f = {b->wanted_index.items[index], b->reasons.length, hopeless};
    b->notes.items[f.record].unread = true;
    strbuf_add_bytes(&b->reasons, reason, strlen(reason) + 1);
    return !b->reasons.failed && vec_push(&b->failed, f) ? SPPWHY_OK : error_no_memory(error);
}

/* ---- which records ------------------------------------------------------------------------------------- */

/* Whether a wanted provider's name is anywhere in the chunk. */
static sppwhy_status search(segment_reader *b, bool *has_name, sppwhy_error *error)
{
    if (!b->searched) {
        sppwhy_status status = filter_chunk(&b->filter, &b->chunk, &b->has_name, error);
        if (status != SPPWHY_OK)
            return status;
        b->searched = true;
    }
    *has_name = b->has_name;
    return SPPWHY_OK;
}

static bool want(segment_reader *b, size_t i)
{
    return vec_push(&b->wanted, b->chunk.records.items[i]) && vec_push(&b->wanted_index, i);
}

/* For what a look does not tell, the record is read: its time, channel and computer count,
 * whoever wrote it. */
static sppwhy_status look_closer(segment_reader *b, const chunk_record *r, record_note *note,
                                 sppwhy_error *error)
{
    sppwhy_raw_event event;
    native_outcome outcome = native_read(b->native, r, false, &event);
    if (outcome == NATIVE_NO_MEMORY)
        return error_no_memory(error);
    if (outcome == NATIVE_FAILED)
        return SPPWHY_OK;
    if (clock_usable(event.time))
        note->time = event.time;
    note->look = outcome == NATIVE_UNWANTED ? LOOK_UNWANTED : LOOK_WANTED;
    if (note->probe || outcome == NATIVE_EVENT) {
        note->computer = event.computer;
        note->channel = event.channel;
    }
    return SPPWHY_OK;
}

static void widen_ends(chunk_ends *ends, size_t i, uint64_t time)
{
    if (i == 0) {
        *ends = (chunk_ends){0, 0, time, time};
    } else if (time < ends->oldest_time) {
        ends->oldest_time = time;
        ends->oldest = i;
    } else if (time > ends->newest_time) {
        ends->newest_time = time;
        ends->newest = i;
    }
}

/* What a look says of a record: a chunk_taker. */
static bool glance(void *context, const chunk_record *r)
{
    segment_reader *b = context;
    native_look look = LOOK_UNWANTED;
    uint64_t time = 0;
    if (!native_passes_over(b->native, r, &time) && !native_look_at(b->native, r, &look, &time))
        return false;
    bool timed = look == LOOK_UNWANTED && clock_usable(time);
    widen_ends(&b->ends, b->notes.count, r->time);
    b->any_not_unwanted |= look != LOOK_UNWANTED;
    b->notes.items[b->notes.count++] =
        (record_note){.time = timed ? time : r->time, .look = (uint8_t)look, .timed = timed};
    return true;
}

/* Before the records of a chunk are found. */
static bool begin_glances(segment_reader *b, bool recovering)
{
    b->recovering = recovering;
    native_begin_chunk(b->native, b->chunk.bytes);
    b->native->recovering = recovering;
    b->any_not_unwanted = false;
    b->notes.count = 0;
    return vec_reserve(&b->notes, CHUNK_SIZE / RECORD_SMALLEST);
}

static sppwhy_status look_at(segment_reader *b, size_t i, bool probe, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    const chunk_record *r = &b->chunk.records.items[i];
    record_note *note = &b->notes.items[i];
    const record_note seen = *note;
    bool names_known = true;
    note->probe = probe;
    if (seen.look == LOOK_UNWANTED && probe &&
        !native_names_of(b->native, r, &note->computer, &note->channel, &names_known))
        return error_no_memory(error);
    if (seen.look == LOOK_UNWANTED && !names_known)
        status = look_closer(b, r, note, error);
    if (seen.timed)
        note->time = seen.time;
    else if (b->reader == &evtx_reader_libevtx)
        status = look_closer(b, r, note, error);
    b->any_not_unwanted |= note->look != LOOK_UNWANTED;
    return status;
}

/* The probes, in order. */
static sppwhy_status look_at_probes(segment_reader *b, sppwhy_error *error)
{
    size_t count = b->notes.count, one = b->ends.oldest, other = b->ends.newest;
    const size_t probes[] = {0, one < other ? one : other, one < other ? other : one, count - 1};
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; count != 0 && status == SPPWHY_OK && i < sizeof probes / sizeof *probes; i++)
        if (i == 0 || probes[i] != probes[i - 1])
            status = look_at(b, probes[i], true, error);
    return status;
}

/* The reference reads whatever a look does not tell. */
static sppwhy_status look_at_all(segment_reader *b, sppwhy_error *error)
{
    const chunk_ends *e = &b->ends;
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0, last = b->notes.count - 1; status == SPPWHY_OK && i < b->notes.count; i++)
        status = look_at(b, i, i == 0 || i == last || i == e->oldest || i == e->newest, error);
    return status;
}

/* The filter's own answer is what the reference goes by, so that the two can be held against each other. */
static sppwhy_status ask(segment_reader *b, sppwhy_error *error)
{
    bool all = b->options->no_filter, by_filter = b->reader == &evtx_reader_libevtx && !all, any = false;
    sppwhy_status status = by_filter ? search(b, &any, error) : SPPWHY_OK;
    b->wanted.count = b->wanted_index.count = 0;
    if (!by_filter && !all && !b->any_not_unwanted)
        return status;
    for (size_t i = 0; status == SPPWHY_OK && i < b->notes.count; i++) {
        bool asked = by_filter ? any && filter_may_want(&b->filter, &b->chunk, &b->chunk.records.items[i])
                               : all || b->notes.items[i].look != LOOK_UNWANTED;
        if (asked && !want(b, i))
            status = error_no_memory(error);
    }
    return status;
}

/* ---- decoding ------------------------------------------------------------------------------------------ */

static sppwhy_status decode_native(segment_reader *b, const evtx_sink *sink, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; status == SPPWHY_OK && i < b->wanted.count; i++) {
        sppwhy_raw_event event;
        native_outcome outcome = native_read(b->native, &b->wanted.items[i], true, &event);
        if (outcome == NATIVE_NO_MEMORY)
            status = error_no_memory(error);
        else if (outcome == NATIVE_FAILED)
            status = sink->failure(sink->context, i, b->native->reason, b->native->hopeless, error);
        else
            status = sink->event(sink->context, i, &event, error);
    }
    return status;
}

static sppwhy_status decode_libevtx(segment_reader *b, const evtx_sink *sink, sppwhy_error *error)
{
    if (!b->reader_state && b->wanted.count != 0) {
        sppwhy_status status = evtx_reader_libevtx.open(
            &b->reader_state, b->part->from == FILE_CHUNKS_AT ? 1 : LIMIT_READER_SHARE, error);
        if (status != SPPWHY_OK)
            return status;
    }
    return evtx_reader_libevtx.decode(b->reader_state, &b->chunk, b->wanted.items, b->wanted.count, sink,
                                      error);
}

static bool second_opinion_helps(const failed_record *f)
{
    return !f->hopeless;
}

/* libevtx is asked for what native could not decode; what it adds is taken, and bears its name. */
static sppwhy_status ask_second(segment_reader *b, const evtx_sink *sink, sppwhy_error *error)
{
    size_t first = b->failed.count;
    sppwhy_status status = SPPWHY_OK;
    b->wanted.count = b->wanted_index.count = 0;
    for (size_t i = 0; i < first; i++)
        if (second_opinion_helps(&b->failed.items[i]) && !want(b, b->failed.items[i].record))
            return error_no_memory(error);
    b->reader = &evtx_reader_libevtx;
    if (b->wanted.count != 0)
        status = decode_libevtx(b, sink, error);
    b->reader = &evtx_reader_native;
    return status;
}

/* Only a record that may have been wanted is a loss. */
static sppwhy_status report_failed(segment_reader *b, size_t count, sppwhy_error *error)
{
    for (size_t i = 0; i < count; i++) {
        const failed_record *f = &b->failed.items[i];
        const chunk_record *r = &b->chunk.records.items[f->record];
        if (!b->notes.items[f->record].unread)
            continue;
        const char *second = "";
        for (size_t k = count; k < b->failed.count; k++)
            if (b->failed.items[k].record == f->record)
                second = b->reasons.bytes + b->failed.items[k].reason;
        b->part->records_lost++;
        if (!damage_add_lost(&b->part->damage, b->chunk_offset + r->offset, r->id, r->size,
                             "a record cannot be decoded: %s%s%s", b->reasons.bytes + f->reason,
                             *second ? "; " : "", second))
            return error_no_memory(error);
    }
    return SPPWHY_OK;
}

static bool chunk_is_altered(const chunk *c)
{
    chunk_sum sum = c->length < CHUNK_SIZE ? CHUNK_SUM_NONE : chunk_check_sums(c);
    return sum == CHUNK_SUM_HEADER_WRONG || sum == CHUNK_SUM_RECORDS_WRONG;
}

static sppwhy_status decode_chunk(segment_reader *b, sppwhy_error *error)
{
    evtx_sink sink = {b, &b->store, b->options, take_event, take_failure};
    bool is_native = b->reader == &evtx_reader_native, any = true;
    b->failed.count = 0;
    strbuf_clear(&b->reasons);
    sppwhy_status status = is_native ? decode_native(b, &sink, error) : decode_libevtx(b, &sink, error);
    size_t failed = b->failed.count;
    if (status != SPPWHY_OK || failed == 0)
        return status;
    status = search(b, &any, error);
    if (!any) /* unless what is destroyed is the name itself */
        any = chunk_is_altered(&b->chunk);
    if (status != SPPWHY_OK || !any)
        return status;
    if (is_native && b->options->reader == SPPWHY_READER_AUTO)
        status = ask_second(b, &sink, error);
    bool told = !b->recovering || b->destroyed; /* in slack old records fail for they are old */
    return status == SPPWHY_OK && told ? report_failed(b, failed, error) : status;
}

/* ---- damage -------------------------------------------------------------------------------------------- */

static bool report_breaks(segment_reader *b)
{
    for (size_t i = 0; i < b->chunk.breaks.count; i++) {
        const chunk_break *broken = &b->chunk.breaks.items[i];
        bool at_cut = b->chunk.cut && broken->offset + broken->size == b->chunk.live_end;
        uint64_t offset = b->chunk_offset + broken->offset;
        bool noted = at_cut ? damage_add_lost(&b->part->damage, offset, broken->record_id, broken->size,
                                              "the file ends inside this record")
                            : damage_add_lost(&b->part->damage, offset, broken->record_id, broken->size,
                                              "%s; %u bytes were skipped", broken->reason, broken->size);
        b->part->records_lost += broken->lost;
        if (!noted)
            return false;
    }
    return true;
}

/* A chunk of which nothing is wanted and nothing failed is not summed: that would cost more than all the rest
 * of it. */
static bool report_sums(segment_reader *b, size_t events)
{
    static const char *const text[] = {
        [CHUNK_SUM_HEADER_WRONG] =
            "the checksum of this chunk's header is wrong; its records were read all the same",
        [CHUNK_SUM_RECORDS_WRONG] =
            "the checksum of this chunk's records is wrong; they were read all the same",
    };
    if ((b->part->events.count == events && b->failed.count == 0) || b->chunk.length < CHUNK_SIZE)
        return true;
    chunk_sum sum = chunk_check_sums(&b->chunk);
    return sum == CHUNK_SUM_RIGHT || sum == CHUNK_SUM_NONE ||
           damage_add(&b->part->damage, b->chunk_offset, 0, false, "%s", text[sum]);
}

/* An event without a time is read and judged, but is in no chart, no span and no sum. */
static bool report_odd_times(segment_reader *b)
{
    return b->odd_times == 0 ||
           damage_add(&b->part->damage, b->chunk_offset, 0, false,
                      "%zu event%s of this chunk %s no time between 1980 and 2099; when they happened is not "
                      "known",
                      b->odd_times, b->odd_times == 1 ? "" : "s", b->odd_times == 1 ? "has" : "have");
}

/* ---- a chunk ------------------------------------------------------------------------------------------- */

static sppwhy_status read_records(segment_reader *b, sppwhy_error *error)
{
    b->searched = false;
    b->odd_times = 0;
    sppwhy_status status =
        b->reader == &evtx_reader_libevtx ? look_at_all(b, error) : look_at_probes(b, error);
    if (status == SPPWHY_OK)
        status = ask(b, error);
    if (status == SPPWHY_OK)
        status = decode_chunk(b, error);
    if (status == SPPWHY_OK && !report_odd_times(b))
        status = error_no_memory(error);
    return status;
}

/* Interned names are the same where their pointers are, and mostly it is the same one again. */
static bool list_name(segment_reader *b, name_pool *list, const char **last, const char *name)
{
    if (!name || name == *last || !*name)
        return true;
    *last = name;
    return names_add(list, b->memory, name) != NULL;
}

static bool list_names(segment_reader *b, const char *computer, const char *channel)
{
    return list_name(b, &b->part->computers, &b->part->last_computer, computer) &&
           list_name(b, &b->part->channels, &b->part->last_channel, channel);
}

static bool take_notes(segment_reader *b)
{
    log_segment *part = b->part;
    bool good = true;
    for (size_t i = 0; good && i < b->notes.count; i++) {
        const record_note *note = &b->notes.items[i];
        uint64_t time = clock_usable(note->time) ? note->time : 0;
        widen_span(part, time);
        good = ((!note->computer && !note->channel) || list_names(b, note->computer, note->channel)) &&
               numbers_add(&part->numbers, b->chunk.records.items[i].id, time);
    }
    return good;
}

static bool keep_header(segment_reader *b)
{
    const chunk *c = &b->chunk;
    chunk_header header = {.length = c->length < CHUNK_HEADER_SIZE ? c->length : CHUNK_HEADER_SIZE};
    memcpy(header.bytes, c->bytes, header.length);
    return vec_push(&b->part->headers, header);
}

sppwhy_status chunk_events_take(segment_reader *b, sppwhy_error *error)
{
    size_t events = b->part->events.count;
    sppwhy_status status =
        begin_glances(b, false) ? chunk_walk(&b->chunk, glance, b, error) : error_no_memory(error);
    if (status != SPPWHY_OK)
        return status;
    if (!keep_header(b))
        return error_no_memory(error);
    b->part->records += b->chunk.records.count;
    status = report_breaks(b) ? read_records(b, error) : error_no_memory(error);
    if (status == SPPWHY_OK && !report_sums(b, events))
        status = error_no_memory(error);
    if (status == SPPWHY_OK && !take_notes(b))
        status = error_no_memory(error);
    return status;
}

sppwhy_status chunk_events_recover(segment_reader *b, uint32_t from, sppwhy_error *error)
{
    b->destroyed = from == 0;
    if (!begin_glances(b, true) || !chunk_find_records(&b->chunk, from, glance, b))
        return error_no_memory(error);
    return b->chunk.records.count == 0 ? SPPWHY_OK : read_records(b, error);
}
