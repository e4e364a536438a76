/* What stays behind sppwhy/rules.h: what is known of rules, verdicts, findings, and an analysis
 * as a whole. */
#ifndef RULES_ANALYSIS_H
#define RULES_ANALYSIS_H

#include "correlate/model.h"
#include "sppwhy/rules.h"

typedef struct sppwhy_rule_info {
    const char *id;
    const char *title;
    sppwhy_level level;
    const char *judges;  /* "activation", "machine", "host", "collection", or several with ", " */
    const char *refines; /* "" or ids with ", " */
    const char *file;
    size_t samples;
} sppwhy_rule_info;

sppwhy_rule_info sppwhy_rules_info(const sppwhy_rules *rules, size_t i); /* in order of id */

/* A rule as a page to read, with no case at hand: a field of a text is as "<required count>", optional
 * parts are kept. */
typedef struct sppwhy_rule_page {
    sppwhy_rule_info info;
    const char *const *why; /* one for each kind of thing that it judges; each list with its count */
    size_t why_count;
    const char *const *confirm;
    size_t confirm_count;
    const char *const *fix;
    size_t fix_count;
    const char *const *false_alarms;
    size_t false_alarm_count;
    const char *const *references;
    size_t reference_count;
    const char *const *holds_for; /* names of its samples: what it is given for, and what comes near it */
    size_t holds_for_count;
    const char *const *not_for;
    size_t not_for_count;
    const char *const *refines;
    size_t refines_count;
    const char *const *refined_by;
    size_t refined_by_count;
} sppwhy_rule_page;

/* Lives as long as the rules. */
SPPWHY_NODISCARD sppwhy_status sppwhy_rules_page(sppwhy_rule_page *out, const sppwhy_rules *rules, size_t i,
                                                 sppwhy_error *error);
/* True when a condition of the rule names the code, or when the catalogue gives the rule's cause for it. */
bool sppwhy_rules_speak_of_code(const sppwhy_rules *rules, size_t i, uint32_t code);
/* True when a scenario that the rule must match holds such an event. The samples of built-in rules are read
 * at the first call that needs them; false when memory is short for that. */
bool sppwhy_rules_speak_of_event(const sppwhy_rules *rules, size_t i, uint32_t id);

/* What conditions and texts may name, for each kind of thing judged. */
typedef struct sppwhy_field_info {
    const char *scope; /* "activation", "request", "machine", "host", "collection", "event" */
    const char *name;
    const char *type; /* "text", "number", "code", "boolean", "time", "seconds" */
    const char *meaning;
} sppwhy_field_info;

/* The i-th field, in the order of the scopes; false when there are no more. */
bool sppwhy_rules_field(size_t i, sppwhy_field_info *out);

/* ---- judging ------------------------------------------------------------------------------------------- */

/* A log that was not collected, or does not reach over that time (FILETIME; from 0 to 0: all of it). */
struct sppwhy_missing_log {
    const char *machine;
    const char *channel;
    uint64_t from, to;
};

struct sppwhy_verdict {
    const char *cause;
    const char *title;
    sppwhy_level level;
    sppwhy_confidence confidence;
    const char *why;
    const char *const *confirm; /* each list with its count */
    size_t confirm_count;
    const char *const *fix;
    size_t fix_count;
    const char *const *references;
    size_t reference_count;
    const char *const *false_alarms;
    size_t false_alarm_count;
    const char *const *missing; /* evidence that would settle it */
    size_t missing_count;
    const sppwhy_missing_log *missing_logs; /* the logs among it */
    size_t missing_log_count;
    const sppwhy_record *const *evidence;
    size_t evidence_count;
};

/* A cause on a subject, its occurrences folded. */
struct sppwhy_finding {
    sppwhy_subject subject;
    const sppwhy_machine *machine; /* NULL for the collection */
    sppwhy_verdict verdict;        /* of the newest occurrence */
    uint64_t first, last;
    size_t occurrences;
    const size_t *activations; /* their ids */
    size_t activation_count;
    /* 16 hexadecimal digits, the same from run to run for the same cause, subject and host asked. */
    char id[17];
    /* The finding on a host that explains this one: mending the host mends the machine. NULL when there is
     * none. It may be one that sppwhy_analysis_select() left out. */
    const sppwhy_finding *host_finding;
    const sppwhy_machine *const *affects; /* machines with findings that this one explains, by name */
    size_t affected_count;
    bool known; /* was there in an earlier run (--baseline): the caller's to fill in */
};

/* What to collect next: a log, and how many failed activations and findings it would settle. */
typedef struct sppwhy_wanted_log {
    sppwhy_missing_log log;
    size_t settles;
} sppwhy_wanted_log;

/* A finding that was left out because somebody said that it is known. */
typedef struct sppwhy_ignored {
    const sppwhy_finding *finding;
    const char *why;
    uint64_t until; /* FILETIME; 0: for good */
} sppwhy_ignored;

typedef struct sppwhy_cause_count {
    const char *cause;
    size_t activations;
    size_t machines;
} sppwhy_cause_count;

struct sppwhy_analysis {
    const sppwhy_collection *collection;
    const sppwhy_catalogue *catalogue;
    const sppwhy_verdict *const *verdicts; /* one an activation, by id - 1; NULL when it did not fail */
    sppwhy_finding *findings;              /* in the order of docs/rules.md, "The order of findings" */
    size_t finding_count;
    const sppwhy_cause_count *causes; /* of failed activations, the most frequent first */
    size_t cause_count;
    size_t failed; /* activations with a verdict: failed or unanswered */
    size_t unanswered;
    size_t unexplained;
    size_t outside; /* findings on machines and hosts left out: all they rest on lies before the span */
    /* What was not read, or not whole, beside the damage of the logs; for the reports. The caller's to fill
     * in (sppwhy_judge leaves none), and his own. */
    const sppwhy_notice *unread;
    size_t unread_count;
    const sppwhy_wanted_log *wanted; /* what to collect next, the most useful first */
    size_t wanted_count;
    /* What sppwhy_analysis_select() left out. */
    const char *shown; /* "machine ws-*; level high and above"; NULL: all is there */
    const sppwhy_ignored *ignored;
    size_t ignored_count;
    bool has_baseline; /* the findings' `known` says something */
};

/* ---- the rules' own samples ---------------------------------------------------------------------------- */

struct sppwhy_sample {
    const char *rule;
    const char *name;
    const char *file;
    unsigned line;
    bool passed;
    const char *detail; /* what was expected and what came, "" when it passed */
};

/* True when no rule explains it: there is nothing to be sure of, and its code tells it from others. */
static inline bool verdict_is_unexplained(const sppwhy_verdict *verdict)
{
    return strcmp(verdict->cause, "unexplained") == 0;
}

#endif
