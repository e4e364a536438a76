/*
 * Where results go: a callback, memory, a file descriptor or a stream of the C library, behind one large
 * buffer. A writer never fails halfway: the first failure sticks, what follows is dropped, and
 * sppwhy_writer_finish() reports it. So a report is written without a check at each step, and checked once at
 * its end.
 *
 * One writer belongs to one thread at a time. Cost: of the bytes alone; they are passed on in steps of some
 * hundred KiB.
 */
#ifndef SPPWHY_WRITER_H
#define SPPWHY_WRITER_H

#include <stdio.h>

#include "sppwhy/status.h"

SPPWHY_BEGIN

typedef struct sppwhy_writer sppwhy_writer;

/* Takes the next bytes, all of them; anything but SPPWHY_OK is the writer's failure from then on. Called with
 * up to some hundred KiB at once, never with none. */
typedef sppwhy_status (*sppwhy_on_bytes)(void *context, const char *bytes, size_t count);

/* Each makes a writer, to be given back with sppwhy_writer_free(); all fail with SPPWHY_NO_MEMORY only. The
 * descriptor, the stream and the context stay the caller's, and must outlive the writer. */
SPPWHY_NODISCARD sppwhy_status sppwhy_writer_to_callback(sppwhy_writer **out, sppwhy_on_bytes take,
                                                         void *context, sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status sppwhy_writer_to_memory(sppwhy_writer **out, sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status sppwhy_writer_to_descriptor(sppwhy_writer **out, int descriptor,
                                                           sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status sppwhy_writer_to_stream(sppwhy_writer **out, FILE *stream,
                                                       sppwhy_error *error);

/* Writes bytes of the caller's between reports. */
void sppwhy_writer_put(sppwhy_writer *w, const void *bytes, size_t count);

/* Passes on what the buffer holds (a stream is flushed, too); the first failure since the writer was made, or
 * SPPWHY_OK: SPPWHY_IO when the system took no more, SPPWHY_LIMIT when a report of the program's would have been
 * longer than any can be, SPPWHY_NO_MEMORY, or what the callback returned. More may be written afterwards. */
SPPWHY_NODISCARD sppwhy_status sppwhy_writer_finish(sppwhy_writer *w, sppwhy_error *error);

/* True when something failed: further writing does nothing. */
bool sppwhy_writer_failed(const sppwhy_writer *w);

/* Bytes written so far, those in the buffer counted in. */
uint64_t sppwhy_writer_count(const sppwhy_writer *w);

/* What a writer to memory holds, ended with a NUL that does not count; valid until the next call with this
 * writer. NULL for any other writer, and when memory was short. */
const char *sppwhy_writer_memory(sppwhy_writer *w, size_t *count);

/* Frees it. What was not finished is lost. NULL is fine. */
void sppwhy_writer_free(sppwhy_writer *w);

SPPWHY_END

#endif
