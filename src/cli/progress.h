/* The line on a terminal that says how far the reading is. It comes after a moment, so that what is quick
 * stays quiet, changes at most ten times a second, and is gone before anything else is said. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct progress {
    bool shown;     /* standard error is a terminal, and we may */
    uint64_t total; /* bytes to read; 0: not known */
    size_t logs;
    uint64_t begun; /* microseconds, see base/stopwatch.h */
    _Atomic uint64_t bytes;
    atomic_size_t done;
    _Atomic uint64_t next; /* when it may be drawn again */
    atomic_flag drawing;
    size_t drawn; /* columns of what is on the terminal */
} progress;

/* What there is to tell at one moment. */
typedef struct progress_state {
    uint64_t bytes, total;
    size_t done, logs;
    uint64_t elapsed; /* microseconds */
} progress_state;

void progress_begin(progress *p, bool shown, uint64_t total, size_t logs);
/* May be called by several threads at once. */
void progress_bytes(progress *p, uint64_t bytes);
void progress_log_done(progress *p);
/* Takes the line off the terminal. */
void progress_end(progress *p);

/* The line, in at most `columns` columns: what matters most stays. Returns out. */
char *progress_line(char *out, size_t size, unsigned columns, const progress_state *s);

#endif
