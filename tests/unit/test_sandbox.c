/*
 * The sandbox from inside: a child process enters it and tries what it must not be able to do any more, and
 * what it still must. Where the kernel has no Landlock or no seccomp, the tests that need it are skipped.
 */
#ifdef __linux__
#define _GNU_SOURCE
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/pool.h"
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What a child ends with. */
enum { AS_IT_SHOULD = 0, NOT_THERE = 77 };

/* Runs it in a child; its exit status, or 1000 and the signal that ended it. */
static int outcome(int (*work)(void))
{
    int status = 0;
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(work());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void expect_good(int (*work)(void))
{
    int result = outcome(work);
    if (result == NOT_THERE)
        skip();
    assert_int_equal(result, AS_IT_SHOULD);
}

/* Says which of several attempts did not end as it should, on standard error. */
static int wrong(const char *what, long result)
{
    char text[128]; /* printf() would look at its stream, which a sandbox may not let it */
    int length = snprintf(text, sizeof text, "%s: %ld, errno %d\n", what, result, errno);
    return write(STDERR_FILENO, text, (size_t)length) == length ? 1 : 2;
}

/* ---- calls --------------------------------------------------------------------------------------------- */

static bool no_calls(void)
{
    sandbox_result r = {0};
    sandbox_deny_calls(&r);
    return !r.calls;
}

static long try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}

static long try_unix_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0);
}

static long try_connect(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "/nowhere"};
    int ends[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 ? 0 : connect(ends[0], (void *)&name, sizeof name);
}

static long try_program(void)
{
    return execl("/bin/true", "true", (char *)NULL);
}

static long try_program_by_descriptor(void)
{
    char *const arguments[] = {(char *)"true", NULL};
    return syscall(SYS_execveat, open("/bin/true", O_RDONLY | O_CLOEXEC), "", arguments, arguments,
                   AT_EMPTY_PATH);
}

static long try_mount(void)
{
    return syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, NULL);
}

static long try_chmod(void)
{
    return chmod("/tmp", 01777);
}

static long try_namespace(void)
{
    return unshare(CLONE_NEWUSER);
}

static long try_clone_namespace(void)
{
    long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0)
        _exit(0);
    return pid;
}

static long try_rings(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL);
}

static long try_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0);
}

static long try_memory_of_others(void)
{
    return syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0);
}

static long try_typing(void)
{
    return ioctl(STDIN_FILENO, 0x5412 /* TIOCSTI */, "x");
}

static int denied_calls(void)
{
    static const struct {
        const char *name;
        long (*call)(void);
    } tries[] = {{"socket", try_socket},
                 {"unix socket", try_unix_socket},
                 {"connect", try_connect},
                 {"execve", try_program},
                 {"execveat", try_program_by_descriptor},
                 {"mount", try_mount},
                 {"chmod", try_chmod},
                 {"unshare", try_namespace},
                 {"clone", try_clone_namespace},
                 {"io_uring_setup", try_rings},
                 {"bpf", try_bpf},
                 {"process_vm_readv", try_memory_of_others},
                 {"TIOCSTI", try_typing}};
    if (no_calls())
        return NOT_THERE;
    for (size_t i = 0; i < COUNT(tries); i++) {
        errno = 0;
        long result = tries[i].call();
        if (result != -1 || errno != EPERM)
            return wrong(tries[i].name, result);
    }
    return AS_IT_SHOULD;
}

static void network_and_programs_are_out_of_reach(void **state)
{
    (void)state;
    expect_good(denied_calls);
}

static void add_up(void *context, size_t number)
{
    atomic_size_t *sum = context;
    if (try_socket() == -1 && errno == EPERM)
        atomic_fetch_add(sum, number);
}

/* What sppwhy needs still works, on threads that start later on, too, and the sandbox holds there. */
static int allowed_calls(void)
{
    atomic_size_t sum = 0;
    int ends[2];
    char byte;
    if (no_calls())
        return NOT_THERE;
    pool_run(101, 4, add_up, &sum);
    if (atomic_load(&sum) != 5050)
        return wrong("threads", (long)atomic_load(&sum));
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 || send(ends[0], "x", 1, MSG_NOSIGNAL) != 1 ||
        recv(ends[1], &byte, 1, 0) != 1)
        return wrong("socketpair", 0);
    pid_t pid = fork();
    if (pid == 0)
        _exit(try_socket() == -1 ? 7 : 0);
    int status = 0;
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 7)
        return wrong("fork", status);
    return AS_IT_SHOULD;
}

static void threads_and_children_are_held_too(void **state)
{
    (void)state;
    expect_good(allowed_calls);
}

#ifdef __x86_64__
/* The same numbers mean other calls there: 20 is getpid() for i386. */
static int call_as_i386(void)
{
    int result = 20;
    if (no_calls())
        return NOT_THERE;
    __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
    return wrong("int 0x80", result);
}

static int call_as_x32(void)
{
    if (no_calls())
        return NOT_THERE;
    return wrong("x32", syscall(0x40000000 + SYS_getpid));
}

static void calls_of_other_architectures_kill(void **state)
{
    (void)state;
    int result = outcome(call_as_i386);
    if (result == NOT_THERE)
        skip();
    /* a kernel without i386 ends it otherwise, but ends it */
    assert_true(result == 1000 + SIGSYS || result == 1000 + SIGSEGV);
    assert_int_equal(outcome(call_as_x32), 1000 + SIGSYS);
}
#endif

/* ---- files --------------------------------------------------------------------------------------------- */

/* DIR/{given,other,out}/, files in the first two, and links. */
static char folder[64];

static char *in_folder(const char *name)
{
    static char paths[8][128];
    static unsigned next;
    char *path = paths[next++ % COUNT(paths)];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void make_file(const char *name)
{
    FILE *f = fopen(in_folder(name), "w");
    assert_non_null(f);
    fputs("text", f);
    fclose(f);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/sppwhy-sandbox-XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    mkdir(in_folder("given"), 0700);
    mkdir(in_folder("other"), 0700);
    mkdir(in_folder("out"), 0700);
    make_file("given/log");
    make_file("other/log");
    make_file("other/linked");
    return symlink("../other/linked", in_folder("given/link")) != 0 ||
           symlink("../other/log", in_folder("given/escape")) != 0 ||
           symlink("../out/report", in_folder("given/report")) != 0;
}

static int remove_folder(void **state)
{
    static const char *const inside[] = {"given/log",  "given/link", "given/escape", "given/report",
                                         "given/new",  "other/log",  "other/linked", "other/new",
                                         "out/report", "out/moved"};
    (void)state;
    for (size_t i = 0; i < COUNT(inside); i++)
        unlink(in_folder(inside[i]));
    rmdir(in_folder("given"));
    rmdir(in_folder("other"));
    rmdir(in_folder("out"));
    return rmdir(folder);
}

/* 0, or the reason why it cannot be opened so. */
static int why_not(const char *name, int flags)
{
    int f = open(name[0] == '/' ? name : in_folder(name), flags | O_CLOEXEC, 0600);
    if (f < 0)
        return errno;
    close(f);
    return 0;
}

typedef struct attempt {
    const char *name;
    int flags;
    int expected; /* of why_not() */
} attempt;

static int try_all(const attempt *tries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int got = why_not(tries[i].name, tries[i].flags);
        if (got != tries[i].expected) {
            errno = got;
            return wrong(tries[i].name, tries[i].flags);
        }
    }
    return AS_IT_SHOULD;
}

/* True when it does not hold. */
static bool no_files(sandbox *s)
{
    sandbox_result r = {0};
    sandbox_enter(s, &r);
    return r.abi == 0;
}

static int only_what_is_given(void)
{
    static const attempt tries[] = {
        {"given/log", O_RDONLY, 0},        {"given/link", O_RDONLY, 0},
        {"other/linked", O_RDONLY, 0},     {"given/escape", O_RDONLY, EACCES},
        {"other/log", O_RDONLY, EACCES},   {"other", O_RDONLY | O_DIRECTORY, EACCES},
        {"/etc/passwd", O_RDONLY, EACCES}, {"given/log", O_RDWR, EACCES},
        {"other/log", O_WRONLY, EACCES},   {"given/new", O_WRONLY | O_CREAT, EACCES},
        {"/dev/null", O_RDWR, 0}};
    sandbox *s = sandbox_create(false);
    sandbox_allow_read(s, in_folder("given/log"));
    sandbox_allow_read(s, in_folder("given/link"));
    sandbox_allow_read(s, in_folder("given/that is not there"));
    if (no_files(s))
        return NOT_THERE;
    return try_all(tries, COUNT(tries));
}

static void only_given_files_can_be_read(void **state)
{
    (void)state;
    expect_good(only_what_is_given);
}

static int only_output(void)
{
    static const attempt tries[] = {{"other/log", O_RDONLY, 0},
                                    {"/etc/passwd", O_RDONLY, 0},
                                    {"out/report", O_WRONLY | O_CREAT | O_TRUNC, 0},
                                    {"given/report", O_WRONLY | O_CREAT | O_TRUNC, 0},
                                    {"given/log", O_WRONLY, EACCES},
                                    {"other/new", O_WRONLY | O_CREAT, EACCES}};
    sandbox *s = sandbox_create(true);
    sandbox_allow_output(s, in_folder("given/report")); /* a link to what is not there yet */
    if (no_files(s))
        return NOT_THERE;
    int result = try_all(tries, COUNT(tries));
    if (result == AS_IT_SHOULD && rename(in_folder("out/report"), in_folder("out/moved")) != 0)
        result = wrong("rename", 0);
    if (unlink(in_folder("given/log")) == 0)
        result = wrong("unlink", 0);
    return result;
}

static void only_the_output_can_be_written(void **state)
{
    (void)state;
    expect_good(only_output);
}

/* Both steps, as the program takes them: what the first gave up the second does not give back. */
static int both_steps(void)
{
    static const attempt tries[] = {{"given/log", O_RDONLY, 0},
                                    {"other/log", O_RDONLY, EACCES},
                                    {"out/report", O_WRONLY | O_CREAT, EACCES}};
    sandbox *first = sandbox_create(true);
    if (no_files(first))
        return NOT_THERE;
    sandbox *second = sandbox_create(false);
    sandbox_allow_read(second, in_folder("given/log"));
    sandbox_allow_write(second, in_folder("out"));
    if (no_files(second))
        return wrong("the second step", 0);
    return try_all(tries, COUNT(tries));
}

static void steps_only_take_away(void **state)
{
    (void)state;
    expect_good(both_steps);
}

/* ---- a child that computes ----------------------------------------------------------------------------- */

static int computes(void)
{
    struct timespec now;
    sandbox_result r = {0};
    sandbox *probe = sandbox_create(true);
    int given = open(in_folder("given/log"), O_RDONLY | O_CLOEXEC);
    char text[4];
    if (!probe || no_files(probe) || no_calls())
        return NOT_THERE;
    pid_t parent = getppid();
    sandbox_only_compute();
    errno = 0;
    if (why_not("given/log", O_RDONLY) == 0 || why_not("/dev/null", O_WRONLY) == 0)
        return wrong("open", r.abi);
    if (fork() != -1 || try_socket() != -1 || kill(parent, 0) != -1)
        return wrong("fork, socket or kill", 0);
    if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        return wrong("memory to be executed", 0);
    char *much = malloc((size_t)8 << 20);
    if (!much || !memset(much, 1, (size_t)8 << 20))
        return wrong("memory", 0);
    free(much);
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0 || read(given, text, 4) != 4)
        return wrong("time, or what was open before", 0);
    return AS_IT_SHOULD;
}

static void a_child_can_only_compute(void **state)
{
    (void)state;
    expect_good(computes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(network_and_programs_are_out_of_reach),
        cmocka_unit_test(threads_and_children_are_held_too),
#ifdef __x86_64__
        cmocka_unit_test(calls_of_other_architectures_kill),
#endif
        cmocka_unit_test_setup_teardown(only_given_files_can_be_read, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(only_the_output_can_be_written, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(steps_only_take_away, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_child_can_only_compute, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
