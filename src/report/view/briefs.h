/*
 * Findings in brief, of an analysis or of a document that an earlier run wrote (--format json): enough to say
 * what is new, what is gone and what goes on. A document may be anybody's: its texts are as untrusted as
 * those of a log.
 */
#ifndef REPORT_VIEW_BRIEFS_H
#define REPORT_VIEW_BRIEFS_H

#include "base/arena.h"
#include "sppwhy/rules.h"

typedef struct finding_brief {
    const char *id, *cause, *title;
    const char *kind, *name; /* of its subject */
    sppwhy_level level;
    const char *last;         /* RFC 3339, or NULL */
    const char *host_finding; /* an id, or NULL */
    uint64_t occurrences;
} finding_brief;

typedef struct brief_set {
    finding_brief *items; /* in order of id */
    size_t count;
    const char **machines; /* names of those with logs of their own, in order */
    size_t machine_count;
} brief_set;

/* Both live in the arena. */
SPPWHY_NODISCARD sppwhy_status briefs_of_analysis(brief_set *out, arena *memory,
                                                  const sppwhy_analysis *analysis, sppwhy_error *error);
/* `path` is for messages. SPPWHY_INVALID when the text is no such document. */
SPPWHY_NODISCARD sppwhy_status briefs_of_document(brief_set *out, arena *memory, const char *path,
                                                  const char *text, size_t length, sppwhy_error *error);

/* NULL when it is not there. */
const finding_brief *briefs_find(const brief_set *set, const char *id);

/* ---- two of them held against each other --------------------------------------------------------------- */

typedef struct brief_list {
    const finding_brief **items; /* the worst first */
    size_t count;
} brief_list;

typedef struct brief_diff {
    brief_list added, gone, lasting;
    brief_list unseen; /* were there before, and of their machines there are no logs now: nobody knows */
} brief_diff;

SPPWHY_NODISCARD sppwhy_status briefs_compare(brief_diff *out, arena *memory, const brief_set *before,
                                              const brief_set *after, sppwhy_error *error);

#endif
