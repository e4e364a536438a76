/*
 * The command line: main.c finds the verb and reads the options, each verb is a file of its own (verb_NAME.c)
 * and a row in verbs.c. Options are one table, in options.c, that gives both the parsing and the help.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "sppwhy/collect.h"
#include "sppwhy/report.h"

enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_INPUT = 2, EXIT_USAGE = 3, EXIT_RULES = 4 };

typedef enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_choice;

typedef struct options {
    const char *format; /* NULL: the verb's own */
    const char *output; /* NULL: standard output */
    const char *rules;  /* folder, or NULL */
    uint64_t since, until;
    size_t threads;
    bool has_fail_on;
    sppwhy_level fail_on;
    sppwhy_reader reader;
    bool recovered;
    bool strict, all, quiet, help, version;
    color_choice color;
    const char *const *paths; /* what is neither an option nor the verb */
    size_t path_count;
} options;

typedef struct verb {
    const char *name;
    const char *arguments;
    const char *summary;
    const char *formats; /* that --format takes, with blanks between; the first is the default. "" for none */
    int (*run)(const options *o);
} verb;

extern const verb verbs[]; /* ends with a NULL name */
const verb *verb_find(const char *name);

/* Reads the options; false after a message when they are wrong. `storage` has room for `count` pointers. */
bool options_read(options *o, int count, char *const *arguments, const char **storage);
void options_help(FILE *out, const verb *v); /* NULL: of the whole program */

/* A message on standard error. */
void tell(const char *format, ...) SPPWHY_PRINTF(1, 2);
/* An error object on standard error. */
void tell_error(const sppwhy_error *error);
/* The nearest of several words to a mistyped one, or NULL. */
const char *nearest_word(const char *word, const char *(*word_at)(size_t i));

/* ---- what the verbs share ------------------------------------------------------------------------------ */

/* Everything read from the given paths. */
typedef struct input {
    sppwhy_catalogue *catalogue;
    sppwhy_sources *sources;
    sppwhy_logs *read;
    const sppwhy_log *const *logs; /* those that could be read */
    size_t log_count;
    sppwhy_records *records;
    bool missing; /* a path that was asked for is not there or cannot be read */
    bool nothing; /* no log could be read at all */
    bool damaged; /* a part of some log could not be read */
} input;

/* True when --rules names something that is there; a message otherwise. */
bool rules_there(const options *o);

/* Finds, reads and interprets the logs, with messages for what could not be read. An exit status. */
int input_read(input *in, const options *o);
void input_free(input *in);
/* The exit status that the input calls for, EXIT_DONE when it is fine. */
int input_status(const input *in, const options *o);

/* Where output goes; NULL after a message. */
FILE *output_open(const options *o);
/* Flushes and closes; EXIT_DONE, or EXIT_INPUT after a message. */
int output_close(FILE *out, const options *o);

/* How to print text there. */
sppwhy_text_options text_options(const options *o, FILE *out);

int run_activity(const options *o);
int run_analyze(const options *o);
int run_events(const options *o);
int run_explain(const options *o);
int run_rules(const options *o);
int run_help(const options *o);

#endif
