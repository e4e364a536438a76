/* See failing_memory.h. */
#include "support/failing_memory.h"

#include "base/arena.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
int __real_posix_memalign(void **block, size_t alignment, size_t size);
int __wrap_posix_memalign(void **block, size_t alignment, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

layer memory_failing;
size_t memory_asked;
long memory_held;
static size_t fails_at;
static bool fails_from_then;

static bool fails(layer from)
{
    if (from != memory_failing)
        return false;
    memory_asked++;
    return fails_at != 0 && (memory_asked == fails_at || (fails_from_then && memory_asked > fails_at));
}

static void *taken(void *block)
{
    memory_held += block != NULL;
    return block;
}

void *__wrap_malloc(size_t size)
{
    return fails(BLOCKS) ? NULL : taken(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails(BLOCKS) ? NULL : taken(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (fails(BLOCKS))
        return NULL;
    return block ? __real_realloc(block, size) : taken(__real_realloc(NULL, size));
}

/* Large pieces of an arena are aligned to large pages. */
int __wrap_posix_memalign(void **block, size_t alignment, size_t size)
{
    int error = fails(BLOCKS) ? ENOMEM : __real_posix_memalign(block, alignment, size);
    if (error == 0)
        taken(*block);
    return error;
}

void __wrap_free(void *block)
{
    memory_held -= block != NULL;
    __real_free(block);
}

char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);

char *__wrap_strndup(const char *text, size_t most)
{
    size_t length = strnlen(text, most);
    char *copy = __wrap_malloc(length + 1);
    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

char *__wrap_strdup(const char *text)
{
    return __wrap_strndup(text, SIZE_MAX);
}

void *__real_arena_alloc(arena *a, size_t size);
void *__real_arena_array(arena *a, size_t count, size_t size);
char *__real_arena_string(arena *a, const char *text);
char *__real_arena_bytes(arena *a, const char *bytes, size_t length);
void *__wrap_arena_alloc(arena *a, size_t size);
void *__wrap_arena_array(arena *a, size_t count, size_t size);
char *__wrap_arena_string(arena *a, const char *text);
char *__wrap_arena_bytes(arena *a, const char *bytes, size_t length);
char *__wrap_arena_printf(arena *a, const char *format, ...) SPPWHY_PRINTF(2, 3);

void *__wrap_arena_alloc(arena *a, size_t size)
{
    return fails(PIECES) ? NULL : __real_arena_alloc(a, size);
}

void *__wrap_arena_array(arena *a, size_t count, size_t size)
{
    return fails(PIECES) ? NULL : __real_arena_array(a, count, size);
}

char *__wrap_arena_string(arena *a, const char *text)
{
    return fails(PIECES) ? NULL : __real_arena_string(a, text);
}

char *__wrap_arena_bytes(arena *a, const char *bytes, size_t length)
{
    return fails(PIECES) ? NULL : __real_arena_bytes(a, bytes, length);
}

char *__wrap_arena_printf(arena *a, const char *format, ...)
{
    char text[4096];
    va_list arguments;
    if (fails(PIECES))
        return NULL;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return length < 0
               ? NULL
               : __real_arena_bytes(a, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

void fail_at(size_t number, bool from_then)
{
    memory_asked = 0;
    fails_at = number;
    fails_from_then = from_then;
}

bool same_words(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a == ' ' || *a == '\n') /* not strspn(): a sanitizer measures the whole text at each call */
            a++;
        while (*b == ' ' || *b == '\n')
            b++;
        if (*a != *b || *a == '\0')
            return *a == *b;
    }
}
