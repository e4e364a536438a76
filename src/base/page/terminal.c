/* In a page there is no terminal. COLUMNS says how wide the text is shown. */
#include "base/terminal.h"

#include <stdlib.h>

#define COLUMNS_ELSE 80
#define COLUMNS_MOST 10000 /* more is a mistake */

bool terminal_is(FILE *stream)
{
    (void)stream;
    return false;
}

void terminal_paged(unsigned columns)
{
    (void)columns;
}

unsigned terminal_columns(FILE *stream)
{
    const char *asked = getenv("COLUMNS");
    long columns = asked ? strtol(asked, NULL, 10) : 0;
    (void)stream;
    return columns > 0 && columns <= COLUMNS_MOST ? (unsigned)columns : COLUMNS_ELSE;
}

void terminal_open_streams(void)
{
}

void terminal_survive_closed_pipe(void)
{
}

char **terminal_arguments(int *count, char **given)
{
    (void)count;
    return given;
}
