/* See index.h. */
#include "report/view/index.h"

#include "base/sort.h"

#include <stdlib.h>

/* Addresses serve to find a machine's findings, never to order what is printed. */
static int by_machine(const void *left, const void *right)
{
    const sppwhy_finding *a = *(const sppwhy_finding *const *)left,
                         *b = *(const sppwhy_finding *const *)right;
    if (a->machine != b->machine)
        return a->machine < b->machine ? -1 : 1;
    return compare_addresses(a, b); /* they are in one array, the worst first */
}

finding_index finding_index_create(const sppwhy_analysis *a)
{
    finding_index index = {a, calloc(a->finding_count + 1, sizeof *index.sorted)};
    for (size_t i = 0; index.sorted && i < a->finding_count; i++)
        index.sorted[i] = &a->findings[i];
    if (index.sorted && a->finding_count != 0)
        sort_array(index.sorted, a->finding_count, sizeof *index.sorted, by_machine);
    return index;
}

void finding_index_free(finding_index *index)
{
    free(index->sorted);
    index->sorted = NULL;
}

static int finding_against_machine(const void *item, const void *machine)
{
    return compare_u64((uintptr_t)(*(const sppwhy_finding *const *)item)->machine, (uintptr_t)machine);
}

finding_walk findings_of(const finding_index *index, const sppwhy_machine *machine)
{
    size_t count = index->sorted ? index->analysis->finding_count : 0;
    return (finding_walk){
        index, machine,
        sort_first(index->sorted, count, sizeof *index->sorted, machine, finding_against_machine)};
}

const sppwhy_finding *const *findings_list(const finding_index *index, const sppwhy_machine *machine,
                                           size_t *count)
{
    size_t from = findings_of(index, machine).at, end = from;
    *count = 0;
    if (!index->sorted)
        return NULL;
    while (end < index->analysis->finding_count && index->sorted[end]->machine == machine)
        end++;
    *count = end - from;
    return index->sorted + from;
}

const sppwhy_finding *findings_next(finding_walk *w)
{
    const sppwhy_analysis *a = w->index->analysis;
    if (w->index->sorted) {
        const sppwhy_finding *f = w->at < a->finding_count ? w->index->sorted[w->at++] : NULL;
        return f && f->machine == w->machine ? f : NULL;
    }
    while (w->at < a->finding_count)
        if (a->findings[w->at++].machine == w->machine)
            return &a->findings[w->at - 1];
    return NULL;
}

size_t places_with_findings(const sppwhy_analysis *a)
{
    size_t places = 0;
    for (size_t i = 0; i < a->finding_count; i++)
        if (a->findings[i].machine && a->findings[i].machine->place >= places)
            places = a->findings[i].machine->place + 1;
    return places;
}
