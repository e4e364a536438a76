/*
 * What a disk and a system can do to a program, done to it on purpose: loaded before the C library
 * (LD_PRELOAD), it makes calls fail as SPPWHY_FAULTS says, a list of words such as "read=eintr
 * open=emfile@3":
 *
 *   read, write, open   which calls: pread() and read(), pwrite() and write(), open() and openat()
 *   eintr               every second one is interrupted before anything was done
 *   short               each does a part only, of 1 to 4096 bytes
 *   eio, emfile, ...    fails so; with @N the Nth only, else every one
 *
 * Tests load it into sppwhy; the program itself knows nothing of it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define OUR __attribute__((visibility("default")))

typedef struct fault {
    const char *call;
    atomic_ulong count;
} fault;

static fault reading = {"read=", 0}, writing = {"write=", 0}, opening = {"open=", 0};

static const struct {
    const char *word;
    int number;
} errors[] = {{"eio", EIO}, {"emfile", EMFILE}, {"enospc", ENOSPC}, {"enomem", ENOMEM}};

/* What is to be done to the next call of a kind: its word in the list, or NULL. */
static const char *wanted(const char *call)
{
    const char *list = getenv("SPPWHY_FAULTS"), *at = list ? strstr(list, call) : NULL;
    return at ? at + strlen(call) : NULL;
}

static int begins(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* 0 when the call goes on, then with *size bytes; else the error that it ends with. */
static int meddle(fault *f, size_t *size)
{
    unsigned long n = atomic_fetch_add(&f->count, 1) + 1;
    const char *what = wanted(f->call);
    if (!what)
        return 0;
    if (begins(what, "eintr"))
        return n % 2 == 1 ? EINTR : 0;
    if (begins(what, "short") && size) {
        size_t most = n * 2654435761u % 4096 + 1;
        *size = *size < most ? *size : most;
        return 0;
    }
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        size_t length = strlen(errors[i].word);
        if (!begins(what, errors[i].word))
            continue;
        return what[length] != '@' || strtoul(what + length + 1, NULL, 10) == n ? errors[i].number : 0;
    }
    return 0;
}

#define NEXT(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

#define MEDDLE(kind, size)                                                                                   \
    do {                                                                                                     \
        int error = meddle(&(kind), (size));                                                                 \
        if (error != 0) {                                                                                    \
            errno = error;                                                                                   \
            return -1;                                                                                       \
        }                                                                                                    \
    } while (0)

OUR ssize_t pread(int f, void *bytes, size_t size, off_t offset)
{
    MEDDLE(reading, &size);
    return NEXT(pread)(f, bytes, size, offset);
}

OUR ssize_t pread64(int f, void *bytes, size_t size, off64_t offset)
{
    MEDDLE(reading, &size);
    return NEXT(pread64)(f, bytes, size, offset);
}

OUR ssize_t read(int f, void *bytes, size_t size)
{
    MEDDLE(reading, &size);
    return NEXT(read)(f, bytes, size);
}

OUR ssize_t write(int f, const void *bytes, size_t size)
{
    if (f != STDERR_FILENO) /* what is said about it must be seen */
        MEDDLE(writing, &size);
    return NEXT(write)(f, bytes, size);
}

OUR ssize_t pwrite(int f, const void *bytes, size_t size, off_t offset)
{
    MEDDLE(writing, &size);
    return NEXT(pwrite)(f, bytes, size, offset);
}

OUR ssize_t pwrite64(int f, const void *bytes, size_t size, off64_t offset)
{
    MEDDLE(writing, &size);
    return NEXT(pwrite64)(f, bytes, size, offset);
}

/* The mode is there where a file may be made. */
#define OPENED(call)                                                                                         \
    mode_t mode = 0;                                                                                         \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                     \
        va_list arguments;                                                                                   \
        va_start(arguments, flags);                                                                          \
        mode = va_arg(arguments, mode_t);                                                                    \
        va_end(arguments);                                                                                   \
    }                                                                                                        \
    MEDDLE(opening, NULL);                                                                                   \
    return call

OUR int open(const char *path, int flags, ...)
{
    OPENED(NEXT(open)(path, flags, mode));
}

OUR int open64(const char *path, int flags, ...)
{
    OPENED(NEXT(open64)(path, flags, mode));
}

OUR int openat(int folder, const char *path, int flags, ...)
{
    OPENED(NEXT(openat)(folder, path, flags, mode));
}
