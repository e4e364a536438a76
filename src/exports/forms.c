/* The forms that are read: a row each. collect/text_form.c says which of them a text is. */
#include "evtx/events.h"
#include "collect/text_form.h"
#include "base/error.h"
#include "exports/message.h"
#include "exports/parsers.h"

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

static sppwhy_status read_form(const struct form_row *row, export_log *b, file *f, sppwhy_error *error)
{
    text_input input;
    sppwhy_status status = text_input_open(&input, f, error);
    if (status == SPPWHY_OK)
        status = row->read(b, &input, error);
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

/* "hr=0xC004F074" and a list of keys, the list behind "Info:": which event it is follows from what is in it.
 */
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
