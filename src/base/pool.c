#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>

#define THREADS_MOST 64

typedef struct work {
    atomic_size_t next;
    size_t count;
    pool_job job;
    void *context;
} work;

static void *take_jobs(void *argument)
{
    work *w = argument;
    for (;;) {
        size_t number = atomic_fetch_add(&w->next, 1);
        if (number >= w->count)
            return NULL;
        w->job(w->context, number);
    }
}

void pool_run(size_t count, size_t threads, pool_job job, void *context)
{
    work w = {.count = count, .job = job, .context = context};
    pthread_t started[THREADS_MOST];
    size_t running = 0;
    if (threads == 0)
        threads = pool_processors();
    if (threads > count)
        threads = count;
    if (threads > THREADS_MOST)
        threads = THREADS_MOST;
    while (running + 1 < threads && pthread_create(&started[running], NULL, take_jobs, &w) == 0)
        running++;
    take_jobs(&w);
    for (size_t i = 0; i < running; i++)
        pthread_join(started[i], NULL);
}
