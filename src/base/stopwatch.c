/* See stopwatch.h. */
#include "base/stopwatch.h"

#include <time.h>

static uint64_t microseconds(clockid_t which)
{
    struct timespec t;
    if (clock_gettime(which, &t) != 0)
        return 0;
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

uint64_t stopwatch_now(void)
{
    return microseconds(CLOCK_MONOTONIC);
}

uint64_t stopwatch_thread_cpu(void)
{
    uint64_t used = microseconds(CLOCK_THREAD_CPUTIME_ID);
    return used != 0 ? used : stopwatch_now(); /* where that is not counted, as in a browser */
}
