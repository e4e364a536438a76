/* The processor time that reading a log may take: stops when it is used up, or when whoever watches wants an end,
 * and reports to the watcher how far it is. */
#ifndef EVTX_LOG_CPU_BUDGET_H
#define EVTX_LOG_CPU_BUDGET_H

#include "evtx/log/damage.h"

#include <stdatomic.h>

/* Of one log, whatever the number of threads that read it. */
typedef struct cpu_budget {
    const sppwhy_cancellation *watch;
    uint64_t most;         /* processor time, in microseconds; 0: what limits.h grants for the bytes read */
    _Atomic uint64_t used; /* of it */
    _Atomic uint64_t read; /* bytes of the log */
} cpu_budget;

/* Of one part of it. */
typedef struct cpu_budget_part {
    cpu_budget *budget;
    uint64_t told;    /* up to there the watcher knows of it */
    bool timed;       /* it is long enough for a second look at the time, or its time was set */
    uint64_t counted; /* this thread's time that the budget knows of */
    unsigned blocks;  /* since the time was last looked at */
} cpu_budget_part;

void cpu_budget_begin(cpu_budget *budget, const sppwhy_read_options *options);
/* `bytes` long; 0: not known. */
void cpu_budget_begin_part(cpu_budget_part *p, cpu_budget *budget, uint64_t from, uint64_t bytes);

/* Before the block at `at`, with which `left` bytes are still to read (0: not known): SPPWHY_STOPPED when the
 * watcher wants an end. *enough, with an entry in the damage, when the log has taken its time. */
SPPWHY_NODISCARD sppwhy_status cpu_budget_keep(cpu_budget_part *p, uint64_t at, uint64_t left,
                                               damage_list *damage, bool *enough, sppwhy_error *error);

/* The same for a text, whose reader says itself what was not read. */
SPPWHY_NODISCARD sppwhy_status cpu_budget_ask(cpu_budget_part *p, uint64_t at, bool *enough,
                                              sppwhy_error *error);
/* What the log may take, in milliseconds. */
uint64_t cpu_budget_granted_ms(const cpu_budget_part *p);

/* After the last block, which ends at `to`: reports the bytes that were not reported yet. */
SPPWHY_NODISCARD sppwhy_status cpu_budget_end(cpu_budget_part *p, uint64_t to, sppwhy_error *error);

#endif
