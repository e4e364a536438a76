#define _DEFAULT_SOURCE /* struct winsize */
#include "base/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool terminal_is(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

unsigned terminal_columns(FILE *stream)
{
    struct winsize size;
    if (terminal_is(stream) && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
        return size.ws_col;
    return 80;
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
}
