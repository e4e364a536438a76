/*
 * A guarded child process: work that may crash, hang or eat memory runs in a copy of this process with
 * limits, and talks with us over one socket. A twin for each system: base/posix/, and base/none/ where there are no such processes.
 *
 * One side of the talk is the parent's (child_start to child_end), the other the child's (child_link).
 * Requests and answers take turns; neither side sends while the other does, so the socket can never be full
 * both ways. Several threads may each have children of their own: no descriptor of one child is left open in
 * another.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "sppwhy/cancellation.h"

/* ---- in the child ------------------------------------------------------------------------------------ */

typedef struct child_link child_link;

/* What the child does, until it returns; `context` is the parent's, as it was at the start. */
typedef void child_work(child_link *parent, void *context);

/* All of `size` bytes or false: the parent is gone, or has nothing more to ask. */
SPPWHY_NODISCARD bool child_receive(child_link *parent, void *bytes, size_t size);
SPPWHY_NODISCARD bool child_answer(child_link *parent, const void *bytes, size_t size);

/* Ends the child once it has used so much more CPU time; 0 lifts the limit. */
void child_limit_cpu(unsigned milliseconds);

/* CPU time that the child has used, in microseconds. */
uint64_t child_cpu_used(void);

/* ---- in the parent ----------------------------------------------------------------------------------- */

typedef struct child child;

typedef enum child_fate {
    CHILD_LEFT,       /* its work returned, or it was asked to end */
    CHILD_OUT_OF_CPU, /* child_limit_cpu() */
    CHILD_CRASHED,    /* a signal: a fault, or memory refused */
    CHILD_SILENT      /* it did not answer in time and was ended */
} child_fate;

typedef struct child_terms {
    uint64_t memory;                  /* bytes of address space beyond what it inherits; 0 for no limit */
    bool no_sandbox;                  /* it may do what we may; otherwise compute only (sandbox.h) */
    const sppwhy_cancellation *watch; /* asked while we wait for the child; NULL: nobody */
} child_terms;

/* The watch must last as long as the child. */
SPPWHY_NODISCARD sppwhy_status child_start(child **out, child_work *work, void *context,
                                           const child_terms *terms, sppwhy_error *error);

/* All of `size` bytes, waiting up to `milliseconds` each time that nothing moves. When they return false the
 * child is done for, or whoever watches wants to stop: child_end() says why. */
SPPWHY_NODISCARD bool child_ask(child *c, const void *bytes, size_t size, int milliseconds);
SPPWHY_NODISCARD bool child_hear(child *c, void *bytes, size_t size, int milliseconds);

/* Ends it, gives its memory back and says how it came to its end. NULL is fine. */
child_fate child_end(child *c);

#endif
