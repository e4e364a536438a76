#include "sppwhy/status.h"

const char *sppwhy_version(void)
{
    return SPPWHY_VERSION;
}
