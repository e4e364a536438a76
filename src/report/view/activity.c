/* What the three forms of the activity report share. */
#include "report/view/activity.h"

#include "spp/access.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const chart_spans[CHART_SPANS] = {"already over", "within 7 days", "8 to 14 days",
                                              "15 to 21 days", "22 to 30 days"};

bool in_grace(const sppwhy_activity_client *c)
{
    return license_state_is_grace(c->state);
}

int64_t days_between(uint64_t now, uint64_t ends)
{
    int64_t left = clock_difference(now, ends), day = (int64_t)CLOCK_DAY;
    return left >= 0 ? left / day : -1 - (-left - 1) / day;
}

size_t chart_span(const sppwhy_activity_client *c)
{
    static const uint64_t ends[CHART_SPANS - 1] = {7, 14, 21, 30};
    if (c->ends == 0)
        return CHART_SPANS;
    if (c->ends < c->now)
        return 0;
    for (size_t i = 0; i < CHART_SPANS - 1; i++)
        if (c->ends - c->now <= ends[i] * CLOCK_DAY)
            return i + 1;
    return CHART_SPANS;
}

/* The scope's own order, by name and product, decides between equals: both point into one array. */
static int by_end(const void *left, const void *right)
{
    const sppwhy_activity_client *a = *(const sppwhy_activity_client *const *)left,
                                 *b = *(const sppwhy_activity_client *const *)right;
    bool x = a->ends == 0, y = b->ends == 0;
    int64_t left_a = (int64_t)(a->ends - a->now), left_b = (int64_t)(b->ends - b->now);
    if (x != y)
        return x ? 1 : -1;
    if (!x && left_a != left_b)
        return left_a < left_b ? -1 : 1;
    return compare_addresses(a, b);
}

const sppwhy_activity_client **clients_by_end(const sppwhy_activity_scope *scope)
{
    const sppwhy_activity_client **list = malloc((scope->client_count + 1) * sizeof *list);
    for (size_t i = 0; list && i < scope->client_count; i++)
        list[i] = &scope->clients[i];
    if (list && scope->client_count != 0)
        sort_array(list, scope->client_count, sizeof *list, by_end);
    return list;
}
