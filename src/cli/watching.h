/* The reading as its watcher sees it: how far it is, and why it ends before its time (Ctrl-C, memory). */
#ifndef CLI_WATCHING_H
#define CLI_WATCHING_H

#include "cli/cli.h"
#include "cli/progress.h"

typedef struct watching {
    const sppwhy_sources *sources;
    bool *read; /* of each source; NULL for want of memory */
    const options *options;
    progress progress;
    atomic_bool no_memory;
} watching;

/* Sets the watch; `w` must last as long as the reading. */
void watching_begin(watching *w, const options *o, const sppwhy_sources *sources, sppwhy_cancellation *watch);
bool watching_goes_on(const watching *w);
/* How the reading of source `i` went. */
void watching_source_done(watching *w, size_t i, sppwhy_status status);
/* After the last: EXIT_DONE; or, after a message, what to end with since not all was read. */
int watching_end(watching *w);

#endif
