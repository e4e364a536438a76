/* See dictionary.h. */
#include "base/dictionary.h"

#include "base/bytes.h"
#include "base/limits.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that are gone through from the front. Once there are too few `short_of` stays set, and zeros come. */
typedef struct cursor {
    const uint8_t *at, *end;
    bool short_of;
} cursor;

static const uint8_t *take(cursor *c, uint64_t count)
{
    const uint8_t *from = c->at;
    if (c->short_of || count > (uint64_t)(c->end - c->at)) {
        c->short_of = true;
        return NULL;
    }
    c->at += count;
    return from;
}

static uint8_t take_byte(cursor *c)
{
    const uint8_t *byte = take(c, 1);
    return byte ? *byte : 0;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* LZMA2 has its dictionary in one byte: 2 or 3, times a power of two; 40 means all that 32 bits can say. */
static uint64_t of_lzma2(uint8_t property)
{
    return property >= 40 ? UINT32_MAX : (uint64_t)(2 | (property & 1)) << (property / 2 + 11);
}

/* ---- xz ------------------------------------------------------------------------------------------------ */

enum { XZ_HEADER = 12, XZ_BLOCK_MOST = 1024, XZ_LZMA2 = 0x21, XZ_PACKED_SIZE = 0x40, XZ_SIZE = 0x80 };

/* Seven bits a byte, the lowest first. */
static uint64_t take_xz_number(cursor *c)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        uint8_t byte = take_byte(c);
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    return value;
}

static uint64_t of_xz(file *f)
{
    uint8_t bytes[XZ_HEADER + XZ_BLOCK_MOST];
    size_t length = 0;
    uint64_t most = 0;
    if (file_read(f, 0, bytes, sizeof bytes, &length, NULL) != SPPWHY_OK || length <= XZ_HEADER)
        return 0;
    if (memcmp(bytes,
               "\xFD"
               "7zXZ",
               6) != 0)
        return 0;
    cursor c = {bytes + XZ_HEADER, bytes + length, false};
    (void)take_byte(&c); /* the size of the block's header */
    uint8_t flags = take_byte(&c);
    if (flags & XZ_PACKED_SIZE)
        (void)take_xz_number(&c);
    if (flags & XZ_SIZE)
        (void)take_xz_number(&c);
    for (unsigned filters = (flags & 3u) + 1; filters > 0 && !c.short_of; filters--) {
        uint64_t id = take_xz_number(&c), size = take_xz_number(&c);
        const uint8_t *properties = take(&c, size);
        if (properties && id == XZ_LZMA2 && size == 1)
            most = larger(most, of_lzma2(properties[0]));
    }
    return most;
}

/* ---- 7z ------------------------------------------------------------------------------------------------ */

enum {
    SEVEN_HEADER = 32,
    SEVEN_MOST = 1 << 22, /* bytes of headers that are looked at; a hundred thousand members take these */
    SEVEN_NESTED = 4,     /* headers that pack headers; 7-Zip writes one */
    SEVEN_END = 0,
    SEVEN_IS_HEADER = 1,
    SEVEN_MAIN_STREAMS = 4,
    SEVEN_PACK_INFO = 6,
    SEVEN_UNPACK_INFO = 7,
    SEVEN_SIZES = 9,
    SEVEN_FOLDERS = 11,
    SEVEN_UNPACKED_SIZES = 12,
    SEVEN_PACKED_HEADER = 23
};
#define SEVEN_LZMA 0x030101
#define SEVEN_LZMA2 0x21
#define SEVEN_PPMD 0x030401

/* The ones that the first byte begins with tell how many bytes follow. */
static uint64_t take_number(cursor *c)
{
    uint8_t first = take_byte(c);
    unsigned more = 0;
    while (more < 8 && (first & (0x80u >> more)))
        more++;
    const uint8_t *bytes = take(c, more);
    uint64_t low = bytes ? bytes_number(bytes, more) : 0;
    return more < 7 ? low | (uint64_t)(first & (0x7Fu >> more)) << (8 * more) : low;
}

/* What is needed of a part "streams": the largest dictionary, and where one LZMA stream lies that
 * is alone. */
typedef struct streams {
    uint64_t dictionary;
    uint64_t pack_at, packed, unpacked;
    uint8_t lzma[5]; /* its properties; the first is never 0xFF */
} streams;

static void take_coder(cursor *c, streams *s, uint64_t *inputs, uint64_t *outputs)
{
    uint8_t flags = take_byte(c);
    uint64_t id = 0, size = 0;
    const uint8_t *id_bytes = take(c, flags & 0x0Fu), *properties = NULL;
    for (unsigned i = 0; id_bytes && i < (flags & 0x0Fu); i++)
        id = id << 8 | id_bytes[i];
    *inputs += flags & 0x10 ? take_number(c) : 1;
    *outputs += flags & 0x10 ? take_number(c) : 1;
    if (flags & 0x20) {
        size = take_number(c);
        properties = take(c, size);
    }
    if (!properties)
        return;
    if (id == SEVEN_LZMA2 && size >= 1)
        s->dictionary = larger(s->dictionary, of_lzma2(properties[0]));
    if ((id == SEVEN_LZMA || id == SEVEN_PPMD) && size >= 5)
        s->dictionary = larger(s->dictionary, bytes_number(properties + 1, 4));
    if (id == SEVEN_LZMA && size == 5)
        memcpy(s->lzma, properties, 5);
}

static void take_folder(cursor *c, streams *s)
{
    uint64_t inputs = 0, outputs = 0;
    for (uint64_t coders = take_number(c); coders > 0 && !c->short_of; coders--)
        take_coder(c, s, &inputs, &outputs);
    uint64_t pairs = outputs > 0 ? outputs - 1 : 0;
    for (uint64_t i = 0; i < 2 * pairs && !c->short_of; i++)
        (void)take_number(c);
    for (uint64_t i = pairs; inputs - pairs > 1 && i < inputs && !c->short_of; i++)
        (void)take_number(c);
}

static void take_pack_info(cursor *c, streams *s)
{
    s->pack_at = take_number(c);
    uint64_t count = take_number(c);
    uint8_t id = take_byte(c);
    for (uint64_t i = 0; id == SEVEN_SIZES && i < count && !c->short_of; i++) {
        uint64_t size = take_number(c);
        s->packed = i == 0 ? size : s->packed;
    }
    if (id == SEVEN_SIZES)
        id = take_byte(c);
    c->short_of |= id != SEVEN_END; /* checksums here no program writes */
}

static void take_streams(cursor *c, streams *s)
{
    uint8_t id = take_byte(c);
    if (id == SEVEN_PACK_INFO) {
        take_pack_info(c, s);
        id = take_byte(c);
    }
    if (id != SEVEN_UNPACK_INFO || take_byte(c) != SEVEN_FOLDERS)
        return;
    uint64_t folders = take_number(c);
    if (take_byte(c) != 0) /* they are elsewhere */
        return;
    for (; folders > 0 && !c->short_of; folders--)
        take_folder(c, s);
    if (take_byte(c) == SEVEN_UNPACKED_SIZES)
        s->unpacked = take_number(c);
}

/* A piece of the file, to be freed; NULL where it is not there, is too long or memory is short. */
static uint8_t *read_piece(file *f, uint64_t at, uint64_t size)
{
    size_t got = 0;
    if (size == 0 || size > SEVEN_MOST || at > file_size(f) || size > file_size(f) - at)
        return NULL;
    uint8_t *bytes = malloc((size_t)size);
    if (bytes && file_read(f, at, bytes, (size_t)size, &got, NULL) == SPPWHY_OK && got == size)
        return bytes;
    free(bytes);
    return NULL;
}

/* Unpacks a header that is packed by LZMA, as the file of LZMA alone that it nearly is. */
static uint8_t *unpack_header(file *f, const streams *s, size_t *length)
{
    enum { ALONE = 13 };
    uint8_t *packed = read_piece(f, SEVEN_HEADER + s->pack_at, s->packed), *out = NULL;
    uint8_t *alone = packed ? malloc(ALONE + (size_t)s->packed) : NULL;
    struct archive *reader = alone ? archive_read_new() : NULL;
    struct archive_entry *entry;
    *length = 0;
    if (reader && s->unpacked != 0 && s->unpacked <= SEVEN_MOST)
        out = malloc((size_t)s->unpacked);
    if (out) {
        memcpy(alone, s->lzma, 5);
        for (unsigned i = 0; i < 8; i++)
            alone[5 + i] = (uint8_t)(s->unpacked >> (8 * i));
        memcpy(alone + ALONE, packed, (size_t)s->packed);
        if (archive_read_support_filter_lzma(reader) == ARCHIVE_OK &&
            archive_read_support_format_raw(reader) == ARCHIVE_OK &&
            archive_read_open_memory(reader, alone, ALONE + (size_t)s->packed) == ARCHIVE_OK &&
            archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
            la_ssize_t got = archive_read_data(reader, out, (size_t)s->unpacked);
            *length = got > 0 ? (size_t)got : 0;
        }
    }
    if (reader)
        archive_read_free(reader);
    free(alone);
    free(packed);
    return out;
}

/* The properties of the archive and further streams, which are before the main ones, no program writes. */
static uint64_t of_header(file *f, const uint8_t *bytes, size_t length, unsigned nested)
{
    streams s = {.lzma = {0xFF}};
    cursor c = {bytes, bytes + length, false};
    uint8_t id = take_byte(&c);
    if (id == SEVEN_IS_HEADER && take_byte(&c) == SEVEN_MAIN_STREAMS)
        take_streams(&c, &s);
    if (id != SEVEN_PACKED_HEADER)
        return s.dictionary;
    take_streams(&c, &s);
    if (nested == SEVEN_NESTED || s.lzma[0] == 0xFF || s.dictionary > LIMIT_ARCHIVE_DICTIONARY)
        return s.dictionary;
    size_t unpacked = 0;
    uint8_t *inner = unpack_header(f, &s, &unpacked);
    uint64_t most = inner ? larger(s.dictionary, of_header(f, inner, unpacked, nested + 1)) : s.dictionary;
    free(inner);
    return most;
}

static uint64_t of_7z(file *f)
{
    uint8_t start[SEVEN_HEADER];
    size_t got = 0;
    if (file_read(f, 0, start, sizeof start, &got, NULL) != SPPWHY_OK || got != sizeof start)
        return 0;
    uint64_t at = bytes_number(start + 12, 8), size = bytes_number(start + 20, 8);
    if (at > UINT64_MAX - SEVEN_HEADER)
        return 0;
    uint8_t *bytes = read_piece(f, SEVEN_HEADER + at, size);
    uint64_t most = bytes ? of_header(f, bytes, (size_t)size, 0) : 0;
    free(bytes);
    return most;
}

uint64_t dictionary_wanted(file *archive, unpack_form form)
{
    return form == UNPACK_7Z ? of_7z(archive) : form == UNPACK_COMPRESSED ? of_xz(archive) : 0;
}
