/*
 * Calls of the system, by seccomp (with libseccomp, where it was there at build time).
 *
 * For the program itself this is a list of what is denied, and everything else is allowed. An allow list
 * would be tighter, but it would have to hold for every version of the C library, and for everything that
 * SQLite or a compression library may call: a call missing from it breaks the program for people, on systems
 * that we never saw. What a thief needs is few: to reach the network, to start a program, to look into other
 * processes, to change what files are open to whom, or to attack the kernel by calls that no ordinary program
 * makes. The files themselves are Landlock's. Denied calls fail (EPERM) rather than kill: a library that
 * tries one, say for a name service, goes on without.
 *
 * The child that runs libevtx only computes. There an allow list of thirty calls is enough and stays so.
 *
 * Calls by the conventions of another architecture (i386 or x32 on an x86-64) kill the process: our code has
 * none, and a filter on numbers means nothing to them.
 */
#include "base/sandbox.h"

#include "base/sanitized.h"

#ifdef SPPWHY_SECCOMP

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

/* From linux/sched.h and asm/ioctls.h, which _POSIX_C_SOURCE hides. */
#define NEW_USER_NAMESPACE 0x10000000
#define TERMINAL_TYPE_IN 0x5412
#define TERMINAL_PASTE 0x541C

typedef struct call {
    const char *name;
    int number; /* for a libseccomp that does not know the name yet; 0: no such. Since 5.1 all processors
                 * share them. */
} call;

static const call denied[] = {
    /* the network; socketpair() stays, for the child's sake */
    {"socket", 0},
    {"connect", 0},
    {"bind", 0},
    {"listen", 0},
    {"accept", 0},
    {"accept4", 0},
    /* other programs and processes */
    {"execve", 0},
    {"execveat", 0},
    {"process_vm_readv", 0},
    {"process_vm_writev", 0},
    {"process_madvise", 440},
    {"pidfd_getfd", 438},
    {"kcmp", 0},
    {"perf_event_open", 0},
    {"userfaultfd", 0},
    {"personality", 0},
    /* calls that other calls hide in */
    {"io_uring_setup", 425},
    {"io_uring_enter", 426},
    {"io_uring_register", 427},
    {"bpf", 0},
    /* whose files are, and who may read them: Landlock leaves these be. fchmod() stays, so that an output can
     * have the mode of the file in whose place it comes: it needs the file open, and only the logs and the
     * output can be opened. */
    {"chmod", 0},
    {"fchmodat", 0},
    {"fchmodat2", 452},
    {"chown", 0},
    {"lchown", 0},
    {"fchown", 0},
    {"fchownat", 0},
    {"chown32", 0},
    {"lchown32", 0},
    {"fchown32", 0},
    {"setxattr", 0},
    {"lsetxattr", 0},
    {"fsetxattr", 0},
    {"setxattrat", 463},
    {"removexattr", 0},
    {"lremovexattr", 0},
    {"fremovexattr", 0},
    {"removexattrat", 466},
    {"file_setattr", 469},
    {"utime", 0},
    {"utimes", 0},
    {"futimesat", 0},
    {"utimensat", 0},
    {"utimensat_time64", 0},
    /* files by other ways than a path */
    {"open_by_handle_at", 0},
    {"name_to_handle_at", 0},
    {"fanotify_init", 0},
    {"quotactl", 0},
    {"quotactl_fd", 443},
    /* the system as a whole, for when we run as root */
    {"mount", 0},
    {"umount", 0},
    {"umount2", 0},
    {"move_mount", 429},
    {"open_tree", 428},
    {"fsopen", 430},
    {"fsconfig", 431},
    {"fsmount", 432},
    {"fspick", 433},
    {"mount_setattr", 442},
    {"pivot_root", 0},
    {"chroot", 0},
    {"unshare", 0},
    {"setns", 0},
    {"swapon", 0},
    {"swapoff", 0},
    {"reboot", 0},
    {"kexec_load", 0},
    {"kexec_file_load", 0},
    {"init_module", 0},
    {"finit_module", 0},
    {"delete_module", 0},
    {"acct", 0},
    {"settimeofday", 0},
    {"stime", 0},
    {"clock_settime", 0},
    {"clock_settime64", 0},
    {"adjtimex", 0},
    {"clock_adjtime", 0},
    {"clock_adjtime64", 0},
    {"sethostname", 0},
    {"setdomainname", 0},
    {"iopl", 0},
    {"ioperm", 0},
    {"modify_ldt", 0},
    {"vhangup", 0},
    {"syslog", 0},
    {"add_key", 0},
    {"request_key", 0},
    {"keyctl", 0},
    {"mknod", 0},
    {"mknodat", 0},
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

/* A terminal takes what a program pastes into it for what its user typed. */
static bool deny_terminal(scmp_filter_ctx filter)
{
    static const unsigned codes[] = {TERMINAL_TYPE_IN, TERMINAL_PASTE};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                             SCMP_A1(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFu, codes[i])) != 0)
            return false;
    return true;
}

/* A user namespace of its own gives a process the rights of root in it, and the kernel's faults to play with.
 * clone3() has its flags in memory, where no filter sees them; the C library takes clone() in its place. */
static bool deny_namespaces(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, NEW_USER_NAMESPACE, NEW_USER_NAMESPACE)) == 0 &&
           add(filter, SCMP_ACT_ERRNO(ENOSYS), "clone3", 435);
}

static bool deny_all(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
        if (!add(filter, SCMP_ACT_ERRNO(EPERM), denied[i].name, denied[i].number))
            return false;
    /* With a sanitizer the search for leaks at the end looks at our own threads by ptrace(). */
    return (SANITIZED || add(filter, SCMP_ACT_ERRNO(EPERM), "ptrace", 0)) && deny_terminal(filter) &&
           deny_namespaces(filter);
}

/* Memory that is not to be executed. */
static bool allow_data(scmp_filter_ctx filter, int number)
{
    return number < 0 || seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1,
                                          SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
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
    return load(SCMP_ACT_ALLOW, deny_all);
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

const char *sandbox_calls_only_compute(void)
{
    return "built without libseccomp";
}

#endif
