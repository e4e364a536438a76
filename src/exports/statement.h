/* What slmgr and ospp say of a machine's licenses; see statement.c. */
#ifndef EXPORTS_STATEMENT_H
#define EXPORTS_STATEMENT_H

#include "exports/export_log.h"

typedef struct statement_reader statement_reader;

statement_reader *statement_create(export_log *to);
void statement_free(statement_reader *s);
/* Looks at the next line of a text; false when memory is short. */
SPPWHY_NODISCARD bool statement_line(statement_reader *s, slice line, uint64_t number);
SPPWHY_NODISCARD bool statement_end(statement_reader *s);

#endif
