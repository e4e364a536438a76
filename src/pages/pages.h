/*
 * The pages that are made when sppwhy is built, from the same tables as the help: the manual pages and the
 * completions of bash, zsh and fish. main.c is a program of its own, which only the build runs; what it
 * writes is installed beside sppwhy.
 */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

#include "cli/cli.h"

/* ---- roff.c: text for the mdoc macros ------------------------------------------------------------------ */

/* `length` bytes of text, in which `code`, **bold**, *slanted* and [links](page) may be as in Markdown.
 * Each sentence begins a line, as mdoc wants it; the last line is ended. */
void roff_text(FILE *out, const char *text, size_t length);
/* One argument of a macro, in quotation marks; marks of Markdown are left out. */
void roff_argument(FILE *out, const char *text, size_t length);
/* A line as it is, within .Bd -literal. */
void roff_literal(FILE *out, const char *text, size_t length);
/* The first lines of a page, until its name: ".Dd ... .Nd summary". */
void roff_head(FILE *out, const char *name, int section, const char *date, const char *summary);

/* ---- markdown.c ---------------------------------------------------------------------------------------- */

/* What of Markdown docs/ uses, as mdoc: headings, paragraphs, lists, tables, code. The page's title becomes
 * the section `title`; where `below` is set its headings are sub-sections of that. */
void markdown_to_mdoc(FILE *out, const char *text, const char *title, bool below);

/* ---- the pages ----------------------------------------------------------------------------------------- */

void manual_write(FILE *out, const char *date);
void rules_manual_write(FILE *out, const char *date, const char *rules_text, const char *scenarios_text);
void bash_write(FILE *out, const sppwhy_rules *rules);
void zsh_write(FILE *out, const sppwhy_rules *rules);
void fish_write(FILE *out, const sppwhy_rules *rules);

/* ---- tables.c: what the completions ask of the tables -------------------------------------------------- */

typedef enum completion { COMPLETE_NOTHING, COMPLETE_WORDS, COMPLETE_FILES, COMPLETE_FOLDERS } completion;

/* What may be behind the option: with COMPLETE_WORDS see option_values(). */
completion option_completion(const option *t);
/* The words that an option takes with a verb, with blanks between. */
/* The room is for the names of formats. */
const char *option_values(const option *t, const verb *v, char out[FORMAT_NAMES]);
/* True when the option may be offered behind the verb. */
bool option_offered(const option *t, const verb *v);

/* What may be behind a verb. WORDS: its own, and then files. */
typedef enum argument_kind { ARE_FILES, ARE_WORDS, ARE_CAUSES, ARE_VERBS } argument_kind;

argument_kind verb_takes(const verb *v);

/* Text within single quotation marks of a shell; `escaped` are characters that get a backslash. */
typedef enum quoting { SHELL_POSIX, SHELL_FISH } quoting;
void put_quoted(FILE *out, const char *text, const char *escaped, quoting how);

#endif
