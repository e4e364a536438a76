/*
 * Text: growing buffers, UTF-8 (see utf8.h), numbers, comparing names as Windows does, and printing what
 * a log says without letting it act on the terminal. All text inside sppwhy is UTF-8.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

/* ---- a growing buffer ------------------------------------------------------------------------------- */
/* Once an addition fails for lack of memory `failed` stays set and further additions do nothing, so a caller
 * checks once at the end. `bytes` is always terminated unless nothing was ever added. */
typedef struct strbuf {
    char *bytes;
    size_t length;
    size_t capacity;
    bool failed;
} strbuf;

void strbuf_add(strbuf *b, const char *text);
void strbuf_add_bytes(strbuf *b, const char *bytes, size_t length);
void strbuf_add_char(strbuf *b, char c);
void strbuf_printf(strbuf *b, const char *format, ...) SPPWHY_PRINTF(2, 3);
/* Room for `most` bytes and a NUL behind what is there, for a text whose length is only known when it is
 * written: then add it to `length` and end it. NULL for lack of memory. */
char *strbuf_begin(strbuf *b, size_t most);
void strbuf_clear(strbuf *b); /* empties, keeps the memory */
void strbuf_free(strbuf *b);

/* ---- encodings -------------------------------------------------------------------------------------- */
/* UTF-8 to UTF-16LE bytes in `out` (strbuf of bytes); bytes that are not UTF-8 become U+FFFD. */
void text_to_utf16le(strbuf *out, const char *utf8);
/* Reads one code point at *at and moves *at past it; bytes that are not UTF-8 give U+FFFD, one byte each.
 * *at must not be on the terminating NUL. */
uint32_t text_next(const char **at);
/* Adds a code point as UTF-8. */
void text_add_code_point(strbuf *out, uint32_t code_point);
/* A copy with every byte that is not UTF-8 replaced by U+FFFD; the text itself when it is valid. */
const char *text_valid_utf8(arena *a, const char *text);

/* Adds text for a person: control characters, bidirectional controls, what is not seen, and bad bytes as \xNN
 * or \u{NNNN}. */
void text_add_printable(strbuf *out, const char *text);
/* Blanks of a name that nobody would see are printed as their numbers, too: those at its ends, and those behind
 * another blank. The first adds a name for a person, the second as a part of a text that text_add_printable() is
 * still to go over, or another format's escaping. */
void text_add_name(strbuf *out, const char *name);
void text_add_name_in_text(strbuf *out, const char *name);
bool text_has_unseen_blanks(const char *name);
/* One character of it: moves *at past it and returns what to show and how many bytes that is, the character
 * itself or its escape in `room`. */
#define TEXT_ESCAPE_ROOM 16
const char *text_next_printable(const char **at, size_t *length, char room[TEXT_ESCAPE_ROOM]);
/* A control character, one that turns the direction of writing, one that is not seen or looks like a blank
 * and is another, or one that is no character: two names that differ in such a one only would look alike. */
bool text_acts_on_terminal(uint32_t code_point);
/* Columns that a terminal needs for it (East Asian wide = 2, combining = 0). */
size_t text_columns(const char *text);

/* ---- comparing and parsing ---------------------------------------------------------------------------- */
/* Of ASCII alone, whatever the system's language: as Windows compares computer names. */
static inline int text_lower(char c)
{
    return (unsigned char)(c - 'A') < 26 ? c + ('a' - 'A') : (unsigned char)c;
}

/* Without regard to that case; of at most `length` bytes. Nothing else in the tree folds case. */
int text_compare_nocase(const char *a, const char *b);
int text_compare_nocase_n(const char *a, const char *b, size_t length);
bool text_equal_nocase(const char *a, const char *b);
/* Orders of arrays of texts, for sort_array() and bsearch(): by bytes, and without regard to case. */
int text_order(const void *a, const void *b);
int text_order_nocase(const void *a, const void *b);
/* The first label of a DNS name is the same, and one of the two names is that label alone or both are equal:
 * "WS1" and "ws1.contoso.com" are, "ws1.a.com" and "ws1.b.com" are not. */
bool text_same_host(const char *a, const char *b);
/* The first labels are the same. */
bool text_same_label(const char *a, const char *b);
/* The pattern's * stands for any text, its ? for one character; without regard to case. */
bool text_matches(const char *pattern, const char *text);
/* The same for the name of a machine: a pattern without a dot may stand for the first label alone. */
bool text_matches_host(const char *pattern, const char *name);
const char *text_find_nocase(const char *text, const char *part);
bool text_starts_with(const char *text, const char *prefix);
bool text_starts_with_nocase(const char *text, const char *prefix);
/* Copies the next of "a;b;c" and moves *at past it; empty ones are passed over, and one that has no room is empty. False
 * when there is none. */
bool text_next_part(const char **at, char *out, size_t size);
/* One of "a;b;c", without regard to ASCII case. */
bool text_is_listed(const char *list, const char *word);

/* How many letters to change, add or drop, or neighbors to exchange, to make one word the other, without
 * regard to ASCII case; SIZE_MAX when `b` is longer than 63 bytes. */
size_t text_distance(const char *a, const char *b);

/* What is between two words, whatever the system's language. */
static inline bool text_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* -1 for what is none. */
static inline int text_hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* "0xC004F06C" or "C004F06C": 1 to 8 hexadecimal digits, nothing around it. */
bool text_parse_hex32(uint32_t *out, const char *text);
/* Decimal, no sign, nothing around it. */
bool text_parse_uint(uint64_t *out, const char *text);

/* FNV-1a, for tables. */
uint64_t text_hash(const void *bytes, size_t length);
/* For tables of names whose makers may be hostile: the seed is nobody's to guess (base/seed.h). The same for names that
 * are equal without regard to ASCII case. */
uint64_t text_hash_nocase(const char *text, size_t length, uint64_t seed);

#endif
