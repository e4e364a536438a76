/*
 * What file.c asks of the system, in a twin for each: base/posix/disk.c, base/windows/disk.c. Nobody else
 * includes it. One mechanism with file.h, whose types it fills in.
 */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include "base/file.h"

/* A descriptor or a handle of the system's. */
typedef kept_file disk_file;
#define DISK_NONE KEPT_NONE

/* Opens a path for reading; a folder is refused. *size is 0 for what has none. */
SPPWHY_NODISCARD sppwhy_status disk_open(disk_file *out, uint64_t *size, const char *path,
                                         sppwhy_error *error);
/* Standard input: in place when it is a plain file, else a temporary copy of all of it. */
SPPWHY_NODISCARD sppwhy_status disk_open_stdin(disk_file *out, uint64_t *size,
                                               const sppwhy_cancellation *watch, sppwhy_error *error);
void disk_close(disk_file f);
/* disk_open() of what is open already: what lost its last name is looked for by its path, as if it had not been. */
SPPWHY_NODISCARD sppwhy_status disk_open_kept(disk_file *f, uint64_t *size, const char *path,
                                              sppwhy_error *error);
/* See file_keep_most(). */
size_t disk_keep_most(void);
/* When it was last changed (FILETIME); 0 when that is not known. */
uint64_t disk_time(disk_file f);

/* As file_read(). `path` is for messages. */
SPPWHY_NODISCARD sppwhy_status disk_read(disk_file f, const char *path, uint64_t offset, void *buffer,
                                         size_t size, size_t *got, sppwhy_error *error);

/* Gives each name in a folder to `add`, in any order; ends when that returns false (memory is short). `plain`: the
 * folder says that it is a plain file. */
SPPWHY_NODISCARD sppwhy_status disk_list(const char *path,
                                         bool (*add)(void *context, const char *name, bool plain),
                                         void *context, sppwhy_error *error);
/* See file_identify(). */
bool disk_identify(disk_file f, file_identity *identity);

#endif
