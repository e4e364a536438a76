/*
 * Two readers, held against each other field by field: whatever libevtx reads, native must read the same.
 * Over every log in $SPPWHY_CORPUS (or ../shared/evtx beside the checkout), every sample, and logs that the
 * log writer makes. Every provider's events are compared, not only the licensing ones, so that every shape
 * that Windows writes has its turn. What may differ is in known_difference(), each with its reason, and
 * nothing else may.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evtx/format.h"
#include "evtx/events.h"
#include "support/chunk_mutate.h"
#include "support/memory_file.h"
#include "base/sanitized.h"
#include "support/second_reader.h"
#include "support/strings.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t compared, strings_compared, added, mended;

/* ---- what may differ ----------------------------------------------------------------------------------- */

/*
 * A string of libevtx's and the same of native's, where native is right:
 *   - The XML of libevtx 20181227 loses what is before a value in the same element ("pre %1" gives "%1"),
 * and the texts around an entity reference.
 *   - It drops the character after a high surrogate that has no low one.
 *   - It writes a negative number of 32 bits as its bits without the sign: -2147483646 for -2.
 */
static bool known_difference(const char *native, const char *libevtx)
{
    size_t n = strlen(native), l = strlen(libevtx);
    if ((l < n && strcmp(native + n - l, libevtx) == 0) || (l < n && strstr(libevtx, "\xEF\xBF\xBD")))
        return true;
    return native[0] == '-' && libevtx[0] == '-' &&
           strtoull(libevtx + 1, NULL, 10) + strtoull(native + 1, NULL, 10) == (uint64_t)1 << 31;
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

static sppwhy_log *read_log(const char *path, sppwhy_reader reader, bool no_filter, bool every_provider)
{
    static const char *const providers[] = {"Microsoft-Windows-Security-SPP",
                                            "Office Software Protection Platform Service",
                                            "Software Protection Platform Service",
                                            "Microsoft-Windows-Security-SPP-UX-Notifications",
                                            "Service Control Manager",
                                            NULL};
    sppwhy_read_options options = {.size = sizeof options,
                                   .providers = providers,
                                   .no_filter = no_filter,
                                   .every_provider = every_provider,
                                   .reader = reader};
    sppwhy_log *log = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    sppwhy_status status = sppwhy_log_read(&log, path, &options, &error);
    if (status != SPPWHY_OK && status != SPPWHY_NOT_A_LOG)
        fail_msg("%s: %s", path, error.message);
    return log;
}

static const sppwhy_event *event_at(const sppwhy_log *log, size_t *from, uint64_t offset)
{
    for (size_t i = 0; i < log->event_count; i++) {
        size_t k = (*from + i) % log->event_count; /* nearly always the next one */
        if (log->events[k].offset == offset) {
            *from = k + 1;
            return &log->events[k];
        }
    }
    return NULL;
}

#define DIFFERS(path, e, what, format, a, b)                                                                 \
    fail_msg("%s, record %llu at %llu: %s is " format " for native, " format " for the other", path,         \
             (unsigned long long)(e)->header_record_id, (unsigned long long)(e)->offset, what, a, b)

static void same_text(const char *path, const sppwhy_event *e, const char *what, const char *native,
                      const char *other)
{
    if (strcmp(native, other) != 0)
        DIFFERS(path, e, what, "\"%s\"", native, other);
}

static void same_number(const char *path, const sppwhy_event *e, const char *what, uint64_t native,
                        uint64_t other)
{
    if (native != other)
        DIFFERS(path, e, what, "%llu", (unsigned long long)native, (unsigned long long)other);
}

static void same_strings(const char *path, const sppwhy_event *native, const sppwhy_event *other,
                         bool exactly)
{
    same_number(path, native, "count of strings", native->common->string_count, other->common->string_count);
    for (size_t i = 0; i < native->common->string_count; i++) {
        strings_compared++;
        if (strcmp(string_of(native, i), string_of(other, i)) == 0)
            continue;
        if (exactly || !known_difference(string_of(native, i), string_of(other, i)))
            same_text(path, native, "a string", string_of(native, i), string_of(other, i));
        mended++;
    }
}

static void same_event(const char *path, const sppwhy_event *native, const sppwhy_event *other, bool exactly)
{
    compared++;
    same_text(path, native, "provider", native->common->provider, other->common->provider);
    same_text(path, native, "source", native->common->source, other->common->source);
    same_text(path, native, "channel", native->common->channel, other->common->channel);
    same_text(path, native, "computer", native->common->computer, other->common->computer);
    same_number(path, native, "id", native->common->id, other->common->id);
    same_number(path, native, "qualifiers", (uint64_t)native->common->qualifiers,
                (uint64_t)other->common->qualifiers);
    same_number(path, native, "level", native->common->level, other->common->level);
    same_number(path, native, "time", native->time, other->time);
    same_number(path, native, "record id", native->record_id, other->record_id);
    same_number(path, native, "header's record id", native->header_record_id, other->header_record_id);
    same_strings(path, native, other, exactly);
}

/* Every event of `other` is one of `native`'s. */
static void holds_all(const char *path, const sppwhy_log *native, const sppwhy_log *other, bool exactly)
{
    size_t from = 0;
    for (size_t i = 0; i < other->event_count; i++) {
        const sppwhy_event *e = event_at(native, &from, other->events[i].offset);
        if (!e)
            fail_msg("%s: native misses record %llu at %llu", path,
                     (unsigned long long)other->events[i].header_record_id,
                     (unsigned long long)other->events[i].offset);
        same_event(path, e, &other->events[i], exactly);
    }
}

static void same_spans(const sppwhy_log *a, const sppwhy_log *b)
{
    assert_int_equal(a->records, b->records);
    assert_int_equal(a->first_event, b->first_event);
    assert_int_equal(a->last_event, b->last_event);
    assert_int_equal(a->gap_count, b->gap_count);
    for (size_t i = 0; i < a->gap_count; i++) {
        assert_int_equal(a->gaps[i].after, b->gaps[i].after);
        assert_int_equal(a->gaps[i].before, b->gaps[i].before);
        assert_int_equal(a->gaps[i].missing, b->gaps[i].missing);
    }
}

static void compare_readers(const char *path)
{
    sppwhy_log *native = read_log(path, SPPWHY_READER_NATIVE, false, true);
    sppwhy_log *libevtx = read_log(path, SPPWHY_READER_LIBEVTX, true, true);
    assert_true((native == NULL) == (libevtx == NULL));
    if (native) {
        holds_all(path, native, libevtx, false);
        same_spans(native, libevtx);
        assert_true(native->records_lost <= libevtx->records_lost);
        added += native->event_count - libevtx->event_count;
    }
    sppwhy_log_free(native);
    sppwhy_log_free(libevtx);
}

/* The definitions' verdicts and the look at records' first bytes leave nothing out. */
static void compare_filter(const char *path)
{
    sppwhy_log *with = read_log(path, SPPWHY_READER_NATIVE, false, false);
    sppwhy_log *without = read_log(path, SPPWHY_READER_NATIVE, true, false);
    assert_true((with == NULL) == (without == NULL));
    if (with) {
        assert_int_equal(with->event_count, without->event_count);
        holds_all(path, with, without, true);
        same_spans(with, without);
        assert_int_equal(with->records_lost, without->records_lost);
    }
    sppwhy_log_free(with);
    sppwhy_log_free(without);
}

static void compare(const char *path)
{
    compare_readers(path);
    compare_filter(path);
}

/* ---- folders ------------------------------------------------------------------------------------------- */

static size_t compare_folder(const char *folder)
{
    size_t logs = 0;
    DIR *d = opendir(folder);
    for (struct dirent *entry; d && (entry = readdir(d)) != NULL;) {
        char path[4096];
        struct stat s;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || stat(path, &s) != 0)
            continue;
        if (S_ISDIR(s.st_mode)) {
            logs += compare_folder(path);
        } else if (strstr(entry->d_name, ".evtx")) {
            compare(path);
            logs++;
        }
    }
    if (d)
        closedir(d);
    return logs;
}

static void agree_on_real_logs(void **state)
{
    (void)state;
    const char *corpus = getenv("SPPWHY_CORPUS");
    compared = strings_compared = added = mended = 0;
    if (compare_folder(corpus ? corpus : "../shared/evtx") == 0)
        skip();
    print_message(
        "%zu events and %zu strings compared; %zu events only native reads, %zu strings only native has "
        "whole\n",
        compared, strings_compared, added, mended);
}

static void agree_on_samples(void **state)
{
    (void)state;
    assert_true(compare_folder("samples") != 0);
}

static void agree_on_written_logs(void **state)
{
    (void)state;
    static const char *const options[] = {"", "--chunk-records 3", "--chunk-records 1"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        char folder[] = "/tmp/test_readers.XXXXXX", command[4096];
        assert_non_null(mkdtemp(folder));
        snprintf(command, sizeof command, "'" LOGWRITER "' %s tests/tools/everything.yaml %s >/dev/null",
                 options[i], folder);
        assert_int_equal(system(command), 0);
        assert_true(compare_folder(folder) != 0);
        snprintf(command, sizeof command, "rm -r %s", folder);
        assert_int_equal(system(command), 0);
    }
}

/* ---- mutations ----------------------------------------------------------------------------------------- */

static uint8_t *load(const char *path, size_t most, size_t *size)
{
    FILE *in = fopen(path, "rb");
    uint8_t *bytes = calloc(1, most);
    assert_non_null(in);
    assert_non_null(bytes);
    *size = fread(bytes, 1, most, in);
    fclose(in);
    return bytes;
}

/* A log of mutated chunks, so that one child of libevtx's serves thousands of mutated records. */
static void mutate_log(uint8_t *image, size_t chunks, const uint8_t *chunk, size_t used, uint64_t *seed)
{
    memset(image, 0, FILE_CHUNKS_AT);
    memcpy(image, FILE_SIGNATURE, sizeof FILE_SIGNATURE);
    write_u16(image + FILE_AT_CHUNK_COUNT, (uint16_t)chunks);
    for (size_t i = 0; i < chunks; i++) {
        uint8_t *to = image + FILE_CHUNKS_AT + i * CHUNK_SIZE;
        memcpy(to, chunk, CHUNK_SIZE);
        if (i % 4 == 0)
            chunk_mutate(to, used, seed);
        else
            chunk_mutate_each(to, used, seed);
    }
}

/* Of harmed records native reads all that libevtx reads. */
static void native_reads_what_libevtx_reads(void **state)
{
    (void)state;
    static const char *const paths[] = {"samples/contoso/WS-0412/WS-0412-Application.evtx",
                                        "samples/contoso/KMS1/KMS1-Key-Management-Service.evtx",
                                        "samples/kb974998/SRV-APP1/SRV-APP1-Application.evtx"};
    enum { CHUNKS = 4, PATHS = sizeof paths / sizeof *paths };
    const char *wanted = getenv("SPPWHY_MUTATIONS");
    unsigned runs = wanted ? (unsigned)strtoul(wanted, NULL, 10) : SANITIZED ? 20 : 80;
    uint8_t *image = malloc(FILE_CHUNKS_AT + CHUNKS * CHUNK_SIZE);
    second_reading r;
    memory_file file;
    size_t native = 0, libevtx = 0, refused = 0;
    uint64_t seed = 0xBADC0DEu;
    assert_non_null(image);
    assert_true(memory_file_create(&file));
    for (unsigned run = 0; run < runs; run++) {
        size_t size;
        uint8_t *bytes = load(paths[run % PATHS], FILE_CHUNKS_AT + CHUNK_SIZE, &size),
                *c = bytes + FILE_CHUNKS_AT;
        mutate_log(image, CHUNKS, c, read_u32(c + CHUNK_AT_FREE), &seed);
        free(bytes);
        assert_true(memory_file_set(&file, image, FILE_CHUNKS_AT + CHUNKS * CHUNK_SIZE));
        assert_true(second_reader_compare(file.path, &r));
        if (r.missed[0])
            fail_msg("run %u: native misses %s", run, r.missed);
        native += r.native;
        libevtx += r.libevtx;
        refused += r.refused;
    }
    print_message("%zu mutated records read by native, %zu by libevtx, %zu by libevtx alone\n", native,
                  libevtx, refused);
    assert_true(libevtx != 0 && native >= libevtx - refused);
    memory_file_close(&file);
    free(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agree_on_samples),
        cmocka_unit_test(agree_on_written_logs),
        cmocka_unit_test(native_reads_what_libevtx_reads),
        cmocka_unit_test(agree_on_real_logs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
