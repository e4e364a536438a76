/*
 * UTF-16LE to UTF-8 for text that comes by the million: eight units at a time while it is ASCII. text.h has
 * the way back.
 */
#ifndef BASE_UTF16_H
#define BASE_UTF16_H

#include "sppwhy/status.h"

/* Bytes of UTF-8 that so many units can become, at most. */
#define UTF16_MOST_BYTES(units) ((units)*3)

/* Writes the text up to its end or its first NUL into `out`, which has room for UTF16_MOST_BYTES(count),
 * without a terminator. *used: the units read, without the NUL. A lone surrogate becomes U+FFFD. Returns the
 * bytes written. */
size_t utf16_to_utf8(char *out, const uint8_t *units, size_t count, size_t *used);

/* The same without vectors: what utf16_to_utf8() is tested against, and what it is where there are none. */
size_t utf16_to_utf8_plain(char *out, const uint8_t *units, size_t count, size_t *used);

#endif
