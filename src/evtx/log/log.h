/* One event log from whatever holds it: a file, or a stream that is read once, forward. */
#ifndef EVTX_LOG_LOG_H
#define EVTX_LOG_LOG_H

#include "base/file.h"
#include "evtx/events.h"

/* As sppwhy_log_read(), which opens a file for it; `input` stays the caller's, `path` is what it is called.
 */
SPPWHY_NODISCARD sppwhy_status log_read(sppwhy_log **out, file *input, const char *path,
                                        const sppwhy_read_options *options, sppwhy_error *error);

#endif
