/* Sorting what is mostly in order already: lists that were put together of a few sorted ones. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include "sppwhy/status.h"

/* Compares two elements, not pointers to them. */
typedef int (*sort_order)(const void *a, const void *b);

/* Sorts an array of pointers; equal ones keep their order. What is sorted costs one pass, what has few runs
 * little more. False when memory is short (and the array is as it was). */
SPPWHY_NODISCARD bool sort_pointers(const void **items, size_t count, sort_order order);

/* -1, 0 or 1. */
static inline int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

#endif
