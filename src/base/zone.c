/* See zone.h. */
#include "base/zone.h"

#include <stdio.h>

char *zone_format(int32_t seconds, char out[16])
{
    unsigned minutes = (unsigned)(seconds < 0 ? -seconds : seconds) / 60 % (100 * 60);
    snprintf(out, 16, "UTC%c%02u:%02u", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return out;
}
