/* See utf8.h. */
#include "base/utf8.h"

#include <string.h>

#define EACH_BYTE(value) (UINT64_MAX / 255 * (value))

/* Of all that may follow the least or the most makes it whole: E0 wants A0 to BF behind it, ED 80 to 9F. */
bool utf8_is_begun(const uint8_t *at, size_t left)
{
    uint8_t least[UTF8_MOST], most[UTF8_MOST];
    uint32_t c;
    if (left == 0 || left >= UTF8_MOST)
        return false;
    memset(least, 0x80, sizeof least);
    memset(most, 0xBF, sizeof most);
    memcpy(least, at, left);
    memcpy(most, at, left);
    return utf8_next(least, sizeof least, &c) > left || utf8_next(most, sizeof most, &c) > left;
}

bool utf8_is_text(const char *text, size_t length)
{
    const uint8_t *at = (const uint8_t *)text;
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
        uint32_t c;
        size_t step = utf8_next(at, length, &c);
        if (step == 0 || c == 0)
            return false;
        at += step;
        length -= step;
    }
    return true;
}
