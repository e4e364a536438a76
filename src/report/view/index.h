/* The findings of a machine without looking through all of them. */
#ifndef REPORT_VIEW_INDEX_H
#define REPORT_VIEW_INDEX_H

#include "rules/analysis.h"

typedef struct finding_index {
    const sppwhy_analysis *analysis;
    const sppwhy_finding **sorted; /* by machine; NULL when memory was short: then it is a walk over all */
} finding_index;

finding_index finding_index_create(const sppwhy_analysis *analysis);
void finding_index_free(finding_index *index);

/* One finding after another, in the analysis' order: the worst first. */
typedef struct finding_walk {
    const finding_index *index;
    const sppwhy_machine *machine; /* NULL: the collection's */
    size_t at;
} finding_walk;

/* The same as a list, NULL when memory was short. */
const sppwhy_finding *const *findings_list(const finding_index *index, const sppwhy_machine *machine,
                                           size_t *count);

finding_walk findings_of(const finding_index *index, const sppwhy_machine *machine);
const sppwhy_finding *findings_next(finding_walk *walk); /* NULL at the end */

/* One more than the largest place of a machine that has findings: of a selection fewer machines are left than
 * places. */
size_t places_with_findings(const sppwhy_analysis *analysis);

#endif
