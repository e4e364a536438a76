/*
 * Which findings are one problem: what is to be fixed (a host's finding, or the machines' own where no host
 * explains it), and what fails because of it. Within a problem the findings that need the same steps are one
 * plan. The worst problem comes first; of its plans the one to begin with, then the larger ones.
 */
#ifndef REPORT_VIEW_PROBLEMS_H
#define REPORT_VIEW_PROBLEMS_H

#include "base/arena.h"
#include "report/view/index.h"

/* Findings with the same advice_key (advice_groups.h). */
typedef struct advice_plan {
    size_t number; /* from 1 */
    const sppwhy_finding **findings;
    size_t count;
    size_t machines, activations;
    sppwhy_level level; /* of the worst finding */
} advice_plan;

typedef struct problem {
    size_t number; /* from 1: worst first */
    advice_plan *plans;
    size_t plan_count;
    size_t machines, activations; /* of all plans; a machine counts once */
    sppwhy_level level;
} problem;

typedef struct problem_list {
    const sppwhy_analysis *analysis;
    problem *items;
    size_t count;
    const advice_plan **plan_of; /* for each finding of the analysis */
} problem_list;

/* In the arena. False when memory is short, also that of the index. */
bool problems_make(problem_list *out, const finding_index *index, arena *memory);
const advice_plan *problems_plan_of(const problem_list *list, const sppwhy_finding *finding);

#endif
