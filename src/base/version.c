/* See sppwhy/version.h. */
#include "sppwhy/version.h"

const char *sppwhy_version(void)
{
    return SPPWHY_VERSION_STRING;
}

int sppwhy_version_number(void)
{
    return SPPWHY_VERSION;
}
