/* sppwhy diff OLD NEW: what is new, what is gone, what goes on. Each is logs or a folder of them, or a
 * document that an earlier run wrote. */
#include "cli/judged.h"

#include <string.h>

/* One of the two. A document has nothing to be freed but what lies in the arena. */
typedef struct side {
    judged judged;
    bool has_logs;
    brief_set briefs;
    bool missing; /* something of it could not be read */
} side;

#define LOOKED_AT 4096

/* By its content: the first member of a document is schema_version; by its name where another program put the
 * members into another order. */
static bool is_document(const char *path)
{
    char head[LOOKED_AT + 1];
    sppwhy_error ignored;
    file *f;
    size_t got = 0, length = strlen(path);
    if (strcmp(path, "-") == 0 || file_look(path, NULL) != FILE_PLAIN ||
        file_open(&f, path, &ignored) != SPPWHY_OK)
        return false;
    if (file_read(f, 0, head, LOOKED_AT, &got, &ignored) != SPPWHY_OK)
        got = 0;
    file_close(f);
    head[got] = '\0';
    const char *begin = head + strspn(head, " \t\r\n");
    return *begin == '{' && (strstr(head, "\"schema_version\"") ||
                             (length > 5 && text_equal_nocase(path + length - 5, ".json")));
}

static int read_side(side *s, arena *memory, const options *o, const char *path, bool last)
{
    sppwhy_error error;
    options one = *o;
    one.paths = &path;
    one.path_count = 1;
    one.more_to_read = !last;
    sppwhy_error_clear(&error);
    if (is_document(path)) {
        if (o->machines.count != 0 || o->has_level || o->causes.count != 0 || o->ignore)
            tell("%s: is a document: --machine, --level, --cause and --ignore do not change what it says",
                 path);
        return document_read(&s->briefs, memory, path);
    }
    s->has_logs = true;
    int status = judged_make(&s->judged, &one);
    if (status != EXIT_DONE)
        return status;
    s->missing = input_status(&s->judged.in, o) != EXIT_DONE;
    if (briefs_of_analysis(&s->briefs, memory, s->judged.analysis, &error) == SPPWHY_OK)
        return EXIT_DONE;
    tell_error(&error);
    return EXIT_INPUT;
}

static bool rings(const brief_list *added, const options *o)
{
    for (size_t i = 0; i < added->count && o->has_fail_on; i++)
        if (added->items[i]->level >= o->fail_on)
            return true;
    return false;
}

static int compare(const side *before, const side *after, arena *memory, const options *o)
{
    sppwhy_error error;
    brief_diff diff;
    sppwhy_error_clear(&error);
    if (briefs_compare(&diff, memory, &before->briefs, &after->briefs, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_INPUT;
    }
    int status = output_report(o, "diff", NULL, &(report_job){.diff = &diff});
    if (status == EXIT_DONE && (before->missing || after->missing))
        status = EXIT_INPUT;
    return status == EXIT_DONE && rings(&diff.added, o) ? EXIT_FINDINGS : status;
}

int run_diff(const options *o)
{
    side before = {.has_logs = false}, after = {.has_logs = false};
    if (o->path_count != 2) {
        tell("diff takes two: OLD and NEW, each logs, a folder of them, or a document of --format json");
        return EXIT_USAGE;
    }
    arena *memory = arena_create();
    int status = EXIT_INPUT;
    if (!memory)
        tell("out of memory");
    else
        status = read_side(&before, memory, o, o->paths[0], false);
    if (status == EXIT_DONE)
        status = read_side(&after, memory, o, o->paths[1], true);
    if (status == EXIT_DONE)
        status = compare(&before, &after, memory, o);
    if (before.has_logs)
        judged_free(&before.judged);
    if (after.has_logs)
        judged_free(&after.judged);
    arena_free(memory);
    return status;
}
