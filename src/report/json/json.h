/* JSON documents beside those of sppwhy/report.h. */
#ifndef REPORT_JSON_JSON_H
#define REPORT_JSON_JSON_H

#include "report/view/briefs.h"
#include "rules/analysis.h"
#include "report/write/json_writer.h"
#include "sppwhy/report.h"

/* "explanations": what is known of the words; returns of how many nothing is. */
size_t explanations_json(json_writer *w, const sppwhy_explainer *e, const char *const *whats, size_t count);
void report_diff_json(sppwhy_writer *out, const brief_diff *diff);

#endif
