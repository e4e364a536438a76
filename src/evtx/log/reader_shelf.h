/* Readers at rest. One mechanism with log.h, which shows the shelf to others. */
#ifndef EVTX_LOG_READER_SHELF_H
#define EVTX_LOG_READER_SHELF_H

#include "evtx/log/chunk_events.h"
#include "evtx/log/log.h"

/* One that lies there; NULL when there is none, or no shelf. */
segment_reader *reader_shelf_take(reader_shelf *shelf);
/* Puts it there, after log_segment_end(); frees it where there is no place. */
void reader_shelf_put(reader_shelf *shelf, segment_reader *reader);

#endif
