/* A locale for the thread, as POSIX has it. */
#include "base/name_encoding.h"

#include <locale.h>
#include <stddef.h>

/* Made before the sandbox, behind which its files are out of reach; never freed, as the process needs it to
 * its end. */
static locale_t prepared;

/* The names that systems have for it; where there is none of them, the user's own may be of UTF-8. */
static locale_t find_utf8(void)
{
    static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", ""};
    locale_t found = (locale_t)0;
    for (size_t i = 0; i < sizeof names / sizeof *names && found == (locale_t)0; i++)
        found = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
    return found;
}

void name_encoding_prepare(void)
{
    if (prepared == (locale_t)0)
        prepared = find_utf8();
}

name_encoding name_encoding_create(void)
{
    return (name_encoding){.ours = (void *)(prepared != (locale_t)0 ? duplocale(prepared) : find_utf8())};
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
