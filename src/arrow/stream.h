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
    /* Where each row is put by itself, in place of fill(): row i of all, as row `row` of the batch. */
    void (*put)(struct batch_source *source, column *columns, size_t row, size_t i);
    size_t text_column; /* the one whose text ends a batch */
    const void *of;     /* for these */
    bool no_memory;     /* for these to set */
    size_t batch_rows;
    void (*on_release)(void *owner);
    void *owner;
} batch_source;

/* What a stream is made of: the members of batch_source that are its own. */
typedef struct stream_plan {
    const column_spec *specs;
    size_t spec_count, count;
    size_t (*fill)(batch_source *source, column *columns, size_t most);
    void (*put)(batch_source *source, column *columns, size_t row, size_t i);
    size_t text_column;
    const void *of;
    size_t of_size; /* it is copied into the stream's memory; 0: it is used where it is */
    /* Makes the rest of the copy, in that memory; false when it is short. NULL: there is none. */
    bool (*prepare)(void *of, arena *memory);
} stream_plan;

/* An item of a list of texts, and of numbers. */
extern const column_spec stream_text_item[1], stream_number_item[1];

/* More rows make a batch no faster. */
#define BATCH_ROWS ((size_t)65536)
/* A batch with this much text is ended: offsets have 31 bits. */
#define BATCH_TEXT ((size_t)64 << 20)

SPPWHY_NODISCARD sppwhy_status stream_open(struct ArrowArrayStream *out, const stream_plan *plan,
                                           const sppwhy_arrow_options *options, sppwhy_error *error);

/* options_take() for these. */
SPPWHY_NODISCARD sppwhy_status arrow_options(sppwhy_arrow_options *out, const sppwhy_arrow_options *given,
                                             sppwhy_error *error);

#endif
