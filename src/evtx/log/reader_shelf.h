/* Readers at rest. One mechanism with log.h, which shows the shelf to others. */
#ifndef EVTX_LOG_READER_SHELF_H
#define EVTX_LOG_READER_SHELF_H

#include "evtx/log/chunk_events.h"
#include "evtx/log/log.h"

/* One that lies there; NULL when there is none, or no shelf. */
segment_reader *reader_shelf_take(reader_shelf *shelf);
/* Puts it there, after log_segment_end(); frees it where there is no place. */
void reader_shelf_put(reader_shelf *shelf, segment_reader *reader);

/* Memory that one short log after another is put into, for a log of its own takes a page at least; the caller's alone
 * until it is put back, which it must be. NULL when there is no shelf, no place, or no memory. */
arena *reader_shelf_take_memory(reader_shelf *shelf);
void reader_shelf_put_memory(reader_shelf *shelf, arena *memory); /* NULL is fine */

#endif
