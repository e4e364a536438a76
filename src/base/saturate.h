/* Sums and differences of numbers that may come from a log: what does not fit is the nearest that does. (For
 * times see base/clock.h.) */
#ifndef BASE_SATURATE_H
#define BASE_SATURATE_H

#include "sppwhy/status.h"

static inline uint64_t saturated_sum(uint64_t a, uint64_t b)
{
    return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}

/* A number as one that has a sign. Its negative always exists, too. */
static inline int64_t saturated_signed(uint64_t number)
{
    return number > INT64_MAX ? INT64_MAX : (int64_t)number;
}

static inline int64_t saturated_add(int64_t a, int64_t b)
{
    if (b > 0 ? a > INT64_MAX - b : a < -INT64_MAX - b)
        return b > 0 ? INT64_MAX : -INT64_MAX;
    return a + b;
}

/* -INT64_MAX where INT64_MIN would have none. */
static inline int64_t saturated_negative(int64_t number)
{
    return number == INT64_MIN ? INT64_MAX : -number;
}

#endif
