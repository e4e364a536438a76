/* sppwhy(1), from the tables of verbs and options. */
#include "pages/pages.h"

#include <ctype.h>
#include <string.h>

static void put_text(FILE *out, const char *text)
{
    roff_text(out, text, strlen(text));
}

/* Half a sentence of a table as a sentence. */
static void put_sentence(FILE *out, const char *text)
{
    char whole[512];
    snprintf(whole, sizeof whole, "%c%s.", toupper((unsigned char)text[0]), text + 1);
    put_text(out, whole);
}

static void put_paragraphs(FILE *out, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        fputs(".Pp\n", out);
        roff_text(out, text, length);
        text += length + (text[length] == '\n');
    }
}

/* "[WHAT] [PATH...]": a macro for each. */
static void put_arguments(FILE *out, const verb *v)
{
    const char *at = v->arguments;
    char word[32];
    while (next_word(&at, word)) {
        bool optional = word[0] == '[', many = strstr(word, "...") != NULL;
        const char *name = word + optional;
        fprintf(out, "%s Ar %.*s%s\n", optional ? ".Op" : ".", (int)strcspn(name, ".]"), name,
                many ? " ..." : "");
    }
}

static void synopsis(FILE *out)
{
    fputs(".Sh SYNOPSIS\n", out);
    for (const verb *v = verbs; v->name; v++) {
        fputs(".Nm\n", out);
        fprintf(out, (v->kinds & VERB_USUAL) != 0 ? ".Op Cm %s\n" : ".Cm %s\n", v->name);
        fputs(".Op Ar options\n", out);
        put_arguments(out, v);
    }
}

static void put_formats(FILE *out, const verb *v)
{
    char names[FORMAT_NAMES], word[32];
    const char *at = verb_formats(v, names);
    fputs(".Pp\nFormats:\n.Bl -tag -width jsonlxx -compact\n", out);
    for (bool first = true; next_word(&at, word); first = false) {
        const char *meaning = report_format_meaning(word);
        fprintf(out, ".It Cm %s\n", word);
        put_sentence(out, meaning ? meaning : word);
        if (first)
            fputs("This is the default.\n", out);
    }
    fputs(".El\n", out);
}

static void description(FILE *out)
{
    fputs(".Sh DESCRIPTION\n.Nm\n", out);
    fprintf(out, "%s.\n", program_summary);
    fputs("Machine by machine it says why each activation failed, on what evidence, how sure that is, and "
          "what to\n"
          "do.\n.Pp\n",
          out);
    put_text(out, program_paths);
    fputs(".Pp\nThe verbs are:\n.Bl -tag -width Ds\n", out);
    for (const verb *v = verbs; v->name; v++) {
        fprintf(out, ".It Cm %s\n", v->name);
        put_sentence(out, v->summary);
        if (v->more)
            put_paragraphs(out, v->more);
        if (v->words) {
            fputs(".Pp\n.Ar WHAT\nis one of\n.Bl -tag -width fieldsxx -compact\n", out);
            for (const word_row *w = v->words; w->word; w++) {
                fprintf(out, ".It Cm %s\n", w->word);
                put_sentence(out, w->meaning);
            }
            fputs(".El\n", out);
        }
        if (report_format_default(v->name))
            put_formats(out, v);
    }
    fputs(".El\n", out);
}

/* ".It Fl o , Fl -output Ar FILE" */
static void put_option(FILE *out, const option *t)
{
    char text[1024], verbs_line[128];
    fputs(".It", out);
    if (t->shorter)
        fprintf(out, " Fl %s ,", t->shorter + 1);
    fprintf(out, " Fl %s", t->name + 1);
    fprintf(out, t->value ? " Ar %s\n" : "\n", t->value);
    put_text(out, option_text(t, text, sizeof text));
    if (option_verbs(t, verbs_line, sizeof verbs_line)[0] != '\0')
        fprintf(out, "For %s.\n", verbs_line);
}

static void put_rows(FILE *out, const char *title, const char *macro, const word_row *rows)
{
    fprintf(out, ".Sh %s\n.Bl -tag -width Ds\n", title);
    for (; rows->word; rows++) {
        fprintf(out, ".It %s%s\n", macro, rows->word);
        put_sentence(out, rows->meaning);
    }
    fputs(".El\n", out);
}

static void examples(FILE *out)
{
    fputs(".Sh EXAMPLES\n", out);
    bool first = true;
    for (const verb *v = verbs; v->name; v++)
        for (const word_row *e = v->examples; e && e->word; e++, first = false) {
            char text[512];
            snprintf(text, sizeof text, "%c%s:", toupper((unsigned char)e->meaning[0]), e->meaning + 1);
            if (!first)
                fputs(".Pp\n", out);
            put_text(out, text);
            fputs(".Bd -literal -offset indent\n", out);
            roff_literal(out, e->word, strlen(e->word));
            fputs(".Ed\n", out);
        }
}

void manual_write(FILE *out, const char *date)
{
    roff_head(out, "sppwhy", 1, date, program_summary);
    synopsis(out);
    description(out);
    fputs(".Sh OPTIONS\nThey may be anywhere; behind\n.Fl -\nthere are only paths.\n.Bl -tag -width Ds\n",
          out);
    for (const option *t = option_table; t->name; t++)
        put_option(out, t);
    fputs(".El\n", out);
    put_rows(out, "ENVIRONMENT", "Ev ", environment);
    fputs(".Sh FILES\n.Bl -tag -width Ds\n.It Pa share/sppwhy/rules/\n"
          "The built-in rules and tables, to read and to copy from, below the folder of installation.\n"
          "The program has its own and does not look there.\n.El\n",
          out);
    put_rows(out, "EXIT STATUS", "", exit_statuses);
    examples(out);
    fputs(".Sh SEE ALSO\n.Xr sppwhy-rules 5\n", out);
}
