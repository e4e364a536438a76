/*
 * The comma-delimited strings of 12288, 12289 and 12290, as hosts and clients of every version write them:
 * into records, and on through correlating, judging and every report.
 */
#include "fuzz/support/events.h"
#include "fuzz/support/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_events e;
    fuzz_events_read(&e, data, size);
    fuzz_report_events(e.items, e.count);
    fuzz_events_free(&e);
    return 0;
}
