/*
 * UTF-8: one character at a time, and whether bytes are text. What text is in one room of the tree is text in all of them:
 * overlong forms, surrogates and what is over U+10FFFF are none.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_MOST 4
/* What stands for a character that is none. */
#define UTF8_REPLACEMENT 0xFFFDu

/* Writes the character, U+FFFD for what is none; returns its bytes. */
static inline size_t utf8_put(char out[UTF8_MOST], uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = UTF8_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* The character that begins at the first of `left` bytes (one at least); returns its bytes, 0 where there is none. */
static inline size_t utf8_next(const uint8_t *at, size_t left, uint32_t *out)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = at[0] < 0x80             ? 1
                    : (at[0] & 0xE0) == 0xC0 ? 2
                    : (at[0] & 0xF0) == 0xE0 ? 3
                    : (at[0] & 0xF8) == 0xF0 ? 4
                                             : 0;
    if (length == 0 || length > left)
        return 0;
    uint32_t c = length == 1 ? at[0] : at[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (at[i] & 0x3F);
    }
    if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *out = c;
    return length;
}

/* Less than a character, of which the rest may follow. */
bool utf8_is_begun(const uint8_t *at, size_t left);

/* Whether all bytes are a text as sppwhy has them, with no NUL inside. Most of what a log says is ASCII, which goes by
 * eight bytes at a time. */
bool utf8_is_text(const char *text, size_t length);

#endif
