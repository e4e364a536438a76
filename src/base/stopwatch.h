/* How long something takes. (clock.h is about the times in logs.) */
#ifndef BASE_STOPWATCH_H
#define BASE_STOPWATCH_H

#include <stdint.h>

/* Microseconds since some moment; never goes back. */
uint64_t stopwatch_now(void);
/* Microseconds of processor time that this thread has used. */
uint64_t stopwatch_thread_cpu(void);

#endif
