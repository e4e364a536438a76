/* For what brings events that lie in no file: src/arrow/. */
#ifndef INPUT_READING_H
#define INPUT_READING_H

#include "evtx/jsonl/jsonl.h"

/* Where events and what is known of logs may be added before the reading is finished; always the same place.
 * Its `memory` is made. NULL when memory is short. */
lines *reading_lines(sppwhy_reading *reading);
/* The watch of the reading's options. */
const sppwhy_cancellation *reading_watch(const sppwhy_reading *reading);

#endif
