/* See pool.h. */
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

/* Runs `each` on up to `threads` threads, no more than there are jobs, of which one is the caller's; returns when all
 * have ended. */
static void run_on(size_t threads, size_t count, void *(*each)(void *), void *argument)
{
    pthread_t started[THREADS_MOST];
    size_t running = 0;
    if (threads > count)
        threads = count;
    if (threads > THREADS_MOST)
        threads = THREADS_MOST;
    while (running + 1 < threads && pthread_create(&started[running], NULL, each, argument) == 0)
        running++;
    (void)each(argument);
    for (size_t i = 0; i < running; i++)
        pthread_join(started[i], NULL);
}

void pool_run(size_t count, size_t threads, pool_job job, void *context)
{
    work w = {.count = count, .job = job, .context = context};
    run_on(threads == 0 ? pool_processors() : threads, count, take_jobs, &w);
}

/* ---- in order ------------------------------------------------------------------------------------------ */

typedef struct ordered_work {
    const pool_line *line;
    size_t count;
    atomic_size_t next, workers;
    atomic_bool enough;
    pthread_mutex_t lock;
    pthread_cond_t turned;
    size_t turn; /* the number that may be put */
} ordered_work;

static void wait_for_turn(ordered_work *w, size_t number)
{
    pthread_mutex_lock(&w->lock);
    while (w->turn != number)
        pthread_cond_wait(&w->turned, &w->lock);
    pthread_mutex_unlock(&w->lock);
}

static void pass_turn(ordered_work *w)
{
    pthread_mutex_lock(&w->lock);
    w->turn++;
    pthread_cond_broadcast(&w->turned);
    pthread_mutex_unlock(&w->lock);
}

/* Numbers are taken in order, so the worker with the lowest never waits. What was taken has its turn, wanted or not: those
 * above wait for it. */
static void *take_in_order(void *argument)
{
    ordered_work *w = argument;
    size_t worker = atomic_fetch_add(&w->workers, 1);
    while (!w->enough) {
        size_t number = atomic_fetch_add(&w->next, 1);
        if (number >= w->count)
            return NULL;
        if (!w->enough)
            w->line->make(w->line->context, worker, number);
        wait_for_turn(w, number);
        if (!w->enough && !w->line->put(w->line->context, worker, number))
            w->enough = true;
        pass_turn(w);
    }
    return NULL;
}

void pool_run_in_order(size_t count, size_t threads, const pool_line *line)
{
    ordered_work w = {.line = line, .count = count};
    pthread_mutex_init(&w.lock, NULL);
    pthread_cond_init(&w.turned, NULL);
    run_on(threads, count, take_in_order, &w);
    pthread_cond_destroy(&w.turned);
    pthread_mutex_destroy(&w.lock);
}
