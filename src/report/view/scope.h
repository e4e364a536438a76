/*
 * What a report covers and what it leaves out. A part must not read as the whole: what people read says all of
 * this, whichever format they take.
 */
#ifndef REPORT_VIEW_SCOPE_H
#define REPORT_VIEW_SCOPE_H

#include "base/text.h"
#include "report/view/times.h"
#include "rules/analysis.h"

/* In the order in which they are said. */
typedef enum scope_fact {
    SCOPE_LOGS,      /* the logs, their machines and times, and what came of the activations in them */
    SCOPE_SERVED,    /* what KMS hosts' logs show, which is all where no client's log is there */
    SCOPE_SPAN,      /* --since and --until, and what they leave out */
    SCOPE_MISSED,    /* that the logs hold nothing of that time */
    SCOPE_CUT,       /* that answers may belong to other requests than they were given to */
    SCOPE_EXCERPTS,  /* that nothing is concluded from what an excerpt lacks */
    SCOPE_SELECTION, /* --machine, --cause, --level */
    SCOPE_UNREAD,    /* that something could not be read */
    SCOPE_IGNORED,   /* how many findings --ignore leaves out; add_ignored() names one */
    SCOPE_TOTAL
} scope_fact;

/* Adds a sentence or two; nothing where there is nothing to say. */
void add_scope(strbuf *b, const sppwhy_analysis *analysis, const report_times *times, scope_fact fact);
/* True for what a reader must not miss. */
bool scope_warns(scope_fact fact);

/* "2 logs could not be read whole (3 places, 12 records are known to be lost)"; nothing when all were. */
void add_damage(strbuf *b, const sppwhy_collection *collection);
/* "ws-0412.contoso.com, clock-skew: WHY, until 2026-04-01 00:00 UTC" */
void add_ignored(strbuf *b, const sppwhy_ignored *ignored, const report_times *times);
/* "Application of ws-0412.contoso.com, 2026-03-05 07:38 to 09:10 UTC: settles 2 verdicts" */
void add_wanted(strbuf *b, const sppwhy_wanted_log *wanted, const report_times *times);

#endif
