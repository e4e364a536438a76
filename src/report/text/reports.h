/* Texts for people beside those of sppwhy/report.h. */
#ifndef REPORT_TEXT_REPORTS_H
#define REPORT_TEXT_REPORTS_H

#include "report/view/briefs.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"

/* `diff` has no public function: it compares what two documents say (docs/json.md), and who has two analyses
 * compares findings by sppwhy_finding_id(). */
void report_diff_text(sppwhy_writer *out, const brief_diff *diff, const sppwhy_text_options *options);

#endif
