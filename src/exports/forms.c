/* The forms that are read: a row each. collect/text_form.c says which of them a text is. */
#include "base/error.h"
#include "collect/text_form.h"
#include "evtx/events.h"
#include "evtx/log/cpu_budget.h"
#include "exports/message.h"
#include "exports/parsers.h"

#include <stdio.h>
#include <string.h>

static const struct form_row {
    text_form form;
    const char *reader; /* as events name it */
    const char *what;   /* for people */
    export_parser read;
} form_rows[] = {
    {TEXT_FORM_XML, "xml", "event XML", xml_events_read},
    {TEXT_FORM_CLIXML, "clixml", "PowerShell's Export-Clixml", clixml_read},
    {TEXT_FORM_TABLE, "csv", "a table of events", table_read},
    {TEXT_FORM_JSON, "json", "JSON of events", json_events_read},
    {TEXT_FORM_PROSE, "text", "text of events", prose_read},
};

_Static_assert(sizeof form_rows / sizeof *form_rows == TEXT_FORM_TOTAL - 1, "each form has a reader");

/* A text is read at the pace of a log: it stops when the watcher wants it, and when it has taken its time. */
typedef struct text_pace {
    cpu_budget budget;
    cpu_budget_part cpu;
    sppwhy_status status;
    bool enough;
    sppwhy_error *error;
} text_pace;

static bool go_on(void *context, uint64_t offset)
{
    text_pace *p = context;
    p->status = cpu_budget_ask(&p->cpu, offset, &p->enough, p->error);
    return p->status == SPPWHY_OK && !p->enough;
}

static bool tell_enough(export_log *b, const text_pace *p, uint64_t line)
{
    char text[120];
    snprintf(text, sizeof text, "this text took over %llu ms of processor time; from here on it was not read",
             (unsigned long long)cpu_budget_granted_ms(&p->cpu));
    return export_bad(b, line, text);
}

static sppwhy_status read_at_pace(const struct form_row *row, export_log *b, text_input *input,
                                  sppwhy_error *error)
{
    text_pace p = {.error = error};
    cpu_budget_begin(&p.budget, b->options);
    cpu_budget_begin_part(&p.cpu, &p.budget, 0, 0);
    input->go_on = go_on;
    input->context = &p;
    sppwhy_status status = row->read(b, input, error);
    if (status == SPPWHY_OK)
        status = p.status;
    if (status == SPPWHY_OK)
        status = cpu_budget_end(&p.cpu, input->offset, error);
    if (status == SPPWHY_OK && p.enough)
        b->no_memory |= !tell_enough(b, &p, input->line);
    return status;
}

static sppwhy_status read_form(const struct form_row *row, export_log *b, file *f, sppwhy_error *error)
{
    text_input input;
    sppwhy_status status = text_input_open(&input, f, error);
    if (status == SPPWHY_OK)
        status = read_at_pace(row, b, &input, error);
    text_input_close(&input);
    return b->no_memory ? error_no_memory(error) : status;
}

sppwhy_status exports_read_as(exports_result *out, text_form form, arena *memory, file *f, const char *path,
                              const sppwhy_read_options *options, exports_tell tell, void *context,
                              sppwhy_error *error)
{
    export_log b = {.memory = memory, .options = options, .path = path, .tell = tell, .context = context};
    *out = (exports_result){0};
    for (size_t i = 0; i < sizeof form_rows / sizeof *form_rows; i++) {
        if (form_rows[i].form != form)
            continue;
        b.form = form_rows[i].reader;
        b.file_time = file_time(f);
        out->form = form_rows[i].what;
        sppwhy_status status = read_form(&form_rows[i], &b, f, error);
        if (status == SPPWHY_OK)
            status = export_finish(&b, out, error);
        if (status == SPPWHY_OK)
            out->log->bytes = file_size(f);
        vec_free(&b.events);
        return status;
    }
    return error_set(error, SPPWHY_NOT_A_LOG, "%s", text_form_help);
}

sppwhy_status exports_read(exports_result *out, arena *memory, file *f, const char *path,
                           const sppwhy_read_options *options, exports_tell tell, void *context,
                           sppwhy_error *error)
{
    text_form form = TEXT_FORM_NONE;
    sppwhy_status status = text_form_of_file(&form, f, true, error);
    *out = (exports_result){0};
    return status != SPPWHY_OK ? status
                               : exports_read_as(out, form, memory, f, path, options, tell, context, error);
}

/* "hr=0xC004F074" and a list of keys, the list behind "Info:": which event it is follows from
 * what is in it. */
sppwhy_status exports_read_message(const sppwhy_log **out, arena *memory, const char *text,
                                   const sppwhy_read_options *options, sppwhy_error *error)
{
    const slice message = {text, strlen(text)};
    export_log b = {.memory = memory, .options = options, .path = "-", .form = "text"};
    exports_result result = {0};
    uint32_t id = message_guess(message);
    *out = NULL;
    if (id == 0)
        return SPPWHY_OK;
    sppwhy_status status =
        export_take_message(&b, id, message) ? export_finish(&b, &result, error) : error_no_memory(error);
    vec_free(&b.events);
    *out = status == SPPWHY_OK ? result.log : NULL;
    return status;
}
