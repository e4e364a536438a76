/*
 * Which host's finding stands behind a machine's: where both rest on the same failure (event and code) of
 * the same host, mending the host mends the machine. Told from the evidence alone, so that it holds for every
 * rule.
 */
#ifndef REPORT_VIEW_HOST_CAUSES_H
#define REPORT_VIEW_HOST_CAUSES_H

#include "sppwhy/rules.h"

/* For each finding of the analysis the place of the host's finding behind it, SIZE_MAX where there is none.
 * free() it; NULL when memory is short. */
size_t *roots_find(const sppwhy_analysis *analysis);

/* The host that the newest activation of a finding asked; NULL when it asked none that is known. */
const sppwhy_machine *finding_target(const sppwhy_analysis *analysis, const sppwhy_finding *finding);
/* Its name, also of one that wrote no log; NULL when none was asked. */
const char *finding_target_name(const sppwhy_analysis *analysis, const sppwhy_finding *finding);

#endif
