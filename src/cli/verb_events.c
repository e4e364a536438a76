/* sppwhy events PATH...: the structured records. */
#include "cli/cli.h"

static int write_events(FILE *out, const input *in, const options *o)
{
    sppwhy_error error;
    sppwhy_events_options how = {.span = {o->since, o->until}, .logs_in_any_case = o->all};
    sppwhy_error_clear(&error);
    sppwhy_status done =
        sppwhy_report_events(out, in->records, in->logs, in->log_count, in->catalogue, how, &error);
    int status = output_close(out, o);
    if (done == SPPWHY_OK)
        return status;
    tell_error(&error);
    return EXIT_INPUT;
}

int run_events(const options *o)
{
    input in;
    int status = input_read(&in, o);
    if (status == EXIT_DONE && in.nothing) {
        tell("no event log could be read");
        status = EXIT_INPUT;
    }
    FILE *out = status == EXIT_DONE ? output_open(o) : NULL;
    if (out) {
        status = write_events(out, &in, o);
        if (status == EXIT_DONE)
            status = input_status(&in, o);
    } else if (status == EXIT_DONE) {
        status = EXIT_INPUT;
    }
    input_free(&in);
    return status;
}
