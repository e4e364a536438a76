/* A file that takes its final name when it is whole: MoveFileEx puts it in place of the old one. */
#include "base/atomic_file.h"

#include "base/error.h"
#include "base/interrupt.h"
#include "base/windows/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names that may be taken by what a process of the same number left behind. */
#define TRIES 100

struct atomic_file {
    char *target, *path;
    bool published;
};

/* Links are followed by the system, and replaced. */
bool atomic_file_place(char *out, size_t room, const char *path)
{
    return (size_t)snprintf(out, room, "%s", path) < room;
}

static sppwhy_status make_file(atomic_file *d, sppwhy_error *error)
{
    size_t room = strlen(d->target) + 64;
    HANDLE h = INVALID_HANDLE_VALUE;
    d->path = malloc(room);
    for (int i = 0; d->path && i < TRIES && h == INVALID_HANDLE_VALUE; i++) {
        snprintf(d->path, room, "%.*s.part-%lu-%d", (int)atomic_file_stem(d->target), d->target,
                 (unsigned long)GetCurrentProcessId(), i);
        wchar_t *wide = wide_path(d->path);
        if (!wide)
            return error_no_memory(error);
        h = CreateFileW(wide, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
        free(wide);
        if (h == INVALID_HANDLE_VALUE && GetLastError() != ERROR_FILE_EXISTS)
            break;
    }
    if (!d->path)
        return error_no_memory(error);
    if (h == INVALID_HANDLE_VALUE) {
        sppwhy_status status = wide_refuse(error, d->target, "cannot be written");
        free(d->path); /* not ours to remove */
        d->path = NULL;
        return status;
    }
    CloseHandle(h);
    interrupt_remove(d->path);
    return SPPWHY_OK;
}

/* What would only be found out at the end: that the old file is no file, or may not be written. */
static sppwhy_status look_at_target(const char *target, sppwhy_error *error)
{
    wchar_t *wide = wide_path(target);
    if (!wide)
        return error_no_memory(error);
    DWORD attributes = GetFileAttributesW(wide);
    free(wide);
    if (attributes == INVALID_FILE_ATTRIBUTES)
        return SPPWHY_OK; /* nothing there yet; what else is wrong CreateFile says */
    if (attributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_DEVICE))
        return error_file(error, SPPWHY_IO, target, "cannot be written: it is not a regular file");
    if (attributes & FILE_ATTRIBUTE_READONLY)
        return error_file(error, SPPWHY_IO, target, "cannot be written: it is read-only");
    return SPPWHY_OK;
}

sppwhy_status atomic_file_create(atomic_file **out, const char *target, sppwhy_error *error)
{
    *out = NULL;
    sppwhy_status status = look_at_target(target, error);
    if (status != SPPWHY_OK)
        return status;
    atomic_file *d = calloc(1, sizeof *d);
    if (d)
        d->target = strdup(target);
    status = d && d->target ? make_file(d, error) : error_no_memory(error);
    if (status != SPPWHY_OK)
        atomic_file_free(d);
    else
        *out = d;
    return status;
}

const char *atomic_file_path(const atomic_file *d)
{
    return d->path;
}

sppwhy_status atomic_file_publish(atomic_file *d, sppwhy_error *error)
{
    wchar_t *from = wide_path(d->path), *to = wide_path(d->target);
    sppwhy_status status = SPPWHY_OK;
    if (!from || !to)
        status = error_no_memory(error);
    else if (!MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        status = wide_refuse(error, d->target, "cannot be put in place");
    free(from);
    free(to);
    if (status == SPPWHY_OK) {
        interrupt_remove(NULL);
        d->published = true;
    }
    return status;
}

void atomic_file_free(atomic_file *d)
{
    if (!d)
        return;
    if (d->path && !d->published) {
        interrupt_remove(NULL);
        wchar_t *wide = wide_path(d->path);
        if (wide)
            DeleteFileW(wide);
        free(wide);
    }
    free(d->path);
    free(d->target);
    free(d);
}
