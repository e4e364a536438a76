/* Which of the logs that were read are the same log: copies in archives, and logs that came both as lines and
 * as a file. (Copies among plain .evtx files are found before they are read, by collect/copies.c; those among texts only here.) */
#ifndef EVTX_LOG_SAME_LOG_H
#define EVTX_LOG_SAME_LOG_H

#include "evtx/events.h"

typedef struct found_log {
    sppwhy_log *log;
    bool member; /* of an archive: then its hash is known */
    bool gone;   /* standard input: it cannot be read again */
    bool of_lines;
    bool hashed;
    uint64_t hash;
    uint64_t facts;            /* a hash of all that is known of it, while copies are looked for */
    size_t place;              /* in the order of reading */
    const sppwhy_log *copy_of; /* that stands for it; NULL when it stands for itself */
} found_log;

/* Marks copies by their content: logs of which one at least was hashed as it was read. Changes the order. */
SPPWHY_NODISCARD sppwhy_status same_log_by_content(found_log *logs, size_t count, sppwhy_error *error);

/* Marks copies where one at least is made of lines, by all that is known of them. Changes the order. */
void same_log_by_facts(found_log *logs, size_t count);

/* Back into order of path. */
void same_log_sort(found_log *logs, size_t count);

#endif
