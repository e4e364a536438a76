/* Events that are in more than one log: a later export repeats those of an earlier one. One mechanism with
 * duplicate_exports.h. */
#ifndef SPP_DUPLICATE_EVENTS_H
#define SPP_DUPLICATE_EVENTS_H

#include "evtx/events.h"

/* One bit an event, in the order of the logs; NULL when nothing is repeated, or contradicted. */
typedef struct duplicate_events {
    uint8_t *bits;
    size_t count;          /* events that are not counted again */
    size_t within;         /* of them, those of which the same log holds the other copy */
    uint8_t *contradicted; /* of an event and of another that bears its number and says something else */
    size_t contradicted_count;
} duplicate_events;

/* Of several copies the live one stays, else the first. False when memory is short. */
SPPWHY_NODISCARD bool duplicate_events_find(duplicate_events *out, const sppwhy_log *const *logs,
                                            size_t log_count);
/* What makes two events the same: machine, channel, number, time, id and strings. */
int duplicate_events_compare(const sppwhy_event *a, const sppwhy_event *b);
bool duplicate_events_has(const duplicate_events *r, size_t place);
bool duplicate_events_contradicts(const duplicate_events *r, size_t place);
void duplicate_events_free(duplicate_events *r);

#endif
