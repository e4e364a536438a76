/*
 * What an archive's reader never comes to: bytes in front of a zip, and behind the end of any archive (another
 * archive, as `cat one two` makes it). They may be logs, so somebody must say that they are there.
 * One mechanism with unpack.h.
 */
#ifndef BASE_ARCHIVE_END_H
#define BASE_ARCHIVE_END_H

#include "base/unpack.h"

/* Where the archive ends as it says itself; `reached` is how far it was read, for a form that says nothing.
 * UINT64_MAX: not known. *front: bytes in front of it that are none of its own. */
uint64_t archive_end(file *f, unpack_form form, uint64_t reached, uint64_t *front);

/* The first byte from `at` on that is not zero; UINT64_MAX: none. */
SPPWHY_NODISCARD sppwhy_status archive_rest(file *f, uint64_t at, const sppwhy_cancellation *watch,
                                            uint64_t *place, sppwhy_error *error);

#endif
