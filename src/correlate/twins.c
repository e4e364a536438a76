/*
 * Two machines of one name, or two installations of Windows that are used in turn: what is said of the name would be
 * said of both. Two things show them, and neither is there when one machine's log was cleared, archived or exported
 * several times, when the machine was set up anew, or when a name was handed on:
 *
 * - Two whole logs of one channel and the same time, each of one name alone, with different CMIDs, of which each lacks
 *   an event of the other. A machine writes one log a channel. The CMIDs guard against a clock that was wrong for a
 *   while; that both lack something, against a first record of another time, as Windows' setup leaves it; numbers that
 *   do not go on from one to the other, against an archived log and the one behind it.
 * - Requests for one product that bear now one CMID and now another, to and fro, in the order of one log's records. A
 *   rearm changes the CMID, but never back. Several logs have no order among them: their clocks may differ.
 *
 * Both are signs, no proofs: a clock that was wrong for days beside a rearm looks like the first.
 */
#include "correlate/twins.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "correlate/names.h"
#include "evtx/store.h"
#include "spp/access.h"

#include <string.h>

/* An event this near to the beginning or the end of a log may have been written on the other side of it: the clock may
 * have been corrected in between, and events are not always written in the order of their times. */
#define NEAR_THE_END CLOCK_HOUR

/* ---- logs ---------------------------------------------------------------------------------------------- */

typedef struct witness {
    const sppwhy_log *log;
    const char *channel;
    const uint8_t *cmid; /* that all its requests bear; NULL: none, or several */
    bool several;
} witness;

typedef VEC(witness) witness_list;

/* What a filter let through has other numbers between its events than between its records; a log of forwarded events
 * has the numbers of its senders. Of one event alone nothing can be said. */
static bool is_numbered(const sppwhy_log *log)
{
    const sppwhy_event *first = NULL;
    bool more = false;
    for (size_t i = 0; i < log->event_count; i++) {
        const sppwhy_event *e = &log->events[i];
        if (e->common->recovered)
            continue;
        if (first && (e->record_id - e->header_record_id != first->record_id - first->header_record_id ||
                      !text_equal_nocase(e->common->channel, first->common->channel)))
            return false;
        more |= first != NULL;
        first = first ? first : e;
    }
    return first && (more || first->record_id == first->header_record_id);
}

/* A machine that was renamed may have left its name to another. */
static bool has_one_name(const sppwhy_log *log)
{
    for (size_t i = 1; i < log->computer_count; i++)
        if (!text_same_host(log->computers[i], log->computers[0]))
            return false;
    return true;
}

/* That it lacks an event means that it was not written there. */
static bool is_whole(const sppwhy_log *log)
{
    bool whole = !log->is_export && !log->excerpt && log->first_event != 0 && log->records_lost == 0;
    for (size_t i = 0; whole && i < log->damage_count; i++)
        whole = !log->damage[i].lost;
    return whole;
}

static const char *channel_of(const sppwhy_log *log)
{
    size_t i = 0;
    while (log->events[i].common->recovered) /* is_numbered(): there is one that is not */
        i++;
    return log->events[i].common->channel;
}

static int by_channel_and_begin(const void *left, const void *right)
{
    const witness *a = left, *b = right;
    int order = text_compare_nocase(a->channel, b->channel);
    if (order == 0)
        order = compare_u64(a->log->first_event, b->log->first_event);
    if (order == 0)
        order = compare_u64(a->log->last_event, b->log->last_event);
    return order != 0 ? order : strcmp(a->log->path, b->log->path);
}

static int by_log(const void *left, const void *right)
{
    return compare_addresses(((const witness *)left)->log, ((const witness *)right)->log);
}

/* `all` is in order of the logs' addresses. */
static void note_cmids(witness_list *all, const sppwhy_machine *m)
{
    for (size_t i = 0; i < m->request_count; i++) {
        const sppwhy_record *r = m->requests[i]->client;
        const uint8_t *cmid = r ? record_id(r, SPPWHY_FIELD_CMID) : NULL;
        witness wanted = {.log = r ? r->event->common->log : NULL};
        witness *w =
            cmid ? (witness *)sort_find(all->items, all->count, sizeof wanted, &wanted, by_log) : NULL;
        if (!w)
            continue;
        w->several |= w->cmid && !id_equal(w->cmid, cmid);
        w->cmid = cmid;
    }
}

static bool differ_in_cmid(const witness *a, const witness *b)
{
    return a->cmid && b->cmid && !a->several && !b->several && !id_equal(a->cmid, b->cmid);
}

static int event_against_number(const void *item, const void *number)
{
    return compare_u64(((const sppwhy_event *)item)->record_id, *(const uint64_t *)number);
}

static bool has_event(const sppwhy_log *log, const sppwhy_event *e)
{
    size_t i =
        sort_first(log->events, log->event_count, sizeof *log->events, &e->record_id, event_against_number);
    for (; i < log->event_count && log->events[i].record_id == e->record_id; i++)
        if (log->events[i].time == e->time && log->events[i].common->id == e->common->id)
            return true;
    return false;
}

static bool covers(const sppwhy_log *log, uint64_t time)
{
    if (time <= clock_after(log->first_event, NEAR_THE_END) ||
        time >= clock_before(log->last_event, NEAR_THE_END))
        return false;
    for (size_t i = 0; i < log->gap_count; i++)
        if (log->gaps[i].after <= time && (log->gaps[i].before == 0 || time <= log->gaps[i].before))
            return false;
    return true;
}

static int event_against_time(const void *item, const void *time)
{
    return compare_u64(((const sppwhy_event *)item)->time, *(const uint64_t *)time);
}

/* The first event of `other` that this log should have, and lacks; NULL when there is none. Only those of the time that
 * both cover are looked at, so that a long log beside many short ones costs no more: where a clock was set back, some
 * may be passed over. */
static const sppwhy_event *lacked_by(const sppwhy_log *log, const sppwhy_log *other, uint64_t until)
{
    size_t i = sort_first(other->events, other->event_count, sizeof *other->events, &log->first_event,
                          event_against_time);
    for (; i < other->event_count && other->events[i].time <= log->last_event; i++) {
        const sppwhy_event *e = &other->events[i];
        if (!e->common->recovered && e->time <= until && covers(log, e->time) && !has_event(log, e))
            return e;
    }
    return NULL;
}

static const sppwhy_record *record_of(const sppwhy_machine *m, const sppwhy_event *e)
{
    for (size_t i = 0; e && i < m->record_count; i++)
        if (m->records[i]->event == e)
            return m->records[i];
    return NULL;
}

/* Whether the numbers of one log may go on in the other: a log that was archived, and the one behind it. */
static bool may_go_on(const sppwhy_log *low, const sppwhy_log *high)
{
    uint64_t last = low->events[low->event_count - 1].record_id, first = high->events[0].record_id;
    return last < first && first - last <= low->records + high->records;
}

static bool compare_logs(arena *memory, sppwhy_machine *m, const witness *a, const witness *b)
{
    if (!differ_in_cmid(a, b) || may_go_on(a->log, b->log) || may_go_on(b->log, a->log))
        return true;
    const sppwhy_event *of_b = lacked_by(a->log, b->log, m->until),
                       *of_a = of_b ? lacked_by(b->log, a->log, m->until) : NULL;
    if (!of_a)
        return true;
    sppwhy_twins *t = ARENA_NEW(memory, sppwhy_twins);
    if (!t)
        return false;
    *t = (sppwhy_twins){.logs = {a->log, b->log}, .records = {record_of(m, of_a), record_of(m, of_b)}};
    m->twins = t;
    return true;
}

/* Of the logs of one channel each is held against that one of the earlier ones which reaches furthest. */
static bool compare_in_turn(arena *memory, sppwhy_machine *m, const witness_list *all)
{
    const witness *furthest = NULL;
    for (size_t i = 0; i < all->count && !m->twins; i++) {
        const witness *w = &all->items[i];
        if (!furthest || !text_equal_nocase(furthest->channel, w->channel)) {
            furthest = w;
            continue;
        }
        if (w->log->first_event < furthest->log->last_event && !compare_logs(memory, m, furthest, w))
            return false;
        furthest = w->log->last_event > furthest->log->last_event ? w : furthest;
    }
    return true;
}

static bool find_in_logs(arena *memory, sppwhy_machine *m)
{
    witness_list all = {0};
    bool done = true;
    for (size_t i = 0; i < m->own_log_count && done; i++)
        if (is_whole(m->own_logs[i]) && is_numbered(m->own_logs[i]) && has_one_name(m->own_logs[i])) {
            witness w = {.log = m->own_logs[i], .channel = channel_of(m->own_logs[i])};
            done = vec_push(&all, w);
        }
    if (done && all.count > 1) {
        sort_array(all.items, all.count, sizeof *all.items, by_log);
        note_cmids(&all, m);
        sort_array(all.items, all.count, sizeof *all.items, by_channel_and_begin);
        done = compare_in_turn(memory, m, &all);
    }
    vec_free(&all);
    return done;
}

/* ---- CMIDs --------------------------------------------------------------------------------------------- */

static const sppwhy_event *asked_in(const sppwhy_request *r)
{
    return sppwhy_request_asked(r)->event;
}

static int by_product_and_log(const sppwhy_request *a, const sppwhy_request *b)
{
    int order = id_compare(sppwhy_request_product(a), sppwhy_request_product(b));
    return order != 0 ? order : strcmp(asked_in(a)->common->log->path, asked_in(b)->common->log->path);
}

static int by_record(const void *left, const void *right)
{
    const sppwhy_request *a = *(const sppwhy_request *const *)left,
                         *b = *(const sppwhy_request *const *)right;
    int order = by_product_and_log(a, b);
    if (order == 0)
        order = compare_u64(asked_in(a)->record_id, asked_in(b)->record_id);
    return order != 0 ? order : id_compare(sppwhy_request_cmid(a), sppwhy_request_cmid(b));
}

/* The last requests with each of the two CMIDs seen last. Once to and fro is a machine put back to a snapshot. */
typedef struct turns {
    const sppwhy_request *newest, *before;
    unsigned back;
} turns;

/* Whether the CMID came back twice. */
static bool take_turn(turns *t, const sppwhy_request *r)
{
    if (t->newest && by_product_and_log(t->newest, r) != 0)
        *t = (turns){0};
    if (t->newest && !id_equal(sppwhy_request_cmid(t->newest), sppwhy_request_cmid(r))) {
        bool again = t->before && id_equal(sppwhy_request_cmid(t->before), sppwhy_request_cmid(r));
        t->back = again ? t->back + 1 : 0;
        t->before = t->newest;
    }
    t->newest = r;
    return t->back >= 2;
}

static bool says_who(const sppwhy_request *r)
{
    static const uint8_t none[16];
    const uint8_t *cmid = sppwhy_request_asked(r) ? sppwhy_request_cmid(r) : NULL;
    return cmid && !id_equal(cmid, none) && sppwhy_request_product(r) && clock_usable(sppwhy_request_time(r));
}

static bool find_in_turns(arena *memory, sppwhy_machine *m)
{
    VEC(const sppwhy_request *) list = {0};
    turns t = {0};
    bool done = true, found = false;
    for (size_t i = 0; i < m->request_count && done; i++)
        if (says_who(m->requests[i]))
            done = vec_push(&list, m->requests[i]);
    if (done && list.count > 1)
        sort_array(list.items, list.count, sizeof *list.items, by_record);
    for (size_t i = 0; i < list.count && done && !found; i++)
        found = take_turn(&t, list.items[i]);
    if (found) {
        sppwhy_twins *twins = ARENA_NEW(memory, sppwhy_twins);
        done = twins != NULL;
        if (twins)
            *twins =
                (sppwhy_twins){.cmids = {sppwhy_request_cmid(t.before), sppwhy_request_cmid(t.newest)},
                               .records = {sppwhy_request_asked(t.before), sppwhy_request_asked(t.newest)}};
        m->twins = twins;
    }
    vec_free(&list);
    return done;
}

/* ---- both ---------------------------------------------------------------------------------------------- */

bool twins_find(arena *memory, const machine_list *machines)
{
    bool done = true;
    for (size_t i = 0; i < machines->count && done; i++) {
        sppwhy_machine *m = machines->items[i];
        if (name_is_stand_in(m->name) || names_from_setup(m->name) || text_same_host(m->name, "localhost"))
            continue; /* it may be any machine */
        if (m->own_log_count > 1)
            done = find_in_logs(memory, m);
        if (done && !m->twins && m->cmid_count > 1)
            done = find_in_turns(memory, m);
        if (!m->twins || m->last_success == 0 || m->last_failure == 0)
            continue;
        m->state = SPPWHY_STATE_UNKNOWN; /* of which of them? */
        m->runs_out = 0;
        m->state_by_host = false;
    }
    return done;
}
