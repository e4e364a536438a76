/*
 * Machine, channel, number, time and id are an event's name: a later export of a log repeats the events of an
 * earlier one under their names; a cleared log reuses numbers at other times. Two live events of one name
 * that say different things cannot both be what Windows wrote, and nothing says which of them is: one of the
 * logs was altered, or two machines have one name. Both are kept then, so that a forged log cannot take the
 * place of a true one, and both are marked.
 *
 * A log by itself is mostly in order, and then repeats nothing; logs of different machines have no event in
 * common. Only what is left is looked up in a table. See duplicate_events.h. The tables are made for the number of events,
 * which is known, and hold no list beside them, as base/places.h would: there may be tens of millions.
 */
#include "spp/duplicate_events.h"

#include "base/seed.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "evtx/store.h"
#include "spp/duplicate_exports.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

static int by_event_name(const sppwhy_event *a, const sppwhy_event *b)
{
    int order = compare_u64(a->time, b->time);
    if (order == 0)
        order = compare_u64(a->record_id, b->record_id);
    if (order == 0)
        order = compare_u64(a->common->id, b->common->id);
    if (order == 0)
        order = compare_u64(a->common->odd_time, b->common->odd_time);
    if (order == 0 && a->common != b->common)
        order = text_compare_nocase(a->common->computer, b->common->computer);
    if (order == 0 && a->common != b->common)
        order = text_compare_nocase(a->common->channel, b->common->channel);
    return order;
}

int duplicate_events_compare(const sppwhy_event *a, const sppwhy_event *b)
{
    int order = by_event_name(a, b);
    return order != 0 ? order : event_compare_strings(a, b);
}

/* May only be printed otherwise than the log has it: see duplicate_exports.h. */
static bool is_export(const sppwhy_event *e)
{
    return e->common->log->is_export;
}

static bool ascends(const sppwhy_log *log)
{
    if (log->rises) /* time and number come first in the name */
        return true;
    for (size_t i = 1; i < log->event_count; i++)
        if (by_event_name(&log->events[i - 1], &log->events[i]) >= 0)
            return false;
    return true;
}

/* ---- logs that can have events in common --------------------------------------------------------------- */

typedef struct named_log {
    const char *computer;
    size_t log;
} named_log;

static int by_computer(const void *left, const void *right)
{
    const named_log *a = left, *b = right;
    int order = text_compare_nocase(a->computer, b->computer);
    return order != 0 ? order : compare_u64(a->log, b->log);
}

typedef VEC(named_log) named_list;

static bool list_computers(named_list *list, const sppwhy_log *const *logs, size_t log_count)
{
    for (size_t i = 0; i < log_count; i++)
        for (size_t k = 0; k < logs[i]->computer_count; k++) {
            named_log n = {logs[i]->computers[k], i};
            if (!vec_push(list, n))
                return false;
        }
    if (list->count > 1)
        sort_array(list->items, list->count, sizeof *list->items, by_computer);
    return true;
}

/* shares[i]: another log names a computer of log i, or it is not in order itself. */
static bool find_sharing(bool *shares, const sppwhy_log *const *logs, size_t log_count)
{
    named_list list = {0};
    bool done = list_computers(&list, logs, log_count);
    for (size_t i = 1; done && i < list.count; i++)
        if (list.items[i - 1].log != list.items[i].log &&
            text_equal_nocase(list.items[i - 1].computer, list.items[i].computer))
            shares[list.items[i - 1].log] = shares[list.items[i].log] = true;
    for (size_t i = 0; done && i < log_count; i++)
        shares[i] = shares[i] || !ascends(logs[i]);
    vec_free(&list);
    return done;
}

/* ---- the table ----------------------------------------------------------------------------------------- */

typedef struct slot {
    const sppwhy_event *event; /* NULL: free */
    size_t place;
} slot;

/* By name alone, the first event of each; what contradicts that one is in `others`, by name and content,
 * so that many which all contradict one another are no walk through all of them. */
typedef struct table {
    slot *slots; /* a power of two */
    size_t size;
    slot *others; /* likewise; NULL while there is none */
    size_t other_size, other_count;
    uint64_t seed;
} table;

static uint64_t hash_name(const char *name, uint64_t seed)
{
    return text_hash_nocase(name, strlen(name), seed);
}

static uint64_t hash(const table *t, const sppwhy_event *e)
{
    const uint64_t numbers[] = {e->time,
                                e->common->odd_time,
                                e->record_id,
                                e->common->id,
                                hash_name(e->common->computer, t->seed),
                                hash_name(e->common->channel, t->seed)};
    return XXH3_64bits_withSeed(numbers, sizeof numbers, t->seed);
}

static void mark(duplicate_events *r, size_t place)
{
    r->bits[place / 8] |= (uint8_t)(1u << place % 8);
    r->count++;
}

static void contradict(duplicate_events *r, size_t place)
{
    uint8_t bit = (uint8_t)(1u << place % 8);
    r->contradicted_count += (r->contradicted[place / 8] & bit) == 0;
    r->contradicted[place / 8] |= bit;
}

/* The event at `place` says the same as the one in the slot: of the two the live one stays. */
static void repeat(duplicate_events *r, slot *s, const sppwhy_event *e, size_t place)
{
    r->within += s->event->common->log == e->common->log;
    if (s->event->common->recovered && !e->common->recovered) {
        mark(r, s->place);
        *s = (slot){e, place};
    } else {
        mark(r, place);
    }
}

static slot *other_slot(const table *t, const sppwhy_event *e)
{
    size_t at = (size_t)event_hash_strings(e, hash(t, e)) & (t->other_size - 1);
    while (t->others[at].event && duplicate_events_compare(t->others[at].event, e) != 0)
        at = (at + 1) & (t->other_size - 1);
    return &t->others[at];
}

static bool grow_others(table *t)
{
    table more = *t;
    more.other_size = t->other_size == 0 ? 64 : t->other_size * 2;
    more.others = calloc(more.other_size, sizeof *more.others);
    if (!more.others)
        return false;
    for (size_t i = 0; i < t->other_size; i++)
        if (t->others[i].event)
            *other_slot(&more, t->others[i].event) = t->others[i];
    free(t->others);
    *t = more;
    return true;
}

/* What was found in the slack of a chunk may have been overwritten in part: where a live event bears its
 * name, that one is believed, and two of the slack are kept without a word. */
static bool put_other(duplicate_events *r, table *t, slot *first, const sppwhy_event *e, size_t place)
{
    bool old = e->common->recovered, first_old = first->event->common->recovered;
    if (old != first_old) {
        repeat(r, first, e, place);
        return true;
    }
    if (t->other_count * 2 >= t->other_size && !grow_others(t))
        return false;
    slot *s = other_slot(t, e);
    if (s->event) {
        repeat(r, s, e, place);
        return true;
    }
    *s = (slot){e, place};
    t->other_count++;
    if (!old && !is_export(e) && !is_export(first->event)) {
        contradict(r, first->place);
        contradict(r, place);
    }
    return true;
}

static bool put(duplicate_events *r, table *t, const sppwhy_event *e, size_t place)
{
    size_t at = (size_t)hash(t, e) & (t->size - 1);
    for (; t->slots[at].event; at = (at + 1) & (t->size - 1)) {
        slot *s = &t->slots[at];
        if (by_event_name(s->event, e) != 0)
            continue;
        if (event_compare_strings(s->event, e) != 0)
            return put_other(r, t, s, e, place);
        repeat(r, s, e, place);
        return true;
    }
    t->slots[at] = (slot){e, place};
    return true;
}

static bool put_all(duplicate_events *r, const bool *shares, const sppwhy_log *const *logs, size_t log_count)
{
    size_t all = 0, some = 0, place = 0;
    table t = {.size = 16, .seed = seed_for_hashes()};
    for (size_t i = 0; i < log_count; i++) {
        all += logs[i]->event_count;
        some += shares[i] ? logs[i]->event_count : 0;
    }
    if (some == 0)
        return true;
    while (t.size < some * 2)
        t.size *= 2;
    t.slots = calloc(t.size, sizeof *t.slots);
    r->bits = calloc(all / 8 + 1, 1);
    r->contradicted = calloc(all / 8 + 1, 1);
    bool done = t.slots && r->bits && r->contradicted;
    for (size_t i = 0; done && i < log_count; place += logs[i++]->event_count)
        for (size_t k = 0; done && shares[i] && k < logs[i]->event_count; k++)
            done = put(r, &t, &logs[i]->events[k], place + k);
    free(t.slots);
    free(t.others);
    return done;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

bool duplicate_events_find(duplicate_events *out, const sppwhy_log *const *logs, size_t log_count)
{
    *out = (duplicate_events){0};
    bool *shares = calloc(log_count + 1, sizeof *shares);
    bool done = shares && find_sharing(shares, logs, log_count) && put_all(out, shares, logs, log_count) &&
                duplicate_exports_find(out, logs, log_count);
    free(shares);
    if (!done)
        duplicate_events_free(out);
    return done;
}

bool duplicate_events_has(const duplicate_events *r, size_t place)
{
    return r->bits && (r->bits[place / 8] >> place % 8 & 1) != 0;
}

bool duplicate_events_contradicts(const duplicate_events *r, size_t place)
{
    return r->contradicted && (r->contradicted[place / 8] >> place % 8 & 1) != 0;
}

void duplicate_events_free(duplicate_events *r)
{
    free(r->contradicted);
    free(r->bits);
    *r = (duplicate_events){0};
}
