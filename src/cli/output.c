/* Where results go. A result that could not be written whole is an error, never silence. */
#include "cli/cli.h"

#include "base/interrupt.h"
#include "base/terminal.h"
#include "base/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool output_open(output *out, const options *o)
{
    sppwhy_error error;
    interrupt_at_once(INTERRUPT_IN_OUTPUT);
    bool standard = !o->output || strcmp(o->output, "-") == 0;
    *out = (output){.file = standard ? stdout : fopen(o->output, "w")};
    if (!out->file) {
        tell("%s: cannot be written: %s", o->output, strerror(errno));
        return false;
    }
    sppwhy_error_clear(&error);
    if (sppwhy_writer_to_stream(&out->writer, out->file, &error) == SPPWHY_OK)
        return true;
    tell_error(&error);
    if (!standard)
        fclose(out->file);
    return false;
}

/* Says nothing when the reader, such as `head`, has had enough. */
static int tell_unwritten(const char *name, int reason)
{
    if (reason != EPIPE)
        tell("%s: not everything could be written: %s", name, strerror(reason));
    return EXIT_INPUT;
}

int output_close(output *out, const options *o)
{
    bool standard = out->file == stdout;
    bool failed = sppwhy_writer_finish(out->writer, NULL) != SPPWHY_OK;
    int reason = failed ? writer_reason(out->writer) : 0;
    sppwhy_writer_free(out->writer);
    if (!standard && fclose(out->file) != 0 && !failed) {
        failed = true;
        reason = errno;
    }
    interrupt_at_once(NULL);
    return failed ? tell_unwritten(standard ? "standard output" : o->output, reason) : EXIT_DONE;
}

int output_printed(void)
{
    bool failed = fflush(stdout) != 0 || ferror(stdout);
    int reason = errno;
    interrupt_at_once(NULL);
    return failed ? tell_unwritten("standard output", reason) : EXIT_DONE;
}

/* The reader's locale, told by its name: setting it would change more than the characters. */
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

/* True for a terminal that can show colours, to a reader who has not declined them (no-color.org). */
static bool color_wanted(void)
{
    const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");
    return !(no_color && no_color[0] != '\0') && !(kind && strcmp(kind, "dumb") == 0);
}

sppwhy_text_options text_options(const options *o, const output *out)
{
    bool terminal = terminal_is(out->file);
    return (sppwhy_text_options){.width = terminal_columns(out->file),
                                 .color = o->color == COLOR_ALWAYS ||
                                          (o->color == COLOR_AUTO && terminal && color_wanted()),
                                 .symbols = terminal && utf8_wanted(),
                                 .terminal = terminal,
                                 .local = o->local,
                                 .all = o->all};
}
