/* A file that lies in memory, for tests that read thousands of them. */
#ifndef SUPPORT_MEMORY_FILE_H
#define SUPPORT_MEMORY_FILE_H

#include "sppwhy/status.h"

typedef struct memory_file {
    int descriptor;
    char path[64]; /* by which this process, and only it, can open it */
} memory_file;

/* Each is false when the system refuses. */
SPPWHY_NODISCARD bool memory_file_create(memory_file *f);
/* Its whole content. */
SPPWHY_NODISCARD bool memory_file_set(const memory_file *f, const void *bytes, size_t size);
/* A part of it, which keeps its size. */
SPPWHY_NODISCARD bool memory_file_poke(const memory_file *f, size_t offset, const void *bytes, size_t size);
SPPWHY_NODISCARD bool memory_file_cut(const memory_file *f, size_t size);
void memory_file_close(memory_file *f);

#endif
