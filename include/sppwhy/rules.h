/*
 * Why each activation failed: rules as data, judged over a collection.
 *
 * A rule is one YAML file, named after its cause; docs/rules.md shows how to write one. Conditions name
 * fields in the notation of Sigma (SigmaHQ's rule format for logs) and are three-valued: true, false, or
 * cannot tell, because evidence was not collected; the third becomes a verdict's `missing`. Of the rules that
 * hold the most refined one gives the verdict; where none does, it is `unexplained`.
 *
 * Times are FILETIMEs, 0 when not known. Texts are UTF-8 and may hold what a log says: escape them.
 */
#ifndef SPPWHY_RULES_H
#define SPPWHY_RULES_H

#include "sppwhy/correlate.h"

SPPWHY_BEGIN

typedef enum sppwhy_level {
    SPPWHY_LEVEL_INFO = 0,
    SPPWHY_LEVEL_LOW = 1,
    SPPWHY_LEVEL_MEDIUM = 2,
    SPPWHY_LEVEL_HIGH = 3,
    SPPWHY_LEVEL_CRITICAL = 4
} sppwhy_level;

/* "info", "low", "medium", "high", "critical"; and back: false for anything else. */
const char *sppwhy_level_name(sppwhy_level level);
bool sppwhy_level_parse(sppwhy_level *out, const char *name);

typedef enum sppwhy_confidence {
    SPPWHY_CONFIDENCE_POSSIBLE = 0,
    SPPWHY_CONFIDENCE_LIKELY = 1,
    SPPWHY_CONFIDENCE_CONFIRMED = 2
} sppwhy_confidence;

/* "possible", "likely", "confirmed". */
const char *sppwhy_confidence_name(sppwhy_confidence confidence);

/* ---- rules --------------------------------------------------------------------------------------------- */

typedef struct sppwhy_rules sppwhy_rules;

/*
 * Loads the built-in rules, then the file or the files of the folder `path` (may be NULL): a rule with an id
 * that is already there takes its place. Every mistake is passed to `on_mistake` (may be NULL) with
 * `context`; the first is left in `error`, with its file, line and column, and then the call fails with
 * SPPWHY_INVALID; SPPWHY_IO when one cannot be read; SPPWHY_NO_MEMORY. `catalogue` must outlive the rules. Cost:
 * linear in the size of the files; the built-in ones take some milliseconds.
 */
SPPWHY_NODISCARD sppwhy_status sppwhy_rules_load(sppwhy_rules **out, const sppwhy_catalogue *catalogue,
                                                 const char *path, sppwhy_on_mistake on_mistake,
                                                 void *context, sppwhy_error *error);
void sppwhy_rules_free(sppwhy_rules *rules);
const sppwhy_catalogue *sppwhy_rules_catalogue(const sppwhy_rules *rules);

/* In order of id; `i` below is a place among them, less than the count. */
size_t sppwhy_rules_count(const sppwhy_rules *rules);
/* The place of the rule with that id, without regard to case; false when there is none. */
bool sppwhy_rules_find(const sppwhy_rules *rules, const char *id, size_t *i);
/* Its cause, and that in one line. */
const char *sppwhy_rules_id(const sppwhy_rules *rules, size_t i);
const char *sppwhy_rules_title(const sppwhy_rules *rules, size_t i);
sppwhy_level sppwhy_rules_level(const sppwhy_rules *rules, size_t i);
/* "activation", "machine", "host", "collection", or several with ", ". */
const char *sppwhy_rules_judges(const sppwhy_rules *rules, size_t i);
/* The more general ones that it names: "" or ids with ", ". */
const char *sppwhy_rules_refines(const sppwhy_rules *rules, size_t i);
/* Where it was read from: a path, or "built in" with its name; and how many samples it has. */
const char *sppwhy_rules_file(const sppwhy_rules *rules, size_t i);
size_t sppwhy_rules_samples(const sppwhy_rules *rules, size_t i);
/* Whether rule i takes the place of rule k where both hold: it names k, or one that names k, as more
 * general. */
bool sppwhy_rules_refine(const sppwhy_rules *rules, size_t i, size_t k);

/* What conditions and texts may name: the i-th field, in the order of the scopes; NULL when there are no
 * more. Scope: "activation", "request", "machine", "host", "collection", "event"; type: "text", "number",
 * "code", "boolean", "time", "seconds", "command"; the meaning is half a sentence. */
const char *sppwhy_rule_field_scope(size_t i);
const char *sppwhy_rule_field_name(size_t i);
const char *sppwhy_rule_field_type(size_t i);
const char *sppwhy_rule_field_meaning(size_t i);

/* How a sample of a rule ended. */
typedef struct sppwhy_sample sppwhy_sample;

/* The rule that it is of, and its name; where it is written; whether it ended as it should. */
const char *sppwhy_sample_rule(const sppwhy_sample *sample);
const char *sppwhy_sample_name(const sppwhy_sample *sample);
const char *sppwhy_sample_file(const sppwhy_sample *sample);
unsigned sppwhy_sample_line(const sppwhy_sample *sample);
bool sppwhy_sample_passed(const sppwhy_sample *sample);
/* What was expected and what came, "" when it passed. */
const char *sppwhy_sample_detail(const sppwhy_sample *sample);

typedef void (*sppwhy_on_sample)(void *context, const sppwhy_sample *sample);

/* Runs every sample of the rules through the whole judging, in order of rule and place. A sample that does not pass
 * is no failure. SPPWHY_INVALID when a rule has no sample that must match or none that must not; SPPWHY_NO_MEMORY.
 * Cost: each sample is a run of its own, with all rules. */
SPPWHY_NODISCARD sppwhy_status sppwhy_rules_test(const sppwhy_rules *rules, sppwhy_on_sample on_sample,
                                                 void *context, sppwhy_error *error);

/* ---- verdicts ------------------------------------------------------------------------------------------ */

/* A log that was not collected, or does not reach over that time (from 0 to 0: all of it). */
typedef struct sppwhy_missing_log sppwhy_missing_log;

const char *sppwhy_missing_log_machine(const sppwhy_missing_log *log);
const char *sppwhy_missing_log_channel(const sppwhy_missing_log *log);
uint64_t sppwhy_missing_log_from(const sppwhy_missing_log *log);
uint64_t sppwhy_missing_log_to(const sppwhy_missing_log *log);

/* One cause, and why. */
typedef struct sppwhy_verdict sppwhy_verdict;

/* "clock-skew" ...: docs/causes.md has them. */
const char *sppwhy_verdict_cause(const sppwhy_verdict *verdict);
const char *sppwhy_verdict_title(const sppwhy_verdict *verdict);
sppwhy_level sppwhy_verdict_level(const sppwhy_verdict *verdict);
sppwhy_confidence sppwhy_verdict_confidence(const sppwhy_verdict *verdict);
/* Sentences for people, about this case. */
const char *sppwhy_verdict_why(const sppwhy_verdict *verdict);
/* Steps, each a text: to confirm it, and to mend it. */
size_t sppwhy_verdict_confirm_count(const sppwhy_verdict *verdict);
const char *sppwhy_verdict_confirm(const sppwhy_verdict *verdict, size_t i);
size_t sppwhy_verdict_fix_count(const sppwhy_verdict *verdict);
const char *sppwhy_verdict_fix(const sppwhy_verdict *verdict, size_t i);
size_t sppwhy_verdict_reference_count(const sppwhy_verdict *verdict);
const char *sppwhy_verdict_reference(const sppwhy_verdict *verdict, size_t i);
size_t sppwhy_verdict_false_alarm_count(const sppwhy_verdict *verdict);
const char *sppwhy_verdict_false_alarm(const sppwhy_verdict *verdict, size_t i);
/* Evidence that would settle it, in words; and the logs among it. */
size_t sppwhy_verdict_missing_count(const sppwhy_verdict *verdict);
const char *sppwhy_verdict_missing(const sppwhy_verdict *verdict, size_t i);
size_t sppwhy_verdict_missing_log_count(const sppwhy_verdict *verdict);
const sppwhy_missing_log *sppwhy_verdict_missing_log(const sppwhy_verdict *verdict, size_t i);
/* The records that it rests on. */
size_t sppwhy_verdict_evidence_count(const sppwhy_verdict *verdict);
const sppwhy_record *sppwhy_verdict_evidence(const sppwhy_verdict *verdict, size_t i);

/* ---- findings ------------------------------------------------------------------------------------------ */

typedef enum sppwhy_subject {
    SPPWHY_SUBJECT_MACHINE = 0,
    SPPWHY_SUBJECT_HOST = 1,
    SPPWHY_SUBJECT_COLLECTION = 2
} sppwhy_subject;

/* A cause on a subject, its occurrences folded. */
typedef struct sppwhy_finding sppwhy_finding;

sppwhy_subject sppwhy_finding_subject(const sppwhy_finding *finding);
/* NULL for the collection. */
const sppwhy_machine *sppwhy_finding_machine(const sppwhy_finding *finding);
/* Of the newest occurrence; never NULL. sppwhy_finding_cause() is its cause. */
const sppwhy_verdict *sppwhy_finding_verdict(const sppwhy_finding *finding);
const char *sppwhy_finding_cause(const sppwhy_finding *finding);
uint64_t sppwhy_finding_first(const sppwhy_finding *finding);
uint64_t sppwhy_finding_last(const sppwhy_finding *finding);
size_t sppwhy_finding_occurrences(const sppwhy_finding *finding);
/* Ids of its activations, for sppwhy_activation_find(); 0 from the count on. */
size_t sppwhy_finding_activation_count(const sppwhy_finding *finding);
size_t sppwhy_finding_activation(const sppwhy_finding *finding, size_t i);
/* 16 hexadecimal digits, the same from run to run for the same cause, subject and host asked. */
const char *sppwhy_finding_id(const sppwhy_finding *finding);
/* The finding on a host that explains this one: mending the host mends the machine. NULL when there is none.
 * It may be one that sppwhy_analysis_select() left out. */
const sppwhy_finding *sppwhy_finding_host_finding(const sppwhy_finding *finding);
/* Machines with findings that this one explains, by name. */
size_t sppwhy_finding_affected_count(const sppwhy_finding *finding);
const sppwhy_machine *sppwhy_finding_affected(const sppwhy_finding *finding, size_t i);
/* It was there in an earlier run: sppwhy_analysis_mark_known(). */
bool sppwhy_finding_is_known(const sppwhy_finding *finding);
/* Writes "MACHINE: TITLE (CAUSE)" into out, without the machine where the finding is about all logs: one line
 * that does nothing to a terminal whatever a log says, cut to `size` bytes (at least 1) and always terminated.
 * Returns out. */
char *sppwhy_finding_format(const sppwhy_finding *finding, char *out, size_t size);

/* ---- an analysis --------------------------------------------------------------------------------------- */

typedef struct sppwhy_analysis sppwhy_analysis;

/* The collection, its catalogue and the rules must outlive the analysis. SPPWHY_NO_MEMORY is the only
 * failure. Cost: each rule is tried on each thing that it judges; linear in the number of requests. */
SPPWHY_NODISCARD sppwhy_status sppwhy_judge(sppwhy_analysis **out, const sppwhy_rules *rules,
                                            const sppwhy_collection *collection, sppwhy_error *error);
void sppwhy_analysis_free(sppwhy_analysis *analysis);

const sppwhy_collection *sppwhy_analysis_collection(const sppwhy_analysis *analysis);
/* Worst first; at one level by subject, then cause. */
size_t sppwhy_analysis_finding_count(const sppwhy_analysis *analysis);
const sppwhy_finding *sppwhy_analysis_finding(const sppwhy_analysis *analysis, size_t i);
/* Of an activation of its collection; NULL when it did not fail. */
const sppwhy_verdict *sppwhy_analysis_verdict(const sppwhy_analysis *analysis,
                                              const sppwhy_activation *activation);
/* Activations with a verdict (failed or unanswered); and of them those unanswered, and those unexplained. */
size_t sppwhy_analysis_failed(const sppwhy_analysis *analysis);
size_t sppwhy_analysis_unanswered(const sppwhy_analysis *analysis);
size_t sppwhy_analysis_unexplained(const sppwhy_analysis *analysis);
/* Findings on machines and hosts left out: all they rest on lies before the span. */
size_t sppwhy_analysis_outside(const sppwhy_analysis *analysis);
/* The causes of failed activations, the most frequent first, with how many activations and machines have
 * them. NULL and 0 from the count on. */
size_t sppwhy_analysis_cause_count(const sppwhy_analysis *analysis);
const char *sppwhy_analysis_cause(const sppwhy_analysis *analysis, size_t i);
size_t sppwhy_analysis_cause_activations(const sppwhy_analysis *analysis, size_t i);
size_t sppwhy_analysis_cause_machines(const sppwhy_analysis *analysis, size_t i);
/* What to collect next, the most useful first; and how many failed activations and findings it
 * would settle. */
size_t sppwhy_analysis_wanted_count(const sppwhy_analysis *analysis);
const sppwhy_missing_log *sppwhy_analysis_wanted(const sppwhy_analysis *analysis, size_t i);
size_t sppwhy_analysis_wanted_settles(const sppwhy_analysis *analysis, size_t i);

/* What was not read, or not whole, beside the damage of the logs: reports list it. The caller's to say
 * (sppwhy_judge() knows nothing of it), and `notices` must outlive the analysis; NULL: nothing. */
void sppwhy_analysis_set_unread(sppwhy_analysis *analysis, const sppwhy_notices *notices);

/* ---- a part of it -------------------------------------------------------------------------------------- */

/* Zeroed but for its size: all of it. */
typedef struct sppwhy_selection {
    size_t size;                 /* sizeof(sppwhy_selection), see status.h */
    const char *const *machines; /* names, with * and ?; one without a dot is the first label, too */
    size_t machine_count;
    bool has_level; /* that level and worse */
    sppwhy_level level;
    const char *const *causes;
    size_t cause_count;
    /* Why the finding need not be shown, NULL when it is to be; `until` may be set to when that ends. */
    const char *(*ignore)(void *context, const sppwhy_finding *finding, uint64_t *until);
    void *context;
} sppwhy_selection;

/* The findings, machines, activations and logs that are asked for, as an analysis of its own; `whole` must
 * outlive it. Its collection is the part's: it has no use but to be reported. SPPWHY_INVALID for a wrong selection,
 * SPPWHY_NO_MEMORY. Cost: linear in the findings, activations and events. */
SPPWHY_NODISCARD sppwhy_status sppwhy_analysis_select(sppwhy_analysis **out, const sppwhy_analysis *whole,
                                                      const sppwhy_selection *by, sppwhy_error *error);

/* Marks the findings that were there in an earlier run: those for which `known` returns true. Reports then
 * set apart what is new. */
void sppwhy_analysis_mark_known(sppwhy_analysis *analysis,
                                bool (*known)(void *context, const sppwhy_finding *finding), void *context);

SPPWHY_END

#endif
