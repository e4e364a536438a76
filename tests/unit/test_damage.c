/*
 * Damage, not by chance but all of it: a log cut at every byte, every bit of its headers and first records
 * turned, each chunk zeroed. What was not touched must be read whole, and whatever a log holds must be
 * accounted for: read, recovered, reported as lost, or missing by its number.
 *
 * The log lies in memory, so that a hundred thousand readings take seconds. Under the sanitizers and
 * valgrind, a sample.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evtx/format.h"
#include "evtx/store.h"
#include "evtx/events.h"
#include "support/memory_file.h"
#include "support/pipeline.h"
#include "base/sanitized.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNKS = 3, MOST_RECORDS = 256, IMAGE = FILE_CHUNKS_AT + CHUNKS * CHUNK_SIZE };

static const char scenario_text[] =
    "logs:\n"
    "  - file: a.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-04T00:00:00Z]\n"
    "    noise: 12\n"
    "    chunk_records: 6\n"
    "    events:\n"
    "      - {time: 2026-03-02T01:00:20Z, id: 12288, repeat: 6, every_minutes: 360, strings: [\"0xC004F074, "
    "0x00000000, kms1.contoso.com:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, "
    "73111121-5638-40f6-bc11-f1d7b0d64300, 25\"]}\n";

/* The sound log, and what is in it. */
typedef struct held {
    uint64_t offset, id;
    uint32_t size;
} held;

static uint8_t image[IMAGE];
static held records[MOST_RECORDS];
static size_t record_count;
static sppwhy_log *sound;
static memory_file file;

/* One in so many is tried; with SPPWHY_DEEP in the environment all, where no sanitizer makes it slow. */
static size_t sparing(size_t sanitized)
{
    if (getenv("SPPWHY_MUTATIONS"))
        return sanitized * 50 + 1;
    return SANITIZED ? sanitized : getenv("SPPWHY_DEEP") ? 1 : 5;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static sppwhy_log *read_file(bool recovered)
{
    sppwhy_read_options options = {.size = sizeof options,
                                   .no_filter = true,
                                   .every_provider = true,
                                   .reader = SPPWHY_READER_NATIVE,
                                   .recovered = recovered};
    sppwhy_log *log = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    sppwhy_status status = sppwhy_log_read(&log, file.path, &options, &error);
    if (status != SPPWHY_OK && status != SPPWHY_NOT_A_LOG)
        fail_msg("%s", error.message);
    return log;
}

static int make_log(void **state)
{
    char folder[64], command[4096], path[128];
    (void)state;
    make_folder(folder);
    put_file(folder, "s.yaml", scenario_text);
    snprintf(command, sizeof command, "'" LOGWRITER "' %s/s.yaml %s >/dev/null", folder, folder);
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof path, "%s/a.evtx", folder);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_int_equal(fread(image, 1, sizeof image, in), sizeof image);
    assert_int_equal(fgetc(in), EOF);
    fclose(in);
    remove_folder(folder);
    assert_true(memory_file_create(&file));
    assert_true(memory_file_set(&file, image, sizeof image));
    sound = read_file(false);
    assert_non_null(sound);
    assert_int_equal(sound->damage_count, 0);
    record_count = sound->event_count;
    assert_int_equal(record_count, 18);
    for (size_t i = 0; i < record_count; i++) {
        const sppwhy_event *e = &sound->events[i];
        records[i] = (held){e->offset, e->header_record_id, read_u32(image + e->offset + RECORD_AT_SIZE)};
    }
    return 0;
}

static int drop_log(void **state)
{
    (void)state;
    sppwhy_log_free(sound);
    memory_file_close(&file);
    return 0;
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

static bool same_event(const sppwhy_event *a, const sppwhy_event *b)
{
    const sppwhy_event_common *x = a->common, *y = b->common;
    bool same = a->time == b->time && x->id == y->id && a->record_id == b->record_id &&
                x->string_count == y->string_count && x->part_count == y->part_count &&
                strcmp(x->provider, y->provider) == 0 && strcmp(x->computer, y->computer) == 0 &&
                strcmp(x->channel, y->channel) == 0;
    for (size_t i = 0; same && i < x->part_count; i++)
        same = strcmp(event_part(a, i), event_part(b, i)) == 0;
    return same;
}

static const sppwhy_event *event_at(const sppwhy_log *log, uint64_t offset)
{
    for (size_t i = 0; i < log->event_count; i++)
        if (log->events[i].offset == offset)
            return &log->events[i];
    return NULL;
}

/* How many of the sound log's records in [from, to) were not read just as they are. */
static size_t not_as_before(const sppwhy_log *log, uint64_t from, uint64_t to)
{
    size_t missing = 0;
    for (size_t i = 0; i < record_count; i++) {
        if (records[i].offset < from || records[i].offset + records[i].size > to)
            continue;
        const sppwhy_event *e = event_at(log, records[i].offset);
        missing += !e || !same_event(e, &sound->events[i]);
    }
    return missing;
}

static uint64_t chunk_at(size_t i)
{
    return FILE_CHUNKS_AT + (uint64_t)i * CHUNK_SIZE;
}

static bool tells_loss(const sppwhy_log *log)
{
    for (size_t i = 0; i < log->damage_count; i++)
        if (log->damage[i].lost)
            return true;
    return false;
}

static void print_damage(const sppwhy_log *log)
{
    for (size_t i = 0; i < log->damage_count; i++)
        print_message("  at %llu%s: %s\n", (unsigned long long)log->damage[i].offset,
                      log->damage[i].lost ? " (lost)" : "", log->damage[i].reason);
}

/* ---- cut ----------------------------------------------------------------------------------------------- */

/* Records in the chunks of which the first `size` bytes hold enough to tell what was in them, and how many of
 * these are whole. */
static size_t promised(size_t size, size_t *whole)
{
    size_t count = 0;
    *whole = 0;
    for (size_t i = 0; i < record_count; i++) {
        uint64_t number = (records[i].offset - FILE_CHUNKS_AT) / CHUNK_SIZE;
        count += size >= chunk_at(number) + CHUNK_AT_FREE + 4;
        *whole += records[i].offset + records[i].size <= size;
    }
    return count;
}

static void check_cut(size_t size)
{
    size_t whole, held_there = promised(size, &whole);
    sppwhy_log *log = read_file(false);
    if (!log) {
        assert_true(size < sizeof FILE_SIGNATURE);
        return;
    }
    size_t told = log->event_count + log->records_lost;
    /* with one whole chunk, what its records' numbers and the file's header tell is all that there was */
    bool all_told = size >= chunk_at(1) ? told == record_count : held_there == whole || told >= held_there;
    bool good = log->event_count == whole && not_as_before(log, 0, size) == 0 && all_told &&
                told <= record_count && tells_loss(log) == (whole < record_count);
    if (!good) {
        print_message("cut at %zu: %zu of %zu whole records read, %llu told as lost of %zu\n", size,
                      log->event_count, whole, (unsigned long long)log->records_lost, held_there - whole);
        print_damage(log);
    }
    assert_true(good);
    sppwhy_log_free(log);
}

/* At every byte, from the end of the second chunk down. */
static void cut_anywhere_leaves_every_whole_record(void **state)
{
    (void)state;
    assert_true(memory_file_set(&file, image, sizeof image));
    for (size_t size = chunk_at(2) + 1, step = sparing(23); size > step; size -= step) {
        assert_true(memory_file_cut(&file, size - 1));
        check_cut(size - 1);
    }
}

/* ---- bits ---------------------------------------------------------------------------------------------- */

/* Of what is held, the sum; and what is in other chunks, untouched. */
static bool accounts_for_all(const sppwhy_log *log, size_t touched)
{
    return log->event_count + log->records_lost == record_count &&
           not_as_before(log, 0, chunk_at(touched)) == 0 &&
           not_as_before(log, chunk_at(touched + 1), IMAGE) == 0;
}

/* `most` records other than as they were, or lost, is what the flip may cost. A chunk whose header's
 * signature is hit is read with --recovered only. */
static bool check_flip(size_t at, unsigned bit, size_t touched, size_t most, bool header)
{
    uint8_t byte = image[at] ^ (uint8_t)(1u << bit);
    bool good = true;
    assert_true(memory_file_poke(&file, at, &byte, 1));
    for (int recovered = 0; recovered < (header ? 2 : 1); recovered++) {
        sppwhy_log *log = read_file(recovered);
        assert_non_null(log);
        bool fine = accounts_for_all(log, touched) &&
                    ((header && !recovered) || not_as_before(log, 0, IMAGE) <= most);
        if (!fine && good) {
            print_message(
                "bit %u of byte %zu: %zu read, %llu recovered, %llu lost of %zu, %zu not as before\n", bit,
                at, log->event_count, (unsigned long long)log->recovered,
                (unsigned long long)log->records_lost, record_count, not_as_before(log, 0, IMAGE));
            print_damage(log);
        }
        good = good && fine;
        sppwhy_log_free(log);
    }
    assert_true(memory_file_poke(&file, at, &image[at], 1));
    return good;
}

static void flip_all(size_t from, size_t to, size_t touched, size_t most, bool header)
{
    size_t bad = 0;
    assert_true(memory_file_set(&file, image, sizeof image));
    for (size_t bit = from * 8, step = sparing(11); bit < to * 8; bit += step)
        bad += !check_flip(bit / 8, bit % 8, touched, most, header);
    assert_int_equal(bad, 0);
}

static void no_bit_of_the_file_header_costs_anything(void **state)
{
    (void)state;
    flip_all(0, FILE_HEADER_SIZE, 0, 0, true);
}

/* With --recovered even the chunk's signature costs nothing. */
static void no_bit_of_a_chunk_header_costs_anything(void **state)
{
    (void)state;
    flip_all(chunk_at(1), chunk_at(1) + CHUNK_RECORDS_AT, 1, 0, true);
}

/* The first records hold the definitions that all others of their chunk use. */
static void a_bit_of_a_record_costs_its_chunk_at_most(void **state)
{
    (void)state;
    size_t in_chunk = record_count / CHUNKS;
    flip_all(records[in_chunk].offset, records[in_chunk + 3].offset, 1, in_chunk, false);
}

/* A later one is nobody else's. */
static void a_bit_of_a_later_record_costs_itself_at_most(void **state)
{
    (void)state;
    size_t at = record_count / CHUNKS + 5;
    flip_all(records[at].offset, records[at].offset + records[at].size, 1, 1, false);
}

/* ---- zeros --------------------------------------------------------------------------------------------- */

static void a_zeroed_chunk_costs_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < CHUNKS; i++) {
        static const uint8_t zeros[CHUNK_SIZE];
        assert_true(memory_file_set(&file, image, sizeof image));
        assert_true(memory_file_poke(&file, chunk_at(i), zeros, sizeof zeros));
        sppwhy_log *log = read_file(true);
        assert_non_null(log);
        assert_true(accounts_for_all(log, i));
        assert_int_equal(log->records_lost, record_count / CHUNKS);
        assert_true(tells_loss(log));
        sppwhy_log_free(log);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_anywhere_leaves_every_whole_record),
        cmocka_unit_test(no_bit_of_the_file_header_costs_anything),
        cmocka_unit_test(no_bit_of_a_chunk_header_costs_anything),
        cmocka_unit_test(a_bit_of_a_record_costs_its_chunk_at_most),
        cmocka_unit_test(a_bit_of_a_later_record_costs_itself_at_most),
        cmocka_unit_test(a_zeroed_chunk_costs_itself),
    };
    return cmocka_run_group_tests(tests, make_log, drop_log);
}
