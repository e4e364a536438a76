/* See sources.h. */
#include "fuzz/support/sources.h"

#include "fuzz/support/fuzz.h"

void fuzz_source(const char *path, sppwhy_content content)
{
    const sppwhy_source source = {.path = path, .content = content, .asked_for = true};
    const sppwhy_sources sources = {.items = &source, .count = 1};
    sppwhy_read_options options = {.size = sizeof options,
                                   .providers = sppwhy_catalogue_providers(fuzz_catalogue()),
                                   .reader = SPPWHY_READER_NATIVE};
    sppwhy_reading *reading = NULL;
    sppwhy_logs *logs = NULL;
    HOLDS(sppwhy_reading_create(&reading, &sources, &options, NULL) == SPPWHY_OK);
    (void)sppwhy_reading_source(reading, 0, 1);
    HOLDS(sppwhy_reading_finish(&logs, reading, NULL) == SPPWHY_OK);
    sppwhy_reading_free(reading);
    for (size_t i = 0; i < logs->notice_count; i++)
        HOLDS(logs->notices[i].path && logs->notices[i].message && logs->notices[i].message[0]);
    for (size_t i = 0; i < logs->error_count; i++)
        HOLDS(logs->errors[i].message[0]);
    fuzz_report(logs->items, logs->count, fuzz_rules());
    sppwhy_logs_free(logs);
}
