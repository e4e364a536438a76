/* See recovered.h. Sorted and walked side by side: a hostile log may give all its records one number. */
#include "evtx/log/recovered.h"

#include "base/sort.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

static int by_identity(const sppwhy_event *a, const sppwhy_event *b)
{
    int order = compare_u64(a->header_record_id, b->header_record_id);
    if (order == 0)
        order = compare_u64(a->time, b->time);
    if (order == 0)
        order = compare_u64(a->common->odd_time, b->common->odd_time);
    if (order == 0)
        order = compare_u64(a->common->id, b->common->id);
    return order != 0 ? order : strcmp(a->common->computer, b->common->computer);
}

static int by_identity_and_offset(const void *left, const void *right)
{
    const sppwhy_event *a = left, *b = right;
    int order = by_identity(a, b);
    return order != 0 ? order : compare_u64(a->offset, b->offset);
}

static int pointers_by_identity(const void *left, const void *right)
{
    return by_identity(*(const sppwhy_event *const *)left, *(const sppwhy_event *const *)right);
}

static int event_against_number(const void *item, const void *number)
{
    return compare_u64(((const sppwhy_event *)item)->header_record_id, *(const uint64_t *)number);
}

static bool has_number(const sppwhy_event *sorted, size_t count, uint64_t number)
{
    return sort_find(sorted, count, sizeof *sorted, &number, event_against_number);
}

bool recovered_keep_new(sppwhy_event *recovered, size_t *count, const sppwhy_event *live, size_t live_count)
{
    VEC(const sppwhy_event *) rivals = {0}; /* live ones that can be the same */
    size_t kept = 0, rival = 0;
    if (*count == 0)
        return true;
    sort_array(recovered, *count, sizeof *recovered, by_identity_and_offset);
    for (size_t i = 0; i < live_count; i++)
        if (has_number(recovered, *count, live[i].header_record_id) && !vec_push(&rivals, &live[i])) {
            vec_free(&rivals);
            return false;
        }
    if (rivals.count > 1)
        sort_array(rivals.items, rivals.count, sizeof *rivals.items, pointers_by_identity);
    for (size_t i = 0; i < *count; i++) {
        while (rival < rivals.count && by_identity(rivals.items[rival], &recovered[i]) < 0)
            rival++;
        bool is_live = rival < rivals.count && by_identity(rivals.items[rival], &recovered[i]) == 0;
        bool is_again = kept != 0 && by_identity(&recovered[kept - 1], &recovered[i]) == 0;
        if (!is_live && !is_again)
            recovered[kept++] = recovered[i];
    }
    *count = kept;
    vec_free(&rivals);
    return true;
}
