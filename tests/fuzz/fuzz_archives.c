/* Archives of every form, also in one another: what is in them is read or reported, in bounded
 * time and memory. */
#include "fuzz/support/fuzz.h"
#include "fuzz/support/sources.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_source(fuzz_file(data, size), SPPWHY_CONTENT_ARCHIVE);
    return 0;
}
