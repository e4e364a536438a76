/*
 * Text as people copy it out of a terminal, a page or a word processor: with colors, with spaces that do not break,
 * with characters that nobody sees, with lines that end in other ways. What comes out is what can be seen.
 */
#ifndef BASE_COPIED_TEXT_H
#define BASE_COPIED_TEXT_H

#include "sppwhy/status.h"

/* Whether there may be anything to do. */
bool copied_text_marked(const char *bytes, size_t length);
/* In place: escape sequences of terminals and invisible characters go, all blanks become plain ones, all ends of
 * lines but the carriage return line feeds. Returns how long it is then, which is never more. */
size_t copied_text_clean(char *bytes, size_t length);

#endif
