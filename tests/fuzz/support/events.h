/*
 * Events as a text that can be read and mutated as such. The first line of an event is its id (and "u" behind
 * it for one of the notifications), each further line a string; an empty line ends the event. A line break in
 * a string is written as a form feed.
 */
#ifndef FUZZ_EVENTS_H
#define FUZZ_EVENTS_H

#include "base/arena.h"
#include "evtx/events.h"

enum { FUZZ_MOST_EVENTS = 16, FUZZ_MOST_STRINGS = 256 };

typedef struct fuzz_events {
    arena *memory;
    const char *strings[FUZZ_MOST_STRINGS];
    size_t string_count;
    sppwhy_raw_event items[FUZZ_MOST_EVENTS];
    size_t count;
} fuzz_events;

/* The strings are made valid UTF-8, as every reader of logs delivers them. */
void fuzz_events_read(fuzz_events *out, const uint8_t *data, size_t size);
void fuzz_events_free(fuzz_events *e);

#endif
