/* The reader's time zone: the only place that asks the system for it. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "sppwhy/status.h"

/* Reads what the system knows of the zone; before a program gives up opening files. */
void zone_read(void);

/* How far local time is ahead of UTC at that moment (FILETIME), with daylight saving as it was then, and the
 * zone's short name ("CEST"; "" when it has none). False when the system cannot tell. */
bool zone_at(uint64_t time, int32_t *seconds, char name[16]);

/* "UTC+02:00" */
char *zone_format(int32_t seconds, char out[16]);

#endif
