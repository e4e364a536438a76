/* See arena.h. */
#include "base/arena.h"

#include "base/pages.h"
#include "base/sanitized.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_FIRST ((size_t)4096)
#define BLOCK_MOST ((size_t)2 << 20) /* a large page: what an arena of many megabytes is made of */

typedef struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
} block;

typedef struct owned {
    struct owned *next;
    void *memory;
} owned;

struct arena {
    block *blocks;
    owned *owned;
    size_t next_size;
};

arena *arena_create(void)
{
    arena *a = calloc(1, sizeof *a);
    if (a)
        a->next_size = BLOCK_FIRST;
    return a;
}

static void free_owned(arena *a)
{
    for (owned *o = a->owned; o; o = o->next) /* the list itself lives in the blocks */
        free(o->memory);
    a->owned = NULL;
}

/* Frees blocks up to that one. */
static void free_blocks(arena *a, const block *last)
{
    while (a->blocks != last) {
        block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
}

void arena_free(arena *a)
{
    if (!a)
        return;
    free_owned(a);
    free_blocks(a, NULL);
    free(a);
}

void arena_clear(arena *a)
{
    block *first = a->blocks;
    while (first && first->next)
        first = first->next;
    free_owned(a);
    free_blocks(a, SANITIZED ? NULL : first); /* a sanitizer sees who still uses what is freed */
    if (a->blocks)
        a->blocks->used = 0;
    a->next_size = a->blocks ? 2 * BLOCK_FIRST : BLOCK_FIRST;
}

/* A block with so many bytes left from b->used on, or NULL. */
static block *room_for(arena *a, size_t size)
{
    block *b = a->blocks;
    if (b && b->size - b->used >= size)
        return b;
    size_t whole = sizeof *b + size > a->next_size ? sizeof *b + size : a->next_size;
    b = pages_alloc(whole);
    if (!b)
        return NULL;
    b->size = whole - sizeof *b;
    b->used = 0;
    b->next = a->blocks;
    a->blocks = b;
    if (a->next_size < BLOCK_MOST)
        a->next_size *= 2;
    return b;
}

void *arena_alloc(arena *a, size_t size)
{
    const size_t alignment = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        return NULL;
    size = size == 0 ? alignment : (size + alignment - 1) / alignment * alignment;
    if (a->blocks) { /* texts end anywhere */
        size_t used = (a->blocks->used + alignment - 1) / alignment * alignment;
        a->blocks->used = used > a->blocks->size ? a->blocks->size : used;
    }
    block *b = room_for(a, size);
    if (!b)
        return NULL;
    void *memory = b->bytes + b->used;
    b->used += size;
    return memset(memory, 0, size);
}

void *arena_array(arena *a, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(a, count * size);
}

char *arena_bytes(arena *a, const char *bytes, size_t length)
{
    block *b = length >= SIZE_MAX / 2 ? NULL : room_for(a, length + 1);
    if (!b)
        return NULL;
    char *copy = (char *)b->bytes + b->used; /* texts begin and end anywhere */
    if (length != 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    b->used += length + 1;
    return copy;
}

char *arena_string(arena *a, const char *text)
{
    return arena_bytes(a, text, strlen(text));
}

char *arena_join_all(arena *a, const char *const *parts)
{
    size_t length = 0;
    for (const char *const *part = parts; *part; part++)
        length += strlen(*part);
    block *b = length >= SIZE_MAX / 2 ? NULL : room_for(a, length + 1);
    if (!b)
        return NULL;
    char *text = (char *)b->bytes + b->used, *at = text;
    for (const char *const *part = parts; *part; part++) {
        size_t size = strlen(*part);
        memcpy(at, *part, size);
        at += size;
    }
    *at = '\0';
    b->used += length + 1;
    return text;
}

char *arena_printf(arena *a, const char *format, ...)
{
    va_list arguments, again;
    char usual[256], *text = NULL; /* most are no longer, and so are made once only */
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(usual, sizeof usual, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof usual)
        text = arena_bytes(a, usual, (size_t)length);
    else if (length >= 0 && (text = arena_alloc(a, (size_t)length + 1)) != NULL)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

bool arena_own(arena *a, void *memory)
{
    owned *o = memory ? ARENA_NEW(a, owned) : NULL;
    if (o) {
        *o = (owned){a->owned, memory};
        a->owned = o;
    }
    return o || !memory;
}

/* Behind the first block, which is the one that is being filled. */
void arena_absorb(arena *a, arena *other)
{
    block *last = other ? other->blocks : NULL;
    while (last && last->next)
        last = last->next;
    if (last && a->blocks) {
        last->next = a->blocks->next;
        a->blocks->next = other->blocks;
    } else if (last) {
        a->blocks = other->blocks;
    }
    if (!other)
        return;
    for (owned *o = other->owned, *next; o; o = next) {
        next = o->next;
        o->next = a->owned;
        a->owned = o;
    }
    free(other);
}
