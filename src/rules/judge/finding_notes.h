/* What a finding bears beside its verdict, once all findings are there: its lasting id, the host's finding
 * that explains it, whom it affects, and what should be collected next. */
#ifndef RULES_JUDGE_FINDING_NOTES_H
#define RULES_JUDGE_FINDING_NOTES_H

#include "base/arena.h"
#include "rules/ruleset/rule.h"

/* False when memory is short. */
SPPWHY_NODISCARD bool finding_notes_make(sppwhy_analysis *analysis, const sppwhy_rules *rules, arena *memory);

/* What the verdicts and findings of the analysis lack, the most useful first. */
SPPWHY_NODISCARD bool finding_notes_want(sppwhy_analysis *analysis, arena *memory);

#endif
