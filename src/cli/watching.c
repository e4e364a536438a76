/* See watching.h. */
#include "cli/watching.h"

#include <stdlib.h>
#include <string.h>

/* Logs named when memory ran out: enough to see what they have in common. */
#define NAMES_TOLD 5

static bool go_on(void *context, uint64_t bytes)
{
    watching *w = context;
    progress_bytes(&w->progress, bytes);
    return watching_goes_on(w);
}

/* 0 when a part of it is unknown. */
static uint64_t total_size(const sppwhy_sources *sources)
{
    uint64_t total = 0;
    for (size_t i = 0; i < sppwhy_sources_count(sources); i++) {
        file_identity identity = {0};
        const char *path = sppwhy_source_path(sppwhy_sources_at(sources, i));
        if (strcmp(path, "-") == 0 || file_look(path, &identity) != FILE_PLAIN)
            return 0;
        total += identity.size;
    }
    return total;
}

void watching_begin(watching *w, const options *o, const sppwhy_sources *sources, sppwhy_cancellation *watch)
{
    bool shown = !o->quiet && terminal_is(stderr);
    w->sources = sources;
    w->read = calloc(sppwhy_sources_count(sources) + 1, sizeof *w->read);
    w->options = o;
    atomic_init(&w->no_memory, false);
    *watch = (sppwhy_cancellation){go_on, w};
    progress_begin(&w->progress, shown, shown ? total_size(sources) : 0, sppwhy_sources_count(sources));
    interrupt_note();
}

bool watching_goes_on(const watching *w)
{
    return !interrupt_noted() && !atomic_load_explicit(&w->no_memory, memory_order_relaxed);
}

void watching_source_done(watching *w, size_t i, sppwhy_status status)
{
    if (status == SPPWHY_NO_MEMORY) /* which log that hits is chance: so none is left out, all are */
        atomic_store(&w->no_memory, true);
    if (w->read)
        w->read[i] = status == SPPWHY_OK;
    if (status != SPPWHY_STOPPED && status != SPPWHY_NO_MEMORY)
        progress_log_done(&w->progress);
}

static void tell_unread(const watching *w, size_t unread)
{
    size_t told = 0;
    for (size_t i = 0; i < sppwhy_sources_count(w->sources) && w->read && told < NAMES_TOLD; i++)
        if (!w->read[i]) {
            tell("%s: not read", sppwhy_source_path(sppwhy_sources_at(w->sources, i)));
            told++;
        }
    if (unread > told)
        tell("and %zu more not read", unread - told);
}

static void tell_no_memory(const watching *w, size_t read)
{
    char limit[32];
    uint64_t memory = guard_memory(w->options);
    size_t logs = sppwhy_sources_count(w->sources);
    tell("memory ran out: %zu of %zu logs were read, and nothing was reported", read, logs);
    tell_unread(w, logs - read);
    if (memory != 0 && memory != GUARD_NO_LIMIT)
        tell("the limit is %s; --memory sets another one, and fewer logs at once need less",
             size_format(memory, limit));
}

int watching_end(watching *w)
{
    int status = EXIT_DONE;
    size_t read = atomic_load(&w->progress.done);
    progress_end(&w->progress);
    if (interrupt_noted()) {
        tell("stopped: %zu of %zu logs were read, nothing was reported", read,
             sppwhy_sources_count(w->sources));
        status = EXIT_STOPPED;
    } else if (atomic_load(&w->no_memory)) {
        tell_no_memory(w, read);
        status = EXIT_INPUT;
    }
    free(w->read);
    w->read = NULL;
    if (status != EXIT_STOPPED)
        interrupt_at_once(INTERRUPT_BEFORE_OUTPUT);
    return status;
}
