/*
 * Two readers over one mutated chunk: whatever libevtx reads, native must read, too. libevtx crashes and
 * loops on such input, so it runs where it always does, in its guarded child; a chunk holds a hundred
 * records, each of which can be harmed by itself, so one child tries a hundred records.
 */
#include "evtx/format.h"
#include "fuzz/support/fuzz.h"
#include "support/chunk_mutate.h"
#include "support/second_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t image[FILE_CHUNKS_AT + CHUNK_SIZE];
    second_reading reading;
    if (size > CHUNK_SIZE)
        return -1;
    memset(image, 0, sizeof image);
    memcpy(image, FILE_SIGNATURE, sizeof FILE_SIGNATURE);
    write_u16(image + FILE_AT_CHUNK_COUNT, 1);
    memcpy(image + FILE_CHUNKS_AT, data, size);
    memcpy(image + FILE_CHUNKS_AT, CHUNK_SIGNATURE, sizeof CHUNK_SIGNATURE);
    HOLDS(second_reader_compare(fuzz_file(image, sizeof image), &reading));
    if (reading.missed[0])
        fuzz_broken(reading.missed, __FILE__, __LINE__);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static uint8_t bytes[CHUNK_SIZE];
    uint64_t state = ((uint64_t)seed << 16) + 1;
    if (size > CHUNK_SIZE || most < size)
        return size;
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, data, size);
    if (chunk_random(&state, 3) == 0)
        chunk_mutate(bytes, size, &state);
    else
        chunk_mutate_each(bytes, size, &state);
    memcpy(data, bytes, size);
    return size;
}
