/*
 * What reads a record's content: the place where a second reader is put beside the first.
 *
 * log.c finds the chunks and their records, and knows which of them matter. It hands a reader one chunk with
 * a list of records wanted from it; the reader calls the sink once for each of them, in that order: with the
 * event it decoded, or with the reason why it could not. So a record that a reader fails on costs that
 * record, and how a reader guards itself (libevtx runs in a child process that may die) is its own affair. A
 * reader keeps nothing from one chunk to the next but its own machinery, since a chunk explains itself.
 */
#ifndef EVTX_READER_H
#define EVTX_READER_H

#include "evtx/chunk.h"
#include "evtx/store.h"

typedef struct evtx_sink {
    void *context;
    evtx_store *store; /* where the events' text lies */
    const sppwhy_read_options *options;
    /* `index` counts in the list of wanted records. The event's text is in the store; its strings are there
     * only where the provider is wanted, else they are NULL; its offset, header_record_id, recovered and
     * reader are not set. */
    sppwhy_status (*event)(void *context, size_t index, const sppwhy_raw_event *event, sppwhy_error *error);
    /* `reason`: a sentence for people, without a full stop; ends with the call. `hopeless`: no reader can do
     * better. */
    sppwhy_status (*failure)(void *context, size_t index, const char *reason, bool hopeless,
                             sppwhy_error *error);
} evtx_sink;

typedef struct evtx_reader {
    const char *name;
    /* `share`: what it may cost is the limits' by so much. */
    sppwhy_status (*open)(void **state, unsigned share, sppwhy_error *error);
    /* `wanted` ascends by offset. Fails only for want of memory or of the system's help, or as the sink
     * fails. */
    sppwhy_status (*decode)(void *state, const chunk *c, const chunk_record *wanted, size_t count,
                            const evtx_sink *sink, sppwhy_error *error);
    void (*close)(void *state); /* NULL is fine */
} evtx_reader;

extern const evtx_reader evtx_reader_libevtx;

/* Our own needs no machinery of that kind: chunk_events.c calls it record by record (native.h). Here is its name. */
extern const evtx_reader evtx_reader_native;

#endif
