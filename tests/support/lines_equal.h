/* What two readers of JSON lines made of the same text, held against each other. */
#ifndef SUPPORT_LINES_EQUAL_H
#define SUPPORT_LINES_EQUAL_H

#include "evtx/jsonl/jsonl.h"

#include <stdlib.h>
#include <string.h>

static inline bool same_line_events(const sppwhy_event *a, const sppwhy_event *b)
{
    const sppwhy_event_common *x = a->common, *y = b->common;
    return a->time == b->time && a->record_id == b->record_id && a->header_record_id == b->header_record_id &&
           a->offset == b->offset && x->id == y->id && x->qualifiers == y->qualifiers &&
           x->level == y->level && x->recovered == y->recovered && x->by_line == y->by_line &&
           x->odd_time == y->odd_time && strcmp(x->provider, y->provider) == 0 &&
           strcmp(x->source, y->source) == 0 && strcmp(x->channel, y->channel) == 0 &&
           strcmp(x->computer, y->computer) == 0 && strcmp(x->reader, y->reader) == 0 &&
           event_compare_strings(a, b) == 0;
}

/* All events of all parts; to be called once, it ends the parts' stores. */
static inline bool same_lines(lines *a, lines *b)
{
    if (a->parts.count != b->parts.count || a->logs.count != b->logs.count ||
        a->unread.count != b->unread.count || a->bad != b->bad)
        return false;
    for (size_t i = 0; i < a->parts.count; i++) {
        lines_part *x = a->parts.items[i], *y = b->parts.items[i];
        if (strcmp(x->id, y->id) != 0 || strcmp(x->path, y->path) != 0 || x->events.count != y->events.count)
            return false;
        if (!store_finish(&x->store) || !store_finish(&y->store))
            abort();
        for (size_t k = 0; k < x->events.count; k++)
            if (!same_line_events(&x->events.items[k], &y->events.items[k]))
                return false;
    }
    return true;
}

#endif
