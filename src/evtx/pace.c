/* See pace.h. */
#include "evtx/pace.h"

#include "base/limits.h"
#include "base/stopwatch.h"
#include "base/watch.h"

#include <inttypes.h>

/* Asking for a thread's time is a call of the system: a few hundred nanoseconds, where a block can take ten
 * thousand. */
#define BLOCKS_PER_LOOK 16

void pace_begin(pace *p, const sppwhy_read_options *options)
{
    *p = (pace){
        .watch = &options->watch, .most = options->most_cpu_ms * 1000, .begun = stopwatch_thread_cpu()};
}

/* By the bytes that were read, not by those there are: a file may be nearly all hole. */
static uint64_t granted(const pace *p, uint64_t at)
{
    uint64_t most = LIMIT_LOG_MS + (at >> 20) * LIMIT_LOG_MS_PER_MIB;
    if (p->most != 0)
        return p->most;
    return (most < LIMIT_LOG_MS_MOST ? most : LIMIT_LOG_MS_MOST) * 1000;
}

static bool took_too_long(pace *p, uint64_t at)
{
    if (p->blocks++ % BLOCKS_PER_LOOK != 0)
        return false;
    return stopwatch_thread_cpu() - p->begun > granted(p, at);
}

static sppwhy_status tell(pace *p, uint64_t at, sppwhy_error *error)
{
    uint64_t bytes = at - p->told;
    p->told = at;
    return watch_go_on(p->watch, bytes) ? SPPWHY_OK : error_stopped(error);
}

sppwhy_status pace_keep(pace *p, uint64_t at, damage_list *damage, bool *enough, sppwhy_error *error)
{
    sppwhy_status status = tell(p, at, error);
    if (status != SPPWHY_OK || !took_too_long(p, at))
        return status;
    *enough = true;
    return damage_add(damage, at, 0, true,
                      "this log took over %" PRIu64 " ms of processor time; from here on it was not read",
                      granted(p, at) / 1000)
               ? SPPWHY_OK
               : error_no_memory(error);
}

sppwhy_status pace_end(pace *p, uint64_t bytes, sppwhy_error *error)
{
    return p->told < bytes ? tell(p, bytes, error) : SPPWHY_OK;
}
