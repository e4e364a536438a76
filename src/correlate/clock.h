/*
 * Steps 6 and 13: clocks. All that is known of skew: how it is measured, when a measure counts, and what a
 * host does to it that writes client times in local time.
 *
 * Skew is the host's clock less the client's, in seconds. Each way to measure it is a row in clock.c; they
 * are tried in order, and the first that can tell gives the skew of the request and its source:
 *
 *   both   TimeCreated of the host's 12290 less that of the client's 12288: to the second.
 *   host   TimeCreated of the 12290 less the client time written in it: to the minute.
 *
 * The second one reads an Info time, which some systems print in local time. A host refuses a request that is
 * over four hours off (kms.h); where it granted one whose client time seems further off than that, the host
 * prints local time, and none of its Info times counts. A client that prints local time is seen in its own
 * 12288 (info_time.h).
 */
#ifndef CORRELATE_CLOCK_H
#define CORRELATE_CLOCK_H

#include "base/clock.h"
#include "correlate/machine_list.h"
#include "correlate/requests.h"
#include "spp/kms.h"

#include <stdlib.h>

/*
 * In:   the requests with their records.
 * Out:  skew_seconds and skew_source of each.
 * Cost: two passes over the requests. False when memory is short.
 */
bool clock_measure_requests(request_list *requests);

/*
 * In:   the machines with the requests they sent, measured.
 * Out:  clock_seconds and clock_clients of each host: the median over its clients, each counted once, so that
 *       one client whose clock is off does not move it.
 * Cost: n log n in the pairs of client and host. False when memory is short.
 */
bool clock_measure_hosts(const machine_list *machines);

/* What a host's 12290 alone shows of the two clocks, the second way above; false where it shows nothing. */
bool clock_of_host_record(const sppwhy_record *host, int32_t *seconds);
/* The host granted what it would have refused, were the client time that it wrote in UTC. */
bool clock_is_printed_local(const sppwhy_record *host);

/* When a difference counts: more than whole minutes and a request's way explain; and more than a host allows. */
static inline bool clock_is_off(int64_t seconds)
{
    return llabs(seconds) >= KMS_SKEW_ROUNDING_SECONDS;
}

static inline bool clock_is_refused(int64_t seconds)
{
    return llabs(seconds) > KMS_SKEW_ALLOWED_SECONDS;
}

/* The clocks are so near each other that a time in one log can be looked for in the other; also those that were not
 * measured, of which nothing else is known. */
static inline bool clock_is_near(const sppwhy_request *r)
{
    return llabs(r->skew_seconds) <= (int64_t)(CLOCK_HOUR / CLOCK_SECOND);
}

/* Whether the clocks of a request were measured. */
static inline bool clock_is_measured(const sppwhy_request *r)
{
    return r->skew_source != SPPWHY_SKEW_NONE;
}

/* Whether no way of printing a time can falsify the measure: it is between the times of two events. */
bool clock_is_exact(const sppwhy_request *r);

#endif
