/* See errno_text.h. */
#include "base/errno_text.h"

#include <stdio.h>
#include <string.h>

const char *errno_text(int number, char out[ERRNO_ROOM])
{
    if (strerror_r(number, out, ERRNO_ROOM) != 0) /* POSIX's form: _POSIX_C_SOURCE in CMakeLists.txt */
        snprintf(out, ERRNO_ROOM, "error %d", number);
    return out;
}
