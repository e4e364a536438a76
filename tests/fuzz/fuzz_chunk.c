/*
 * A chunk as the native reader gets it: the input is in a log image behind a sound file header. All its
 * records are read, also those that are not live; then once more as sppwhy does, where only licensing events
 * are wanted, which must be the same ones.
 */
#include "evtx/format.h"
#include "support/chunk_mutate.h"
#include "fuzz/support/fuzz.h"

#include <stdlib.h>

typedef struct image {
    uint8_t bytes[FILE_CHUNKS_AT + CHUNK_SIZE];
} image;

static void build(image *i, const uint8_t *data, size_t size)
{
    memset(i, 0, sizeof *i);
    memcpy(i->bytes, FILE_SIGNATURE, sizeof FILE_SIGNATURE);
    write_u64(i->bytes + FILE_AT_NEXT_RECORD, 1);
    write_u32(i->bytes + FILE_AT_HEADER_SIZE, FILE_HEADER_SIZE);
    write_u16(i->bytes + FILE_AT_CHUNK_COUNT, 1);
    memcpy(i->bytes + FILE_CHUNKS_AT, data, size);
}

static sppwhy_log *read_image(const char *path, bool all)
{
    sppwhy_read_options options = {.size = sizeof options,
                                   .providers = sppwhy_catalogue_providers(fuzz_catalogue()),
                                   .no_filter = all,
                                   .every_provider = all,
                                   .recovered = all,
                                   .reader = SPPWHY_READER_NATIVE};
    sppwhy_log *log = NULL;
    HOLDS(sppwhy_log_read(&log, path, &options, NULL) == SPPWHY_OK);
    fuzz_check_log(log);
    return log;
}

static size_t count_wanted(const sppwhy_log *log)
{
    size_t count = 0;
    for (size_t i = 0; i < log->event_count; i++)
        for (const char *const *p = sppwhy_catalogue_providers(fuzz_catalogue()); *p; p++)
            if (!log->events[i].common->recovered && (strcmp(log->events[i].common->provider, *p) == 0 ||
                                                      strcmp(log->events[i].common->source, *p) == 0)) {
                count++;
                break;
            }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static image i;
    if (size > CHUNK_SIZE)
        return -1;
    build(&i, data, size);
    const char *path = fuzz_file(i.bytes, sizeof i.bytes);
    sppwhy_log *all = read_image(path, true), *wanted = read_image(path, false);
    HOLDS(wanted->records == all->records);
    if (all->records_lost == 0)
        HOLDS(wanted->event_count == count_wanted(all));
    sppwhy_log_free(all);
    sppwhy_log_free(wanted);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static uint8_t bytes[CHUNK_SIZE];
    uint64_t state = ((uint64_t)seed << 16) + 1;
    if (chunk_random(&state, 8) == 0)
        return LLVMFuzzerMutate(data, size, most < CHUNK_SIZE ? most : CHUNK_SIZE);
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, data, size);
    for (uint32_t n = 1 + chunk_random(&state, 3); n != 0; n--)
        chunk_mutate(bytes, size, &state);
    memcpy(data, bytes, size);
    return size;
}
