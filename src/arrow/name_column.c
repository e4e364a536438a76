/* See name_column.h. */
#include "arrow/name_column.h"

#include "base/seed.h"

#include <stdlib.h>
#include <string.h>

#define BITS_AT_FIRST 6

static bool grow(name_column *n, unsigned bits)
{
    name_place *old = n->places, *places = calloc((size_t)1 << bits, sizeof *places);
    size_t count = old ? (size_t)1 << n->place_bits : 0;
    if (!places)
        return false;
    n->places = places;
    n->place_bits = bits;
    for (size_t i = 0; i < count; i++)
        if (old[i].key != 0)
            *name_place_of(n, old[i].key) = old[i];
    free(old);
    return true;
}

name_column *name_column_create(void)
{
    name_column *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    n->memory = arena_create();
    n->odd = seed_for_hashes() | 1;
    if (n->memory && grow(n, BITS_AT_FIRST))
        return n;
    name_column_free(n);
    return NULL;
}

void name_column_free(name_column *n)
{
    if (!n)
        return;
    names_free(&n->pool);
    arena_free(n->memory);
    free(n->places);
    free(n);
}

int32_t name_learn(name_column *n, uint64_t key, const char *text)
{
    uint32_t number;
    bool full = n->place_count * 2 >= (size_t)1 << n->place_bits;
    if ((full && !grow(n, n->place_bits + 1)) ||
        !names_number(&n->pool, n->memory, text, strlen(text), &number) || number > INT32_MAX)
        return -1;
    *name_place_of(n, key) = (name_place){key, (int32_t)number};
    n->place_count++;
    return (int32_t)number;
}
