/* See places.h. */
#include "base/places.h"

#include "base/id.h"
#include "base/seed.h"
#include "base/text.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

/* Fewer are looked through one by one. */
#define FEW 12
#define SMALLEST 64

/* ---- kinds --------------------------------------------------------------------------------------------- */

static uint64_t hash_text(const void *thing, uint64_t seed)
{
    return XXH3_64bits_withSeed(thing, strlen(thing), seed);
}

static bool same_text(const void *a, const void *b)
{
    return strcmp(a, b) == 0;
}

static uint64_t hash_nocase(const void *thing, uint64_t seed)
{
    return text_hash_nocase(thing, strlen(thing), seed);
}

static bool same_nocase(const void *a, const void *b)
{
    return text_equal_nocase(a, b);
}

static uint64_t hash_id(const void *thing, uint64_t seed)
{
    return thing ? XXH3_64bits_withSeed(thing, 16, seed) : 0;
}

static bool same_id(const void *a, const void *b)
{
    return id_equal(a, b);
}

static uint64_t hash_address(const void *thing, uint64_t seed)
{
    (void)seed; /* nobody chooses where the memory is */
    return ((uintptr_t)thing * (uint64_t)0x9E3779B97F4A7C15) >> 20;
}

static bool same_address(const void *a, const void *b)
{
    return a == b;
}

const places_kind places_of_text = {hash_text, same_text};
const places_kind places_of_text_nocase = {hash_nocase, same_nocase};
const places_kind places_of_id = {hash_id, same_id};
const places_kind places_of_address = {hash_address, same_address};

/* ---- the table ----------------------------------------------------------------------------------------- */

/* Notes a place; what was there of places that are gone is written over. */
static void note(places *p, uint32_t hash, size_t place, size_t count)
{
    size_t at = hash & (p->size - 1);
    while (p->slots[at].place != 0 && p->slots[at].place <= count)
        at = (at + 1) & (p->size - 1);
    p->used += p->slots[at].place == 0;
    p->slots[at] = (places_slot){hash, (uint32_t)(place + 1)};
}

static bool make_anew(places *p, const places_kind *kind, const void *const *items, size_t count)
{
    places more = {.size = p->size == 0 ? SMALLEST : p->size, .seed = p->seed};
    if (p->size == 0)
        more.seed = seed_for_hashes();
    while (more.size < count * 4)
        more.size *= 2;
    more.slots = calloc(more.size, sizeof *more.slots);
    if (!more.slots)
        return false;
    for (size_t i = 0; i < count; i++)
        note(&more, (uint32_t)kind->hash(items[i], more.seed), i, count);
    free(p->slots);
    *p = more;
    return true;
}

static size_t look_through(const places_kind *kind, const void *const *items, size_t count, const void *thing)
{
    size_t i = 0;
    while (i < count && items[i] != thing && !kind->same(items[i], thing))
        i++;
    return i;
}

size_t places_find(places *p, const places_kind *kind, const void *const *items, size_t count,
                   const void *thing)
{
    if (p->size == 0 && count < FEW)
        return look_through(kind, items, count, thing);
    if (count >= UINT32_MAX - 1 || (p->used * 2 >= p->size && !make_anew(p, kind, items, count)))
        return SIZE_MAX;
    uint32_t hash = (uint32_t)kind->hash(thing, p->seed);
    for (size_t at = hash & (p->size - 1); p->slots[at].place != 0; at = (at + 1) & (p->size - 1)) {
        size_t place = p->slots[at].place - 1;
        if (p->slots[at].hash == hash && place < count && kind->same(items[place], thing))
            return place;
    }
    note(p, hash, count, count);
    return count;
}

void places_free(places *p)
{
    free(p->slots);
    *p = (places){0};
}
