/* The findings as Markdown, for a ticket or a wiki: the verdict, then what it covers, a section a machine or group of machines with
 * what to do, what was not read, and what to collect. */
#ifndef REPORT_MARKDOWN_MARKDOWN_H
#define REPORT_MARKDOWN_MARKDOWN_H

#include "rules/analysis.h"
#include "sppwhy/report.h"

SPPWHY_NODISCARD sppwhy_status report_markdown(sppwhy_writer *out, const sppwhy_analysis *analysis,
                                               sppwhy_error *error);

#endif
