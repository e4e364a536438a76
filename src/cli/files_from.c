/* --files-from: paths that another program found, a line each or, with -0, ended by NUL. */
#include "cli/cli.h"

#include <string.h>

static size_t count_ends(const char *text, size_t length, char end)
{
    size_t count = 1;
    for (size_t i = 0; i < length; i++)
        count += text[i] == end;
    return count;
}

/* Cuts the text into paths behind those that are there. A line may end as Windows ends it. */
static void cut(const char **paths, size_t *count, char *text, size_t length, char end)
{
    for (char *at = text, *stop = text + length; at < stop;) {
        char *to = memchr(at, end, (size_t)(stop - at));
        size_t size = to ? (size_t)(to - at) : (size_t)(stop - at);
        at[size] = '\0';
        if (end == '\n' && size != 0 && at[size - 1] == '\r')
            at[size - 1] = '\0';
        if (at[0] != '\0')
            paths[(*count)++] = at;
        at += size + 1;
    }
}

bool files_from_read(options *o, arena *memory)
{
    sppwhy_error error;
    char *text = NULL;
    size_t length = 0, count = o->path_count;
    const char end = o->null_ends ? '\0' : '\n';
    sppwhy_error_clear(&error);
    for (size_t i = 0; i < o->path_count; i++)
        if (strcmp(o->files_from, "-") == 0 && strcmp(o->paths[i], "-") == 0) {
            tell("standard input cannot hold both a log and the list of --files-from");
            return false;
        }
    if (file_read_all(memory, o->files_from, LIMIT_FILE_LIST, &text, &length, &error) != SPPWHY_OK) {
        tell_error(&error);
        return false;
    }
    const char **paths = ARENA_ARRAY(memory, count + count_ends(text, length, end), const char *);
    if (!paths) {
        tell("out of memory");
        return false;
    }
    for (size_t i = 0; i < count; i++)
        paths[i] = o->paths[i];
    cut(paths, &count, text, length, end);
    o->paths = paths;
    o->path_count = count;
    return true;
}
