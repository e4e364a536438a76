/*
 * Events of exports that another log holds, too. An export says less of an event than the log does: its time to the
 * second or the millisecond, not always its number or its machine, and its strings as they are in a message. What is
 * left must be the same: the id, the second, the strings, the machine and the number where both have one. One
 * mechanism with duplicate_events.h.
 */
#ifndef SPP_DUPLICATE_EXPORTS_H
#define SPP_DUPLICATE_EXPORTS_H

#include "spp/duplicate_events.h"

/* Of copies the one that says more stays. False when memory is short. */
SPPWHY_NODISCARD bool duplicate_exports_find(duplicate_events *r, const sppwhy_log *const *logs,
                                             size_t log_count);

#endif
