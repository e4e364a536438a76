#define _XOPEN_SOURCE 700 /* wcwidth() */
#include "base/utf8_locale.h"

#include <wchar.h>

utf8_locale utf8_locale_enter(void)
{
    static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
    utf8_locale l = {(locale_t)0, (locale_t)0};
    for (size_t i = 0; i < sizeof names / sizeof *names && l.ours == (locale_t)0; i++)
        l.ours = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
    if (l.ours != (locale_t)0)
        l.before = uselocale(l.ours);
    return l;
}

void utf8_locale_leave(utf8_locale *l)
{
    if (l->ours == (locale_t)0)
        return;
    uselocale(l->before);
    freelocale(l->ours);
    l->ours = (locale_t)0;
}

bool utf8_locale_knows(const utf8_locale *l, uint32_t c)
{
    return c < 0x80 || (l->ours != (locale_t)0 && wcwidth((wchar_t)c) >= 0);
}
