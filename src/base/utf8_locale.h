/*
 * Some C libraries' functions, and libraries that use them, read text in the thread's locale. Inside of
 * sppwhy all text is UTF-8 whatever the reader's locale is, so around such calls the thread reads UTF-8. The
 * program's locale is never changed.
 */
#ifndef BASE_UTF8_LOCALE_H
#define BASE_UTF8_LOCALE_H

#include <locale.h>

#include "sppwhy/status.h"

typedef struct utf8_locale {
    locale_t ours, before; /* (locale_t)0: the system has none */
} utf8_locale;

utf8_locale utf8_locale_enter(void);
void utf8_locale_leave(utf8_locale *l);
/* Between the two: true when the C library knows how wide the character is. */
bool utf8_locale_knows(const utf8_locale *l, uint32_t code_point);

#endif
