/* JSON documents beside those of sppwhy/report.h. */
#ifndef REPORT_JSON_JSON_H
#define REPORT_JSON_JSON_H

#include "report/view/briefs.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"

void report_logs_json(sppwhy_writer *out, const sppwhy_analysis *analysis);
void report_diff_json(sppwhy_writer *out, const brief_diff *diff);

#endif
