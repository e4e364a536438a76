/* A merge sort that begins with the runs that are there. See sort.h. */
#include "base/sort.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

#define FEW_BYTES 1024 /* of what is sorted without memory of its own: most lists are short */

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

static void merge_neighbors(const void **out, const void *const *in, run_list *runs, sort_order order)
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
        merge_neighbors(out, in, &runs, order);
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

/* ---- arrays of anything -------------------------------------------------------------------------------- */

typedef struct array {
    char *items;
    size_t size; /* of one */
    int (*order)(const void *, const void *);
    char *spare; /* room for half of them; NULL where there is none */
} array;

static char *item(const array *a, size_t i)
{
    return a->items + i * a->size;
}

static bool in_order(const array *a, size_t left, size_t right)
{
    return a->order(item(a, left), item(a, right)) <= 0;
}

static void merge_with_spare(const array *a, size_t from, size_t middle, size_t to)
{
    size_t left = 0, count = middle - from, right = middle, at = from;
    memcpy(a->spare, item(a, from), count * a->size);
    while (left < count && right < to) {
        const char *next = a->spare + left * a->size;
        bool take_left = a->order(next, item(a, right)) <= 0;
        memcpy(item(a, at++), take_left ? next : item(a, right), a->size);
        left += take_left;
        right += !take_left;
    }
    memcpy(item(a, at), a->spare + left * a->size, (count - left) * a->size);
}

static void turn_round(const array *a, size_t from, size_t to)
{
    while (from + 1 < to) {
        char *x = item(a, from++), *y = item(a, --to);
        for (size_t i = 0; i < a->size; i++) {
            char turn = x[i];
            x[i] = y[i];
            y[i] = turn;
        }
    }
}

/* [from, middle) behind [middle, to). */
static void exchange(const array *a, size_t from, size_t middle, size_t to)
{
    turn_round(a, from, middle);
    turn_round(a, middle, to);
    turn_round(a, from, to);
}

/* The first of [from, to) that is not before the item at `of`, or (`behind`) that is behind it. */
static size_t bound(const array *a, size_t from, size_t to, size_t of, bool behind)
{
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = a->order(item(a, middle), item(a, of));
        if (order < 0 || (behind && order == 0))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Cuts both halves where one item is in each, exchanges what lies between, and goes on with both sides:
 * the depth is the logarithm of the count. */
static void merge_in_place(const array *a, size_t from, size_t middle, size_t to)
{
    if (from == middle || middle == to || in_order(a, middle - 1, middle))
        return;
    if (to - from == 2) {
        exchange(a, from, middle, to);
        return;
    }
    bool left_longer = middle - from > to - middle;
    size_t left = left_longer ? from + (middle - from) / 2 : 0,
           right = left_longer ? 0 : middle + (to - middle) / 2;
    if (left_longer)
        right = bound(a, middle, to, left, false);
    else
        left = bound(a, from, middle, right, true);
    exchange(a, left, middle, right);
    size_t cut = left + (right - middle);
    merge_in_place(a, from, left, cut);
    merge_in_place(a, cut, right, to);
}

static void sort_range(const array *a, size_t from, size_t to)
{
    if (to - from < 2)
        return;
    size_t middle = from + (to - from) / 2;
    sort_range(a, from, middle);
    sort_range(a, middle, to);
    if (in_order(a, middle - 1, middle))
        return;
    if (a->spare)
        merge_with_spare(a, from, middle, to);
    else
        merge_in_place(a, from, middle, to);
}

void sort_array_in_place(void *items, size_t count, size_t size, int (*order)(const void *, const void *))
{
    const array a = {.items = items, .size = size, .order = order};
    sort_range(&a, 0, count);
}

void sort_array(void *items, size_t count, size_t size, int (*order)(const void *, const void *))
{
    array a = {.items = items, .size = size, .order = order};
    size_t sorted = 1;
    while (sorted < count && in_order(&a, sorted - 1, sorted))
        sorted++;
    if (sorted >= count)
        return;
    unsigned char few[FEW_BYTES];
    bool is_few = count < FEW_BYTES && size < FEW_BYTES && (count / 2 + 1) * size <= FEW_BYTES;
    a.spare = is_few ? few : malloc((count / 2 + 1) * size);
    sort_range(&a, 0, count);
    if (!is_few)
        free(a.spare);
}
