/* What sppwhy/correlate.h keeps opaque: plain structures, which each step fills in and hands on. Pointers
 * stay valid as long as the collection, its records and their logs. */
#ifndef CORRELATE_MODEL_H
#define CORRELATE_MODEL_H

#include "spp/records.h"
#include "sppwhy/correlate.h"

struct sppwhy_request {
    const sppwhy_record *client;   /* 12288; NULL when only the host's log has it */
    const sppwhy_record *response; /* 12289 */
    const sppwhy_record *host;     /* 12290 */
    uint64_t time;                 /* of the first of them that there is */
    sppwhy_machine *machine;       /* the client */
    sppwhy_machine *target;        /* the machine asked, when it is known; NULL otherwise */
    sppwhy_activation *activation; /* NULL for a request that only a host's log shows and that was granted */
    int32_t skew_seconds; /* host's clock less the client's: positive when the client is behind; at most some
                             68 years, more is cut off */
    uint8_t skew_source;  /* sppwhy_skew_source, in a byte: a request is 64, there may be tens of millions */
    bool host_later;      /* its 12290 was written after the end of the span asked for */
    bool office;          /* its product belongs to Office, which a KMS host counts apart from Windows */
};

struct sppwhy_activation {
    size_t id; /* from 1, in order of time */
    sppwhy_machine *machine;
    uint64_t time;          /* of its first event */
    uint64_t last_asked;    /* of its last request; of a try without one as `time` */
    const uint8_t *product; /* NULL when unknown */
    sppwhy_outcome outcome;
    bool has_code;
    uint32_t
        code; /* the most telling: of the last request that failed, else of the host, else of the summary */
    bool renewal;                    /* the machine was licensed when it tried */
    sppwhy_request *const *requests; /* in order of time */
    size_t request_count;
    const sppwhy_record *summary[3]; /* 8198, 8233, 12308: NULL where absent */
};

/* What shows that two machines have one name: logs, or CMIDs. */
typedef struct sppwhy_twins {
    const sppwhy_log *logs[2];       /* NULL: it was not the logs */
    const uint8_t *cmids[2];         /* likewise */
    const sppwhy_record *records[2]; /* one of each; NULL where there is none */
} sppwhy_twins;

/* A host's count of one application. */
struct sppwhy_host_count {
    size_t recent_clients;       /* different CMIDs of the 30 days before its newest 12290 */
    uint32_t need;               /* the largest count that a client needed (N-policy); 0: none asked */
    const sppwhy_record *answer; /* the newest 12289 that gives the host's count; NULL when there is none */
    uint64_t answered_count, highest_count; /* the count in it, and the highest in any */
};

/* What the requests that a host processed say of it as a whole. Times and spans are FILETIME steps. */
struct sppwhy_host_facts {
    size_t clients;                 /* different machines that it served */
    uint64_t counted_from;          /* when the 30 days before its newest 12290 began */
    sppwhy_host_count count;        /* of Windows; of Office on a host that serves that alone */
    sppwhy_host_count office;       /* of Office on a host that serves Windows, too */
    sppwhy_request *const *granted; /* the newest request granted of each product, in order of product */
    size_t granted_count;
    size_t clock_clients;  /* clients by which its clock was measured */
    int64_t clock_seconds; /* its clock less its clients': their median */
    uint64_t silent_from,
        silent_to;         /* its longest time without a request; 0 when too few show what is usual */
    uint64_t silence;      /* of it, what was not weekend */
    uint64_t next_silence; /* the next longest, and the median one */
    uint64_t usual_gap;
    /* From its last request to the end of its logs, less weekends, where that is the longest in them or too
     * few requests show what is usual; 0 otherwise. */
    uint64_t quiet_from, quiet;
};

/* Its members by the step that writes them (collection.c lists the steps). */
struct sppwhy_machine {
    /* 7, machines: who it is, and what belongs to it. The last part of the step drops machines and numbers the
     * others anew. */
    size_t place;     /* among the collection's machines */
    const char *name; /* the newest that its own log shows, else as a host's log names it */
    const char *const *aliases;
    size_t alias_count;
    bool has_logs;                       /* it wrote some of the events; else it is only named by a host */
    const sppwhy_record *const *records; /* written by it, in order of time */
    size_t record_count;
    const size_t
        *others; /* places in `records` of those that are no requests (12288 to 12290): few among many */
    size_t other_count;
    const sppwhy_record *const *contradicting; /* of them, as in sppwhy_records */
    size_t contradicting_count;
    const sppwhy_log *const *logs; /* that hold its events */
    size_t log_count;
    const sppwhy_log *const
        *own_logs; /* of them, those that it alone wrote: only these can show an absence */
    size_t own_log_count;
    sppwhy_request *const *requests; /* as a client: those it sent, in order of time */
    size_t request_count;
    sppwhy_request *const *served; /* as a host: requests it processed, in order of its time */
    size_t served_count;
    bool is_client; /* it sent requests; step 11: or tried to activate */

    /* 7, its second part, after the activations (8). */
    sppwhy_activation *const *tries; /* all, in order of time: what a machine is judged by */
    size_t try_count;
    sppwhy_activation *const *activations; /* the last of them: those within the span asked for */
    size_t activation_count;
    uint64_t until;       /* nothing later counts: the span's end, or UINT64_MAX */
    uint64_t known_until; /* the newest time that its logs speak of, within that; 0 without a log */

    /* 9, clones. */
    const uint8_t *const *cmids; /* in order of first sight */
    size_t cmid_count;
    sppwhy_machine *const *clones; /* other machines that use one of its CMIDs at the same time, by name; of
                                      thousands LIMIT_CLONES_LISTED, always the same */
    size_t clone_count;            /* in the list */
    size_t clone_total;            /* in all; at least so many where it shares several CMIDs with thousands */

    /* 10, coverage. */
    const struct sppwhy_coverage *coverage; /* what sppwhy_machine_covers() looks up */

    /* 11, states. */
    bool is_host;                /* it logged 12290 to 12294 */
    uint64_t last_failure;       /* 0 when none */
    size_t failed_count;         /* of its activations: failed or unanswered */
    uint64_t license_acquired;   /* 1013 after its tries failed: activated over the internet; 0 when not */
    const sppwhy_record *report; /* the newest that slmgr or ospp showed of it; NULL when there is none */
    const uint8_t *const *products;
    size_t product_count;
    const struct sppwhy_product_word
        *told; /* of each product what was said last without a request, in order of id */

    /* 11, states, and once more by what its hosts granted, when these are known (12). */
    sppwhy_machine_state state;
    uint64_t last_success; /* 0 when none */
    uint64_t runs_out;     /* when the license or grace ends as last reported; 0 when unknown */
    bool state_by_host;    /* its own logs do not reach so far: the state is as its host granted it last */

    /* 12, hosts; its clock is 13, clock. */
    sppwhy_host_facts host;

    /* 14, twins. */
    const sppwhy_twins *twins; /* NULL: nothing shows that two machines have its name */
};

struct sppwhy_collection {
    const sppwhy_log *const *logs;
    size_t log_count;
    sppwhy_machine *const *machines; /* in order of name */
    size_t machine_count;
    sppwhy_activation *const *activations; /* in order of time */
    size_t activation_count;
    size_t untimed; /* activations that have no time, and so are left out from a time on */
    size_t cut;     /* 12289 and 12290 for which not all requests were looked at that they may belong to */
    const sppwhy_request *requests; /* in order of time */
    size_t request_count;
    sppwhy_machine *const *serving; /* the machines that processed requests, in order of name */
    size_t serving_count;
    size_t recent_clients; /* different CMIDs that they together saw in their last 30 days */
    uint32_t need;         /* the largest count that one of their clients needed; 0 when unknown */
    sppwhy_span span;      /* as asked for */
};

/* ---- KMS activity: the numbers of Microsoft's KMS Management Pack -------------------------------------- */

/* One product on one client. */
struct sppwhy_activity_client {
    const sppwhy_machine *machine;
    const uint8_t *product; /* NULL when unknown */
    const sppwhy_machine *host;
    bool vm;
    uint64_t seen;  /* its newest request, by the host's clock where the host's log is there */
    uint64_t state; /* after that request; see sppwhy_state_name() */
    uint64_t ends;  /* when that state ends; 0 when it does not or is not known */
    uint64_t now; /* to which "left" refers: the activity's, or, where the host's log is of another time, its
                     end */
    sppwhy_activity_basis basis;
};

extern const unsigned sppwhy_activity_days[SPPWHY_ACTIVITY_RANGES]; /* 1, 7, 30, 90, and 0 for all */

struct sppwhy_activity_product {
    const uint8_t *id;                            /* NULL when unknown */
    uint64_t activations[SPPWHY_ACTIVITY_RANGES]; /* requests that were granted */
    uint64_t new_activations;                     /* of the last day: the client was not licensed */
    uint64_t virtual_clients, physical_clients;   /* different ones of the last 14 days */
};

/* One KMS host, or all together. */
struct sppwhy_activity_scope {
    const sppwhy_machine *host; /* NULL: all together */
    uint64_t requests,
        not_activated;        /* refused by the host, without effect for the client, or never answered */
    uint64_t recent_machines; /* different clients of the last 30 days */
    const sppwhy_activity_product *products; /* in order of id */
    size_t product_count;
    const sppwhy_activity_client *clients; /* in order of name and product */
    size_t client_count;
};

/* A machine whose license or grace ends, also one that never reached a host. */
struct sppwhy_activity_end {
    const sppwhy_machine *machine;
    uint64_t ends; /* 0: it does not activate, and no event says when its grace ends */
    uint64_t now;  /* as for a client */
};

struct sppwhy_activity {
    uint64_t now;                        /* to which "last" and "left" refer */
    const sppwhy_activity_scope *scopes; /* together, then each host that has logs, by name */
    size_t scope_count;
    const sppwhy_activity_end *ends; /* the soonest first */
    size_t end_count;
};

#endif
