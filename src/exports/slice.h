/* A part of a text that lies elsewhere. */
#ifndef EXPORTS_SLICE_H
#define EXPORTS_SLICE_H

#include "sppwhy/status.h"

typedef struct slice {
    const char *at; /* not ended by a NUL */
    size_t length;
} slice;

#define SLICE(literal) ((slice){(literal), sizeof(literal) - 1})

slice slice_trim(slice s); /* without blanks, tabs and line ends around it */
bool slice_is(slice s, const char *text);
bool slice_is_nocase(slice s, const char *text); /* ASCII */
/* Where the first such byte is; NULL when there is none. */
const char *slice_char(slice s, char wanted);
bool slice_starts(slice s, const char *text);
/* The first place of `text` in it; length 0 (and at NULL) when there is none, else all from there on. */
slice slice_find(slice s, const char *text);
slice slice_find_nocase(slice s, const char *text);
slice slice_from(slice s, size_t begin);
/* The first line, without its end; `rest` (may be `s` itself) is what follows. */
slice slice_line(slice s, slice *rest);
/* "label : value": cut at the first colon (also the wide one of East Asian text). False without a colon. */
bool slice_label(slice line, slice *label, slice *value);
bool slice_uint(slice s, uint64_t *out); /* digits alone */
/* "12:34" or "...": an id as it is written: lower or upper case hexadecimal with hyphens, 36 characters. */
bool slice_begins_guid(slice s);
/* The next such id in it; length 0 when there is none, else 36. */
slice slice_find_guid(slice s);
/* The next "0x" with hexadecimal digits, with them. */
slice slice_find_hex(slice s);

#endif
