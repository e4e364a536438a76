/*
 * Bytes that come once and in order, behind file.h: a window on them for whoever reads forward, and the first
 * bytes kept, which show what a thing is. The memory it takes does not grow with what comes.
 * One mechanism with file.h.
 */
#ifndef BASE_STREAM_H
#define BASE_STREAM_H

#include "base/file.h"

/* Bytes at the beginning that can be read at any time: enough to tell what the content is, see
 * collect/signature.c. */
#define STREAM_HEAD 65536

typedef struct stream stream;

stream *stream_create(file_feed feed); /* NULL when memory is short */
void stream_free(stream *s);           /* NULL is fine */
/* See the twins in file.h. */
uint64_t stream_size(const stream *s);
const char *stream_fault(const stream *s);
SPPWHY_NODISCARD sppwhy_status stream_read(stream *s, uint64_t offset, void *buffer, size_t size, size_t *got,
                                           sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status stream_hash(stream *s, uint64_t *hash, sppwhy_error *error);

#endif
