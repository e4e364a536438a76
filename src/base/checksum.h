/* CRC-32 (RFC 1952), as zlib's crc32(), for whole chunks: with the processor's carry-less multiplication
 * where it has one, which is several times faster. */
#ifndef BASE_CHECKSUM_H
#define BASE_CHECKSUM_H

#include "sppwhy/status.h"

/* `sum` is 0 to begin with, or what the bytes before gave. */
uint32_t checksum_crc32(uint32_t sum, const uint8_t *bytes, size_t size);

#endif
