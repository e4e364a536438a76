/* See base/terminal.h: as POSIX has it. */
#define _DEFAULT_SOURCE /* struct winsize */
#include "base/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

static unsigned paged; /* columns of the terminal that a pager shows standard output on; 0: no pager */

void terminal_paged(unsigned columns)
{
    paged = columns;
}

bool terminal_is(FILE *stream)
{
    if (stream == stdout && paged != 0)
        return true;
    return isatty(fileno(stream)) == 1;
}

unsigned terminal_columns(FILE *stream)
{
    struct winsize size;
    if (!terminal_is(stream))
        return TERMINAL_COLUMNS_ELSE;
    if (stream == stdout && paged != 0)
        return paged;
    unsigned asked = terminal_columns_asked();
    if (asked != 0)
        return asked;
    return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col
                                                                             : TERMINAL_COLUMNS_ELSE;
}

void terminal_open_streams(void)
{
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        if (fcntl(i, F_GETFD) < 0 && open("/dev/null", i == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            return;
}

void terminal_survive_closed_pipe(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ,
           SIG_IGN); /* so does a file that would grow past `ulimit -f`: writing fails, and is reported */
}

char **terminal_arguments(int *count, char **given)
{
    (void)count;
    return given;
}
