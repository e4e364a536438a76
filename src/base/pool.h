/* Independent jobs on several threads. Results go where the job puts them, by its number, so that the outcome
 * does not depend on how many threads there are. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

typedef void (*pool_job)(void *context, size_t number);

/* Runs job 0 .. count-1 on up to `threads` threads (0: one a processor) and returns when all are done. Where
 * threads cannot be had the jobs run on the caller's. */
void pool_run(size_t count, size_t threads, pool_job job, void *context);

/* Jobs of which each has a result that must go out in order. */
typedef struct pool_line {
    void *context;
    void (*make)(void *context, size_t worker, size_t number); /* workers are counted from 0 */
    /* One at a time, in order of `number`, by the worker that made it; false: nothing more is wanted. */
    bool (*put)(void *context, size_t worker, size_t number);
} pool_line;

/* Makes and puts 0 .. count-1 with up to `threads` workers, of which the caller's thread is one: a worker goes on to
 * the next number when its own was put, so no more results wait than there are workers. */
void pool_run_in_order(size_t count, size_t threads, const pool_line *line);

/* How many threads can run at once. */
size_t pool_processors(void);

#endif
