/* Every format that there is of one collection, one after another: what a test wants to be true of each it
 * says in one place, and a new format is added here. */
#ifndef SUPPORT_FORMATS_H
#define SUPPORT_FORMATS_H

#include "rules/analysis.h"
#include "sppwhy/report.h"

typedef struct formats_of {
    const sppwhy_catalogue *catalogue;
    const sppwhy_rules *rules;
    const sppwhy_log *const *logs;
    size_t log_count;
    const sppwhy_records *records;
    const sppwhy_collection *collection;
    const sppwhy_analysis *analysis;
} formats_of;

/* Gets each: its name ("html", "activity csv" ...) and its bytes, followed by a NUL. */
typedef void (*formats_look)(void *context, const char *name, const char *bytes, size_t count);

/* The first that could not be made ends it: its name; NULL when all could. */
const char *formats_make_each(const formats_of *of, formats_look look, void *context);

#endif
