/*
 * What judging asks of a collection again and again, sorted once, so that judging stays linear: which
 * machines are hosts, what each host said of its publishing in DNS, how far two clocks were apart, who showed
 * which CMID, and a machine's few telling events among its many requests. One mechanism with publishers.h, whose
 * answers it keeps.
 */
#ifndef RULES_JUDGE_INDEX_H
#define RULES_JUDGE_INDEX_H

#include "base/arena.h"
#include "rules/judge/domains.h"
#include "rules/judge/groups.h"
#include "spp/kms.h"

typedef struct rule_index rule_index;

/* What a host last said of one DNS domain, and since when. */
typedef struct publishing {
    const sppwhy_machine *host;
    const char *domain; /* "" when the event names none */
    bool failed;
    const sppwhy_record *record; /* the 12293 or 12294 */
    const sppwhy_record *first;  /* of the failures in a row that end with it */
    size_t in_a_row;
} publishing;

/* An event that is not one of the many requests; see index_events(). */
typedef struct noted_event {
    const sppwhy_machine *machine;
    uint32_t id;
    size_t place; /* in the machine's records */
} noted_event;

/* NULL when memory is short. Collection and catalogue must outlive it. */
rule_index *index_create(const sppwhy_collection *collection, const sppwhy_catalogue *catalogue);
void index_free(rule_index *index);

/* The machines that are hosts, in order of name. */
const sppwhy_machine *const *index_hosts(const rule_index *index, size_t *count);
/* The host that the collection's clients name most often in their requests; NULL when they name none. */
const char *index_usual_server(const rule_index *index);
/* What the catalogue knows of a host by its name or address (NULL: nothing): few hosts are asked, again and
 * again. */
const sppwhy_known_host *index_known_host(const rule_index *index, const char *host);
/* Likewise the product of that id, and what a host must be to serve it; either may be NULL. */
const sppwhy_product *index_product(const rule_index *index, const uint8_t *id, const sppwhy_update **needs);
/* The application that the product of that id belongs to; NULL when the catalogue does not say. */
const sppwhy_product *index_application(const rule_index *index, const uint8_t *id);
/* Does any host's log show requests? */
bool index_any_served(const rule_index *index);
/* The host's last word on each domain as of `now` (0: at the end), in order of domain, at most `room`;
 * returns how many. */
size_t index_publishing(const rule_index *index, const sppwhy_machine *host, uint64_t now,
                        const publishing **out, size_t room);
/* Its words on each domain that it ever spoke of, one each, in the arena; NULL when memory is short. */
const publishing *const *index_all_publishing(const rule_index *index, const sppwhy_machine *host,
                                              arena *memory, size_t *count);
/* Where what publishers.h gathers is kept once it was needed: of the hosts' failures, or their successes. */
struct publishers **index_publishers(const rule_index *index, bool failed);
/* The host's clock less the client's, as the nearest in time of their requests shows; 0 when none does. */
int64_t index_skew(const rule_index *index, const sppwhy_request *r);
/* An event that shows the machine, which has clones, using the CMID: a host's rather than its
 * own; or NULL. */
const sppwhy_record *index_cmid_use(const rule_index *index, const sppwhy_machine *machine,
                                    const uint8_t *cmid);
/* The machine's events of that id in order of time; requests (12288 to 12290) are not among them. */
const noted_event *index_events(const rule_index *index, const sppwhy_machine *machine, uint32_t id,
                                size_t *count);
/* Likewise those of a kind that the code knows by name. */
const noted_event *index_kind(const rule_index *index, const sppwhy_machine *machine, event_kind kind,
                              size_t *count);
/* The newest of these that is not later than `until`; NULL when there is none. */
const sppwhy_record *index_newest(const rule_index *index, const sppwhy_machine *machine, event_kind kind,
                                  uint64_t until);
/* The first of these, or of all records of a machine, that is not before `time`: its place. */
size_t noted_from(const sppwhy_machine *machine, const noted_event *events, size_t count, uint64_t time);
size_t records_from(const sppwhy_machine *machine, uint64_t time);
/* How many failed requests of its clients are older than the machine's KMS log, and the newest of them; 0
 * where it has no such log. */
size_t index_missed(const rule_index *index, const sppwhy_machine *machine, const sppwhy_request **newest);
/* Which hosts share their clients. */
const host_groups *index_groups(const rule_index *index);
/* What the machines of a domain show together. */
const domains *index_domains(const rule_index *index);
/* True for the events that index_events() leaves out. */
bool index_leaves_out(const sppwhy_event_type *type);

#endif
