/* Every scenario that the project has, those of tests/scenario/ and the samples of the rules, each through
 * the whole pipeline: for what must hold of any result. */
#ifndef SUPPORT_CASES_H
#define SUPPORT_CASES_H

#include "support/pipeline.h"

/* `name` is the file, and the sample's number for a rule. `p` is given back behind the call. */
typedef void (*on_case)(void *context, const char *name, const pipeline *p);

/* Takes every `step`th; returns how many were taken. */
size_t for_each_case(on_case then, void *context, size_t step);

#endif
