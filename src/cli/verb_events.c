/* sppwhy events PATH...: the structured records. */
#include "cli/cli.h"

#include <string.h>

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
        sppwhy_span span = {o->since, o->until};
        if (o->format && strcmp(o->format, "csv") == 0)
            sppwhy_report_events_csv(out, in.records, in.catalogue, span);
        else
            sppwhy_report_events(out, in.records, in.catalogue, span);
        status = output_close(out, o);
        if (status == EXIT_DONE)
            status = input_status(&in, o);
    } else if (status == EXIT_DONE) {
        status = EXIT_INPUT;
    }
    input_free(&in);
    return status;
}
