/* In a page there is no terminal. COLUMNS says how wide the text is shown. */
#include "base/terminal.h"

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
    unsigned asked = terminal_columns_asked();
    (void)stream;
    return asked != 0 ? asked : TERMINAL_COLUMNS_ELSE;
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
