/* Where results go. A result that could not be written whole is an error, never silence. */
#include "cli/cli.h"

#include "base/interrupt.h"
#include "base/terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

FILE *output_open(const options *o)
{
    interrupt_at_once(INTERRUPT_IN_OUTPUT);
    if (!o->output || strcmp(o->output, "-") == 0)
        return stdout;
    FILE *out = fopen(o->output, "w");
    if (!out)
        tell("%s: cannot be written: %s", o->output, strerror(errno));
    return out;
}

int output_close(FILE *out, const options *o)
{
    const char *name = out == stdout ? "standard output" : o->output;
    bool failed = fflush(out) != 0 || ferror(out);
    int reason = errno;
    if (out != stdout && fclose(out) != 0 && !failed) {
        failed = true;
        reason = errno;
    }
    interrupt_at_once(NULL);
    if (!failed)
        return EXIT_DONE;
    if (reason == EPIPE) /* the reader, such as `head`, has had enough */
        return EXIT_INPUT;
    tell("%s: not everything could be written: %s", name, strerror(reason));
    return EXIT_INPUT;
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

sppwhy_text_options text_options(const options *o, FILE *out)
{
    bool terminal = terminal_is(out);
    return (sppwhy_text_options){.width = terminal_columns(out),
                                 .color = o->color == COLOR_ALWAYS ||
                                          (o->color == COLOR_AUTO && terminal && color_wanted()),
                                 .symbols = terminal && utf8_wanted(),
                                 .terminal = terminal,
                                 .local = o->local,
                                 .all = o->all};
}
