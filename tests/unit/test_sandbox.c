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
#include "base/posix/held.h"
#include "base/sandbox.h"
#include "base/sanitized.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
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

/* ---- what harms other processes, or the system --------------------------------------------------------- */

/* A limit of zero on processor time ends a process. */
static long try_limits_of_others(void)
{
    struct rlimit none = {0, 0};
    return syscall(SYS_prlimit64, getppid(), RLIMIT_CPU, &none, NULL);
}

static long try_priority_of_others(void)
{
    return setpriority(PRIO_PROCESS, (id_t)getppid(), 19);
}

static long try_scheduler_of_others(void)
{
    struct sched_param none = {0};
    return syscall(SYS_sched_setscheduler, getppid(), SCHED_BATCH, &none);
}

static long try_processors_of_others(void)
{
    unsigned long one = 1;
    return syscall(SYS_sched_setaffinity, getppid(), sizeof one, &one);
}

static long try_handle_on_others(void)
{
    return syscall(SYS_pidfd_open, getppid(), 0);
}

static long try_tracing_of_others(void)
{
    return ptrace(PTRACE_SEIZE, getppid(), NULL, NULL);
}

static long try_shared_memory(void)
{
    return shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
}

static int shared = -1; /* memory of another program's: made before the sandbox is entered */

static long try_reading_shared_memory(void)
{
    return (long)shmat(shared, NULL, SHM_RDONLY);
}

static long try_removing_shared_memory(void)
{
    return shmctl(shared, IPC_RMID, NULL);
}

static long try_semaphores(void)
{
    return semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
}

static long try_messages(void)
{
    return msgget(IPC_PRIVATE, IPC_CREAT | 0600);
}

static long try_watching_files(void)
{
    return inotify_init1(0);
}

static long try_memory_files(void)
{
    return syscall(SYS_memfd_create, "x", 0);
}

static long try_keys(void)
{
    return syscall(SYS_keyctl, 0, 0, 0, 0, 0);
}

static long try_faults(void)
{
    return syscall(SYS_userfaultfd, 0);
}

static long try_counters(void)
{
    return syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0);
}

static long try_other_user(void)
{
    return setuid(65534);
}

static long try_host_name(void)
{
    return sethostname("x", 1);
}

static long try_clock(void)
{
    struct timespec then = {0, 0};
    return clock_settime(CLOCK_REALTIME, &then);
}

static long try_folder(void)
{
    return mkdir("/tmp/sppwhy-sandbox-made", 0700);
}

static long try_hard_link(void)
{
    return link("/etc/passwd", "/tmp/sppwhy-sandbox-link");
}

static long try_executable_memory(void)
{
    return (long)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static long try_dumpable(void)
{
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static long try_ipv4_pair(void)
{
    int ends[2];
    return socketpair(AF_INET, SOCK_STREAM, 0, ends);
}

static int denied_calls(void)
{
    static const struct {
        const char *name;
        long (*call)(void);
        bool sanitizers; /* they need it */
    } tries[] = {{"socket", try_socket, false},
                 {"unix socket", try_unix_socket, false},
                 {"connect", try_connect, false},
                 {"execve", try_program, false},
                 {"execveat", try_program_by_descriptor, false},
                 {"mount", try_mount, false},
                 {"chmod", try_chmod, false},
                 {"unshare", try_namespace, false},
                 {"clone", try_clone_namespace, true},
                 {"io_uring_setup", try_rings, false},
                 {"bpf", try_bpf, false},
                 {"process_vm_readv", try_memory_of_others, true},
                 {"TIOCSTI", try_typing, false},
                 {"limits of others", try_limits_of_others, true},
                 {"priority of others", try_priority_of_others, false},
                 {"scheduler of others", try_scheduler_of_others, false},
                 {"processors of others", try_processors_of_others, true},
                 {"handle on others", try_handle_on_others, false},
                 {"tracing of others", try_tracing_of_others, true},
                 {"shared memory", try_shared_memory, false},
                 {"reading shared memory", try_reading_shared_memory, false},
                 {"removing shared memory", try_removing_shared_memory, false},
                 {"semaphores", try_semaphores, false},
                 {"messages", try_messages, false},
                 {"watching files", try_watching_files, false},
                 {"memory files", try_memory_files, false},
                 {"keys", try_keys, false},
                 {"faults", try_faults, false},
                 {"counters", try_counters, false},
                 {"other user", try_other_user, false},
                 {"host name", try_host_name, false},
                 {"clock", try_clock, false},
                 {"folder", try_folder, true},
                 {"hard link", try_hard_link, false},
                 {"executable memory", try_executable_memory, true},
                 {"dumpable", try_dumpable, true},
                 {"ipv4 pair", try_ipv4_pair, false}};
    if (no_calls())
        return NOT_THERE;
    for (size_t i = 0; i < COUNT(tries); i++) {
        if (SANITIZED && tries[i].sanitizers)
            continue;
        errno = 0;
        long result = tries[i].call();
        if (result != -1 || errno != EPERM)
            return wrong(tries[i].name, result);
    }
    return AS_IT_SHOULD;
}

/* Whatever has no name here: of all numbers that there may be, none reaches the kernel but those that are
 * wanted. Each is called with arguments that no call takes for good. */
static int calls_without_a_name(void)
{
    static const long wanted[] = {
        SYS_mq_open,
        SYS_mq_unlink,
        SYS_eventfd2,
        SYS_epoll_create1,
        SYS_signalfd4,
        SYS_timerfd_create,
        SYS_timer_create,
        SYS_add_key,
        SYS_request_key,
        SYS_acct,
        SYS_swapon,
        SYS_chroot,
        SYS_setns,
        SYS_reboot,
        SYS_syslog,
        SYS_quotactl,
        SYS_capset,
        SYS_setgroups,
        SYS_setresuid,
        SYS_ioprio_set,
        SYS_migrate_pages,
        SYS_move_pages,
        SYS_kcmp,
        SYS_init_module,
        SYS_delete_module,
        SYS_fanotify_init,
        SYS_name_to_handle_at,
        SYS_open_by_handle_at,
        SYS_vmsplice,
        SYS_splice,
        SYS_tee,
        SYS_sendmsg,
        SYS_recvmsg,
        SYS_setsockopt,
        SYS_mknodat,
        SYS_symlinkat,
        SYS_fchownat,
        SYS_setxattr,
        SYS_utimensat,
        SYS_rt_sigqueueinfo,
        500,
        600,
        10000,
    };
    if (no_calls())
        return NOT_THERE;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        errno = 0;
        long result = syscall(wanted[i], -1L, -1L, -1L, -1L, -1L, -1L);
        if (result != -1 || errno != EPERM)
            return wrong("call", wanted[i]);
    }
    return AS_IT_SHOULD;
}

static void what_is_not_wanted_fails(void **state)
{
    (void)state;
    expect_good(calls_without_a_name);
}

/* What C libraries try first must fail so that they try the next: as if this kernel did not have it. */
static int calls_of_newer_libraries(void)
{
    static const long newer[] = {435 /* clone3 */, 437 /* openat2 */, 452 /* fchmodat2 */, 462 /* mseal */};
    if (no_calls())
        return NOT_THERE;
    for (size_t i = 0; i < COUNT(newer); i++) {
        errno = 0;
        if (syscall(newer[i], -1L, -1L, -1L, -1L, -1L, -1L) != -1 || errno != ENOSYS)
            return wrong("call", newer[i]);
    }
    return AS_IT_SHOULD;
}

static void newer_calls_are_as_if_not_there(void **state)
{
    (void)state;
    expect_good(calls_of_newer_libraries);
}

static void network_programs_and_other_processes_are_out_of_reach(void **state)
{
    (void)state;
    shared = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    expect_good(denied_calls);
    if (shared >= 0)
        shmctl(shared, IPC_RMID, NULL);
    shared = -1;
}

static void add_up(void *context, size_t number)
{
    atomic_size_t *sum = context;
    if (try_socket() == -1 && errno == EPERM)
        atomic_fetch_add(sum, number);
}

/* Our own limits can be asked for and set. */
static bool own_limits_work(void)
{
    struct rlimit files;
    return getrlimit(RLIMIT_NOFILE, &files) == 0 && setrlimit(RLIMIT_NOFILE, &files) == 0;
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
    if (!own_limits_work())
        return wrong("limits", 0);
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

/* A file that is open already is allowed as what it is: its name may be another's by then. */
static int only_what_is_kept(void)
{
    static const attempt tries[] = {{"given/log", O_RDONLY, EACCES},
                                    {"given/new", O_RDONLY, 0},
                                    {"given/new", O_RDWR, EACCES},
                                    {"other/log", O_RDONLY, EACCES}};
    int log = open(in_folder("given/log"), O_RDONLY | O_CLOEXEC);
    char moved[sizeof folder + 64];
    snprintf(moved, sizeof moved, "%s", in_folder("given/new"));
    if (log < 0 || rename(in_folder("given/log"), moved) != 0 ||
        close(open(in_folder("given/log"), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)) != 0)
        return wrong("renaming", 0);
    sandbox *s = sandbox_create(false);
    sandbox_allow_kept(s, log);
    if (no_files(s))
        return NOT_THERE;
    return try_all(tries, COUNT(tries));
}

static void a_file_that_is_open_can_be_read_again(void **state)
{
    (void)state;
    expect_good(only_what_is_kept);
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

/* What holds where there is no Landlock and nothing is to be written. */
static int only_reading(void)
{
    static const attempt tries[] = {{"given/log", O_RDONLY, 0},
                                    {"other/log", O_RDONLY, 0},
                                    {"given/log", O_WRONLY, EACCES},
                                    {"given/log", O_RDWR, EACCES},
                                    {"given/log", O_RDONLY | O_TRUNC, EACCES},
                                    {"given/new", O_RDONLY | O_CREAT, EACCES}};
    if (no_calls())
        return NOT_THERE;
    if (sandbox_calls_only_read() != NULL)
        return wrong("the second step", 0);
    int result = try_all(tries, COUNT(tries));
    if (unlink(in_folder("given/log")) == 0 || rename(in_folder("given/log"), in_folder("given/new")) == 0)
        result = wrong("unlink or rename", 0);
    return result;
}

static void without_landlock_nothing_is_written(void **state)
{
    (void)state;
    expect_good(only_reading);
}

/* What holds there once the files to be read are held; with `writes` new ones can be made. */
static int only_held(bool writes)
{
    static const attempt read_only[] = {{"given/log", O_RDONLY, EACCES},
                                        {"other/log", O_RDONLY, EACCES},
                                        {"given/new", O_WRONLY | O_CREAT, EACCES},
                                        {"given", O_RDONLY | O_DIRECTORY, EACCES}};
    static const attempt with_output[] = {{"given/log", O_RDONLY, EACCES},
                                          {"other/log", O_RDONLY, EACCES},
                                          {"given/log", O_RDWR, EACCES},
                                          {"given/new", O_WRONLY | O_CREAT, 0}};
    const char *held[] = {in_folder("given/log"), "/nonexistent/log"};
    char path[sizeof folder + 64], first;
    snprintf(path, sizeof path, "%s", held[0]);
    held[0] = path;
    if (!held_open_all(held, COUNT(held)))
        return wrong("holding", 0);
    if (no_calls())
        return NOT_THERE;
    if (sandbox_calls_only_held(writes) != NULL)
        return wrong("the second step", 0);
    int result = writes ? try_all(with_output, COUNT(with_output)) : try_all(read_only, COUNT(read_only));
    int log = held_or_open(path, 0);
    if (log < 0 || pread(log, &first, 1, 0) < 0)
        result = wrong("a file that is held", log);
    errno = 0;
    if (held_or_open("/nonexistent/log", 0) >= 0 || errno != ENOENT)
        result = wrong("one that was not there", 0);
    if (!writes && unlink(path) == 0)
        result = wrong("unlink", 0);
    return result;
}

static int only_held_and_nothing(void)
{
    return only_held(false);
}

static int only_held_and_new(void)
{
    return only_held(true);
}

static void without_landlock_only_what_is_held_is_read(void **state)
{
    (void)state;
    expect_good(only_held_and_nothing);
    expect_good(only_held_and_new);
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
        cmocka_unit_test(network_programs_and_other_processes_are_out_of_reach),
        cmocka_unit_test(what_is_not_wanted_fails),
        cmocka_unit_test(newer_calls_are_as_if_not_there),
        cmocka_unit_test(threads_and_children_are_held_too),
#ifdef __x86_64__
        cmocka_unit_test(calls_of_other_architectures_kill),
#endif
        cmocka_unit_test_setup_teardown(only_given_files_can_be_read, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(only_the_output_can_be_written, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_file_that_is_open_can_be_read_again, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(steps_only_take_away, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(without_landlock_nothing_is_written, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(without_landlock_only_what_is_held_is_read, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_child_can_only_compute, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
