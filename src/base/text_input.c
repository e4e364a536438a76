/* See text_input.h. */
#include "base/text_input.h"

#include "base/code_page.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/utf16.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- which encoding ------------------------------------------------------------------------------------ */

static bool is_utf8(const uint8_t *bytes, size_t length)
{
    for (size_t at = 0, step; at < length; at += step) {
        uint32_t c;
        step = utf8_next(bytes + at, length - at, &c);
        if (step == 0)
            return utf8_is_begun(bytes + at, length - at);
    }
    return true;
}

/* Text of any language has mostly ASCII between its words and in its markup: every other byte is 0 then. */
static bool is_utf16(const uint8_t *bytes, size_t length, size_t zero_at)
{
    size_t zeros = 0, others = 0;
    for (size_t i = 0; i + 1 < length; i += 2) {
        zeros += bytes[i + zero_at] == 0 && bytes[i + 1 - zero_at] != 0;
        others += bytes[i + 1 - zero_at] == 0;
    }
    return length >= 8 && zeros > length / 5 && others * 50 <= length;
}

/* Words of events and of slmgr, by the code page that has them: where they can be read, it is that page. */
static const struct page_words {
    text_encoding encoding;
    const char *words[8];
} page_words[] = {
    {TEXT_CP850,
     {"Schl\xC3\xBCssel", "\xC3\xA9v\xC3\xA9nement", "activaci\xC3\xB3n", "versi\xC3\xB3n", "g\xC3\xBCltig",
      "cl\xC3\xA9", "ativa\xC3\xA7\xC3\xA3o", "f\xC3\xBCr"}},
    {TEXT_CP1252,
     {"Schl\xC3\xBCssel", "\xC3\xA9v\xC3\xA9nement", "activaci\xC3\xB3n", "versi\xC3\xB3n", "g\xC3\xBCltig",
      "cl\xC3\xA9", "ativa\xC3\xA7\xC3\xA3o", "f\xC3\xBCr"}},
    {(text_encoding)(TEXT_PAGES + (int)CODE_PAGE_852),
     {"Po\xC4\x8D\xC3\xADta\xC4\x8D", "\xC3\x9Arove\xC5\x88", "Sz\xC3\xA1m\xC3\xADt\xC3\xB3g\xC3\xA9p",
      "\xC5\xB9r\xC3\xB3"
      "d\xC5\x82o",
      "U\xC5\xBCytkownik", "S\xC5\x82owa",
      "B\xC5\x82\xC4\x85"
      "d",
      "Forr\xC3\xA1s"}},
    {(text_encoding)(TEXT_PAGES + (int)CODE_PAGE_1250),
     {"Po\xC4\x8D\xC3\xADta\xC4\x8D", "\xC3\x9Arove\xC5\x88", "Sz\xC3\xA1m\xC3\xADt\xC3\xB3g\xC3\xA9p",
      "\xC5\xB9r\xC3\xB3"
      "d\xC5\x82o",
      "U\xC5\xBCytkownik", "S\xC5\x82owa",
      "B\xC5\x82\xC4\x85"
      "d",
      "Forr\xC3\xA1s"}},
    {(text_encoding)(TEXT_PAGES + (int)CODE_PAGE_866),
     {"\xD0\xBC\xD0\xBF\xD1\x8C\xD1\x8E\xD1\x82\xD0\xB5\xD1\x80",
      "\xD1\x81\xD1\x82\xD0\xBE\xD1\x87\xD0\xBD\xD0\xB8\xD0\xBA",
      "\xD1\x80\xD0\xBE\xD0\xB2\xD0\xB5\xD0\xBD\xD1\x8C", "\xD0\xB8\xD1\x86\xD0\xB5\xD0\xBD\xD0\xB7",
      "\xD0\xBA\xD1\x82\xD0\xB8\xD0\xB2\xD0\xB0\xD1\x86"}},
    {(text_encoding)(TEXT_PAGES + (int)CODE_PAGE_1251),
     {"\xD0\xBC\xD0\xBF\xD1\x8C\xD1\x8E\xD1\x82\xD0\xB5\xD1\x80",
      "\xD1\x81\xD1\x82\xD0\xBE\xD1\x87\xD0\xBD\xD0\xB8\xD0\xBA",
      "\xD1\x80\xD0\xBE\xD0\xB2\xD0\xB5\xD0\xBD\xD1\x8C", "\xD0\xB8\xD1\x86\xD0\xB5\xD0\xBD\xD0\xB7",
      "\xD0\xBA\xD1\x82\xD0\xB8\xD0\xB2\xD0\xB0\xD1\x86"}},
    {(text_encoding)(TEXT_PAGES + (int)CODE_PAGE_932),
     {"\xE3\x82\xB3\xE3\x83\xB3\xE3\x83\x94\xE3\x83\xA5\xE3\x83\xBC\xE3\x82\xBF",
      "\xE3\x82\xBD\xE3\x83\xBC\xE3\x82\xB9", "\xE3\x83\xAC\xE3\x83\x99\xE3\x83\xAB",
      "\xE3\x83\xA9\xE3\x82\xA4\xE3\x82\xBB\xE3\x83\xB3\xE3\x82\xB9",
      "\xE3\x82\xA8\xE3\x83\xA9\xE3\x83\xBC"}},
    {(text_encoding)(TEXT_PAGES + (int)CODE_PAGE_936),
     {"\xE8\xAE\xA1\xE7\xAE\x97\xE6\x9C\xBA", "\xE6\x9D\xA5\xE6\xBA\x90", "\xE7\xBA\xA7\xE5\x88\xAB",
      "\xE8\xAE\xB8\xE5\x8F\xAF", "\xE6\xBF\x80\xE6\xB4\xBB", "\xE9\x94\x99\xE8\xAF\xAF"}},
    {(text_encoding)(TEXT_PAGES + (int)CODE_PAGE_949),
     {"\xEC\xBB\xB4\xED\x93\xA8\xED\x84\xB0", "\xEC\x9B\x90\xEB\xB3\xB8", "\xEC\x88\x98\xEC\xA4\x80",
      "\xEB\x9D\xBC\xEC\x9D\xB4\xEC\x84\xA0\xEC\x8A\xA4", "\xEC\x98\xA4\xEB\xA5\x98"}},
    {(text_encoding)(TEXT_PAGES + (int)CODE_PAGE_950),
     {"\xE9\x9B\xBB\xE8\x85\xA6", "\xE4\xBE\x86\xE6\xBA\x90", "\xE5\xB1\xA4\xE7\xB4\x9A",
      "\xE6\x8E\x88\xE6\xAC\x8A", "\xE9\x8C\xAF\xE8\xAA\xA4", "\xE5\x95\x9F\xE7\x94\xA8"}},
};

#define WORDS_LOOKED_AT 16384 /* bytes: the labels of the first events lie in them */

static size_t count_words(const struct page_words *page, char *text, const uint8_t *bytes, size_t length)
{
    size_t used = 0, count = 0;
    text[text_decode(page->encoding, text, bytes, length, &used)] = '\0';
    for (size_t i = 0; i < sizeof page->words / sizeof *page->words && page->words[i]; i++)
        count += strstr(text, page->words[i]) != NULL;
    return count;
}

/* The page in which most words can be read. Without any, letters with accents tell two of them apart: they
 * lie at 0x80 to 0xA7 in code page 850 and from 0xC0 on in 1252. */
static text_encoding tell_code_page(const uint8_t *bytes, size_t length)
{
    size_t oem = 0, ansi = 0, most = 0;
    for (size_t i = 0; i < length; i++) {
        oem += bytes[i] >= 0x80 && bytes[i] < 0xA8;
        ansi += bytes[i] >= 0xC0;
    }
    text_encoding best = oem > ansi ? TEXT_CP850 : TEXT_CP1252;
    length = length < WORDS_LOOKED_AT ? length : WORDS_LOOKED_AT;
    char *text = malloc(length * 3 + 1);
    for (size_t i = 0; text && i < sizeof page_words / sizeof *page_words; i++) {
        size_t count = memchr(bytes, 0, length) ? 0 : count_words(&page_words[i], text, bytes, length);
        if (count > most) {
            most = count;
            best = page_words[i].encoding;
        }
    }
    free(text);
    return best;
}

text_encoding text_encoding_tell(const uint8_t *bytes, size_t length, size_t *mark)
{
    *mark = 2;
    if (length >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
        return TEXT_UTF16LE;
    if (length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
        return TEXT_UTF16BE;
    *mark = 3;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        return TEXT_UTF8;
    *mark = 0;
    if (is_utf16(bytes, length, 1))
        return TEXT_UTF16LE;
    if (is_utf16(bytes, length, 0))
        return TEXT_UTF16BE;
    return is_utf8(bytes, length) ? TEXT_UTF8 : tell_code_page(bytes, length);
}

/* ---- decoding ------------------------------------------------------------------------------------------ */

/* 0x80 to 0xFF of code page 850. */
static const uint16_t cp850[128] = {
    0xC7,   0xFC,   0xE9,   0xE2,   0xE4,   0xE0,   0xE5,   0xE7,   0xEA,   0xEB,   0xE8,   0xEF,   0xEE,
    0xEC,   0xC4,   0xC5,   0xC9,   0xE6,   0xC6,   0xF4,   0xF6,   0xF2,   0xFB,   0xF9,   0xFF,   0xD6,
    0xDC,   0xF8,   0xA3,   0xD8,   0xD7,   0x192,  0xE1,   0xED,   0xF3,   0xFA,   0xF1,   0xD1,   0xAA,
    0xBA,   0xBF,   0xAE,   0xAC,   0xBD,   0xBC,   0xA1,   0xAB,   0xBB,   0x2591, 0x2592, 0x2593, 0x2502,
    0x2524, 0xC1,   0xC2,   0xC0,   0xA9,   0x2563, 0x2551, 0x2557, 0x255D, 0xA2,   0xA5,   0x2510, 0x2514,
    0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0xE3,   0xC3,   0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550,
    0x256C, 0xA4,   0xF0,   0xD0,   0xCA,   0xCB,   0xC8,   0x131,  0xCD,   0xCE,   0xCF,   0x2518, 0x250C,
    0x2588, 0x2584, 0xA6,   0xCC,   0x2580, 0xD3,   0xDF,   0xD4,   0xD2,   0xF5,   0xD5,   0xB5,   0xFE,
    0xDE,   0xDA,   0xDB,   0xD9,   0xFD,   0xDD,   0xAF,   0xB4,   0xAD,   0xB1,   0x2017, 0xBE,   0xB6,
    0xA7,   0xF7,   0xB8,   0xB0,   0xA8,   0xB7,   0xB9,   0xB3,   0xB2,   0x25A0, 0xA0};

/* 0x80 to 0x9F of code page 1252; beyond it is Latin-1. */
static const uint16_t cp1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0xFFFD, 0x17D,  0xFFFD,
                                    0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0xFFFD, 0x17E,  0x178};

static size_t decode_other(code_page page, char *out, const uint8_t *bytes, size_t length, size_t *used)
{
    size_t written = 0, step = 1;
    for (*used = 0; *used < length && step != 0; *used += step) {
        uint32_t c = code_page_next(page, bytes + *used, length - *used, &step);
        if (step != 0)
            written += utf8_put(out + written, c);
    }
    return written;
}

static size_t decode_page(text_encoding encoding, char *out, const uint8_t *bytes, size_t length)
{
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = bytes[i];
        if (c >= 0x80 && encoding == TEXT_CP850)
            c = cp850[c - 0x80];
        else if (c >= 0x80 && c < 0xA0)
            c = cp1252[c - 0x80];
        written += utf8_put(out + written, c);
    }
    return written;
}

static bool begins_pair(const uint8_t *unit)
{
    return (unit[1] & 0xFC) == 0xD8;
}

/* A NUL among the units becomes a blank: what is behind it counts, too. */
static size_t decode_units(char *out, const uint8_t *bytes, size_t length, size_t *used)
{
    size_t written = 0, at = 0, end = length / 2 * 2;
    if (end >= 2 && begins_pair(bytes + end - 2))
        end -= 2; /* the second half comes with the next step */
    while (at < end) {
        size_t units = 0;
        written += utf16_to_utf8(out + written, bytes + at, (end - at) / 2, &units);
        at += units * 2;
        if (at < end) {
            out[written++] = ' ';
            at += 2;
        }
    }
    *used = end;
    return written;
}

static void swap_bytes(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i + 1 < length; i += 2) {
        uint8_t first = bytes[i];
        bytes[i] = bytes[i + 1];
        bytes[i + 1] = first;
    }
}

size_t text_decode(text_encoding encoding, char *out, const uint8_t *bytes, size_t length, size_t *used)
{
    if (encoding == TEXT_UTF16LE)
        return decode_units(out, bytes, length, used);
    if (encoding >= TEXT_PAGES)
        return decode_other((code_page)(encoding - TEXT_PAGES), out, bytes, length, used);
    *used = length;
    if (encoding != TEXT_UTF8)
        return decode_page(encoding, out, bytes, length);
    memcpy(out, bytes, length);
    return length;
}

/* ---- the window ---------------------------------------------------------------------------------------- */

uint64_t text_count_lines(const char *bytes, size_t length)
{
    uint64_t lines = 0;
    const char *end = bytes + length;
    while (bytes != end && (bytes = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL) {
        lines++;
        bytes++;
    }
    return lines;
}

sppwhy_status text_input_open(text_input *t, file *f, sppwhy_error *error)
{
    size_t got = 0, mark = 0;
    *t = (text_input){.f = f, .line = 1};
    uint8_t *head = malloc(WORDS_LOOKED_AT);
    if (!head)
        return error_no_memory(error);
    sppwhy_status status = file_read(f, 0, head, WORDS_LOOKED_AT, &got, error);
    t->encoding = status == SPPWHY_OK ? text_encoding_tell(head, got, &mark) : TEXT_UTF8;
    free(head);
    if (status != SPPWHY_OK)
        return status;
    t->offset = mark;
    if (t->encoding != TEXT_UTF8 && !(t->raw = malloc(LIMIT_READ_STEP)))
        return error_no_memory(error);
    return SPPWHY_OK;
}

void text_input_close(text_input *t)
{
    free(t->bytes);
    free(t->raw);
    *t = (text_input){0};
}

static bool make_room(text_input *t, size_t more)
{
    if (t->begin != 0) {
        memmove(t->bytes, t->bytes + t->begin, t->end - t->begin);
        t->end -= t->begin;
        t->begin = 0;
    }
    if (t->room - t->end >= more)
        return true;
    size_t room = t->room * 2 > t->end + more ? t->room * 2 : t->end + more;
    char *larger = realloc(t->bytes, room);
    if (!larger)
        return false;
    t->bytes = larger;
    t->room = room;
    return true;
}

static sppwhy_status more_decoded(text_input *t, sppwhy_error *error)
{
    size_t got = 0, used = 0;
    if (!make_room(t, UTF16_MOST_BYTES(LIMIT_READ_STEP)))
        return error_no_memory(error);
    sppwhy_status status =
        file_read(t->f, t->offset, t->raw + t->raw_left, LIMIT_READ_STEP - t->raw_left, &got, error);
    if (status != SPPWHY_OK)
        return status;
    t->ended = got == 0;
    t->offset += got;
    size_t length = t->raw_left + got;
    if (t->encoding == TEXT_UTF16BE)
        swap_bytes(t->raw + t->raw_left, got / 2 * 2);
    t->end += text_decode(t->encoding == TEXT_UTF16BE ? TEXT_UTF16LE : t->encoding, t->bytes + t->end, t->raw,
                          length, &used);
    t->raw_left = t->ended ? 0 : length - used;
    memmove(t->raw, t->raw + used, t->raw_left);
    return SPPWHY_OK;
}

static sppwhy_status more_plain(text_input *t, sppwhy_error *error)
{
    size_t got = 0;
    if (!make_room(t, LIMIT_READ_STEP))
        return error_no_memory(error);
    sppwhy_status status = file_read(t->f, t->offset, t->bytes + t->end, LIMIT_READ_STEP, &got, error);
    t->end += got;
    t->offset += got;
    t->ended = got == 0;
    return status;
}

bool text_ends_by_returns(const char *bytes, size_t length)
{
    return length != 0 && memchr(bytes, '\r', length) && !memchr(bytes, '\n', length);
}

/* So often that to stop takes no time, and so seldom that to ask takes none; a step over a few bytes can be work,
 * too. */
enum { ASKED_EVERY = 1 << 16, STEP_COST = 64 };

static void ask(text_input *t, size_t dropped)
{
    t->since_asked += dropped + STEP_COST;
    if (t->since_asked < ASKED_EVERY || !t->go_on)
        return;
    t->since_asked = 0;
    if (!t->go_on(t->context, t->offset)) {
        t->begin = t->end;
        t->ended = true;
    }
}

sppwhy_status text_input_more(text_input *t, sppwhy_error *error)
{
    if (t->bytes) /* the first step is always taken: there is a window from then on */
        ask(t, ASKED_EVERY);
    if (t->ended)
        return SPPWHY_OK;
    size_t left = t->end - t->begin;
    sppwhy_status status = t->encoding != TEXT_UTF8 ? more_decoded(t, error) : more_plain(t, error);
    if (status != SPPWHY_OK)
        return status;
    char *fresh = t->bytes + t->begin + left;
    size_t length = t->end - t->begin - left;
    if (!t->begun && length != 0) {
        t->by_returns = text_ends_by_returns(fresh, length);
        t->begun = true;
    }
    for (size_t i = 0; t->by_returns && i < length; i++)
        if (fresh[i] == '\r')
            fresh[i] = '\n';
    return SPPWHY_OK;
}

void text_input_drop(text_input *t, size_t count)
{
    count = count < text_input_left(t) ? count : text_input_left(t);
    t->line += count == 0 ? 0 : text_count_lines(t->bytes + t->begin, count);
    t->begin += count;
    ask(t, count);
}
