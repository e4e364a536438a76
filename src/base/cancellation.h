/* Asking whoever watches (sppwhy/cancellation.h) whether to go on. */
#ifndef BASE_CANCELLATION_H
#define BASE_CANCELLATION_H

#include "base/error.h"
#include "sppwhy/cancellation.h"

/* What waits (for a child, for a pipe) asks so often, in milliseconds: a person who presses Ctrl-C should not
 * notice that there was a wait. */
#define CANCELLATION_SLICE_MS 20

/* True when nobody watches (`watch` may be NULL), or the watcher wants it. */
static inline bool cancellation_go_on(const sppwhy_cancellation *watch, uint64_t bytes)
{
    return !watch || !watch->go_on || watch->go_on(watch->context, bytes);
}

static inline sppwhy_status error_stopped(sppwhy_error *error)
{
    return error_set(error, SPPWHY_STOPPED, "stopped");
}

#endif
