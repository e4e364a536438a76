/* A locale for the thread, as POSIX has it. */
#include "base/name_encoding.h"

#include <locale.h>

name_encoding name_encoding_create(void)
{
    return (name_encoding){.ours = (void *)newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)};
}

void name_encoding_enter(name_encoding *e)
{
    e->before = (void *)uselocale((locale_t)e->ours);
}

void name_encoding_leave(name_encoding *e)
{
    uselocale((locale_t)e->before);
}

void name_encoding_free(name_encoding *e)
{
    if (e->ours)
        freelocale((locale_t)e->ours);
    e->ours = NULL;
}
