/*
 * What is known without a log: of a code, an event, a product, a cause. The report prints it
 * (sppwhy_explain_text, sppwhy_explain_json in sppwhy/report.h).
 *
 * Source: rules/catalogue/, whose rows name theirs.
 */
#ifndef SPPWHY_EXPLAIN_H
#define SPPWHY_EXPLAIN_H

#include "sppwhy/rules.h"

SPPWHY_BEGIN

/* What to explain it with; passed by pointer, as options are. Neither catalogue nor rules may be NULL. */
typedef struct sppwhy_explainer {
    size_t size; /* sizeof(sppwhy_explainer), see status.h */
    const sppwhy_catalogue *catalogue;
    const sppwhy_rules *rules;
    const char *const *more_words; /* that may be suggested for an unknown one; NULL-terminated, or NULL */
} sppwhy_explainer;

SPPWHY_END

#endif
