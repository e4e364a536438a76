/* Signals, and how a process ends by one. */
#include "base/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
/* What else ends a program: by Ctrl-\, a limit, a timer, a number that somebody chose, or a fault of ours. Not
 * SIGSEGV and its like, after which nothing of ours is to be trusted, and not SIGKILL, which cannot be had. */
static const int ending[] = {SIGQUIT, SIGABRT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};

void interrupt_end_process(int number, const char *line, const char *path)
{
    if (path)
        unlink(path);
    if (line) {
        ssize_t written = write(STDERR_FILENO, line, strlen(line));
        (void)written; /* there is no one else to tell */
    }
    signal(number, SIG_DFL);
    raise(number); /* in a handler it takes effect on return */
}

static void handle(int number)
{
    int before = errno;
    interrupt_came(number);
    errno = before;
}

static void listen_to(const int *numbers, size_t count, void (*then)(int number))
{
    struct sigaction action = {.sa_handler = then}, was;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        if (sigaction(numbers[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

void interrupt_listen(void)
{
    listen_to(stopping, sizeof stopping / sizeof *stopping, handle);
    listen_to(ending, sizeof ending / sizeof *ending, interrupt_came_to_end);
}
