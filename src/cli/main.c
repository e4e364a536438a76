/* sppwhy: finds the verb and runs it. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* `sppwhy logs` with nothing behind it, where a folder of that name is there: such a verb needs a path. */
static bool is_folder_of_logs(const verb *v, const options *o)
{
    return o->path_count == 1 && !o->files_from && !o->help && (v->kinds & VERB_READS_LOGS) != 0 &&
           file_look(v->name, NULL) == FILE_FOLDER;
}

/* The verb is the first word that is not an option; the usual one when it is none of the verbs. */
static const verb *take_verb(options *o)
{
    const verb *v = o->path_count != 0 ? verb_find(o->paths[0]) : NULL;
    if (!v || is_folder_of_logs(v, o))
        return verb_usual();
    o->paths++;
    o->path_count--;
    return v;
}

static bool format_known(const verb *v, const char *format)
{
    const report_format *meant = report_format_meant(v->name, format);
    char names[FORMAT_NAMES];
    verb_formats(v, names);
    if (has_word(names, format))
        return true;
    nearest n = nearest_to(format);
    nearest_try_words(&n, names);
    if (meant || n.best[0] != '\0')
        tell("%s has no format \"%s\"; did you mean %s?", v->name, format, meant ? meant->name : n.best);
    else
        tell("%s has no format \"%s\"; it has: %s", v->name, format, names[0] ? names : "none");
    return false;
}

/* A file that is called what a format is not: text in a .xlsx would open nowhere. */
static bool ending_known(const verb *v, const options *o)
{
    const char *dot = o->output && !o->format ? strrchr(o->output, '.') : NULL;
    const report_format *meant = dot ? report_format_meant(v->name, dot + 1) : NULL;
    if (!meant)
        return true;
    tell("%s: %s has no format \"%s\"; did you mean --format %s?", o->output, v->name, dot + 1, meant->name);
    return false;
}

/* An option that is there, but not for this verb, does no harm; still nobody should count on it. */
static void tell_useless(const options *o, const verb *v)
{
    for (size_t i = 0; option_table[i].name; i++)
        if ((o->given >> i & 1) != 0 && !option_concerns(&option_table[i], v) && !o->quiet)
            tell("%s has no effect with `sppwhy %s`", option_table[i].name, v->name);
}

/* A word that is no file but looks like a verb was meant as one. */
static bool mistyped_verb(const options *o)
{
    if (o->path_count == 0 || strpbrk(o->paths[0], "./\\"))
        return false;
    bool there = file_look(o->paths[0], NULL) != FILE_MISSING;
    nearest n = nearest_to(o->paths[0]);
    for (const verb *v = verbs; !there && v->name; v++)
        nearest_try(&n, v->name);
    if (n.best[0] != '\0')
        tell("\"%s\" is neither a verb nor a file; did you mean `sppwhy %s`?", o->paths[0], n.best);
    return n.best[0] != '\0';
}

/* "sppwhy 0xC004F074", "sppwhy 12288": a code or an event and no file. */
static bool is_code_alone(const options *o)
{
    uint32_t code;
    const char *what = o->path_count == 1 ? o->paths[0] : "";
    uint64_t number;
    bool is_prefixed = what[0] != '\0' && strchr("0O", what[0]) && what[1] != '\0' && strchr("xX", what[1]);
    bool is_code = what[0] != '\0' &&
                   (is_prefixed || text_parse_uint(&number, what) || sppwhy_code_parse(&code, what)) &&
                   file_look(what, NULL) == FILE_MISSING;
    if (is_code)
        tell("%s: no file of that name; for what it means: sppwhy explain %s", what, what);
    return is_code;
}

/* "/?" as with programs of Windows. */
static bool asks_help(const options *o)
{
    const char *what = o->path_count == 1 ? o->paths[0] : "";
    return strcmp(what, "/?") == 0 || strcmp(what, "/h") == 0 || strcmp(what, "/help") == 0;
}

/* Where the system has logs of its own, no path means those. */
static void take_own_logs(options *o, const verb *v)
{
    const char *const *own = desktop_own_logs();
    if (o->path_count != 0 || o->files_from ||
        (v->kinds & (VERB_READS_LOGS | VERB_OPENS_PATHS)) != VERB_READS_LOGS)
        return;
    for (o->paths = own; own[o->path_count];)
        o->path_count++;
    for (size_t i = 0; i < o->path_count; i++)
        if (file_look(own[i], NULL) == FILE_REFUSED)
            tell("%s: this log is for administrators: start the prompt with \"Run as administrator\"",
                 own[i]);
}

static int run_verb(const verb *v, options *o)
{
    arena *memory = arena_create();
    int status = EXIT_USAGE;
    if (!memory)
        tell("out of memory");
    else if (!o->files_from || files_from_read(o, memory))
        status = v->run(o);
    arena_free(memory);
    return status;
}

/* For text on standard output. */
static bool pager_wanted(const options *o, const verb *v)
{
    const report_format *usual = report_format_default(v->name);
    bool is_text = !usual || strcmp(o->format ? o->format : usual->name, "text") == 0;
    return is_text && !o->no_pager && (!o->output || strcmp(o->output, "-") == 0);
}

static int run(const options *given)
{
    options o = *given;
    guarded holds;
    const verb *v = take_verb(&o);
    const report_format *by_ending =
        o.output && !o.format ? report_format_by_ending(v->name, o.output) : NULL;
    if (by_ending)
        o.format = by_ending->name;
    if (pager_wanted(&o, v))
        pager_begin();
    guard_begin(given, &holds);
    if (o.version) {
        version_print(given, &holds);
        return output_printed();
    }
    if (o.help || asks_help(&o))
        return help_show(o.paths != given->paths ? v : NULL, o.full_help);
    if (o.paths == given->paths && (is_code_alone(&o) || mistyped_verb(&o)))
        return EXIT_USAGE;
    if (o.format ? !format_known(v, o.format) : !ending_known(v, &o))
        return EXIT_USAGE;
    take_own_logs(&o, v);
    const char *const kept[] = {o.rules, o.ignore, o.baseline};
    if (!output_spares(&o, kept, sizeof kept / sizeof *kept) ||
        !output_spares_inputs(&o, (v->kinds & VERB_OPENS_PATHS) != 0))
        return EXIT_USAGE;
    tell_useless(&o, v);
    return run_verb(v, &o);
}

int main(int count, char **given)
{
    char **arguments = terminal_arguments(&count, given);
    options o;
    const char **storage = calloc((size_t)count * OPTION_LISTS + 1, sizeof *storage);
    terminal_open_streams();
    terminal_survive_closed_pipe();
    interrupt_catch(INTERRUPT_BEFORE_OUTPUT);
    if (!storage) {
        tell("out of memory");
        return EXIT_INPUT;
    }
    int status = EXIT_USAGE;
    if (options_read(&o, count - 1, arguments + 1, storage))
        status = dropped_on_icon(&o) ? dropped_run(&o, run) : run(&o);
    free(storage);
    pager_end();
    interrupt_end();
    return status;
}
