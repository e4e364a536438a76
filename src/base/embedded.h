/* The files of rules/ as built into the library: a table that cmake/EmbedFiles.cmake writes. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

typedef struct embedded_file {
    const char *name;  /* path below rules/, with slashes */
    const char *bytes; /* terminated by a NUL that `size` does not count */
    size_t size;
} embedded_file;

extern const embedded_file embedded_files[]; /* sorted by name; ends with a NULL name */

#endif
