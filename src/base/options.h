/* Options as a caller passes them, who may have been compiled with another version (sppwhy/status.h). */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include "sppwhy/status.h"

/* Copies them to `known`, whose first member is its size, and zeroes what the caller's lack; NULL: all of it.
 * SPPWHY_INVALID when a size was not set, or when something is set that is not known here: then `known` is
 * the usual. */
SPPWHY_NODISCARD sppwhy_status options_take(void *known, size_t size, const void *given, sppwhy_error *error);

#endif
