/* See errno_refuse.h. */
#include "base/posix/errno_refuse.h"

#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

sppwhy_status errno_refuse(sppwhy_error *error, const char *path, const char *what)
{
    char reason[128];
    int number = errno;
    if (strerror_r(number, reason, sizeof reason) != 0) /* POSIX's form: _POSIX_C_SOURCE in CMakeLists.txt */
        snprintf(reason, sizeof reason, "error %d", number);
    return error_file(error, SPPWHY_IO, path, "%s: %s", what, reason);
}
