/*
 * Which records can be a wanted provider's at all, found without decoding any.
 *
 * A provider's name is in UTF-16 either in the record itself or in the template definition that the
 * record refers to, within the same chunk. A chunk without any wanted name therefore holds no wanted event,
 * and in a chunk with one only few records need a reader. The filter may let a record through for nothing,
 * never keep one back: after decoding the name is compared exactly.
 */
#ifndef EVTX_FILTER_H
#define EVTX_FILTER_H

#include "evtx/chunk.h"

typedef struct filter_needle {
    uint8_t *bytes;
    size_t size;
} filter_needle;

typedef struct filter {
    const char *const *providers;
    bool any;                   /* every provider is wanted */
    VEC(filter_needle) needles; /* looked for */
    VEC(filter_needle) names;   /* all of them, in UTF-16 */
    VEC(uint32_t) hits;         /* in the chunk looked at, ascending within each needle */
} filter;

/* `providers` is kept, NULL-terminated (NULL for none); the needles live in `a`. */
SPPWHY_NODISCARD sppwhy_status filter_init(filter *f, arena *a, const char *const *providers, bool any,
                                           sppwhy_error *error);
void filter_free(filter *f);

/* Finds the names in the chunk; *any says whether there is one. */
SPPWHY_NODISCARD sppwhy_status filter_chunk(filter *f, const chunk *c, bool *any, sppwhy_error *error);

/* Whether the record, of the chunk looked at last, may be a wanted provider's. */
bool filter_may_want(const filter *f, const chunk *c, const chunk_record *r);

/* Whether a decoded event's provider or source is in the list, exactly. */
bool filter_wants(const filter *f, const char *provider, const char *source);

/* The same for a name in UTF-16. */
bool filter_wants_units(const filter *f, const uint8_t *units, size_t size);

#endif
