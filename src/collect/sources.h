/*
 * What there is to read: paths into log files, archives of logs and JSON lines.
 *
 * Folders are walked, links followed. A folder is entered once, by the first way in the order of the bytes of
 * the paths, so a loop of links ends where a folder is seen again; folders in folders go LIMIT_FOLDER_DEPTH
 * deep. A log is told by its content (the file header's or a chunk's signature), never by its name:
 * `Application.evtx` that is a text file is not a log, `backup.bin` that is one is. The same log given twice
 * (the same file by two ways, or a copy with the same bytes) counts once, under the smallest of its paths;
 * the others are listed. What is met in a folder and is neither a log nor named .evtx is passed over without
 * a word.
 *
 * Archives (zip, 7z, cab, tar; gzip, bzip2, xz, zstd) and the JSON lines that `sppwhy events` writes are told
 * by their content, too, and so are events that were exported as text: event XML, CSV, JSON, what Event
 * Viewer, wevtutil, PowerShell and slmgr show. What is in an archive is found when it is read
 * (sppwhy_reading, in evtx.h): its members then count like the files of a folder.
 */
#ifndef COLLECT_SOURCES_H
#define COLLECT_SOURCES_H

#include "sppwhy/status.h"

SPPWHY_BEGIN
typedef enum sppwhy_content {
    SPPWHY_CONTENT_OTHER = 0, /* none of these; of "-": not looked at yet */
    SPPWHY_CONTENT_LOG = 1,
    SPPWHY_CONTENT_ARCHIVE = 2,
    SPPWHY_CONTENT_LINES = 3, /* what `sppwhy events` wrote */
    SPPWHY_CONTENT_TEXT = 4   /* events exported as text, or what slmgr and ospp print: XML, CSV ... */
} sppwhy_content;

typedef struct sppwhy_source {
    const char *path; /* as given, or below the folder given; "-" is passed on as it is */
    sppwhy_content content;
    bool asked_for;                /* given by the user, not met on the way */
    const char *const *duplicates; /* other paths with the same content, in order */
    size_t duplicate_count;
} sppwhy_source;

typedef enum sppwhy_notice_kind {
    SPPWHY_NOTICE_MISSING = 0,   /* a path that was asked for does not exist */
    SPPWHY_NOTICE_REFUSED = 1,   /* a file or folder cannot be opened or listed; message says why */
    SPPWHY_NOTICE_NOT_A_LOG = 2, /* asked for by name, or named .evtx, but its content is no event log */
    SPPWHY_NOTICE_EMPTY = 3,     /* asked for by name, or named .evtx, and zero bytes long */
    SPPWHY_NOTICE_NO_LOGS = 4, /* a folder that was asked for holds no log at all, nor do the folders in it */
    SPPWHY_NOTICE_ODD = 5,     /* asked for by name, or named .evtx, but a device, a socket or a pipe */
    SPPWHY_NOTICE_LIMIT = 6,   /* a limit was reached; not everything was looked at */
    SPPWHY_NOTICE_ENCRYPTED = 7, /* a member of an archive; it was passed over */
    SPPWHY_NOTICE_BROKEN = 8, /* an archive that cannot be read to its end; what came before that was read */
    SPPWHY_NOTICE_DUPLICATE = 9,  /* a log that is the same as another one */
    SPPWHY_NOTICE_BAD_LINE = 10,  /* JSON lines that cannot be read, or were not all there */
    SPPWHY_NOTICE_ELSEWHERE = 11, /* `sppwhy events` could not read it when it wrote these lines */
    SPPWHY_NOTICE_REMARK = 12     /* something to know about how it was read; nothing is missing */
} sppwhy_notice_kind;

typedef struct sppwhy_notice {
    sppwhy_notice_kind kind;
    bool asked_for; /* the path was given by the user, not met on the way */
    const char *path;
    const char *message; /* goes on where the path ends, without a full stop: "is empty (zero bytes)" */
} sppwhy_notice;

typedef struct sppwhy_sources {
    const sppwhy_source
        *items; /* sorted by path, byte for byte: the order of the arguments does not matter */
    size_t count;
    const sppwhy_notice *notices; /* sorted by path */
    size_t notice_count;
} sppwhy_sources;

/* Looks through `paths` ("-" is standard input). SPPWHY_OK even when nothing was found: see the notices. */
SPPWHY_NODISCARD sppwhy_status sppwhy_collect(sppwhy_sources **out, const char *const *paths,
                                              size_t path_count, sppwhy_error *error);
void sppwhy_sources_free(sppwhy_sources *sources);

SPPWHY_END

#endif
