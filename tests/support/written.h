/*
 * What a report writes, as one text: a writer over a stream in memory. The text is the caller's to free.
 */
#ifndef TESTS_SUPPORT_WRITTEN_H
#define TESTS_SUPPORT_WRITTEN_H

#include "sppwhy/writer.h"

/* NULL when memory is short. `bytes` and `length` hold the text from written_close() on. */
sppwhy_writer *written_open(char **bytes, size_t *length);
/* True when all of it was written. */
bool written_close(sppwhy_writer *w);

#endif
