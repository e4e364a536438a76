/*
 * The binary XML of one record, alone in a chunk: small inputs, so that all tokens of the format get their
 * turn. The record is where a chunk's first one does, so a definition or a name in it that is used where
 * it is (as in every first record) has the offsets that real ones have.
 */
#include "evtx/format.h"
#include "fuzz/support/fuzz.h"

enum {
    CONTENT_AT = FILE_CHUNKS_AT + CHUNK_RECORDS_AT + RECORD_HEADER_SIZE,
    CONTENT_MOST = CHUNK_SIZE - CHUNK_RECORDS_AT - RECORD_SMALLEST
};

static void build(uint8_t *image, const uint8_t *data, uint32_t size)
{
    uint8_t *to = image + FILE_CHUNKS_AT, *record = to + CHUNK_RECORDS_AT;
    uint32_t record_size = RECORD_SMALLEST + size;
    memset(image, 0, FILE_CHUNKS_AT + CHUNK_SIZE);
    memcpy(image, FILE_SIGNATURE, sizeof FILE_SIGNATURE);
    memcpy(to, CHUNK_SIGNATURE, sizeof CHUNK_SIGNATURE);
    write_u32(to + CHUNK_AT_HEADER_SIZE, CHUNK_HEADER_SIZE);
    write_u64(to + CHUNK_AT_FIRST_ID, 1);
    write_u64(to + CHUNK_AT_LAST_ID, 1);
    write_u32(to + CHUNK_AT_LAST_RECORD, CHUNK_RECORDS_AT);
    write_u32(to + CHUNK_AT_FREE, CHUNK_RECORDS_AT + record_size);
    write_u32(to + CHUNK_AT_FLAGS, CHUNK_FLAG_NO_CRC);
    write_u32(record, RECORD_SIGNATURE);
    write_u32(record + RECORD_AT_SIZE, record_size);
    write_u64(record + RECORD_AT_ID, 1);
    write_u64(record + RECORD_AT_TIME, 133000000000000000);
    memcpy(image + CONTENT_AT, data, size);
    write_u32(record + record_size - 4, record_size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t image[FILE_CHUNKS_AT + CHUNK_SIZE];
    sppwhy_read_options options = {
        .size = sizeof options, .no_filter = true, .every_provider = true, .reader = SPPWHY_READER_NATIVE};
    sppwhy_log *log;
    if (size > CONTENT_MOST)
        return -1;
    build(image, data, (uint32_t)size);
    HOLDS(sppwhy_log_read(&log, fuzz_file(image, sizeof image), &options, NULL) == SPPWHY_OK);
    fuzz_check_log(log);
    HOLDS(log->records == 1 && log->event_count + log->records_lost == 1);
    sppwhy_log_free(log);
    return 0;
}
