/* sppwhy activity PATH...: what Microsoft's KMS Management Pack reports, from the logs. */
#include "cli/cli.h"

#include <stdlib.h>

static int write_activity(const sppwhy_activity *a, const input *in, const options *o)
{
    int status = output_report(o, "activity", in, &(report_job){.activity = a, .catalogue = in->catalogue});
    return status == EXIT_DONE ? input_status(in, o) : status;
}

/* A flag for each machine; NULL when all are shown. */
static bool *machines_shown(const sppwhy_collection *c, const options *o)
{
    size_t count = sppwhy_collection_machine_count(c);
    bool *shown = o->machines.count != 0 ? calloc(count + 1, sizeof *shown) : NULL;
    for (size_t i = 0; shown && i < count; i++)
        for (size_t k = 0; k < o->machines.count && !shown[i]; k++)
            shown[i] = sppwhy_machine_matches(sppwhy_collection_machine(c, i), o->machines.items[k]);
    return shown;
}

static int count(input *in, const options *o)
{
    sppwhy_error error;
    sppwhy_collection *collection = NULL;
    sppwhy_activity *activity = NULL;
    const sppwhy_span span = in->span;
    sppwhy_error_clear(&error);
    bool *shown = NULL;
    int status = EXIT_INPUT;
    if (sppwhy_correlate(&collection, in->records, in->logs, in->log_count, span, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_INPUT;
    }
    if (!machines_named(in, o, collection))
        status = EXIT_INPUT; /* it said so */
    else if (o->machines.count != 0 && !(shown = machines_shown(collection, o)))
        tell("out of memory");
    else if (sppwhy_activity_count_of(&activity, collection, span, shown, &error) == SPPWHY_OK)
        status = write_activity(activity, in, o);
    else
        tell_error(&error);
    free(shown);
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
