/* What a file or a member of an archive is by its content: an event log, an archive, the lines that `sppwhy
 * events` writes, or something that is only named like one of these. */
#ifndef COLLECT_SIGNATURE_H
#define COLLECT_SIGNATURE_H

#include "base/file.h"
#include "base/unpack.h"
#include "sppwhy/collect.h"

typedef struct signature {
    sppwhy_content content;
    unpack_form form;   /* of an archive */
    uint64_t beginning; /* hash of the first bytes: two copies have the same, two logs hardly ever */
    const char *what;   /* of what is none of these: what it is instead, as in "is a text file"; never NULL */
    bool sure;          /* ... and no chunk of a log can be in it further on */
} signature;

/*
 * An event log has "ElfFile\0" at its start; or, where the file header is broken or was cut off, "ElfChnk\0"
 * where a chunk begins. `thorough`: chunks are looked for in all of the file, not only at its beginning; a
 * stream is never looked at beyond its head.
 */
SPPWHY_NODISCARD sppwhy_status signature_read(signature *out, file *f, bool thorough, sppwhy_error *error);

bool signature_name_is_a_logs(const char *path);   /* it ends in .evtx */
bool signature_name_is_of_lines(const char *path); /* it ends in .jsonl */

#endif
