/* What a file is by its content: an event log, or something that is only named like one. */
#ifndef COLLECT_SIGNATURE_H
#define COLLECT_SIGNATURE_H

#include "base/file.h"

typedef struct signature {
    bool is_log;
    uint64_t beginning; /* hash of the first bytes: two copies have the same, two logs hardly ever */
    const char *what;   /* of what is no log: what it is instead, as in "is a text file"; never NULL */
} signature;

/*
 * An event log has "ElfFile\0" at its start; or, where the file header is broken or was cut off, "ElfChnk\0"
 * where a chunk begins. `thorough`: chunks are looked for in all of the file, not only at its beginning.
 */
SPPWHY_NODISCARD sppwhy_status signature_read(signature *out, file *f, bool thorough, sppwhy_error *error);

#endif
