/* sppwhy events PATH...: the structured records. */
#include "cli/cli.h"

#include <string.h>

/* Written by the machine, or by a host about it. */
static bool is_about(const sppwhy_record *r, const char *pattern)
{
    const char *client = sppwhy_record_text(r, SPPWHY_FIELD_CLIENT);
    return text_matches_host(pattern, sppwhy_event_computer(sppwhy_record_event(r))) ||
           (client && text_matches_host(pattern, client));
}

static void tell_unknown(const input *in, const char *pattern)
{
    nearest n = nearest_to(pattern);
    const char *last = NULL;
    const sppwhy_record *r;
    for (size_t i = 0; (r = sppwhy_records_at(in->records, i)); i++) {
        const char *name = sppwhy_event_computer(sppwhy_record_event(r));
        if (name != last) /* one log's come together */
            nearest_try_name(&n, name);
        last = name;
    }
    if (n.best[0] != '\0')
        tell("no event is of a machine called %s; did you mean %s?", pattern, n.best);
    else
        tell("no event is of a machine called %s", pattern);
}

/* The machines that are asked for, and which of them were found. */
typedef struct wanted_machines {
    const word_list *names;
    bool *found;
} wanted_machines;

static bool is_wanted(void *context, const sppwhy_record *r)
{
    const wanted_machines *m = context;
    bool wanted = false;
    for (size_t k = 0; k < m->names->count; k++)
        if (is_about(r, m->names->items[k]))
            wanted = m->found[k] = true;
    return wanted;
}

/* The records of the machines that are asked for, to be freed; NULL when memory is short. */
static sppwhy_records *records_shown(input *in, const options *o)
{
    sppwhy_records *out = NULL;
    wanted_machines wanted = {&o->machines, ARENA_ARRAY(in->memory, o->machines.count, bool)};
    if (!wanted.found || sppwhy_records_select(&out, in->records, is_wanted, &wanted, NULL) != SPPWHY_OK)
        return NULL;
    for (size_t k = 0; k < o->machines.count; k++)
        if (!wanted.found[k]) {
            tell_unknown(in, o->machines.items[k]);
            in->missing = true;
        }
    return out;
}

static int write_events(input *in, const options *o)
{
    sppwhy_records *some = o->machines.count != 0 ? records_shown(in, o) : NULL;
    int status = EXIT_INPUT;
    if (o->machines.count != 0 && !some)
        tell("out of memory");
    else
        status = output_report(
            o, "events", in,
            &(report_job){.records = some ? some : in->records,
                          .logs = in->logs,
                          .log_count = in->log_count,
                          .catalogue = in->catalogue,
                          .events = {.size = sizeof(sppwhy_events_options),
                                     .span = in->span,
                                     .logs_in_any_case = o->all,
                                     .unread = in->unread,
                                     .threads = o->threads != 0 ? o->threads : pool_processors()}});
    sppwhy_records_free(some);
    return status == EXIT_DONE ? input_status(in, o) : status;
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
