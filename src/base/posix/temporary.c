/* See base/posix/temporary.h: as POSIX has it. */
#ifdef __linux__
#define _GNU_SOURCE /* O_TMPFILE */
#endif

#include "base/posix/temporary.h"
#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder && folder[0] != '\0' ? folder : "/tmp";
}

/* Where the file system has no files without a name: one whose name is taken away at once. */
static int open_named(void)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/sppwhy-XXXXXX", temporary_folder());
    if (length < 0 || (size_t)length >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int descriptor = mkstemp(path);
    if (descriptor < 0)
        return -1;
    unlink(path);
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

int temporary_open(void)
{
#ifdef O_TMPFILE
    int descriptor = open(temporary_folder(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return descriptor;
#endif
    return open_named();
}
