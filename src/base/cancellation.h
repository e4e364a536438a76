/* Asking whoever watches (sppwhy/watch.h) whether to go on. */
#ifndef BASE_WATCH_H
#define BASE_WATCH_H

#include "base/error.h"
#include "sppwhy/watch.h"

/* What waits (for a child, for a pipe) asks so often, in milliseconds: a person who presses Ctrl-C should not
 * notice that there was a wait. */
#define WATCH_SLICE_MS 20

/* True when nobody watches (`watch` may be NULL), or the watcher wants it. */
static inline bool watch_go_on(const sppwhy_watch *watch, uint64_t bytes)
{
    return !watch || !watch->go_on || watch->go_on(watch->context, bytes);
}

static inline sppwhy_status error_stopped(sppwhy_error *error)
{
    return error_set(error, SPPWHY_STOPPED, "stopped");
}

#endif
