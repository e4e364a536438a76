/*
 * The page's order: machines with their findings worst first, and the codes that are named. Sorting only, so
 * it grows as n log n; nothing here depends on addresses or on the order of reading.
 */
#include "report/html/html.h"

#include "base/sort.h"
#include "correlate/coverage.h"
#include "base/text.h"
#include "spp/access.h"
#include "report/view/logs.h"
#include "report/view/words.h"

#include <stdlib.h>
#include <string.h>

/* ---- machines ------------------------------------------------------------------------------------------ */

/* In the order of their first findings; those without any by their state. */
static int worst_first(const void *left, const void *right)
{
    const html_machine *a = left, *b = right;
    if ((a->finding_count != 0) != (b->finding_count != 0))
        return a->finding_count != 0 ? -1 : 1;
    int order = a->finding_count != 0 ? compare_addresses(a->findings[0], b->findings[0])
                                      : (int)standing_of(a->machine) - (int)standing_of(b->machine);
    return order != 0 ? order : compare_u64(a->position, b->position);
}

static void take_findings(html_page *p, html_machine *m)
{
    m->findings = findings_list(&p->index, m->machine, &m->finding_count);
    for (size_t i = 0; i < m->finding_count; i++)
        m->failed += m->findings[i]->activation_count;
}

/* Some elements more than the section of a machine has: so that a page of a fleet stays small enough to open
 * at once. */
static size_t section_elements(const html_machine *m)
{
    size_t tries =
        m->machine->activation_count < HTML_RUNS_SHOWN ? m->machine->activation_count : HTML_RUNS_SHOWN;
    size_t elements = 90 + 9 * tries;
    for (size_t i = 0; i < m->finding_count; i++)
        elements += 30 + 11 * m->findings[i]->verdict.evidence_count;
    return elements;
}

/* KMS hosts always, then the worst, as far as there is room. */
static void choose_sections(html_page *p)
{
    size_t elements = 0;
    for (size_t i = 0; i < p->machine_count; i++)
        if (p->machines[i].machine->served_count != 0)
            elements += section_elements(&p->machines[i]);
    for (size_t i = 0; i < p->machine_count; i++) {
        html_machine *m = &p->machines[i];
        bool host = m->machine->served_count != 0;
        size_t more = host || m->finding_count == 0 ? 0 : section_elements(m);
        m->has_section =
            host || (m->finding_count != 0 && (elements + more <= HTML_SECTION_ELEMENTS || i == 0));
        elements += m->has_section ? more : 0;
    }
}

static bool index_machines(html_page *p)
{
    arena *a = p->memory;
    const sppwhy_collection *c = p->analysis->collection;
    p->machines = ARENA_ARRAY(a, c->machine_count, html_machine);
    p->by_name = ARENA_ARRAY(a, c->machine_count, const html_machine *);
    p->machine_of = ARENA_ARRAY(a, p->analysis->finding_count, const html_machine *);
    if (!p->index.sorted || !p->machines || !p->by_name || !p->machine_of)
        return false;
    p->machine_count = c->machine_count;
    for (size_t i = 0; i < c->machine_count; i++) {
        p->machines[i] = (html_machine){.machine = c->machines[i], .position = i};
        take_findings(p, &p->machines[i]);
    }
    take_findings(p, &p->collection);
    if (p->machine_count > 1)
        sort_array(p->machines, p->machine_count, sizeof *p->machines, worst_first);
    for (size_t i = 0; i < p->machine_count; i++) {
        html_machine *m = &p->machines[i];
        m->number = i + 1;
        p->by_name[m->position] = m;
        for (size_t k = 0; k < m->finding_count; k++)
            p->machine_of[m->findings[k] - p->analysis->findings] = m;
    }
    choose_sections(p);
    p->collection.has_section = p->collection.finding_count != 0;
    for (size_t k = 0; k < p->collection.finding_count; k++)
        p->machine_of[p->collection.findings[k] - p->analysis->findings] = &p->collection;
    return true;
}

/* ---- codes --------------------------------------------------------------------------------------------- */

static int by_code(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return compare_u64(a, b);
}

static bool index_codes(html_page *p)
{
    arena *a = p->memory;
    const sppwhy_analysis *all = p->analysis;
    uint64_t code;
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
            if (record_get_number(all->findings[i].verdict.evidence[k], SPPWHY_FIELD_CODE, &code))
                p->codes[p->code_count++] = (uint32_t)code;
    if (p->code_count > 1)
        sort_array(p->codes, p->code_count, sizeof *p->codes, by_code);
    for (size_t i = 0; i < p->code_count; i++)
        if (p->codes[i] != 0 && (kept == 0 || p->codes[kept - 1] != p->codes[i]))
            p->codes[kept++] = p->codes[i];
    p->code_count = kept;
    return true;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

/* A cause is called what a finding of it is called. */
static void find_color_titles(html_page *p)
{
    const sppwhy_analysis *a = p->analysis;
    for (size_t i = 0; i < a->cause_count && i < HTML_COLORS; i++) {
        size_t k = 0;
        while (k < a->finding_count && strcmp(a->findings[k].verdict.cause, a->causes[i].cause) != 0)
            k++;
        p->color_titles[i] = k < a->finding_count ? a->findings[k].verdict.title : a->causes[i].cause;
    }
}

bool html_index(html_page *page)
{
    logs_span(page->analysis->collection, &page->first, &page->last);
    find_color_titles(page);
    return index_machines(page) && problems_make(&page->problems, &page->index, page->memory) &&
           index_codes(page);
}

const html_machine *html_machine_of(const html_page *page, const sppwhy_finding *finding)
{
    return page->machine_of[finding - page->analysis->findings];
}

static int row_against_place(const void *item, const void *wanted)
{
    return compare_u64((*(const html_machine *const *)item)->machine->place, *(const size_t *)wanted);
}

/* The collection's machines are in order of place, also those of a part of it. */
const html_machine *html_row_of(const html_page *page, const sppwhy_machine *machine)
{
    html_machine *const *row = machine ? sort_find(page->by_name, page->machine_count, sizeof *row,
                                                   &machine->place, row_against_place)
                                       : NULL;
    return row && (*row)->machine == machine ? *row : NULL;
}
