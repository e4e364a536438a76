/* Where results go: every kind of writer gives the same bytes, and the first failure sticks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/writer.h"
#include "rules/analysis.h"
#include "sppwhy/sppwhy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- the same bytes everywhere ------------------------------------------------------------------------- */

/* More than two buffers, in pieces of every size from one byte to more than a buffer. */
static void write_pieces(sppwhy_writer *w)
{
    static char long_piece[LIMIT_WRITE_STEP + 5000];
    memset(long_piece, 'x', sizeof long_piece - 1);
    writer_text(w, "text ");
    writer_char(w, 'c');
    writer_bytes(w, "a\0b", 3);
    writer_printf(w, " %05d %s", 42, long_piece); /* longer than any room for it */
    sppwhy_writer_put(w, long_piece, sizeof long_piece - 1);
    sppwhy_writer_put(w, NULL, 0);
    for (size_t i = 1; i < 700; i++)
        writer_bytes(w, long_piece, i);
    memcpy(writer_room(w, 3), "end", 3);
    writer_advance(w, 3);
}

static sppwhy_status gather(void *context, const char *bytes, size_t count)
{
    assert_true(count != 0);
    strbuf_add_bytes(context, bytes, count);
    return SPPWHY_OK;
}

static strbuf by_callback(void)
{
    sppwhy_writer *w = NULL;
    strbuf all = {0};
    assert_int_equal(sppwhy_writer_to_callback(&w, gather, &all, NULL), SPPWHY_OK);
    write_pieces(w);
    assert_int_equal(sppwhy_writer_finish(w, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_writer_count(w), all.length);
    sppwhy_writer_free(w);
    return all;
}

static void check_file(FILE *file, const strbuf *expected)
{
    char *bytes = malloc(expected->length + 1);
    assert_non_null(bytes);
    rewind(file);
    assert_int_equal(fread(bytes, 1, expected->length + 1, file), expected->length);
    assert_memory_equal(bytes, expected->bytes, expected->length);
    free(bytes);
    fclose(file);
}

static void every_writer_gives_the_same_bytes(void **state)
{
    strbuf expected = by_callback();
    sppwhy_writer *w = NULL;
    size_t count;
    FILE *file = tmpfile();
    (void)state;
    assert_int_equal(sppwhy_writer_to_memory(&w, NULL), SPPWHY_OK);
    write_pieces(w);
    const char *bytes = sppwhy_writer_memory(w, &count);
    assert_int_equal(count, expected.length);
    assert_memory_equal(bytes, expected.bytes, count + 1);
    sppwhy_writer_free(w);

    assert_int_equal(sppwhy_writer_to_descriptor(&w, fileno(file), NULL), SPPWHY_OK);
    write_pieces(w);
    assert_int_equal(sppwhy_writer_finish(w, NULL), SPPWHY_OK);
    sppwhy_writer_free(w);
    check_file(file, &expected);

    file = tmpfile();
    assert_int_equal(sppwhy_writer_to_stream(&w, file, NULL), SPPWHY_OK);
    write_pieces(w);
    assert_null(sppwhy_writer_memory(w, &count));
    assert_int_equal(sppwhy_writer_finish(w, NULL), SPPWHY_OK);
    sppwhy_writer_free(w);
    check_file(file, &expected);
    strbuf_free(&expected);
    sppwhy_writer_free(NULL);
}

/* ---- failures ------------------------------------------------------------------------------------------ */

static sppwhy_status refuse(void *context, const char *bytes, size_t count)
{
    (void)bytes;
    (void)count;
    return ++*(int *)context > 1 ? SPPWHY_STOPPED : SPPWHY_OK;
}

static void the_first_failure_sticks(void **state)
{
    sppwhy_writer *w = NULL;
    sppwhy_error error;
    int calls = 0;
    (void)state;
    sppwhy_error_clear(&error);
    assert_int_equal(sppwhy_writer_to_callback(&w, refuse, &calls, NULL), SPPWHY_OK);
    assert_false(sppwhy_writer_failed(w));
    for (int i = 0; i < 4; i++)
        write_pieces(w);
    assert_true(sppwhy_writer_failed(w));
    assert_int_equal(calls, 2); /* it is not asked again */
    assert_int_equal(sppwhy_writer_finish(w, &error), SPPWHY_STOPPED);
    assert_string_equal(error.message, "not everything could be written");
    assert_int_equal(sppwhy_writer_finish(w, NULL), SPPWHY_STOPPED);
    sppwhy_writer_free(w);
}

static void a_full_disk_is_reported(void **state)
{
    sppwhy_writer *w = NULL;
    sppwhy_error error;
    int full = open("/dev/full", O_WRONLY);
    (void)state;
    if (full < 0)
        skip();
    sppwhy_error_clear(&error);
    assert_int_equal(sppwhy_writer_to_descriptor(&w, full, NULL), SPPWHY_OK);
    writer_text(w, "x");
    assert_int_equal(sppwhy_writer_finish(w, &error), SPPWHY_IO);
    assert_int_equal(writer_reason(w), ENOSPC);
    assert_non_null(strstr(error.message, strerror(ENOSPC)));
    sppwhy_writer_free(w);
    close(full);
    FILE *stream = fopen("/dev/full", "w");
    assert_int_equal(sppwhy_writer_to_stream(&w, stream, NULL), SPPWHY_OK);
    writer_text(w, "x"); /* the stream holds it; only flushing it finds out */
    assert_int_equal(sppwhy_writer_finish(w, NULL), SPPWHY_IO);
    assert_int_equal(writer_reason(w), ENOSPC);
    sppwhy_writer_free(w);
    fclose(stream);
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

static void numbers_are_those_of_printf(void **state)
{
    static const uint64_t numbers[] = {
        0,         1,   9,    10,    11,         99,        100,
        101,       999, 1000, 65535, 4294967295, INT64_MAX, (uint64_t)INT64_MAX + 1,
        UINT64_MAX};
    char expected[64];
    size_t count;
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        sppwhy_writer *w = NULL;
        assert_int_equal(sppwhy_writer_to_memory(&w, NULL), SPPWHY_OK);
        writer_u64(w, numbers[i]);
        writer_char(w, ' ');
        writer_i64(w, (int64_t)numbers[i]);
        snprintf(expected, sizeof expected, "%llu %lld", (unsigned long long)numbers[i],
                 (long long)numbers[i]);
        assert_string_equal(sppwhy_writer_memory(w, &count), expected);
        sppwhy_writer_free(w);
    }
}

static sppwhy_status count_bytes(void *context, const char *bytes, size_t count)
{
    (void)bytes;
    *(uint64_t *)context += count;
    return SPPWHY_OK;
}

/* The bound that a report has (LIMIT_REPORT_BYTES) ends one that would never end. */
static void a_writer_takes_no_more_than_its_most(void **state)
{
    uint64_t taken = 0;
    sppwhy_writer *w = NULL;
    (void)state;
    assert_int_equal(sppwhy_writer_to_callback(&w, count_bytes, &taken, NULL), SPPWHY_OK);
    w->most = 1000000;
    for (size_t i = 0; i < 300000; i++)
        writer_text(w, "0123456789");
    assert_int_equal(sppwhy_writer_finish(w, NULL), SPPWHY_LIMIT);
    assert_true(taken != 0 && taken <= 1000000);
    assert_int_equal(writer_reason(w), 0);
    sppwhy_writer_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_writer_gives_the_same_bytes),
        cmocka_unit_test(the_first_failure_sticks),
        cmocka_unit_test(a_full_disk_is_reported),
        cmocka_unit_test(numbers_are_those_of_printf),
        cmocka_unit_test(a_writer_takes_no_more_than_its_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
