/*
 * A part of step 4: the client time in the Info string of a 12288, which some systems print in local time.
 *
 * In:   a 12288.
 * Out:  that time in UTC. 0 when there is none.
 * Cost: a few numbers.
 */
#ifndef CORRELATE_INFO_TIME_H
#define CORRELATE_INFO_TIME_H

#include "spp/records.h"

uint64_t info_time_in_utc(const sppwhy_record *client);

#endif
