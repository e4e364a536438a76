/* Native against libevtx over one damaged log: whatever libevtx reads, native must read, too. */
#ifndef SUPPORT_SECOND_READER_H
#define SUPPORT_SECOND_READER_H

#include "evtx/events.h"

typedef struct second_reading {
    size_t libevtx;   /* events that libevtx read */
    size_t native;    /* and native */
    size_t refused;   /* read by libevtx alone, out of what is behind the record; see second_reader.c */
    char missed[256]; /* what native misses; "" when nothing */
} second_reading;

/* False when a log could not be read at all. */
SPPWHY_NODISCARD bool second_reader_compare(const char *path, second_reading *out);

#endif
