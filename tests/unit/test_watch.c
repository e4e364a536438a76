/*
 * Watching: what a reading says whoever watches it, that it ends when it shall and leaves nothing behind,
 * and that a log cannot take more than its time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/child.h"
#include "base/file.h"
#include "base/stopwatch.h"
#include "evtx/events.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOG "samples/contoso/WS-0412/WS-0412-Application.evtx"

static const char *const providers[] = {"Microsoft-Windows-Security-SPP",
                                        "Software Protection Platform Service", NULL};

typedef struct watcher {
    uint64_t bytes;
    unsigned calls;
    unsigned stop_after; /* calls; 0: never */
    unsigned burn;       /* milliseconds of processor time at each call */
} watcher;

static bool watched(void *context, uint64_t bytes)
{
    watcher *w = context;
    w->bytes += bytes;
    w->calls++;
    for (uint64_t from = stopwatch_thread_cpu(); stopwatch_thread_cpu() - from < w->burn * 1000;)
        continue;
    return w->stop_after == 0 || w->calls <= w->stop_after;
}

static sppwhy_status read_log(sppwhy_log **log, sppwhy_reader reader, watcher *w, uint64_t most_cpu_ms)
{
    sppwhy_read_options options = {.size = sizeof options,
                                   .providers = providers,
                                   .reader = reader,
                                   .watch = {watched, w},
                                   .most_cpu_ms = most_cpu_ms};
    sppwhy_error error;
    sppwhy_error_clear(&error);
    sppwhy_status status = sppwhy_log_read(log, LOG, &options, &error);
    assert_int_equal(error.status, status);
    return status;
}

static size_t open_files(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder && readdir(folder))
        count++;
    if (folder)
        closedir(folder);
    return count;
}

static void every_byte_is_told(void **state)
{
    (void)state;
    for (sppwhy_reader reader = SPPWHY_READER_AUTO; reader <= SPPWHY_READER_LIBEVTX; reader++) {
        sppwhy_log *log = NULL;
        watcher w = {0};
        assert_int_equal(read_log(&log, reader, &w, 0), SPPWHY_OK);
        assert_int_equal(w.bytes, log->bytes);
        assert_int_not_equal(log->event_count, 0);
        sppwhy_log_free(log);
    }
}

/* At each call that there is, with either reader: nothing is given, nothing stays open, no child stays. */
static void a_reading_stops_anywhere_and_leaves_nothing(void **state)
{
    (void)state;
    size_t before = open_files();
    for (sppwhy_reader reader = SPPWHY_READER_NATIVE; reader <= SPPWHY_READER_LIBEVTX; reader++) {
        sppwhy_status status = SPPWHY_STOPPED;
        unsigned stops = 0;
        for (; status == SPPWHY_STOPPED; stops++) {
            sppwhy_log *log = (void *)&log;
            watcher w = {.stop_after = stops};
            if (stops == 0)
                continue; /* that would be: never */
            status = read_log(&log, reader, &w, 0);
            if (status == SPPWHY_STOPPED)
                assert_null(log);
            else
                sppwhy_log_free(log);
            assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
            assert_int_equal(errno, ECHILD);
        }
        assert_int_equal(status, SPPWHY_OK);
        assert_true(stops > 2);
    }
    assert_int_equal(open_files(), before);
}

static void a_log_has_its_time(void **state)
{
    (void)state;
    sppwhy_log *log = NULL;
    watcher w = {.burn = 3};
    assert_int_equal(read_log(&log, SPPWHY_READER_NATIVE, &w, 1), SPPWHY_OK);
    assert_int_equal(log->damage_count, 1);
    assert_true(log->damage[0].lost);
    assert_non_null(strstr(log->damage[0].reason, "processor time"));
    assert_int_equal(log->records, 0);
    sppwhy_log_free(log);
    assert_int_equal(read_log(&log, SPPWHY_READER_NATIVE, &w, 60000), SPPWHY_OK);
    assert_int_equal(log->damage_count, 0);
    assert_int_not_equal(log->records, 0);
    sppwhy_log_free(log);
}

static void hang(child_link *parent, void *context)
{
    (void)context;
    char byte;
    if (child_receive(parent, &byte, 1))
        for (volatile unsigned i = 0;; i++)
            continue;
}

/* Without the watcher this would wait ten minutes. */
static void waiting_for_a_child_is_watched(void **state)
{
    (void)state;
    watcher w = {0};
    sppwhy_cancellation watch = {watched, &w};
    child_terms terms = {.watch = &watch};
    child *c = NULL;
    char byte;
    assert_int_equal(child_start(&c, hang, NULL, &terms, NULL), SPPWHY_OK);
    w = (watcher){.stop_after = 3}; /* not before: with a sanitizer the start waits, too */
    assert_true(child_ask(c, "x", 1, 600000));
    assert_false(child_hear(c, &byte, 1, 600000));
    assert_int_not_equal(child_end(c), CHILD_SILENT);
    assert_int_equal(w.calls, 4);
}

static void waiting_for_standard_input_is_watched(void **state)
{
    (void)state;
    watcher w = {.stop_after = 3};
    sppwhy_cancellation watch = {watched, &w};
    sppwhy_error error;
    file *f = NULL;
    int ends[2], kept = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[0], STDIN_FILENO);
    size_t before = open_files();
    sppwhy_status status = file_open_watched(&f, "-", &watch, &error);
    size_t after = open_files();
    dup2(kept, STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    close(kept);
    assert_int_equal(status, SPPWHY_STOPPED);
    assert_null(f);
    assert_int_equal(before, after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_told),
        cmocka_unit_test(a_reading_stops_anywhere_and_leaves_nothing),
        cmocka_unit_test(a_log_has_its_time),
        cmocka_unit_test(waiting_for_a_child_is_watched),
        cmocka_unit_test(waiting_for_standard_input_is_watched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
