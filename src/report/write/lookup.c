/* See lookup.h. */
#include "report/write/lookup.h"

#include "base/sort.h"

#include <stdlib.h>

bool lookup_add(lookup *l, const void *thing, size_t at)
{
    return !thing || vec_push(&l->places, ((lookup_place){(uintptr_t)thing, at}));
}

static int by_thing(const void *left, const void *right)
{
    const lookup_place *a = left, *b = right;
    if (a->thing != b->thing)
        return a->thing < b->thing ? -1 : 1;
    return compare_u64(a->at, b->at);
}

void lookup_sort(lookup *l)
{
    if (l->places.count != 0)
        sort_array(l->places.items, l->places.count, sizeof *l->places.items, by_thing);
}

void lookup_free(lookup *l)
{
    vec_free(&l->places);
}

static int place_against_thing(const void *item, const void *thing)
{
    return compare_u64(((const lookup_place *)item)->thing, (uintptr_t)thing);
}

/* The places of a thing, in order; NULL and a count of 0 when it has none. */
static const lookup_place *lookup_all(const lookup *l, const void *thing, size_t *count)
{
    size_t low =
        sort_first(l->places.items, l->places.count, sizeof *l->places.items, thing, place_against_thing);
    *count = 0;
    while (low + *count < l->places.count && l->places.items[low + *count].thing == (uintptr_t)thing)
        ++*count;
    return *count != 0 ? l->places.items + low : NULL;
}

size_t lookup_first(const lookup *l, const void *thing, size_t otherwise)
{
    size_t count;
    const lookup_place *places = thing ? lookup_all(l, thing, &count) : NULL;
    return places ? places->at : otherwise;
}
