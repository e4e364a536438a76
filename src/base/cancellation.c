/* See sppwhy/cancellation.h. */
#include "sppwhy/cancellation.h"

bool sppwhy_go_on_unless(void *flag, uint64_t bytes)
{
    (void)bytes;
    return *(volatile const int *)flag == 0;
}
