/*
 * From the XML that libevtx makes of a record to an event: System's fields by their names, and the strings of
 * EventData or UserData. Runs in the child process.
 */
#ifndef EVTX_LIBEVTX_EXTRACT_H
#define EVTX_LIBEVTX_EXTRACT_H

#include "base/arena.h"
#include "evtx/events.h"

/* What libevtx's own getter says for leaf `index` of EventData or UserData, if it counts `count` of them;
 * else NULL. */
typedef const char *extract_second_look(void *context, arena *a, size_t index, size_t count);

/* Fills in what the XML says; all text lives in `a`. False with a reason when it is not an event's.
 * `second_look` may be NULL. */
SPPWHY_NODISCARD bool extract_event(sppwhy_raw_event *out, arena *a, const char *xml_text, size_t length,
                                    extract_second_look *second_look, void *context, const char **reason);

#endif
