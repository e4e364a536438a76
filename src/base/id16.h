/* An id of 16 bytes (a GUID, in the order in which it is written), or NULL where there is none: the one place that
 * compares two. */
#ifndef BASE_ID16_H
#define BASE_ID16_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* None comes before any, and equals none. */
static inline int id16_compare(const void *a, const void *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return memcmp(a, b, 16);
}

static inline bool id16_equal(const void *a, const void *b)
{
    return a == b || id16_compare(a, b) == 0;
}

#endif
