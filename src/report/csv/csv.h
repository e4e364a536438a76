/* Tables that are written as CSV beside those of sppwhy/report.h. */
#ifndef REPORT_CSV_CSV_H
#define REPORT_CSV_CSV_H

#include "sppwhy/report.h"

/* The inventory: a row a machine and channel, then a row a log to collect. */
void report_logs_csv(sppwhy_writer *out, const sppwhy_analysis *analysis);

#endif
