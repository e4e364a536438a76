#include "base/file.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/stream.h"
#include "base/temporary.h"
#include "base/vec.h"
#include "base/cancellation.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

struct file {
    int descriptor;
    uint64_t size;
    char *path;
    stream *stream;  /* what is read in place of the descriptor ... */
    uint8_t *memory; /* ... or this, of `size` */
};

static sppwhy_status refuse(sppwhy_error *error, const char *path, const char *what)
{
    char reason[128];
    if (strerror_r(errno, reason, sizeof reason) !=
        0) /* the POSIX form, see _POSIX_C_SOURCE in CMakeLists.txt */
        snprintf(reason, sizeof reason, "error %d", errno);
    return error_file(error, SPPWHY_IO, path, "%s: %s", what, reason);
}

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

static bool write_whole(int descriptor, const char *bytes, size_t size)
{
    while (size != 0) {
        ssize_t done = write(descriptor, bytes, size);
        if (done < 0 && errno != EINTR)
            return false;
        bytes += done < 0 ? 0 : done;
        size -= done < 0 ? 0 : (size_t)done;
    }
    return true;
}

static sppwhy_status spool_stdin(file *f, const sppwhy_cancellation *watch, sppwhy_error *error)
{
    char buffer[65536];
    f->descriptor = temporary_open();
    if (f->descriptor < 0)
        return refuse(error, "-", "no temporary file for standard input (TMPDIR names another place)");
    while (stdin_ready(watch)) {
        ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return refuse(error, "-", "standard input cannot be read");
        if (got == 0)
            return SPPWHY_OK;
        f->size += (uint64_t)got;
        if (f->size > LIMIT_STDIN_BYTES)
            return error_file(error, SPPWHY_LIMIT, "-",
                              "standard input is over %llu bytes; give a file instead",
                              (unsigned long long)LIMIT_STDIN_BYTES);
        if (!write_whole(f->descriptor, buffer, (size_t)got))
            return refuse(error, "-", "no room for a copy of standard input (TMPDIR names another place)");
    }
    return error_stopped(error);
}

static sppwhy_status open_stdin(file *f, const sppwhy_cancellation *watch, sppwhy_error *error)
{
    struct stat s;
    if (fstat(STDIN_FILENO, &s) == 0 && S_ISREG(s.st_mode)) {
        f->descriptor = dup(STDIN_FILENO);
        f->size = (uint64_t)s.st_size;
        return f->descriptor < 0 ? refuse(error, "-", "standard input cannot be read") : SPPWHY_OK;
    }
    return spool_stdin(f, watch, error);
}

static sppwhy_status open_path(file *f, const char *path, sppwhy_error *error)
{
    struct stat s;
    f->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (f->descriptor < 0)
        return refuse(error, path, "cannot be opened");
    if (fstat(f->descriptor, &s) != 0)
        return refuse(error, path, "cannot be examined");
    if (S_ISDIR(s.st_mode))
        return error_file(error, SPPWHY_IO, path, "is a folder");
    f->size = S_ISREG(s.st_mode) ? (uint64_t)s.st_size : 0;
    return SPPWHY_OK;
}

/* With nothing in it yet. NULL when memory is short. */
static file *file_new(const char *path)
{
    file *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    f->descriptor = -1;
    f->path = strdup(path);
    if (!f->path) {
        file_close(f);
        return NULL;
    }
    return f;
}

sppwhy_status file_open(file **out, const char *path, sppwhy_error *error)
{
    return file_open_watched(out, path, NULL, error);
}

sppwhy_status file_open_watched(file **out, const char *path, const sppwhy_cancellation *watch,
                                sppwhy_error *error)
{
    *out = NULL;
    file *f = file_new(path);
    if (!f)
        return error_no_memory(error);
    sppwhy_status status = strcmp(path, "-") == 0 ? open_stdin(f, watch, error) : open_path(f, path, error);
    if (status != SPPWHY_OK) {
        file_close(f);
        return status;
    }
    *out = f;
    return SPPWHY_OK;
}

void file_close(file *f)
{
    if (!f)
        return;
    if (f->descriptor >= 0)
        close(f->descriptor);
    stream_free(f->stream);
    free(f->memory);
    free(f->path);
    free(f);
}

sppwhy_status file_from_feed(file **out, const char *path, file_feed feed, sppwhy_error *error)
{
    *out = NULL;
    file *f = file_new(path);
    if (f)
        f->stream = stream_create(feed);
    if (!f || !f->stream) {
        file_close(f);
        return error_no_memory(error);
    }
    *out = f;
    return SPPWHY_OK;
}

/* Grown as it comes: what a header says of the size is not believed. */
static sppwhy_status hold_all(file *held, file *from, size_t most, sppwhy_error *error)
{
    size_t room = 0, got = 1;
    while (got != 0) {
        if (held->size == room) {
            room = room == 0 ? 65536 : room * 2;
            uint8_t *larger = realloc(held->memory, room);
            if (!larger)
                return error_no_memory(error);
            held->memory = larger;
        }
        sppwhy_status status =
            file_read(from, held->size, held->memory + held->size, room - (size_t)held->size, &got, error);
        if (status != SPPWHY_OK)
            return status;
        held->size += got;
        if (held->size > most)
            return error_file(error, SPPWHY_LIMIT, from->path, "is over %zu bytes", most);
    }
    return SPPWHY_OK;
}

sppwhy_status file_hold(file **out, file *from, size_t most, sppwhy_error *error)
{
    *out = NULL;
    file *held = file_new(from->path);
    if (!held)
        return error_no_memory(error);
    sppwhy_status status = hold_all(held, from, most, error);
    if (status != SPPWHY_OK)
        file_close(held);
    else
        *out = held;
    return status;
}

bool file_is_stream(const file *f)
{
    return f->stream != NULL;
}

const char *file_fault(const file *f)
{
    return f->stream ? stream_fault(f->stream) : NULL;
}

uint64_t file_size(const file *f)
{
    return f->stream ? stream_size(f->stream) : f->size;
}

static void read_memory(const file *f, uint64_t offset, void *buffer, size_t size, size_t *got)
{
    uint64_t left = offset < f->size ? f->size - offset : 0;
    *got = left < size ? (size_t)left : size;
    if (*got != 0)
        memcpy(buffer, f->memory + offset, *got);
}

sppwhy_status file_read(file *f, uint64_t offset, void *buffer, size_t size, size_t *got, sppwhy_error *error)
{
    if (f->stream)
        return stream_read(f->stream, offset, buffer, size, got, error);
    if (f->memory) {
        read_memory(f, offset, buffer, size, got);
        return SPPWHY_OK;
    }
    char *at = buffer;
    *got = 0;
    while (*got < size) {
        ssize_t n = pread(f->descriptor, at + *got, size - *got, (off_t)(offset + *got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            refuse(error, f->path, "cannot be read");
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

sppwhy_status file_read_all(arena *a, const char *path, size_t most, char **text, size_t *length,
                            sppwhy_error *error)
{
    file *f;
    sppwhy_status status = file_open(&f, path, error);
    if (status != SPPWHY_OK)
        return status;
    if (f->size > most)
        status = error_file(error, SPPWHY_LIMIT, path, "is over %zu bytes", most);
    if (status == SPPWHY_OK && !(*text = arena_alloc(a, (size_t)f->size + 1)))
        status = error_no_memory(error);
    if (status == SPPWHY_OK)
        status = file_read(f, 0, *text, (size_t)f->size, length, error);
    file_close(f);
    return status;
}

file_kind file_look(const char *path, file_identity *identity)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? FILE_MISSING : FILE_REFUSED;
    if (identity)
        *identity = (file_identity){
            .device = (uint64_t)s.st_dev, .inode = (uint64_t)s.st_ino, .size = (uint64_t)s.st_size};
    return S_ISREG(s.st_mode) ? FILE_PLAIN : S_ISDIR(s.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

bool file_is_link(const char *path)
{
    struct stat s;
    return lstat(path, &s) == 0 && S_ISLNK(s.st_mode);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

sppwhy_status folder_list(arena *a, const char *path, char ***names, size_t *count, sppwhy_error *error)
{
    VEC(char *) list = {0};
    sppwhy_status status = SPPWHY_OK;
    DIR *folder = opendir(path);
    if (!folder)
        return refuse(error, path, "cannot be opened");
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(folder);
        if (!entry) {
            if (errno != 0)
                status = refuse(error, path, "cannot be listed to its end");
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *name = arena_string(a, entry->d_name);
        if (!name || !vec_push(&list, name)) {
            status = error_no_memory(error);
            break;
        }
    }
    closedir(folder);
    if (status == SPPWHY_OK) {
        if (list.count != 0)
            qsort(list.items, list.count, sizeof *list.items, by_bytes);
        *count = list.count;
        *names = vec_to_arena(&list, a);
        if (!*names)
            status = error_no_memory(error);
    }
    vec_free(&list);
    return status;
}

sppwhy_status file_hash(file *f, uint64_t *hash, sppwhy_error *error)
{
    if (f->stream)
        return stream_hash(f->stream, hash, error);
    enum { STEP = 1 << 20 };
    sppwhy_status status = SPPWHY_OK;
    XXH3_state_t *state = XXH3_createState();
    char *buffer = malloc(STEP);
    if (!state || !buffer || XXH3_64bits_reset(state) != XXH_OK)
        status = error_no_memory(error);
    for (uint64_t offset = 0; status == SPPWHY_OK;) {
        size_t got = 0;
        status = file_read(f, offset, buffer, STEP, &got, error);
        if (status != SPPWHY_OK || got == 0)
            break;
        XXH3_64bits_update(state, buffer, got);
        offset += got;
    }
    if (status == SPPWHY_OK)
        *hash = XXH3_64bits_digest(state);
    free(buffer);
    XXH3_freeState(state);
    return status;
}
