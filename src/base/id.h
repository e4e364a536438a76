/*
 * An id: a GUID's 16 bytes, in the order in which they are written, or NULL where there is none. The one place that
 * compares, reads and writes them.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ID_BYTES 16
/* Its text and a NUL. */
#define ID_ROOM 37

/* None comes before any, and equals none. */
static inline int id_compare(const uint8_t *a, const uint8_t *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return memcmp(a, b, ID_BYTES);
}

static inline bool id_equal(const uint8_t *a, const uint8_t *b)
{
    return a == b || id_compare(a, b) == 0;
}

/* Of an array of ids, for sort_array(). */
static inline int id_order(const void *a, const void *b)
{
    return id_compare(*(const uint8_t *const *)a, *(const uint8_t *const *)b);
}

/* "169721ce-2886-4832-a037-e9459281751a", any case, with or without braces, nothing else around it. */
bool id_parse(uint8_t out[ID_BYTES], const char *text);
/* Lower case, no braces. Returns `out`. */
char *id_format(const uint8_t *id, char out[ID_ROOM]);

#endif
