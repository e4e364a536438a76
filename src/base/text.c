/* See text.h. */
#include "base/sort.h"
#include "base/text.h"
#include "base/utf8.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a growing buffer ------------------------------------------------------------------------------- */

static bool strbuf_room(strbuf *b, size_t more)
{
    if (b->failed)
        return false;
    if (more >= SIZE_MAX / 2 - b->length) {
        b->failed = true;
        return false;
    }
    size_t wanted = b->length + more + 1;
    if (wanted <= b->capacity)
        return true;
    size_t capacity = b->capacity == 0 ? 64 : b->capacity;
    while (capacity < wanted)
        capacity *= 2;
    char *grown = realloc(b->bytes, capacity);
    if (!grown) {
        b->failed = true;
        return false;
    }
    b->bytes = grown;
    b->capacity = capacity;
    return true;
}

void strbuf_add_bytes(strbuf *b, const char *bytes, size_t length)
{
    if (!strbuf_room(b, length))
        return;
    if (length != 0)
        memcpy(b->bytes + b->length, bytes, length);
    b->length += length;
    b->bytes[b->length] = '\0';
}

void strbuf_add(strbuf *b, const char *text)
{
    strbuf_add_bytes(b, text, strlen(text));
}

void strbuf_add_char(strbuf *b, char c)
{
    strbuf_add_bytes(b, &c, 1);
}

void strbuf_printf(strbuf *b, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    /* What fits in the room that there is, as most does, is made once only. */
    size_t room = b->failed ? 0 : b->capacity - b->length;
    int length = vsnprintf(room != 0 ? b->bytes + b->length : NULL, room, format, arguments);
    va_end(arguments);
    if (length < 0)
        b->failed = true;
    else if (strbuf_room(b, (size_t)length)) {
        if ((size_t)length >= room)
            vsnprintf(b->bytes + b->length, (size_t)length + 1, format, again);
        b->length += (size_t)length;
    } else if (room != 0) {
        b->bytes[b->length] = '\0';
    }
    va_end(again);
}

char *strbuf_begin(strbuf *b, size_t most)
{
    return strbuf_room(b, most) ? b->bytes + b->length : NULL;
}

void strbuf_clear(strbuf *b)
{
    b->length = 0;
    b->failed = false;
    if (b->bytes)
        b->bytes[0] = '\0';
}

void strbuf_free(strbuf *b)
{
    free(b->bytes);
    *b = (strbuf){0};
}

/* ---- encodings -------------------------------------------------------------------------------------- */

void text_add_code_point(strbuf *out, uint32_t c)
{
    char bytes[UTF8_MOST];
    strbuf_add_bytes(out, bytes, utf8_put(bytes, c));
}

void text_to_utf16le(strbuf *out, const char *utf8)
{
    while (*utf8) {
        uint32_t c = text_next(&utf8);
        uint32_t units[2] = {c, 0};
        int count = 1;
        if (c >= 0x10000) {
            units[0] = 0xD800 + ((c - 0x10000) >> 10);
            units[1] = 0xDC00 + ((c - 0x10000) & 0x3FF);
            count = 2;
        }
        for (int i = 0; i < count; i++) {
            strbuf_add_char(out, (char)(units[i] & 0xFF));
            strbuf_add_char(out, (char)(units[i] >> 8));
        }
    }
}

/* The NUL at the end of a text goes on no character: nothing behind it is looked at. */
static size_t decode(const char *at, uint32_t *out)
{
    return utf8_next((const uint8_t *)at, UTF8_MOST, out);
}

uint32_t text_next(const char **at)
{
    uint32_t c;
    size_t length = decode(*at, &c);
    if (length == 0) {
        (*at)++;
        return UTF8_REPLACEMENT;
    }
    *at += length;
    return c;
}

const char *text_valid_utf8(arena *a, const char *text)
{
    uint32_t c;
    size_t length;
    const char *at = text;
    while (*at && (length = decode(at, &c)) != 0)
        at += length;
    if (!*at)
        return text;
    strbuf b = {0};
    for (at = text; *at;)
        text_add_code_point(&b, text_next(&at));
    char *copy = b.failed ? NULL : arena_bytes(a, b.bytes, b.length);
    strbuf_free(&b);
    return copy;
}

/* Blanks other than the common one, which a name must not be told apart by; private use, whose look nobody
 * knows; Unicode's Default_Ignorable_Code_Point, line and paragraph separators, the turns of direction, annotation
 * marks, and letters that are blank (U+1160, U+2800, U+3164, U+FFA0, U+1D159): in order. */
typedef struct unseen_range {
    uint32_t from, to;
} unseen_range;
static const unseen_range unseen[] = {
    {0x007F, 0x00A0},   {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160},
    {0x1680, 0x1680},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x2000, 0x200F},   {0x2028, 0x202F},
    {0x205F, 0x206F},   {0x2800, 0x2800},   {0x3000, 0x3000},   {0x3164, 0x3164},   {0xE000, 0xF8FF},
    {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},
    {0x1BCA0, 0x1BCA3}, {0x1D159, 0x1D159}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
};

static int range_against_character(const void *item, const void *character)
{
    const unseen_range *range = item;
    uint32_t c = *(const uint32_t *)character;
    return (range->from > c) - (range->to < c);
}

bool text_acts_on_terminal(uint32_t c)
{
    if (c < 0x7F)
        return c < 0x20;
    if ((c & 0xFFFE) == 0xFFFE) /* the last two of each plane are no characters */
        return true;
    return sort_find(unseen, sizeof unseen / sizeof *unseen, sizeof *unseen, &c, range_against_character);
}

const char *text_next_printable(const char **at, size_t *length, char room[TEXT_ESCAPE_ROOM])
{
    const char *start = *at;
    uint32_t c = text_next(at);
    int written;
    if (c == UTF8_REPLACEMENT && *at - start == 1)
        written = snprintf(room, TEXT_ESCAPE_ROOM, "\\x%02X", (unsigned)(unsigned char)*start);
    else if (text_acts_on_terminal(c))
        written = snprintf(room, TEXT_ESCAPE_ROOM, c < 0x100 ? "\\x%02X" : "\\u{%04X}", (unsigned)c);
    else {
        *length = (size_t)(*at - start);
        return start;
    }
    *length = (size_t)written;
    return room;
}

void text_add_printable(strbuf *out, const char *text)
{
    char room[TEXT_ESCAPE_ROOM];
    size_t length;
    while (*text) {
        const char *part = text_next_printable(&text, &length, room);
        strbuf_add_bytes(out, part, length);
    }
}

static bool is_unseen_blank(const char *name, const char *at)
{
    return *at == ' ' && (at == name || at[-1] == ' ' || at[1 + strspn(at + 1, " ")] == '\0');
}

static const char *next_unseen_blank(const char *name, const char *at)
{
    while (*at && !is_unseen_blank(name, at))
        at += 1 + strcspn(at + 1, " ");
    return at;
}

bool text_has_unseen_blanks(const char *name)
{
    return *next_unseen_blank(name, name) != '\0';
}

void text_add_name_in_text(strbuf *out, const char *name)
{
    for (const char *at = name; *at;) {
        const char *blank = next_unseen_blank(name, at);
        strbuf_add_bytes(out, at, (size_t)(blank - at));
        strbuf_add(out, *blank ? "\\x20" : "");
        at = *blank ? blank + 1 : blank;
    }
}

void text_add_name(strbuf *out, const char *name)
{
    strbuf seen = {0};
    if (text_has_unseen_blanks(name)) {
        text_add_name_in_text(&seen, name);
        out->failed |= seen.failed;
        name = seen.failed ? "" : seen.bytes;
    }
    text_add_printable(out, name);
    strbuf_free(&seen);
}

static size_t columns_of(uint32_t c)
{
    if ((c >= 0x0300 && c <= 0x036F) || (c >= 0x200B && c <= 0x200D) || (c >= 0xFE00 && c <= 0xFE0F))
        return 0;
    if ((c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
        (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
        (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD))
        return 2;
    return 1;
}

size_t text_columns(const char *text)
{
    size_t columns = 0;
    while (*text)
        columns += columns_of(text_next(&text));
    return columns;
}

/* ---- comparing and parsing ---------------------------------------------------------------------------- */

int text_compare_nocase(const char *a, const char *b)
{
    for (;; a++, b++) {
        int x = text_lower(*a), y = text_lower(*b);
        if (x != y)
            return x < y ? -1 : 1;
        if (x == 0)
            return 0;
    }
}

int text_compare_nocase_n(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        int x = text_lower(a[i]), y = text_lower(b[i]);
        if (x != y)
            return x < y ? -1 : 1;
        if (x == 0)
            return 0;
    }
    return 0;
}

int text_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int text_order_nocase(const void *a, const void *b)
{
    return text_compare_nocase(*(const char *const *)a, *(const char *const *)b);
}

bool text_equal_nocase(const char *a, const char *b)
{
    return text_lower(*a) == text_lower(*b) && text_compare_nocase(a, b) == 0;
}

static bool prefix_nocase(const char *text, const char *prefix)
{
    for (; *prefix; text++, prefix++)
        if (text_lower(*text) != text_lower(*prefix))
            return false;
    return true;
}

/* The end of a name without the dot that an absolute DNS name may have behind it. */
static size_t host_length(const char *name)
{
    size_t length = strlen(name);
    return length > 1 && name[length - 1] == '.' ? length - 1 : length;
}

bool text_same_host(const char *a, const char *b)
{
    size_t whole_a = host_length(a), whole_b = host_length(b);
    if (whole_a == whole_b && text_compare_nocase_n(a, b, whole_a) == 0)
        return true;
    size_t label_a = strcspn(a, "."), label_b = strcspn(b, ".");
    if (label_a != label_b || label_a == 0 || (label_a < whole_a && label_b < whole_b))
        return false;
    return text_compare_nocase_n(a, b, label_a) == 0;
}

bool text_same_label(const char *a, const char *b)
{
    size_t label = strcspn(a, ".");
    return label == strcspn(b, ".") && text_compare_nocase_n(a, b, label) == 0;
}

/* Goes back to the last * only, so the work is bounded by the product of the lengths. */
bool text_matches(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;
    while (*text) {
        if (*pattern == '*') {
            star = pattern++;
            from = text;
        } else if (*pattern == '?') {
            pattern++;
            text_next(&text);
        } else if (*pattern && text_lower(*pattern) == text_lower(*text)) {
            pattern++;
            text++;
        } else if (star) {
            pattern = star + 1;
            text_next(&from);
            text = from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

bool text_matches_host(const char *pattern, const char *name)
{
    size_t length = strcspn(name, ".");
    char label[256];
    if (text_matches(pattern, name))
        return true;
    if (name[length] == '\0' || strchr(pattern, '.') || length >= sizeof label)
        return false;
    memcpy(label, name, length);
    label[length] = '\0';
    return text_matches(pattern, label);
}

const char *text_find_nocase(const char *text, const char *part)
{
    for (;; text++) {
        if (prefix_nocase(text, part))
            return text;
        if (!*text)
            return NULL;
    }
}

bool text_starts_with_nocase(const char *text, const char *prefix)
{
    return prefix_nocase(text, prefix);
}

bool text_starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_next_part(const char **at, char *out, size_t size)
{
    *at += strspn(*at, ";");
    size_t length = strcspn(*at, ";");
    bool fits = length < size;
    memcpy(out, *at, fits ? length : 0);
    out[fits ? length : 0] = '\0';
    *at += length;
    return length != 0;
}

bool text_is_listed(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; *at; at += *at == ';') {
        size_t part = strcspn(at, ";");
        if (part == length && prefix_nocase(at, word))
            return true;
        at += part;
    }
    return false;
}

/* Levenshtein's, one row at a time. */
static bool same_letter(char a, char b)
{
    return text_lower(a) == text_lower(b);
}

/* Three rows of the table of distances are kept: two letters exchanged are one slip, and look two
 * rows back. */
size_t text_distance(const char *a, const char *b)
{
    size_t rows[3][64], n = strlen(b);
    if (n >= sizeof rows[0] / sizeof *rows[0])
        return SIZE_MAX;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    size_t i = 0;
    for (; a[i]; i++) {
        size_t *row = rows[(i + 1) % 3];
        const size_t *above = rows[i % 3], *two_above = rows[(i + 2) % 3];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t least = above[j] + !same_letter(a[i], b[j]);
            least = above[j + 1] < least ? above[j + 1] + 1 : least;
            least = row[j] < least ? row[j] + 1 : least;
            if (i > 0 && j > 0 && same_letter(a[i], b[j - 1]) && same_letter(a[i - 1], b[j]) &&
                two_above[j - 1] < least)
                least = two_above[j - 1] + 1;
            row[j + 1] = least;
        }
    }
    return rows[i % 3][n];
}

bool text_parse_hex32(uint32_t *out, const char *text)
{
    uint32_t value = 0;
    int count = 0;
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text += 2;
    for (; *text; text++, count++) {
        int digit = text_hex_digit(*text);
        if (digit < 0 || count == 8)
            return false;
        value = value << 4 | (uint32_t)digit;
    }
    *out = value;
    return count != 0;
}

bool text_parse_uint(uint64_t *out, const char *text)
{
    uint64_t value = 0;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        uint64_t digit = (uint64_t)(*text - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

uint64_t text_hash(const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ at[i]) * 0x100000001B3u;
    return hash;
}

uint64_t text_hash_nocase(const char *text, size_t length, uint64_t seed)
{
    char lower[64];
    do {
        size_t part = length < sizeof lower ? length : sizeof lower;
        for (size_t i = 0; i < part; i++)
            lower[i] = (char)text_lower(text[i]);
        seed = XXH3_64bits_withSeed(lower, part, seed);
        text += part;
        length -= part;
    } while (length != 0);
    return seed;
}
