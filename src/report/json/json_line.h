/* How JSON lines write what differs from record to record (report/write/line.h). */
#ifndef REPORT_JSON_JSON_LINE_H
#define REPORT_JSON_JSON_LINE_H

#include "report/write/line.h"

/* All but `describe`. */
line_format json_line_format(void (*describe)(line *l, const void *context));

/* In a description. */
void line_member(line *l, const char *key, slot_kind kind, unsigned which);
/* A string of several parts: line_put(l, SLOT_PART, ...) and line_literal() between these. */
void line_open_string(line *l);
void line_literal(line *l, const char *text);
void line_close_string(line *l);

#endif
