/* See numbers.h. */
#include "evtx/log/numbers.h"

#include "base/sort.h"

#include <stdlib.h>

bool numbers_begin_run(numbers *n, uint64_t id, uint64_t time)
{
    number_run run = {id, id, time, time};
    return vec_push(&n->runs, run);
}

bool numbers_append(numbers *n, numbers *more)
{
    if (!n->runs.items) { /* the first are taken as they are */
        *n = *more;
        *more = (numbers){0};
        return true;
    }
    for (size_t i = 0; i < more->runs.count; i++) {
        const number_run *run = &more->runs.items[i];
        number_run *last = n->runs.count == 0 ? NULL : &n->runs.items[n->runs.count - 1];
        if (last && run->first == last->last + 1 && run->first != 0) {
            last->last = run->last;
            last->last_time = run->last_time;
        } else if (!vec_push(&n->runs, *run)) {
            return false;
        }
    }
    return true;
}

static int by_first(const void *a, const void *b)
{
    const number_run *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return compare_u64(x->last, y->last);
}

static int by_time(const void *a, const void *b)
{
    const sppwhy_gap *x = a, *y = b;
    if (x->after != y->after)
        return x->after < y->after ? -1 : 1;
    return compare_u64(x->before, y->before);
}

bool numbers_finish(numbers *n, arena *a, sppwhy_log *log)
{
    VEC(sppwhy_gap) gaps = {0};
    const number_run *end = NULL; /* the run that reaches furthest so far */
    bool good = true;
    if (n->runs.count > 1)
        sort_array(n->runs.items, n->runs.count, sizeof *n->runs.items, by_first);
    for (size_t i = 0; good && i < n->runs.count; i++) {
        const number_run *run = &n->runs.items[i];
        if (end && run->first > end->last && run->first - end->last > 1) {
            sppwhy_gap gap = {end->last_time, run->first_time, run->first - end->last - 1};
            good = vec_push(&gaps, gap);
        }
        if (!end || run->last >= end->last)
            end = run;
    }
    if (gaps.count > 1)
        sort_array(gaps.items, gaps.count, sizeof *gaps.items, by_time);
    log->gaps = good ? vec_to_arena(&gaps, a) : NULL;
    log->gap_count = gaps.count;
    vec_free(&gaps);
    return log->gaps;
}

void numbers_free(numbers *n)
{
    vec_free(&n->runs);
}
