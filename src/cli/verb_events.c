/* sppwhy events PATH...: the structured records. */
#include "cli/cli.h"

#include <string.h>

static int write_events(const input *in, const options *o)
{
    sppwhy_span span = {o->since, o->until};
    sppwhy_status status = SPPWHY_OK;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    output out;
    if (!output_open(&out, o))
        return EXIT_INPUT;
    output_limit(&out, in);
    if (o->format && strcmp(o->format, "csv") == 0)
        status = sppwhy_report_events_csv(out.writer, in->records, in->catalogue, span, &error);
    else
        status =
            sppwhy_report_events(out.writer, in->records, in->logs, in->log_count, in->catalogue,
                                 (sppwhy_events_options){span, o->all, in->unread, in->unread_count}, &error);
    int closed = output_close(&out, o, status);
    if (status != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_INPUT;
    }
    return closed == EXIT_DONE ? input_status(in, o) : closed;
}

int run_events(const options *o)
{
    input in;
    int status = input_read(&in, o);
    bool nothing = status == EXIT_DONE && in.nothing;
    if (nothing)
        tell("no event log could be read");
    if (status == EXIT_DONE && (!nothing || o->all)) /* who reads the lines is to know of it, too */
        status = write_events(&in, o);
    if (nothing)
        status = EXIT_INPUT;
    input_free(&in);
    return status;
}
