/* How a machine's state is worded and ranked, and what the whole comes to in a sentence: the same in every
 * format. */
#ifndef REPORT_VIEW_WORDS_H
#define REPORT_VIEW_WORDS_H

#include "base/text.h"
#include "rules/analysis.h"

/* What the parts of a finding are called, in every format. */
#define LABEL_CHECK "Check"
#define LABEL_FIX "Fix"
#define LABEL_COLLECT "Collect"
#define LABEL_CAUTION "Caution" /* when it may be something else */
#define LABEL_REFERENCES "References"

/* The worst first. */
typedef enum machine_standing {
    STANDING_FAILING,
    STANDING_RENEWAL_FAILING,
    STANDING_TWINS, /* two machines of one name, of which one failed and one did not */
    STANDING_ACTIVATED,
    STANDING_ACTIVATED_HOST,
    STANDING_HOST, /* a KMS host that reported nothing of its own activation */
    STANDING_IDLE, /* its logs show no attempt */
    STANDING_BARE, /* only a KMS host's log names it */
    STANDING_TOTAL
} machine_standing;

machine_standing standing_of(const sppwhy_machine *machine);
/* "120 requests in all, 100 of them failed, as slmgr showed it": of a KMS host; false when slmgr showed none. */
bool add_shown_requests(strbuf *b, const sppwhy_machine *m);

/* A standing in words; none is worded anywhere else. */
typedef struct standing_words {
    const char *text;       /* "not activating": whom it holds for, before a list of names */
    const char *kind;       /* "not activating", "KMS host": standings of one kind are counted together */
    const char *kinds;      /* the same of several machines */
    const char *heading;    /* "NOT ACTIVATING": beside a name; what fails in capitals */
    const char *cell;       /* "Not activating": in a column of states */
    const char *tile;       /* under a count of machines, where that says more */
    const char *search;     /* "failing": a word to find such machines by; the same word, the same tile */
    const char *impression; /* "bad", "warn", "good" or "open": its color */
} standing_words;
const standing_words *words_of(machine_standing standing);
/* Beside a machine's name, and in a column of states: also that it is in its grace period. */
const char *state_heading(const sppwhy_machine *machine);
const char *state_cell(const sppwhy_machine *machine);

/* "activation ends", "grace period ends": what ends at machine->runs_out. */
const char *what_ends(const sppwhy_machine *machine);
/* "initial grace": SLLICENSINGSTATUS in words; sppwhy_state_name() has its names for programs. */
const char *license_state_words(uint64_t state);

/* Machines by standing. */
typedef struct standing_counts {
    size_t of[STANDING_TOTAL];
} standing_counts;
standing_counts count_standings(const sppwhy_collection *collection);

/* "9 of 33 machines do not activate, 2 cannot renew. 53 activations failed; all of them are explained." */
void add_verdict_sentence(strbuf *b, const sppwhy_analysis *analysis);

/* The newest time that a report speaks of. */
uint64_t report_newest(const sppwhy_analysis *analysis);
/* The newest event of the logs, or --until: days that are left count from there. */
uint64_t report_end(const sppwhy_analysis *analysis);

/* Machines whose license or grace ends after the newest event, the soonest first, and how many; of those that
 * fail only, since the others renew. To be freed; NULL when memory is short. */
const sppwhy_machine **running_out(const sppwhy_analysis *analysis, size_t *count);

#endif
