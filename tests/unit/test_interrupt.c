/* Ctrl-C and its like: each case in a process of its own, which sends itself signals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/interrupt.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIVED 42 /* exit status of one that was not ended */

typedef struct result {
    int status; /* as a shell has it: 128 and the signal */
    char said[128];
} result;

static result outcome(void (*work)(void))
{
    result r = {0};
    int ends[2], status = 0;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        work();
        _exit(LIVED);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], r.said, sizeof r.said - 1);
    r.said[got < 0 ? 0 : got] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    r.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return r;
}

static void expect(void (*work)(void), int status, const char *said)
{
    result r = outcome(work);
    assert_int_equal(r.status, status);
    assert_string_equal(r.said, said);
}

static void at_once(void)
{
    interrupt_catch("first\n");
    raise(SIGTERM);
}

static void at_once_with_other_words(void)
{
    interrupt_catch("first\n");
    interrupt_note();
    interrupt_at_once("second\n");
    raise(SIGINT);
}

static void without_a_word(void)
{
    interrupt_catch("first\n");
    interrupt_at_once(NULL);
    raise(SIGHUP);
}

static void only_noted(void)
{
    interrupt_catch("first\n");
    interrupt_note();
    if (interrupt_noted())
        _exit(1);
    raise(SIGINT);
    _exit(interrupt_noted() ? LIVED : 1);
}

static void ended_after_cleaning_up(void)
{
    interrupt_catch("first\n");
    interrupt_note();
    interrupt_end(); /* nothing has come yet */
    raise(SIGTERM);
    interrupt_end();
}

static void noted_before_it_counts(void)
{
    interrupt_catch("first\n");
    interrupt_note();
    raise(SIGINT);
    interrupt_at_once("second\n");
}

static void twice(void)
{
    interrupt_catch("first\n");
    interrupt_note();
    raise(SIGINT);
    raise(SIGTERM);
}

static void ignored_from_the_start(void)
{
    signal(SIGHUP, SIG_IGN);
    interrupt_catch("first\n");
    raise(SIGHUP);
}

static void a_signal_ends_the_program_by_itself(void **state)
{
    (void)state;
    expect(at_once, 128 + SIGTERM, "first\n");
    expect(at_once_with_other_words, 128 + SIGINT, "second\n");
    expect(without_a_word, 128 + SIGHUP, "");
    expect(ignored_from_the_start, LIVED, "");
}

static void a_signal_can_be_noted_first(void **state)
{
    (void)state;
    expect(only_noted, LIVED, "");
    expect(ended_after_cleaning_up, 128 + SIGTERM, "");
    expect(noted_before_it_counts, 128 + SIGINT, "second\n");
    expect(twice, 128 + SIGTERM, "");
}

static char unfinished[64];

static void leaves_no_file(void)
{
    interrupt_catch("first\n");
    interrupt_remove(unfinished);
    raise(SIGINT);
}

static void leaves_a_whole_file(void)
{
    interrupt_catch("first\n");
    interrupt_remove(unfinished);
    interrupt_remove(NULL);
    raise(SIGINT);
}

static void what_is_not_whole_is_removed(void **state)
{
    (void)state;
    strcpy(unfinished, "/tmp/sppwhy-interrupt-XXXXXX");
    int f = mkstemp(unfinished);
    assert_true(f >= 0);
    close(f);
    expect(leaves_a_whole_file, 128 + SIGINT, "first\n");
    assert_int_equal(access(unfinished, F_OK), 0);
    expect(leaves_no_file, 128 + SIGINT, "first\n");
    assert_int_not_equal(access(unfinished, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signal_ends_the_program_by_itself),
        cmocka_unit_test(a_signal_can_be_noted_first),
        cmocka_unit_test(what_is_not_whole_is_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
