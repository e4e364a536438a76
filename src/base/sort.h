/* Sorting what is mostly in order already: lists that were put together of a few sorted ones. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include "sppwhy/status.h"

/* Compares two elements, not pointers to them. */
typedef int (*sort_order)(const void *a, const void *b);

/* Sorts an array of pointers; equal ones keep their order. What is sorted costs one pass, what has few runs
 * little more. False when memory is short (and the array is as it was). */
SPPWHY_NODISCARD bool sort_pointers(const void **items, size_t count, sort_order order);

/* As qsort(), but what compares equal keeps its order: so the order of a result is the same with any C
 * library, and no comparison need decide between equals. (tests/check_sorts.sh sees to it that no other sort
 * is called.) Without memory it is slower, with the same result. */
void sort_array(void *items, size_t count, size_t size, int (*order)(const void *, const void *));
/* The same as without memory; for a test. */
void sort_array_in_place(void *items, size_t count, size_t size, int (*order)(const void *, const void *));

/*
 * Searches in sorted arrays. `order` compares an item with what is wanted, which may be a key of another type.
 * Inline: some are asked for every character, and the compiler then sees through the comparison. What is
 * searched so is searched here only (tests/check_sorts.sh).
 */
typedef int (*sort_against)(const void *item, const void *wanted);

/* The place of the first item that is not before the wanted one; `count` when all are. */
static inline size_t sort_first(const void *items, size_t count, size_t size, const void *wanted,
                                sort_against order)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order((const char *)items + middle * size, wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many items are not behind the wanted one: the last of them is the one before that place. */
static inline size_t sort_last(const void *items, size_t count, size_t size, const void *wanted,
                               sort_against order)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order((const char *)items + middle * size, wanted) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first item that is equal to the wanted one; NULL when none is. */
static inline const void *sort_find(const void *items, size_t count, size_t size, const void *wanted,
                                    sort_against order)
{
    size_t place = sort_first(items, count, size, wanted, order);
    const char *item = place < count ? (const char *)items + place * size : NULL;
    return item && order(item, wanted) == 0 ? item : NULL;
}

/* -1, 0 or 1. */
static inline int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* Of things in one array: their order there. Of others only for looking up: it never shows. */
static inline int compare_addresses(const void *a, const void *b)
{
    return compare_u64((uintptr_t)a, (uintptr_t)b);
}

#endif
