/*
 * Archives, by libarchive: the members of one, in its order, each as a stream (file.h). Nothing is ever
 * written to disk, and a member's name is only a text to be shown.
 *
 * What a file is shows in its first bytes; only the format that they show is handed to libarchive, so
 * that no other of its parsers can be reached. One mechanism with dictionary.h, which looks at the same forms.
 * What is behind their ends: One mechanism with archive_end.h.
 */
#ifndef BASE_UNPACK_H
#define BASE_UNPACK_H

#include "base/file.h"
#include "base/cancellation.h"

typedef enum unpack_form {
    UNPACK_NONE,
    UNPACK_ZIP,
    UNPACK_7Z,
    UNPACK_CAB,
    UNPACK_TAR,
    UNPACK_COMPRESSED /* gzip, bzip2, xz or zstd: around one file, which may be a tar */
} unpack_form;

/* By the first bytes; a tar needs 512 of them. */
unpack_form unpack_tell(const uint8_t *bytes, size_t length);

/* What one archive took so far, the archives in it counted in. Starts zeroed. */
typedef struct unpack_budget {
    uint64_t size;     /* of the outermost archive */
    uint64_t packed;   /* read of it */
    uint64_t unpacked; /* and made of that */
    size_t members;
    const sppwhy_cancellation *watch; /* asked at every step; may be NULL */
    char over[160]; /* the limit that was reached, as in "unpacks to ..."; "" as long as none was */
} unpack_budget;

typedef struct unpack_member {
    const char *name; /* as the archive has it, cut to LIMIT_MEMBER_NAME; no NUL, but any other byte */
    bool encrypted;
    bool size_known;
    uint64_t size; /* as the archive says */
} unpack_member;

typedef struct unpack unpack;

/* `input` is read from its beginning and must stay open. `name` is what a compressed file's one member is
 * called. The budget is that of the outermost archive; `outermost` says that this is it. */
SPPWHY_NODISCARD sppwhy_status unpack_open(unpack **out, file *input, unpack_form form, const char *name,
                                           unpack_budget *budget, bool outermost, sppwhy_error *error);
/* *member NULL at the end. SPPWHY_DAMAGED where the archive breaks off, SPPWHY_LIMIT when the budget is
 * spent: then there is no next one. Folders, links and the like are passed over. */
SPPWHY_NODISCARD sppwhy_status unpack_next(unpack *u, const unpack_member **member, sppwhy_error *error);
/* The member's content, to be closed before the next one is asked for. */
SPPWHY_NODISCARD sppwhy_status unpack_member_open(unpack *u, file **out, const char *path,
                                                  sppwhy_error *error);
/* Whether that is why there is no next one: the names of the members are encrypted, too. */
bool unpack_is_encrypted(const unpack *u);
void unpack_close(unpack *u); /* NULL is fine */

#endif
