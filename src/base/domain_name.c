/* See domain_name.h. Letters are found in DNS's form by RFC 3492 (Punycode). */
#include "base/domain_name.h"

#include "base/sort.h"
#include "base/text.h"

#include <string.h>

#define LABEL_MOST 63 /* bytes of a label in DNS, and so letters in it */
#define NAME_MOST 512 /* of a name that is looked at closely; DNS has 253 bytes, UTF-8 some more */

typedef struct letters {
    uint32_t items[LABEL_MOST];
    size_t count;
} letters;

/* ---- Punycode ------------------------------------------------------------------------------------------ */

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_LETTER = 128 };

static uint32_t digit_of(char c)
{
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a');
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    return c >= '0' && c <= '9' ? (uint32_t)(c - '0') + 26 : BASE;
}

static uint32_t adapt(uint32_t delta, uint32_t count, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / count;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

/* The next number of the label, added to *sum; false when the label is no Punycode. */
static bool take_number(const char **at, const char *end, uint32_t bias, uint32_t *sum)
{
    uint64_t weight = 1, total = *sum;
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t digit = *at < end ? digit_of(*(*at)++) : BASE;
        uint32_t least = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        total += digit * weight;
        if (digit == BASE || total > UINT32_MAX)
            return false;
        if (digit < least)
            break;
        weight *= BASE - least;
        if (weight > UINT32_MAX)
            return false;
    }
    *sum = (uint32_t)total;
    return true;
}

/* What comes behind "xn--". */
static bool decode(letters *out, const char *text, size_t length)
{
    const char *end = text + length, *at = text;
    out->count = 0;
    for (const char *c = text; c < end; c++)
        if (*c == '-')
            at = c + 1;
    for (const char *c = text; c + 1 < at; c++) {
        if ((unsigned char)*c >= FIRST_LETTER || out->count == LABEL_MOST)
            return false;
        out->items[out->count++] = (uint32_t)(unsigned char)*c;
    }
    uint32_t letter = FIRST_LETTER, place = 0, bias = FIRST_BIAS;
    while (at < end) {
        uint32_t before = place, count = (uint32_t)out->count + 1;
        if (out->count == LABEL_MOST || !take_number(&at, end, bias, &place))
            return false;
        bias = adapt(place - before, count, before == 0);
        if (place / count > 0x10FFFF - letter)
            return false;
        letter += place / count;
        place %= count;
        memmove(out->items + place + 1, out->items + place, (out->count - place) * sizeof *out->items);
        out->items[place++] = letter;
        out->count++;
    }
    return true;
}

/* ---- one form ------------------------------------------------------------------------------------------ */

/* Of the scripts that have capitals: Latin with marks, Greek, Cyrillic. */
static uint32_t small_letter(uint32_t c)
{
    bool latin = (c >= 0xC0 && c <= 0xDE && c != 0xD7), greek = c >= 0x391 && c <= 0x3A9;
    if ((c >= 'A' && c <= 'Z') || latin || greek || (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E); /* there capitals have odd numbers */
    if (odd)
        return c + (c & 1);
    return c >= 0x100 && c <= 0x17F && c != 0x130 && c != 0x138 && c != 0x149 && c != 0x178 ? c | 1 : c;
}

static void add_label(strbuf *out, const char *text, size_t length)
{
    letters l;
    if (length > 4 && text_compare_nocase_n(text, "xn--", 4) == 0 && decode(&l, text + 4, length - 4)) {
        for (size_t i = 0; i < l.count; i++)
            text_add_code_point(out, small_letter(l.items[i]));
        return;
    }
    for (const char *at = text; at < text + length;)
        text_add_code_point(out, small_letter(text_next(&at)));
}

/* A name, from where it begins to where it ends; `made` holds it when it had to be made. */
typedef struct form {
    const char *at;
    size_t length;
    strbuf made;
} form;

static bool is_plain(const form *f)
{
    bool plain = true;
    for (size_t i = 0; i < f->length && plain; i++) {
        bool begins = i == 0 || f->at[i - 1] == '.';
        plain = (unsigned char)f->at[i] < FIRST_LETTER &&
                !(begins && text_compare_nocase_n(f->at + i, "xn--", 4) == 0);
    }
    return plain || f->length > NAME_MOST;
}

static form form_of(const char *name)
{
    form f = {.at = name + strspn(name, " \t")};
    f.length = strlen(f.at);
    while (f.length != 0 && strchr(" \t", f.at[f.length - 1]))
        f.length--;
    f.length -= f.length > 1 && f.at[f.length - 1] == '.';
    if (is_plain(&f))
        return f;
    for (size_t from = 0; from <= f.length;) {
        const char *dot = memchr(f.at + from, '.', f.length - from);
        size_t length = (dot ? (size_t)(dot - f.at) : f.length) - from;
        if (from != 0)
            strbuf_add_char(&f.made, '.');
        add_label(&f.made, f.at + from, length);
        from += length + 1;
    }
    if (f.made.bytes && !f.made.failed) { /* without memory names are compared as they are */
        f.at = f.made.bytes;
        f.length = f.made.length;
    }
    return f;
}

int domain_name_compare(const char *a, const char *b)
{
    if (a == b || strcmp(a, b) == 0)
        return 0;
    form x = form_of(a), y = form_of(b);
    int order = text_compare_nocase_n(x.at, y.at, x.length < y.length ? x.length : y.length);
    order = order != 0 ? order : compare_u64(x.length, y.length);
    strbuf_free(&x.made);
    strbuf_free(&y.made);
    return order;
}

bool domain_name_equal(const char *a, const char *b)
{
    return domain_name_compare(a, b) == 0;
}
