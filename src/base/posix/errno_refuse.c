/* See errno_refuse.h. */
#include "base/posix/errno_refuse.h"

#include "base/errno_text.h"
#include "base/error.h"

#include <errno.h>

sppwhy_status errno_refuse(sppwhy_error *error, const char *path, const char *what)
{
    char reason[ERRNO_ROOM];
    return error_file(error, SPPWHY_IO, path, "%s: %s", what, errno_text(errno, reason));
}
