/* See evidence.h. */
#include "correlate/evidence.h"

#include "base/sort.h"
#include "base/vec.h"
#include "spp/access.h"

#include <stdlib.h>

static bool in_order(const sppwhy_records *records)
{
    for (size_t i = 1; i < records->count; i++)
        if (records_by_time(&records->items[i - 1], &records->items[i]) > 0)
            return false;
    return true;
}

static bool sort_records(evidence *out)
{
    out->sorted = malloc((out->record_count + 1) * sizeof *out->sorted);
    for (size_t i = 0; out->sorted && i < out->record_count; i++)
        out->sorted[i] = &out->items[i];
    return out->sorted && sort_pointers((const void **)out->sorted, out->record_count, records_by_time);
}

bool evidence_create(evidence *out, arena *memory, const sppwhy_records *records,
                     const sppwhy_log *const *logs, size_t log_count, sppwhy_span span)
{
    *out = (evidence){.catalogue = records->catalogue,
                      .items = records->items,
                      .record_count = records->count,
                      .all_count = records->count,
                      .contradicting = records->contradicting,
                      .contradicting_count = records->contradicting_count,
                      .logs = vec_copy(memory, logs, log_count, sizeof *logs),
                      .log_count = log_count,
                      .span = span};
    if (!out->logs || (!in_order(records) && !sort_records(out)))
        return false;
    while (out->record_count != 0 && is_later(out, record_at(out, out->record_count - 1)))
        out->record_count--;
    return true;
}

void evidence_free(evidence *given)
{
    free(given->sorted);
    given->sorted = NULL;
}
