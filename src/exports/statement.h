/*
 * What slmgr.vbs (/dlv, /dli, /xpr, /ato) and ospp.vbs (/dstatus, /act) print: statements about a machine at
 * a time. They become events of their own: 1, a product's license as it was; 2, an activation by hand that
 * failed. Their values are in one string of KEY=value.
 *
 * English labels are known by name. Of other languages the order and the values tell what a line is: three
 * ids one after another, "VOLUME_KMSCLIENT channel", a name with a port, minutes with days.
 */
#ifndef EXPORTS_STATEMENT_H
#define EXPORTS_STATEMENT_H

#include "exports/export_log.h"

typedef struct statement_reader statement_reader;

statement_reader *statement_create(export_log *to);
void statement_free(statement_reader *s);
/* Looks at the next line of a text; false when memory is short. */
SPPWHY_NODISCARD bool statement_line(statement_reader *s, slice line, uint64_t number);
/* After the last line. */
SPPWHY_NODISCARD bool statement_end(statement_reader *s);

#endif
