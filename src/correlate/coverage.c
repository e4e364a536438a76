/* Which times a machine's own logs cover: only there is the absence of an event evidence. Of the channels
 * that matter all logs and gaps are sorted once a machine, and a question is one search. */
#include "correlate/coverage.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdlib.h>

static bool has_channel(const sppwhy_log *log, const char *channel)
{
    for (size_t i = 0; i < log->channel_count; i++)
        if (text_equal_nocase(log->channels[i], channel))
            return true;
    return false;
}

uint64_t sppwhy_machine_log_begins(const sppwhy_machine *m, const char *channel)
{
    uint64_t begin = 0;
    for (size_t i = 0; i < m->log_count; i++)
        if (has_channel(m->logs[i], channel) && m->logs[i]->first_event != 0 &&
            (begin == 0 || m->logs[i]->first_event < begin))
            begin = m->logs[i]->first_event;
    return begin;
}

/* ---- the slow way, log by log -------------------------------------------------------------------------- */

static bool log_covers(const sppwhy_log *log, uint64_t from, uint64_t to, uint64_t until)
{
    if (log->first_event == 0 || log->first_event > from || log->last_event < to || until < to)
        return false;
    for (size_t i = 0; i < log->gap_count; i++) /* one whose end is not known may be anywhere */
        if (log->gaps[i].after < to && (log->gaps[i].before == 0 || from < log->gaps[i].before))
            return false;
    return true;
}

static bool any_log_covers(const sppwhy_machine *m, const char *channel, uint64_t from, uint64_t to)
{
    for (size_t i = 0; i < m->own_log_count; i++)
        if (has_channel(m->own_logs[i], channel) && log_covers(m->own_logs[i], from, to, m->until))
            return true;
    return false;
}

/* ---- sorted once --------------------------------------------------------------------------------------- */

/* A time from `from` on is covered up to `reach`. */
typedef struct step {
    uint64_t from, reach;
} step;

/* Of one channel: steps in order of `from`, whose `reach` never falls. */
typedef struct covered_channel {
    const char *name;
    bool there; /* some log has it */
    const step *steps;
    size_t count;
} covered_channel;

#define CHANNELS 2

typedef struct sppwhy_coverage {
    covered_channel channels[CHANNELS];
} sppwhy_coverage;

typedef VEC(step) step_list;

static int by_start(const void *left, const void *right)
{
    const step *a = left, *b = right;
    int order = compare_u64(a->from, b->from);
    return order != 0 ? order : compare_u64(a->reach, b->reach);
}

/* What one log covers. A gap hides what reaches over its beginning from before its end: behind the end of the
 * k-th (they are sorted by it) a time reaches up to the first beginning of any later one. */
static bool add_log(step_list *steps, const sppwhy_log *log)
{
    size_t first = steps->count;
    step whole = {log->first_event, log->last_event};
    if (log->first_event == 0)
        return true;
    for (size_t i = 0; i < log->gap_count; i++) {
        uint64_t end = log->gaps[i].before != 0 ? log->gaps[i].before : UINT64_MAX; /* not known: anywhere */
        step behind = {end, log->gaps[i].after}; /* `reach`: still of this gap itself */
        if (!vec_push(steps, behind))
            return false;
    }
    if (!vec_push(steps, whole))
        return false;
    step *all = steps->items + first;
    size_t count = log->gap_count;
    if (count > 1)
        sort_array(all, count, sizeof *all, by_start);
    uint64_t least = log->last_event;
    for (size_t i = count; i-- > 0;) {
        uint64_t own = all[i].reach;
        all[i].reach = least;
        least = own < least ? own : least;
    }
    all[count].reach = least;
    for (size_t i = 0; i < count; i++) /* nothing is covered before the log begins */
        all[i].from = all[i].from < log->first_event ? log->first_event : all[i].from;
    return true;
}

static bool fill(arena *memory, covered_channel *c, const sppwhy_machine *m)
{
    step_list steps = {0};
    bool done = true;
    for (size_t i = 0; i < m->own_log_count && done; i++)
        if (has_channel(m->own_logs[i], c->name)) {
            c->there = true;
            done = add_log(&steps, m->own_logs[i]);
        }
    if (steps.count != 0)
        sort_array(steps.items, steps.count, sizeof *steps.items, by_start);
    for (size_t i = 1; i < steps.count; i++)
        if (steps.items[i].reach < steps.items[i - 1].reach)
            steps.items[i].reach = steps.items[i - 1].reach;
    c->count = steps.count;
    c->steps = done ? vec_to_arena(&steps, memory) : NULL;
    vec_free(&steps);
    return c->steps;
}

bool coverage_create(arena *memory, sppwhy_machine *m)
{
    sppwhy_coverage *all = ARENA_NEW(memory, sppwhy_coverage);
    m->coverage = all;
    if (!all)
        return false;
    all->channels[0].name = SPPWHY_CHANNEL_APPLICATION;
    all->channels[1].name = SPPWHY_CHANNEL_KMS;
    return fill(memory, &all->channels[0], m) && fill(memory, &all->channels[1], m);
}

static const covered_channel *channel_of(const sppwhy_machine *m, const char *channel)
{
    for (size_t i = 0; m->coverage && i < CHANNELS; i++)
        if (text_equal_nocase(m->coverage->channels[i].name, channel))
            return &m->coverage->channels[i];
    return NULL;
}

bool sppwhy_machine_has_channel(const sppwhy_machine *m, const char *channel)
{
    const covered_channel *c = channel_of(m, channel);
    if (c)
        return c->there;
    for (size_t i = 0; i < m->own_log_count; i++)
        if (has_channel(m->own_logs[i], channel))
            return true;
    return false;
}

static int step_against_time(const void *item, const void *time)
{
    return compare_u64(((const step *)item)->from, *(const uint64_t *)time);
}

/* Nothing covers a time that is not known. */
bool sppwhy_machine_covers(const sppwhy_machine *m, const char *channel, uint64_t from, uint64_t to)
{
    const covered_channel *c = channel_of(m, channel);
    if (!clock_usable(from) || !clock_usable(to))
        return false;
    if (!c)
        return any_log_covers(m, channel, from, to);
    size_t begun = sort_last(c->steps, c->count, sizeof *c->steps, &from, step_against_time);
    return begun != 0 && c->steps[begun - 1].reach >= to && m->until >= to;
}

bool coverage_moments(const sppwhy_machine *m, const char *channel, moment_list *out)
{
    const covered_channel *c = channel_of(m, channel);
    /* what is no usable time is covered by nothing */
    const uint64_t usable[] = {LIMIT_TIME_EARLIEST, LIMIT_TIME_LATEST + 1,
                               m->until + (m->until != UINT64_MAX)};
    for (size_t i = 0; i < sizeof usable / sizeof *usable; i++)
        if (!vec_push(out, usable[i]))
            return false;
    for (size_t i = 0; c && i < c->count; i++)
        if (!vec_push(out, c->steps[i].from) ||
            (c->steps[i].reach != UINT64_MAX && !vec_push(out, c->steps[i].reach + 1)))
            return false;
    return true;
}

void logs_span(const sppwhy_collection *c, uint64_t *first, uint64_t *last)
{
    *first = *last = 0;
    for (size_t i = 0; i < c->log_count; i++) {
        const sppwhy_log *log = c->logs[i];
        if (log->first_event != 0 && (*first == 0 || log->first_event < *first))
            *first = log->first_event;
        if (log->last_event > *last)
            *last = log->last_event;
    }
}
