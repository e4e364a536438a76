/*
 * Step 3: each 12288 with the 12289 that answered it.
 *
 * In:   the evidence, and the names (whose roots it looks up).
 * Out:  exchanges in the order of their first records: a 12288 with or without its answer, or a 12289 alone. Those
 *       after the span's end are among them, so that each request has the answer that is its own.
 * Cost: one pass; for each answer at most LIMIT_REQUESTS_WAITING requests of its machine are compared.
 */
#ifndef CORRELATE_MATCH_RESPONSES_H
#define CORRELATE_MATCH_RESPONSES_H

#include "base/vec.h"
#include "correlate/names.h"

/* A request before it is one: what the client's log shows of it, and the host's record when it was found. */
typedef struct exchange {
    const sppwhy_record *client, *response, *host;
} exchange;

typedef struct exchange_list {
    exchange *items;
    size_t count, capacity;
    size_t
        cut; /* of 12289 and 12290, those for which not all requests were looked at that they may belong to */
} exchange_list;

/* False when memory is short; the list is the caller's to free in any case. */
bool match_responses(exchange_list *exchanges, const evidence *given, name_table *names);

#endif
