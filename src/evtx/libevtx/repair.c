/* See repair.h. */
#define _GNU_SOURCE /* memmem */
#include "evtx/libevtx/repair.h"

#include <string.h>

#define OFF_BY 0x3FFu
#define LOWEST_WRONG (0x10000u - OFF_BY)
#define HIGHEST 0x10FFFFu

/* Whether the character is in the bytes as UTF-16LE. */
static bool stands_in(uint32_t c, const uint8_t *bytes, size_t size)
{
    uint32_t high = c < 0x10000 ? c : 0xD800 + ((c - 0x10000) >> 10), low = 0xDC00 + (c & 0x3FF);
    uint8_t units[] = {(uint8_t)high, (uint8_t)(high >> 8), (uint8_t)low, (uint8_t)(low >> 8)};
    return memmem(bytes, size, units, c < 0x10000 ? 2 : 4) != NULL;
}

static uint32_t repaired(uint32_t c, const uint8_t *bytes, size_t size, bool *known_wrong)
{
    if (c < LOWEST_WRONG || c > HIGHEST - OFF_BY || !stands_in(c + OFF_BY, bytes, size))
        return c;
    if (c >= 0x10000 && *known_wrong)
        return c + OFF_BY;
    if (stands_in(c, bytes, size))
        return c;
    *known_wrong = true;
    return c + OFF_BY;
}

void repair_surrogates(strbuf *out, const char *text, const uint8_t *bytes, size_t size, bool *known_wrong)
{
    const char *from = text; /* what was looked at and needs no change */
    while (*text) {
        if ((unsigned char)*text < 0xEF) { /* below U+F000 */
            text++;
            continue;
        }
        strbuf_add_bytes(out, from, (size_t)(text - from));
        text_add_code_point(out, repaired(text_next(&text), bytes, size, known_wrong));
        from = text;
    }
    strbuf_add_bytes(out, from, (size_t)(text - from));
}
