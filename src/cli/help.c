/* The help: -h on one screen, --help in full, and that of one verb; from the tables of options and verbs. */
#include "cli/cli.h"

#include <ctype.h>
#include <string.h>

const char program_summary[] = "explains failed Windows volume activations from exported event logs";
const char program_usage[] = "[VERB] PATH... [options]";
const char program_paths[] =
    "PATH is a log (.evtx), an archive of logs (zip, 7z, cab, tar, gz ...), JSON lines of `sppwhy events`, "
    "or a folder "
    "of these, from one or many machines, in any order and with any names; "
    "- is standard input. Logs are known by their content and machines by their events, not by file names.";

const word_row exit_statuses[] = {
    {"0", "done"},
    {"1", "a finding at or above --fail-on"},
    {"2", "an input missing or none readable (with --strict: or damaged, or logs that contradict one "
          "another), or output that could not be written"},
    {"3", "wrong usage"},
    {"4", "rules not valid"},
    {NULL, NULL},
};

const word_row environment[] = {
    {"NO_COLOR", "when it is set and not empty, colors only with --color always"},
    {"SPPWHY_PAGER, PAGER", "the pager for text on a terminal; cat or nothing: none"},
    {NULL, NULL},
};

#define LEFT 2      /* of a list */
#define COLUMN 22   /* of what is beside an option or a verb */
#define EXPLAINED 6 /* of what is below one */

/* "-o, --output FILE" */
static void option_form(const option *t, char out[64])
{
    snprintf(out, 64, "%s%s%s%s%s", t->shorter ? t->shorter : "", t->shorter ? ", " : "", t->name,
             t->value ? " " : "", t->value ? t->value : "");
}

/* A word, and what it means beside it, or below it when it is too long. */
static void put_row(const page *p, const char *word, const char *meaning)
{
    size_t used = LEFT + strlen(word);
    writer_printf(p->out, "%*s%s", LEFT, "", word);
    if (used + 2 > COLUMN)
        writer_printf(p->out, "\n%*s", COLUMN, "");
    else
        writer_printf(p->out, "%*s", (int)(COLUMN - used), "");
    put_wrapped(p, COLUMN, COLUMN, meaning);
}

static void put_rows(const page *p, const char *title, const word_row *rows)
{
    writer_printf(p->out, "\n%s:\n", title);
    for (; rows->word; rows++)
        put_row(p, rows->word, rows->meaning);
}

static void put_option(const page *p, const option *t, bool with_values)
{
    char form[64], values[128], text[256];
    option_form(t, form);
    if (with_values && t->values)
        snprintf(text, sizeof text, "%s: %s", t->help, words_in_line(t->values, values, sizeof values));
    put_row(p, form, with_values && t->values ? text : t->help);
}

char *option_text(const option *t, char *out, size_t size)
{
    char words[128], values[192] = "";
    if (t->values)
        snprintf(values, sizeof values, " %s is %s.", t->value,
                 words_in_line(t->values, words, sizeof words));
    snprintf(out, size, "%c%s.%s%s%s", toupper((unsigned char)t->help[0]), t->help + 1, values,
             t->more ? " " : "", t->more ? t->more : "");
    return out;
}

/* With all that there is to say, below it. */
static void put_option_whole(const page *p, const option *t)
{
    char form[64], text[1024];
    option_form(t, form);
    writer_printf(p->out, "%*s%s\n", LEFT, "", form);
    put_paragraph(p, EXPLAINED, option_text(t, text, sizeof text));
}

static void put_paragraphs(const page *p, const char *text)
{
    char line[1024];
    while (*text) {
        size_t length = strcspn(text, "\n"), kept = length < sizeof line ? length : sizeof line - 1;
        memcpy(line, text, kept);
        line[kept] = '\0';
        writer_char(p->out, '\n');
        put_paragraph(p, 0, line);
        text += length + (text[length] == '\n');
    }
}

/* Commands are never broken into lines: they are there to be copied. */
static void put_example(const page *p, const word_row *e)
{
    writer_printf(p->out, "%*s%s\n", LEFT, "", e->word);
    put_paragraph(p, EXPLAINED, e->meaning);
}

/* The short help has room for one more verb when its last line alone speaks of help. */
static void put_verbs(const page *p, bool with_help)
{
    char form[64];
    for (const verb *v = verbs; v->name; v++) {
        if (!with_help && v->run == run_help)
            continue;
        snprintf(form, sizeof form, "%-8s %s", v->name, v->arguments);
        writer_printf(p->out, "%*s%-25s ", LEFT, "", form);
        put_wrapped(p, LEFT + 26, LEFT + 26, v->summary);
    }
}

/* ---- of the whole program ------------------------------------------------------------------------------ */

/* The options that have no line of their own in -h, in one paragraph. */
static void put_other_options(const page *p)
{
    char text[1024] = "Also:";
    for (const option *t = option_table; t->name; t++) {
        size_t used = strlen(text);
        if (!t->common)
            snprintf(text + used, sizeof text - used, " %s%s%s%s", t->shorter ? t->shorter : t->name,
                     t->value ? " " : "", t->value ? t->value : "", t[1].name ? "," : ".");
    }
    put_wrapped(p, LEFT, 0, text);
}

static void short_help(const page *p)
{
    writer_printf(p->out, "Usage: sppwhy %s\n\nsppwhy ", program_usage);
    put_wrapped(p, 0, 7, program_summary);
    writer_char(p->out, '\n');
    put_verbs(p, false);
    writer_char(p->out, '\n');
    for (const option *t = option_table; t->name; t++)
        if (t->common)
            put_option(p, t, false);
    writer_char(p->out, '\n');
    put_other_options(p);
    put_paragraph(p, 0, "All options, with examples: sppwhy --help. One verb: sppwhy help VERB.");
}

static void long_help(const page *p)
{
    writer_printf(p->out, "Usage: sppwhy %s\n\nsppwhy ", program_usage);
    put_wrapped(p, 0, 7, program_summary);
    writer_char(p->out, '\n');
    put_paragraph(p, 0, program_paths);
    writer_text(p->out, "\nVerbs:\n");
    put_verbs(p, true);
    writer_text(p->out, "\nOptions:\n");
    for (const option *t = option_table; t->name; t++)
        put_option_whole(p, t);
    writer_text(p->out, "\nExamples:\n");
    for (const verb *v = verbs; v->name; v++)
        put_example(p, v->examples);
    put_rows(p, "Exit status", exit_statuses);
    put_rows(p, "Environment", environment);
    put_paragraphs(p, "`sppwhy help VERB` says all about one verb; so do the manual pages sppwhy(1) and "
                      "sppwhy-rules(5).");
}

/* ---- of one verb --------------------------------------------------------------------------------------- */

static void put_formats(const page *p, const verb *v)
{
    char names[FORMAT_NAMES], word[32], meaning[256];
    const char *at = verb_formats(v, names);
    writer_text(p->out, "\nFormats (--format):\n");
    for (bool first = true; next_word(&at, word); first = false) {
        const char *known = report_format_meaning(word);
        snprintf(meaning, sizeof meaning, "%s%s", known ? known : "", first ? " (the default)" : "");
        put_row(p, word, meaning);
    }
}

static void put_verb_options(const page *p, const verb *v, bool full)
{
    writer_text(p->out, "\nOptions:\n");
    for (const option *t = option_table; t->name; t++)
        if (option_concerns(t, v)) {
            if (full)
                put_option_whole(p, t);
            else
                put_option(p, t, true);
        }
}

static void verb_help(const page *p, const verb *v, bool full)
{
    writer_printf(p->out, "Usage: sppwhy %s %s [options]\n\n%s: ", v->name, v->arguments, v->name);
    put_wrapped(p, 0, (unsigned)strlen(v->name) + 2, v->summary);
    if (full && v->more)
        put_paragraphs(p, v->more);
    if (v->words)
        put_rows(p, "WHAT", v->words);
    if (report_format_default(v->name))
        put_formats(p, v);
    put_verb_options(p, v, full);
    if (!full)
        return;
    writer_text(p->out, "\nExamples:\n");
    for (const word_row *e = v->examples; e && e->word; e++)
        put_example(p, e);
    put_paragraphs(p, "`sppwhy --help` lists the exit statuses and the other verbs.");
}

/* The page of a verb, or with NULL that of the whole program. */
static void help_print(sppwhy_writer *out, unsigned width, const verb *v, bool full)
{
    page p = page_of(out, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = width}, 0);
    if (v)
        verb_help(&p, v, full);
    else if (full)
        long_help(&p);
    else
        short_help(&p);
}

int help_show(const verb *v, bool full)
{
    const options standard = {0};
    output out;
    if (!output_open(&out, &standard))
        return EXIT_INPUT;
    help_print(out.writer, terminal_columns(out.file), v, full);
    return output_close(&out, &standard, SPPWHY_OK);
}
