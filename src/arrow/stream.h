/* A stream of batches: what it needs is a list of columns and somebody who fills them. */
#ifndef ARROW_STREAM_H
#define ARROW_STREAM_H

#include "arrow/column.h"

typedef struct batch_source {
    arena *memory; /* holds the source itself, and all that the stream needs */
    const column_spec *specs;
    size_t spec_count;
    size_t next, count; /* rows: the one to begin with, and how many there are */
    /* Puts row `next` and those behind it into the columns, at most `most` of them, and moves `next` past
     * them. Returns how many rows that made. */
    size_t (*fill)(struct batch_source *source, column *columns, size_t most);
    const void *of; /* for fill() */
    bool no_memory; /* for fill() to set */
    size_t batch_rows;
    void (*on_release)(void *owner);
    void *owner;
} batch_source;

/* More rows make a batch no faster. */
#define BATCH_ROWS ((size_t)65536)
/* A batch with this much text is ended: offsets have 31 bits. */
#define BATCH_TEXT ((size_t)64 << 20)

/* The specs as the options want them, in `memory`; NULL when it is short. */
const column_spec *specs_for(arena *memory, const column_spec *specs, size_t count,
                             const sppwhy_arrow_options *options);

/* Takes over source->memory, whatever it returns; the source is copied. */
SPPWHY_NODISCARD sppwhy_status stream_open(struct ArrowArrayStream *out, const batch_source *source,
                                           const sppwhy_arrow_options *options, sppwhy_error *error);

/* options_take() for these. */
SPPWHY_NODISCARD sppwhy_status arrow_options(sppwhy_arrow_options *out, const sppwhy_arrow_options *given,
                                             sppwhy_error *error);

#endif
