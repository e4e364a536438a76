/* What sppwhy/collect.h keeps opaque: the structures that its accessors read. */
#ifndef COLLECT_SOURCES_H
#define COLLECT_SOURCES_H

#include "base/kept_file.h"
#include "sppwhy/collect.h"

struct sppwhy_source {
    const char *path; /* as given, or below the folder given; "-" is passed on as it is */
    sppwhy_content content;
    bool asked_for;                /* given by the user, not met on the way */
    const char *const *duplicates; /* other paths with the same content, in order */
    size_t duplicate_count;
    uint64_t size;   /* of the file when it was found */
    kept_file *kept; /* what is still open of it, or KEPT_NONE; who reads it takes that */
};

struct sppwhy_notice {
    sppwhy_notice_kind kind;
    bool asked_for; /* the path was given by the user, not met on the way */
    const char *path;
    const char *message;       /* goes on where the path ends, without a full stop: "is empty (zero bytes)" */
    uint64_t line;             /* 0: none; else `path` ends with ":LINE" */
    const sppwhy_error *error; /* that it was made of, which knows more of the place; NULL: none */
};

struct sppwhy_notices {
    const sppwhy_notice *items;
    size_t count;
};

struct sppwhy_sources {
    const sppwhy_source
        *items; /* sorted by path, byte for byte: the order of the arguments does not matter */
    size_t count;
    const sppwhy_notice *notices; /* sorted by path */
    size_t notice_count;
};

/* sppwhy_collect(), which leaves up to so many of the files open. */
SPPWHY_NODISCARD sppwhy_status sources_collect(sppwhy_sources **out, const char *const *paths, size_t count,
                                               size_t most_kept, sppwhy_error *error);

#endif
