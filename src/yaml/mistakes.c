/* Collects mistakes; guesses what a mistyped word was meant to be. */
#include "yaml/mistakes.h"

#include "base/error.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

sppwhy_status mistakes_add(mistake_list *m, const sppwhy_error *error)
{
    if (m->status == SPPWHY_OK) {
        m->status = error->status;
        if (m->first)
            *m->first = *error;
    }
    if (m->tell)
        m->tell(m->context, error);
    return error->status;
}

sppwhy_status mistakes_place(mistake_list *m, const char *file, unsigned line, unsigned column,
                             const char *format, ...)
{
    sppwhy_error error;
    char message[sizeof error.message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    error_place(&error, SPPWHY_INVALID, file, line, column, "%s", message);
    return mistakes_add(m, &error);
}

sppwhy_status mistakes_word(mistake_list *m, const char *file, const yaml_node *at, const char *what,
                            const char *word)
{
    return mistakes_place(m, file, at->line, at->column, "%s%s%s%s", what, word ? " \"" : "",
                          word ? word : "", word ? "\"" : "");
}

sppwhy_status mistakes_no_memory(mistake_list *m)
{
    sppwhy_error error;
    error_no_memory(&error);
    return mistakes_add(m, &error);
}

sppwhy_status mistakes_both(sppwhy_status one, sppwhy_status other)
{
    return one != SPPWHY_OK ? one : other;
}

const char *mistakes_nearest(const char *word, const char *const *known)
{
    const char *best = NULL;
    size_t least = strlen(word) / 2 + 1;
    for (size_t i = 0; known[i]; i++) {
        size_t distance = text_distance(word, known[i]);
        if (distance < least) {
            least = distance;
            best = known[i];
        }
    }
    return best;
}
