/* Texts that come again and again (computers, channels, providers): each kept once, listed in order of first
 * appearance. */
#ifndef EVTX_NAMES_H
#define EVTX_NAMES_H

#include "base/vec.h"

typedef struct names {
    VEC(const char *) list;
    size_t *slots; /* a hash table of places in `list`, from 1; 0 is free */
    size_t slot_count;
} names;

/* The one copy of the text, in `a`; NULL when memory is short. */
const char *names_add(names *n, arena *a, const char *text);
void names_free(names *n);

#endif
