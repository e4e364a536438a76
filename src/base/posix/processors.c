/* How many processors there are. */
#include "base/pool.h"

#include <unistd.h>

size_t pool_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : (size_t)n;
}
