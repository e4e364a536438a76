/* Looks for a run of bytes in a chunk. */
#ifndef EVTX_SEARCH_H
#define EVTX_SEARCH_H

#include "sppwhy/status.h"

#define SEARCH_NONE SIZE_MAX

/* Where the needle is at or after `from`, SEARCH_NONE when nowhere. It has two bytes or more. */
size_t search_bytes(const uint8_t *bytes, size_t size, size_t from, const uint8_t *needle,
                    size_t needle_size);

#endif
