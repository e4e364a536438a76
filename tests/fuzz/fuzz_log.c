/*
 * A whole damaged log through the whole of sppwhy: what is no log, what is cut, chunks in any state. The
 * input is the file. Read as `sppwhy --recovered` does, and on through every report.
 */
#include "evtx/format.h"
#include "support/chunk_mutate.h"
#include "fuzz/support/fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sppwhy_read_options options = {.size = sizeof options,
                                   .providers = sppwhy_catalogue_providers(fuzz_catalogue()),
                                   .reader = SPPWHY_READER_NATIVE,
                                   .recovered = true};
    sppwhy_log *log = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    sppwhy_status status = sppwhy_log_read(&log, fuzz_file(data, size), &options, &error);
    HOLDS(status == SPPWHY_OK || (status == SPPWHY_NOT_A_LOG && !log && error.message[0]));
    if (status == SPPWHY_OK) {
        const sppwhy_log *logs[] = {log};
        fuzz_check_log(log);
        fuzz_report(logs, 1, fuzz_rules());
    }
    sppwhy_log_free(log);
    return 0;
}

/* A chunk of it is harmed, two are swapped, or the end is cut off. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static uint8_t bytes[CHUNK_SIZE], other[CHUNK_SIZE];
    uint64_t state = ((uint64_t)seed << 16) + 1;
    if (size <= FILE_CHUNKS_AT || chunk_random(&state, 8) == 0)
        return LLVMFuzzerMutate(data, size, most);
    size_t chunks = (size - FILE_CHUNKS_AT + CHUNK_SIZE - 1) / CHUNK_SIZE;
    size_t at = FILE_CHUNKS_AT + chunk_random(&state, (uint32_t)chunks) * CHUNK_SIZE;
    size_t room = size - at < CHUNK_SIZE ? size - at : CHUNK_SIZE;
    if (chunk_random(&state, 16) == 0)
        return 1 + chunk_random(&state, (uint32_t)size);
    if (chunk_random(&state, 8) == 0 && room == CHUNK_SIZE && size >= FILE_CHUNKS_AT + CHUNK_SIZE) {
        memcpy(other, data + FILE_CHUNKS_AT, CHUNK_SIZE);
        memmove(data + FILE_CHUNKS_AT, data + at, CHUNK_SIZE);
        memcpy(data + at, other, CHUNK_SIZE);
        return size;
    }
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, data + at, room);
    for (uint32_t n = 1 + chunk_random(&state, 3); n != 0; n--)
        chunk_mutate(bytes, room, &state);
    memcpy(data + at, bytes, room);
    return size;
}
