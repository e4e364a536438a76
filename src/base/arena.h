/*
 * Memory that is given back all at once. Each long-lived object (a log, a catalogue, a collection, a rule
 * set) owns one arena; what hangs on the object lives in it.
 * Every call returns NULL when memory is short; nothing here aborts.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "sppwhy/status.h"

typedef struct arena arena;

arena *arena_create(void);
void arena_free(arena *a); /* NULL is fine */
/* Gives back all that it gave out, and keeps its first block: for what is made and forgotten again and again. */
void arena_clear(arena *a);

/* Zeroed, aligned for any type. size 0 gives a unique pointer. */
void *arena_alloc(arena *a, size_t size);
/* count * size with the multiplication checked. */
void *arena_array(arena *a, size_t count, size_t size);
char *arena_string(arena *a, const char *text);                /* a copy */
char *arena_bytes(arena *a, const char *bytes, size_t length); /* a copy, NUL added */
/* One text of several. */
char *arena_join_all(arena *a, const char *const *parts);
#define arena_join(a, ...) arena_join_all((a), (const char *const[]){__VA_ARGS__, NULL})
char *arena_printf(arena *a, const char *format, ...) SPPWHY_PRINTF(2, 3);
/* Memory of malloc() that is freed with the arena; NULL is fine. False when memory is short: then it stays
 * the caller's. */
bool arena_own(arena *a, void *memory);
/* Takes over all that the other has given out, and frees it; NULL is fine. */
void arena_absorb(arena *a, arena *other);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))

#endif
