/* Messages on standard error. What they quote may come from a log or a file name, so it is printed safely. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void tell(const char *format, ...)
{
    char few[1024];
    strbuf safe = {0};
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(few, sizeof few, format, arguments);
    va_end(arguments);
    /* A path may be longer than any buffer, and what is wrong with it comes last. */
    char *all = length < 0 || (size_t)length < sizeof few ? NULL : malloc((size_t)length + 1);
    if (all)
        vsnprintf(all, (size_t)length + 1, format, again);
    va_end(again);
    text_add_printable(&safe, all ? all : few);
    free(all);
    fprintf(stderr, "sppwhy: %s\n", safe.bytes && !safe.failed ? safe.bytes : "out of memory");
    strbuf_free(&safe);
}

void tell_error(const sppwhy_error *error)
{
    char text[1800];
    if (error->status == SPPWHY_NO_MEMORY)
        tell("memory ran out, and nothing was reported; --memory sets another limit, and fewer logs at once "
             "need less");
    else
        tell("%s", sppwhy_error_format(error, text, sizeof text));
}

void tell_mistake(void *context, const sppwhy_error *error)
{
    (void)context;
    tell_error(error);
}

nearest nearest_to(const char *word)
{
    return (nearest){.word = word, .least = SIZE_MAX};
}

/* A third of the letters may be wrong. Who stopped typing after three or more meant the whole word; that
 * counts before any slip. */
void nearest_try(nearest *n, const char *candidate)
{
    size_t typed = strlen(n->word), length = strlen(candidate), longer = typed > length ? typed : length;
    size_t distance = text_distance(n->word, candidate);
    if (typed >= 3 && typed < length && strncmp(n->word, candidate, typed) == 0)
        distance = 0;
    if (distance > longer / 3 || distance >= n->least || length >= sizeof n->best)
        return;
    n->least = distance;
    memcpy(n->best, candidate, length + 1);
}

void nearest_try_name(nearest *n, const char *name)
{
    char label[64];
    size_t length = strcspn(name, ".");
    nearest_try(n, name);
    if (strchr(n->word, '.') || length >= sizeof label)
        return;
    memcpy(label, name, length);
    label[length] = '\0';
    nearest_try(n, label);
}

void nearest_try_words(nearest *n, const char *words)
{
    char word[32];
    while (next_word(&words, word))
        nearest_try(n, word);
}

void nearest_try_rows(nearest *n, const word_row *rows)
{
    for (; rows->word; rows++)
        nearest_try(n, rows->word);
}
