/* What is to be said of logs as a whole, once all are read. */
#include "input/remarks.h"

#include "evtx/store.h"

static size_t count_nameless(const sppwhy_log *log)
{
    size_t count = 0;
    const sppwhy_event_common *last = NULL;
    bool nameless = false;
    for (size_t i = 0; i < log->event_count; i++) {
        if (log->events[i].common != last)
            nameless = event_is_nameless(&log->events[i]);
        last = log->events[i].common;
        count += nameless;
    }
    return count;
}

/* A log's events name their computer; where they do not, something is wrong with them. The first log of which
 * it holds by name, the others by their number. */
const char *remark_on_nameless(arena *memory, const found_log *logs, size_t count, const char **path)
{
    const sppwhy_log *first = NULL;
    size_t events = 0, such = 0;
    for (size_t i = 0; i < count; i++) {
        const sppwhy_log *log = logs[i].log;
        size_t nameless = log->is_export ? 0 : count_nameless(log);
        if (nameless != 0 && such++ == 0) {
            first = log;
            events = nameless;
        }
    }
    *path = first ? first->path : NULL;
    if (!first)
        return NULL;
    const char *stand_in = event_stand_in(memory, first->path);
    const char *rest = such == 1 ? "" : arena_printf(memory, " (so do events of %zu more logs)", such - 1);
    return stand_in && rest
               ? arena_printf(memory,
                              "%zu of its licensing events name%s no computer%s: unless the log is one "
                              "machine's, that machine is called %s",
                              events, events == 1 ? "s" : "", rest, stand_in)
               : NULL;
}
