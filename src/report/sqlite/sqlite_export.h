/* What the parts of the database's writing share: sqlite.c (the whole, logs, machines), sqlite_records.c
 * (what the events say) and sqlite_findings.c (what was made of them). */
#ifndef REPORT_SQLITE_SQLITE_EXPORT_H
#define REPORT_SQLITE_SQLITE_EXPORT_H

#include "rules/analysis.h"

#include "report/sqlite/database.h"
#include "report/write/lookup.h"

typedef struct export
{
    database db;
    const sppwhy_analysis *analysis;
    const sppwhy_collection *collection;
    const sppwhy_records *records;
    lookup logs, machines;  /* by address: the place in the collection's lists */
    size_t *record_machine; /* for each record the key of the machine that wrote it, 0 for none */
    size_t *finding_of;     /* for each activation, by id - 1, the key of its finding, 0 for none */
}
export;

/* Keys: from 1, in the order of the lists; 0 is none. */
size_t record_key(const export *x, const sppwhy_record *r);
size_t machine_key(const export *x, const sppwhy_machine *m);
size_t log_key(const export *x, const sppwhy_log *log);

/* The next column gets a field's value, NULL when there is no record or it does not tell. */
void row_field(database *d, const sppwhy_record *r, sppwhy_field field);

void export_products(export *x); /* those that any record names */
void export_records(export *x);
void export_findings(export *x);    /* with their texts */
void export_activations(export *x); /* with their requests */
void export_evidence(export *x);    /* of findings and activations */

#endif
