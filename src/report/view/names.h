/* Names of machines, several of them together. */
#ifndef REPORT_VIEW_NAMES_H
#define REPORT_VIEW_NAMES_H

#include "base/text.h"
#include "rules/analysis.h"

/* The domain that all of the machines share, with its dot: ".contoso.com"; "" for none. */
const char *names_domain(const sppwhy_machine *const *machines, size_t count);
/* The same of any list of which `machine_at` gives the i-th machine. */
const char *names_domain_of(const void *list, size_t count,
                            const sppwhy_machine *(*machine_at)(const void *list, size_t i));

/* The name without that domain, as a part of a text. */
void add_name_without(strbuf *b, const char *name, const char *domain);

/* The first `shown` names and how many more, with `rest` behind it: how to see them. A domain that all share is
 * reported once. */
void add_names(strbuf *b, const sppwhy_machine *const *machines, size_t count, size_t shown,
               const char *rest);

/* The same of the findings' machines, each once, where those of one machine follow one another. All of them where
 * only one would be left out. */
void add_names_of(strbuf *b, const sppwhy_finding *const *findings, size_t count, size_t shown,
                  const char *rest);

#endif
