/* See export_log.h. */
#include "exports/export_log.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/licensing_names.h"
#include "base/sort.h"
#include "base/text.h"
#include "evtx/store.h"
#include "exports/message.h"
#include "spp/kms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- names --------------------------------------------------------------------------------------------- */

const char *export_provider(const export_log *b, slice name)
{
    static const char prefix[] = "Microsoft-Windows-";
    const char *const *p = b->options->providers;
    for (; p && *p; p++)
        if (slice_is_nocase(name, *p) ||
            (text_starts_with(*p, prefix) && slice_is_nocase(name, *p + sizeof prefix - 1)))
            return *p;
    return NULL;
}

char *export_file_time(const export_log *b, char out[40])
{
    out[0] = '\0';
    return b->file_time != 0 ? clock_format(b->file_time, false, out) : out;
}

bool export_say(export_log *b, uint64_t line, const char *message)
{
    if (b->tell(b->context, b->path, (size_t)line, message))
        return true;
    b->no_memory = true;
    return false;
}

bool export_bad(export_log *b, uint64_t line, const char *message)
{
    b->bad++;
    return export_say(b, line, message);
}

/* ---- what it covers ------------------------------------------------------------------------------------ */

static void follow(number_chain *c, bool numbered, uint64_t number, const moment *when, slice channel,
                   slice computer)
{
    uint64_t place = text_hash(channel.at, channel.length) ^ text_hash(computer.at, computer.length) << 1;
    if (!numbered || when->kind != MOMENT_UTC || channel.length == 0 || computer.length == 0 ||
        (c->count != 0 && place != c->place))
        c->broken = true;
    if (c->count == 1)
        c->falls = number < c->last;
    if (c->count != 0 && number != (c->falls ? c->last - 1 : c->last + 1))
        c->broken = true;
    c->place = place;
    c->last = number;
    c->count++;
    if (c->first_time == 0 || when->time < c->first_time)
        c->first_time = when->time;
    if (when->time > c->last_time)
        c->last_time = when->time;
}

/* The date is that of the row before, as it is written. */
static bool same_day(export_log *b, slice time)
{
    size_t length = 0;
    while (length < time.length && length < sizeof b->day && time.at[length] != ' ' && time.at[length] != 'T')
        length++;
    if (length != 0 && length == b->day_length && memcmp(b->day, time.at, length) == 0)
        return true;
    b->day_length = length < sizeof b->day ? length : 0;
    if (b->day_length != 0) /* a row may have no time, and so no text */
        memcpy(b->day, time.at, b->day_length);
    return false;
}

bool export_pass(export_log *b, slice number, slice time, slice channel, slice computer)
{
    uint64_t value = 0;
    b->seen++;
    if (b->chain.broken && same_day(b, time))
        return true; /* nothing is learned from it */
    moment when = moment_parse(time);
    moment_vote(&b->votes, &when);
    bool numbered = slice_uint(slice_trim(number), &value);
    follow(&b->chain, numbered, value, &when, slice_trim(channel), slice_trim(computer));
    return true;
}

/* ---- an event ------------------------------------------------------------------------------------------ */

static const char *keep(export_log *b, slice text)
{
    char *copy = arena_bytes(b->memory, text.at ? text.at : "", text.length);
    const char *valid = copy ? text_valid_utf8(b->memory, copy) : NULL;
    b->no_memory |= valid == NULL;
    return valid;
}

/* "8198"; an instance id has the qualifiers above the event's id. */
static bool take_id(sppwhy_raw_event *e, slice text)
{
    uint64_t number;
    text = slice_trim(text);
    if (text.length > 1 && text.at[0] == '-')
        return false;
    if (!slice_uint(text, &number) || number > UINT32_MAX)
        return false;
    e->id = (uint32_t)(number & 0xFFFF);
    if (number > 0xFFFF)
        e->qualifiers = (int32_t)(number >> 16);
    return true;
}

static bool take_strings(export_log *b, sppwhy_raw_event *e, const found *f)
{
    if (f->string_count == 0) {
        message_strings strings;
        if (!message_read(&strings, b->memory, e->id, f->values[FOUND_MESSAGE])) {
            b->no_memory = true;
            return false;
        }
        e->strings = strings.items;
        e->string_count = strings.count;
        return true;
    }
    const char **items = ARENA_ARRAY(b->memory, f->string_count, const char *);
    b->no_memory |= items == NULL;
    for (size_t i = 0; items && i < f->string_count; i++)
        items[i] = keep(b, f->strings[i]);
    e->strings = items;
    e->string_count = f->string_count;
    return !b->no_memory;
}

/* "2025/10/10 18:02" among the values of a request or an answer: UTC, to the minute. 0: none. */
static uint64_t client_time(const sppwhy_raw_event *e)
{
    char text[] = "0000-00-00T00:00:00Z";
    uint64_t time = 0;
    if ((e->id != EVENT_CLIENT_REQUEST && e->id != EVENT_CLIENT_RESPONSE) || e->string_count == 0)
        return 0;
    for (const char *at = e->strings[0]; (at = strstr(at, ", ")) != NULL; at += 2) {
        at += 2;
        if (strlen(at) < 16 || at[4] != '/' || at[7] != '/' || at[10] != ' ' || at[13] != ':') {
            at -= 2;
            continue;
        }
        memcpy(text, at, 16);
        text[4] = text[7] = '-';
        text[10] = 'T';
        return clock_parse(&time, text) ? time : 0;
    }
    return 0;
}

/* What a client wrote into its request gives the order of day and month, and how far local time is ahead. */
static void compare_clocks(export_log *b, const pending_event *p)
{
    uint64_t client = p->when.kind == MOMENT_UTC || p->when.kind == MOMENT_NONE ? 0 : client_time(&p->event);
    int64_t step = 15 * 60, day = (int64_t)(CLOCK_DAY / CLOCK_SECOND);
    if (client == 0)
        return;
    for (size_t way = 0; way < 2; way++) {
        uint64_t wall = moment_wall(&p->when, way == 0);
        if (wall == 0)
            continue;
        int64_t apart = ((int64_t)(wall / CLOCK_SECOND) - (int64_t)(client / CLOCK_SECOND));
        if (apart > day || apart < -day)
            continue;
        if (p->when.kind == MOMENT_OPEN && p->when.first != p->when.second)
            *(way == 0 ? &b->votes.month_first : &b->votes.day_first) += 1;
        int64_t ahead = (apart + (apart < 0 ? -step : step) / 2) / step * step;
        b->ahead_differs |= b->ahead_known && ahead != b->ahead;
        b->ahead = ahead;
        b->ahead_known = true;
        return;
    }
}

static uint8_t small_number(slice text)
{
    uint64_t number;
    return slice_uint(slice_trim(text), &number) && number <= UINT8_MAX ? (uint8_t)number : 0;
}

static bool keep_event(export_log *b, const found *f, pending_event *p, const char *provider)
{
    sppwhy_raw_event *e = &p->event;
    uint64_t qualifiers;
    slice channel = slice_trim(f->values[FOUND_CHANNEL]);
    e->provider = keep(b, (slice){provider, strlen(provider)});
    e->source = keep(b, slice_trim(f->values[FOUND_SOURCE]));
    e->channel = channel.length != 0           ? keep(b, channel)
                 : e->id == EVENT_HOST_REQUEST ? CHANNEL_KMS
                                               : CHANNEL_APPLICATION;
    e->computer = keep(b, slice_trim(f->values[FOUND_COMPUTER]));
    e->reader = b->form;
    e->recovered = f->recovered;
    e->level = small_number(f->values[FOUND_LEVEL]);
    if (e->qualifiers < 0 && slice_uint(slice_trim(f->values[FOUND_QUALIFIERS]), &qualifiers) &&
        qualifiers <= UINT16_MAX)
        e->qualifiers = (int32_t)qualifiers;
    if (b->no_memory || !take_strings(b, e, f))
        return false;
    if (names_no_computer(e->computer))
        e->computer = event_stand_in(b->memory, b->path);
    b->local |= p->when.kind != MOMENT_UTC;
    compare_clocks(b, p);
    b->no_memory |= !e->computer || !vec_push(&b->events, *p);
    return !b->no_memory;
}

/* An event without a provider whose number and values are those of a licensing event. In XML Windows always names
 * one, so there the number is enough. */
static bool lost_its_provider(export_log *b, const found *f, uint32_t id)
{
    strbuf all = {0};
    if (slice_trim(f->values[FOUND_PROVIDER]).length != 0 ||
        slice_trim(f->values[FOUND_SOURCE]).length != 0 || !message_knows(id))
        return false;
    for (size_t i = 0; i < f->string_count; i++) {
        strbuf_add_bytes(&all, f->strings[i].at ? f->strings[i].at : "", f->strings[i].length);
        strbuf_add_char(&all, '\n');
    }
    bool lost = strcmp(b->form, "xml") == 0 ||
                (all.length != 0 && message_is_licensing(id, (slice){all.bytes, all.length}));
    b->no_memory |= all.failed;
    strbuf_free(&all);
    return lost;
}

bool export_take(export_log *b, const found *f)
{
    pending_event p = {.event = {.qualifiers = -1}, .line = f->line};
    slice name = slice_trim(f->values[FOUND_PROVIDER]);
    bool has_id = take_id(&p.event, f->values[FOUND_ID]);
    const char *provider = export_provider(b, name);
    if (!provider)
        provider = export_provider(b, slice_trim(f->values[FOUND_SOURCE]));
    if (!provider && has_id && (name.length == 0 || slice_is(name, "EventLog")) &&
        message_is_licensing(p.event.id, f->values[FOUND_MESSAGE]))
        provider = export_provider(b, SLICE(PROVIDER_SPP));
    b->seen++;
    p.when = moment_parse(f->values[FOUND_TIME]);
    bool numbered = slice_uint(slice_trim(f->values[FOUND_NUMBER]), &p.number);
    moment_vote(&b->votes, &p.when);
    follow(&b->chain, numbered && !f->recovered, p.number, &p.when, slice_trim(f->values[FOUND_CHANNEL]),
           slice_trim(f->values[FOUND_COMPUTER]));
    if (!provider && has_id && lost_its_provider(b, f, p.event.id))
        return export_bad(
            b, f->line,
            "this event was passed over: it looks like a licensing event, but does not name its "
            "provider");
    if (!provider)
        return !b->no_memory;
    if (!has_id)
        return export_bad(b, f->line, "this event was passed over: it has no event ID");
    if (p.when.kind == MOMENT_NONE)
        return export_bad(b, f->line, "this event was passed over: it has no time that can be read");
    return keep_event(b, f, &p, provider);
}

bool export_take_message(export_log *b, uint32_t id, slice message)
{
    found *f = ARENA_NEW(b->memory, found);
    pending_event p = {.event = {.qualifiers = -1, .id = id}, .line = 1};
    const char *provider = export_provider(b, SLICE(PROVIDER_SPP));
    if (!f || !provider)
        return false;
    found_clear(f);
    f->values[FOUND_MESSAGE] = message;
    b->timeless = true;
    return keep_event(b, f, &p, provider);
}

/* ---- the log ------------------------------------------------------------------------------------------- */

/* Within one second by their place in order of time, see set_times(). */
static int by_place(const void *left, const void *right)
{
    const pending_event *a = left, *b = right;
    int order = compare_u64(a->event.time, b->event.time);
    uint64_t x = a->event.offset, y = b->event.offset;
    return order != 0 ? order : compare_u64(x, y);
}

/* By their numbers, where each has one: two orders at once would be none. */
static int by_number(const void *left, const void *right)
{
    const pending_event *a = left, *b = right;
    int order = compare_u64(a->event.time, b->event.time);
    if (order == 0)
        order = compare_u64(a->number, b->number);
    return order != 0 ? order : by_place(left, right);
}

/* An export has its newest event first or last; within one second the order of its lines says. */
static void set_times(export_log *b, bool month_first)
{
    static const moment_zone utc = {0};
    const moment_zone zone = {b->options->zone_of_system, b->options->zone_seconds};
    pending_event *items = b->events.items;
    size_t rises = 0, falls = 0, kept = 0;
    for (size_t i = 0; i < b->events.count; i++) {
        items[i].event.time =
            moment_utc(&items[i].when, month_first, items[i].when.kind == MOMENT_UTC ? &utc : &zone);
        rises += kept != 0 && items[i].event.time > items[kept - 1].event.time;
        falls += kept != 0 && items[i].event.time < items[kept - 1].event.time;
        if (items[i].event.time != 0 || b->timeless)
            items[kept++] = items[i];
        else if (!export_bad(b, items[i].line, "this event was passed over: there is no such date"))
            break;
    }
    bool numbered = true;
    b->events.count = kept;
    for (size_t i = 0; i < kept; i++) {
        items[i].event.offset = falls > rises ? kept - i : i + 1;
        numbered &= items[i].number != 0;
    }
    if (kept > 1)
        sort_array(items, kept, sizeof *items, numbered ? by_number : by_place);
}

static bool keep_events(export_log *b, sppwhy_log *log)
{
    evtx_store store = {0};
    size_t count = b->events.count;
    sppwhy_event *events = ARENA_ARRAY(b->memory, count, sppwhy_event);
    bool good = events && store_open(&store, b->memory, log, NULL);
    for (size_t i = 0; i < count && good; i++) {
        pending_event *p = &b->events.items[i];
        p->event.by_line = p->number == 0;
        p->event.record_id = p->number != 0 ? p->number : p->line;
        p->event.header_record_id = i + 1;
        p->event.offset = p->line;
        good = store_keep(&store, &p->event, &events[i]);
    }
    good = good && store_finish(&store);
    store_free(&store);
    log->events = events;
    log->event_count = count;
    return good;
}

static void set_span(export_log *b, sppwhy_log *log)
{
    log->excerpt = b->chain.broken || b->chain.count < 2 || b->bad != 0;
    log->first_event = log->excerpt ? 0 : b->chain.first_time;
    log->last_event = log->excerpt ? 0 : b->chain.last_time;
    if (log->excerpt && log->event_count != 0)
        log->last_event = log->events[log->event_count - 1].time;
}

sppwhy_status export_finish(export_log *b, exports_result *out, sppwhy_error *error)
{
    static const sppwhy_damage none = {0};
    static const sppwhy_gap no_gap = {0};
    bool sure = true;
    sppwhy_log *log = ARENA_NEW(b->memory, sppwhy_log);
    if (!log || !(log->path = arena_string(b->memory, b->path)))
        return error_no_memory(error);
    out->month_first = moment_month_first(&b->votes, &sure);
    out->order_unsure = !sure && b->local;
    out->local_times = b->local;
    out->file_dated = b->file_dated;
    out->ahead_known = b->local && b->ahead_known && !b->ahead_differs;
    out->ahead_seconds = (int32_t)b->ahead;
    out->hint_line = b->hint_line;
    out->log = log;
    set_times(b, out->month_first);
    log->is_export = true;
    log->damage = &none;
    log->gaps = &no_gap;
    log->records = b->seen;
    log->records_lost = b->bad;
    if (b->no_memory || !keep_events(b, log) || !log_list_names(log, b->memory))
        return error_no_memory(error);
    set_span(b, log);
    return SPPWHY_OK;
}
