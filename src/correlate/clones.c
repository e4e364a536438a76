/* One CMID on several machines: a clone where their times with it overlap, else a reinstalled or renamed
 * machine, of which nothing is said. */
#include "correlate/clones.h"

#include "base/limits.h"
#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "correlate/names.h"
#include "spp/access.h"

#include <stdlib.h>
#include <string.h>

/* A CMID seen on a machine, from first to last; from "later than ever" to 0 where no event has a time. */
typedef struct sighting {
    const uint8_t *cmid;
    sppwhy_machine *machine;
    uint64_t first, last;
} sighting;

typedef VEC(sighting) sighting_list;

static int by_cmid_and_machine(const void *left, const void *right)
{
    const sighting *a = left, *b = right;
    int order = id_compare(a->cmid, b->cmid);
    return order != 0 ? order : compare_u64(a->machine->place, b->machine->place);
}

static int by_machine_and_cmid(const void *left, const void *right)
{
    const sighting *a = left, *b = right;
    int order = compare_u64(a->machine->place, b->machine->place);
    return order != 0 ? order : id_compare(a->cmid, b->cmid);
}

static int by_first(const void *left, const void *right)
{
    const sighting *a = left, *b = right;
    int order = compare_u64(a->first / CLOCK_SECOND, b->first / CLOCK_SECOND);
    return order != 0 ? order : id_compare(a->cmid, b->cmid);
}

static int by_first_and_machine(const void *left, const void *right)
{
    const sighting *a = left, *b = right;
    int order = compare_u64(a->first, b->first);
    return order != 0 ? order : compare_u64(a->machine->place, b->machine->place);
}

/* ---- who used which CMID when -------------------------------------------------------------------------- */

static void widen(sighting *s, uint64_t first, uint64_t last)
{
    s->first = first < s->first ? first : s->first;
    s->last = last > s->last ? last : s->last;
}

/* One that a machine uses all the time is one sighting; those of one that changes to and fro are put together
 * afterwards. */
static bool gather(const machine_list *machines, const request_list *requests, sighting_list *list)
{
    size_t *newest = calloc(machines->count + 1, sizeof *newest); /* by machine: in the list, from 1 */
    bool done = newest != NULL;
    for (size_t i = 0; i < requests->count && done; i++) {
        sppwhy_machine *m = requests->items[i].machine;
        const uint8_t *cmid = m ? sppwhy_request_cmid(&requests->items[i]) : NULL;
        uint64_t time = sppwhy_request_time(&requests->items[i]);
        sighting s = {cmid, m, time != 0 ? time : UINT64_MAX, time};
        if (!cmid ||
            text_starts_with(m->name, NAME_CLIENT_STAND_IN)) /* it may be any of those that have it */
            continue;
        sighting *last = newest[m->place] != 0 ? &list->items[newest[m->place] - 1] : NULL;
        if (last && (last->cmid == cmid || id_compare(last->cmid, cmid) == 0)) {
            widen(last, s.first, s.last);
        } else {
            done = vec_push(list, s);
            newest[m->place] = list->count;
        }
    }
    free(newest);
    return done;
}

static void merge_same(sighting_list *list)
{
    size_t kept = 0;
    if (list->count > 1)
        sort_array(list->items, list->count, sizeof *list->items, by_machine_and_cmid);
    for (size_t i = 0; i < list->count; i++) {
        const sighting s = list->items[i];
        if (kept != 0 && by_machine_and_cmid(&list->items[kept - 1], &s) == 0)
            widen(&list->items[kept - 1], s.first, s.last);
        else
            list->items[kept++] = s;
    }
    list->count = kept;
}

static bool take_cmids(arena *memory, sppwhy_machine *m, sighting *seen, size_t count)
{
    const uint8_t **cmids = ARENA_ARRAY(memory, count, const uint8_t *);
    if (!cmids)
        return false;
    if (count > 1)
        sort_array(seen, count, sizeof *seen, by_first);
    for (size_t i = 0; i < count; i++)
        cmids[i] = seen[i].cmid;
    m->cmids = cmids;
    m->cmid_count = count;
    return true;
}

/* ---- clones -------------------------------------------------------------------------------------------- */

static int by_number(const void *left, const void *right)
{
    return compare_u64(*(const uint64_t *)left, *(const uint64_t *)right);
}

static size_t count_below(const uint64_t *sorted, size_t count, uint64_t limit)
{
    return sort_first(sorted, count, sizeof limit, &limit, by_number);
}

/* The sightings of one CMID, earliest first; of those before the one at hand, `running` are the ones that had
 * not ended when it was last looked. */
typedef struct group {
    const sighting *items;
    size_t count;
    size_t *running, running_count;
    uint64_t *firsts, *lasts; /* sorted, each for itself */
} group;

static size_t count_up_to(const uint64_t *sorted, size_t count, uint64_t limit)
{
    return limit == UINT64_MAX ? count : count_below(sorted, count, limit + 1);
}

static bool list_one(machine_list *list, sppwhy_machine *clone)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == clone)
            return true;
    return vec_push(list, clone);
}

/* Adds to the machine's list those whose times overlap with the sighting's, until it is full. An ended
 * sighting is met once, and each other one is listed: so a long group costs no walk through all of it for
 * each of its machines. */
static bool list_clones(arena *memory, group *g, size_t at)
{
    const sighting *s = &g->items[at];
    sppwhy_machine *m = s->machine;
    machine_list list = {0};
    bool done = true;
    for (size_t i = 0; i < m->clone_count && done; i++)
        done = vec_push(&list, m->clones[i]);
    for (size_t i = g->running_count; i-- > 0 && done && list.count < LIMIT_CLONES_LISTED;) {
        const sighting *other = &g->items[g->running[i]];
        if (other->last < s->first)
            g->running[i] = g->running[--g->running_count];
        else
            done = list_one(&list, other->machine);
    }
    for (size_t i = at + 1; i < g->count && done && list.count < LIMIT_CLONES_LISTED; i++) {
        if (g->items[i].first > s->last)
            break;
        done = list_one(&list, g->items[i].machine);
    }
    m->clones = done ? vec_to_arena(&list, memory) : NULL;
    m->clone_count = list.count;
    vec_free(&list);
    return m->clones;
}

static bool find_each(arena *memory, group *g)
{
    bool done = true;
    for (size_t i = 0; i < g->count && done; i++) {
        const sighting *s = &g->items[i];
        size_t others =
            count_up_to(g->firsts, g->count, s->last) - count_below(g->lasts, g->count, s->first) - 1;
        sppwhy_machine *m = s->machine;
        if (others != 0) {
            done = list_clones(memory, g, i);
            /* some share several CMIDs with it: the longest list is what is sure, until it is full */
            m->clone_total = others > m->clone_total ? others : m->clone_total;
            m->clone_total = m->clone_count > m->clone_total ? m->clone_count : m->clone_total;
            if (m->clone_count < LIMIT_CLONES_LISTED)
                m->clone_total = m->clone_count;
        }
        g->running[g->running_count++] = i;
    }
    return done;
}

/* The sightings of one CMID: how many times a machine's overlaps with others' is counted, not
 * walked through. */
static bool find_in_group(arena *memory, sighting *sightings, size_t count)
{
    group g = {.items = sightings, .count = count};
    g.firsts = calloc(count, sizeof *g.firsts);
    g.lasts = calloc(count, sizeof *g.lasts);
    g.running = calloc(count, sizeof *g.running);
    bool done = g.firsts && g.lasts && g.running;
    if (done) {
        for (size_t i = 0; i < count; i++) {
            g.firsts[i] = sightings[i].first;
            g.lasts[i] = sightings[i].last;
        }
        sort_array(g.firsts, count, sizeof *g.firsts, by_number);
        sort_array(g.lasts, count, sizeof *g.lasts, by_number);
        sort_array(sightings, count, sizeof *sightings, by_first_and_machine);
        done = find_each(memory, &g);
    }
    free(g.firsts);
    free(g.lasts);
    free(g.running);
    return done;
}

/* Names that were taken out of a log are no machines' names; and what has no time overlaps with nothing. */
static void drop_unusable(sighting_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (names_possible(list->items[i].machine->name) && list->items[i].last != 0)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static bool find_groups(arena *memory, sighting_list *list)
{
    bool done = true;
    drop_unusable(list);
    if (list->count > 1)
        sort_array(list->items, list->count, sizeof *list->items, by_cmid_and_machine);
    for (size_t i = 0, end; i < list->count && done; i = end) {
        for (end = i + 1; end < list->count && id_compare(list->items[end].cmid, list->items[i].cmid) == 0;)
            end++;
        if (end - i > 1)
            done = find_in_group(memory, list->items + i, end - i);
    }
    return done;
}

static int by_place(const void *left, const void *right)
{
    const sppwhy_machine *a = *(sppwhy_machine *const *)left, *b = *(sppwhy_machine *const *)right;
    return compare_u64(a->place, b->place);
}

static bool take_all_cmids(arena *memory, sighting_list *list)
{
    bool done = true;
    for (size_t i = 0, end; i < list->count && done; i = end) {
        sppwhy_machine *m = list->items[i].machine;
        for (end = i + 1; end < list->count && list->items[end].machine == m;)
            end++;
        done = take_cmids(memory, m, list->items + i, end - i);
    }
    return done;
}

bool clones_find(arena *memory, const machine_list *machines, const request_list *requests)
{
    sighting_list list = {0};
    bool done = gather(machines, requests, &list);
    merge_same(&list);
    done = done && take_all_cmids(memory, &list) && find_groups(memory, &list);
    for (size_t i = 0; i < machines->count && done; i++) {
        sppwhy_machine *m = machines->items[i];
        if (m->clone_count > 1)
            sort_array((void *)m->clones, m->clone_count, sizeof *m->clones, by_place);
    }
    vec_free(&list);
    return done;
}
