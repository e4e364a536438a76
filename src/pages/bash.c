/* The completion for bash. It needs nothing but bash itself: the package bash-completion only finds it. */
#include "pages/pages.h"

#include <string.h>

/* The head: which verb there is, which word of it this is, and which option is before it. */
static const char head[] =
    "# Completion of sppwhy for bash. Made when sppwhy is built, from its tables of options and verbs.\n"
    "\n"
    "_sppwhy_files() {\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$2\")\n"
    "}\n"
    "\n"
    "_sppwhy_words() {\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$2\")\n"
    "}\n"
    "\n"
    "_sppwhy() {\n"
    "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' place=0 i\n"
    "    COMPREPLY=()\n"
    "    # --format=json comes as three words\n"
    "    if [[ $word == '=' ]]; then\n"
    "        word=''\n"
    "    elif [[ $before == '=' ]]; then\n"
    "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        case ${COMP_WORDS[i]} in\n";

static void put_names(FILE *out, const option *t, const char *between)
{
    fprintf(out, "%s%s%s", t->name, t->shorter ? between : "", t->shorter ? t->shorter : "");
}

/* "            --output | -o | --rules)" */
static void put_options_with_value(FILE *out)
{
    const char *between = "            ";
    for (const option *t = option_table; t->name; t++)
        if (t->value) {
            fputs(between, out);
            put_names(out, t, " | ");
            between = " | ";
        }
    fputs(")\n", out);
}

static void put_verb_names(FILE *out, const char *between)
{
    for (const verb *v = verbs; v->name; v++)
        fprintf(out, "%s%s", v->name, v[1].name ? between : "");
}

static void put_scan(FILE *out)
{
    put_options_with_value(out);
    fputs("                [[ ${COMP_WORDS[i + 1]} == '=' ]] && ((i++))\n"
          "                ((i++))\n"
          "                ;;\n"
          "            -?*) ;;\n",
          out);
    fputs("            *)\n"
          "                if [[ -n $verb ]]; then\n"
          "                    ((place++))\n"
          "                else\n"
          "                    case ${COMP_WORDS[i]} in\n"
          "                        ",
          out);
    put_verb_names(out, " | ");
    fputs(") verb=${COMP_WORDS[i]} ;;\n"
          "                        *) verb=analyze place=1 ;;\n"
          "                    esac\n"
          "                fi\n"
          "                ;;\n"
          "        esac\n"
          "    done\n",
          out);
}

static void put_formats(FILE *out, const option *t)
{
    char names[FORMAT_NAMES];
    fprintf(out, "            case ${verb:-%s} in\n", verb_usual()->name);
    for (const verb *v = verbs; v->name; v++)
        if (report_format_default(v->name))
            fprintf(out, "                %s) _sppwhy_words '%s' \"$word\" ;;\n", v->name,
                    option_values(t, v, names));
    fputs("            esac\n", out);
}

/* What may be behind an option. */
static void put_values(FILE *out)
{
    fputs("    case $before in\n", out);
    for (const option *t = option_table; t->name; t++) {
        if (!t->value)
            continue;
        fputs("        ", out);
        put_names(out, t, " | ");
        fputs(")\n", out);
        if (option_completion(t) == COMPLETE_WORDS && !t->values)
            put_formats(out, t);
        else if (option_completion(t) == COMPLETE_WORDS)
            fprintf(out, "            _sppwhy_words '%s' \"$word\"\n", t->values);
        else if (option_completion(t) != COMPLETE_NOTHING)
            fprintf(out, "            _sppwhy_files %s \"$word\"\n",
                    option_completion(t) == COMPLETE_FILES ? "-f" : "-d");
        fputs("            return\n            ;;\n", out);
    }
    fputs("    esac\n", out);
}

static void put_options(FILE *out)
{
    fprintf(out, "    if [[ $word == -* ]]; then\n        case ${verb:-%s} in\n", verb_usual()->name);
    for (const verb *v = verbs; v->name; v++) {
        fprintf(out, "            %s) _sppwhy_words '", v->name);
        const char *between = "";
        for (const option *t = option_table; t->name; t++)
            if (option_offered(t, v)) {
                fputs(between, out);
                put_names(out, t, " ");
                between = " ";
            }
        fputs("' \"$word\" ;;\n", out);
    }
    fputs("        esac\n        return\n    fi\n", out);
}

static void put_arguments(FILE *out, const verb *v, const sppwhy_rules *rules)
{
    if (verb_takes(v) == ARE_FILES)
        return;
    fprintf(out, "        %s%s) _sppwhy_words '", v->name, verb_takes(v) == ARE_WORDS ? ",0" : ",*");
    switch (verb_takes(v)) {
    case ARE_WORDS:
        for (const word_row *w = v->words; w->word; w++)
            fprintf(out, "%s%s", w->word, w[1].word ? " " : "");
        break;
    case ARE_VERBS:
        put_verb_names(out, " ");
        break;
    default:
        for (size_t i = 0; i < sppwhy_rules_count(rules); i++)
            fprintf(out, "%s%s", i != 0 ? " " : "", sppwhy_rules_id(rules, i));
    }
    fputs("' \"$word\" ;;\n", out);
}

void bash_write(FILE *out, const sppwhy_rules *rules)
{
    fputs(head, out);
    put_scan(out);
    put_values(out);
    put_options(out);
    fputs("    case $verb,$place in\n", out);
    for (const verb *v = verbs; v->name; v++)
        put_arguments(out, v, rules);
    fputs("        *) _sppwhy_files -f \"$word\" ;;\n"
          "    esac\n"
          "    if [[ -z $verb ]]; then\n"
          "        local files=(\"${COMPREPLY[@]}\")\n"
          "        _sppwhy_words '",
          out);
    put_verb_names(out, " ");
    fputs("' \"$word\"\n"
          "        COMPREPLY+=(\"${files[@]}\")\n"
          "    fi\n"
          "}\n"
          "\n"
          "complete -F _sppwhy sppwhy\n",
          out);
}
