/*
 * What the machines of one DNS domain together show of it: who of them found a KMS host on which day, to whom
 * DNS gave no record, which hosts serve them, and whom Active Directory activated. One client alone cannot
 * tell a record that is missing from a DNS server that does not know it.
 *
 * Hosts of cloud providers, addresses and a machine's own name are not found through DNS and do not count.
 */
#ifndef RULES_JUDGE_DOMAINS_H
#define RULES_JUDGE_DOMAINS_H

#include "correlate/model.h"

typedef struct domains domains;

/* A machine that found a KMS host, or found none, on one day. */
typedef struct domain_sighting {
    const sppwhy_machine *machine;
    const char *domain;          /* what follows the first dot of its name; "" for none */
    uint64_t day;                /* number of the day, in UTC */
    const sppwhy_request *found; /* the day's first that a host answered or logged; NULL: DNS had no record */
} domain_sighting;

/* A host that machines of a domain ask. */
typedef struct domain_host {
    const char *domain, *host;
    const sppwhy_machine *machine[2]; /* the two that were answered last; NULL where there is none */
    const sppwhy_request *request[2]; /* their newest */
    const sppwhy_machine *asked[2];   /* two that asked it, answered or not */
} domain_host;

/* NULL when memory is short. Collection and catalogue must outlive it. */
domains *domains_create(const sppwhy_collection *collection, const sppwhy_catalogue *catalogue);
void domains_free(domains *d);

/* The machine's newest sighting of a host before that time; NULL when there is none. */
const domain_sighting *domains_found_before(const domains *d, const sppwhy_machine *machine, uint64_t time);
/* Other machines of the machine's domain that found a host (or, `found` false, whom DNS gave none) on the day
 * of `time`, the day before or the day after; at most `room`, one sighting a machine and day. */
size_t domains_others(const domains *d, const sppwhy_machine *machine, uint64_t time, bool found,
                      const domain_sighting **out, size_t room);
/* The hosts that machines of that domain ask, in order of name; *count gets how many. */
const domain_host *domains_hosts(const domains *d, const char *domain, size_t *count);
/* The newest request by which this host answered another machine of the domain; NULL when there is none. */
const sppwhy_request *domain_host_other(const domain_host *host, const sppwhy_machine *machine);
bool domain_host_asked_by_other(const domain_host *host, const sppwhy_machine *machine);
/* Machines of the domain, or of the forest that it belongs to, that Active Directory activated: the newest
 * 12308 of each, at most `room`, `but` left out. */
size_t domains_directory(const domains *d, const char *domain, const sppwhy_machine *but,
                         const sppwhy_record **out, size_t room);

/* True when two names with dots belong to different organizations: their last two labels differ (three where
 * the last two are such as "co.uk"). False when one of them has no domain or is an address. */
bool names_are_foreign(const char *a, const char *b);
/* True for "localhost", 127.x, ::1 and the machine's own names. */
bool names_itself(const char *server, const sppwhy_machine *machine);

#endif
