/*
 * From a name in UTF-16 in the chunk to the one copy of it in the store, quickly: providers, channels and
 * computers come again in every chunk. A small table with one place for each hash; a name that has lost its
 * place is just looked up the slow way.
 */
#ifndef EVTX_NATIVE_NAME_CACHE_H
#define EVTX_NATIVE_NAME_CACHE_H

#include "base/text.h"
#include "evtx/store.h"

#define NAME_CACHE_SLOTS 256u
#define NAME_CACHE_BYTES 128u /* longer names are looked up the slow way */

typedef struct cached_name {
    uint32_t size; /* of the UTF-16; 0: free */
    uint32_t log;  /* the number of the log that it was met in; free in any other */
    const char *text;
    uint8_t units[NAME_CACHE_BYTES];
} cached_name;

typedef struct name_cache {
    cached_name slots[NAME_CACHE_SLOTS];
    cached_name last_long;
    strbuf buffer;
    uint32_t log;
} name_cache;

/* NULL when memory is short. The entry is good until the next call. */
cached_name *name_cache_get(name_cache *c, evtx_store *store, const uint8_t *units, uint32_t size);
/* Another log, another store. */
void name_cache_next_log(name_cache *c);
void name_cache_free(name_cache *c);

#endif
