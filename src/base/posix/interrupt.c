#include "base/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* All that a handler may touch: lock-free atomics. */
static atomic_int noted;   /* the signal; 0: none so far */
static atomic_bool noting; /* the first one is only noted */
static const char *_Atomic last_line;
static const char *_Atomic unfinished;

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};

static void end_by(int number)
{
    const char *line = atomic_load(&last_line), *path = atomic_load(&unfinished);
    if (path)
        unlink(path);
    if (line && !atomic_load(&noting)) {
        ssize_t written = write(STDERR_FILENO, line, strlen(line));
        (void)written; /* there is no one else to tell */
    }
    signal(number, SIG_DFL);
    raise(number); /* in a handler it takes effect on return */
}

static void handle(int number)
{
    int before = errno;
    if (atomic_load(&noting) && atomic_load(&noted) == 0)
        atomic_store(&noted, number);
    else
        end_by(number);
    errno = before;
}

void interrupt_catch(const char *line)
{
    struct sigaction action = {.sa_handler = handle}, was;
    atomic_store(&last_line, line);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++)
        if (sigaction(stopping[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN)
            sigaction(stopping[i], &action, NULL);
}

void interrupt_at_once(const char *line)
{
    atomic_store(&last_line, line);
    atomic_store(&noting, false);
    interrupt_end();
}

void interrupt_remove(const char *path)
{
    atomic_store(&unfinished, path);
}

void interrupt_note(void)
{
    atomic_store(&noting, true);
}

bool interrupt_noted(void)
{
    return atomic_load_explicit(&noted, memory_order_relaxed) != 0;
}

void interrupt_end(void)
{
    int number = atomic_load(&noted);
    if (number != 0)
        end_by(number);
}
