/* See recovered.h. Sorted and walked side by side: a hostile log may give all its records one number. */
#include "evtx/log/recovered.h"

#include "base/sort.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_identity(const sppwhy_event *a, const sppwhy_event *b)
{
    int order = compare(a->header_record_id, b->header_record_id);
    if (order == 0)
        order = compare(a->time, b->time);
    if (order == 0)
        order = compare(a->common->odd_time, b->common->odd_time);
    if (order == 0)
        order = compare(a->common->id, b->common->id);
    return order != 0 ? order : strcmp(a->common->computer, b->common->computer);
}

static int by_identity_and_offset(const void *left, const void *right)
{
    const sppwhy_event *a = left, *b = right;
    int order = by_identity(a, b);
    return order != 0 ? order : compare(a->offset, b->offset);
}

static int pointers_by_identity(const void *left, const void *right)
{
    return by_identity(*(const sppwhy_event *const *)left, *(const sppwhy_event *const *)right);
}

static bool has_number(const sppwhy_event *sorted, size_t count, uint64_t number)
{
    size_t low = 0;
    for (size_t high = count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle].header_record_id < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && sorted[low].header_record_id == number;
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
