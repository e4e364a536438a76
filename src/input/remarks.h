/* What is to be said of logs as a whole, once all are read. */
#ifndef INPUT_REMARKS_H
#define INPUT_REMARKS_H

#include "base/arena.h"
#include "evtx/log/same_log.h"

/* Of logs whose events name no computer. *path is the first of them, NULL when there is none; the text is in the
 * arena, NULL when memory is short. */
const char *remark_on_nameless(arena *memory, const found_log *logs, size_t count, const char **path);

#endif
