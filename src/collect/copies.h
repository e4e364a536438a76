/* Which of the logs found are the same log: one file by several ways, or copies with the same bytes. */
#ifndef COLLECT_COPIES_H
#define COLLECT_COPIES_H

#include "base/file.h"
#include "collect/sources.h"

typedef struct found_file {
    const char *path;
    file_identity identity;
    uint64_t beginning; /* see signature.h; 0 for what cannot be compared */
    uint64_t hash;      /* of the whole content, when `hashed` */
    bool hashed;
    sppwhy_content content;
    bool asked_for;
    kept_file kept;             /* still open, or KEPT_NONE */
    struct found_file *kept_as; /* the log that stands for it: itself, or one with a smaller path */
} found_file;

/* Fills in `kept_as`. The logs must be in order of path. Content is read only where size and beginning agree;
 * a log that cannot be read then is nobody's copy: its reader will tell. A text is a copy only of itself. */
SPPWHY_NODISCARD sppwhy_status copies_find(found_file *logs, size_t count, sppwhy_error *error);

#endif
