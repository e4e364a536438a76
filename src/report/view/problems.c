/* Which findings are one problem. Sorting only; the order rests on what the findings say. */
#include "report/view/problems.h"

#include "base/sort.h"
#include "report/view/advice_groups.h"
#include "report/view/finding.h"

typedef struct placed {
    advice_key problem, plan; /* of the finding that it hangs on, and its own */
    const sppwhy_finding *finding;
    bool inside; /* it hangs on another finding */
} placed;

/* For each finding the one that says why its machine's tries fail, itself where there is none: a warning about a
 * machine that also fails hangs on that. */
static const sppwhy_finding **find_failing(const finding_index *index, arena *memory)
{
    const sppwhy_analysis *a = index->analysis;
    const sppwhy_finding **failing = ARENA_ARRAY(memory, a->finding_count, const sppwhy_finding *);
    for (size_t i = 0, end; failing && i < a->finding_count; i = end) {
        const sppwhy_machine *m = index->sorted[i]->machine;
        const sppwhy_finding *why = NULL;
        for (end = i; end < a->finding_count && index->sorted[end]->machine == m; end++)
            if (!why && m && index->sorted[end]->activation_count != 0)
                why = index->sorted[end];
        for (size_t k = i; k < end; k++) {
            const sppwhy_finding *f = index->sorted[k];
            bool warning = f->subject == SPPWHY_SUBJECT_MACHINE && f->activation_count == 0;
            failing[f - a->findings] = warning && why ? why : f;
        }
    }
    return failing;
}

static const sppwhy_finding *anchor_of(const sppwhy_analysis *a, const sppwhy_finding *f,
                                       const sppwhy_finding *failing)
{
    const sppwhy_finding *root = shown_host_finding(a, f);
    if (!root)
        root = shown_host_finding(a, failing);
    return root ? root : failing;
}

static int by_problem(const void *left, const void *right)
{
    const placed *a = left, *b = right;
    int order = XXH128_cmp(&a->problem, &b->problem);
    if (order == 0 && a->inside != b->inside)
        order = a->inside ? 1 : -1;
    if (order == 0)
        order = XXH128_cmp(&a->plan, &b->plan);
    return order != 0 ? order : compare_addresses(a->finding, b->finding);
}

static placed *place_all(const finding_index *index, arena *memory)
{
    const sppwhy_analysis *a = index->analysis;
    size_t count = a->finding_count;
    placed *all = ARENA_ARRAY(memory, count, placed);
    advice_key *keys = ARENA_ARRAY(memory, count, advice_key);
    const sppwhy_finding **failing = find_failing(index, memory);
    strbuf room = {0};
    bool done = all && keys && failing;
    for (size_t i = 0; done && i < count; i++)
        done = advice_key_make(&keys[i], a, &a->findings[i], &room);
    for (size_t i = 0; done && i < count; i++) {
        const sppwhy_finding *f = &a->findings[i], *anchor = anchor_of(a, f, failing[i]);
        all[i] = (placed){keys[anchor - a->findings], keys[i], f, anchor != f};
    }
    strbuf_free(&room);
    if (done && count > 1)
        sort_array(all, count, sizeof *all, by_problem);
    return done ? all : NULL;
}

/* ---- plans and problems -------------------------------------------------------------------------------- */

static int larger_plan_first(const void *left, const void *right)
{
    const advice_plan *a = left, *b = right;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    if (a->activations != b->activations)
        return a->activations > b->activations ? -1 : 1;
    if (a->machines != b->machines)
        return a->machines > b->machines ? -1 : 1;
    return compare_addresses(a->findings[0], b->findings[0]);
}

static int worse_problem_first(const void *left, const void *right)
{
    const problem *a = left, *b = right;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    if ((a->activations == 0) != (b->activations == 0)) /* a warning */
        return a->activations == 0 ? 1 : -1;
    if (a->machines != b->machines)
        return a->machines > b->machines ? -1 : 1;
    if (a->activations != b->activations)
        return a->activations > b->activations ? -1 : 1;
    return compare_addresses(a->plans[0].findings[0], b->plans[0].findings[0]);
}

static void count_plan(advice_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const sppwhy_finding *f = plan->findings[i];
        bool again = i != 0 && plan->findings[i - 1]->machine == f->machine;
        plan->machines += f->machine && !again;
        plan->activations += f->activation_count;
        plan->level = f->verdict.level > plan->level ? f->verdict.level : plan->level;
    }
}

/* `seen` has for each machine's place the mark of the problem that counted it last. */
static void count_problem(problem *p, size_t mark, size_t *seen)
{
    for (size_t i = 0; i < p->plan_count; i++) {
        const advice_plan *plan = &p->plans[i];
        p->activations += plan->activations;
        p->level = plan->level > p->level ? plan->level : p->level;
        for (size_t k = 0; k < plan->count; k++) {
            const sppwhy_machine *m = plan->findings[k]->machine;
            p->machines += m && seen[m->place] != mark;
            if (m)
                seen[m->place] = mark;
        }
    }
}

/* Plans of one problem follow one another, what is to be fixed first. */
static void gather(problem_list *out, const placed *all, advice_plan *plans, const sppwhy_finding **findings)
{
    size_t plan_count = 0;
    for (size_t i = 0; i < out->analysis->finding_count; i++) {
        bool new_problem = i == 0 || !XXH128_isEqual(all[i].problem, all[i - 1].problem);
        bool new_plan = new_problem || !XXH128_isEqual(all[i].plan, all[i - 1].plan) ||
                        all[i].inside != all[i - 1].inside;
        findings[i] = all[i].finding;
        if (new_problem)
            out->items[out->count++].plans = &plans[plan_count];
        if (new_plan) {
            out->items[out->count - 1].plan_count++;
            plans[plan_count++].findings = &findings[i];
        }
        plans[plan_count - 1].count++;
    }
}

static void number_plans(problem_list *out)
{
    size_t number = 0;
    for (size_t i = 0; i < out->count; i++) {
        problem *p = &out->items[i];
        p->number = i + 1;
        for (size_t k = 0; k < p->plan_count; k++) {
            p->plans[k].number = ++number;
            for (size_t f = 0; f < p->plans[k].count; f++)
                out->plan_of[p->plans[k].findings[f] - out->analysis->findings] = &p->plans[k];
        }
    }
}

bool problems_make(problem_list *out, const finding_index *index, arena *memory)
{
    size_t count = index->analysis->finding_count;
    advice_plan *plans = ARENA_ARRAY(memory, count, advice_plan);
    const sppwhy_finding **findings = ARENA_ARRAY(memory, count, const sppwhy_finding *);
    size_t *seen = ARENA_ARRAY(memory, places_with_findings(index->analysis), size_t);
    const placed *all = index->sorted ? place_all(index, memory) : NULL;
    *out = (problem_list){.analysis = index->analysis,
                          .items = ARENA_ARRAY(memory, count, problem),
                          .plan_of = ARENA_ARRAY(memory, count, const advice_plan *)};
    if (!plans || !findings || !seen || !all || !out->items || !out->plan_of)
        return false;
    gather(out, all, plans, findings);
    for (size_t i = 0; i < out->count; i++) {
        problem *p = &out->items[i];
        for (size_t k = 0; k < p->plan_count; k++)
            count_plan(&p->plans[k]);
        count_problem(p, i + 1, seen);
        sort_array(p->plans + 1, p->plan_count - 1, sizeof *plans, larger_plan_first); /* the first stays */
    }
    if (out->count > 1)
        sort_array(out->items, out->count, sizeof *out->items, worse_problem_first);
    number_plans(out);
    return true;
}

const advice_plan *problems_plan_of(const problem_list *list, const sppwhy_finding *f)
{
    return list->plan_of[f - list->analysis->findings];
}
