/* See base/descriptor.h: as Windows has it. */
#include "base/descriptor.h"

#include <errno.h>
#include <io.h>

/* One call takes at most an int, and a console takes much less at once. */
#define WRITE_MOST ((size_t)1 << 20)

bool descriptor_write(int descriptor, const char *bytes, size_t count)
{
    while (count != 0) {
        int written = _write(descriptor, bytes, (unsigned)(count < WRITE_MOST ? count : WRITE_MOST));
        if (written <= 0) {
            errno = errno == EINVAL ? EPIPE : errno; /* what the C library makes of a pipe that was closed */
            return false;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}
