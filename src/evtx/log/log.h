/* One event log from whatever holds it: a file, or a stream that is read once, forward. One mechanism with
 * reader_shelf.h, from which readers come. */
#ifndef EVTX_LOG_LOG_H
#define EVTX_LOG_LOG_H

#include "base/file.h"
#include "evtx/events.h"

/* Readers at rest. Of a folder with thousands of logs the tables and buffers that reading takes would else
 * be made, and their pages brought in by the system, for each log anew. Any number of threads may read with
 * one shelf. Short logs share its memory: they are to be freed before it is. */
typedef struct reader_shelf reader_shelf;

/* NULL when memory is short. */
reader_shelf *reader_shelf_create(void);
/* Frees the readers. NULL is fine. */
void reader_shelf_clear(reader_shelf *shelf);
/* NULL is fine. The logs' memory goes to the heir; without one (NULL) it is freed, too. */
void reader_shelf_free(reader_shelf *shelf, arena *heir);

/* As sppwhy_log_read(), which opens a file for it; `input` stays the caller's, `path` is what it is called.
 * With a `shelf` (may be NULL) the options must be the same for all logs, but for the threads. */
SPPWHY_NODISCARD sppwhy_status log_read(sppwhy_log **out, file *input, const char *path,
                                        const sppwhy_read_options *options, reader_shelf *shelf,
                                        sppwhy_error *error);

#endif
