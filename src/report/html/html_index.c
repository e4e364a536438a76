/*
 * The page's order: machines with their findings worst first, and causes with the findings that need the same
 * steps. Sorting only, so it grows as n log n; nothing here depends on addresses or on the order of reading.
 */
#include "report/html/html.h"

#include "base/sort.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- machines ------------------------------------------------------------------------------------------ */

static int by_address(const sppwhy_machine *a, const sppwhy_machine *b)
{
    return (a > b) - (a < b);
}

static int machines_by_address(const void *left, const void *right)
{
    return by_address(((const html_machine *)left)->machine, ((const html_machine *)right)->machine);
}

/* Those of one machine in the order of the analysis. */
static int findings_by_machine(const void *left, const void *right)
{
    const sppwhy_finding *a = *(const sppwhy_finding *const *)left,
                         *b = *(const sppwhy_finding *const *)right;
    int order = by_address(a->machine, b->machine);
    return order != 0 ? order : (a > b) - (a < b);
}

int html_state_rank(const sppwhy_machine *m)
{
    switch (m->state) {
    case SPPWHY_STATE_ACTIVATION_FAILING:
        return 0;
    case SPPWHY_STATE_RENEWAL_FAILING:
        return 1;
    case SPPWHY_STATE_ACTIVATED:
        return 3;
    case SPPWHY_STATE_UNKNOWN:
        break;
    }
    return m->is_host ? 2 : 4;
}

/* In the order of their first findings; those without any by their state. */
static int worst_first(const void *left, const void *right)
{
    const html_machine *a = left, *b = right;
    if ((a->finding_count != 0) != (b->finding_count != 0))
        return a->finding_count != 0 ? -1 : 1;
    int order = a->finding_count != 0 ? (a->findings[0] > b->findings[0]) - (a->findings[0] < b->findings[0])
                                      : html_state_rank(a->machine) - html_state_rank(b->machine);
    return order != 0 ? order : (a->position > b->position) - (a->position < b->position);
}

/* Hands each machine its run of the sorted findings; both are in order of address. */
static void take_findings(html_page *p, const sppwhy_finding **sorted, size_t count)
{
    size_t at = 0;
    while (at < count && !sorted[at]->machine)
        at++;
    p->collection.findings = sorted;
    p->collection.finding_count = at;
    for (size_t i = 0; i < p->machine_count; i++) {
        html_machine *m = &p->machines[i];
        m->findings = sorted + at;
        for (; at < count && sorted[at]->machine == m->machine; at++) {
            m->failed += sorted[at]->activation_count;
            m->finding_count++;
        }
    }
}

static bool index_machines(html_page *p, arena *a)
{
    const sppwhy_collection *c = p->analysis->collection;
    size_t count = p->analysis->finding_count;
    const sppwhy_finding **sorted = ARENA_ARRAY(a, count, const sppwhy_finding *);
    p->machines = ARENA_ARRAY(a, c->machine_count, html_machine);
    p->machine_of = ARENA_ARRAY(a, count, const html_machine *);
    if (!sorted || !p->machines || !p->machine_of)
        return false;
    p->machine_count = c->machine_count;
    for (size_t i = 0; i < c->machine_count; i++)
        p->machines[i] = (html_machine){.machine = c->machines[i], .position = i};
    for (size_t i = 0; i < count; i++)
        sorted[i] = &p->analysis->findings[i];
    if (count > 1)
        sort_array(sorted, count, sizeof *sorted, findings_by_machine);
    if (p->machine_count > 1)
        sort_array(p->machines, p->machine_count, sizeof *p->machines, machines_by_address);
    take_findings(p, sorted, count);
    if (p->machine_count > 1)
        sort_array(p->machines, p->machine_count, sizeof *p->machines, worst_first);
    size_t sections = 0;
    for (size_t i = 0; i < p->machine_count; i++) {
        html_machine *m = &p->machines[i];
        m->number = i + 1;
        bool wanted = m->finding_count != 0 || m->machine->served_count != 0;
        m->has_section = wanted && (sections < HTML_SECTIONS_MOST || m->machine->served_count != 0);
        sections += m->has_section;
        for (size_t k = 0; k < m->finding_count; k++)
            p->machine_of[m->findings[k] - p->analysis->findings] = m;
    }
    p->collection.has_section = p->collection.finding_count != 0;
    for (size_t k = 0; k < p->collection.finding_count; k++)
        p->machine_of[p->collection.findings[k] - p->analysis->findings] = &p->collection;
    return true;
}

/* ---- causes -------------------------------------------------------------------------------------------- */

static int compare_texts(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
    for (size_t i = 0; i < a_count && i < b_count; i++) {
        int order = a[i] == b[i] ? 0 : strcmp(a[i], b[i]);
        if (order != 0)
            return order;
    }
    return (a_count > b_count) - (a_count < b_count);
}

/* 0 when two findings of one cause want the same to be done. */
static int compare_advice(const sppwhy_verdict *a, const sppwhy_verdict *b)
{
    int order = compare_texts(a->fix, a->fix_count, b->fix, b->fix_count);
    if (order == 0)
        order = compare_texts(a->confirm, a->confirm_count, b->confirm, b->confirm_count);
    if (order == 0)
        order = compare_texts(a->false_alarms, a->false_alarm_count, b->false_alarms, b->false_alarm_count);
    if (order == 0)
        order = compare_texts(a->references, a->reference_count, b->references, b->reference_count);
    return order;
}

static int findings_by_advice(const void *left, const void *right)
{
    const sppwhy_finding *a = *(const sppwhy_finding *const *)left,
                         *b = *(const sppwhy_finding *const *)right;
    int order = strcmp(a->verdict.cause, b->verdict.cause);
    if (order == 0)
        order = compare_advice(&a->verdict, &b->verdict);
    return order != 0 ? order : (a > b) - (a < b);
}

static int larger_plan_first(const void *left, const void *right)
{
    const html_plan *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a->findings[0] > b->findings[0]) - (a->findings[0] < b->findings[0]);
}

static int worse_cause_first(const void *left, const void *right)
{
    const html_cause *a = left, *b = right;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    if ((a->activations == 0) != (b->activations == 0)) /* a warning */
        return a->activations == 0 ? 1 : -1;
    if (a->machines != b->machines)
        return a->machines > b->machines ? -1 : 1;
    if (a->activations != b->activations)
        return a->activations > b->activations ? -1 : 1;
    return strcmp(a->plans[0].findings[0]->verdict.cause, b->plans[0].findings[0]->verdict.cause);
}

/* Plans that follow one another and are of one cause. */
static void gather_causes(html_page *p, html_plan *plans, size_t plan_count)
{
    const char *cause = NULL;
    for (size_t i = 0; i < plan_count; i++) {
        const sppwhy_finding *head = plans[i].findings[0];
        if (!cause || strcmp(cause, head->verdict.cause) != 0)
            p->causes[p->cause_count++] = (html_cause){.plans = &plans[i]};
        cause = head->verdict.cause;
        p->causes[p->cause_count - 1].plan_count++;
    }
}

/* Machines of a cause: a finding each, but two of one machine (the same cause on it as a client and as a
 * host, or with other codes) are counted once. */
static void count_machines(html_page *p, html_cause *c, size_t *seen)
{
    for (size_t i = 0; i < c->plan_count; i++)
        for (size_t k = 0; k < c->plans[i].count; k++) {
            const sppwhy_finding *f = c->plans[i].findings[k];
            const html_machine *m = html_machine_of(p, f);
            c->activations += f->activation_count;
            if (f->verdict.level > c->level)
                c->level = f->verdict.level;
            if (m->machine && seen[m->number - 1] != c->number)
                c->machines++;
            if (m->machine)
                seen[m->number - 1] = c->number;
        }
}

static bool index_causes(html_page *p, arena *a)
{
    size_t count = p->analysis->finding_count, plan_count = 0;
    const sppwhy_finding **sorted = ARENA_ARRAY(a, count, const sppwhy_finding *);
    html_plan *plans = ARENA_ARRAY(a, count, html_plan);
    size_t *seen = ARENA_ARRAY(a, p->machine_count, size_t);
    p->causes = ARENA_ARRAY(a, count, html_cause);
    p->plan_of = ARENA_ARRAY(a, count, const html_plan *);
    if (!sorted || !plans || !seen || !p->causes || !p->plan_of)
        return false;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &p->analysis->findings[i];
    if (count > 1)
        sort_array(sorted, count, sizeof *sorted, findings_by_advice);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(sorted[i - 1]->verdict.cause, sorted[i]->verdict.cause) != 0 ||
            compare_advice(&sorted[i - 1]->verdict, &sorted[i]->verdict) != 0)
            plans[plan_count++].findings = sorted + i;
        plans[plan_count - 1].count++;
    }
    gather_causes(p, plans, plan_count);
    for (size_t i = 0; i < p->cause_count; i++) {
        html_cause *c = &p->causes[i];
        c->number = i + 1;
        count_machines(p, c, seen);
        sort_array(c->plans, c->plan_count, sizeof *c->plans, larger_plan_first);
    }
    if (p->cause_count > 1)
        sort_array(p->causes, p->cause_count, sizeof *p->causes, worse_cause_first);
    size_t number = 0;
    for (size_t i = 0; i < p->cause_count; i++) {
        p->causes[i].number = i + 1;
        for (size_t k = 0; k < p->causes[i].plan_count; k++) {
            html_plan *plan = &p->causes[i].plans[k];
            plan->number = ++number;
            for (size_t f = 0; f < plan->count; f++)
                p->plan_of[plan->findings[f] - p->analysis->findings] = plan;
        }
    }
    return true;
}

/* ---- codes --------------------------------------------------------------------------------------------- */

static int by_code(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool index_codes(html_page *p, arena *a)
{
    const sppwhy_analysis *all = p->analysis;
    sppwhy_value code;
    size_t most = all->collection->activation_count, kept = 0;
    for (size_t i = 0; i < all->finding_count; i++)
        most += all->findings[i].verdict.evidence_count;
    p->codes = ARENA_ARRAY(a, most, uint32_t);
    if (!p->codes)
        return false;
    for (size_t i = 0; i < all->collection->activation_count; i++)
        if (all->collection->activations[i]->has_code)
            p->codes[p->code_count++] = all->collection->activations[i]->code;
    for (size_t i = 0; i < all->finding_count; i++)
        for (size_t k = 0; k < all->findings[i].verdict.evidence_count; k++)
            if (sppwhy_record_get(all->findings[i].verdict.evidence[k], SPPWHY_FIELD_CODE, &code))
                p->codes[p->code_count++] = (uint32_t)code.number;
    if (p->code_count > 1)
        sort_array(p->codes, p->code_count, sizeof *p->codes, by_code);
    for (size_t i = 0; i < p->code_count; i++)
        if (p->codes[i] != 0 && (kept == 0 || p->codes[kept - 1] != p->codes[i]))
            p->codes[kept++] = p->codes[i];
    p->code_count = kept;
    return true;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void find_span(html_page *p)
{
    const sppwhy_collection *c = p->analysis->collection;
    for (size_t i = 0; i < c->log_count; i++) {
        const sppwhy_log *log = c->logs[i];
        if (log->first_event != 0 && (p->first == 0 || log->first_event < p->first))
            p->first = log->first_event;
        if (log->last_event > p->last)
            p->last = log->last_event;
    }
}

bool html_index(html_page *page, arena *a)
{
    find_span(page);
    return index_machines(page, a) && index_causes(page, a) && index_codes(page, a);
}

const html_machine *html_machine_of(const html_page *page, const sppwhy_finding *finding)
{
    return page->machine_of[finding - page->analysis->findings];
}

const html_plan *html_plan_of(const html_page *page, const sppwhy_finding *finding)
{
    return page->plan_of[finding - page->analysis->findings];
}
