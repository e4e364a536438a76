/*
 * Step 4: each exchange with the 12290 that the host wrote of it.
 *
 * In:   the exchanges, the evidence.
 * Out:  `host` of each exchange that has one; `joined`, a bit a record, for the 12290 that belong to one of the span; the
 *       client's name in a joined 12290 and the name in the client's own log become one machine's.
 * Cost: n log n in the requests (a sorted list of CMID, product and client time), then one search a 12290; of
 *       requests that share all three at most LIMIT_REQUESTS_ALIKE are compared.
 */
#ifndef CORRELATE_MATCH_HOST_RECORDS_H
#define CORRELATE_MATCH_HOST_RECORDS_H

#include "correlate/match_responses.h"

/* False when memory is short; *joined is the caller's to free() in any case. */
bool match_host_records(exchange_list *exchanges, uint8_t **joined, const evidence *given, name_table *names);

static inline bool is_joined(const uint8_t *joined, size_t record)
{
    return (joined[record / 8] >> record % 8 & 1) != 0;
}

#endif
