/*
 * The one order in which findings are reported, in every format:
 *
 *   - the worst level first; a finding on a host is at least as grave as the gravest that it explains
 *   - of one level, what says why before what only follows from failed tries (rules with `consequence`)
 *   - then trouble by trouble (a cause at one KMS host), so that one trouble is in one place: the newest
 *     day first, of one day the most frequent, and a host's trouble before those that it explains
 *   - of one trouble the newest day, the most frequent, the newest, and by name
 */
#ifndef RULES_JUDGE_ORDER_H
#define RULES_JUDGE_ORDER_H

#include "rules/ruleset/rule.h"

/* Raises levels and puts the findings of the analysis in order; before anything refers to them by address.
 * False when memory is short. */
SPPWHY_NODISCARD bool findings_arrange(sppwhy_analysis *analysis, const sppwhy_rules *rules);

#endif
