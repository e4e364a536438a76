/*
 * What runs in the guarded child process, and what it is asked and answers. All calls of libevtx are here.
 *
 * Asked: a libevtx_request, the image, the records. Answered: one libevtx_answer for each record from `from`
 * on, each with its bytes, each sent before the next record is begun; so when the child dies, the parent
 * knows on which one.
 */
#ifndef EVTX_LIBEVTX_LIBEVTX_CHILD_H
#define EVTX_LIBEVTX_LIBEVTX_CHILD_H

#include "base/child.h"
#include "base/limits.h"
#include "evtx/libevtx/image.h"

typedef struct libevtx_request {
    uint32_t count;
    uint32_t from;
    uint32_t first_index; /* libevtx's, of the first record */
} libevtx_request;

typedef enum libevtx_outcome { LIBEVTX_EVENT, LIBEVTX_FAILURE } libevtx_outcome;

/* Followed by `length` bytes: an event (wire.h), or the text of a reason with its NUL. */
typedef struct libevtx_answer {
    uint32_t outcome;
    uint32_t length;
    uint64_t cpu_used; /* microseconds, by this child since its start */
} libevtx_answer;

#define LIBEVTX_ANSWER_MOST LIMIT_RECORD_XML

/* Records that fit in a chunk. */
#define LIBEVTX_RECORDS_MOST (CHUNK_SIZE / RECORD_SMALLEST)

child_work libevtx_child;

#endif
