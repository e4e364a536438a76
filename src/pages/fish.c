/* The completion for fish: a line for each option and each word. */
#include "pages/pages.h"

#include <string.h>

/* Says which verb has been typed: "none" as long as there is none, the usual one where a path came first. */
static void put_head(FILE *out)
{
    fputs(
        "# Completion of sppwhy for fish. Made when sppwhy is built, from its tables of options and verbs.\n"
        "\n"
        "function __sppwhy_typed\n"
        "    set -l skip no\n"
        "    for word in (commandline -opc)[2..-1]\n"
        "        if test $skip = yes\n"
        "            set skip no\n"
        "            continue\n"
        "        end\n"
        "        switch $word\n"
        "            case",
        out);
    for (const option *t = option_table; t->name; t++)
        if (t->value)
            fprintf(out, " %s%s%s", t->name, t->shorter ? " " : "", t->shorter ? t->shorter : "");
    fputs("\n"
          "                set skip yes\n"
          "            case '-?*'\n"
          "            case",
          out);
    for (const verb *v = verbs; v->name; v++)
        fprintf(out, " %s", v->name);
    fprintf(out,
            "\n"
            "                echo $word\n"
            "                return\n"
            "            case '*'\n"
            "                echo %s\n"
            "                return\n",
            verb_usual()->name);
    fputs("        end\n"
          "    end\n"
          "    echo none\n"
          "end\n"
          "\n"
          "function __sppwhy_verb\n"
          "    contains -- (__sppwhy_typed) $argv\n"
          "end\n"
          "\n",
          out);
}

static void put_word(FILE *out, const char *condition, const char *word, const char *meaning)
{
    fprintf(out, "complete -c sppwhy -n '__sppwhy_verb %s' -a %s -d ", condition, word);
    put_quoted(out, meaning, "", SHELL_FISH);
    fputc('\n', out);
}

/* An option behind those verbs; `values` only with COMPLETE_WORDS. */
static void put_option(FILE *out, const option *t, const char *behind, const char *values)
{
    fprintf(out, "complete -c sppwhy -n '__sppwhy_verb%s'", behind);
    if (t->name[1] == '-')
        fprintf(out, " -l %s", t->name + 2);
    else
        fprintf(out, " -s %s", t->name + 1);
    if (t->shorter)
        fprintf(out, " -s %s", t->shorter + 1);
    switch (option_completion(t)) {
    case COMPLETE_WORDS:
        fprintf(out, " -x -a '%s'", values);
        break;
    case COMPLETE_FILES:
        fputs(" -r -F", out);
        break;
    case COMPLETE_FOLDERS:
        fputs(" -x -a '(__fish_complete_directories)'", out);
        break;
    default:
        if (t->value)
            fputs(" -x", out);
    }
    fputs(" -d ", out);
    put_quoted(out, t->help, "", SHELL_FISH);
    fputc('\n', out);
}

/* Without a verb everything is as with the usual one. */
static const char *verb_typed(const verb *v)
{
    return (v->kinds & VERB_USUAL) != 0 ? "none " : "";
}

static void put_options(FILE *out, const option *t)
{
    char behind[256] = "", names[FORMAT_NAMES];
    for (const verb *v = verbs; v->name; v++) {
        size_t used = strlen(behind);
        if (!option_offered(t, v))
            continue;
        snprintf(behind + used, sizeof behind - used, " %s%s", verb_typed(v), v->name);
        if (option_completion(t) != COMPLETE_WORDS || t->values)
            continue;
        put_option(out, t, behind, option_values(t, v, names)); /* each verb has its own words */
        behind[0] = '\0';
    }
    if (behind[0] != '\0')
        put_option(out, t, behind, t->values);
}

static void put_arguments(FILE *out, const verb *v, const sppwhy_rules *rules)
{
    if (verb_takes(v) == ARE_CAUSES || verb_takes(v) == ARE_VERBS)
        fprintf(out, "complete -c sppwhy -n '__sppwhy_verb %s' -f\n", v->name);
    switch (verb_takes(v)) {
    case ARE_WORDS:
        for (const word_row *w = v->words; w->word; w++)
            put_word(out, v->name, w->word, w->meaning);
        break;
    case ARE_VERBS:
        for (const verb *each = verbs; each->name; each++)
            put_word(out, v->name, each->name, each->summary);
        break;
    case ARE_CAUSES:
        for (size_t i = 0; i < sppwhy_rules_count(rules); i++)
            put_word(out, v->name, sppwhy_rules_id(rules, i), sppwhy_rules_title(rules, i));
        break;
    default:
        break;
    }
}

void fish_write(FILE *out, const sppwhy_rules *rules)
{
    put_head(out);
    for (const verb *v = verbs; v->name; v++)
        put_word(out, "none", v->name, v->summary);
    for (const option *t = option_table; t->name; t++)
        put_options(out, t);
    for (const verb *v = verbs; v->name; v++)
        put_arguments(out, v, rules);
}
