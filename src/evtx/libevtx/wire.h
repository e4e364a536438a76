/*
 * An event as a flat run of bytes, to pass it from the child process to the parent. The child has read a
 * hostile log with a library that may have gone wrong, so the parent believes nothing of what it gets: every
 * length is checked, and all text is made valid UTF-8.
 */
#ifndef EVTX_LIBEVTX_WIRE_H
#define EVTX_LIBEVTX_WIRE_H

#include "base/text.h"
#include "evtx/events.h"

/* Adds the event; check out->failed. Both ends are the same program, so numbers are as they are in memory. */
void wire_write(strbuf *out, const sppwhy_raw_event *event);

/* False when the bytes are no event. The event's text lies in `a` or in `bytes`. */
SPPWHY_NODISCARD bool wire_read(sppwhy_raw_event *out, arena *a, const char *bytes, size_t length);

#endif
