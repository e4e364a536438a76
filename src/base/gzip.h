/*
 * gzip (RFC 1952), by zlib, which compares the sum and the length at the end of each member; libarchive's own
 * filter for it passes over both. Members behind one another are one content, as in gzip itself.
 */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include "base/file.h"

typedef struct gzip gzip;

bool gzip_tell(const uint8_t *bytes, size_t length);
/* NULL: no memory. */
gzip *gzip_create(file_feed packed);
void gzip_free(gzip *g); /* NULL is fine */
/* The next piece of the content; *length 0 at the end. SPPWHY_DAMAGED, with a phrase, where it breaks off or
 * a sum does not fit: what came before was handed out. */
SPPWHY_NODISCARD sppwhy_status gzip_next(gzip *g, const void **bytes, size_t *length, sppwhy_error *error);
/* Behind the last member is something that is neither one nor zeros. */
bool gzip_has_rest(const gzip *g);

#endif
