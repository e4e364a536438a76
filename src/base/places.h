/*
 * Where in a list of pointers something is: a hash table beside the list, made when the list is long
 * enough to need one. The list may be cut back and go on: what the table knows of places that are gone does
 * not count.
 */
#ifndef BASE_PLACES_H
#define BASE_PLACES_H

#include "sppwhy/status.h"

/* What makes two things in a list the same. */
typedef struct places_kind {
    uint64_t (*hash)(const void *thing, uint64_t seed);
    bool (*same)(const void *a, const void *b);
} places_kind;

extern const places_kind places_of_text;        /* the same bytes */
extern const places_kind places_of_text_nocase; /* without regard to ASCII case */
extern const places_kind places_of_id;          /* 16 bytes; NULL is one, too */
extern const places_kind places_of_address;

typedef struct places_slot {
    uint32_t hash;
    uint32_t place; /* from 1; 0: free */
} places_slot;

/* Starts zeroed. */
typedef struct places {
    places_slot *slots; /* a power of two */
    size_t size, used;
    uint64_t seed;
} places;

/* The place among the first `count` of `items` of what is the same as `thing`; `count` when there is none:
 * then the caller adds it there. SIZE_MAX when memory is short. About as quick for a million as for one. */
size_t places_find(places *p, const places_kind *kind, const void *const *items, size_t count,
                   const void *thing);
void places_free(places *p);

#endif
