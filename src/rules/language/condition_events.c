/* Judging `some_event`: is there an event of the machine that fulfills a condition? Looks only at the kinds of
 * event that can, where the condition says. */
#include "rules/language/condition.h"

#include "base/clock.h"
#include "base/limits.h"
#include "rules/judge/index.h"

#include <string.h>

/* The span of time that the condition looks at, seen from now. */
static void reach(const condition *c, uint64_t now, uint64_t *from, uint64_t *to)
{
    *from = 0;
    *to = UINT64_MAX;
    if (now == 0)
        return;
    *from = 1; /* events without a time are neither before nor after */
    if (!c->before)
        *from = now;
    else if (c->within != 0)
        *from = clock_before(now, c->within) + (now <= c->within);
    if (!c->after)
        *to = now;
    else if (c->within != 0)
        *to = clock_after(now, c->within);
}

/* More kinds of event than this are not looked up one by one. */
#define KINDS_MOST 16

/* The only event ids that can fulfill the condition; false when it does not say, or names the requests, which
 * are many. */
typedef struct kinds {
    uint32_t ids[KINDS_MOST];
    size_t count;
} kinds;

static bool add_kind(kinds *k, uint32_t id)
{
    for (size_t i = 0; i < k->count; i++)
        if (k->ids[i] == id)
            return true;
    if (k->count == KINDS_MOST)
        return false;
    k->ids[k->count++] = id;
    return true;
}

static bool is_left_out(const sppwhy_catalogue *catalogue, int64_t id)
{
    const sppwhy_event_type *type;
    for (size_t i = 0; (type = sppwhy_event_type_at(catalogue, i)) != NULL; i++)
        if ((int64_t)type->id == id && index_leaves_out(type))
            return true;
    return false;
}

static bool kinds_by_id(kinds *k, const condition *c, const sppwhy_catalogue *catalogue)
{
    for (size_t i = 0; i < c->operand_count; i++) {
        int64_t id = c->operands[i].number;
        if (is_left_out(catalogue, id) || !add_kind(k, (uint32_t)id))
            return false;
    }
    return true;
}

/* The events that have a field at all. */
static bool kinds_with_field(kinds *k, const char *name, const sppwhy_catalogue *catalogue)
{
    const sppwhy_event_type *type;
    for (size_t i = 0; (type = sppwhy_event_type_at(catalogue, i)) != NULL; i++)
        for (size_t j = 0; j < type->field_count; j++)
            if (strcmp(sppwhy_field_name(type->fields[j]), name) == 0 &&
                (index_leaves_out(type) || !add_kind(k, type->id)))
                return false;
    return k->count != 0;
}

static bool kinds_of_field(kinds *k, const condition *c, const sppwhy_catalogue *catalogue)
{
    k->count = 0;
    if (c->in != SCOPE_EVENT || (c->how == IS_THERE && !c->wanted))
        return false;
    return strcmp(c->field->name, "id") == 0 && c->how == IS_EQUAL && !c->other
               ? kinds_by_id(k, c, catalogue)
               : kinds_with_field(k, c->field->name, catalogue);
}

static bool kinds_of(kinds *k, const condition *c, const sppwhy_catalogue *catalogue)
{
    if (c->op == OP_FIELD)
        return kinds_of_field(k, c, catalogue);
    for (size_t i = 0; c->op == OP_ALL && i < c->part_count; i++)
        if (kinds_of(k, c->parts[i], catalogue))
            return true;
    return false;
}

typedef struct look {
    const condition *condition;
    const scope *outer;
    findings *found;
    uint64_t from, to;
    size_t looked; /* events, against LIMIT_EVENTS_SCANNED */
    truth result;
} look;

/* Of some events of the machine (`events`, or NULL for all of its records) the first that fulfills it. */
static void look_through(look *l, const noted_event *events, size_t count)
{
    const sppwhy_machine *m = l->outer->machine;
    size_t i = events ? noted_from(m, events, count, l->from) : count != 0 ? records_from(m, l->from) : 0;
    for (; i < count && l->result != TRUTH_TRUE && l->looked < LIMIT_EVENTS_SCANNED; i++) {
        scope inner = *l->outer;
        inner.kind = SCOPE_EVENT;
        inner.kept = NULL;
        inner.event = m->records[events ? events[i].place : i];
        if (inner.event->event->time > l->to)
            break;
        l->looked++;
        truth t = condition_judge(l->condition->parts[0], &inner, l->found);
        if (t == TRUTH_TRUE)
            note_record(l->found, inner.event);
        l->result = t > l->result ? t : l->result;
    }
}

static truth not_seen(const look *l)
{
    const scope *s = l->outer;
    const condition *c = l->condition;
    if (l->looked == LIMIT_EVENTS_SCANNED) {
        note_missing(l->found, arena_printf(s->scratch, "a look at more than the first %d events of %s",
                                            LIMIT_EVENTS_SCANNED, s->machine->name));
        return TRUTH_UNKNOWN;
    }
    if (s->now == 0)
        return TRUTH_FALSE;
    uint64_t within = c->within != 0 ? c->within : CLOCK_MINUTE;
    uint64_t from = c->before && s->now > within ? s->now - within : s->now;
    uint64_t to = c->after ? clock_after(s->now, within) : s->now;
    if (sppwhy_machine_covers(s->machine, SPPWHY_CHANNEL_APPLICATION, from, to))
        return TRUTH_FALSE;
    if (s->now == MOMENT_UNKNOWN) {
        note_missing(l->found, "a log that shows when this happened: the event has no time");
        return TRUTH_UNKNOWN;
    }
    note_missing(l->found, want_span(s, SPPWHY_CHANNEL_APPLICATION, s->machine->name, from, to));
    return TRUTH_UNKNOWN;
}

truth condition_judge_events(const condition *c, const scope *s, findings *f)
{
    look l = {.condition = c, .outer = s, .found = f, .result = TRUTH_FALSE};
    kinds k;
    reach(c, s->now, &l.from, &l.to);
    if (kinds_of(&k, c->parts[0], s->catalogue)) {
        for (size_t i = 0; i < k.count && l.result != TRUTH_TRUE; i++) {
            size_t count;
            const noted_event *events = index_events(s->index, s->machine, k.ids[i], &count);
            look_through(&l, events, count);
        }
    } else {
        look_through(&l, NULL, s->machine->record_count);
    }
    return l.result != TRUTH_FALSE ? l.result : not_seen(&l);
}
