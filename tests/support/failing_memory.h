/*
 * An allocator that fails on demand. A test that is linked with it (tests/CMakeLists.txt) has every malloc(),
 * calloc() and realloc() of our own objects come through here (-Wl,--wrap; libraries keep their own).
 */
#ifndef SUPPORT_FAILING_MEMORY_H
#define SUPPORT_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* What is counted and fails: blocks of the system, or pieces of an arena. A block serves many pieces, so it
 * is the second that reaches every place where memory is asked for. */
typedef enum layer { BLOCKS, PIECES } layer;

extern layer memory_failing;
extern size_t memory_asked; /* allocations of that layer since fail_at() */
extern long memory_held;    /* blocks taken and not given back */

/* The one that fails, from 1, and all behind it if wanted; 0: none. */
void fail_at(size_t number, bool from_then);

/* The same words: without memory lines may be laid out otherwise. */
bool same_words(const char *a, const char *b);

#endif
