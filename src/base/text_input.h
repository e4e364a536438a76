/*
 * A text file as UTF-8, read forward in steps of bounded memory: UTF-8, UTF-16 with or without a mark, and
 * the code pages in which a Windows console and its programs write.
 */
#ifndef BASE_TEXT_INPUT_H
#define BASE_TEXT_INPUT_H

#include "base/file.h"

typedef enum text_encoding {
    TEXT_UTF8,
    TEXT_UTF16LE,
    TEXT_UTF16BE,
    TEXT_CP850,  /* what a console of western Europe or America writes (OEM): the letters of 437, too */
    TEXT_CP1252, /* what its other programs write (ANSI) */
    TEXT_PAGES   /* from here on: TEXT_PAGES + a code_page of other languages */
} text_encoding;

typedef struct text_input {
    file *f;
    uint64_t offset; /* in the file, behind what was read */
    char *bytes;     /* from `begin` on: what is read and not yet dropped */
    size_t begin, end, room;
    uint64_t line;   /* of the byte at `begin`, from 1 */
    bool ended;      /* nothing comes behind `end` */
    bool begun;      /* something was read */
    bool by_returns; /* its lines end with a carriage return alone; they are made line feeds */
    text_encoding encoding;
    uint8_t *raw; /* a step of the file before it is decoded; NULL for UTF-8 */
    size_t raw_left;
    /* Asked again and again, with the place in the file: false makes this the end of the text. May be NULL. */
    bool (*go_on)(void *context, uint64_t offset);
    void *context;
    size_t since_asked; /* bytes that were dropped, and steps */
} text_input;

/* What the bytes at the beginning of a file are written in; *mark: how many of them are its mark. */
text_encoding text_encoding_tell(const uint8_t *bytes, size_t length, size_t *mark);
/* Decodes whole characters, as much as there are; *used says how many bytes. `out` has room for three times
 * `length`. Returns the bytes written. */
size_t text_decode(text_encoding encoding, char *out, const uint8_t *bytes, size_t length, size_t *used);

SPPWHY_NODISCARD sppwhy_status text_input_open(text_input *t, file *f, sppwhy_error *error);
void text_input_close(text_input *t);
/* Adds some more behind `end`; what was read stays, but its address may change. */
SPPWHY_NODISCARD sppwhy_status text_input_more(text_input *t, sppwhy_error *error);
/* Goes over `count` bytes, or what there is, and counts their lines. */
void text_input_drop(text_input *t, size_t count);

static inline const char *text_input_at(const text_input *t)
{
    return t->bytes + t->begin;
}

static inline size_t text_input_left(const text_input *t)
{
    return t->end - t->begin;
}

/* Whether lines end with a carriage return alone, as those of old Macs and of some terminals' copies do. */
bool text_ends_by_returns(const char *bytes, size_t length);
/* Lines that end within the bytes. */
uint64_t text_count_lines(const char *bytes, size_t length);

#endif
