/* Messages on standard error. What they quote may come from a log or a file name, so it is printed safely. */
#include "cli/cli.h"

#include "base/text.h"

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

/* How many letters of the shorter word stand in the longer one, in order. */
static size_t common(const char *a, const char *b)
{
    size_t count = 0;
    for (; *a; a++) {
        const char *found = strchr(b, *a);
        if (found) {
            count++;
            b = found + 1;
        }
    }
    return count;
}

const char *nearest_word(const char *word, const char *(*word_at)(size_t i))
{
    const char *best = NULL;
    size_t most = strlen(word) / 2 + 1;
    for (size_t i = 0; word_at(i); i++) {
        const char *candidate = word_at(i);
        size_t longer = strlen(candidate) > strlen(word) ? strlen(candidate) : strlen(word);
        size_t score = common(word, candidate);
        if (score > most && score * 3 >= longer * 2) {
            most = score;
            best = candidate;
        }
    }
    return best;
}
