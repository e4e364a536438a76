/*
 * Which findings are one trouble: what is to be mended (a host's finding, or the machines' own where no host
 * explains it) and what fails because of it. Inside of a trouble the findings that want the same done are one
 * plan. Sorting only; the order rests on what the findings say.
 */
#include "report/html/html.h"

#include "base/sort.h"
#include "report/view/advice_groups.h"

#include <stdlib.h>
#include <string.h>

typedef struct placed {
    advice_key trouble, plan; /* of the finding that it hangs on, and its own */
    const sppwhy_finding *finding;
    bool inside; /* it hangs on another finding */
} placed;

/* A warning about a machine that also fails hangs on why it fails. */
static const sppwhy_finding *why_it_fails(const html_page *p, const sppwhy_finding *f)
{
    const html_machine *m = html_machine_of(p, f);
    if (f->subject != SPPWHY_SUBJECT_MACHINE || f->activation_count != 0 || !m->machine)
        return f;
    for (size_t i = 0; i < m->finding_count; i++)
        if (m->findings[i]->activation_count != 0)
            return m->findings[i];
    return f;
}

static const sppwhy_finding *anchor_of(const html_page *p, const sppwhy_finding *f)
{
    const sppwhy_finding *root = html_root_of(p, f);
    if (root)
        return root;
    const sppwhy_finding *failing = why_it_fails(p, f);
    root = html_root_of(p, failing);
    return root ? root : failing;
}

static int by_trouble(const void *left, const void *right)
{
    const placed *a = left, *b = right;
    int order = XXH128_cmp(&a->trouble, &b->trouble);
    if (order == 0 && a->inside != b->inside)
        order = a->inside ? 1 : -1;
    if (order == 0)
        order = XXH128_cmp(&a->plan, &b->plan);
    return order != 0 ? order : compare_addresses(a->finding, b->finding);
}

static placed *place_all(html_page *p)
{
    size_t count = p->analysis->finding_count;
    placed *all = ARENA_ARRAY(p->memory, count, placed);
    advice_key *keys = ARENA_ARRAY(p->memory, count, advice_key);
    strbuf room = {0};
    bool done = all && keys;
    for (size_t i = 0; done && i < count; i++)
        done = advice_key_make(&keys[i], p->analysis, &p->analysis->findings[i], &room);
    for (size_t i = 0; done && i < count; i++) {
        const sppwhy_finding *f = &p->analysis->findings[i], *anchor = anchor_of(p, f);
        all[i] = (placed){keys[anchor - p->analysis->findings], keys[i], f, anchor != f};
    }
    strbuf_free(&room);
    if (done && count > 1)
        sort_array(all, count, sizeof *all, by_trouble);
    return done ? all : NULL;
}

/* ---- plans and troubles -------------------------------------------------------------------------------- */

static int larger_plan_first(const void *left, const void *right)
{
    const html_plan *a = left, *b = right;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    if (a->activations != b->activations)
        return a->activations > b->activations ? -1 : 1;
    if (a->machines != b->machines)
        return a->machines > b->machines ? -1 : 1;
    return compare_addresses(a->findings[0], b->findings[0]);
}

static int worse_trouble_first(const void *left, const void *right)
{
    const html_trouble *a = left, *b = right;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    if ((a->activations == 0) != (b->activations == 0)) /* a warning */
        return a->activations == 0 ? 1 : -1;
    if (a->machines != b->machines)
        return a->machines > b->machines ? -1 : 1;
    if (a->activations != b->activations)
        return a->activations > b->activations ? -1 : 1;
    const sppwhy_finding *x = a->plans[0].findings[0], *y = b->plans[0].findings[0];
    return compare_addresses(x, y);
}

static void count_plan(const html_page *p, html_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const sppwhy_finding *f = plan->findings[i];
        bool again = i != 0 && plan->findings[i - 1]->machine == f->machine;
        plan->machines += f->machine && !again;
        plan->activations += f->activation_count;
        plan->level = f->verdict.level > plan->level ? f->verdict.level : plan->level;
        p->plan_of[f - p->analysis->findings] = plan;
    }
}

static void count_trouble(const html_page *p, html_trouble *t, size_t mark, size_t *seen)
{
    for (size_t i = 0; i < t->plan_count; i++) {
        const html_plan *plan = &t->plans[i];
        t->activations += plan->activations;
        t->level = plan->level > t->level ? plan->level : t->level;
        for (size_t k = 0; k < plan->count; k++) {
            const html_machine *m = html_machine_of(p, plan->findings[k]);
            t->machines += m->machine && seen[m->number - 1] != mark;
            if (m->machine)
                seen[m->number - 1] = mark;
        }
    }
}

/* Plans of one trouble follow one another, what is to be mended first. */
static void gather(html_page *p, const placed *all, html_plan *plans, const sppwhy_finding **findings)
{
    size_t plan_count = 0;
    for (size_t i = 0; i < p->analysis->finding_count; i++) {
        bool new_trouble = i == 0 || !XXH128_isEqual(all[i].trouble, all[i - 1].trouble);
        bool new_plan = new_trouble || !XXH128_isEqual(all[i].plan, all[i - 1].plan) ||
                        all[i].inside != all[i - 1].inside;
        findings[i] = all[i].finding;
        if (new_trouble)
            p->troubles[p->trouble_count++].plans = &plans[plan_count];
        if (new_plan) {
            p->troubles[p->trouble_count - 1].plan_count++;
            plans[plan_count++].findings = &findings[i];
        }
        plans[plan_count - 1].count++;
    }
}

static void number_plans(html_page *p)
{
    size_t number = 0;
    for (size_t i = 0; i < p->trouble_count; i++) {
        html_trouble *t = &p->troubles[i];
        t->number = i + 1;
        for (size_t k = 0; k < t->plan_count; k++) {
            t->plans[k].number = ++number;
            for (size_t f = 0; f < t->plans[k].count; f++)
                p->plan_of[t->plans[k].findings[f] - p->analysis->findings] = &t->plans[k];
        }
    }
}

bool html_index_troubles(html_page *p)
{
    size_t count = p->analysis->finding_count;
    html_plan *plans = ARENA_ARRAY(p->memory, count, html_plan);
    const sppwhy_finding **findings = ARENA_ARRAY(p->memory, count, const sppwhy_finding *);
    size_t *seen = ARENA_ARRAY(p->memory, p->machine_count, size_t);
    const placed *all = place_all(p);
    p->troubles = ARENA_ARRAY(p->memory, count, html_trouble);
    p->plan_of = ARENA_ARRAY(p->memory, count, const html_plan *);
    if (!plans || !findings || !seen || !all || !p->troubles || !p->plan_of)
        return false;
    gather(p, all, plans, findings);
    for (size_t i = 0; i < p->trouble_count; i++) {
        html_trouble *t = &p->troubles[i];
        for (size_t k = 0; k < t->plan_count; k++)
            count_plan(p, &t->plans[k]);
        count_trouble(p, t, i + 1, seen);
        sort_array(t->plans + 1, t->plan_count - 1, sizeof *plans, larger_plan_first); /* the first stays */
    }
    if (p->trouble_count > 1)
        sort_array(p->troubles, p->trouble_count, sizeof *p->troubles, worse_trouble_first);
    number_plans(p);
    return true;
}
