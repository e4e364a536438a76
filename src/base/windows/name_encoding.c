/* Nothing to do: the program's manifest makes UTF-8 its code page, and names are asked for in UTF-8. */
#include "base/name_encoding.h"

void name_encoding_prepare(void)
{
}

name_encoding name_encoding_create(void)
{
    return (name_encoding){0};
}

void name_encoding_enter(name_encoding *e)
{
    (void)e;
}

void name_encoding_leave(name_encoding *e)
{
    (void)e;
}

void name_encoding_free(name_encoding *e)
{
    (void)e;
}
