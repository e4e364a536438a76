/*
 * Which findings are reported together: those of many machines with the same cause, host, checks and fix, and
 * what is in no such group by machine, a group each. Groups are in the order of their first findings.
 */
#ifndef REPORT_VIEW_ADVICE_GROUPS_H
#define REPORT_VIEW_ADVICE_GROUPS_H

#include "base/text.h"
#include "report/view/index.h"
#include "rules/analysis.h"

#include <xxhash.h>

/* The same for findings of one cause at one host that want the same done, whatever their machines are called.
 * What no rule explains is told apart by its code. */
typedef XXH128_hash_t advice_key;

/* False when memory is short; `room` is emptied and used. */
bool advice_key_make(advice_key *out, const sppwhy_analysis *analysis, const sppwhy_finding *finding,
                     strbuf *room);

/* The same for findings of one cause whose checks and fix are the same texts, each name in them, too. */
bool advice_key_of_texts(advice_key *out, const sppwhy_finding *finding, strbuf *room);

/* So many machines make a group; fewer are reported one by one. */
#define GROUP_LEAST 5

typedef struct advice_group {
    const sppwhy_machine *machine; /* whose findings they are; NULL: the collection's, or those of many */
    bool group;                    /* of many machines */
    const sppwhy_finding *const
        *findings; /* of the machine, the worst first; or one of each machine, by name */
    size_t count;
    size_t machines; /* of a group */
    sppwhy_level level;
    const sppwhy_finding *first; /* in the order of the analysis: it gives the group its place */
    bool is_root;                /* a finding of it explains one of another group */
} advice_group;

typedef struct advice_groups {
    const sppwhy_analysis *analysis;
    advice_group *items;
    size_t count;
    const sppwhy_finding **findings; /* the groups' */
    size_t *group_of;                /* for each finding of the analysis: the place of its group */
} advice_groups;

/* False when memory is short, also that of the index. */
bool advice_groups_make(advice_groups *out, const finding_index *index);
void advice_groups_free(advice_groups *groups);

/* The group that a finding of the analysis is in. */
const advice_group *advice_group_of(const advice_groups *groups, const sppwhy_finding *finding);

/* The finding that stands for a group as its example: the surest, and of these the newest. */
const sppwhy_finding *advice_group_example(const advice_group *group);
/* What the machines of a group have in common, as one finding: the times of all, the least confidence. What else
 * is in it (why, evidence) is the example's alone. */
sppwhy_finding advice_group_in_common(const advice_group *group, const sppwhy_finding *example);

#endif
