/* See id_set.h. */
#include "correlate/id_set.h"

#include "base/id.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

static const uint8_t **slot_of(const id_set *s, const uint8_t *id)
{
    size_t at = (size_t)XXH3_64bits(id, 16) & (s->size - 1);
    while (s->slots[at] && !id_equal(s->slots[at], id))
        at = (at + 1) & (s->size - 1);
    return &s->slots[at];
}

static bool grow(id_set *s)
{
    id_set more = {.size = s->size == 0 ? 64 : s->size * 2, .count = s->count};
    more.slots = calloc(more.size, sizeof *more.slots);
    if (!more.slots)
        return false;
    for (size_t i = 0; i < s->size; i++)
        if (s->slots[i])
            *slot_of(&more, s->slots[i]) = s->slots[i];
    free(s->slots);
    *s = more;
    return true;
}

bool id_set_add(id_set *s, const uint8_t *id, bool *added)
{
    if (s->count * 2 >= s->size && !grow(s))
        return false;
    const uint8_t **slot = slot_of(s, id);
    *added = *slot == NULL;
    if (*added) {
        *slot = id;
        s->count++;
    }
    return true;
}

void id_set_free(id_set *s)
{
    free(s->slots);
    *s = (id_set){0};
}
