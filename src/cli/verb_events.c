/* sppwhy events PATH...: the structured records. */
#include "cli/cli.h"

#include "base/pool.h"
#include "base/text.h"

#include <string.h>

/* Written by the machine, or by a host about it. */
static bool is_about(const sppwhy_record *r, const char *pattern)
{
    sppwhy_value client;
    return text_matches_host(pattern, r->event->common->computer) ||
           (sppwhy_record_get(r, SPPWHY_FIELD_CLIENT, &client) && text_matches_host(pattern, client.text));
}

static void tell_unknown(const input *in, const char *pattern)
{
    nearest n = nearest_to(pattern);
    const char *last = NULL;
    for (size_t i = 0; i < in->records->count; i++) {
        const char *name = in->records->items[i].event->common->computer;
        if (name != last) /* one log's stand together */
            nearest_try_name(&n, name);
        last = name;
    }
    if (n.best[0] != '\0')
        tell("no event is of a machine called %s; did you mean %s?", pattern, n.best);
    else
        tell("no event is of a machine called %s", pattern);
}

/* The records of the machines that are asked for, in the arena; NULL when memory is short. */
static const sppwhy_records *records_shown(input *in, const options *o, arena *memory)
{
    sppwhy_records *out = ARENA_NEW(memory, sppwhy_records);
    sppwhy_record *items = ARENA_ARRAY(memory, in->records->count, sppwhy_record);
    bool *found = ARENA_ARRAY(memory, o->machines.count, bool);
    if (!out || !items || !found)
        return NULL;
    for (size_t i = 0; i < in->records->count; i++) {
        bool wanted = false;
        for (size_t k = 0; k < o->machines.count; k++)
            if (is_about(&in->records->items[i], o->machines.items[k]))
                wanted = found[k] = true;
        if (wanted)
            items[out->count++] = in->records->items[i];
    }
    for (size_t k = 0; k < o->machines.count; k++)
        if (!found[k]) {
            tell_unknown(in, o->machines.items[k]);
            in->missing = true;
        }
    out->items = items;
    return out;
}

static int write_events(input *in, const options *o)
{
    arena *memory = arena_create();
    const sppwhy_records *records = !memory                  ? NULL
                                    : o->machines.count == 0 ? in->records
                                                             : records_shown(in, o, memory);
    int status = EXIT_INPUT;
    if (!records)
        tell("out of memory");
    else
        status = output_report(o, "events", in,
                               &(report_job){.records = records,
                                             .logs = in->logs,
                                             .log_count = in->log_count,
                                             .catalogue = in->catalogue,
                                             .events = {in->span, o->all, in->unread, in->unread_count,
                                                        o->threads != 0 ? o->threads : pool_processors()}});
    arena_free(memory);
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
