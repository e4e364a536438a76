/* Independent jobs on several threads. Results go where the job puts them, by its number, so that the outcome
 * does not depend on how many threads there are. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

typedef void (*pool_job)(void *context, size_t number);

/* Runs job 0 .. count-1 on up to `threads` threads (0: one a processor) and returns when all are done. Where
 * threads cannot be had the jobs run on the caller's. */
void pool_run(size_t count, size_t threads, pool_job job, void *context);

/* How many threads can run at once. */
size_t pool_processors(void);

#endif
