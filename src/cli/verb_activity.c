/* sppwhy activity PATH...: what Microsoft's KMS Management Pack reports, from the logs. */
#include "cli/cli.h"

#include <string.h>

static int write_activity(const sppwhy_activity *a, const input *in, const options *o)
{
    const char *format = o->format ? o->format : "text";
    output out;
    if (!output_open(&out, o))
        return EXIT_INPUT;
    output_limit(&out, in);
    if (strcmp(format, "json") == 0)
        sppwhy_report_activity_json(out.writer, a, in->catalogue);
    else if (strcmp(format, "csv") == 0)
        sppwhy_report_activity_csv(out.writer, a, in->catalogue);
    else
        sppwhy_report_activity_text(out.writer, a, in->catalogue, text_options(o, &out));
    int status = output_close(&out, o, SPPWHY_OK);
    return status == EXIT_DONE ? input_status(in, o) : status;
}

static int count(const input *in, const options *o)
{
    sppwhy_error error;
    sppwhy_collection *collection = NULL;
    sppwhy_activity *activity = NULL;
    sppwhy_span span = {o->since, o->until};
    sppwhy_error_clear(&error);
    int status = EXIT_INPUT;
    if (sppwhy_correlate(&collection, in->records, in->logs, in->log_count, span, &error) == SPPWHY_OK &&
        sppwhy_activity_count(&activity, collection, span, &error) == SPPWHY_OK)
        status = write_activity(activity, in, o);
    else
        tell_error(&error);
    sppwhy_activity_free(activity);
    sppwhy_collection_free(collection);
    return status;
}

int run_activity(const options *o)
{
    input in;
    int status = input_read(&in, o);
    if (status == EXIT_DONE && in.nothing) {
        tell("no event log could be read");
        status = EXIT_INPUT;
    }
    if (status == EXIT_DONE)
        status = count(&in, o);
    input_free(&in);
    return status;
}
