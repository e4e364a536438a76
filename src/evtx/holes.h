/*
 * Zeros where chunks were. Room that Windows has reserved is all zeros, too, but stands at the end of the
 * file, and its header does not count it.
 */
#ifndef EVTX_HOLES_H
#define EVTX_HOLES_H

#include "base/file.h"
#include "base/vec.h"
#include "evtx/damage.h"

/* Blocks of zeros that follow one another. */
typedef struct zero_run {
    uint64_t at; /* in the file */
    uint64_t blocks;
} zero_run;

typedef VEC(zero_run) zero_runs;

/* In the order of the file; a run goes on where it left off. */
SPPWHY_NODISCARD bool zero_runs_add(zero_runs *runs, uint64_t at, uint64_t blocks);

/* What the file header says of its end, as far as it can be believed; 0 otherwise. */
typedef struct counted_end {
    uint64_t bytes; /* where the counted chunks end */
    uint64_t next_record;
} counted_end;

/* Tells each run that is a loss, and adds the records that were in it to *lost, by the numbers of the chunks
 * around it. */
SPPWHY_NODISCARD sppwhy_status holes_report(const zero_runs *runs, file *input, counted_end end,
                                            damage_list *damage, uint64_t *lost, sppwhy_error *error);

#endif
