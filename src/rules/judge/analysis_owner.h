/* What an analysis is kept in: made by judge.c, and by select.c of another one. */
#ifndef RULES_JUDGE_ANALYSIS_OWNER_H
#define RULES_JUDGE_ANALYSIS_OWNER_H

#include "base/arena.h"
#include "rules/analysis.h"

typedef struct analysis_owner {
    sppwhy_analysis analysis; /* first: a pointer to it is a pointer to the owner */
    arena *memory;
} analysis_owner;

/* The causes of the findings' failed activations, the most frequent first; `most`: how many there may be.
 * False when memory is short. */
SPPWHY_NODISCARD bool analysis_count_causes(sppwhy_analysis *analysis, size_t most, arena *memory);

#endif
