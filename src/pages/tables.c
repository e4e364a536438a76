/* See pages.h: what the tables of options and verbs mean for completions. */
#include "pages/pages.h"

#include <string.h>

completion option_completion(const option *t)
{
    if (!t->value)
        return COMPLETE_NOTHING;
    if (t->values || strcmp(t->value, "FORMAT") == 0)
        return COMPLETE_WORDS;
    if (strcmp(t->value, "FILE") == 0)
        return COMPLETE_FILES;
    return strcmp(t->value, "DIR") == 0 ? COMPLETE_FOLDERS : COMPLETE_NOTHING;
}

const char *option_values(const option *t, const verb *v, char out[FORMAT_NAMES])
{
    return t->values ? t->values : verb_formats(v, out);
}

bool option_offered(const option *t, const verb *v)
{
    return option_concerns(t, v) || (t->verbs && t->verbs[0] == '\0');
}

argument_kind verb_takes(const verb *v)
{
    if (v->words)
        return ARE_WORDS;
    if (strstr(v->arguments, "PATH"))
        return ARE_FILES;
    return strstr(v->arguments, "VERB") ? ARE_VERBS : ARE_CAUSES;
}

void put_quoted(FILE *out, const char *text, const char *escaped, quoting how)
{
    fputc('\'', out);
    for (; *text; text++) {
        if (strchr(escaped, *text) || (how == SHELL_FISH && (*text == '\'' || *text == '\\')))
            fputc('\\', out);
        if (how == SHELL_POSIX && *text == '\'')
            fputs("'\\''", out);
        else
            fputc(*text, out);
    }
    fputc('\'', out);
}
