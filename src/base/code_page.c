/* See code_page.h. */
#include "base/code_page.h"

#include "base/embedded.h"

#include <stdbool.h>

#define NO_CHARACTER 0xFFFD

/* A page's characters of two bytes: where they begin in the table, and which lead and trail bytes it has. */
static const struct double_page {
    size_t begin; /* units */
    uint8_t leads[2][2], trails[2][2];
} double_pages[] = {
    [CODE_PAGE_932] = {512, {{0x81, 0x9F}, {0xE0, 0xFC}}, {{0x40, 0xFC}, {1, 0}}},
    [CODE_PAGE_936] = {512 + 11340, {{0xA1, 0xF7}, {1, 0}}, {{0xA1, 0xFE}, {1, 0}}},
    [CODE_PAGE_949] = {512 + 11340 + 8178, {{0xA1, 0xFE}, {1, 0}}, {{0xA1, 0xFE}, {1, 0}}},
    [CODE_PAGE_950] = {512 + 11340 + 8178 + 8836, {{0xA1, 0xF9}, {1, 0}}, {{0x40, 0x7E}, {0xA1, 0xFE}}},
};

static uint32_t unit_at(size_t i)
{
    const embedded_file *f = &code_page_files[0];
    if (i * 2 + 1 >= f->size)
        return NO_CHARACTER;
    return (uint32_t)((uint8_t)f->bytes[i * 2] | (uint8_t)f->bytes[i * 2 + 1] << 8);
}

/* Which of the bytes in the ranges it is; false when it is none. *count: of all in them. */
static bool place_in(const uint8_t ranges[2][2], uint8_t byte, size_t *place, size_t *count)
{
    bool found = false;
    *count = 0;
    for (size_t i = 0; i < 2 && ranges[i][0] <= ranges[i][1]; i++) {
        if (byte >= ranges[i][0] && byte <= ranges[i][1]) {
            *place = *count + byte - ranges[i][0];
            found = true;
        }
        *count += (size_t)ranges[i][1] - ranges[i][0] + 1;
    }
    return found;
}

/* Also a lead byte of the whole page, whose characters are too rare to be in the table. */
static bool is_lead(code_page page, uint8_t byte)
{
    return page == CODE_PAGE_932 ? (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC)
                                 : byte >= 0x81 && byte <= 0xFE;
}

static uint32_t next_of_two(code_page page, const uint8_t *bytes, size_t length, size_t *used)
{
    const struct double_page *p = &double_pages[page];
    size_t lead = 0, trail = 0, count;
    *used = 1;
    if (page == CODE_PAGE_932 && bytes[0] >= 0xA1 && bytes[0] <= 0xDF)
        return 0xFF61U + bytes[0] - 0xA1; /* half-width katakana */
    if (!is_lead(page, bytes[0]))
        return NO_CHARACTER;
    if (length < 2) {
        *used = 0;
        return NO_CHARACTER;
    }
    if (bytes[1] < 0x40) /* a character of its own: the lead byte is alone */
        return NO_CHARACTER;
    *used = 2;
    if (!place_in(p->leads, bytes[0], &lead, &count) || !place_in(p->trails, bytes[1], &trail, &count))
        return NO_CHARACTER;
    return unit_at(p->begin + lead * count + trail);
}

uint32_t code_page_next(code_page page, const uint8_t *bytes, size_t length, size_t *used)
{
    *used = 1;
    if (bytes[0] < 0x80)
        return bytes[0];
    if (page >= CODE_PAGE_932)
        return next_of_two(page, bytes, length, used);
    return unit_at((size_t)page * 128 + bytes[0] - 0x80);
}
