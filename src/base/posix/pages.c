/* See pages.h. */
#define _DEFAULT_SOURCE /* madvise */
#include "base/pages.h"

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
