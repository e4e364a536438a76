/* See seed.h. The moment, and where the system put this program: no call that a sandbox could refuse. */
#include "base/seed.h"

#include <time.h>

uint64_t seed_for_hashes(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed = (uint64_t)now.tv_sec * 1000000007 ^ (uint64_t)now.tv_nsec << 20;
    seed = (seed ^ (uint64_t)(uintptr_t)&now) * 0x9E3779B97F4A7C15;
    return (seed ^ (uint64_t)(uintptr_t)&seed_for_hashes) * 0xBF58476D1CE4E5B9;
}
