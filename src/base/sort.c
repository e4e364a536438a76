/* A merge sort that begins with the runs that are there. See sort.h. */
#include "base/sort.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

typedef VEC(size_t) run_list; /* where each run ends */

static bool find_runs(run_list *runs, const void *const *items, size_t count, sort_order order)
{
    for (size_t i = 1; i < count; i++)
        if (order(items[i - 1], items[i]) > 0 && !vec_push(runs, i))
            return false;
    return vec_push(runs, count);
}

/* [from, middle) and [middle, to) of `in` into the same place of `out`. */
static void merge(const void **out, const void *const *in, size_t from, size_t middle, size_t to,
                  sort_order order)
{
    size_t a = from, b = middle;
    for (size_t at = from; at < to; at++)
        out[at] = b == to || (a < middle && order(in[a], in[b]) <= 0) ? in[a++] : in[b++];
}

static void merge_neighbours(const void **out, const void *const *in, run_list *runs, sort_order order)
{
    size_t from = 0, kept = 0;
    for (size_t i = 0; i < runs->count; i += 2) {
        size_t middle = runs->items[i], to = i + 1 < runs->count ? runs->items[i + 1] : middle;
        merge(out, in, from, middle, to, order);
        runs->items[kept++] = to;
        from = to;
    }
    runs->count = kept;
}

bool sort_pointers(const void **items, size_t count, sort_order order)
{
    run_list runs = {0};
    const void **other = NULL;
    bool done = count == 0 || find_runs(&runs, items, count, order);
    if (done && runs.count > 1)
        done = (other = malloc(count * sizeof *other)) != NULL;
    const void **in = items, **out = other;
    while (done && runs.count > 1) {
        merge_neighbours(out, in, &runs, order);
        const void **turn = in;
        in = out;
        out = turn;
    }
    if (done && in != items)
        memcpy(items, in, count * sizeof *items);
    free(other);
    vec_free(&runs);
    return done;
}
