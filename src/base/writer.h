/*
 * Writing to a sppwhy_writer from inside: what is short goes into the buffer with no call at all.
 */
#ifndef BASE_WRITER_H
#define BASE_WRITER_H

#include "sppwhy/writer.h"

#include <string.h>

struct sppwhy_writer {
    char *at;        /* where the next byte goes */
    char *end;       /* of the buffer */
    char *start;     /* of the buffer */
    uint64_t passed; /* bytes that left the buffer */
    uint64_t most;   /* of them; 0: any number */
    sppwhy_on_bytes take;
    void *context;
    bool in_memory; /* the buffer grows, and nothing leaves it */
    bool is_stream; /* the context is a FILE: finishing flushes it */
    int descriptor;
    sppwhy_status status;
    int reason; /* errno of the failure, where the system reported one; else 0 */
};

/* Makes room for `more` bytes at `at`; `more` is at most WRITER_ROOM. Always succeeds: after a failure what
 * is written there is dropped. */
#define WRITER_ROOM ((size_t)4096)
void writer_make_room(sppwhy_writer *w, size_t more);
/* The same for any number of bytes, copied. */
void writer_bytes_slowly(sppwhy_writer *w, const char *bytes, size_t count);

/* Bytes written so far. */
static inline uint64_t writer_count(const sppwhy_writer *w)
{
    return w->passed + (uint64_t)(w->at - w->start);
}

/* Where up to `most` bytes (at most WRITER_ROOM) may be written; then writer_advance(). */
static inline char *writer_room(sppwhy_writer *w, size_t most)
{
    if ((size_t)(w->end - w->at) < most)
        writer_make_room(w, most);
    return w->at;
}

static inline void writer_advance(sppwhy_writer *w, size_t count)
{
    w->at += count;
}

/* Empties a writer to memory, which keeps its room; a failure is forgotten. */
void writer_clear(sppwhy_writer *w);

static inline void writer_bytes(sppwhy_writer *w, const char *bytes, size_t count)
{
    if (count > (size_t)(w->end - w->at)) {
        writer_bytes_slowly(w, bytes, count);
        return;
    }
    memcpy(w->at, bytes, count);
    w->at += count;
}

static inline void writer_text(sppwhy_writer *w, const char *text)
{
    writer_bytes(w, text, strlen(text));
}

static inline void writer_char(sppwhy_writer *w, char c)
{
    *writer_room(w, 1) = c;
    w->at++;
}

void writer_u64(sppwhy_writer *w, uint64_t number);
void writer_i64(sppwhy_writer *w, int64_t number);
void writer_printf(sppwhy_writer *w, const char *format, ...) SPPWHY_PRINTF(2, 3);

/* The system's reason for the failure, an errno; 0 when there is none. */
static inline int writer_reason(const sppwhy_writer *w)
{
    return w->reason;
}

/* As a failed write: what follows is dropped. */
void writer_fail(sppwhy_writer *w, sppwhy_status status);

static inline bool writer_failed(const sppwhy_writer *w)
{
    return w->status != SPPWHY_OK;
}

#endif
