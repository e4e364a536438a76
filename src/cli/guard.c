/*
 * What the program gives up before it looks at anything hostile (docs/safety.md), in two steps: at the start,
 * when it is not known yet which files there are to read, and when they are known.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

uint64_t guard_memory(const options *o)
{
    return o->memory != 0 ? o->memory : memory_there() / 4 * 3;
}

static bool writes_file(const options *o)
{
    return o->output && strcmp(o->output, "-") != 0;
}

static bool limit_memory(const options *o)
{
    uint64_t most = guard_memory(o);
    if (most == 0 || most == GUARD_NO_LIMIT)
        return false;
    if (memory_limit(most))
        return true;
    if (o->memory != 0)
        tell("--memory has no effect in this build or on this system");
    return false;
}

void guard_begin(const options *o, guarded *result)
{
    *result = (guarded){.memory = limit_memory(o)};
    if (o->no_sandbox) {
        result->sandbox.why = "switched off by --no-sandbox";
        return;
    }
    if (o->local || o->zone_local)
        zone_read();
    name_encoding_prepare();
    sandbox *s = sandbox_create(true);
    sandbox_allow_write(s, temporary_folder());
    if (writes_file(o))
        sandbox_allow_output(s, o->output);
    sandbox_enter(s, &result->sandbox);
    sandbox_deny_calls(&result->sandbox);
}

/* By Landlock, a rule for each log, not for the folders that were given: links may lead out of them, and what
 * else lies in them is no business of ours. The number of errno's why not all can be reached, or 0. */
static int only_these(sandbox *s, const options *o, const char *const *paths, size_t count, bool reads_stdin)
{
    sandbox_result ignored; /* as at the start */
    for (size_t i = 0; i < count; i++)
        sandbox_allow_read(s, paths[i]);
    if (reads_stdin)
        sandbox_allow_write(s, temporary_folder());
    if (writes_file(o))
        sandbox_allow_output(s, o->output);
    int lacks = sandbox_lacks(s);
    sandbox_enter(s, &ignored);
    return lacks;
}

int guard_sources(const options *o, const sppwhy_sources *sources)
{
    int lacks = 0;
    bool reads_stdin = false;
    size_t count = 0;
    if (o->no_sandbox || o->more_to_read)
        return EXIT_DONE;
    const char **paths = malloc((sppwhy_sources_count(sources) + 1) * sizeof *paths);
    for (size_t i = 0; paths && i < sppwhy_sources_count(sources); i++) {
        const char *path = sppwhy_source_path(sppwhy_sources_at(sources, i));
        if (strcmp(path, "-") == 0)
            reads_stdin = true;
        else
            paths[count++] = path;
    }
    sandbox *s = paths ? sandbox_create(false) : NULL;
    if (!paths)
        lacks = ENOMEM;
    else if (s)
        lacks = only_these(s, o, paths, count, reads_stdin);
    else
        sandbox_only_held(paths, count, reads_stdin || writes_file(o));
    free(paths);
    if (lacks == 0)
        return EXIT_DONE;
    char reason[ERRNO_ROOM];
    tell("the logs cannot be opened: %s", errno_text(lacks, reason));
    return EXIT_INPUT;
}
