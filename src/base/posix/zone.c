/* See base/zone.h: as POSIX has it. */
#define _DEFAULT_SOURCE /* tm_gmtoff, tm_zone */
#include "base/zone.h"

#include "base/clock.h"

#include <ctype.h>
#include <time.h>

/* A zone's name comes from the environment: nothing but letters, digits and signs is taken from it. */
static void take_name(char out[16], const char *name)
{
    size_t length = 0;
    for (; name && *name && length < 15; name++)
        if (isalnum((unsigned char)*name) || *name == '+' || *name == '-')
            out[length++] = *name;
    out[length] = '\0';
}

void zone_read(void)
{
    tzset();
}

bool zone_at(uint64_t time, int32_t *seconds, char name[16])
{
    struct tm local;
    time_t moment = (time_t)((int64_t)(time / CLOCK_SECOND) - (int64_t)CLOCK_UNIX_EPOCH_SECONDS);
    *seconds = 0;
    name[0] = '\0';
    tzset(); /* localtime_r() need not */
    if (time >= CLOCK_END || !localtime_r(&moment, &local))
        return false;
    *seconds = (int32_t)local.tm_gmtoff;
    take_name(name, local.tm_zone);
    return true;
}
