/* Started by an icon: what was dropped on it is explained on a page beside it, which is then shown. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_ENDING "-sppwhy.html"

bool dropped_on_icon(const options *o)
{
    return o->given == 0 && o->path_count != 0 && !verb_find(o->paths[0]) && desktop_started_by_icon();
}

/* The page is beside the first path: "C:/logs" gives "C:/logs-sppwhy.html". To be freed. */
static char *page_beside(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    char *written = malloc(length + sizeof PAGE_ENDING);
    if (written) {
        memcpy(written, path, length);
        memcpy(written + length, PAGE_ENDING, sizeof PAGE_ENDING);
    }
    return written;
}

int dropped_run(const options *o, int (*run)(const options *o))
{
    char *written = page_beside(o->paths[0]);
    options dropped = *o;
    if (!written)
        return EXIT_INPUT;
    dropped.format = "html";
    dropped.output = written;
    dropped.no_sandbox = true; /* else no browser could be started to show the page */
    int status = run(&dropped);
    if (status != EXIT_DONE && status != EXIT_FINDINGS)
        tell("not everything could be read; the page says what");
    if (!desktop_show(written)) {
        tell("the page is %s", written);
        desktop_wait();
    }
    free(written);
    return status;
}
