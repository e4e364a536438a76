/* Tables that are written as CSV beside those of sppwhy/report.h. */
#ifndef REPORT_CSV_CSV_H
#define REPORT_CSV_CSV_H

#include "rules/analysis.h"
#include "sppwhy/report.h"

/* sppwhy_report_events_csv() by several threads (0: one a processor), with the same bytes. */
SPPWHY_NODISCARD sppwhy_status events_csv(sppwhy_writer *out, const sppwhy_records *records,
                                          const sppwhy_catalogue *catalogue, sppwhy_span span, size_t threads,
                                          sppwhy_error *error);

#endif
