/* See copied_text.h. */
#include "base/copied_text.h"

#include <string.h>

#define ESCAPE '\x1B'

bool copied_text_marked(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        switch ((unsigned char)bytes[i]) {
        case '\v':
        case '\f':
        case 0x1B:
        case 0xC2: /* U+0080 to U+00BF */
        case 0xE1: /* U+1680, U+180E */
        case 0xE2: /* U+2000 to U+206F */
        case 0xE3: /* U+3000 */
        case 0xEF: /* U+FEFF */
            return true;
        default:
            break;
        }
    return false;
}

/* ---- what a terminal does ------------------------------------------------------------------------------ */

/* "[32;1m": bytes up to the one that ends it; what does not end counts as far as it goes. */
static size_t control_length(const char *at, size_t left)
{
    size_t length = 0;
    while (length < left && at[length] >= 0x20 && at[length] < 0x40)
        length++;
    return length < left && at[length] >= 0x40 && at[length] < 0x7F ? length + 1 : length;
}

/* A title or a link: up to a bell, or to an escape with a backslash; within its line. *no_end: up to there none is
 * known to end, so that it is looked for once. */
static size_t command_length(const char *at, size_t left, const char **no_end)
{
    size_t i = 0;
    if (*no_end && at < *no_end)
        return 0;
    for (; i < left && at[i] != '\n'; i++) {
        if (at[i] == '\a')
            return i + 1;
        if (at[i] == ESCAPE && i + 1 < left && at[i + 1] == '\\')
            return i + 2;
    }
    *no_end = at + i;
    return 0;
}

/* Bytes of the sequence that begins with an escape. */
static size_t sequence_length(const char *at, size_t left, const char **no_end)
{
    if (left < 2)
        return 1;
    switch (at[1]) {
    case '[':
        return 2 + control_length(at + 2, left - 2);
    case ']':
    case 'P':
    case '_':
    case '^':
        return 2 + command_length(at + 2, left - 2, no_end);
    case '(':
    case ')':
    case '#':
        return left < 3 ? left : 3;
    default:
        return at[1] >= 0x30 && at[1] < 0x7F ? 2 : 1;
    }
}

/* ---- characters ---------------------------------------------------------------------------------------- */

enum { KEPT = -1, GONE = 0 };

static bool within(unsigned value, unsigned from, unsigned to)
{
    return value >= from && value <= to;
}

/* What the character of two or three bytes becomes: a blank, a line feed, nothing, or itself. */
static int becomes(const char *at, size_t left, size_t *length)
{
    const unsigned char *c = (const unsigned char *)at;
    *length = c[0] == 0xC2 ? 2 : 3;
    if (left < *length || (c[0] != 0xC2 && (c[2] & 0xC0) != 0x80))
        return KEPT;
    unsigned value = c[0] == 0xC2 ? c[1] : (c[0] & 0x0Fu) << 12 | (c[1] & 0x3Fu) << 6 | (c[2] & 0x3Fu);
    if (value == 0xA0 || value == 0x1680 || within(value, 0x2000, 0x200A) || value == 0x202F ||
        value == 0x205F || value == 0x3000)
        return ' ';
    if (value == 0x85 || value == 0x2028 || value == 0x2029)
        return '\n';
    if (value == 0xAD || value == 0x180E || within(value, 0x200B, 0x200F) || within(value, 0x202A, 0x202E) ||
        within(value, 0x2060, 0x206F) || value == 0xFEFF)
        return GONE;
    return KEPT;
}

size_t copied_text_clean(char *bytes, size_t length)
{
    size_t out = 0, step;
    const char *no_end = NULL;
    for (size_t i = 0; i < length; i += step) {
        const char *at = bytes + i;
        unsigned char c = (unsigned char)*at;
        int as = KEPT;
        step = 1;
        if (c == ESCAPE) {
            step = sequence_length(at, length - i, &no_end);
            as = GONE;
        } else if (c == '\v' || c == '\f') {
            as = '\n';
        } else if (c == 0xC2 || within(c, 0xE1, 0xE3) || c == 0xEF) {
            as = becomes(at, length - i, &step);
            step = as == KEPT ? 1 : step;
        }
        if (as == KEPT)
            bytes[out++] = *at;
        else if (as != GONE)
            bytes[out++] = (char)as;
    }
    return out;
}
