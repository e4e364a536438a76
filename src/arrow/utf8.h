/* Whether bytes are a text as sppwhy has them: UTF-8, with no NUL inside. Most of what a log says is ASCII,
 * which goes by eight bytes at a time. */
#ifndef ARROW_UTF8_H
#define ARROW_UTF8_H

#include <stdbool.h>
#include <stddef.h>

bool utf8_is_text(const char *text, size_t length);

#endif
