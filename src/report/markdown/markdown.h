/* The findings as Markdown, for a ticket or a wiki: the verdict, then a section a trouble with its steps. */
#ifndef REPORT_MARKDOWN_MARKDOWN_H
#define REPORT_MARKDOWN_MARKDOWN_H

#include "rules/analysis.h"
#include "sppwhy/report.h"

SPPWHY_NODISCARD sppwhy_status report_markdown(sppwhy_writer *out, const sppwhy_analysis *analysis);

#endif
