/*
 * Events, logs and findings as Arrow streams, and events and logs back out of them.
 *
 * The three structures are those of the Arrow C data interface and C stream interface
 * (arrow.apache.org/docs/format/CDataInterface.html, CStreamInterface.html), which are made to be copied and
 * never change. Nothing of Arrow's own libraries is needed. docs/python.md lists the columns.
 */
#ifndef SPPWHY_ARROW_H
#define SPPWHY_ARROW_H

#include "sppwhy/analyze.h"

/* ---- the specification's structures, under its own guards ---------------------------------------------- */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

SPPWHY_BEGIN

/* ---- out ----------------------------------------------------------------------------------------------- */

typedef struct sppwhy_arrow_options {
    size_t size;       /* sizeof(sppwhy_arrow_options), see status.h */
    size_t batch_rows; /* at most so many a batch; 0: as many as suit */
    bool guid_text;    /* GUIDs as text; else as 16 bytes in the order in which they are written */
    bool plain;        /* no dictionaries: each text in full, for programs that cannot read them */
    sppwhy_span span;  /* events outside of it are left out */
    /* Called with `owner` when the stream is released: whoever keeps what the stream reads from may let it
     * go then. NULL: nobody. Not called when the call that makes the stream fails. */
    void (*on_release)(void *owner);
    void *owner;
} sppwhy_arrow_options;

/*
 * Each makes a stream of record batches in `out`, which the caller releases, as the specification says. What
 * is passed must outlive the stream, but not the batches: these own their memory. `options` may be NULL.
 *
 * Events: the records, a row each, with everything that is needed to analyze them again.
 * Logs: a row for each log, with what is known of it beside its events, and one for each file that was not
 * read (`unread` says why; NULL: none). Findings: a row each.
 *
 * SPPWHY_INVALID for wrong options, SPPWHY_NO_MEMORY; what fails later the stream says, by get_next() and
 * get_last_error(). Cost: linear in the rows, which are made as they are asked for.
 */
SPPWHY_NODISCARD sppwhy_status sppwhy_arrow_events(struct ArrowArrayStream *out,
                                                   const sppwhy_records *records,
                                                   const sppwhy_log *const *logs, size_t log_count,
                                                   const sppwhy_catalogue *catalogue,
                                                   const sppwhy_arrow_options *options, sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status sppwhy_arrow_logs(struct ArrowArrayStream *out, const sppwhy_log *const *logs,
                                                 size_t log_count, const sppwhy_notices *unread,
                                                 const sppwhy_arrow_options *options, sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status sppwhy_arrow_findings(struct ArrowArrayStream *out,
                                                     const sppwhy_analysis *analysis,
                                                     const sppwhy_arrow_options *options,
                                                     sppwhy_error *error);

/* The same of a finished input, or of a result. The stream holds it until it is released: on_release and
 * owner of the options do not count. They fail as those above, at the same cost. */
SPPWHY_NODISCARD sppwhy_status sppwhy_arrow_input_events(struct ArrowArrayStream *out, sppwhy_input *input,
                                                         const sppwhy_arrow_options *options,
                                                         sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status sppwhy_arrow_input_logs(struct ArrowArrayStream *out, sppwhy_input *input,
                                                       const sppwhy_arrow_options *options,
                                                       sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status sppwhy_arrow_result_findings(struct ArrowArrayStream *out,
                                                            sppwhy_result *result,
                                                            const sppwhy_arrow_options *options,
                                                            sppwhy_error *error);

/* ---- in ------------------------------------------------------------------------------------------------ */

/*
 * Reads streams of events and of logs, in any order and as many as there are, into a reading, which makes
 * logs of them as it does of JSON lines (sppwhy_reading_finish). Columns are found by name, whatever their
 * order, and may be of any integer type, plain or large or view text, with dictionaries or without; columns
 * that are not needed are passed over.
 *
 * The streams are released, whatever the call returns. One whose structure does not hold (lengths, offsets,
 * types, missing buffers, text that is not UTF-8) fails the call with SPPWHY_INVALID, and the message names
 * column and row; what the interface cannot show, the size of a buffer, has to be trusted. One that fails
 * itself gives SPPWHY_IO. Cost: linear in the rows.
 */
SPPWHY_NODISCARD sppwhy_status sppwhy_arrow_read(sppwhy_reading *reading,
                                                 struct ArrowArrayStream *const *streams, size_t count,
                                                 sppwhy_error *error);

SPPWHY_END

#endif
