/* The line of progress: what it says, and that it fits. And sizes, as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/cli.h"
#include "cli/progress.h"

#include <string.h>

#define MB ((uint64_t)1 << 20)
#define SECOND ((uint64_t)1000000)

static void expect_line(const progress_state *s, unsigned columns, const char *expected)
{
    char line[160];
    assert_string_equal(progress_line(line, sizeof line, columns, s), expected);
    assert_true(strlen(line) <= columns);
}

static void it_says_how_far_and_how_long(void **state)
{
    (void)state;
    progress_state s = {
        .bytes = 1000 * MB, .total = 4000 * MB, .done = 12, .logs = 40, .elapsed = 2 * SECOND};
    expect_line(&s, 79, "12 of 40 logs read, 1000 MB of 3.9 GB, 500 MB/s, 6 s left");
    s = (progress_state){.bytes = 10 * MB, .total = 4000 * MB, .done = 0, .logs = 1, .elapsed = 10 * SECOND};
    expect_line(&s, 79, "0 of 1 log read, 10 MB of 3.9 GB, 1.0 MB/s, 1 h 6 min left");
    s = (progress_state){.bytes = 3 * MB, .total = 0, .done = 1, .logs = 2, .elapsed = SECOND}; /* a pipe */
    expect_line(&s, 79, "1 of 2 logs read, 3.0 MB, 3.0 MB/s");
    s = (progress_state){.bytes = 0, .total = 100, .logs = 2}; /* no time has passed yet */
    expect_line(&s, 79, "0 of 2 logs read, 0 bytes of 100 bytes");
    s = (progress_state){
        .bytes = 9 * MB, .total = 8 * MB, .done = 1, .logs = 2, .elapsed = SECOND}; /* grown */
    expect_line(&s, 79, "1 of 2 logs read, 8.0 MB of 8.0 MB, 8.0 MB/s");
}

static void it_fits_the_terminal(void **state)
{
    (void)state;
    const progress_state s = {
        .bytes = 1000 * MB, .total = 4000 * MB, .done = 12, .logs = 40, .elapsed = 2 * SECOND};
    expect_line(&s, 57, "12 of 40 logs read, 1000 MB of 3.9 GB, 500 MB/s, 6 s left");
    expect_line(&s, 56, "12 of 40 logs read, 1000 MB of 3.9 GB, 6 s left");
    expect_line(&s, 40, "12 of 40 logs read, 1000 MB of 3.9 GB");
    expect_line(&s, 20, "12 of 40 logs read");
    expect_line(&s, 10, "");
    expect_line(&s, 0, "");
}

static void sizes_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t bytes; /* UINT64_MAX: is none */
    } cases[] = {{"512M", 512 * MB},   {"4G", 4096 * MB},    {"4GB", 4096 * MB},
                 {"4 GiB", 4096 * MB}, {"1.5g", 1536 * MB},  {"2T", (uint64_t)2 << 40},
                 {"64k", 65536},       {"100", 100},         {"100B", 100},
                 {"", UINT64_MAX},     {"M", UINT64_MAX},    {"-1M", UINT64_MAX},
                 {"4X", UINT64_MAX},   {"4MM", UINT64_MAX},  {"nan", UINT64_MAX},
                 {"inf", UINT64_MAX},  {"1e30", UINT64_MAX}, {"99999999999T", UINT64_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t bytes = UINT64_MAX;
        if (size_parse(&bytes, cases[i].text) != (cases[i].bytes != UINT64_MAX) || bytes != cases[i].bytes)
            fail_msg("\"%s\": %llu", cases[i].text, (unsigned long long)bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_how_far_and_how_long),
        cmocka_unit_test(it_fits_the_terminal),
        cmocka_unit_test(sizes_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
