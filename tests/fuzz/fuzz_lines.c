/* JSON lines as `sppwhy events` writes them: what is broken is told and passed over, the others become logs
 * again, and those go through every report. */
#include "fuzz/support/fuzz.h"
#include "fuzz/support/sources.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_source(fuzz_file(data, size), SPPWHY_CONTENT_LINES);
    return 0;
}
