/* What the twins of terminal.h have in common. */
#include "base/terminal.h"

#include <stdlib.h>

#define COLUMNS_MOST 10000 /* more is a mistake */

unsigned terminal_columns_asked(void)
{
    const char *asked = getenv("COLUMNS");
    long columns = asked ? strtol(asked, NULL, 10) : 0;
    return columns > 0 && columns <= COLUMNS_MOST ? (unsigned)columns : 0;
}
