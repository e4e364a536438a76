/* See base/zone.h: as Windows has it. */
#include "base/zone.h"

#include "base/clock.h"
#include "base/windows/wide.h"

void zone_read(void)
{
}

bool zone_at(uint64_t time, int32_t *seconds, char name[16])
{
    FILETIME utc = {(DWORD)time, (DWORD)(time >> 32)}, as_local;
    SYSTEMTIME moment, local;
    *seconds = 0;
    name[0] = '\0'; /* Windows has long names in the user's language only */
    if (time >= CLOCK_END || !FileTimeToSystemTime(&utc, &moment) ||
        !SystemTimeToTzSpecificLocalTime(NULL, &moment, &local) || !SystemTimeToFileTime(&local, &as_local))
        return false;
    uint64_t there = (uint64_t)as_local.dwHighDateTime << 32 | as_local.dwLowDateTime;
    time -= time % (CLOCK_SECOND / 1000); /* a SYSTEMTIME has milliseconds */
    *seconds = (int32_t)((int64_t)(there - time) / (int64_t)CLOCK_SECOND);
    return true;
}
