/* A console of Windows scrolls back, and its pager, more, knows no colors: text goes to it as it is. A page
 * in a browser has neither. */
#include "base/pager.h"

void pager_begin(void)
{
}

void pager_end(void)
{
}
