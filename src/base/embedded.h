/* Files as built into the library: tables that cmake/EmbedFiles.cmake writes. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

typedef struct embedded_file {
    const char *name;  /* path below the table's folder, with slashes */
    const char *bytes; /* terminated by a NUL that `size` does not count */
    size_t size;
    const char *sha256; /* of the bytes, in base64: what a Content-Security-Policy calls a script by */
} embedded_file;

/* Sorted by name; each ends with a NULL name. */
extern const embedded_file html_files[];      /* of src/report/html/ */
extern const embedded_file code_page_files[]; /* code_pages.bin, of src/base/ */

#endif
