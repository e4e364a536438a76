/* Events that stand in more than one log: a later export repeats those of an earlier one. */
#ifndef SPP_DUPLICATE_EVENTS_H
#define SPP_DUPLICATE_EVENTS_H

#include "sppwhy/evtx.h"

/* One bit an event, in the order of the logs; NULL when nothing is repeated. */
typedef struct repeats {
    uint8_t *bits;
    size_t count; /* events that are not counted again */
} repeats;

/* Of several copies the live one stays, else the first. False when memory is short. */
SPPWHY_NODISCARD bool repeats_find(repeats *out, const sppwhy_log *const *logs, size_t log_count);
/* What makes two events the same: machine, channel, number, time and id. */
int repeats_compare(const sppwhy_event *a, const sppwhy_event *b);
bool repeats_has(const repeats *r, size_t place);
void repeats_free(repeats *r);

#endif
