/* See memory_file.h. */
#define _GNU_SOURCE /* memfd_create() */

#include "support/memory_file.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

bool memory_file_create(memory_file *f)
{
    f->descriptor = memfd_create("test", MFD_CLOEXEC);
    snprintf(f->path, sizeof f->path, "/proc/self/fd/%d", f->descriptor);
    return f->descriptor >= 0;
}

bool memory_file_poke(const memory_file *f, size_t offset, const void *bytes, size_t size)
{
    return pwrite(f->descriptor, bytes, size, (off_t)offset) == (ssize_t)size;
}

bool memory_file_cut(const memory_file *f, size_t size)
{
    return ftruncate(f->descriptor, (off_t)size) == 0;
}

bool memory_file_set(const memory_file *f, const void *bytes, size_t size)
{
    return memory_file_cut(f, size) && memory_file_poke(f, 0, bytes, size);
}

void memory_file_close(memory_file *f)
{
    close(f->descriptor);
}
