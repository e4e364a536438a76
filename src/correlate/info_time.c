/* See info_time.h. */
#include "correlate/info_time.h"

#include "base/clock.h"
#include "spp/access.h"

/* A client's own 12288 shows whether its Info time is UTC: it then equals TimeCreated to the minute. Where it
 * is printed in local time it differs by a multiple of 15 minutes, which is taken off. */
uint64_t info_time_in_utc(const sppwhy_record *client)
{
    uint64_t written = record_number(client, SPPWHY_FIELD_CLIENT_TIME, 0);
    int64_t off = clock_difference(client->event->time, written);
    int64_t quarter = (int64_t)(15 * CLOCK_MINUTE);
    int64_t quarters = (off + (off < 0 ? -quarter / 2 : quarter / 2)) / quarter;
    int64_t rest = off - quarters * quarter;
    if (!clock_usable(written) || !clock_usable(client->event->time) || quarters > 56 || quarters < -56 ||
        rest > (int64_t)(2 * CLOCK_MINUTE) || rest < -(int64_t)(2 * CLOCK_MINUTE))
        return written;
    return (uint64_t)((int64_t)written - quarters * quarter);
}
