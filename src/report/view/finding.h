/* What is said of a finding: its cause, its code, how sure it is and when it happened. */
#ifndef REPORT_VIEW_FINDING_H
#define REPORT_VIEW_FINDING_H

#include "base/text.h"
#include "report/view/times.h"
#include "rules/analysis.h"

/* The finding on a host that explains it, where the analysis has it, too; NULL where there is none, or where it was
 * left out of a selection. finding->host_finding is both. */
const sppwhy_finding *shown_host_finding(const sppwhy_analysis *analysis, const sppwhy_finding *finding);
/* The code of its newest activation; false when there is none. */
bool finding_code(const sppwhy_analysis *analysis, const sppwhy_finding *finding, uint32_t *code);
/* "clock-skew", "unexplained (0xC004F015)" */
void add_cause(strbuf *b, const sppwhy_analysis *analysis, const sppwhy_finding *finding);
/* ", NEW, confirmed; 4 times, 2026-03-03 08:05 to 14:05 UTC" */
void add_times(strbuf *b, const sppwhy_analysis *analysis, const sppwhy_finding *finding,
               const report_times *times);

/* ". For example ws1:", before what is said of one of several. */
void add_example(strbuf *b, const sppwhy_finding *example);

#endif
