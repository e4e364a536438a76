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

static bool is_stdin(const sppwhy_source *source)
{
    return strcmp(sppwhy_source_path(source), "-") == 0;
}

/* By Landlock, a rule for each log, not for the folders that were given: links may lead out of them, and what
 * else lies in them is no business of ours. The number of errno's why not all can be reached, or 0. */
static int only_these(sandbox *s, const options *o, const sppwhy_sources *sources, bool reads_stdin)
{
    sandbox_result ignored; /* as at the start */
    for (size_t i = 0; i < sppwhy_sources_count(sources); i++) {
        const sppwhy_source *source = sppwhy_sources_at(sources, i);
        if (source_kept(source) != KEPT_NONE)
            sandbox_allow_kept(s, source_kept(source));
        else if (!is_stdin(source))
            sandbox_allow_read(s, sppwhy_source_path(source));
    }
    if (reads_stdin)
        sandbox_allow_write(s, temporary_folder());
    if (writes_file(o))
        sandbox_allow_output(s, o->output);
    int lacks = sandbox_lacks(s);
    sandbox_enter(s, &ignored);
    return lacks;
}

/* Without Landlock each is opened by its path, which takes a descriptor. */
static bool only_held(const sppwhy_sources *sources, bool writes)
{
    size_t count = 0;
    const char **paths = malloc((sppwhy_sources_count(sources) + 1) * sizeof *paths);
    if (!paths)
        return false;
    for (size_t i = 0; i < sppwhy_sources_count(sources); i++)
        if (!is_stdin(sppwhy_sources_at(sources, i)))
            paths[count++] = sppwhy_source_path(sppwhy_sources_at(sources, i));
    sources_drop_kept(sources);
    sandbox_only_held(paths, count, writes);
    free(paths);
    return true;
}

int guard_sources(const options *o, const sppwhy_sources *sources)
{
    int lacks = 0;
    bool reads_stdin = false;
    if (o->no_sandbox || o->more_to_read)
        return EXIT_DONE;
    for (size_t i = 0; i < sppwhy_sources_count(sources); i++)
        reads_stdin |= is_stdin(sppwhy_sources_at(sources, i));
    sandbox *s = sandbox_create(false);
    if (s)
        lacks = only_these(s, o, sources, reads_stdin);
    else if (!only_held(sources, reads_stdin || writes_file(o)))
        lacks = ENOMEM;
    if (lacks == 0)
        return EXIT_DONE;
    char reason[ERRNO_ROOM];
    tell("the logs cannot be opened: %s", errno_text(lacks, reason));
    return EXIT_INPUT;
}
