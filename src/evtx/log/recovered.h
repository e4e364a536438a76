/* Recovered events that are not live, too: chunks are copied as they are reused, so most of what slack holds
 * is elsewhere as well. */
#ifndef EVTX_LOG_RECOVERED_H
#define EVTX_LOG_RECOVERED_H

#include "evtx/events.h"

/* Leaves those that are none of the live ones and none of one another, sorted; *count becomes less. */
SPPWHY_NODISCARD bool recovered_keep_new(sppwhy_event *recovered, size_t *count, const sppwhy_event *live,
                                         size_t live_count);

#endif
