/* See cpu_budget.h. */
#include "evtx/log/cpu_budget.h"

#include "base/limits.h"
#include "base/stopwatch.h"
#include "base/cancellation.h"
#include "evtx/format.h"

#include <inttypes.h>

/* Asking for a thread's time is a call of the system: a few hundred nanoseconds, where a block can take ten
 * thousand. */
#define BLOCKS_PER_LOOK 16

void cpu_budget_begin(cpu_budget *budget, const sppwhy_read_options *options)
{
    budget->watch = &options->watch;
    budget->most = options->most_cpu_ms * 1000;
    atomic_init(&budget->used, 0);
    atomic_init(&budget->read, 0);
}

void cpu_budget_begin_part(cpu_budget_part *p, cpu_budget *budget, uint64_t from, uint64_t bytes)
{
    bool timed = bytes == 0 || bytes > (uint64_t)BLOCKS_PER_LOOK * CHUNK_SIZE || budget->most != 0;
    *p = (cpu_budget_part){
        .budget = budget, .told = from, .timed = timed, .counted = timed ? stopwatch_thread_cpu() : 0};
}

/* By the bytes that were read, not by those there are: a file may be nearly all hole. */
static uint64_t granted(cpu_budget *budget)
{
    uint64_t most = LIMIT_LOG_MS + (atomic_load(&budget->read) >> 20) * LIMIT_LOG_MS_PER_MIB;
    if (budget->most != 0)
        return budget->most;
    return (most < LIMIT_LOG_MS_MOST ? most : LIMIT_LOG_MS_MOST) * 1000;
}

static bool took_too_long(cpu_budget_part *p)
{
    if (p->blocks++ % BLOCKS_PER_LOOK != 0)
        return false;
    if (!p->timed)
        return atomic_load(&p->budget->used) > granted(p->budget);
    uint64_t now = stopwatch_thread_cpu(), since = now - p->counted;
    p->counted = now;
    return atomic_fetch_add(&p->budget->used, since) + since > granted(p->budget);
}

static sppwhy_status tell(cpu_budget_part *p, uint64_t at, sppwhy_error *error)
{
    uint64_t bytes = at - p->told;
    p->told = at;
    atomic_fetch_add(&p->budget->read, bytes);
    return cancellation_go_on(p->budget->watch, bytes) ? SPPWHY_OK : error_stopped(error);
}

sppwhy_status cpu_budget_keep(cpu_budget_part *p, uint64_t at, uint64_t left, damage_list *damage,
                              bool *enough, sppwhy_error *error)
{
    sppwhy_status status = tell(p, at, error);
    if (status != SPPWHY_OK || !took_too_long(p))
        return status;
    *enough = true;
    return damage_add_lost(damage, at, 0, left,
                           "this log took over %" PRIu64
                           " ms of processor time; from here on it was not read",
                           cpu_budget_granted_ms(p))
               ? SPPWHY_OK
               : error_no_memory(error);
}

sppwhy_status cpu_budget_ask(cpu_budget_part *p, uint64_t at, bool *enough, sppwhy_error *error)
{
    sppwhy_status status = tell(p, at, error);
    p->blocks = 0; /* some bytes of a text can take as long as a hundred blocks */
    *enough = status == SPPWHY_OK && took_too_long(p);
    return status;
}

uint64_t cpu_budget_granted_ms(const cpu_budget_part *p)
{
    return granted(p->budget) / 1000;
}

sppwhy_status cpu_budget_end(cpu_budget_part *p, uint64_t to, sppwhy_error *error)
{
    return p->told < to ? tell(p, to, error) : SPPWHY_OK;
}
