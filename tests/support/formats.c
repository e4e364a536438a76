/* See formats.h. */
#include "support/formats.h"

#include <string.h>

static const sppwhy_text_options narrow = {.size = sizeof narrow, .width = 60, .all = true, .local = true};
static const sppwhy_text_options wide = {.size = sizeof wide, .width = 200, .color = true, .symbols = true};

static sppwhy_status make_activity(sppwhy_writer *out, const formats_of *of, char which)
{
    sppwhy_activity *activity = NULL;
    sppwhy_status status = sppwhy_activity_count(&activity, of->collection, (sppwhy_span){0}, NULL);
    if (status != SPPWHY_OK)
        return status;
    if (which == 't')
        sppwhy_report_activity_text(out, activity, of->catalogue, &narrow);
    else if (which == 'j')
        sppwhy_report_activity_json(out, activity, of->catalogue);
    else
        sppwhy_report_activity_csv(out, activity, of->catalogue);
    sppwhy_activity_free(activity);
    return SPPWHY_OK;
}

typedef struct format {
    const char *name;
    sppwhy_status (*make)(sppwhy_writer *out, const formats_of *of);
} format;

#define MAKER(maker, statement)                                                                              \
    static sppwhy_status maker(sppwhy_writer *out, const formats_of *of)                                     \
    {                                                                                                        \
        statement;                                                                                           \
    }

MAKER(make_text, sppwhy_report_text(out, of->analysis, &narrow); return SPPWHY_OK)
MAKER(make_short, sppwhy_report_text(out, of->analysis, &wide); return SPPWHY_OK)
MAKER(make_json, sppwhy_report_json(out, of->analysis); return SPPWHY_OK)
MAKER(make_html, return sppwhy_report_html(out, of->analysis, NULL))
MAKER(make_sarif, return sppwhy_report_sarif(out, of->analysis, of->rules, NULL))
MAKER(make_findings, return sppwhy_report_csv(out, of->analysis, SPPWHY_TABLE_FINDINGS, NULL))
MAKER(make_tries, return sppwhy_report_csv(out, of->analysis, SPPWHY_TABLE_ACTIVATIONS, NULL))
MAKER(make_machines, return sppwhy_report_csv(out, of->analysis, SPPWHY_TABLE_MACHINES, NULL))
MAKER(make_sqlite, return sppwhy_report_sqlite_to(out, of->analysis, of->records, NULL))
MAKER(make_events, return sppwhy_report_events(out, of->records, of->logs, of->log_count, of->catalogue,
                                               &(sppwhy_events_options){.size = sizeof(sppwhy_events_options),
                                                                        .logs_in_any_case = true},
                                               NULL))
MAKER(make_events_csv, return sppwhy_report_events_csv(out, of->records, of->catalogue, NULL, NULL))
MAKER(make_activity_text, return make_activity(out, of, 't'))
MAKER(make_activity_json, return make_activity(out, of, 'j'))
MAKER(make_activity_csv, return make_activity(out, of, 'c'))

static const format formats[] = {
    {"text", make_text},
    {"short text", make_short},
    {"json", make_json},
    {"html", make_html},
    {"sarif", make_sarif},
    {"findings csv", make_findings},
    {"activations csv", make_tries},
    {"machines csv", make_machines},
    {"sqlite", make_sqlite},
    {"events", make_events},
    {"events csv", make_events_csv},
    {"activity text", make_activity_text},
    {"activity json", make_activity_json},
    {"activity csv", make_activity_csv},
};

const char *formats_make_each(const formats_of *of, formats_look look, void *context)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        sppwhy_writer *out = NULL;
        size_t count = 0;
        const char *bytes = NULL;
        bool made = sppwhy_writer_to_memory(&out, NULL) == SPPWHY_OK &&
                    formats[i].make(out, of) == SPPWHY_OK && sppwhy_writer_finish(out, NULL) == SPPWHY_OK &&
                    (bytes = sppwhy_writer_memory(out, &count)) != NULL;
        if (made)
            look(context, formats[i].name, bytes, count);
        sppwhy_writer_free(out);
        if (!made)
            return formats[i].name;
    }
    return NULL;
}
