/* Builds the one-chunk file. See image.h. */
#include "evtx/libevtx/image.h"

/* libevtx wants four bytes to be left in the chunk after every record's end: it would lose a record that ends
 * at the chunk's last byte, as a valid one may. */
#define LAST_END (CHUNK_SIZE - 4)

static void file_header(uint8_t *image)
{
    memset(image, 0, FILE_CHUNKS_AT);
    memcpy(image, FILE_SIGNATURE, sizeof FILE_SIGNATURE);
    write_u64(image + FILE_AT_NEXT_RECORD, 1);
    write_u32(image + FILE_AT_HEADER_SIZE, FILE_HEADER_SIZE);
    write_u16(image + FILE_AT_MINOR, 1);
    write_u16(image + FILE_AT_MAJOR, 3);
    write_u16(image + FILE_AT_BLOCK_SIZE, FILE_CHUNKS_AT);
    write_u16(image + FILE_AT_CHUNK_COUNT, 1);
}

static void chunk_header(uint8_t *to, uint32_t last_record, size_t count)
{
    memcpy(to, CHUNK_SIGNATURE, sizeof CHUNK_SIGNATURE);
    write_u64(to + CHUNK_AT_FIRST_NUMBER, 1);
    write_u64(to + CHUNK_AT_LAST_NUMBER, count);
    write_u32(to + CHUNK_AT_HEADER_SIZE, CHUNK_HEADER_SIZE);
    write_u32(to + CHUNK_AT_LAST_RECORD, last_record);
    /* Used for nothing but the range of a checksum that we do not need: an empty range costs no time. */
    write_u32(to + CHUNK_AT_FREE, CHUNK_RECORDS_AT);
    write_u32(to + CHUNK_AT_RECORDS_CRC, 0);
}

static void set_sizes(uint8_t *chunk_bytes, uint32_t from, uint32_t to)
{
    write_u32(chunk_bytes + from + RECORD_AT_SIZE, to - from);
    write_u32(chunk_bytes + to - 4, to - from);
}

/* The last record must swallow the slack after it, where libevtx would look for old records; the four bytes
 * of its second size must not fall into its own content. */
static void end_last(uint8_t *chunk_bytes, const chunk_record *r)
{
    uint32_t end = r->offset + r->size;
    if (end <= LAST_END - 4)
        set_sizes(chunk_bytes, r->offset, LAST_END);
    else if (end > LAST_END) /* its header alone, with the second size in its time, which we have already */
        set_sizes(chunk_bytes, r->offset, r->offset + RECORD_HEADER_SIZE);
}

uint32_t image_build(uint8_t image[IMAGE_SIZE], const chunk *c, const chunk_record *wanted, size_t count)
{
    uint8_t *to = image + FILE_CHUNKS_AT;
    uint32_t before = wanted[0].offset - CHUNK_RECORDS_AT;
    if (before != 0 && before < RECORD_HEADER_SIZE)
        return IMAGE_UNREACHABLE;
    file_header(image);
    memcpy(to, c->bytes, CHUNK_SIZE);
    chunk_header(to, wanted[count - 1].offset, count);
    if (before != 0) { /* one record that stands for all before the first wanted one */
        write_u32(to + CHUNK_RECORDS_AT, RECORD_SIGNATURE);
        set_sizes(to, CHUNK_RECORDS_AT, wanted[0].offset);
    }
    for (size_t i = 0; i < count; i++)
        write_u64(to + wanted[i].offset + RECORD_AT_ID, wanted[i].offset);
    for (size_t i = 0; i + 1 < count; i++)
        set_sizes(to, wanted[i].offset, wanted[i + 1].offset);
    end_last(to, &wanted[count - 1]);
    return before != 0;
}
