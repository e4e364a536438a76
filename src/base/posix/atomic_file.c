/* See base/atomic_file.h: as POSIX has it. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include "base/atomic_file.h"

#include "base/error.h"
#include "base/posix/errno_refuse.h"
#include "base/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names that may be taken by what a process of the same number left behind. */
#define TRIES 100

struct atomic_file {
    char *target; /* as it was given, for messages */
    char *place;  /* where it will be: `target` with links followed */
    char *path;
    int file; /* of the draft, to see it onto the disk; others write to it by its path */
    bool published;
};

static char *join(const char *prefix, const char *text)
{
    size_t room = strlen(prefix) + strlen(text) + 1;
    char *joined = malloc(room);
    if (joined)
        snprintf(joined, room, "%s%s", prefix, text);
    return joined;
}

/* Links that lead to one another end here. */
#define LINKS_MOST 16

static bool follow(char out[PATH_MAX], const char *path)
{
    char target[PATH_MAX];
    const char *slash = strrchr(path, '/');
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0)
        return false;
    target[length] = '\0';
    int before = target[0] == '/' || !slash ? 0 : (int)(slash - path) + 1;
    return snprintf(out, PATH_MAX, "%.*s%s", before, path, target) < PATH_MAX;
}

bool atomic_file_place(char *out, size_t room, const char *path)
{
    char here[PATH_MAX], next[PATH_MAX];
    if (snprintf(here, sizeof here, "%s", path) >= PATH_MAX)
        return false;
    for (int links = 0; links < LINKS_MOST && follow(next, here); links++)
        strcpy(here, next);
    return (size_t)snprintf(out, room, "%s", here) < room;
}

/* The path with links followed, so that a link stays a link. */
static char *place_of(const char *target)
{
    char resolved[PATH_MAX];
    if (!realpath(target, resolved) && !atomic_file_place(resolved, sizeof resolved, target))
        return join(target[0] == '/' ? "" : "./", target);
    return join(resolved[0] == '/' ? "" : "./", resolved);
}

/* 0666 less the umask for a new file; what the old one has when there is one. */
static sppwhy_status permissions_of(const atomic_file *d, mode_t *mode, bool *exists, sppwhy_error *error)
{
    struct stat s;
    *mode = 0666;
    *exists = stat(d->place, &s) == 0;
    if (!*exists)
        return errno == ENOENT ? SPPWHY_OK : errno_refuse(error, d->target, "cannot be written");
    if (!S_ISREG(s.st_mode))
        return error_file(error, SPPWHY_IO, d->target, "cannot be written: it is not a regular file");
    if (access(d->place, W_OK) != 0)
        return errno_refuse(error, d->target, "cannot be written");
    *mode = s.st_mode & 0777;
    return SPPWHY_OK;
}

/* The descriptor, or -1. No signal comes between the file and the word of it to whoever removes it then. */
static int open_draft(atomic_file *d, size_t room, mode_t mode)
{
    int file = -1;
    sigset_t all, before;
    sigfillset(&all);
    bool held = pthread_sigmask(SIG_BLOCK, &all, &before) == 0;
    for (int i = 0; i < TRIES && file < 0; i++) {
        snprintf(d->path, room, "%.*s.part-%ld-%d", (int)atomic_file_stem(d->place), d->place, (long)getpid(),
                 i);
        file = open(d->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (file < 0 && errno != EEXIST)
            break;
    }
    int reason = errno;
    if (file >= 0)
        interrupt_remove(d->path);
    if (held)
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = reason;
    return file;
}

static sppwhy_status make_file(atomic_file *d, sppwhy_error *error)
{
    mode_t mode = 0;
    bool exists = false;
    sppwhy_status status = permissions_of(d, &mode, &exists, error);
    if (status != SPPWHY_OK)
        return status;
    size_t room = strlen(d->place) + 64;
    d->path = malloc(room);
    if (!d->path)
        return error_no_memory(error);
    int file = open_draft(d, room, mode);
    if (file < 0) {
        status = errno_refuse(error, d->target, "cannot be written");
        free(d->path); /* not ours to remove */
        d->path = NULL;
        return status;
    }
    d->file = file;
    if (exists && fchmod(file, mode) != 0)
        status = errno_refuse(error, d->target, "cannot be given its permissions");
    return status;
}

sppwhy_status atomic_file_create(atomic_file **out, const char *target, sppwhy_error *error)
{
    *out = NULL;
    atomic_file *d = calloc(1, sizeof *d);
    if (!d)
        return error_no_memory(error);
    d->file = -1;
    d->target = join("", target);
    d->place = place_of(target);
    sppwhy_status status = d->target && d->place ? make_file(d, error) : error_no_memory(error);
    if (status != SPPWHY_OK) {
        atomic_file_free(d);
        return status;
    }
    *out = d;
    return SPPWHY_OK;
}

const char *atomic_file_path(const atomic_file *d)
{
    return d->path;
}

sppwhy_status atomic_file_publish(atomic_file *d, sppwhy_error *error)
{
    if (fsync(d->file) != 0 && errno != EINVAL)
        return errno_refuse(error, d->target, "cannot be written");
    if (rename(d->path, d->place) != 0)
        return errno_refuse(error, d->target, "cannot be put in place");
    interrupt_remove(NULL);
    d->published = true;
    return SPPWHY_OK;
}

void atomic_file_free(atomic_file *d)
{
    if (!d)
        return;
    if (d->path && !d->published) {
        unlink(d->path);
        interrupt_remove(NULL);
    }
    if (d->file >= 0)
        close(d->file);
    free(d->path);
    free(d->place);
    free(d->target);
    free(d);
}
