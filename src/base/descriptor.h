/* Writing to a descriptor that somebody else opened. A twin for each system (base/posix/, base/windows/). */
#ifndef BASE_DESCRIPTOR_H
#define BASE_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>

/* All of it, or false with the reason in errno; a closed pipe is EPIPE on every system. */
bool descriptor_write(int descriptor, const char *bytes, size_t count);

#endif
