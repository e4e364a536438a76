/*
 * What there is to read: paths into log files, archives of logs and JSON lines.
 *
 * Folders are walked, links followed. A folder is entered once, by the first way in the order of the bytes of
 * the paths, so a loop of links ends where a folder is seen again; folders in folders go 64
 * deep (docs/safety.md has the limits). A log is recognized by its content (the file header's or a chunk's signature), never by its name:
 * `Application.evtx` that is a text file is not a log, `backup.bin` that is one is. The same log given twice
 * (the same file by two ways, or a copy with the same bytes) counts once, under the smallest of its paths;
 * the others are listed. What is met in a folder and is neither a log nor named .evtx is passed over.
 *
 * Archives (zip, 7z, cab, tar; gzip, bzip2, xz, zstd), the JSON lines that `sppwhy events` writes, and events
 * that were exported as text (event XML, CSV, JSON, what Event Viewer, wevtutil, PowerShell and slmgr show)
 * are recognized by their content, too. What is in an archive is found when it is read: its members then
 * count like the files of a folder.
 *
 * Cost: each folder is listed once, the first bytes of each file are read, and files of equal size and
 * content are compared.
 * Source: the signatures of logs are those of [MS-EVEN6] and libyal's libevtx, those of archives libarchive's;
 * texts are known by the words in src/collect/licensing_marks.c.
 */
#ifndef SPPWHY_COLLECT_H
#define SPPWHY_COLLECT_H

#include "sppwhy/status.h"

SPPWHY_BEGIN

/* ---- sources ------------------------------------------------------------------------------------------- */

typedef enum sppwhy_content {
    SPPWHY_CONTENT_OTHER = 0, /* none of these; of "-": not looked at yet */
    SPPWHY_CONTENT_LOG = 1,
    SPPWHY_CONTENT_ARCHIVE = 2,
    SPPWHY_CONTENT_LINES = 3, /* what `sppwhy events` wrote */
    SPPWHY_CONTENT_TEXT = 4   /* events exported as text, or what slmgr and ospp print: XML, CSV ... */
} sppwhy_content;

/* One file to read. */
typedef struct sppwhy_source sppwhy_source;

/* As given, or below the folder given; "-" is passed on as it is. */
const char *sppwhy_source_path(const sppwhy_source *source);
sppwhy_content sppwhy_source_content(const sppwhy_source *source);
/* Given by the caller, not met on the way. */
bool sppwhy_source_asked_for(const sppwhy_source *source);
/* Other paths with the same content, in order. */
size_t sppwhy_source_duplicate_count(const sppwhy_source *source);
const char *sppwhy_source_duplicate(const sppwhy_source *source, size_t i);

/* ---- notices ------------------------------------------------------------------------------------------- */

typedef enum sppwhy_notice_kind {
    SPPWHY_NOTICE_MISSING = 0,    /* a path that was asked for does not exist */
    SPPWHY_NOTICE_REFUSED = 1,    /* a file or folder cannot be opened or listed; the message says why */
    SPPWHY_NOTICE_NOT_A_LOG = 2,  /* asked for by name, or named .evtx, but its content is no event log */
    SPPWHY_NOTICE_EMPTY = 3,      /* asked for by name, or named .evtx, and zero bytes long */
    SPPWHY_NOTICE_NO_LOGS = 4,    /* a folder that was asked for holds no log, nor do the folders in it */
    SPPWHY_NOTICE_ODD = 5,        /* asked for by name, or named .evtx, but a device, a socket or a pipe */
    SPPWHY_NOTICE_LIMIT = 6,      /* a limit was reached; not everything was looked at */
    SPPWHY_NOTICE_ENCRYPTED = 7,  /* a member of an archive; it was passed over */
    SPPWHY_NOTICE_BROKEN = 8,     /* an archive that cannot be read to its end; what came before was read */
    SPPWHY_NOTICE_DUPLICATE = 9,  /* a log that is the same as another one */
    SPPWHY_NOTICE_BAD_LINE = 10,  /* JSON lines that cannot be read, or were not all there; events
                                     of a log that name no computer */
    SPPWHY_NOTICE_ELSEWHERE = 11, /* `sppwhy events` could not read it when it wrote these lines */
    SPPWHY_NOTICE_REMARK = 12     /* something to know about how it was read; nothing is missing */
} sppwhy_notice_kind;

/* Something to know about a path. */
typedef struct sppwhy_notice sppwhy_notice;

sppwhy_notice_kind sppwhy_notice_kind_of(const sppwhy_notice *notice);
/* The path was given by the caller, not met on the way. */
bool sppwhy_notice_asked_for(const sppwhy_notice *notice);
/* Ends with ":LINE" where it is about a line. */
const char *sppwhy_notice_path(const sppwhy_notice *notice);
/* Of a text, from 1; 0 when it is about no line. */
uint64_t sppwhy_notice_line(const sppwhy_notice *notice);
/* Goes on where the path ends, without a full stop: "is empty (zero bytes)". */
const char *sppwhy_notice_message(const sppwhy_notice *notice);
/* Something that was asked for is not there or was not read: the program then ends with 2. */
bool sppwhy_notice_is_fault(const sppwhy_notice *notice);
/* The same as an error: its file without the line, the line, and offset and record where they are known.
 * Returns the error's status; SPPWHY_OK, and nothing is filled in, for a duplicate or a remark. */
sppwhy_status sppwhy_notice_error(const sppwhy_notice *notice, sppwhy_error *error);

/* A list of them. */
typedef struct sppwhy_notices sppwhy_notices;

size_t sppwhy_notices_count(const sppwhy_notices *notices);
const sppwhy_notice *sppwhy_notices_at(const sppwhy_notices *notices, size_t i);

/* ---- all of it ----------------------------------------------------------------------------------------- */

typedef struct sppwhy_sources sppwhy_sources;

/* Looks through `paths` ("-" is standard input). SPPWHY_OK even when nothing was found: see the notices.
 * SPPWHY_NO_MEMORY is the only failure. */
SPPWHY_NODISCARD sppwhy_status sppwhy_collect(sppwhy_sources **out, const char *const *paths,
                                              size_t path_count, sppwhy_error *error);
void sppwhy_sources_free(sppwhy_sources *sources);

/* Sorted by path, byte for byte: the order of the arguments does not matter. */
size_t sppwhy_sources_count(const sppwhy_sources *sources);
const sppwhy_source *sppwhy_sources_at(const sppwhy_sources *sources, size_t i);
/* Sorted by path. */
size_t sppwhy_sources_notice_count(const sppwhy_sources *sources);
const sppwhy_notice *sppwhy_sources_notice(const sppwhy_sources *sources, size_t i);

SPPWHY_END

#endif
