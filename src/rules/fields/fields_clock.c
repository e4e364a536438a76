/* The fields of a machine on its own clock: whether it was set back, as the order of its own
 * records shows. */
#include "rules/fields/fields.h"

#include <string.h>

/* Services write within seconds of one another; what goes back further is the clock. */
#define SET_BACK CLOCK_HOUR

typedef struct set_back {
    const sppwhy_event *before, *after; /* the last by the old clock, the first by the new one */
    uint64_t by;
} set_back;

/* Events of one log may have come in several files of lines, each with its own copy of the name. */
static bool same_channel(const sppwhy_event *a, const sppwhy_event *b)
{
    return a->common->channel == b->common->channel || strcmp(a->common->channel, b->common->channel) == 0;
}

/* Of one log, in order of its records: where the number goes on and the time goes back furthest. What a text
 * exported has no numbers of its own, and recovered records no order. */
static void look_at_log(const sppwhy_log *log, set_back *out)
{
    const sppwhy_event *before = NULL;
    for (size_t i = 0; i < log->event_count; i++) {
        const sppwhy_event *e = &log->events[i];
        if (e->common->by_line || e->common->recovered || e->time == 0)
            continue;
        uint64_t back =
            before && same_channel(before, e) && e->record_id > before->record_id && e->time < before->time
                ? before->time - e->time
                : 0;
        if (back >= SET_BACK && back > out->by)
            *out = (set_back){before, e, back};
        before = e;
    }
}

static set_back find_set_back(const scope *s)
{
    const sppwhy_machine *m = machine_of(s);
    set_back found = {0};
    for (size_t i = 0; i < m->own_log_count; i++)
        look_at_log(m->own_logs[i], &found);
    return found;
}

/* The record of an event, which is what a finding cites. */
static const sppwhy_record *record_of(const sppwhy_machine *m, const sppwhy_event *e)
{
    size_t i = records_from(m, e->time);
    for (; i < m->record_count && m->records[i]->event->time == e->time; i++)
        if (m->records[i]->event == e)
            return m->records[i];
    return NULL;
}

void machine_set_back_seconds(const scope *s, field_value *out)
{
    set_back found = find_set_back(s);
    if (!found.before)
        return;
    set_number(out, (int64_t)(found.by / CLOCK_SECOND));
    const sppwhy_record *before = record_of(machine_of(s), found.before),
                        *after = record_of(machine_of(s), found.after);
    if (before)
        rests_on(out, before);
    if (after)
        rests_on(out, after);
}

void machine_set_back_from(const scope *s, field_value *out)
{
    set_back found = find_set_back(s);
    if (found.before)
        set_time(out, found.before->time);
}

void machine_set_back_to(const scope *s, field_value *out)
{
    set_back found = find_set_back(s);
    if (found.before)
        set_time(out, found.after->time);
}
