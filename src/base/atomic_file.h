/*
 * A file that takes its final name only when it is whole. Until then it stands beside it, as
 * "NAME.part-PROCESS-N"; whatever goes wrong, what stood under the final name is untouched.
 */
#ifndef BASE_DRAFT_H
#define BASE_DRAFT_H

#include "sppwhy/status.h"

typedef struct draft draft;

/* An empty file beside `target`, which may exist (its permissions are kept, a link to it is followed) but
 * must be a plain file. */
SPPWHY_NODISCARD sppwhy_status draft_create(draft **out, const char *target, sppwhy_error *error);
/* Where to write. Never relative to nothing: it begins with a slash or "./". */
const char *draft_path(const draft *d);
/* Puts it on the disk and gives it its final name. */
SPPWHY_NODISCARD sppwhy_status draft_publish(draft *d, sppwhy_error *error);
/* Removes it when it was not published. NULL is fine. */
void draft_free(draft *d);

#endif
