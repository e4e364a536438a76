/* Events exported as text. The first byte says which parser reads the rest; 0: as the content says. What
 * comes out goes through every report. */
#include "fuzz/support/fuzz.h"

#include "base/file.h"
#include "collect/text_form.h"
#include "exports/exports.h"

#include <string.h>

static bool tell(void *context, const char *path, size_t line, const char *message)
{
    (void)context;
    (void)line;
    HOLDS(path && message && message[0]);
    return true;
}

static void read_as(text_form form, const char *path)
{
    const sppwhy_read_options options = {.size = sizeof options,
                                         .providers = sppwhy_catalogue_providers(fuzz_catalogue())};
    arena *memory = arena_create();
    exports_result result;
    sppwhy_error error;
    file *f = NULL;
    sppwhy_error_clear(&error);
    HOLDS(memory && file_open(&f, path, &error) == SPPWHY_OK);
    sppwhy_status status =
        form == TEXT_FORM_NONE
            ? exports_read(&result, memory, f, "x.txt", &options, tell, NULL, &error)
            : exports_read_as(&result, form, memory, f, "x.txt", &options, tell, NULL, &error);
    HOLDS(status == SPPWHY_OK || (status == SPPWHY_NOT_A_LOG && error.message[0]));
    if (status == SPPWHY_OK) {
        const sppwhy_log *log = result.log;
        HOLDS(log->excerpt || log->first_event <= log->last_event);
        fuzz_report(&log, 1, fuzz_rules());
    }
    file_close(f);
    arena_free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    read_as((text_form)(data[0] % TEXT_FORM_TOTAL), fuzz_file(data + 1, size - 1));
    return 0;
}
