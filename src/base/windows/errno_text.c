/* See errno_text.h. */
#include "base/errno_text.h"

#include <stdio.h>
#include <string.h>

const char *errno_text(int number, char out[ERRNO_ROOM])
{
    if (strerror_s(out, ERRNO_ROOM, number) != 0)
        snprintf(out, ERRNO_ROOM, "error %d", number);
    return out;
}
