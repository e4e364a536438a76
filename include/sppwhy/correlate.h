/*
 * How records belong together: requests, activations, machines, hosts, and what the logs cover.
 *
 * - A request is one 12288 with its 12289 (same machine, same client time) and its 12290 (same CMID, product
 *   and client time: the host logs the client's timestamp, so they match even when the clocks differ).
 * - An activation is one try of one product on one machine: its requests, one host after another, and the
 *   8198 or 8233 that sums it up; or those alone, when no host was found to ask.
 * - A machine is known by its computer name. Names that follow one another in one log are one machine,
 *   renamed. One CMID on two machines at the same time is a clone.
 * - That an event is absent is evidence only where a log of that machine covers the time.
 *
 * What is reached through a collection lives as long as it, its records and their logs. Times are FILETIMEs
 * (100 ns since 1601-01-01 UTC), 0 when not known; a CMID or a product is 16 bytes in the order in which a
 * GUID is written, NULL when not known.
 */
#ifndef SPPWHY_CORRELATE_H
#define SPPWHY_CORRELATE_H

#include "sppwhy/spp.h"

SPPWHY_BEGIN

typedef struct sppwhy_collection sppwhy_collection;
typedef struct sppwhy_machine sppwhy_machine;
typedef struct sppwhy_request sppwhy_request;
typedef struct sppwhy_activation sppwhy_activation;

/* ---- requests ------------------------------------------------------------------------------------------ */

/* Where a request's clock difference comes from. */
typedef enum sppwhy_skew_source {
    SPPWHY_SKEW_NONE = 0,
    SPPWHY_SKEW_HOST = 1, /* host's TimeCreated less the client time written in its 12290: to the minute */
    SPPWHY_SKEW_BOTH = 2  /* host's TimeCreated less the client's, of the same request: to the second */
} sppwhy_skew_source;

/* Its 12288, 12289 and 12290; NULL where there is none. */
const sppwhy_record *sppwhy_request_client(const sppwhy_request *request);
const sppwhy_record *sppwhy_request_response(const sppwhy_request *request);
const sppwhy_record *sppwhy_request_host(const sppwhy_request *request);
/* The record that shows most of it: the client's, else its answer, else the host's. */
const sppwhy_record *sppwhy_request_record(const sppwhy_request *request);
/* The record that says what was asked: the client's, else the host's; NULL when there is neither. */
const sppwhy_record *sppwhy_request_asked(const sppwhy_request *request);
/* TimeCreated of sppwhy_request_record(). */
uint64_t sppwhy_request_time(const sppwhy_request *request);
/* Activation ID and CMID, as that record has them; NULL when unknown. */
const uint8_t *sppwhy_request_product(const sppwhy_request *request);
const uint8_t *sppwhy_request_cmid(const sppwhy_request *request);
/* The client; and the machine asked, NULL when it is not known. */
const sppwhy_machine *sppwhy_request_machine(const sppwhy_request *request);
const sppwhy_machine *sppwhy_request_target(const sppwhy_request *request);
/* NULL for a request that only a host's log shows and that was granted. */
const sppwhy_activation *sppwhy_request_activation(const sppwhy_request *request);
/* Host's clock less the client's, in seconds: positive when the client is behind; more than some 68 years is
 * cut off. It says something unless its source is SPPWHY_SKEW_NONE. */
int32_t sppwhy_request_skew_seconds(const sppwhy_request *request);
sppwhy_skew_source sppwhy_request_skew_source(const sppwhy_request *request);
/* Its product belongs to Office, which a KMS host counts apart from Windows. */
bool sppwhy_request_is_office(const sppwhy_request *request);

/* ---- activations --------------------------------------------------------------------------------------- */

typedef enum sppwhy_outcome {
    SPPWHY_OUTCOME_ACTIVATED = 0,
    SPPWHY_OUTCOME_RENEWED = 1, /* it was licensed before */
    SPPWHY_OUTCOME_FAILED = 2,
    SPPWHY_OUTCOME_UNANSWERED = 3 /* sent without an error, and no answer was processed */
} sppwhy_outcome;

/* "activated", "renewed", "failed", "unanswered". */
const char *sppwhy_outcome_name(sppwhy_outcome outcome);

/* From 1, in order of time. */
size_t sppwhy_activation_id(const sppwhy_activation *activation);
const sppwhy_machine *sppwhy_activation_machine(const sppwhy_activation *activation);
/* Of its first event. */
uint64_t sppwhy_activation_time(const sppwhy_activation *activation);
const uint8_t *sppwhy_activation_product(const sppwhy_activation *activation);
sppwhy_outcome sppwhy_activation_outcome(const sppwhy_activation *activation);
/* The most specific HRESULT: of the last request that failed, else of the host, else of the summary. False
 * when there is none. */
bool sppwhy_activation_code(const sppwhy_activation *activation, uint32_t *out);
/* The machine was licensed when it tried. */
bool sppwhy_activation_is_renewal(const sppwhy_activation *activation);
/* In order of time. */
size_t sppwhy_activation_request_count(const sppwhy_activation *activation);
const sppwhy_request *sppwhy_activation_request(const sppwhy_activation *activation, size_t i);
/* What sums it up, an 8198, 8233 or 12308: the i-th that is there. */
const sppwhy_record *sppwhy_activation_summary(const sppwhy_activation *activation, size_t i);

/* ---- hosts --------------------------------------------------------------------------------------------- */

/* What the requests that a KMS host processed say of it as a whole. Times and spans are FILETIME steps. */
typedef struct sppwhy_host_facts sppwhy_host_facts;
/* A host's count of one application. */
typedef struct sppwhy_host_count sppwhy_host_count;

/* Different CMIDs of the 30 days before its newest 12290. */
size_t sppwhy_host_count_recent_clients(const sppwhy_host_count *count);
/* The largest count that a client needed (N-policy); 0: none asked. */
uint32_t sppwhy_host_count_need(const sppwhy_host_count *count);
/* The newest 12289 with the host's count, NULL when there is none; the count in it, and the
 * highest in any. */
const sppwhy_record *sppwhy_host_count_answer(const sppwhy_host_count *count);
uint64_t sppwhy_host_count_answered(const sppwhy_host_count *count);
uint64_t sppwhy_host_count_highest(const sppwhy_host_count *count);

/* Different machines that it served. */
size_t sppwhy_host_facts_clients(const sppwhy_host_facts *facts);
/* When the 30 days before its newest 12290 began. */
uint64_t sppwhy_host_facts_counted_from(const sppwhy_host_facts *facts);
/* Of Windows, or of Office on a host that serves that alone; and of Office on one that serves both. */
const sppwhy_host_count *sppwhy_host_facts_count(const sppwhy_host_facts *facts);
const sppwhy_host_count *sppwhy_host_facts_office(const sppwhy_host_facts *facts);
/* The newest request granted of each product, in order of product. */
size_t sppwhy_host_facts_granted_count(const sppwhy_host_facts *facts);
const sppwhy_request *sppwhy_host_facts_granted(const sppwhy_host_facts *facts, size_t i);
/* Its clock less its clients', the median in seconds; and by how many clients it was measured. */
int64_t sppwhy_host_facts_clock_seconds(const sppwhy_host_facts *facts);
size_t sppwhy_host_facts_clock_clients(const sppwhy_host_facts *facts);
/* Its longest time without a request; 0 when too few show what is usual. */
uint64_t sppwhy_host_facts_silent_from(const sppwhy_host_facts *facts);
uint64_t sppwhy_host_facts_silent_to(const sppwhy_host_facts *facts);

/* ---- machines ------------------------------------------------------------------------------------------ */

typedef enum sppwhy_machine_state {
    SPPWHY_STATE_UNKNOWN = 0,
    SPPWHY_STATE_ACTIVATED = 1,
    SPPWHY_STATE_RENEWAL_FAILING = 2,
    SPPWHY_STATE_ACTIVATION_FAILING = 3
} sppwhy_machine_state;

/* "unknown", "activated", "renewal_failing", "activation_failing". */
const char *sppwhy_machine_state_name(sppwhy_machine_state state);

/* The newest that its own log shows, else as a host's log names it; and earlier ones. */
const char *sppwhy_machine_name(const sppwhy_machine *machine);
size_t sppwhy_machine_alias_count(const sppwhy_machine *machine);
const char *sppwhy_machine_alias(const sppwhy_machine *machine, size_t i);
/* True when the name, its first label or an earlier name is like that (* and ?), without regard to case. */
bool sppwhy_machine_matches(const sppwhy_machine *machine, const char *pattern);
/* In order of first sight. */
size_t sppwhy_machine_cmid_count(const sppwhy_machine *machine);
const uint8_t *sppwhy_machine_cmid(const sppwhy_machine *machine, size_t i);
size_t sppwhy_machine_product_count(const sppwhy_machine *machine);
const uint8_t *sppwhy_machine_product(const sppwhy_machine *machine, size_t i);
/* It wrote some of the events; else it is only named by a host. */
bool sppwhy_machine_has_logs(const sppwhy_machine *machine);
/* It sent requests or tried to activate; it logged 12290 to 12294. */
bool sppwhy_machine_is_client(const sppwhy_machine *machine);
bool sppwhy_machine_is_host(const sppwhy_machine *machine);
sppwhy_machine_state sppwhy_machine_state_of(const sppwhy_machine *machine);
/* Its own logs are not there: the state is as its host granted it last. */
bool sppwhy_machine_state_by_host(const sppwhy_machine *machine);
uint64_t sppwhy_machine_last_success(const sppwhy_machine *machine);
uint64_t sppwhy_machine_last_failure(const sppwhy_machine *machine);
/* When the license or grace ends as last logged. */
uint64_t sppwhy_machine_runs_out(const sppwhy_machine *machine);
/* Those within the span asked for, in order of time; and how many of them failed or were not answered. */
size_t sppwhy_machine_activation_count(const sppwhy_machine *machine);
const sppwhy_activation *sppwhy_machine_activation(const sppwhy_machine *machine, size_t i);
size_t sppwhy_machine_failed_count(const sppwhy_machine *machine);
/* Written by it, in order of time. */
size_t sppwhy_machine_record_count(const sppwhy_machine *machine);
const sppwhy_record *sppwhy_machine_record(const sppwhy_machine *machine, size_t i);
/* That hold its events. */
size_t sppwhy_machine_log_count(const sppwhy_machine *machine);
const sppwhy_log *sppwhy_machine_log(const sppwhy_machine *machine, size_t i);
/* As a client: the requests it sent; as a host: those it processed. In order of time. */
size_t sppwhy_machine_request_count(const sppwhy_machine *machine);
const sppwhy_request *sppwhy_machine_request(const sppwhy_machine *machine, size_t i);
size_t sppwhy_machine_served_count(const sppwhy_machine *machine);
const sppwhy_request *sppwhy_machine_served(const sppwhy_machine *machine, size_t i);
/* Never NULL; says nothing of a machine that is no host. */
const sppwhy_host_facts *sppwhy_machine_host_facts(const sppwhy_machine *machine);
/* Other machines that use one of its CMIDs at the same time, by name. Of thousands the first 100 are listed;
 * the total counts all. */
size_t sppwhy_machine_clone_count(const sppwhy_machine *machine);
size_t sppwhy_machine_clone_total(const sppwhy_machine *machine);
const sppwhy_machine *sppwhy_machine_clone(const sppwhy_machine *machine, size_t i);

#define SPPWHY_CHANNEL_APPLICATION "Application"
#define SPPWHY_CHANNEL_KMS "Key Management Service"

/* True when one log that the machine alone wrote holds that channel, reaches from before `from` to after
 * `to`, and its record numbers do not jump in between. */
bool sppwhy_machine_covers(const sppwhy_machine *machine, const char *channel, uint64_t from, uint64_t to);
/* The oldest event of its logs of that channel; 0 without one. */
uint64_t sppwhy_machine_log_begins(const sppwhy_machine *machine, const char *channel);
/* True when any log of that channel that the machine alone wrote was given. */
bool sppwhy_machine_has_channel(const sppwhy_machine *machine, const char *channel);

/* ---- all of it ----------------------------------------------------------------------------------------- */

/* FILETIME, 0: no bound. Activations that began before `since` are left out, but machines are judged by all
 * that is known. What was written after `until` does not count at all: the result is that of then. These two
 * members are all that it will ever have. */
typedef struct sppwhy_span {
    uint64_t since, until;
} sppwhy_span;

/* `records` and `logs` must outlive the collection. SPPWHY_NO_MEMORY is the only failure. Cost: linear in
 * the number of records, but for putting them in order. */
SPPWHY_NODISCARD sppwhy_status sppwhy_correlate(sppwhy_collection **out, const sppwhy_records *records,
                                                const sppwhy_log *const *logs, size_t log_count,
                                                sppwhy_span span, sppwhy_error *error);
void sppwhy_collection_free(sppwhy_collection *collection);

size_t sppwhy_collection_log_count(const sppwhy_collection *collection);
const sppwhy_log *sppwhy_collection_log(const sppwhy_collection *collection, size_t i);
/* In order of name. */
size_t sppwhy_collection_machine_count(const sppwhy_collection *collection);
const sppwhy_machine *sppwhy_collection_machine(const sppwhy_collection *collection, size_t i);
/* In order of time. */
size_t sppwhy_collection_activation_count(const sppwhy_collection *collection);
const sppwhy_activation *sppwhy_collection_activation(const sppwhy_collection *collection, size_t i);
size_t sppwhy_collection_request_count(const sppwhy_collection *collection);
const sppwhy_request *sppwhy_collection_request(const sppwhy_collection *collection, size_t i);
/* The span that was asked for. */
sppwhy_span sppwhy_collection_span(const sppwhy_collection *collection);

/* The activation with that id; NULL when it is not in the collection. */
const sppwhy_activation *sppwhy_activation_find(const sppwhy_collection *collection, size_t id);
/* The machine of that name (full, or a first label that only one machine has); NULL when there is none. */
const sppwhy_machine *sppwhy_machine_find(const sppwhy_collection *collection, const char *name);

/* ---- KMS activity: the numbers of Microsoft's KMS Management Pack -------------------------------------- */

/* A client's state is that of its newest request, and a 12290 has the state *before* the request. */
typedef enum sppwhy_activity_basis {
    SPPWHY_BASIS_ANSWER = 0,  /* the client's 12289 shows what became of it */
    SPPWHY_BASIS_BEFORE = 1,  /* refused, or no answer came: the state before the request still holds */
    SPPWHY_BASIS_RENEWAL = 2, /* assumed: the host granted a licensed client's renewal */
    /* assumed: granted, and the host's log shows as many clients within 30 days as the product needs */
    SPPWHY_BASIS_ENOUGH_CLIENTS = 3,
    /* granted, but the host's log shows fewer clients: the state before is taken to hold */
    SPPWHY_BASIS_TOO_FEW = 4,
    /* the client's own log said so after the request: 8230, 1003, 1013, 12308, or what slmgr showed */
    SPPWHY_BASIS_OWN_LOG = 5
} sppwhy_activity_basis;

/* "answer", "before", "renewal" ...: as the JSON of `activity` has it. Never NULL. */
const char *sppwhy_activity_basis_name(sppwhy_activity_basis basis);

typedef struct sppwhy_activity sppwhy_activity;
/* One KMS host, or all together. */
typedef struct sppwhy_activity_scope sppwhy_activity_scope;
/* One product; and one product on one client. */
typedef struct sppwhy_activity_product sppwhy_activity_product;
typedef struct sppwhy_activity_client sppwhy_activity_client;
/* A machine whose license or grace ends, also one that never reached a host. */
typedef struct sppwhy_activity_end sppwhy_activity_end;

/* Counts what 12290, and where only the client's log is there 12288 with 12289, show within the span; "now"
 * is its end or, without one, the newest event of all logs; for a host whose log ends half a year or more
 * before that, its own newest event. The collection must outlive the result. SPPWHY_NO_MEMORY is the only failure.
 * Cost: linear in the requests, but for putting them in order. */
SPPWHY_NODISCARD sppwhy_status sppwhy_activity_count(sppwhy_activity **out,
                                                     const sppwhy_collection *collection, sppwhy_span span,
                                                     sppwhy_error *error);
/* The same of some machines: `shown` has a flag for each machine of the collection, by place; what these
 * asked or were asked counts. NULL: all. SPPWHY_NO_MEMORY is the only failure; cost as above. */
SPPWHY_NODISCARD sppwhy_status sppwhy_activity_count_of(sppwhy_activity **out,
                                                        const sppwhy_collection *collection, sppwhy_span span,
                                                        const bool *shown, sppwhy_error *error);
void sppwhy_activity_free(sppwhy_activity *activity);

/* FILETIME to which "last" and "left" refer. */
uint64_t sppwhy_activity_now(const sppwhy_activity *activity);
/* All together, then each host that has logs, by name. */
size_t sppwhy_activity_scope_count(const sppwhy_activity *activity);
const sppwhy_activity_scope *sppwhy_activity_scope_at(const sppwhy_activity *activity, size_t i);
/* The soonest first. */
size_t sppwhy_activity_end_count(const sppwhy_activity *activity);
const sppwhy_activity_end *sppwhy_activity_end_at(const sppwhy_activity *activity, size_t i);

/* NULL: all together. */
const sppwhy_machine *sppwhy_activity_scope_host(const sppwhy_activity_scope *scope);
uint64_t sppwhy_activity_scope_requests(const sppwhy_activity_scope *scope);
/* Refused by the host, without effect for the client, or never answered. */
uint64_t sppwhy_activity_scope_not_activated(const sppwhy_activity_scope *scope);
/* Different clients of the last 30 days. */
uint64_t sppwhy_activity_scope_recent_machines(const sppwhy_activity_scope *scope);
/* In order of id. */
size_t sppwhy_activity_scope_product_count(const sppwhy_activity_scope *scope);
const sppwhy_activity_product *sppwhy_activity_scope_product(const sppwhy_activity_scope *scope, size_t i);
/* In order of name and product. */
size_t sppwhy_activity_scope_client_count(const sppwhy_activity_scope *scope);
const sppwhy_activity_client *sppwhy_activity_scope_client(const sppwhy_activity_scope *scope, size_t i);

/* For how many days back activations are counted: 1, 7, 30, 90, and 0 for all. */
#define SPPWHY_ACTIVITY_RANGES 5
unsigned sppwhy_activity_range_days(size_t range);

const uint8_t *sppwhy_activity_product_id(const sppwhy_activity_product *product);
/* Requests that were granted within that range; `range` is below SPPWHY_ACTIVITY_RANGES. */
uint64_t sppwhy_activity_product_activations(const sppwhy_activity_product *product, size_t range);
/* Of the last day: the client was not licensed. */
uint64_t sppwhy_activity_product_new_activations(const sppwhy_activity_product *product);
/* Different ones of the last 14 days. */
uint64_t sppwhy_activity_product_virtual_clients(const sppwhy_activity_product *product);
uint64_t sppwhy_activity_product_physical_clients(const sppwhy_activity_product *product);

const sppwhy_machine *sppwhy_activity_client_machine(const sppwhy_activity_client *client);
const sppwhy_machine *sppwhy_activity_client_host(const sppwhy_activity_client *client);
const uint8_t *sppwhy_activity_client_product(const sppwhy_activity_client *client);
bool sppwhy_activity_client_is_vm(const sppwhy_activity_client *client);
/* Its newest request, by the host's clock where the host's log is there. */
uint64_t sppwhy_activity_client_seen(const sppwhy_activity_client *client);
/* After that request, see sppwhy_state_name(); what it rests on; when it ends, 0 when it does not. */
uint64_t sppwhy_activity_client_state(const sppwhy_activity_client *client);
sppwhy_activity_basis sppwhy_activity_client_basis(const sppwhy_activity_client *client);
uint64_t sppwhy_activity_client_ends(const sppwhy_activity_client *client);

const sppwhy_machine *sppwhy_activity_end_machine(const sppwhy_activity_end *end);
/* 0: it does not activate, and no event says when its grace ends. */
uint64_t sppwhy_activity_end_time(const sppwhy_activity_end *end);

SPPWHY_END

#endif
