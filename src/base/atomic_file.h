/*
 * A file that takes its final name only when it is whole. Until then it is beside it, as
 * "NAME.part-PROCESS-N" (of a name that leaves no room for that, its beginning); whatever goes wrong, what was under the final name is untouched.
 */
#ifndef BASE_ATOMIC_FILE_H
#define BASE_ATOMIC_FILE_H

#include "sppwhy/status.h"

typedef struct atomic_file atomic_file;

/* Bytes of a name that its draft begins with. File systems have names of 255 at most, and a database has more
 * files beside its draft ("-journal"). */
#define ATOMIC_FILE_NAME_MOST 180

/* How much of a path the draft's name begins with: all of it, or cut between two characters. */
size_t atomic_file_stem(const char *path);

/* An empty file beside `target`, which may exist (its permissions are kept, a link to it is followed) but
 * must be a plain file. */
SPPWHY_NODISCARD sppwhy_status atomic_file_create(atomic_file **out, const char *target, sppwhy_error *error);
/* Where to write. Never relative to nothing: it begins with a slash or "./". */
const char *atomic_file_path(const atomic_file *d);
/* Puts it on the disk and gives it its final name. */
SPPWHY_NODISCARD sppwhy_status atomic_file_publish(atomic_file *d, sppwhy_error *error);
/* Where a path leads when links are followed, in `out`, whether or not anything is there. False when that
 * is too long for `room`. */
bool atomic_file_place(char *out, size_t room, const char *path);
/* Removes it when it was not published. NULL is fine. */
void atomic_file_free(atomic_file *d);

#endif
