/*
 * Watching a long call from outside: how far it is, and whether it shall stop.
 */
#ifndef SPPWHY_CANCELLATION_H
#define SPPWHY_CANCELLATION_H

#include "sppwhy/status.h"

SPPWHY_BEGIN

/* Zeroed: nobody watches. */
typedef struct sppwhy_cancellation {
    /* Called after each step of at most 64 KiB, by several threads at once, with the bytes that were dealt
     * with since the last call (0 while waiting for something). False: stop, and the call that is watched
     * returns SPPWHY_STOPPED soon, with everything it began undone. It must be quick. */
    bool (*go_on)(void *context, uint64_t bytes);
    void *context;
} sppwhy_cancellation;

/* A `go_on` for whoever can only set a flag: context is an int, and it stops when that is not 0. */
bool sppwhy_go_on_unless(void *flag, uint64_t bytes);

SPPWHY_END

#endif
