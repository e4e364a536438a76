/* The pace at which a log is read: tells whoever watches how far it is, and ends what is wanted no longer or
 * takes too long. */
#ifndef EVTX_PACE_H
#define EVTX_PACE_H

#include "evtx/damage.h"

typedef struct pace {
    const sppwhy_watch *watch;
    uint64_t told;   /* bytes of the log that the watcher knows of */
    uint64_t most;   /* processor time, in microseconds; 0: what limits.h grants for the bytes read so far */
    uint64_t begun;  /* this thread's, at the beginning */
    unsigned blocks; /* since the time was last looked at */
} pace;

void pace_begin(pace *p, const sppwhy_read_options *options);

/* Before the block at `at`: SPPWHY_STOPPED when the watcher wants an end. *enough, with an entry in the
 * damage, when the log has taken its time. */
SPPWHY_NODISCARD sppwhy_status pace_keep(pace *p, uint64_t at, damage_list *damage, bool *enough,
                                         sppwhy_error *error);

/* After the last block, of a log that has so many bytes: what was not told of yet is. */
SPPWHY_NODISCARD sppwhy_status pace_end(pace *p, uint64_t bytes, sppwhy_error *error);

#endif
