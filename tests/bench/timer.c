/*
 * timer PROGRAM [ARGUMENT...]: how long the whole process takes, from fork to exit, its output thrown away.
 * Prints "median-seconds peak-KiB exit-status runs processor-seconds", the last of the same run. The first
 * run warms the cache and says how many more are worth while; only a run of more than LONG seconds counts
 * itself.
 */
#define _GNU_SOURCE /* wait4() */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FEWEST 5
#define MOST 31
#define BUDGET 3.0 /* seconds for all runs of one program */
#define LONG 20.0

typedef struct outcome {
    double seconds;
    double processor; /* user's and system's */
    long peak;
    int status;
} outcome;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void become(char **command)
{
    int nowhere = open("/dev/null", O_RDWR);
    if (nowhere >= 0 && dup2(nowhere, 0) >= 0 && dup2(nowhere, 1) >= 0 && dup2(nowhere, 2) >= 0)
        execvp(command[0], command);
    _exit(127);
}

static outcome run_once(char **command)
{
    outcome o = {.status = -1};
    struct rusage usage;
    int status;
    double start = now();
    pid_t child = fork();
    if (child == 0)
        become(command);
    if (child > 0 && wait4(child, &status, 0, &usage) == child) {
        o.peak = usage.ru_maxrss;
        o.processor = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
        o.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    o.seconds = now() - start;
    return o;
}

static int by_seconds(const void *left, const void *right)
{
    const outcome *a = left;
    const outcome *b = right;
    return (a->seconds > b->seconds) - (a->seconds < b->seconds);
}

static int runs_for(double seconds)
{
    if (seconds * MOST < BUDGET)
        return MOST;
    return seconds * FEWEST > BUDGET ? FEWEST : (int)(BUDGET / seconds);
}

int main(int count, char **arguments)
{
    outcome runs[MOST];
    int done = 1;
    if (count < 2)
        return 3;
    runs[0] = run_once(arguments + 1);
    if (runs[0].seconds <= LONG) {
        int wanted = runs_for(runs[0].seconds);
        for (done = 0; done < wanted; done++)
            runs[done] = run_once(arguments + 1);
    }
    qsort(runs, (size_t)done, sizeof *runs, by_seconds);
    outcome *median = &runs[done / 2];
    printf("%.6f %ld %d %d %.6f\n", median->seconds, median->peak, median->status, done, median->processor);
    return 0;
}
