/* See utf8.h. */
#include "arrow/utf8.h"

#include <stdint.h>
#include <string.h>

#define EACH_BYTE(value) (UINT64_MAX / 255 * (value))

/* Bytes of the character that begins there, of `left` bytes; 0 when it is none. Not base/text.c's decoder:
 * that one relies on a NUL behind the text. */
static size_t character(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    size_t length = first < 0x80   ? 1
                    : first < 0xC2 ? 0
                    : first < 0xE0 ? 2
                    : first < 0xF0 ? 3
                    : first < 0xF5 ? 4
                                   : 0;
    if (length == 0 || length > left || first == 0)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    if ((first == 0xE0 && at[1] < 0xA0) || (first == 0xED && at[1] > 0x9F) || /* too long; a surrogate */
        (first == 0xF0 && at[1] < 0x90) || (first == 0xF4 && at[1] > 0x8F))
        return 0;
    return length;
}

bool utf8_is_text(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    while (length != 0) {
        uint64_t eight;
        while (length >= sizeof eight) {
            memcpy(&eight, at, sizeof eight);
            /* a byte over 0x7F, or a NUL, of which the subtraction borrows */
            if (((eight | (eight - EACH_BYTE(1))) & EACH_BYTE(0x80)) != 0)
                break;
            at += sizeof eight;
            length -= sizeof eight;
        }
        if (length == 0)
            return true;
        size_t step = character(at, length);
        if (step == 0)
            return false;
        at += step;
        length -= step;
    }
    return true;
}
