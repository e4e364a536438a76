/*
 * Files and folders: the only place that opens, lists or stats anything. What differs between systems is
 * in disk.h, which has a twin for each. One mechanism with disk.h.
 * What comes once and in order (a member of an archive) is behind it, too: One mechanism with stream.h.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/kept_file.h"
#include "sppwhy/cancellation.h"

typedef struct file file;

/* Opens for reading. "-" is standard input: read in place when it is a plain file, else spooled to an unnamed
 * temporary file first. A folder is refused with SPPWHY_IO. */
SPPWHY_NODISCARD sppwhy_status file_open(file **out, const char *path, sppwhy_error *error);
/* The same; while standard input is waited for and spooled `watch` (may be NULL) is asked. */
SPPWHY_NODISCARD sppwhy_status file_open_watched(file **out, const char *path,
                                                 const sppwhy_cancellation *watch, sppwhy_error *error);
void file_close(file *f);

/* How many files may be kept open (kept_file.h), with as much left as the work itself needs. The process's limit is raised for it where the
 * system lets us, so it is for the program alone: in other programs the library leaves the descriptors to them. */
size_t file_keep_most(void);
/* file_close(), but what is on disk stays open, for one of the two below; KEPT_NONE when it is not on disk. */
kept_file file_close_kept(file *f);
/* Opens what was kept, which is the file's from here on, also when that fails. It may have changed meanwhile; what has
 * no name any more is looked for by its path, as by file_open(). */
SPPWHY_NODISCARD sppwhy_status file_open_kept(file **out, kept_file kept, const char *path,
                                              sppwhy_error *error);
void file_drop_kept(kept_file kept); /* KEPT_NONE is fine */

/* UINT64_MAX for a stream whose end has not been reached yet. */
uint64_t file_size(const file *f);
/* Reads up to `size` bytes at `offset`; *got is less only at the end of the file (which may have moved). A
 * stream is read forward: what lies behind the last read is there no more, but for its first STREAM_HEAD
 * bytes. */
SPPWHY_NODISCARD sppwhy_status file_read(file *f, uint64_t offset, void *buffer, size_t size, size_t *got,
                                         sppwhy_error *error);

/* Content that has no file of its own and comes in pieces, in order: a member of an archive. */
typedef struct file_feed {
    void *context;
    /* The next piece, in the feeder's memory until the next call; *length 0 at the end. Anything but
     * SPPWHY_NO_MEMORY that it returns is an end before the end: see file_fault(). */
    sppwhy_status (*next)(void *context, const void **bytes, size_t *length, sppwhy_error *error);
} file_feed;

/* `path` is for messages. The context must outlive the file. */
SPPWHY_NODISCARD sppwhy_status file_from_feed(file **out, const char *path, file_feed feed,
                                              sppwhy_error *error);
/* Reads a stream to its end into memory, so that it can be read with jumps; SPPWHY_LIMIT when it is over
 * `most` bytes. */
SPPWHY_NODISCARD sppwhy_status file_hold(file **out, file *stream, size_t most, sppwhy_error *error);
bool file_is_stream(const file *f);
/* When its content was last changed (FILETIME), as the system or the archive says; 0 when not known. */
uint64_t file_time(const file *f);
void file_set_time(file *f, uint64_t time);
/* Why a stream ended before its end, a phrase without a full stop; NULL when it did not, so far. */
const char *file_fault(const file *f);

/* The whole of a small text file, NUL added; SPPWHY_LIMIT when over `most` bytes. */
SPPWHY_NODISCARD sppwhy_status file_read_all(arena *a, const char *path, size_t most, char **text,
                                             size_t *length, sppwhy_error *error);

typedef enum file_kind { FILE_PLAIN, FILE_FOLDER, FILE_OTHER, FILE_MISSING, FILE_REFUSED } file_kind;

typedef struct file_identity {
    uint64_t device, inode;
    uint64_t size;
} file_identity;

/* What is at a path (links followed). `identity` may be NULL. */
file_kind file_look(const char *path, file_identity *identity);

/* True for a symbolic link, wherever it points. */
bool file_is_link(const char *path);

/* What a plain file is that is open; false when it is none. */
bool file_identify(const file *f, file_identity *identity);

typedef struct folder_entry {
    char *name;
    bool plain; /* a plain file, as the folder says; false: that is not known */
} folder_entry;

/* What is in a folder, sorted by name, byte for byte, without "." and "..". */
SPPWHY_NODISCARD sppwhy_status folder_entries(arena *a, const char *path, folder_entry **entries,
                                              size_t *count, sppwhy_error *error);
/* The names alone. */
SPPWHY_NODISCARD sppwhy_status folder_list(arena *a, const char *path, char ***names, size_t *count,
                                           sppwhy_error *error);

/* 64-bit XXH3 of the whole content. Of a stream this is the last call: it reads on to the end. */
SPPWHY_NODISCARD sppwhy_status file_hash(file *f, uint64_t *hash, sppwhy_error *error);
/* Of the file at a path. One that cannot be read is no failure: *known is false then. SPPWHY_NO_MEMORY is the
 * only one. */
SPPWHY_NODISCARD sppwhy_status file_hash_path(const char *path, uint64_t *hash, bool *known,
                                              sppwhy_error *error);

#endif
