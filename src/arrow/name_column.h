/*
 * The dictionary of a column of names. A name is looked for by a key, the address of its text or what it is
 * made of: most texts are a store's own, of which there is one each, and to hash an address costs less than
 * to hash a text. Another key with the same text gets the same index. Inline and by numbers, where base/places.h has calls
 * and pointers: it is asked once a value.
 */
#ifndef ARROW_NAME_COLUMN_H
#define ARROW_NAME_COLUMN_H

#include "evtx/names.h"

typedef struct name_place {
    uint64_t key; /* 0: the place is free */
    int32_t index;
} name_place;

typedef struct name_column {
    name_pool pool;
    arena *memory;
    name_place *places; /* a hash table, a power of two of them */
    unsigned place_bits;
    size_t place_count;
    uint64_t odd; /* no log's writer knows it: codes are keys, too */
} name_column;

/* NULL when memory is short. */
name_column *name_column_create(void);
void name_column_free(name_column *n); /* NULL is fine */

/* The place of the key, or the free one where it belongs. */
static inline name_place *name_place_of(const name_column *n, uint64_t key)
{
    size_t last = ((size_t)1 << n->place_bits) - 1;
    size_t at = (size_t)(key * n->odd >> (64 - n->place_bits));
    while (n->places[at].key != 0 && n->places[at].key != key)
        at = (at + 1) & last;
    return &n->places[at];
}

/* The index of what was put under that key; -1 when it is not there. */
static inline int32_t name_known(const name_column *n, uint64_t key)
{
    const name_place *place = name_place_of(n, key);
    return place->key != 0 ? place->index : -1;
}

/* The index of a text whose key is not known yet; -1 when memory is short. */
int32_t name_learn(name_column *n, uint64_t key, const char *text);

#endif
