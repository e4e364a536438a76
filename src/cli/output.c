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

sppwhy_text_options text_options(const options *o, FILE *out)
{
    const char *no_color = getenv("NO_COLOR");
    bool automatic = terminal_is(out) && !(no_color && no_color[0] != '\0');
    return (sppwhy_text_options){.width = terminal_columns(out),
                                 .color = o->color == COLOR_ALWAYS || (o->color == COLOR_AUTO && automatic),
                                 .all = o->all};
}
