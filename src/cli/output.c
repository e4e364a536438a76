/* Where results go. A result that could not be written whole is an error, never silence. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The rules and the like that a run goes by are not to be lost to a slip of the keyboard. */
static bool is_in(arena *memory, const file_identity *target, const char *path, int depth)
{
    file_identity found;
    char **names = NULL;
    size_t count = 0;
    file_kind kind = file_look(path, &found);
    if (kind == FILE_PLAIN)
        return found.device == target->device && found.inode == target->inode;
    if (kind != FILE_FOLDER || depth == 0 || folder_list(memory, path, &names, &count, NULL) != SPPWHY_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *inner = arena_printf(memory, "%s/%s", path, names[i]);
        if (inner && is_in(memory, target, inner, depth - 1))
            return true;
    }
    return false;
}

/* An event log is evidence, also one that this run does not read. */
static bool is_event_log(const char *path)
{
    char head[8];
    sppwhy_error ignored;
    file *f = NULL;
    size_t got = 0;
    if (file_open(&f, path, &ignored) != SPPWHY_OK)
        return false;
    if (file_read(f, 0, head, sizeof head, &got, &ignored) != SPPWHY_OK)
        got = 0;
    file_close(f);
    return got == sizeof head && memcmp(head, "ElfFile", sizeof head) == 0;
}

bool output_spares_inputs(const options *o, bool paths)
{
    file_identity target, given;
    if (!o->output || strcmp(o->output, "-") == 0 || file_look(o->output, &target) != FILE_PLAIN)
        return true;
    for (size_t i = 0; i < (paths ? o->path_count : 0) + 1; i++) {
        const char *path = i == 0 ? o->files_from : o->paths[i - 1];
        if (!path || file_look(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &given) != FILE_PLAIN ||
            given.device != target.device || given.inode != target.inode)
            continue;
        tell("%s: is what this run reads, and will not be written over", o->output);
        return false;
    }
    if (!is_event_log(o->output))
        return true;
    tell("%s: is an event log, and will not be written over", o->output);
    return false;
}

bool output_spares(const options *o, const char *const *paths, size_t count)
{
    file_identity target;
    bool hit = false;
    if (!o->output || strcmp(o->output, "-") == 0 || file_look(o->output, &target) != FILE_PLAIN)
        return true;
    arena *memory = arena_create();
    for (size_t i = 0; memory && i < count && !hit; i++) {
        hit = paths[i] && is_in(memory, &target, paths[i], 3);
        if (hit)
            tell("%s: is one of the files of %s, and will not be written over", o->output, paths[i]);
    }
    arena_free(memory);
    return !hit;
}

/* What is there is replaced when the new one is whole; a device or a pipe cannot be replaced. */
static bool open_file(output *out, const options *o, sppwhy_error *error)
{
    char reason[ERRNO_ROOM];
    file_kind kind = file_look(o->output, NULL);
    if (kind == FILE_PLAIN || kind == FILE_MISSING) {
        if (atomic_file_create(&out->draft, o->output, error) != SPPWHY_OK) {
            tell_error(error);
            return false;
        }
        interrupt_at_once(INTERRUPT_IN_DRAFT);
    }
    out->file = fopen(out->draft ? atomic_file_path(out->draft) : o->output, "wb");
    if (!out->file)
        tell("%s: cannot be written: %s", o->output, errno_text(errno, reason));
    return out->file;
}

bool output_open(output *out, const options *o)
{
    sppwhy_error error;
    bool standard = !o->output || strcmp(o->output, "-") == 0;
    sppwhy_error_clear(&error);
    interrupt_at_once(INTERRUPT_IN_OUTPUT);
    *out = (output){.file = standard ? stdout : NULL};
    if (standard || open_file(out, o, &error)) {
        if (sppwhy_writer_to_stream(&out->writer, out->file, &error) == SPPWHY_OK)
            return true;
        tell_error(&error);
        if (!standard)
            fclose(out->file);
    }
    atomic_file_free(out->draft);
    return false;
}

/* Nothing that is made of this input is longer: see report_most_bytes(). */
static void output_limit(output *out, const input *in)
{
    out->writer->most = report_most_bytes(in->logs, in->log_count, sppwhy_records_count(in->records));
}

/* Says nothing when the reader, such as `head`, has had enough. */
static int tell_unwritten(const char *name, int reason, bool draft)
{
    char text[ERRNO_ROOM];
    if (reason != EPIPE)
        tell("%s: not everything could be written: %s%s", name,
             reason != 0 ? errno_text(reason, text) : "it is longer than any report of these logs can be",
             draft ? "; what was there before is left as it was" : "");
    return EXIT_INPUT;
}

/* False after a message. */
static bool publish(output *out)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (!out->draft || atomic_file_publish(out->draft, &error) == SPPWHY_OK)
        return true;
    tell_error(&error);
    return false;
}

int output_close(output *out, const options *o, sppwhy_status report)
{
    bool standard = out->file == stdout;
    bool failed = sppwhy_writer_finish(out->writer, NULL) != SPPWHY_OK;
    int reason = failed ? writer_reason(out->writer) : 0;
    sppwhy_writer_free(out->writer);
    if (!standard && fclose(out->file) != 0 && !failed) {
        failed = true;
        reason = errno;
    }
    int status = EXIT_DONE;
    if (failed)
        status = tell_unwritten(standard ? "standard output" : o->output, reason, out->draft);
    else if (report == SPPWHY_OK && !publish(out))
        status = EXIT_INPUT;
    atomic_file_free(out->draft);
    interrupt_at_once(NULL);
    return status;
}

int output_printed(void)
{
    bool failed = fflush(stdout) != 0 || ferror(stdout);
    int reason = errno;
    interrupt_at_once(NULL);
    return failed ? tell_unwritten("standard output", reason, false) : EXIT_DONE;
}

/* The reader's locale, known by its name: setting it would change more than the characters. */
static bool utf8_wanted(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0] != '\0')
            return strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "UTF8") ||
                   strstr(value, "utf-8");
    }
    return false;
}

/* True for a terminal that can show colors, to a reader who has not declined them (no-color.org). */
static bool color_wanted(void)
{
    const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");
    return !(no_color && no_color[0] != '\0') && !(kind && strcmp(kind, "dumb") == 0);
}

sppwhy_text_options text_options(const options *o, const output *out)
{
    bool terminal = terminal_is(out->file);
    return (sppwhy_text_options){.size = sizeof(sppwhy_text_options),
                                 .width = terminal_columns(out->file),
                                 .color = o->color == COLOR_ALWAYS ||
                                          (o->color == COLOR_AUTO && terminal && color_wanted()),
                                 .symbols = terminal && utf8_wanted(),
                                 .terminal = terminal,
                                 .local = o->local,
                                 .all = o->all,
                                 .brief = o->brief};
}

/* A database and the like, which write their file themselves. */
static int write_file(const report_format *f, const options *o, const report_job *job)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (!o->output || strcmp(o->output, "-") == 0) {
        tell("%s cannot be written to standard output: say where with -o FILE", f->name);
        return EXIT_USAGE;
    }
    if (f->write_file(o->output, job, &error) == SPPWHY_OK)
        return EXIT_DONE;
    tell_error(&error);
    return EXIT_INPUT;
}

int output_report(const options *o, const char *verb_name, const input *in, report_job *job)
{
    const report_format *f =
        o->format ? report_format_find(verb_name, o->format) : report_format_default(verb_name);
    sppwhy_error error;
    output out;
    if (f->write_file)
        return write_file(f, o, job);
    if (!output_open(&out, o))
        return EXIT_INPUT;
    if (in)
        output_limit(&out, in);
    sppwhy_error_clear(&error);
    job->text = text_options(o, &out);
    sppwhy_status status = f->write(out.writer, job, &error);
    int closed = output_close(&out, o, status);
    if (status == SPPWHY_OK)
        return closed;
    error.status = status;
    tell_error(&error);
    return EXIT_INPUT;
}
