/* The completion for zsh, by its function _arguments. */
#include "pages/pages.h"

/* In a specification of _arguments these end a part. */
#define SPECIAL "[]:\\"

static const char head[] =
    "#compdef sppwhy\n"
    "# Completion of sppwhy for zsh. Made when sppwhy is built, from its tables of options and verbs.\n"
    "\n";

static void put_described(FILE *out, const char *word, const char *meaning)
{
    fputs("    ", out);
    /* "word:meaning" in one pair of quotation marks */
    char both[512];
    snprintf(both, sizeof both, "%s:%s", word, meaning);
    put_quoted(out, both, "", SHELL_POSIX);
    fputc('\n', out);
}

static void put_rows(FILE *out, const char *function, const char *title, const word_row *rows)
{
    fprintf(out, "%s() {\n  local -a words=(\n", function);
    for (; rows->word; rows++)
        put_described(out, rows->word, rows->meaning);
    fprintf(out, "  )\n  _describe %s words\n}\n\n", title);
}

static void put_verbs(FILE *out)
{
    fputs("_sppwhy_verbs() {\n  local -a words=(\n", out);
    for (const verb *v = verbs; v->name; v++)
        put_described(out, v->name, v->summary);
    fputs("  )\n  _describe verb words\n}\n\n", out);
}

static void put_causes(FILE *out, const sppwhy_rules *rules)
{
    fputs("_sppwhy_causes() {\n  local -a words=(\n", out);
    for (size_t i = 0; i < sppwhy_rules_count(rules); i++)
        put_described(out, sppwhy_rules_id(rules, i), sppwhy_rules_title(rules, i));
    fputs("  )\n  _describe cause words\n}\n\n", out);
}

/* '(-o --output)--output=[help]:FILE:_files' */
static void put_specification(FILE *out, const option *t, const verb *v, const char *name, const char *joint)
{
    char names[FORMAT_NAMES];
    fputs("      ", out);
    if (t->shorter)
        fprintf(out, "'(%s %s)'", t->shorter, t->name);
    fprintf(out, "'%s%s['", name, t->value ? joint : "");
    put_quoted(out, t->help, SPECIAL, SHELL_POSIX);
    fputs("']'", out);
    if (t->value) {
        fprintf(out, "':%s:", t->value);
        if (option_completion(t) == COMPLETE_WORDS)
            fprintf(out, "(%s)", option_values(t, v, names));
        else if (option_completion(t) != COMPLETE_NOTHING)
            fputs(option_completion(t) == COMPLETE_FILES ? "_files" : "_files -/", out);
        fputc('\'', out);
    }
    fputc('\n', out);
}

static const char *first_argument(const verb *v)
{
    switch (verb_takes(v)) {
    case ARE_WORDS:
        return "'1: :_sppwhy_rules_words' '*:path:_files'";
    case ARE_CAUSES:
        return "'*: :_sppwhy_causes'";
    case ARE_VERBS:
        return "'1: :_sppwhy_verbs'";
    default:
        return "'*:path:_files'";
    }
}

static void put_verb(FILE *out, const verb *v)
{
    fprintf(out, "    (%s)\n      specifications=(\n", v->name);
    for (const option *t = option_table; t->name; t++) {
        if (!option_offered(t, v))
            continue;
        put_specification(out, t, v, t->name, "=");
        if (t->shorter)
            put_specification(out, t, v, t->shorter, "+");
    }
    fprintf(out, "      %s\n      ) ;;\n", first_argument(v));
}

/* The verb is the first word that is neither an option nor an option's value. It is taken out of the words,
 * so that what follows it is counted from one; as long as there is none, it may be typed. */
static void put_scan(FILE *out)
{
    fputs("_sppwhy() {\n"
          "  local verb=''\n"
          "  local -a specifications\n"
          "  integer i\n"
          "  for ((i = 2; i < CURRENT; i++)); do\n"
          "    case $words[i] in\n",
          out);
    const char *between = "      (";
    for (const option *t = option_table; t->name; t++)
        if (t->value) {
            fprintf(out, "%s%s%s%s", between, t->name, t->shorter ? "|" : "", t->shorter ? t->shorter : "");
            between = "|";
        }
    fputs(") ((i++)) ;;\n      (-?*) ;;\n      (", out);
    for (const verb *v = verbs; v->name; v++)
        fprintf(out, "%s%s", v->name, v[1].name ? "|" : "");
    fprintf(out,
            ")\n"
            "        verb=$words[i]\n"
            "        words[i]=()\n"
            "        ((CURRENT--))\n"
            "        break ;;\n"
            "      (*) verb=%s; break ;;\n"
            "    esac\n"
            "  done\n",
            verb_usual()->name);
}

void zsh_write(FILE *out, const sppwhy_rules *rules)
{
    fputs(head, out);
    put_verbs(out);
    put_causes(out, rules);
    put_rows(out, "_sppwhy_rules_words", "what", rules_words);
    fputs("_sppwhy_verb_or_path() {\n  _alternative 'verbs: :_sppwhy_verbs' 'paths:path:_files'\n}\n\n", out);
    put_scan(out);
    fputs("  case ${verb:-analyze} in\n", out);
    for (const verb *v = verbs; v->name; v++)
        put_verb(out, v);
    fputs("  esac\n"
          "  [[ -n $verb ]] || specifications[-1]='*: :_sppwhy_verb_or_path'\n"
          "  _arguments -s -S : $specifications\n"
          "}\n"
          "\n"
          "_sppwhy \"$@\"\n",
          out);
}
