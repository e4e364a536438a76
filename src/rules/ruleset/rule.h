/*
 * A rule in memory, and what judging it needs. The files of this folder:
 *
 *   rule_read.c  a rule file into a rule; every mistake with file, line and column (yaml/)
 *   load.c       sets of rules
 *   page.c       a rule as a page to read
 *   samples.c    a rule's samples, run (scenario/)
 *
 * Beside it: language/ has conditions (true, false, cannot tell) and the texts of a rule filled with a case's
 * values; fields/ what these may name, a file for each kind of thing judged; judge/ all rules over a
 * collection, with what judging looks up often.
 */
#ifndef RULES_RULESET_RULE_H
#define RULES_RULESET_RULE_H

#include "base/places.h"
#include "base/arena.h"
#include "base/vec.h"
#include "yaml/mistakes.h"
#include "scenario/scenario.h"
#include "yaml/yaml.h"
#include "rules/analysis.h"

/* ---- what is judged ------------------------------------------------------------------------------------ */

typedef enum scope_kind {
    SCOPE_ACTIVATION,
    SCOPE_REQUEST,
    SCOPE_MACHINE,
    SCOPE_HOST, /* a machine, as a KMS host */
    SCOPE_COLLECTION,
    SCOPE_EVENT,
    SCOPE_KINDS
} scope_kind;

const char *scope_name(scope_kind kind);
bool scope_parse(scope_kind *out, const char *name);

/* `now` of what bears no time: a moment that no log covers and before which nothing happened, so that
 * whatever depends on it is unknown. */
#define MOMENT_UNKNOWN ((uint64_t)1)

static inline uint64_t scope_moment(uint64_t time)
{
    return time != 0 ? time : MOMENT_UNKNOWN;
}

/* Logs that would settle what is unknown, beside the text that asks for them. */
typedef struct wanted_log {
    const char *text; /* as in `missing` */
    sppwhy_missing_log log;
} wanted_log;

typedef struct wanted_logs {
    VEC(wanted_log *) list; /* cut back for each thing that is judged */
    places known;           /* where in it they are */
    wanted_log last;        /* the span that was asked for last; rules ask for one again and again */
    wanted_log last_host;   /* likewise the host: its name as given, and from when */
    const char *machine; /* the one that a verdict named last, as the result keeps it: most name the same */
} wanted_logs;

/* What judging looks up often: judge/index.h. */
typedef struct rule_index rule_index;
/* What fields of the thing judged were found to be: judge/kept_values.h. */
typedef struct kept_values kept_values;

/* The thing judged and all that it is in. Inner scopes keep the outer things. */
typedef struct scope {
    scope_kind kind;
    const sppwhy_collection *collection;
    const rule_index *index; /* of the collection */
    const sppwhy_catalogue *catalogue;
    const sppwhy_activation *activation;
    const sppwhy_request *request;
    const sppwhy_machine *machine; /* the machine or host judged */
    const sppwhy_record *event;
    const struct scope *outer; /* in which `some_host` or another key is; NULL at the outermost */
    uint64_t now;        /* the time that "before" and "after" refer to; 0: all time; or MOMENT_UNKNOWN */
    bool quiet;          /* nobody will read what is missing: it need not be written out */
    arena *scratch;      /* for values; ends with the judging of one thing */
    wanted_logs *wanted; /* noted while judging; NULL: nobody asks */
    kept_values *kept;   /* of this very thing; NULL where none are kept */
} scope;

/* Notes that this log would answer what `text` says is missing; returns the text. */
const char *want_log(const scope *s, const char *text, sppwhy_missing_log log);
/* The same of a span of a log, with its text: "Application log of ws1 around 2026-03-05 07:57 UTC". */
const char *want_span(const scope *s, const char *channel, const char *machine, uint64_t from, uint64_t to);
/* The KMS host's logs, of the host that was asked most often where the thing judged names none. */
const char *want_host_logs(const scope *s, const char *server);
/* Gives the verdict those of the noted logs that its `missing` speaks of. False when memory is short. */
bool wanted_logs_take(wanted_logs *noted, sppwhy_verdict *v, arena *memory);

/* ---- values of fields ---------------------------------------------------------------------------------- */

typedef enum field_type {
    FIELD_TEXT,
    FIELD_NUMBER,
    FIELD_CODE,
    FIELD_BOOLEAN,
    FIELD_TIME,    /* FILETIME */
    FIELD_SECONDS, /* a signed span */
    FIELD_COMMAND  /* a text: a command of commands.tsv; with no case at hand, the one for Windows */
} field_type;

typedef enum field_state {
    FIELD_ABSENT,  /* known not to be there */
    FIELD_UNKNOWN, /* is unknown: `missing` says what was not collected */
    FIELD_SET
} field_state;

typedef struct field_item {
    int64_t number;
    const char *text;
} field_item;

#define FIELD_EVIDENCE 6

typedef struct field_value {
    field_state state;
    field_item one;    /* where most fields keep their only item */
    field_item *items; /* NULL: `one` alone */
    size_t count;
    const char *missing;
    const sppwhy_record *evidence[FIELD_EVIDENCE]; /* events that the value rests on */
    size_t evidence_count;
    size_t evidence_total;                  /* how many there are in all */
    uint64_t evidence_first, evidence_last; /* times of all of them; 0 without any */
    bool failed;                            /* memory is short: the value is not to be used */
} field_value;

typedef void (*field_getter)(const scope *s, field_value *out);

typedef struct field {
    const char *name;
    field_type type;
    field_getter get;
    const char *meaning; /* for `sppwhy rules fields` */
} field;

/* A field by its name: "code", or from an outer thing "activation.code", "machine.name". *kind gets the scope
 * in which to read it. NULL when there is none. */
const field *field_find(scope_kind kind, const char *name, scope_kind *in);
void field_get(const field *f, scope_kind in, const scope *s, field_value *out);
/* The same, to be looked at only: `room` filled in, or a value that was kept. */
const field_value *field_look(const field *f, scope_kind in, const scope *s, field_value *room);
/* Whether it can always be told, from few events of the thing itself, and without a wish for another log. */
bool field_is_plain(scope_kind kind, const field *f);
/* All fields of a scope, for messages and docs; *count gets how many. */
const field *field_table(scope_kind kind, size_t *count);
/* The nearest name to a mistyped one, or NULL. */
const char *field_nearest(scope_kind kind, const char *name);

/* ---- conditions ---------------------------------------------------------------------------------------- */

typedef enum truth {
    TRUTH_FALSE,
    TRUTH_UNKNOWN,
    TRUTH_TRUE
} truth; /* in this order: and = least, or = most */

typedef struct condition condition;

/* What judging a condition brought to light. */
typedef struct findings {
    VEC(const sppwhy_record *) evidence;
    VEC(const char *) missing;
    size_t evidence_more;                   /* events that count as evidence beyond those listed */
    uint64_t evidence_first, evidence_last; /* times of all of them; 0 without any */
    bool failed;                            /* memory is short */
    places records, texts;                  /* where in the two lists they are */
} findings;

/* Each adds it unless it is there. */
void findings_add_record(findings *f, const sppwhy_record *record);
void findings_add_missing(findings *f, const char *missing);

void findings_free(findings *f);
/* Nothing was found; what room there is stays for the next thing. */
void findings_clear(findings *f);

SPPWHY_NODISCARD sppwhy_status condition_parse(condition **out, arena *a, const char *file, scope_kind kind,
                                               const yaml_node *node, mistake_list *mistakes);
/* True when the condition compares a field with this code, or with the cause that the catalogue gives for it
 * (what is under `not` does not count). */
bool condition_names_code(const condition *c, uint32_t code, const char *cause);
truth condition_judge(const condition *c, const scope *s, findings *f);
/* Of a comparison of a field with values, and what the field is: true where it is surely false. */
bool condition_fails(const condition *c, const field_value *v);

/* ---- texts --------------------------------------------------------------------------------------------- */

typedef struct text_template text_template;

SPPWHY_NODISCARD sppwhy_status template_parse(text_template **out, arena *a, const char *file,
                                              scope_kind kind, const yaml_node *node, mistake_list *mistakes);
/* In the arena, or the template's own where no value is in it. NULL when memory is short. */
const char *template_fill(const text_template *t, const scope *s, arena *a);
/* It is the same in each case, and the template's own. */
bool template_is_fixed(const text_template *t);
/* The text with no case at hand: "<required count>" for a field, Windows' own for a command. NULL when memory
 * is short. */
const char *template_words(const text_template *t, const sppwhy_catalogue *catalogue, arena *a);

/* ---- rules --------------------------------------------------------------------------------------------- */

typedef struct text_list {
    const char **items;
    size_t count;
} text_list;

/* A text of a rule: given always, or only where a condition is known to hold. */
typedef struct rule_step {
    const char *label; /* "Office": for whom it is, in a page with no case at hand; NULL: for all */
    condition *when;   /* NULL: always */
    text_template *text;
} rule_step;

typedef struct step_list {
    rule_step *items;
    size_t count;
} step_list;

/* Those that belong to the case, filled; false when memory is short. Where `texts` comes in with those of another
 * case (NULL: none), what is the same stays; else it is made in the arena. */
bool steps_fill(const step_list *list, const scope *s, arena *a, const char *const **texts, size_t *count);
/* The same as one text; `before` is that of another case, or NULL. NULL when memory is short. */
const char *steps_join(const step_list *list, const scope *s, arena *a, const char *before);

typedef struct rule rule;

/* A level that is given under a condition only. */
typedef struct raised_level {
    sppwhy_level level;
    condition *when;
} raised_level;

/* One thing that a rule judges. Most rules have one judgement; a cause that is on activations and on
 * machines has two. */
typedef struct judgement {
    rule *of;
    scope_kind kind;
    condition *when;
    condition *confirmed; /* NULL: never */
    condition *likely;    /* NULL: always */
    raised_level *raised; /* the first that holds gives the level in place of the rule's own */
    size_t raised_count;
    step_list why; /* parts of one text */
    step_list confirm, fix;
} judgement;

typedef struct sample {
    const char *name;
    unsigned line;
    bool match;
    bool has_confidence;
    sppwhy_confidence confidence;
    bool malformed;      /* an event that does not parse is meant */
    const char *instead; /* the cause that a near miss must get; NULL when any other will do */
    scenario *logs;
} sample;

struct rule {
    const char *id, *title, *file;
    unsigned line;
    sppwhy_level level;
    bool fallback; /* holds only where no other does */
    bool lasting;  /* what it says holds till the logs end, so --since does not leave it out */
    judgement *judgements;
    size_t judgement_count;
    bool consequence; /* says what failed tries lead to, not why they failed: reported behind what does */
    text_list refines;
    const size_t
        *refined; /* their places, once all rules are loaded; SIZE_MAX: it is not there; NULL: not yet */
    const char *refines_text, *judges_text; /* as lists in one text, once loaded */
    unsigned refines_line;
    text_list explains; /* causes on the machines that asked a host with this one */
    unsigned explains_line;
    text_list false_alarms, references;
    sample *samples;
    size_t sample_count;
    const unsigned char *packed_samples; /* of a built-in rule, until they are needed; then NULL */
};

struct sppwhy_rules {
    arena *memory;
    const sppwhy_catalogue *catalogue;
    VEC(rule *) list;        /* sorted by id once loaded */
    size_t built_in;         /* while loading: so many of them came first, and may be replaced */
    VEC(rule *) broken;      /* files with mistakes, as far as they could be read */
    bool *wider;             /* [i * count + k]: rule i refines rule k, by one step or several */
    sppwhy_rule_page *pages; /* of those asked for so far, made once; one without an id is not made yet;
                                NULL for rules that were not loaded as a set */
};

/* Does rule i refine rule k, by one step or several? */
bool rules_refine(const sppwhy_rules *rules, size_t i, size_t k);

/* The place of the rule with that id; SIZE_MAX when there is none. */
size_t rules_place(const sppwhy_rules *rules, const char *id);
const rule *rules_find(const sppwhy_rules *rules, const char *id);

/* rule_read.c: one file's text into a rule, which lives in the arena with all that hangs on it; with
 * mistakes, as far as it could be read. */
SPPWHY_NODISCARD sppwhy_status rule_read(rule **out, arena *a, const char *file, const char *text,
                                         size_t length, mistake_list *mistakes);
/* A built-in rule, as src/pack/ packed it. Its samples are read when they are needed. */
SPPWHY_NODISCARD sppwhy_status rule_unpack(rule **out, arena *a, const char *file,
                                           const unsigned char *packed, mistake_list *mistakes);
/* To be called before `samples` is looked at; rules_need_samples() for all of a set. */
SPPWHY_NODISCARD sppwhy_status rule_need_samples(rule *r, arena *a, sppwhy_error *error);
SPPWHY_NODISCARD sppwhy_status rules_need_samples(const sppwhy_rules *rules, sppwhy_error *error);
#endif
