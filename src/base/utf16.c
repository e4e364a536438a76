/* See utf16.h. */
#include "base/utf16.h"

#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static uint32_t unit_at(const uint8_t *units, size_t i)
{
    return (uint32_t)units[2 * i] | (uint32_t)units[2 * i + 1] << 8;
}

/* The character at *i, which is moved past it. */
static uint32_t next(const uint8_t *units, size_t count, size_t *i)
{
    uint32_t c = unit_at(units, (*i)++);
    if (c < 0xD800 || c > 0xDFFF)
        return c;
    uint32_t low = c <= 0xDBFF && *i < count ? unit_at(units, *i) : 0;
    if (low < 0xDC00 || low > 0xDFFF)
        return UTF8_REPLACEMENT;
    (*i)++;
    return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

size_t utf16_to_utf8_plain(char *out, const uint8_t *units, size_t count, size_t *used)
{
    char *at = out;
    size_t i = 0;
    while (i < count && unit_at(units, i) != 0)
        at += utf8_put(at, next(units, count, &i));
    *used = i;
    return (size_t)(at - out);
}

#ifdef __SSE2__
/* Copies eights of units as long as all of them are ASCII and none is NUL; returns the units done. A pass
 * writes eight bytes for eight units, so there is room for it. */
static size_t copy_ascii(char *out, const uint8_t *units, size_t count)
{
    const __m128i beyond = _mm_set1_epi16((short)0xFF80), zero = _mm_setzero_si128();
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const __m128i *from = (const __m128i *)(const void *)(units + 2 * i);
        __m128i low = _mm_loadu_si128(from), high = _mm_loadu_si128(from + 1);
        __m128i odd = _mm_and_si128(_mm_or_si128(low, high), beyond);
        __m128i none = _mm_or_si128(_mm_cmpeq_epi16(low, zero), _mm_cmpeq_epi16(high, zero));
        if (_mm_movemask_epi8(_mm_andnot_si128(none, _mm_cmpeq_epi16(odd, zero))) != 0xFFFF)
            break;
        _mm_storeu_si128((__m128i *)(void *)(out + i), _mm_packus_epi16(low, high));
    }
    for (; i + 8 <= count; i += 8) {
        __m128i eight = _mm_loadu_si128((const __m128i *)(const void *)(units + 2 * i));
        __m128i plain = _mm_cmpeq_epi16(_mm_and_si128(eight, beyond), zero);
        __m128i good = _mm_andnot_si128(_mm_cmpeq_epi16(eight, zero), plain);
        if (_mm_movemask_epi8(good) != 0xFFFF)
            break;
        _mm_storel_epi64((__m128i *)(void *)(out + i), _mm_packus_epi16(eight, zero));
    }
    return i;
}
#else
static size_t copy_ascii(char *out, const uint8_t *units, size_t count)
{
    (void)out;
    (void)units;
    (void)count;
    return 0;
}
#endif

size_t utf16_to_utf8(char *out, const uint8_t *units, size_t count, size_t *used)
{
    size_t done = copy_ascii(out, units, count), rest;
    char *at = out + done;
    while (done < count) {
        uint32_t unit = unit_at(units, done);
        if (unit == 0)
            break;
        at += utf8_put(at, next(units, count, &done));
        if (unit >= 0x80) { /* after a character that is not ASCII the eights begin anew */
            rest = copy_ascii(at, units + 2 * done, count - done);
            at += rest;
            done += rest;
        }
    }
    *used = done;
    return (size_t)(at - out);
}
