/*
 * Which host's finding explains a machine's. Either both rest on the same failure (event and code) of the
 * same host, which is derived from evidence only, so that user rules get it too. Or the rule of the host's
 * finding lists the machine's cause under `explains`, and the machine asked that host once the host's trouble
 * had begun. Then mending the host mends the machine.
 */
#ifndef RULES_JUDGE_HOST_CAUSES_H
#define RULES_JUDGE_HOST_CAUSES_H

#include "rules/analysis.h"

/* For each finding of the analysis the place of the host's finding behind it, SIZE_MAX where there is none.
 * free() it; NULL when memory is short. */
size_t *host_causes_find(const sppwhy_analysis *analysis, const sppwhy_rules *rules);

/* What the client called it; NULL when only a host's log has the request. */
const char *finding_server(const sppwhy_analysis *analysis, const sppwhy_finding *finding);
/* Its name, also of one that wrote no log; NULL when none was asked. */
const char *finding_target_name(const sppwhy_analysis *analysis, const sppwhy_finding *finding);

#endif
