/* See slice.h. */
#include "exports/slice.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

/* U+00A0 in UTF-8, which forums and word processors put in. */
static size_t hard_blank(slice s)
{
    return s.length >= 2 && s.at[0] == '\xC2' && s.at[1] == '\xA0' ? 2 : 0;
}

slice slice_from(slice s, size_t begin)
{
    if (begin > s.length)
        begin = s.length;
    return (slice){s.at + begin, s.length - begin};
}

slice slice_trim(slice s)
{
    while (s.length != 0 && (text_is_blank(s.at[0]) || hard_blank(s) != 0))
        s = slice_from(s, text_is_blank(s.at[0]) ? 1 : 2);
    for (;;) {
        if (s.length != 0 && text_is_blank(s.at[s.length - 1]))
            s.length--;
        else if (s.length >= 2 && hard_blank((slice){s.at + s.length - 2, 2}) != 0)
            s.length -= 2;
        else
            return s;
    }
}

bool slice_is(slice s, const char *text)
{
    return s.length == strlen(text) && (s.length == 0 || memcmp(s.at, text, s.length) == 0);
}

bool slice_is_nocase(slice s, const char *text)
{
    return s.length == strlen(text) && (s.length == 0 || text_compare_nocase_n(s.at, text, s.length) == 0);
}

const char *slice_char(slice s, char wanted)
{
    return s.length == 0 ? NULL : memchr(s.at, wanted, s.length);
}

bool slice_starts(slice s, const char *text)
{
    size_t length = strlen(text);
    return s.length >= length && (length == 0 || memcmp(s.at, text, length) == 0);
}

slice slice_find(slice s, const char *text)
{
    size_t length = strlen(text);
    if (!s.at)
        return (slice){NULL, 0};
    const char *end = s.at + s.length;
    for (const char *at = s.at; (size_t)(end - at) >= length && length != 0; at++) {
        at = memchr(at, text[0], (size_t)(end - at) - length + 1);
        if (!at)
            break;
        if (memcmp(at, text, length) == 0)
            return (slice){at, (size_t)(end - at)};
    }
    return (slice){NULL, 0};
}

slice slice_find_nocase(slice s, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + length <= s.length; i++)
        if (text_compare_nocase_n(s.at + i, text, length) == 0)
            return slice_from(s, i);
    return (slice){NULL, 0};
}

slice slice_line(slice s, slice *rest)
{
    const char *end = s.length != 0 ? memchr(s.at, '\n', s.length) : NULL;
    size_t length = end ? (size_t)(end - s.at) : s.length;
    slice line = {s.at, length};
    *rest = slice_from(s, length + (end != NULL));
    if (line.length != 0 && line.at[line.length - 1] == '\r')
        line.length--;
    return line;
}

bool slice_label(slice line, slice *label, slice *value)
{
    for (size_t i = 0; i < line.length; i++) {
        size_t size = line.at[i] == ':' ? 1 : 0;
        if (i + 3 <= line.length && memcmp(line.at + i, "\xEF\xBC\x9A", 3) == 0)
            size = 3;
        if (size == 0)
            continue;
        *label = slice_trim((slice){line.at, i});
        *value = slice_trim(slice_from(line, i + size));
        return label->length != 0;
    }
    return false;
}

bool slice_uint(slice s, uint64_t *out)
{
    uint64_t number = 0;
    for (size_t i = 0; i < s.length; i++) {
        if (!isdigit((unsigned char)s.at[i]) || number > (UINT64_MAX - 9) / 10)
            return false;
        number = number * 10 + (uint64_t)(s.at[i] - '0');
    }
    *out = number;
    return s.length != 0;
}

bool slice_begins_guid(slice s)
{
    if (s.length < 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? s.at[i] != '-' : !isxdigit((unsigned char)s.at[i]))
            return false;
    }
    return s.length == 36 || !isxdigit((unsigned char)s.at[36]);
}

slice slice_find_guid(slice s)
{
    for (size_t i = 0; i + 36 <= s.length; i++)
        if (s.at[i + 8] == '-' && slice_begins_guid(slice_from(s, i)))
            return (slice){s.at + i, 36};
    return (slice){NULL, 0};
}

slice slice_find_hex(slice s)
{
    for (size_t i = 0; i + 3 <= s.length; i++) {
        if (s.at[i] != '0' || (s.at[i + 1] != 'x' && s.at[i + 1] != 'X'))
            continue;
        size_t end = i + 2;
        while (end < s.length && isxdigit((unsigned char)s.at[end]))
            end++;
        if (end > i + 2)
            return (slice){s.at + i, end - i};
    }
    return (slice){NULL, 0};
}
