/* sppwhy: finds the verb and runs it. */
#include "cli/cli.h"

#include "base/interrupt.h"
#include "base/terminal.h"

#include <stdlib.h>
#include <string.h>

static const char *verb_at(size_t i)
{
    return verbs[i].name;
}

/* The verb is the first word that is not an option; `analyze` when it is none of the verbs. */
static const verb *take_verb(options *o)
{
    const verb *v = o->path_count != 0 ? verb_find(o->paths[0]) : NULL;
    if (!v)
        return verb_find("analyze");
    o->paths++;
    o->path_count--;
    return v;
}

static bool format_known(const verb *v, const char *format)
{
    size_t length = strlen(format);
    for (const char *at = v->formats; *at;) {
        size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, format, length) == 0)
            return true;
        at += word;
        at += strspn(at, " ");
    }
    return false;
}

/* A word that is no file but looks like a verb was meant as one. */
static bool mistyped_verb(const options *o)
{
    if (o->path_count == 0 || strpbrk(o->paths[0], "./\\"))
        return false;
    FILE *there = fopen(o->paths[0], "r");
    const char *near = there ? NULL : nearest_word(o->paths[0], verb_at);
    if (there)
        fclose(there);
    if (near)
        tell("\"%s\" is neither a verb nor a file; did you mean `sppwhy %s`?", o->paths[0], near);
    return near != NULL;
}

static int run(const options *given)
{
    options o = *given;
    guarded holds;
    guard_begin(given, &holds);
    if (o.version) {
        version_print(given, &holds);
        return output_close(stdout, given);
    }
    const verb *v = take_verb(&o);
    if (o.help) {
        options_help(stdout, o.paths != given->paths ? v : NULL);
        return output_close(stdout, given);
    }
    if (o.format && !format_known(v, o.format)) {
        tell("%s has no format \"%s\"; it has: %s", v->name, o.format, v->formats[0] ? v->formats : "none");
        return EXIT_USAGE;
    }
    if (o.paths == given->paths && mistyped_verb(&o))
        return EXIT_USAGE;
    return v->run(&o);
}

int main(int count, char **arguments)
{
    options o;
    const char **storage = calloc((size_t)count + 1, sizeof *storage);
    terminal_open_streams();
    terminal_survive_closed_pipe();
    interrupt_catch(INTERRUPT_BEFORE_OUTPUT);
    if (!storage) {
        tell("out of memory");
        return EXIT_INPUT;
    }
    int status = options_read(&o, count - 1, arguments + 1, storage) ? run(&o) : EXIT_USAGE;
    free(storage);
    interrupt_end();
    return status;
}
