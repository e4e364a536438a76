/*
 * Files, by Landlock: what it is asked for, version by version. Its calls have no wrapper in the C library,
 * and a system's headers are often older than its kernel, so numbers and structures are here (they are the
 * same on every processor, and in the kernel's documentation, userspace-api/landlock).
 */
#define _GNU_SOURCE /* O_PATH, syscall() */

#include "base/sandbox.h"

#include "base/atomic_file.h"

#include "base/posix/held.h"
#include "base/sanitized.h"

#include <errno.h>
#include <stdlib.h>

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef RUNNING_ON_VALGRIND
#define RUNNING_ON_VALGRIND 0
#endif

enum { CALL_CREATE = 444, CALL_ADD_RULE = 445, CALL_RESTRICT = 446 };

/* Rights to files, and the version of Landlock that knows them first. */
#define FILE_EXECUTE (1u << 0)
#define FILE_WRITE (1u << 1)
#define FILE_READ (1u << 2)
#define FOLDER_READ (1u << 3)
#define FOLDER_REMOVE (1u << 4)
#define FILE_REMOVE (1u << 5)
#define FILE_MAKE (1u << 8)
#define ALL_OF_1 ((1u << 13) - 1)
#define MOVE_ELSEWHERE (1u << 13) /* 2 */
#define FILE_TRUNCATE (1u << 14)  /* 3 */
#define DEVICE_CONTROL (1u << 15) /* 5 */

#define NET_ALL ((1u << 0) | (1u << 1))   /* 4: bind and connect by TCP */
#define SCOPE_ALL ((1u << 0) | (1u << 1)) /* 6: abstract sockets of, and signals to, processes outside */

typedef struct ruleset {
    uint64_t files, net, scope;
} ruleset;

#define SIZE_OF_1 sizeof(uint64_t)
#define SIZE_OF_4 (2 * sizeof(uint64_t))
#define SIZE_OF_6 (3 * sizeof(uint64_t))

typedef struct beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed)) beneath;
#define RULE_BENEATH 1

struct sandbox {
    int rules; /* the descriptor */
    int abi;
    uint64_t handled;
    int lacks; /* see sandbox_lacks() */
};

/* valgrind makes its own calls from within our process, under the same rules, and does not know
 * Landlock's. */
static bool out_of_place(void)
{
    return RUNNING_ON_VALGRIND;
}

static int landlock_version(void)
{
    long version = out_of_place() ? 0 : syscall(CALL_CREATE, NULL, (size_t)0, 1u);
    return version < 0 ? 0 : (int)version;
}

static const char *why_none(void)
{
    if (out_of_place())
        return "not under valgrind";
    if (syscall(CALL_CREATE, NULL, (size_t)0, 1u) >= 0)
        return "there was no memory for Landlock's rules";
    return errno == ENOSYS       ? "this kernel has no Landlock"
           : errno == EOPNOTSUPP ? "Landlock is switched off in this kernel"
                                 : "the system does not let us use Landlock";
}

static uint64_t rights_of(int abi)
{
    uint64_t rights = ALL_OF_1;
    if (abi >= 2)
        rights |= MOVE_ELSEWHERE;
    if (abi >= 3)
        rights |= FILE_TRUNCATE;
    if (abi >= 5)
        rights |= DEVICE_CONTROL;
    return rights;
}

static sandbox *open_rules(int abi, uint64_t handled)
{
    ruleset r = {handled, abi >= 4 ? NET_ALL : 0, abi >= 6 ? SCOPE_ALL : 0};
    size_t size = abi >= 6 ? SIZE_OF_6 : abi >= 4 ? SIZE_OF_4 : SIZE_OF_1;
    sandbox *s = malloc(sizeof *s);
    if (!s)
        return NULL;
    *s = (sandbox){(int)syscall(CALL_CREATE, &r, size, 0u), abi, handled, 0};
    if (s->rules >= 0)
        return s;
    free(s);
    return NULL;
}

static void allow(sandbox *s, const char *path, uint64_t rights)
{
    struct stat there;
    beneath b = {rights & s->handled, open(path, O_PATH | O_CLOEXEC)};
    if (b.parent < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
            s->lacks = errno;
        return;
    }
    if (fstat(b.parent, &there) == 0 && !S_ISDIR(there.st_mode)) /* the rest is refused for a file */
        b.allowed &= FILE_EXECUTE | FILE_WRITE | FILE_READ | FILE_TRUNCATE | DEVICE_CONTROL;
    if (b.allowed != 0)
        (void)syscall(CALL_ADD_RULE, s->rules, RULE_BENEATH, &b, 0u);
    close(b.parent);
}

/* What we and the C library read of the system for our own ends, all of it harmless. */
static void allow_own(sandbox *s)
{
    static const char *const places[] = {
        "/proc/self",                     /* how much memory we have (child.c); a sanitizer's reports */
        "/sys/devices/system/cpu",        /* how many processors there are */
        "/dev/urandom",                   /* SQLite */
        "/proc/sys/vm/overcommit_memory", /* whether memory that is free is given back */
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        allow(s, places[i], FILE_READ | FOLDER_READ);
    allow(s, "/dev/null", FILE_READ | FILE_WRITE); /* the child's streams */
}

sandbox *sandbox_create(bool read_anything)
{
    int abi = landlock_version();
    uint64_t handled = rights_of(abi);
    if (read_anything)
        handled &= ~(uint64_t)(FILE_READ | FOLDER_READ);
    sandbox *s = abi == 0 ? NULL : open_rules(abi, handled);
    if (!s)
        return NULL;
    allow_own(s);
    return s;
}

void sandbox_allow_read(sandbox *s, const char *path)
{
    if (s)
        allow(s, path, FILE_READ | FOLDER_READ);
}

void sandbox_allow_kept(sandbox *s, kept_file f)
{
    beneath b = {FILE_READ, (int32_t)f};
    if (s && (s->handled & FILE_READ))
        (void)syscall(CALL_ADD_RULE, s->rules, RULE_BENEATH, &b, 0u);
}

void sandbox_allow_write(sandbox *s, const char *path)
{
    if (s)
        allow(s, path,
              FILE_READ | FOLDER_READ | FILE_WRITE | FILE_TRUNCATE | FILE_MAKE | FILE_REMOVE |
                  DEVICE_CONTROL);
}

void sandbox_allow_output(sandbox *s, const char *path)
{
    char here[PATH_MAX];
    if (!atomic_file_place(here, sizeof here, path))
        return;
    char *slash = strrchr(here, '/');
    if (slash)
        slash[slash == here] = '\0'; /* of "/x" the slash stays */
    sandbox_allow_write(s, slash ? here : ".");
}

int sandbox_lacks(const sandbox *s)
{
    return s ? s->lacks : 0;
}

void sandbox_enter(sandbox *s, sandbox_result *result)
{
    result->abi = 0;
    if (!s) {
        result->why = why_none();
        return;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(CALL_RESTRICT, s->rules, 0u) == 0)
        result->abi = s->abi;
    else
        result->why = "the system does not let us use Landlock";
    close(s->rules);
    free(s);
}

void sandbox_deny_calls(sandbox_result *result)
{
    const char *why = out_of_place() ? "not under valgrind" : sandbox_calls_deny();
    result->calls = why == NULL;
    if (why)
        result->why = why;
}

/* The files that were given, and those of the system that child.c reads. */
static bool hold(const char *const *paths, size_t count)
{
    static const char *const own[] = {"/dev/null", "/proc/self/statm"};
    enum { OWN = sizeof own / sizeof *own };
    const char **all = malloc((count + OWN) * sizeof *all);
    if (!all)
        return false;
    memcpy(all, own, sizeof own);
    if (count != 0)
        memcpy(all + OWN, paths, count * sizeof *all);
    bool held = held_open_all(all, count + OWN);
    free(all);
    return held;
}

void sandbox_only_held(const char *const *paths, size_t count, bool writes)
{
    if (landlock_version() != 0 || out_of_place())
        return;
    if (hold(paths, count))
        (void)sandbox_calls_only_held(writes);
    else if (!writes)
        (void)sandbox_calls_only_read();
}

void sandbox_only_compute(void)
{
    sandbox_result ignored;
    if (out_of_place())
        return;
    int abi = landlock_version();
    sandbox *s = abi == 0 ? NULL : open_rules(abi, rights_of(abi));
    if (s)
        sandbox_enter(s, &ignored);
    (void)sandbox_calls_only_compute();
}
