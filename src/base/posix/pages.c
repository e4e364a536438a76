/* See pages.h. */
#define _DEFAULT_SOURCE /* madvise */
#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define LARGE_PAGE ((size_t)2 << 20)

void *pages_alloc(size_t size)
{
#ifdef MADV_HUGEPAGE
    void *memory;
    if (size >= LARGE_PAGE) {
        if (posix_memalign(&memory, LARGE_PAGE, size) != 0)
            return NULL;
        (void)madvise(memory, size, MADV_HUGEPAGE); /* a hint: without it all is only slower */
        return memory;
    }
#endif
    return malloc(size);
}

/* What the C library maps for it is asked for whole, for only one piece of the address space can be moved
 * without being copied when it grows again. */
void *pages_grow(void *memory, size_t size)
{
    if (!memory)
        return pages_alloc(size);
    void *grown = realloc(memory, size);
#ifdef MADV_HUGEPAGE
    const uintptr_t page = 4096;
    if (grown && size >= 2 * LARGE_PAGE) {
        uintptr_t from = (uintptr_t)grown / page * page;
        (void)madvise((void *)from, ((uintptr_t)grown + size - from + page - 1) / page * page, MADV_HUGEPAGE);
    }
#endif
    return grown;
}
