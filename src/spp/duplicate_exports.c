/*
 * A table by all that two copies of an event have in common. As an event without a machine, or without a number, is
 * a copy of one that has them, events are in the table under several keys: with their machine and their number, and
 * without the one, the other or both where an export lacks it. Nothing is a copy by its place in the table alone: the
 * strings are compared. See duplicate_exports.h.
 */
#include "spp/duplicate_exports.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/seed.h"
#include "base/text.h"
#include "evtx/store.h"
#include "spp/kms.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

/* What a key has in it, and what it leaves open. */
enum { NAMED = 1, NUMBERED = 2, ANY_NAME = 4, ANY_NUMBER = 8, WAYS = 16 };

typedef struct slot {
    const sppwhy_event *event; /* NULL: free */
    uint64_t key;
} slot;

typedef struct table {
    slot *slots;
    size_t size; /* a power of two */
    uint64_t seed;
    bool asked[WAYS];          /* which keys are looked for: what exports leave open */
    uint64_t earliest, latest; /* seconds of events in exports */
    strbuf text, other;        /* strings of two events */
} table;

/* ---- what is compared ---------------------------------------------------------------------------------- */

/* The strings as a message has them: a comma between values, whether each is a string of its own or not, any white
 * space one blank, and none beside a comma. The first of ten strings of a 12290 is no part of the message. */
static bool write_strings(strbuf *out, const sppwhy_event *e)
{
    size_t first = e->common->id == EVENT_HOST_REQUEST && e->common->string_count == 10 ? 1 : 0, length = 0;
    bool blank = false;
    strbuf_clear(out);
    strbuf_add(out, "");
    for (size_t i = first; i < e->common->string_count; i++) {
        event_add_string(out, e, i);
        strbuf_add_char(out, ',');
    }
    if (out->failed)
        return false;
    for (size_t i = 0; i < out->length; i++) {
        char c = out->bytes[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            blank = true;
            continue;
        }
        if (blank && c != ',' && length != 0 && out->bytes[length - 1] != ',')
            out->bytes[length++] = ' ';
        blank = false;
        out->bytes[length++] = c;
    }
    while (length != 0 && out->bytes[length - 1] == ',')
        length--;
    out->length = length;
    return true;
}

static bool same_text(const strbuf *a, const strbuf *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

static uint64_t second_of(const sppwhy_event *e)
{
    return e->time / CLOCK_SECOND;
}

/* Two files that name no machine are of two: their names stand for them. */
static bool same_machine(const sppwhy_event *a, const sppwhy_event *b)
{
    bool nameless = event_is_nameless(a), other = event_is_nameless(b);
    const char *x = a->common->computer, *y = b->common->computer;
    return nameless && other ? strcmp(x, y) == 0 : nameless || other || text_same_host(x, y);
}

/* But for the strings. */
static bool may_be_copies(const sppwhy_event *a, const sppwhy_event *b)
{
    return a->common->log != b->common->log && a->common->id == b->common->id &&
           second_of(a) == second_of(b) && same_machine(a, b) &&
           (a->common->by_line || b->common->by_line || a->record_id == b->record_id);
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

static unsigned has(const sppwhy_event *e)
{
    return (event_is_nameless(e) ? 0 : NAMED) | (e->common->by_line ? 0 : NUMBERED);
}

/* What an event of an export leaves open. */
static unsigned leaves_open(const sppwhy_event *e)
{
    return (event_is_nameless(e) ? ANY_NAME : 0) | (e->common->by_line ? ANY_NUMBER : 0);
}

/* Of a machine's name in full and of its first label alone it is the same; a name that stands for a file has no
 * other. */
static uint64_t hash_label(const char *name, uint64_t seed)
{
    return text_hash_nocase(name, strcspn(name, "."), seed);
}

/* `t->text` has the event's strings. */
static uint64_t key_of(const table *t, const sppwhy_event *e, unsigned way)
{
    const uint64_t numbers[] = {second_of(e),
                                e->common->id,
                                way,
                                (way & NAMED) != 0 ? hash_label(e->common->computer, t->seed) : 0,
                                (way & NUMBERED) != 0 ? e->record_id : 0,
                                XXH3_64bits_withSeed(t->text.bytes, t->text.length, t->seed)};
    return XXH3_64bits_withSeed(numbers, sizeof numbers, t->seed);
}

/* ---- the table ----------------------------------------------------------------------------------------- */

/* *copy: an event in the table is the same. */
static bool look_up(table *t, const sppwhy_event *e, unsigned way, bool *copy)
{
    uint64_t key = key_of(t, e, way);
    size_t looked = 0;
    for (size_t at = (size_t)key & (t->size - 1); t->slots[at].event; at = (at + 1) & (t->size - 1)) {
        const sppwhy_event *before = t->slots[at].event;
        if (t->slots[at].key != key)
            continue;
        if (looked++ == LIMIT_EVENTS_ALIKE)
            return true;
        if (!may_be_copies(before, e))
            continue;
        if (!write_strings(&t->other, before))
            return false;
        *copy = same_text(&t->text, &t->other);
        if (*copy)
            return true;
    }
    return true;
}

/* An event that leaves its machine open is like any that names one; but a file's name is like no other. */
static bool stands_for(unsigned way, const sppwhy_event *before, const sppwhy_event *e)
{
    bool open = (way & ANY_NAME) != 0 && !event_is_nameless(before) && !event_is_nameless(e);
    return open || text_equal_nocase(before->common->computer, e->common->computer);
}

/* Under one key. An event is looked for in logs other than its own, so two logs are enough. */
static void put(table *t, const sppwhy_event *e, unsigned way)
{
    uint64_t key = key_of(t, e, way);
    size_t alike = 0, looked = 0, at = (size_t)key & (t->size - 1);
    for (; t->slots[at].event; at = (at + 1) & (t->size - 1)) {
        const sppwhy_event *before = t->slots[at].event;
        if (t->slots[at].key != key)
            continue;
        if (looked++ == LIMIT_EVENTS_ALIKE)
            return;
        if (stands_for(way, before, e) && (before->common->log == e->common->log || ++alike == 2))
            return;
    }
    t->slots[at] = (slot){e, key};
}

/* Looks an event of an export up in all ways in which a log may have it. */
static bool find_copy(table *t, const sppwhy_event *e, bool *copy)
{
    unsigned open = leaves_open(e), known = has(e);
    *copy = false;
    for (unsigned name = 0; name < 2; name++)
        for (unsigned number = 0; number < 2; number++) {
            if (((open & ANY_NAME) != 0 && name != 0) || ((open & ANY_NUMBER) != 0 && number != 0))
                continue;
            unsigned way = open | (name == 0 ? known & NAMED : 0) | (number == 0 ? known & NUMBERED : 0);
            if (!*copy && !look_up(t, e, way, copy))
                return false;
        }
    return true;
}

static void put_all_ways(table *t, const sppwhy_event *e)
{
    for (unsigned open = 0; open < WAYS; open += ANY_NAME)
        if (t->asked[open])
            put(t, e,
                open | ((open & ANY_NAME) != 0 ? 0 : has(e) & NAMED) |
                    ((open & ANY_NUMBER) != 0 ? 0 : has(e) & NUMBERED));
}

/* ---- all events ---------------------------------------------------------------------------------------- */

/* How much an event says: those that say most are in the table first. */
enum { OF_A_LOG, OF_AN_EXPORT, BY_ITS_LINE, RANKS };

static unsigned rank_of(const sppwhy_event *e)
{
    return !e->common->log->is_export ? OF_A_LOG : !e->common->by_line ? OF_AN_EXPORT : BY_ITS_LINE;
}

static bool take(duplicate_events *r, table *t, const sppwhy_event *e, size_t place)
{
    bool copy = false;
    if (second_of(e) < t->earliest || second_of(e) > t->latest)
        return true;
    if (!write_strings(&t->text, e))
        return false;
    if (t->text.length == 0 && (e->common->by_line || event_is_nameless(e))) /* too many are like it */
        return true;
    if (rank_of(e) != OF_A_LOG && !find_copy(t, e, &copy))
        return false;
    if (copy) {
        r->bits[place / 8] |= (uint8_t)(1u << place % 8);
        r->count++;
    } else {
        put_all_ways(t, e);
    }
    return true;
}

/* What exports leave open, and the time they are of; false when there are none. */
static bool look_at_exports(table *t, const sppwhy_log *const *logs, size_t log_count)
{
    bool any = false;
    t->earliest = UINT64_MAX;
    for (size_t i = 0; i < log_count; i++)
        for (size_t k = 0; logs[i]->is_export && k < logs[i]->event_count; k++) {
            const sppwhy_event *e = &logs[i]->events[k];
            any = t->asked[leaves_open(e)] = true;
            t->earliest = second_of(e) < t->earliest ? second_of(e) : t->earliest;
            t->latest = second_of(e) > t->latest ? second_of(e) : t->latest;
        }
    return any;
}

static bool make_room(table *t, const sppwhy_log *const *logs, size_t log_count, size_t *all)
{
    size_t within = 0, ways = 0;
    for (size_t i = 0; i < log_count; i++) {
        *all += logs[i]->event_count;
        for (size_t k = 0; k < logs[i]->event_count; k++)
            within +=
                second_of(&logs[i]->events[k]) >= t->earliest && second_of(&logs[i]->events[k]) <= t->latest;
    }
    for (size_t i = 0; i < WAYS; i++)
        ways += t->asked[i];
    for (t->size = 16; t->size < within * ways * 2;)
        t->size *= 2;
    t->slots = calloc(t->size, sizeof *t->slots);
    return t->slots != NULL;
}

bool duplicate_exports_find(duplicate_events *r, const sppwhy_log *const *logs, size_t log_count)
{
    size_t all = 0;
    table t = {.seed = seed_for_hashes()};
    if (log_count < 2 || !look_at_exports(&t, logs, log_count))
        return true;
    bool done = make_room(&t, logs, log_count, &all);
    if (done && !r->bits)
        done = (r->bits = calloc(all / 8 + 1, 1)) != NULL;
    for (unsigned rank = 0; rank < RANKS; rank++) {
        size_t place = 0;
        for (size_t i = 0; done && i < log_count; place += logs[i++]->event_count)
            for (size_t k = 0; done && k < logs[i]->event_count; k++)
                if (rank_of(&logs[i]->events[k]) == rank && !duplicate_events_has(r, place + k))
                    done = take(r, &t, &logs[i]->events[k], place + k);
    }
    free(t.slots);
    strbuf_free(&t.text);
    strbuf_free(&t.other);
    return done;
}
