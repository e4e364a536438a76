/* Texts that come again and again (computers, channels, providers, the parts of strings): each kept once and
 * numbered in order of first appearance. A table of its own, for base/places.h wants a NUL behind a text, and these come with
 * their length from the middle of another. */
#ifndef EVTX_NAMES_H
#define EVTX_NAMES_H

#include "base/vec.h"

typedef struct name_slot {
    uint32_t place; /* in `list`, from 1; 0: the slot is free */
    uint32_t hash;  /* a part of it, so that few texts are compared for nothing */
} name_slot;

typedef struct name_pool {
    VEC(const char *) list;
    name_slot *slots; /* a hash table, a power of two of them */
    size_t slot_count;
} name_pool;

/* The one copy of the text, in `a`; NULL when memory is short. */
const char *names_add(name_pool *n, arena *a, const char *text);
/* The same for a text of a known length; gives its number, from 0. */
SPPWHY_NODISCARD bool names_number(name_pool *n, arena *a, const char *text, size_t length, uint32_t *number);
/* Empty again; keeps what memory it has, unless that is much. */
void names_clear(name_pool *n);
void names_free(name_pool *n);
/* Hands the list over, in `a`, and frees the rest. False when memory is short. */
SPPWHY_NODISCARD bool names_hand_over(name_pool *n, arena *a, const char *const **list, size_t *count);

#endif
