/*
 * The command line: main.c finds the verb and reads the options, each verb is a file of its own (verb_NAME.c)
 * and a row in verbs.c. Options are one table, in options.c. From these two tables come the parsing, the help
 * (help.c) and, when sppwhy is built, the man page and the completions of the shells (src/pages/).
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "cli/inside.h"
#include "sppwhy/analyze.h"
#include "sppwhy/report.h"

enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_INPUT = 2, EXIT_USAGE = 3, EXIT_RULES = 4, EXIT_STOPPED = 130 };

typedef enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_choice;

/* A value of --since or --until. */
typedef enum bound_kind {
    BOUND_NONE,
    BOUND_TIME, /* from */
    BOUND_SPAN, /* a month: from its beginning to that of the next */
    BOUND_BACK, /* so long (from) before the newest event */
    BOUND_DAY   /* the day of the newest event, or so long (from) before it */
} bound_kind;

typedef struct time_bound {
    bound_kind kind;
    uint64_t from, to;
} time_bound;

/* Values of an option that may come several times. */
typedef struct word_list {
    const char **items;
    size_t count;
} word_list;

typedef struct options {
    const char *format; /* NULL: the verb's own */
    const char *output; /* NULL: standard output */
    bool has_table;     /* --table was given */
    sppwhy_table table;
    const char *rules;    /* folder, or NULL */
    int32_t zone_seconds; /* of local times in exports, ahead of UTC */
    bool zone_local;      /* ... or that of this system */
    time_bound since, until;
    word_list machines, causes;
    bool has_level;
    sppwhy_level level;
    const char *ignore, *baseline; /* files, or NULL */
    const char *stdin_name;        /* NULL: "-" */
    const char *files_from;        /* NULL: only the paths given */
    bool null_ends, brief, no_pager;
    bool more_to_read; /* this is not the last that is read: the rights to read stay */
    size_t threads;
    bool has_fail_on;
    sppwhy_level fail_on;
    sppwhy_reader reader;
    bool recovered;
    bool strict, all, local, quiet, help, version, verbose, no_sandbox;
    uint64_t memory; /* bytes; 0: not said */
    color_choice color;
    bool full_help;           /* --help, not -h */
    uint64_t given;           /* bit i: the option in row i of option_table was given */
    const char *const *paths; /* what is neither an option nor the verb */
    size_t path_count;
} options;

/* A word and what it is, half a sentence; tables of them end with a NULL word. */
typedef struct word_row {
    const char *word;
    const char *meaning;
} word_row;

/* ---- the options: options.c ---------------------------------------------------------------------------- */

/* The first six members are in each row in this order, the rest by name. */
typedef struct option {
    const char *name;    /* with its hyphens */
    const char *shorter; /* "-o", or NULL */
    const char *value;   /* what its value is: FILE, DIR, TIME ...; NULL: it takes none */
    const char *help;    /* half a line, small letters, no full stop */
    bool (*set)(options *o, const char *value); /* false: the value is wrong */
    const char *takes;  /* what the value must be, said when it is not; NULL: `values` or `help` says it */
    unsigned kinds;     /* of verbs that it concerns, VERB_...; 0 with no `verbs`: every verb */
    const char *verbs;  /* that it concerns beside these, with blanks between; "": the program itself */
    const char *values; /* all that it takes, with blanks between; NULL: anything, or the verb's row has it */
    const char *more;   /* what --help and the man page say beyond `help`, in sentences; NULL: nothing */
    bool common;        /* has a line in -h; the others are only named there */
} option;

extern const option option_table[]; /* ends with a NULL name */

struct verb;
bool option_concerns(const option *t, const struct verb *v);
/* "analyze, logs or diff": the verbs that it concerns; "" when it concerns all or the program. Returns out. */
char *option_verbs(const option *t, char *out, size_t size);
/* Reads the options; false after a message when they are wrong. `storage` has room for OPTION_LISTS times
 * `count` pointers. */
#define OPTION_LISTS 3
bool options_read(options *o, int count, char *const *arguments, const char **storage);

/* "2026-03-01", "2026-03", "7d", "yesterday" ...; false when it is none of these. */
bool bound_parse(time_bound *out, const char *text);
/* FILETIME; 0: no bound. `newest`: the newest event. */
uint64_t bound_since(time_bound m, uint64_t newest);
uint64_t bound_until(time_bound m, uint64_t newest);

/* False after a message when nothing can lie between them. */
bool span_fits(uint64_t since, uint64_t until);

/* Adds the paths that --files-from names to those of the command line; false after a message. */
bool files_from_read(options *o, arena *memory);

/* ---- the verbs: verbs.c -------------------------------------------------------------------------------- */

/* What kind of verb one is: options, completions and main.c ask this, not its name. */
#define VERB_USUAL 1u /* is meant where no verb is named */
#define VERB_READS_LOGS                                                                                      \
    2u /* by input_read(): it has the options for logs, and on Windows the system's own logs */
#define VERB_JUDGES 4u /* by the rules: it has the options that leave out findings */
#define VERB_OPENS_PATHS                                                                                     \
    8u /* opens what it is given itself: no system's logs in its place, no output over it */

typedef struct verb {
    const char *name;
    const char *arguments;
    const char *summary;
    int (*run)(const options *o);
    unsigned kinds;           /* VERB_... */
    const char *more;         /* what `help VERB` and the man page say of it, a paragraph a line */
    const word_row *examples; /* a command, and what it is for; the first also is in --help */
    const word_row *words;    /* that may be first behind it; NULL: none */
} verb;

extern const verb verbs[]; /* ends with a NULL name */
const verb *verb_find(const char *name);
/* The one of VERB_USUAL. */
const verb *verb_usual(void);
/* What --format takes, with blanks between; the first is the default. "" for none. Returns out. */
char *verb_formats(const verb *v, char out[FORMAT_NAMES]);
extern const word_row rules_words[]; /* what may be behind `rules` */

/* "auto, native or libevtx". Returns out. */
char *words_in_line(const char *words, char *out, size_t size);
const char *row_meaning(const word_row *rows, const char *word); /* NULL when it is not there */

/* ---- help: help.c -------------------------------------------------------------------------------------- */

extern const word_row exit_statuses[];
extern const word_row environment[];
extern const char program_summary[], program_usage[], program_paths[];

/* All that there is to say of an option, in sentences. Returns out. */
char *option_text(const option *t, char *out, size_t size);
/* The same on standard output. An exit status. */
int help_show(const verb *v, bool full);

/* ---- started by an icon: dropped.c --------------------------------------------------------------------- */

/* True when the program was started by logs that were dropped on its icon. */
bool dropped_on_icon(const options *o);
/* Runs, writes the page, shows it. */
int dropped_run(const options *o, int (*run)(const options *o));

/* ---- messages: messages.c ------------------------------------------------------------------------------ */

/* A message on standard error. */
void tell(const char *format, ...) SPPWHY_PRINTF(1, 2);
/* An error object on standard error. */
void tell_error(const sppwhy_error *error);
/* The same as an sppwhy_on_mistake. */
void tell_mistake(void *context, const sppwhy_error *error);

/* The nearest of several words to a mistyped one: begin with nearest_to(), try each; `best` is then the
 * nearest that may have been meant, "" when none may. */
typedef struct nearest {
    const char *word;
    size_t least;
    char best[64];
} nearest;

nearest nearest_to(const char *word);
void nearest_try(nearest *n, const char *candidate);
/* A machine's name, and its first label. */
void nearest_try_name(nearest *n, const char *name);
void nearest_try_words(nearest *n, const char *words); /* with blanks between */
void nearest_try_rows(nearest *n, const word_row *rows);

/* "512M", "4G"; false when it is no size. */
bool size_parse(uint64_t *out, const char *text);
/* "4.0 GB". Returns out. */
char *size_format(uint64_t bytes, char out[32]);

/* ---- safety (guard.c, docs/safety.md) ------------------------------------------------------------------ */

#define GUARD_NO_LIMIT UINT64_MAX

/* What holds. */
typedef struct guarded {
    sandbox_result sandbox;
    bool memory;
} guarded;

/* The limit on memory that is wanted; 0 when the machine does not tell how much it has. */
uint64_t guard_memory(const options *o);
/* Before anything is read: from here on no network, no other program, and no file is written but
 * the output. */
void guard_begin(const options *o, guarded *result);
/* Once it is known what there is to read: from here on nothing else can be read. EXIT_DONE, or after a
 * message what to end with. */
int guard_sources(const options *o, const sppwhy_sources *sources);

/* What Ctrl-C says while there is no output yet, and from then on. */
#define INTERRUPT_BEFORE_OUTPUT "sppwhy: stopped: nothing was reported\n"
#define INTERRUPT_IN_OUTPUT "sppwhy: stopped: what was written is cut short\n"
#define INTERRUPT_IN_DRAFT "sppwhy: stopped: nothing was written, what was there before is left as it was\n"

void version_print(const options *o, const guarded *g);

/* ---- what the verbs share ------------------------------------------------------------------------------ */

/* Everything read from the given paths. */
typedef struct input {
    sppwhy_input *whole; /* and what is in it: */
    const sppwhy_catalogue *catalogue;
    const sppwhy_sources *sources;
    const sppwhy_logs *read;
    const sppwhy_log *const *logs; /* those that could be read */
    size_t log_count;
    const sppwhy_records *records;
    const sppwhy_notices *unread; /* what a report has to list, beside the damage of the logs */
    arena *memory;                /* for messages */
    uint64_t newest;              /* the newest event of all logs; 0 without one */
    sppwhy_span span;             /* that --since and --until ask for */
    bool missing;                 /* a path that was asked for is not there or cannot be read */
    bool nothing;                 /* no log could be read at all */
} input;

/* True when --rules names something that is there; a message otherwise. */
bool rules_there(const options *o);

/* Loads the catalogue and the rules, with those of --rules. EXIT_DONE, or EXIT_RULES after messages; what there
 * is then is to be freed in any case. */
int rules_read(sppwhy_catalogue **catalogue, sppwhy_rules **rules, const options *o);

/* False when none of the machines that --machine names is there; messages for each that is not. */
bool machines_named(input *in, const options *o, const sppwhy_collection *collection);

/* Finds, reads and interprets the logs, with messages for what could not be read. An exit status. */
int input_read(input *in, const options *o);
/* The same with rules that are loaded already (NULL: none); they stay the caller's. */
int input_read_with(input *in, const options *o, const sppwhy_rules *rules);
void input_free(input *in);
/* The exit status that the input calls for, EXIT_DONE when it is fine. */
int input_status(const input *in, const options *o);

/* Something to say of a path. */
typedef struct notice_line {
    sppwhy_notice_kind kind;
    bool is_fault; /* said even with --quiet */
    const char *path, *message;
} notice_line;

void notices_tell(const options *o, const notice_line *notices, size_t count);
void notices_tell_duplicates(const options *o, const sppwhy_sources *sources);

/* Where output goes. What is written to a file takes the file's name only when it is whole
 * (base/atomic_file.h); what is not a regular file, a device or a pipe, is written to as it comes. */
typedef struct output {
    FILE *file;
    sppwhy_writer *writer;
    atomic_file *draft; /* NULL for standard output and for what is not a regular file */
} output;

/* False after a message: when -o names one of these files, or one in a folder of these. NULLs are passed
 * over. */
bool output_spares(const options *o, const char *const *paths, size_t count);
/* The same for the list of --files-from, for an event log of any kind and, with `paths`, for the files that
 * are given themselves (verbs that read logs find these by their own way: input_read()). */
bool output_spares_inputs(const options *o, bool paths);
/* False after a message. */
bool output_open(output *out, const options *o);
/* Flushes, closes and puts a file in its place unless the report failed; EXIT_DONE, or EXIT_INPUT after a
 * message. (That it failed the caller says.) */
int output_close(output *out, const options *o, sppwhy_status report);
/* The same for what was printed to standard output itself. */
int output_printed(void);

/* Writes the report of a verb in the format that is asked for, where it is asked for: EXIT_DONE, or what to
 * end with after a message. `in` bounds what is written; NULL: nothing does. */
int output_report(const options *o, const char *verb_name, const input *in, report_job *job);

/* How to print text there. */
sppwhy_text_options text_options(const options *o, const output *out);

int run_activity(const options *o);
int run_analyze(const options *o);
int run_events(const options *o);
int run_explain(const options *o);
int run_rules(const options *o);
int run_help(const options *o);
int run_logs(const options *o);
int run_diff(const options *o);

#endif
