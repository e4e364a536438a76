/* Signals, and how a process ends by one. */
#include "base/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};

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

void interrupt_listen(void)
{
    struct sigaction action = {.sa_handler = handle}, was;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++)
        if (sigaction(stopping[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN)
            sigaction(stopping[i], &action, NULL);
}
