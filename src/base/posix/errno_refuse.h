/* What the system refused, in its own words. */
#ifndef BASE_POSIX_ERRNO_REFUSE_H
#define BASE_POSIX_ERRNO_REFUSE_H

#include "sppwhy/status.h"

/* SPPWHY_IO with "WHAT: REASON", the reason from errno. `path` is NULL where no file is concerned. */
sppwhy_status errno_refuse(sppwhy_error *error, const char *path, const char *what);

#endif
