/* How often each cause stopped an activation. */
#include "rules/judge/analysis_owner.h"

#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

static int by_frequency(const void *left, const void *right)
{
    const sppwhy_cause_count *a = left, *b = right;
    if (a->activations != b->activations)
        return a->activations > b->activations ? -1 : 1;
    return strcmp(a->cause, b->cause);
}

/* Findings of one cause on machines, each with its activations, are the causes' counts. */
bool analysis_count_causes(sppwhy_analysis *out, size_t most, arena *memory)
{
    sppwhy_cause_count *counts = ARENA_ARRAY(memory, most, sppwhy_cause_count);
    if (!counts)
        return false;
    out->cause_count = 0;
    for (size_t i = 0; i < out->finding_count; i++) {
        const sppwhy_finding *f = &out->findings[i];
        if (f->activation_count == 0)
            continue;
        size_t k = 0;
        while (k < out->cause_count && strcmp(counts[k].cause, f->verdict.cause) != 0)
            k++;
        if (k == out->cause_count)
            counts[out->cause_count++].cause = f->verdict.cause;
        counts[k].activations += f->activation_count;
        counts[k].machines += !(i != 0 && out->findings[i - 1].machine == f->machine &&
                                strcmp(out->findings[i - 1].verdict.cause, f->verdict.cause) == 0);
    }
    if (out->cause_count != 0)
        sort_array(counts, out->cause_count, sizeof *counts, by_frequency);
    out->causes = counts;
    return true;
}
