/* Disks as Windows has them. */
#include "base/disk.h"

#include "base/cancellation.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/windows/wide.h"

#include <stdlib.h>
#include <string.h>

/* One read of the system's takes at most a DWORD. */
#define READ_MOST (1u << 30)

static disk_file file_of(HANDLE h)
{
    return (disk_file)h;
}

static HANDLE handle_of(disk_file f)
{
    return (HANDLE)f;
}

/* Gone with its handle, whatever ends the program. */
static HANDLE temporary_file(void)
{
    wchar_t folder[MAX_PATH + 1], path[MAX_PATH + 1];
    if (GetTempPathW(MAX_PATH, folder) == 0 || GetTempFileNameW(folder, L"spp", 0, path) == 0)
        return INVALID_HANDLE_VALUE;
    return CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                       FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
}

static sppwhy_status spool(disk_file *out, uint64_t *size, HANDLE in, const sppwhy_cancellation *watch,
                           sppwhy_error *error)
{
    static const char no_room[] = "no temporary file for standard input (TEMP names another place)";
    char buffer[65536];
    *out = file_of(temporary_file());
    if (*out == DISK_NONE)
        return wide_refuse(error, "-", no_room);
    while (cancellation_go_on(watch, 0)) {
        DWORD got = 0, written = 0;
        if (!ReadFile(in, buffer, sizeof buffer, &got, NULL) && GetLastError() != ERROR_BROKEN_PIPE)
            return wide_refuse(error, "-", "standard input cannot be read");
        if (got == 0)
            return SPPWHY_OK;
        *size += got;
        if (*size > LIMIT_STDIN_BYTES)
            return error_file(error, SPPWHY_LIMIT, "-",
                              "standard input is over %llu bytes; give a file instead",
                              (unsigned long long)LIMIT_STDIN_BYTES);
        if (!WriteFile(handle_of(*out), buffer, got, &written, NULL) || written != got)
            return wide_refuse(error, "-", "no room for a copy of standard input (TEMP names another place)");
    }
    return error_stopped(error);
}

sppwhy_status disk_open_stdin(disk_file *out, uint64_t *size, const sppwhy_cancellation *watch,
                              sppwhy_error *error)
{
    LARGE_INTEGER length;
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE), copy, self = GetCurrentProcess();
    if (GetFileType(in) != FILE_TYPE_DISK || !GetFileSizeEx(in, &length))
        return spool(out, size, in, watch, error);
    if (!DuplicateHandle(self, in, self, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS))
        return wide_refuse(error, "-", "standard input cannot be read");
    *out = file_of(copy);
    *size = (uint64_t)length.QuadPart;
    return SPPWHY_OK;
}

/* Shared with everybody: the event log service has its logs open for writing. */
static HANDLE open_shared(const char *path, DWORD access, DWORD flags)
{
    wchar_t *wide = wide_path(path);
    if (!wide) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return INVALID_HANDLE_VALUE;
    }
    HANDLE h = CreateFileW(wide, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                           OPEN_EXISTING, flags, NULL);
    free(wide);
    return h;
}

sppwhy_status disk_open(disk_file *out, uint64_t *size, const char *path, sppwhy_error *error)
{
    LARGE_INTEGER length = {.QuadPart = 0};
    if (file_look(path, NULL) == FILE_FOLDER)
        return error_file(error, SPPWHY_IO, path, "is a folder");
    *out = file_of(open_shared(path, GENERIC_READ, FILE_ATTRIBUTE_NORMAL));
    if (*out == DISK_NONE)
        return wide_refuse(error, path, "cannot be opened");
    /* Pipes, consoles and devices wait for ever, or do things when they are read. */
    if (GetFileType(handle_of(*out)) != FILE_TYPE_DISK)
        return error_file(error, SPPWHY_IO, path, "is a device or a pipe, not a file");
    if (!GetFileSizeEx(handle_of(*out), &length))
        return wide_refuse(error, path, "cannot be examined");
    *size = (uint64_t)length.QuadPart;
    return SPPWHY_OK;
}

/* A handle that stays open keeps others from putting another file in its place. */
size_t disk_keep_most(void)
{
    return 0;
}

sppwhy_status disk_open_kept(disk_file *f, uint64_t *size, const char *path, sppwhy_error *error)
{
    disk_close(*f);
    return disk_open(f, size, path, error);
}

uint64_t disk_time(disk_file f)
{
    FILETIME written;
    if (f == DISK_NONE || !GetFileTime(handle_of(f), NULL, NULL, &written))
        return 0;
    return (uint64_t)written.dwHighDateTime << 32 | written.dwLowDateTime;
}

void disk_close(disk_file f)
{
    if (f != DISK_NONE)
        CloseHandle(handle_of(f));
}

sppwhy_status disk_read(disk_file f, const char *path, uint64_t offset, void *buffer, size_t size,
                        size_t *got, sppwhy_error *error)
{
    char *at = buffer;
    *got = 0;
    while (*got < size) {
        size_t left = size - *got;
        uint64_t place = offset + *got;
        DWORD n = 0, step = left > READ_MOST ? READ_MOST : (DWORD)left;
        OVERLAPPED from = {.Offset = (DWORD)place, .OffsetHigh = (DWORD)(place >> 32)};
        if (!ReadFile(handle_of(f), at + *got, step, &n, &from) && GetLastError() != ERROR_HANDLE_EOF) {
            wide_refuse(error, path, "cannot be read");
            if (error)
                error->offset = place;
            return SPPWHY_IO;
        }
        if (n == 0)
            break;
        *got += n;
    }
    return SPPWHY_OK;
}

static file_kind kind_of_missing(void)
{
    switch (GetLastError()) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_NETPATH:
    case ERROR_BAD_NET_NAME:
        return FILE_MISSING;
    default:
        return FILE_REFUSED;
    }
}

file_kind file_look(const char *path, file_identity *identity)
{
    BY_HANDLE_FILE_INFORMATION s;
    HANDLE h = open_shared(path, FILE_READ_ATTRIBUTES, FILE_FLAG_BACKUP_SEMANTICS);
    if (h == INVALID_HANDLE_VALUE)
        return kind_of_missing();
    DWORD type = GetFileType(h);
    bool good = GetFileInformationByHandle(h, &s);
    CloseHandle(h);
    if (type != FILE_TYPE_DISK)
        return FILE_OTHER;
    if (!good)
        return FILE_REFUSED;
    if (identity)
        *identity = (file_identity){.device = s.dwVolumeSerialNumber,
                                    .inode = (uint64_t)s.nFileIndexHigh << 32 | s.nFileIndexLow,
                                    .size = (uint64_t)s.nFileSizeHigh << 32 | s.nFileSizeLow};
    return s.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? FILE_FOLDER : FILE_PLAIN;
}

/* No folder says here what is a plain file. */
bool disk_identify(disk_file f, file_identity *identity)
{
    (void)f;
    (void)identity;
    return false;
}

bool file_is_link(const char *path)
{
    wchar_t *wide = wide_path(path);
    DWORD attributes = wide ? GetFileAttributesW(wide) : INVALID_FILE_ATTRIBUTES;
    free(wide);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
}

static HANDLE list_begin(const char *path, WIN32_FIND_DATAW *entry)
{
    size_t length = strlen(path);
    char *pattern = malloc(length + 3);
    if (pattern) {
        memcpy(pattern, path, length);
        strcpy(pattern + length, length != 0 && strchr("/\\", path[length - 1]) ? "*" : "/*");
    }
    wchar_t *wide = pattern ? wide_path(pattern) : NULL;
    free(pattern);
    if (!wide) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return INVALID_HANDLE_VALUE;
    }
    HANDLE h = FindFirstFileExW(wide, FindExInfoBasic, entry, FindExSearchNameMatch, NULL,
                                FIND_FIRST_EX_LARGE_FETCH);
    free(wide);
    return h;
}

static bool add_entry(const WIN32_FIND_DATAW *entry, bool (*add)(void *context, const char *name, bool plain),
                      void *context)
{
    if (wcscmp(entry->cFileName, L".") == 0 || wcscmp(entry->cFileName, L"..") == 0)
        return true;
    char *name = wide_to_utf8(entry->cFileName);
    bool added = name && add(context, name, false);
    free(name);
    return added;
}

sppwhy_status disk_list(const char *path, bool (*add)(void *context, const char *name, bool plain),
                        void *context, sppwhy_error *error)
{
    WIN32_FIND_DATAW entry;
    HANDLE folder = list_begin(path, &entry);
    if (folder == INVALID_HANDLE_VALUE)
        return wide_refuse(error, path, "cannot be opened");
    bool added;
    do
        added = add_entry(&entry, add, context);
    while (added && FindNextFileW(folder, &entry));
    sppwhy_status status = SPPWHY_OK;
    if (!added)
        status = error_no_memory(error);
    else if (GetLastError() != ERROR_NO_MORE_FILES)
        status = wide_refuse(error, path, "cannot be listed to its end");
    FindClose(folder);
    return status;
}
