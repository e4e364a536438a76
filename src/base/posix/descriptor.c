/* See base/descriptor.h: as POSIX has it. */
#include "base/descriptor.h"

#include <errno.h>
#include <unistd.h>

bool descriptor_write(int descriptor, const char *bytes, size_t count)
{
    while (count != 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}
