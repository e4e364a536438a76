/*
 * KMS hosts by what they said of publishing themselves in DNS, for `some_host: {published|fieldref: ...}`,
 * which is asked for each failed try of each machine. Hosts that never spoke of a domain need not be asked
 * about it one by one: of them only two things are needed: how many cannot tell at that time, and which
 * come first.
 *
 * What a host can say of a time changes with its events and with what its logs cover: all such moments are
 * looked at once, in m log m steps of m events and logs; a question then takes log m, and the hosts that come
 * into question. One mechanism with index.h, from which it is made and which keeps it.
 */
#ifndef RULES_JUDGE_PUBLISHERS_H
#define RULES_JUDGE_PUBLISHERS_H

#include "rules/ruleset/rule.h"

typedef struct publishers publishers;

/* Of one field of a host. NULL when memory is short. */
publishers *publishers_create(const scope *s, const field *f);
void publishers_free(publishers *p); /* NULL is fine */

/* How many hosts cannot tell at that time. */
size_t publishers_unknown(const publishers *p, uint64_t now);
/* The places in index_hosts(), in order, of the hosts that ever spoke of the domain, and of the first `most`
 * that cannot tell. In the arena; NULL when memory is short. */
const size_t *publishers_of(const publishers *p, const scope *s, const char *domain, size_t most,
                            size_t *count);

#endif
