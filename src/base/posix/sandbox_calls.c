/*
 * Calls of the system, by seccomp (with libseccomp, where it was there at build time): lists of what is
 * allowed, nothing else.
 *
 * The program's own list holds what it, its libraries and the C library call once it has begun, found by
 * following the calls of the test suite (glibc 2.36 and 2.41, x86-64), with what the same functions call on
 * other processors and where a C library is older or newer. A call that is missing fails (EPERM) rather than
 * kills, so that a library which tries one, say for a name service, goes on without; one of those that C
 * libraries try first and do without fails as on a kernel that does not have it (ENOSYS). Some calls are
 * allowed with some of their arguments only: what they may do to us, not to others.
 *
 * Files are Landlock's. Where there is none, those to be read are opened first, and opening goes; where there
 * is something to be written only the opening of what is there already goes.
 *
 * The child that runs libevtx only computes. There a list of some forty calls is enough.
 *
 * Calls by the conventions of another architecture (i386 or x32 on an x86-64) kill the process: our code has
 * none, and a filter on numbers means nothing to them.
 */
#include "base/sandbox.h"

#include "base/sanitized.h"

#ifdef SPPWHY_SECCOMP

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* From linux/sched.h, linux/prctl.h and asm/ioctls.h, which _POSIX_C_SOURCE hides. */
#define NEW_NAMESPACES 0x7E020000 /* of every kind that clone() can make */
enum {
    PROCESS_DIE_WITH_PARENT = 1,
    PROCESS_NAME = 15,
    PROCESS_SECCOMP = 22,
    PROCESS_NO_NEW_RIGHTS = 38,
    TERMINAL_ASK = 0x5401,
    TERMINAL_GROUP = 0x540F,
    TERMINAL_SIZE = 0x5413
};

/* Numbers are beside names that an older libseccomp does not know: since 5.1 all processors share them. */
typedef struct call {
    const char *name;
    int number;
} call;

static const call working[] = {
    /* memory; mmap() and mprotect() are further down */
    {"brk", 0},
    {"munmap", 0},
    {"mremap", 0},
    {"madvise", 0},
    {"membarrier", 0},
    /* what is open */
    {"read", 0},
    {"readv", 0},
    {"pread64", 0},
    {"preadv", 0},
    {"write", 0},
    {"writev", 0},
    {"pwrite64", 0},
    {"pwritev", 0},
    {"close", 0},
    {"close_range", 436},
    {"lseek", 0},
    {"_llseek", 0},
    {"dup", 0},
    {"dup2", 0},
    {"dup3", 0},
    {"fcntl", 0},
    {"fcntl64", 0},
    {"fstat", 0},
    {"fstat64", 0},
    {"fstatfs", 0},
    {"fstatfs64", 0},
    {"fsync", 0},
    {"fdatasync", 0},
    {"ftruncate", 0},
    {"ftruncate64", 0},
    {"fallocate", 0},
    {"fadvise64", 0},
    {"fadvise64_64", 0},
    {"fchmod", 0}, /* so that an output has the mode of the file in whose place it comes */
    {"getdents", 0},
    {"getdents64", 0},
    {"poll", 0},
    {"ppoll", 0},
    {"ppoll_time64", 0},
    /* files by their names, as far as Landlock lets it; open() and openat() are further down */
    {"stat", 0},
    {"stat64", 0},
    {"lstat", 0},
    {"lstat64", 0},
    {"fstatat64", 0},
    {"newfstatat", 0},
    {"statx", 0},
    {"statfs", 0},
    {"statfs64", 0},
    {"access", 0},
    {"faccessat", 0},
    {"faccessat2", 439},
    {"readlink", 0},
    {"readlinkat", 0},
    {"getcwd", 0},
    {"umask", 0},
    /* time */
    {"clock_gettime", 0},
    {"clock_gettime64", 0},
    {"clock_getres", 0},
    {"clock_getres_time64", 0},
    {"clock_nanosleep", 0},
    {"clock_nanosleep_time64", 0},
    {"nanosleep", 0},
    {"gettimeofday", 0},
    {"time", 0},
    {"times", 0},
    {"setitimer", 0},
    {"getitimer", 0},
    {"getrusage", 0},
    /* threads and locks */
    {"futex", 0},
    {"futex_time64", 0},
    {"set_robust_list", 0},
    {"get_robust_list", 0},
    {"set_tid_address", 0},
    {"rseq", 0},
    {"sched_yield", 0},
    {"sched_getaffinity", 0}, /* how many processors there are */
    {"getcpu", 0},
    /* the child of libevtx; kill() ends it, and whom else it could reach is Landlock's */
    {"fork", 0},
    {"wait4", 0},
    {"waitid", 0},
    {"waitpid", 0},
    {"kill", 0},
    {"shutdown", 0},
    {"send", 0},
    {"sendto", 0},
    {"recv", 0},
    {"recvfrom", 0},
    /* signals */
    {"rt_sigaction", 0},
    {"rt_sigprocmask", 0},
    {"rt_sigpending", 0},
    {"rt_sigreturn", 0},
    {"rt_sigsuspend", 0},
    {"rt_sigtimedwait", 0},
    {"rt_sigtimedwait_time64", 0},
    {"sigaltstack", 0},
    {"sigprocmask", 0},
    {"sigreturn", 0},
    {"tgkill", 0},
    {"pause", 0},
    {"restart_syscall", 0},
    /* who we are, and where */
    {"getpid", 0},
    {"getppid", 0},
    {"gettid", 0},
    {"getpgrp", 0},
    {"getpgid", 0},
    {"getuid", 0},
    {"getuid32", 0},
    {"geteuid", 0},
    {"geteuid32", 0},
    {"getgid", 0},
    {"getgid32", 0},
    {"getegid", 0},
    {"getegid32", 0},
    {"uname", 0},
    {"sysinfo", 0},
    {"getrandom", 0},
    {"getrlimit", 0},
    {"ugetrlimit", 0},
    {"setrlimit", 0},
    /* the end, and further steps of this sandbox */
    {"exit", 0},
    {"exit_group", 0},
    {"seccomp", 0},
    {"landlock_create_ruleset", 444},
    {"landlock_add_rule", 445},
    {"landlock_restrict_self", 446},
};

/* These change which files there are, or what they hold. */
static const call writing[] = {
    {"rename", 0},   {"renameat", 0}, {"renameat2", 0},  {"unlink", 0},
    {"unlinkat", 0}, {"truncate", 0}, {"truncate64", 0},
};

/* What C libraries try first: without clone3() they take clone(), whose flags a filter sees. */
static const call not_there[] = {
    {"clone3", 435},     {"openat2", 437},    {"fchmodat2", 452},     {"map_shadow_stack", 453},
    {"futex_wake", 454}, {"futex_wait", 455}, {"futex_requeue", 456}, {"mseal", 462},
};

/* What the sanitizers do beside: leaks are looked for from a process that looks at all threads. */
static const call for_sanitizers[] = {
    {"ptrace", 0},
    {"prctl", 0},
    {"pipe", 0},
    {"pipe2", 0},
    {"mincore", 0},
    {"mmap", 0},
    {"mmap2", 0},
    {"mprotect", 0},
    {"clone", 0},
    {"personality", 0},
    {"sched_setaffinity", 0},
    {"mlock", 0},
    {"munlock", 0},
    {"tkill", 0},
    {"prlimit64", 0},
    {"mkdir", 0},
    {"mkdirat", 0},
    {"arch_prctl", 0},
    {"process_vm_readv", 0},
};

static const char *const computing[] = {
    /* memory; mmap() and mprotect() are further down */
    "brk", "munmap", "mremap", "madvise",
    /* the talk with the parent */
    "recvfrom", "sendto", "recv", "send", "read", "write", "close",
    /* time, and its limit */
    "setitimer", "clock_gettime", "clock_gettime64", "gettimeofday", "time",
    /* the C library's own: locks, signals, the end */
    "futex", "futex_time64", "sched_yield", "getpid", "gettid", "tgkill", "getrandom", "rt_sigreturn",
    "sigreturn", "rt_sigprocmask", "rt_sigaction", "sigaltstack", "restart_syscall", "exit", "exit_group",
    "rseq", "set_robust_list"};

static bool add(scmp_filter_ctx filter, uint32_t action, const char *name, int number)
{
    int known = seccomp_syscall_resolve_name(name);
    if (known == __NR_SCMP_ERROR)
        known = number != 0 ? number : -1;
    /* What this processor has not got (a negative number of libseccomp's own) is no failure. */
    return known < 0 || seccomp_rule_add(filter, action, known, 0) == 0;
}

static bool add_all(scmp_filter_ctx filter, uint32_t action, const call *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!add(filter, action, calls[i].name, calls[i].number))
            return false;
    return true;
}
#define ADD_ALL(filter, action, calls) add_all(filter, action, calls, sizeof(calls) / sizeof *(calls))

/* With one argument of a value only. What this processor has not got is no failure. */
static bool allow_with(scmp_filter_ctx filter, int number, unsigned argument, uint64_t value)
{
    struct scmp_arg_cmp is = {argument, SCMP_CMP_MASKED_EQ, 0xFFFFFFFFu, value};
    return number < 0 || seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1, is) == 0;
}

static bool allow_each(scmp_filter_ctx filter, int number, unsigned argument, const unsigned *values,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!allow_with(filter, number, argument, values[i]))
            return false;
    return true;
}
#define ALLOW_EACH(filter, number, argument, values)                                                         \
    allow_each(filter, number, argument, values, sizeof(values) / sizeof *(values))

/* Memory that is not to be executed. */
static bool allow_data(scmp_filter_ctx filter, int number)
{
    return number < 0 || seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1,
                                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

/* Limits of our own; ioctl() that only asks; a socket to a child; no namespace, in which we would be root. */
static bool allow_ours(scmp_filter_ctx filter)
{
    static const unsigned process[] = {PROCESS_DIE_WITH_PARENT, PROCESS_NAME, PROCESS_SECCOMP,
                                       PROCESS_NO_NEW_RIGHTS};
    static const unsigned terminal[] = {TERMINAL_ASK, TERMINAL_GROUP, TERMINAL_SIZE};
    return allow_with(filter, SCMP_SYS(prlimit64), 0, 0) && ALLOW_EACH(filter, SCMP_SYS(prctl), 0, process) &&
           ALLOW_EACH(filter, SCMP_SYS(ioctl), 1, terminal) &&
           allow_with(filter, SCMP_SYS(socketpair), 0, AF_UNIX) &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, NEW_NAMESPACES, 0)) == 0;
}

static bool allow_working(scmp_filter_ctx filter)
{
    return ADD_ALL(filter, SCMP_ACT_ALLOW, working) && ADD_ALL(filter, SCMP_ACT_ALLOW, writing) &&
           ADD_ALL(filter, SCMP_ACT_ERRNO(ENOSYS), not_there) && add(filter, SCMP_ACT_ALLOW, "open", 0) &&
           add(filter, SCMP_ACT_ALLOW, "openat", 0) && allow_ours(filter) &&
           (SANITIZED ? ADD_ALL(filter, SCMP_ACT_ALLOW, for_sanitizers)
                      : allow_data(filter, SCMP_SYS(mmap)) && allow_data(filter, SCMP_SYS(mmap2)) &&
                            allow_data(filter, SCMP_SYS(mprotect)));
}

static bool deny_open(scmp_filter_ctx filter, int number, unsigned argument)
{
    static const unsigned flags[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC};
    for (size_t i = 0; number >= 0 && i < sizeof flags / sizeof *flags; i++) {
        struct scmp_arg_cmp has = {argument, SCMP_CMP_MASKED_EQ, flags[i], flags[i]};
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), number, 1, has) != 0)
            return false;
    }
    return true;
}

static bool deny_writing(scmp_filter_ctx filter)
{
    return ADD_ALL(filter, SCMP_ACT_ERRNO(EACCES), writing) && deny_open(filter, SCMP_SYS(open), 1) &&
           deny_open(filter, SCMP_SYS(openat), 2);
}

/* A file that is made, and a folder, whose entries must reach the disk, too; the others are held. */
static bool deny_open_of_old(scmp_filter_ctx filter, int number, unsigned argument)
{
    struct scmp_arg_cmp neither = {argument, SCMP_CMP_MASKED_EQ, O_CREAT | O_DIRECTORY, 0};
    return number < 0 || seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), number, 1, neither) == 0;
}

static bool deny_old(scmp_filter_ctx filter)
{
    return deny_open_of_old(filter, SCMP_SYS(open), 1) && deny_open_of_old(filter, SCMP_SYS(openat), 2);
}

static bool deny_files(scmp_filter_ctx filter)
{
    static const call opening[] = {{"open", 0}, {"openat", 0}};
    return ADD_ALL(filter, SCMP_ACT_ERRNO(EACCES), writing) &&
           ADD_ALL(filter, SCMP_ACT_ERRNO(EACCES), opening);
}

static bool allow_computing(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof computing / sizeof *computing; i++)
        if (!add(filter, SCMP_ACT_ALLOW, computing[i], 0))
            return false;
    return allow_data(filter, SCMP_SYS(mmap)) && allow_data(filter, SCMP_SYS(mmap2)) &&
           allow_data(filter, SCMP_SYS(mprotect));
}

static const char *load(uint32_t otherwise, bool (*fill)(scmp_filter_ctx filter))
{
    const char *why = NULL;
    scmp_filter_ctx filter = seccomp_init(otherwise);
    if (!filter)
        return "libseccomp could not begin";
    /* All threads, where there are some already (a library may have begun them). */
    (void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    /* Before Linux 4.14 a thread can be killed, but not its process: then that is what happens. */
    (void)seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (!fill(filter))
        why = "libseccomp did not take the list of calls";
    else if (seccomp_load(filter) != 0)
        why = "the system does not let us use seccomp";
    seccomp_release(filter);
    return why;
}

const char *sandbox_calls_deny(void)
{
    return load(SCMP_ACT_ERRNO(EPERM), allow_working);
}

const char *sandbox_calls_only_read(void)
{
    return load(SCMP_ACT_ALLOW, deny_writing);
}

const char *sandbox_calls_only_held(bool writes)
{
    return load(SCMP_ACT_ALLOW, writes ? deny_old : deny_files);
}

const char *sandbox_calls_only_compute(void)
{
    return load(SCMP_ACT_ERRNO(EPERM), allow_computing);
}

#else

const char *sandbox_calls_deny(void)
{
    return "built without libseccomp";
}

const char *sandbox_calls_only_read(void)
{
    return "built without libseccomp";
}

const char *sandbox_calls_only_held(bool writes)
{
    (void)writes;
    return "built without libseccomp";
}

const char *sandbox_calls_only_compute(void)
{
    return "built without libseccomp";
}

#endif
