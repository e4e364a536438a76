/* See base/temporary.h: as Windows has it. */
#include "base/temporary.h"

#include <stdlib.h>

const char *temporary_folder(void)
{
    const char *folder = getenv("TEMP");
    return folder && folder[0] != '\0' ? folder : ".";
}
