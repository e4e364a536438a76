/* See id.h. */
#include "base/id.h"

#include "base/text.h"

bool id_parse(uint8_t out[ID_BYTES], const char *text)
{
    bool braced = *text == '{';
    text += braced;
    for (size_t i = 0; i < ID_BYTES; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
            return false;
        int high = text_hex_digit(text[0]);
        int low = high < 0 ? -1 : text_hex_digit(text[1]);
        if (low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
        text += 2;
    }
    if (braced && *text++ != '}')
        return false;
    return *text == '\0';
}

char *id_format(const uint8_t *id, char out[ID_ROOM])
{
    static const char digit[] = "0123456789abcdef";
    char *at = out;
    for (size_t i = 0; i < ID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *at++ = '-';
        *at++ = digit[id[i] >> 4];
        *at++ = digit[id[i] & 15];
    }
    *at = '\0';
    return out;
}
