/* See vec.h. */
#include "base/vec.h"

#include "base/pages.h"

#include <stdlib.h>
#include <string.h>

bool vec_room(void **items, size_t count, size_t *capacity, size_t element_size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
    if (wanted > SIZE_MAX / element_size / 2)
        return false;
    void *grown = pages_grow(*items, wanted * element_size);
    if (!grown)
        return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

bool vec_room_for(void **items, size_t count, size_t *capacity, size_t element_size, size_t more)
{
    while (*capacity - count < more)
        if (!vec_room(items, *capacity, capacity, element_size))
            return false;
    return true;
}

bool vec_room_exactly(void **items, size_t count, size_t *capacity, size_t element_size, size_t more)
{
    if (*capacity - count >= more)
        return true;
    if (more > SIZE_MAX / element_size / 2 - count)
        return false;
    void *grown = pages_grow(*items, (count + more) * element_size);
    if (!grown)
        return false;
    *items = grown;
    *capacity = count + more;
    return true;
}

void *vec_copy(arena *a, const void *items, size_t count, size_t element_size)
{
    void *copy = arena_array(a, count == 0 ? 1 : count, element_size);
    if (copy && count != 0)
        memcpy(copy, items, count * element_size);
    return copy;
}

void vec_release(void **items, size_t *count, size_t *capacity)
{
    free(*items);
    *items = NULL;
    *count = 0;
    *capacity = 0;
}
