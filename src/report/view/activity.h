/* What the three forms of the activity report share: names, days, and the chart's spans. */
#ifndef REPORT_VIEW_ACTIVITY_H
#define REPORT_VIEW_ACTIVITY_H

#include "correlate/model.h"

/* Spans of the Machine Expiration Chart, by how long is left. */
#define CHART_SPANS 5
extern const char *const chart_spans[CHART_SPANS]; /* "already over", "within 7 days" ... */

/* In which span of the chart a client's state ends; CHART_SPANS when in none. */
size_t chart_span(const sppwhy_activity_client *c);
/* In a grace period, after which the product is unlicensed. */
bool in_grace(const sppwhy_activity_client *c);
/* Whole days until the state ends, less than 0 when it is over. */
int64_t days_between(uint64_t now, uint64_t ends);

/* The clients of a scope, those first whose state ends first; free() it. NULL when memory is short. */
const sppwhy_activity_client **clients_by_end(const sppwhy_activity_scope *scope);

#endif
