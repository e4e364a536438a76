/* Disks as POSIX has them. */
#define _DEFAULT_SOURCE /* d_type, where there is one */
#include "base/disk.h"

#include "base/clock.h"

#include "base/cancellation.h"
#include "base/descriptor.h"
#include "base/error.h"
#include "base/posix/errno_refuse.h"
#include "base/limits.h"
#include "base/posix/held.h"
#include "base/posix/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Waits until a read will not: a pipe may stay silent for hours, and a signal may go to another thread. */
static bool stdin_ready(const sppwhy_cancellation *watch)
{
    struct pollfd p = {STDIN_FILENO, POLLIN, 0};
    int ready = 0;
    while (cancellation_go_on(watch, 0)) {
        ready = poll(&p, 1, CANCELLATION_SLICE_MS);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return true; /* what is wrong the read will tell */
    }
    return false;
}

static sppwhy_status spool_stdin(disk_file *out, uint64_t *size, const sppwhy_cancellation *watch,
                                 sppwhy_error *error)
{
    char buffer[65536];
    *out = temporary_open();
    if (*out < 0)
        return errno_refuse(error, "-", "no temporary file for standard input (TMPDIR names another place)");
    while (stdin_ready(watch)) {
        ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno_refuse(error, "-", "standard input cannot be read");
        if (got == 0)
            return SPPWHY_OK;
        *size += (uint64_t)got;
        if (*size > LIMIT_STDIN_BYTES)
            return error_file(error, SPPWHY_LIMIT, "-",
                              "standard input is over %llu bytes; give a file instead",
                              (unsigned long long)LIMIT_STDIN_BYTES);
        if (!descriptor_write((int)*out, buffer, (size_t)got))
            return errno_refuse(error, "-",
                                "no room for a copy of standard input (TMPDIR names another place)");
    }
    return error_stopped(error);
}

sppwhy_status disk_open_stdin(disk_file *out, uint64_t *size, const sppwhy_cancellation *watch,
                              sppwhy_error *error)
{
    struct stat s;
    if (fstat(STDIN_FILENO, &s) == 0 && S_ISREG(s.st_mode)) {
        *out = dup(STDIN_FILENO);
        *size = (uint64_t)s.st_size;
        return *out < 0 ? errno_refuse(error, "-", "standard input cannot be read") : SPPWHY_OK;
    }
    return spool_stdin(out, size, watch, error);
}

static sppwhy_status examined(uint64_t *size, const struct stat *s, const char *path, sppwhy_error *error)
{
    if (S_ISDIR(s->st_mode))
        return error_file(error, SPPWHY_IO, path, "is a folder");
    *size = S_ISREG(s->st_mode) ? (uint64_t)s->st_size : 0;
    return SPPWHY_OK;
}

sppwhy_status disk_open(disk_file *out, uint64_t *size, const char *path, sppwhy_error *error)
{
    struct stat s;
    *out = held_or_open(path, O_NOCTTY | O_NONBLOCK);
    if (*out < 0)
        return errno_refuse(error, path, "cannot be opened");
    if (fstat((int)*out, &s) != 0)
        return errno_refuse(error, path, "cannot be examined");
    return examined(size, &s, path, error);
}

sppwhy_status disk_open_kept(disk_file *f, uint64_t *size, const char *path, sppwhy_error *error)
{
    struct stat s;
    if (fstat((int)*f, &s) == 0 && s.st_nlink != 0)
        return examined(size, &s, path, error);
    disk_close(*f);
    return disk_open(f, size, path, error);
}

/* Descriptors that are open, some of which we may have been started with; SIZE_MAX when the system does not say. */
static size_t count_open(void)
{
    DIR *open_now = opendir("/dev/fd");
    size_t count = 0;
    if (!open_now)
        return SIZE_MAX;
    while (readdir(open_now))
        count++;
    closedir(open_now);
    return count;
}

size_t disk_keep_most(void)
{
    size_t most = held_limit(LIMIT_FILES_KEPT + LIMIT_FILES_LEFT), taken = count_open();
    return taken > SIZE_MAX - LIMIT_FILES_LEFT || most < taken + LIMIT_FILES_LEFT
               ? 0
               : most - taken - LIMIT_FILES_LEFT;
}

uint64_t disk_time(disk_file f)
{
    struct stat s;
    if (f == DISK_NONE || fstat((int)f, &s) != 0 || s.st_mtime <= 0)
        return 0;
    return ((uint64_t)s.st_mtime + CLOCK_UNIX_EPOCH_SECONDS) * CLOCK_SECOND;
}

void disk_close(disk_file f)
{
    if (f != DISK_NONE)
        close((int)f);
}

sppwhy_status disk_read(disk_file f, const char *path, uint64_t offset, void *buffer, size_t size,
                        size_t *got, sppwhy_error *error)
{
    char *at = buffer;
    *got = 0;
    while (*got < size) {
        ssize_t n = pread((int)f, at + *got, size - *got, (off_t)(offset + *got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            errno_refuse(error, path, "cannot be read");
            if (error)
                error->offset = offset + *got;
            return SPPWHY_IO;
        }
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    return SPPWHY_OK;
}

static file_identity identity_of(const struct stat *s)
{
    return (file_identity){
        .device = (uint64_t)s->st_dev, .inode = (uint64_t)s->st_ino, .size = (uint64_t)s->st_size};
}

bool disk_identify(disk_file f, file_identity *identity)
{
    struct stat s;
    if (f == DISK_NONE || fstat((int)f, &s) != 0 || !S_ISREG(s.st_mode))
        return false;
    *identity = identity_of(&s);
    return true;
}

file_kind file_look(const char *path, file_identity *identity)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? FILE_MISSING : FILE_REFUSED;
    if (identity)
        *identity = identity_of(&s);
    return S_ISREG(s.st_mode) ? FILE_PLAIN : S_ISDIR(s.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

bool file_is_link(const char *path)
{
    struct stat s;
    return lstat(path, &s) == 0 && S_ISLNK(s.st_mode);
}

static bool is_plain(const struct dirent *entry)
{
#ifdef DT_REG
    return entry->d_type == DT_REG;
#else
    (void)entry;
    return false;
#endif
}

sppwhy_status disk_list(const char *path, bool (*add)(void *context, const char *name, bool plain),
                        void *context, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    DIR *folder = opendir(path);
    if (!folder)
        return errno_refuse(error, path, "cannot be opened");
    while (status == SPPWHY_OK) {
        errno = 0;
        struct dirent *entry = readdir(folder);
        if (!entry) {
            if (errno != 0)
                status = errno_refuse(error, path, "cannot be listed to its end");
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (!add(context, entry->d_name, is_plain(entry)))
            status = error_no_memory(error);
    }
    closedir(folder);
    return status;
}
