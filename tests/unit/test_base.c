/*
 * The ground everything is on: text in two encodings and safe for a terminal, numbers, GUIDs, dates,
 * memory, arrays, threads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/domain_name.h"
#include "base/id.h"
#include "base/pool.h"
#include "base/text.h"
#include "base/utf16.h"
#include "base/vec.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FFFD "\xEF\xBF\xBD"

static int make_arena(void **state)
{
    *state = arena_create();
    return *state == NULL;
}

static int drop_arena(void **state)
{
    arena_free(*state);
    return 0;
}

/* ---- UTF-16 and UTF-8
 * --------------------------------------------------------------------------------------- */

static void assert_utf8(const void *units, size_t count, const char *wanted)
{
    size_t used, length = strlen(wanted);
    char out[UTF16_MOST_BYTES(16)];
    assert_true(count <= 16);
    assert_int_equal(utf16_to_utf8(out, units, count, &used), length);
    assert_memory_equal(out, wanted, length);
    assert_int_equal(utf16_to_utf8_plain(out, units, count, &used), length);
    assert_memory_equal(out, wanted, length);
}

static void utf16_becomes_utf8(void **state)
{
    (void)state;
    static const struct {
        uint16_t units[6];
        size_t count;
        const char *utf8;
    } cases[] = {
        {{0}, 0, ""},
        {{'K', 'M', 'S'}, 3, "KMS"},
        {{0x7F, 0x80, 0x7FF, 0x800, 0xFFFF}, 5, "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF"},
        {{0xD83D, 0xDE00}, 2, "\xF0\x9F\x98\x80"},              /* a pair: U+1F600 */
        {{0xD800, 0xDC00}, 2, "\xF0\x90\x80\x80"},              /* the first pair: U+10000 */
        {{0xDBFF, 0xDFFF}, 2, "\xF4\x8F\xBF\xBF"},              /* the last pair: U+10FFFF */
        {{0xD83D}, 1, FFFD},                                    /* high at the end */
        {{0xD83D, 'x'}, 2, FFFD "x"},                           /* high alone: what follows is kept */
        {{0xDE00, 'x'}, 2, FFFD "x"},                           /* low alone */
        {{0xD83D, 0xD83D, 0xDE00}, 3, FFFD "\xF0\x9F\x98\x80"}, /* two highs, then a low */
        {{0xDE00, 0xD83D}, 2, FFFD FFFD},                       /* the wrong way round */
        {{'a', 0, 'b'}, 3, "a"},                                /* ends at the NUL */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint8_t bytes[12];
        for (size_t k = 0; k < cases[i].count; k++) {
            bytes[2 * k] = (uint8_t)(cases[i].units[k] & 0xFF);
            bytes[2 * k + 1] = (uint8_t)(cases[i].units[k] >> 8);
        }
        assert_utf8(bytes, cases[i].count, cases[i].utf8);
    }
}

static void utf8_becomes_utf16(void **state)
{
    static const struct {
        const char *utf8;
        uint16_t units[6];
        size_t count;
    } cases[] = {
        {"", {0}, 0},
        {"A\xC3\xA9", {'A', 0xE9}, 2},
        {"\xF0\x9F\x98\x80", {0xD83D, 0xDE00}, 2},
        {"\xF4\x8F\xBF\xBF", {0xDBFF, 0xDFFF}, 2},
        {"a\xFFz", {'a', 0xFFFD, 'z'}, 3},
        {"\xED\xA0\x80", {0xFFFD, 0xFFFD, 0xFFFD}, 3}, /* a surrogate written as UTF-8 */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        strbuf out = {0};
        text_to_utf16le(&out, cases[i].utf8);
        assert_false(out.failed);
        assert_int_equal(out.length, 2 * cases[i].count);
        for (size_t k = 0; k < cases[i].count; k++)
            assert_int_equal((uint8_t)out.bytes[2 * k] | (unsigned)(uint8_t)out.bytes[2 * k + 1] << 8,
                             cases[i].units[k]);
        strbuf_free(&out);
    }
}

static void every_code_point_survives_both_ways(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x300 ? 1 : 251) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        strbuf utf8 = {0}, utf16 = {0};
        text_add_code_point(&utf8, c);
        const char *at = utf8.bytes;
        assert_int_equal(text_next(&at), c);
        assert_int_equal(*at, 0);
        text_to_utf16le(&utf16, utf8.bytes);
        assert_utf8(utf16.bytes, utf16.length / 2, utf8.bytes);
        strbuf_free(&utf8);
        strbuf_free(&utf16);
    }
}

static void bytes_that_are_not_utf8_are_replaced(void **state)
{
    static const char *const cases[][2] = {
        {"plain", "plain"},
        {"\xC0\xAF", FFFD FFFD},                            /* overlong slash */
        {"\xE0\x80\xAF", FFFD FFFD FFFD},                   /* overlong in three */
        {"\xF0\x80\x80\xAF", FFFD FFFD FFFD FFFD},          /* overlong in four */
        {"\xC1\xBF", FFFD FFFD},                            /* overlong DEL */
        {"\xED\xBF\xBF", FFFD FFFD FFFD},                   /* a surrogate */
        {"\xF4\x90\x80\x80", FFFD FFFD FFFD FFFD},          /* over U+10FFFF */
        {"\xF8\x88\x80\x80\x80", FFFD FFFD FFFD FFFD FFFD}, /* five bytes */
        {"\x80", FFFD},                                     /* a tail alone */
        {"a\xE2\x82", "a" FFFD FFFD},                       /* cut off by the end */
        {"\xE2\x82z", FFFD FFFD "z"},                       /* cut off by a letter, which is kept */
        {"\xC3\xA9\xFF", "\xC3\xA9" FFFD},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(text_valid_utf8(*state, cases[i][0]), cases[i][1]);
    const char *good = "gr\xC3\xBC\xC3\x9F";
    assert_ptr_equal(text_valid_utf8(*state, good), good); /* no copy where none is needed */
}

/* ---- for a terminal
 * ----------------------------------------------------------------------------------------- */

static void nothing_printed_acts_on_a_terminal(void **state)
{
    static const char *const cases[][2] = {
        {"WS-1.contoso.com", "WS-1.contoso.com"},
        {"\x1B[2J\x1B]0;owned\x07", "\\x1B[2J\\x1B]0;owned\\x07"},
        {"a\rb\nc\td\be", "a\\x0Db\\x0Ac\\x09d\\x08e"},
        {"\x7F", "\\x7F"},
        {"\xC2\x9B"
         "31m",
         "\\x9B31m"},          /* C1: CSI in one character */
        {"\xC2\x85", "\\x85"}, /* C1: next line */
        {"a\xE2\x80\xAE"
         "exe.txt",
         "a\\u{202E}exe.txt"},                                /* right-to-left override */
        {"\xE2\x80\xAA\xE2\x80\xAC", "\\u{202A}\\u{202C}"},   /* embedding and pop */
        {"\xE2\x81\xA6x\xE2\x81\xA9", "\\u{2066}x\\u{2069}"}, /* isolates */
        {"\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C", "\\u{200E}\\u{200F}\\u{061C}"},
        {"\xE2\x80\xA8\xE2\x80\xA9", "\\u{2028}\\u{2029}"}, /* line and paragraph separator */
        {"\xEF\xBB\xBFx", "\\u{FEFF}x"},
        {"\xFF\xC0\xAF", "\\xFF\\xC0\\xAF"}, /* bytes that are not UTF-8 */
        {FFFD, FFFD},                        /* a real U+FFFD is a character */
        {"gr\xC3\xBC\xC3\x9F \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x98\x80",
         "gr\xC3\xBC\xC3\x9F \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x98\x80"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        strbuf out = {0};
        text_add_printable(&out, cases[i][0]);
        assert_string_equal(out.bytes, cases[i][1]);
        strbuf_free(&out);
    }
}

static void columns_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(text_columns(""), 0);
    assert_int_equal(text_columns("contoso"), 7);
    assert_int_equal(text_columns("gr\xC3\xBC\xC3\x9F"), 4);
    assert_int_equal(text_columns("e\xCC\x81"), 1);                /* e and a combining acute */
    assert_int_equal(text_columns("\xE6\x97\xA5\xE6\x9C\xAC"), 4); /* East Asian: two each */
    assert_int_equal(text_columns("\xED\x95\x9C"), 2);             /* Hangul */
    assert_int_equal(text_columns("\xF0\x9F\x98\x80"), 2);         /* emoji */
    assert_int_equal(text_columns("\xEF\xBD\xB1"), 1);             /* halfwidth katakana */
}

/* ---- names
 * -------------------------------------------------------------------------------------------------- */

static void hosts_are_the_same_as_windows_sees_it(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"WS1", "ws1", true},
        {"WS1", "ws1.contoso.com", true},
        {"ws1.contoso.com", "WS1", true},
        {"WS1.Contoso.COM", "ws1.contoso.com", true},
        {"ws1.a.com", "ws1.b.com", false},
        {"ws1", "ws10", false},
        {"ws1", "ws10.contoso.com", false},
        {"ws1.contoso.com", "ws1.contoso.com.evil.org", false},
        {"", "", true},
        {"", "ws1", false},
        {".contoso.com", "", false},
        {"10.0.0.1", "10.0.0.2", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_same_host(cases[i].a, cases[i].b), cases[i].same);
        assert_int_equal(text_same_host(cases[i].b, cases[i].a), cases[i].same);
    }
}

static void comparing_passes_over_ascii_case_only(void **state)
{
    (void)state;
    assert_true(text_equal_nocase("KMS1", "kms1"));
    assert_false(text_equal_nocase("kms", "kms1"));
    assert_int_equal(text_compare_nocase("a", "B"), -1);
    assert_int_equal(text_compare_nocase("B", "a"), 1);
    assert_int_equal(text_compare_nocase("", "a"), -1);
    assert_false(text_equal_nocase("\xC3\xA9", "\xC3\x89"));
    const char *text = "the Key Management Service";
    assert_ptr_equal(text_find_nocase(text, "KEY"), text + 4);
    assert_ptr_equal(text_find_nocase(text, ""), text);
    assert_null(text_find_nocase(text, "services"));
    assert_true(text_starts_with("hr=0x0", "hr="));
    assert_false(text_starts_with("h", "hr="));
}

/* ---- GUIDs and numbers
 * -------------------------------------------------------------------------------------- */

static void guids_are_read_and_written(void **state)
{
    static const char *const good[] = {
        "169721ce-2886-4832-a037-e9459281751a",
        "169721CE-2886-4832-A037-E9459281751A",
        "{169721ce-2886-4832-a037-e9459281751a}",
    };
    static const char *const bad[] = {
        "",
        "{",
        "169721ce-2886-4832-a037-e9459281751",   /* short */
        "169721ce-2886-4832-a037-e9459281751ab", /* long */
        "169721ce-2886-4832-a037-e9459281751a ", /* a blank behind */
        " 169721ce-2886-4832-a037-e9459281751a", /* a blank before */
        "{169721ce-2886-4832-a037-e9459281751a", /* the brace not closed */
        "169721ce-2886-4832-a037-e9459281751a}", /* not opened */
        "169721ce2886-4832-a037-e9459281751a-",  /* hyphens elsewhere */
        "169721ce-2886-4832-a037-e9459281751g",  /* no digit */
        ".......-b604-4b8c-9a48-99d4348fcf37",   /* masked, as published */
        "6f345b60-8a5c-427c-....-836a982589dc",
        "<CMID>",
    };
    char text[ID_ROOM];
    uint8_t first[ID_BYTES], id[ID_BYTES];
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_true(id_parse(id, good[i]));
        assert_string_equal(id_format(id, text), good[0]);
        assert_int_equal(id[0], 0x16); /* in the order in which it is written */
        assert_int_equal(id[15], 0x1A);
        if (i == 0)
            memcpy(first, id, sizeof first);
        assert_true(id_equal(id, first));
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(id_parse(id, bad[i]));
}

static void codes_are_up_to_eight_hexadecimal_digits(void **state)
{
    static const struct {
        const char *text;
        bool good;
        uint32_t value;
    } cases[] = {
        {"0xC004F06C", true, 0xC004F06C},
        {"0xc004f06c", true, 0xC004F06C},
        {"0XC004F06C", true, 0xC004F06C},
        {"C004F06C", true, 0xC004F06C},
        {"0x0", true, 0},
        {"0", true, 0},
        {"0x00000008", true, 8},
        {"0xFFFFFFFF", true, UINT32_MAX},
        {"", false, 0},
        {"0x", false, 0},
        {"0x1FFFFFFFF", false, 0},
        {"0xC004F06G", false, 0},
        {" 0x0", false, 0},
        {"0x0 ", false, 0},
        {"-1", false, 0},
        {"hr=0x0", false, 0},
        {"0x0x0", false, 0},
    };
    uint32_t value;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_parse_hex32(&value, cases[i].text), cases[i].good);
        if (cases[i].good)
            assert_int_equal(value, cases[i].value);
    }
}

static void numbers_do_not_overflow(void **state)
{
    static const struct {
        const char *text;
        bool good;
        uint64_t value;
    } cases[] = {
        {"0", true, 0},
        {"00041760", true, 41760},
        {"4294967296", true, 4294967296u},
        {"18446744073709551609", true, 18446744073709551609u},
        {"18446744073709551616", false, 0}, /* 2^64 */
        {"184467440737095516150", false, 0},
        {"99999999999999999999999999", false, 0},
        {"", false, 0},
        {"-1", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.5", false, 0},
        {"0x10", false, 0},
    };
    uint64_t value;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_parse_uint(&value, cases[i].text), cases[i].good);
        if (cases[i].good)
            assert_true(value == cases[i].value);
    }
}

static void the_largest_number_is_a_number(void **state)
{
    uint64_t value = 0;
    (void)state;
    assert_true(text_parse_uint(&value, "18446744073709551615"));
    assert_true(value == UINT64_MAX);
    assert_false(text_parse_uint(&value, "18446744073709551616"));
}

/* ---- time
 * --------------------------------------------------------------------------------------------------- */

static void known_dates_have_their_filetime(void **state)
{
    static const struct {
        int year, month, day, hour, minute, second;
        uint64_t time;
        const char *text;
    } cases[] = {
        {1601, 1, 1, 0, 0, 0, 0, "1601-01-01T00:00:00Z"},
        {1601, 1, 1, 0, 0, 1, 10000000, "1601-01-01T00:00:01Z"},
        {1970, 1, 1, 0, 0, 0, 116444736000000000, "1970-01-01T00:00:00Z"},
        {1600 + 1, 3, 1, 0, 0, 0, 59 * CLOCK_DAY, "1601-03-01T00:00:00Z"},
        {2000, 2, 29, 12, 0, 0, 125962992000000000, "2000-02-29T12:00:00Z"},
        {2000, 3, 1, 0, 0, 0, 125963424000000000, "2000-03-01T00:00:00Z"},
        {2020, 4, 7, 5, 55, 53, 132307125530000000, "2020-04-07T05:55:53Z"}, /* py-kms issue 62 */
        {2023, 5, 24, 1, 12, 29, 133293643490000000, "2023-05-24T01:12:29Z"},
        {2024, 2, 29, 23, 59, 59, 133537247990000000, "2024-02-29T23:59:59Z"},
        {2024, 12, 31, 23, 59, 59, 133801631990000000, "2024-12-31T23:59:59Z"},
        {9999, 12, 31, 23, 59, 59, 2650467743990000000, "9999-12-31T23:59:59Z"},
    };
    char text[40];
    uint64_t time;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(clock_from_date(&time, cases[i].year, cases[i].month, cases[i].day, cases[i].hour,
                                    cases[i].minute, cases[i].second));
        assert_true(time == cases[i].time);
        assert_string_equal(clock_format(time, false, text), cases[i].text);
        assert_true(clock_parse(&time, cases[i].text));
        assert_true(time == cases[i].time);
    }
}

static void every_day_of_nine_centuries_comes_back(void **state)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint64_t expected = 0, time;
    char text[40], wanted[40];
    (void)state;
    for (int year = 1601; year <= 2500; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int last = days[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= last; day++, expected += CLOCK_DAY) {
                assert_true(clock_from_date(&time, year, month, day, 0, 0, 0));
                assert_true(time == expected);
                snprintf(wanted, sizeof wanted, "%04d-%02d-%02dT00:00:00Z", year, month, day);
                assert_string_equal(clock_format(time, false, text), wanted);
            }
            assert_false(clock_from_date(&time, year, month, last + 1, 0, 0, 0));
        }
    }
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    static const int cases[][6] = {
        {1600, 12, 31, 0, 0, 0}, {10000, 1, 1, 0, 0, 0}, {2023, 0, 1, 0, 0, 0},  {2023, 13, 1, 0, 0, 0},
        {2023, 1, 0, 0, 0, 0},   {2023, 2, 29, 0, 0, 0}, {1900, 2, 29, 0, 0, 0}, {2023, 4, 31, 0, 0, 0},
        {2023, 1, 1, 24, 0, 0},  {2023, 1, 1, 0, 60, 0}, {2023, 1, 1, 0, 0, 60}, {2023, 1, 1, -1, 0, 0},
        {2023, 1, 1, 0, -1, 0},  {2023, 1, 1, 0, 0, -1}, {2100, 2, 29, 0, 0, 0},
    };
    uint64_t time;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_false(clock_from_date(&time, cases[i][0], cases[i][1], cases[i][2], cases[i][3], cases[i][4],
                                     cases[i][5]));
}

static void rfc3339_is_read(void **state)
{
    static const struct {
        const char *text, *meant; /* meant: NULL when it is to be refused */
    } cases[] = {
        {"2023-05-24T01:12:29.4670860Z", "2023-05-24T01:12:29.467086000Z"},
        {"2023-05-24T01:12:29.467086123Z", "2023-05-24T01:12:29.467086100Z"}, /* 100 ns is the finest */
        {"2023-05-24T01:12:29.5Z", "2023-05-24T01:12:29.500000000Z"},
        {"2023-05-24T01:12:29Z", "2023-05-24T01:12:29.000000000Z"},
        {"2023-05-24t01:12:29z", "2023-05-24T01:12:29.000000000Z"},
        {"2023-05-24 01:12:29", "2023-05-24T01:12:29.000000000Z"},
        {"2023-05-24T01:12", "2023-05-24T01:12:00.000000000Z"},
        {"2023-05-24T01:12Z", "2023-05-24T01:12:00.000000000Z"},
        {"2023-05-24", "2023-05-24T00:00:00.000000000Z"},
        {"2023-05-24T01:12:29+02:00", "2023-05-23T23:12:29.000000000Z"},
        {"2023-12-31T22:30:00-05:30", "2024-01-01T04:00:00.000000000Z"},
        {"2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00.000000000Z"},
        {"2023-05-24T01:12:29+00:00", "2023-05-24T01:12:29.000000000Z"},
        {"1601-01-01T01:00:00+01:00", "1601-01-01T00:00:00.000000000Z"},
        {"1601-01-01T00:59:59+01:00", NULL}, /* before the beginning */
        {"", NULL},
        {"today", NULL},
        {"2023", NULL},
        {"2023-5-24", NULL},
        {"23-05-24", NULL},
        {"2023/05/24", NULL},
        {"2023-02-30", NULL},
        {"2023-05-24T", NULL},
        {"2023-05-24T01", NULL},
        {"2023-05-24T1:12:29Z", NULL},
        {"2023-05-24T01:12:60Z", NULL},
        {"2023-05-24T24:00:00Z", NULL},
        {"2023-05-24T01:12:29.", NULL},
        {"2023-05-24T01:12:29.Z", NULL},
        {"2023-05-24T01:12:29+0200", NULL},
        {"2023-05-24T01:12:29+25:00", NULL},
        {"2023-05-24T01:12:29+02:60", NULL},
        {"2023-05-24T01:12:29ZZ", NULL},
        {"2023-05-24T01:12:29Z ", NULL},
        {" 2023-05-24", NULL},
        {"2023-05-24Z", NULL},
    };
    char text[40];
    uint64_t time;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool good = clock_parse(&time, cases[i].text);
        if (good != (cases[i].meant != NULL))
            fail_msg("\"%s\" is %s", cases[i].text, good ? "accepted" : "refused");
        if (good)
            assert_string_equal(clock_format(time, true, text), cases[i].meant);
    }
}

static void times_after_the_year_9999_are_no_rfc3339(void **state)
{
    char text[40];
    uint64_t time;
    (void)state;
    /* Five digits of a year would be no RFC 3339 any more; a FILETIME in a hostile log reaches the year
     * 60056. */
    assert_false(clock_parse(&time, "9999-12-31T23:59:59-01:00"));
    assert_int_equal(strlen(clock_format(UINT64_MAX, false, text)), strlen("9999-12-31T23:59:59Z"));
}

static void times_are_printed_for_people(void **state)
{
    char text[40];
    uint64_t time;
    (void)state;
    assert_true(clock_parse(&time, "2023-05-24T01:02:03.4567891Z"));
    assert_string_equal(clock_format(time, true, text), "2023-05-24T01:02:03.456789100Z");
    assert_string_equal(clock_format(time, false, text), "2023-05-24T01:02:03Z");
    assert_string_equal(clock_format_plain(time, true, text), "2023-05-24 01:02:03");
    assert_string_equal(clock_format_plain(time, false, text), "2023-05-24 01:02");
}

static void durations_have_two_units_at_most(void **state)
{
    static const struct {
        uint64_t seconds;
        const char *text;
    } cases[] = {
        {0, "0 s"},
        {1, "1 s"},
        {59, "59 s"},
        {60, "1 min"},
        {61, "1 min 1 s"},
        {720, "12 min"},
        {3599, "59 min 59 s"},
        {3600, "1 h"},
        {3601, "1 h"},
        {18240, "5 h 4 min"},
        {86399, "23 h 59 min"},
        {86400, "1 day"},
        {86400 + 59, "1 day"},
        {2 * 86400, "2 days"},
        {3 * 86400 + 2 * 3600, "3 days 2 h"},
        {86400 + 3600, "1 day 1 h"},
        {UINT64_MAX, "213503982334601 days 7 h"},
    };
    char text[40];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(clock_format_duration(cases[i].seconds, text), cases[i].text);
}

/* ---- memory
 * ------------------------------------------------------------------------------------------------- */

static void an_arena_gives_aligned_zeroed_memory_of_its_own(void **state)
{
    arena *a = *state;
    unsigned char *before = NULL;
    size_t before_size = 0;
    for (size_t size = 0; size < 300; size++) {
        unsigned char *memory = arena_alloc(a, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, size);
        for (size_t i = 0; i < before_size; i++)
            assert_int_equal(before[i], 0xAA); /* not run over by the next */
        assert_ptr_not_equal(memory, before);
        before = memory;
        before_size = size;
    }
    unsigned char *large = arena_alloc(a, (size_t)5 << 20); /* more than a block */
    assert_non_null(large);
    large[((size_t)5 << 20) - 1] = 1;
}

static void an_arena_refuses_what_does_not_fit_an_address(void **state)
{
    arena *a = *state;
    assert_null(arena_alloc(a, SIZE_MAX));
    assert_null(arena_alloc(a, SIZE_MAX / 2 + 1));
    assert_null(arena_array(a, SIZE_MAX / 8 + 1, 8));
    assert_null(arena_array(a, SIZE_MAX, SIZE_MAX));
    assert_null(arena_bytes(a, "", SIZE_MAX));
    assert_non_null(arena_array(a, 0, 8));
    assert_non_null(arena_array(a, 8, 0));
    assert_non_null(arena_alloc(a, 16)); /* and still works */
    arena_free(NULL);
}

static void an_arena_is_cleared_and_used_again(void **state)
{
    arena *a = *state;
    for (size_t round = 0; round < 3; round++) {
        unsigned char *small = arena_alloc(a, 100), *large = arena_alloc(a, (size_t)1 << 20);
        assert_non_null(small);
        assert_non_null(large);
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(small[i], 0);
        memset(small, 0xFF, 100);
        memset(large, 0xFF, (size_t)1 << 20);
        assert_true(arena_own(a, malloc(10)));
        assert_string_equal(arena_string(a, "text"), "text");
        arena_clear(a);
    }
    arena_clear(a); /* there is nothing */
    assert_non_null(arena_alloc(a, 16));
}

static void an_arena_copies_texts(void **state)
{
    char text[] = "kms1";
    char *copy = arena_string(*state, text);
    text[0] = 'X';
    assert_string_equal(copy, "kms1");
    assert_string_equal(arena_bytes(*state, "abcdef", 3), "abc");
    assert_string_equal(arena_bytes(*state, NULL, 0), "");
    assert_string_equal(arena_printf(*state, "%s:%d", "kms1", 1688), "kms1:1688");
    char *long_one = arena_printf(*state, "%9000d", 7);
    assert_int_equal(strlen(long_one), 9000);
}

static void an_array_grows(void **state)
{
    VEC(uint32_t) list = {0};
    for (uint32_t i = 0; i < 10000; i++)
        assert_true(vec_push(&list, i));
    assert_int_equal(list.count, 10000);
    const uint32_t *copy = vec_to_arena(&list, *state);
    vec_free(&list);
    assert_int_equal(list.count, 0);
    assert_null(list.items);
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(copy[i], i);
    assert_true(vec_push(&list, 7u)); /* usable again */
    assert_int_equal(list.items[0], 7);
    vec_free(&list);
    assert_non_null(vec_to_arena(&list, *state)); /* empty: never NULL */
    void *items = NULL;
    size_t capacity = SIZE_MAX / 8;
    assert_false(vec_room(&items, capacity, &capacity, 16)); /* the size would not fit */
}

static void domains_that_say_the_same_are_one(void **state)
{
    static const char *const same[][2] = {
        {"contoso.com", "CONTOSO.com"},
        {"contoso.com", "contoso.com."},
        {"contoso.com", " contoso.com\t"},
        {"b\xC3\xBC"
         "cher.de",
         "xn--bcher-kva.de"},
        {"B\xC3\x9C"
         "CHER.de.",
         "XN--bcher-kva.DE"},
        {"hq.xn--bcher-kva.de", "HQ.b\xC3\xBC"
                                "cher.de"},
        {"\xD0\xBF\xD1\x80\xD0\xB8\xD0\xBC\xD0\xB5\xD1\x80", "xn--e1afmkfd"},
        {"\xE4\xBE\x8B\xE3\x81\x88", "xn--r8jz45g"},
    };
    static const char *const other[][2] = {
        {"contoso.com", "contoso.co"},
        {"contoso.com", "contoso.com.."},
        {"contoso.com", "con toso.com"},
        {"bucher.de", "xn--bcher-kva.de"},
        {"", "."},
        {"xn--99999999999.de", "xn--.de"},
        {"xn--bcher-kv.de", "b\xC3\xBC"
                            "cher.de"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(same); i++) {
        assert_true(domain_name_equal(same[i][0], same[i][1]));
        assert_true(domain_name_equal(same[i][1], same[i][0]));
    }
    for (size_t i = 0; i < COUNT(other); i++) {
        int order = domain_name_compare(other[i][0], other[i][1]);
        assert_int_not_equal(order, 0);
        assert_true((order < 0) == (domain_name_compare(other[i][1], other[i][0]) > 0));
    }
}

static void a_buffer_keeps_what_it_got(void **state)
{
    strbuf b = {0};
    (void)state;
    strbuf_add(&b, "a");
    strbuf_add_char(&b, 'b');
    strbuf_printf(&b, "%03d", 7);
    strbuf_add_bytes(&b, "x\0y", 3);
    assert_int_equal(b.length, 8);
    assert_memory_equal(b.bytes, "ab007x\0y", 9);
    strbuf_clear(&b);
    assert_string_equal(b.bytes, "");
    for (int i = 0; i < 1000; i++)
        strbuf_add(&b, "0123456789");
    assert_int_equal(b.length, 10000);
    strbuf_add_bytes(&b, "", SIZE_MAX - 1); /* cannot be had: noted, and nothing is lost */
    assert_true(b.failed);
    strbuf_add(&b, "more");
    assert_int_equal(b.length, 10000);
    strbuf_free(&b);
    assert_null(b.bytes);
}

/* ---- threads
 * ------------------------------------------------------------------------------------------------ */

typedef struct jobs {
    atomic_int times[1000];
} jobs;

static void count_job(void *context, size_t number)
{
    atomic_fetch_add(&((jobs *)context)->times[number], 1);
}

static void every_job_runs_once_on_any_number_of_threads(void **state)
{
    static const size_t counts[] = {0, 1, 2, 7, 1000}, threads[] = {0, 1, 2, 3, 64, 1000};
    (void)state;
    for (size_t c = 0; c < COUNT(counts); c++)
        for (size_t t = 0; t < COUNT(threads); t++) {
            jobs *done = calloc(1, sizeof *done);
            assert_non_null(done);
            pool_run(counts[c], threads[t], count_job, done);
            for (size_t i = 0; i < COUNT(done->times); i++)
                assert_int_equal(atomic_load(&done->times[i]), i < counts[c]);
            free(done);
        }
}

typedef struct in_order {
    size_t made_by[1000]; /* from 1 */
    size_t put, enough_after;
} in_order;

static void make_in_order(void *context, size_t worker, size_t number)
{
    ((in_order *)context)->made_by[number] = worker + 1;
}

static bool put_in_order(void *context, size_t worker, size_t number)
{
    in_order *o = context;
    assert_int_equal(number, o->put);
    assert_int_equal(o->made_by[number], worker + 1);
    o->put++;
    return o->put != o->enough_after;
}

static void results_go_out_in_order_whoever_made_them(void **state)
{
    static const size_t counts[] = {0, 1, 2, 7, 1000}, threads[] = {0, 1, 2, 3, 64, 1000};
    (void)state;
    for (size_t c = 0; c < COUNT(counts); c++)
        for (size_t t = 0; t < COUNT(threads); t++)
            for (size_t enough = 0; enough < 5; enough += 4) { /* 0: all are wanted */
                in_order o = {.enough_after = enough};
                const pool_line line = {&o, make_in_order, put_in_order};
                pool_run_in_order(counts[c], threads[t], &line);
                assert_int_equal(o.put, enough != 0 && enough < counts[c] ? enough : counts[c]);
            }
}

/* Two names that differ in what is not seen must not look alike. */
static void what_is_not_seen_is_printed_as_its_number(void **state)
{
    static const uint32_t unseen[] = {
        0x7F,     0x80,    0xAD,    0x34F,   0x61C,   0x115F,  0x1160,  0x17B4,  0x17B5,  0x180B,
        0x180E,   0x200B,  0x200F,  0x2028,  0x202E,  0x2060,  0x206F,  0x2800,  0x3164,  0xFE00,
        0xFE0F,   0xFEFF,  0xFFA0,  0xFFF0,  0xFFFB,  0xA0,    0x1680,  0x2000,  0x200A,  0x202F,
        0x205F,   0x3000,  0xE000,  0xF8FF,  0xFDD0,  0xFDEF,  0xFFFE,  0x1FFFF, 0xF0000, 0x10FFFD,
        0x10FFFF, 0x1BCA0, 0x1D159, 0x1D173, 0xE0000, 0xE0041, 0xE01EF, 0xE0FFF};
    static const uint32_t seen[] = {0x20,   0x7E,   0xA1,   0xAE,   0x167F,  0x1681, 0x1FFF,
                                    0x3001, 0xD7FF, 0xF900, 0xFDCF, 0x1FFFD, 0x34E,  0x350,
                                    0x115E, 0x1161, 0x17B6, 0x2010, 0x2030,  0x2070, 0x27FF,
                                    0x2801, 0x3163, 0x3165, 0xFE10, 0xFF9F,  0xFFFD, 0x1F600};
    (void)state;
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
        strbuf name = {0}, out = {0};
        char number[16];
        text_add_code_point(&name, unseen[i]);
        text_add_printable(&out, name.bytes);
        snprintf(number, sizeof number, unseen[i] < 0x100 ? "\\x%02X" : "\\u{%04X}", (unsigned)unseen[i]);
        assert_string_equal(out.bytes, number);
        strbuf_free(&name);
        strbuf_free(&out);
    }
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        assert_false(text_acts_on_terminal(seen[i]));
}

static void a_name_shows_the_blanks_at_its_ends(void **state)
{
    static const char *const cases[][2] = {{"pcx", "pcx"},
                                           {"pcx ", "pcx\\x20"},
                                           {" pcx", "\\x20pcx"},
                                           {" ", "\\x20"},
                                           {"", ""},
                                           {"my pc", "my pc"},
                                           {"  ", "\\x20\\x20"},
                                           {" a\tb ", "\\x20a\\x09b\\x20"},
                                           {"my  pc", "my \\x20pc"},
                                           {"my pc  ", "my pc\\x20\\x20"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf out = {0};
        text_add_name(&out, cases[i][0]);
        assert_string_equal(out.bytes ? out.bytes : "", cases[i][1]);
        strbuf_free(&out);
    }
}

int main(void)
{
#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, make_arena, drop_arena)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_seen_is_printed_as_its_number),
        cmocka_unit_test(a_name_shows_the_blanks_at_its_ends),
        cmocka_unit_test(utf16_becomes_utf8),
        cmocka_unit_test(utf8_becomes_utf16),
        cmocka_unit_test(every_code_point_survives_both_ways),
        WITH_ARENA(bytes_that_are_not_utf8_are_replaced),
        cmocka_unit_test(nothing_printed_acts_on_a_terminal),
        cmocka_unit_test(columns_are_those_of_a_terminal),
        cmocka_unit_test(hosts_are_the_same_as_windows_sees_it),
        cmocka_unit_test(comparing_passes_over_ascii_case_only),
        cmocka_unit_test(guids_are_read_and_written),
        cmocka_unit_test(codes_are_up_to_eight_hexadecimal_digits),
        cmocka_unit_test(numbers_do_not_overflow),
        cmocka_unit_test(the_largest_number_is_a_number),
        cmocka_unit_test(known_dates_have_their_filetime),
        cmocka_unit_test(every_day_of_nine_centuries_comes_back),
        cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(rfc3339_is_read),
        cmocka_unit_test(times_after_the_year_9999_are_no_rfc3339),
        cmocka_unit_test(times_are_printed_for_people),
        cmocka_unit_test(durations_have_two_units_at_most),
        WITH_ARENA(an_arena_gives_aligned_zeroed_memory_of_its_own),
        WITH_ARENA(an_arena_refuses_what_does_not_fit_an_address),
        WITH_ARENA(an_arena_is_cleared_and_used_again),
        WITH_ARENA(an_arena_copies_texts),
        WITH_ARENA(an_array_grows),
        cmocka_unit_test(domains_that_say_the_same_are_one),
        cmocka_unit_test(a_buffer_keeps_what_it_got),
        cmocka_unit_test(every_job_runs_once_on_any_number_of_threads),
        cmocka_unit_test(results_go_out_in_order_whoever_made_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
