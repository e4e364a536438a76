/* A console of Windows scrolls back, and its pager, more, knows no colors: text goes to it as it is. */
#include "base/pager.h"
#include "base/terminal.h"

void pager_begin(void)
{
}

void pager_end(void)
{
}

void terminal_paged(unsigned columns)
{
    (void)columns;
}
