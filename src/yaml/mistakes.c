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

sppwhy_status mistakes_at(mistake_list *m, const char *file, const yaml_node *at, const char *what,
                          const char *word, const char *hint)
{
    return mistakes_place(m, file, at->line, at->column, "%s%s%s%s%s%s", what, word ? " \"" : "",
                          word ? word : "", word ? "\"" : "", hint ? "; " : "", hint ? hint : "");
}

static sppwhy_status unknown_key(mistake_list *m, const char *file, const yaml_node *key, const char *of,
                                 const char *const *known)
{
    const char *near = mistakes_nearest(key->text, known);
    strbuf hint = {0};
    if (near)
        strbuf_printf(&hint, "did you mean \"%s\"?", near);
    for (size_t i = 0; !near && known[i]; i++)
        strbuf_printf(&hint, "%s%s", i == 0 ? "it has " : ", ", known[i]);
    strbuf what = {0};
    strbuf_printf(&what, "%s has no key", of);
    sppwhy_status status = what.failed || hint.failed
                               ? mistakes_no_memory(m)
                               : mistakes_at(m, file, key, what.bytes, key->text, hint.bytes);
    strbuf_free(&what);
    strbuf_free(&hint);
    return status;
}

sppwhy_status mistakes_unknown_keys(mistake_list *m, const char *file, const yaml_node *map, const char *of,
                                    const char *const *known)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < map->count; i++) {
        const yaml_node *key = yaml_key(map, i);
        size_t k = 0;
        while (known[k] && strcmp(known[k], key->text) != 0)
            k++;
        if (!known[k])
            status = unknown_key(m, file, key, of, known);
    }
    return status;
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
