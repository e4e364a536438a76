/* From a thing to its places in a list, by its address: sorted once, then found in few steps, where a search
 * through the list for each of a thousand machines would take a thousand times as long. */
#ifndef REPORT_WRITE_LOOKUP_H
#define REPORT_WRITE_LOOKUP_H

#include "base/vec.h"

typedef struct lookup_place {
    uintptr_t thing;
    size_t at;
} lookup_place;

typedef struct lookup {
    VEC(lookup_place) places;
} lookup;

/* Fill it, then sort it, then ask. Each returns false when memory is short; NULL is not added. */
bool lookup_add(lookup *l, const void *thing, size_t at);
void lookup_sort(lookup *l);
void lookup_free(lookup *l);

/* The first of them; `otherwise` when there is none. */
size_t lookup_first(const lookup *l, const void *thing, size_t otherwise);

#endif
