/* See base/pager.h: as POSIX has it. */
#include "base/pager.h"

#include "base/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define USUAL "less"

static pid_t pager; /* 0: none */

static bool installed(const char *name)
{
    const char *at = getenv("PATH");
    char path[1024];
    for (size_t length; at && *at; at += length + (at[length] == ':')) {
        length = strcspn(at, ":");
        snprintf(path, sizeof path, "%.*s/%s", (int)(length < 900 ? length : 900), at, name);
        if (access(path, X_OK) == 0)
            return true;
    }
    return false;
}

/* NULL: none is wanted. */
static const char *command(void)
{
    const char *own = getenv("SPPWHY_PAGER"), *general = getenv("PAGER"), *kind = getenv("TERM");
    const char *chosen = own ? own : general ? general : installed(USUAL) ? USUAL : "";
    bool declined = chosen[0] == '\0' || strcmp(chosen, "cat") == 0 || !kind || strcmp(kind, "dumb") == 0;
    return declined ? NULL : chosen;
}

/* In the child: F ends at once what fits on a screen, R shows colors, X leaves the text on the terminal, K
 * ends at Ctrl-C, which ends us, too. */
static void become(const char *line, const int ends[2])
{
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    setenv("LESS", "FRXK", 0);
    setenv("LV", "-c", 0);
    execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(127);
}

void pager_begin(void)
{
    const char *line = terminal_is(stdout) ? command() : NULL;
    int ends[2];
    if (!line || pipe(ends) != 0)
        return;
    fflush(NULL);
    unsigned columns = terminal_columns(stdout);
    pager = fork();
    if (pager == 0)
        become(line, ends);
    if (pager > 0 && dup2(ends[1], STDOUT_FILENO) >= 0)
        terminal_paged(columns);
    else
        pager = 0;
    close(ends[0]);
    close(ends[1]);
}

void pager_end(void)
{
    if (pager == 0)
        return;
    fflush(stdout);
    close(STDOUT_FILENO);
    while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
        ;
    pager = 0;
}
