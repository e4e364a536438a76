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

/* The place of the first item of a sorted array that is not before the wanted one; `count` when all are. */
size_t sort_first(const void *items, size_t count, size_t size, const void *wanted,
                  int (*order)(const void *, const void *));

/* -1, 0 or 1. */
static inline int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

#endif
