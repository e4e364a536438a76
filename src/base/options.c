/* See options.h. */
#include "base/options.h"

#include "base/bytes.h"
#include "base/error.h"
#include "sppwhy/version.h"

#include <string.h>

sppwhy_status options_take(void *known, size_t size, const void *given, sppwhy_error *error)
{
    size_t given_size = size;
    memset(known, 0, size);
    memcpy(known, &size, sizeof size);
    if (!given)
        return SPPWHY_OK;
    memcpy(&given_size, given, sizeof given_size);
    if (given_size < sizeof given_size)
        return error_set(error, SPPWHY_INVALID, "the size of an options structure is not set");
    if (given_size > size && !bytes_are_zero((const uint8_t *)given + size, given_size - size))
        return error_set(error, SPPWHY_INVALID,
                         "an option is set that version %s of the library does not know", sppwhy_version());
    memcpy(known, given, given_size < size ? given_size : size);
    memcpy(known, &size, sizeof size);
    return SPPWHY_OK;
}
