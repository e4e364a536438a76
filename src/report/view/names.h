/* Names of machines, several of them together. */
#ifndef REPORT_VIEW_NAMES_H
#define REPORT_VIEW_NAMES_H

#include "base/text.h"
#include "correlate/model.h"

/* The domain that all of the machines share, with its dot: ".contoso.com"; "" for none. */
const char *names_domain(const sppwhy_machine *const *machines, size_t count);

/* The first `shown` names and how many more; a domain that all share is reported once. */
void add_names(strbuf *b, const sppwhy_machine *const *machines, size_t count, size_t shown);

#endif
