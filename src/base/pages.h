/* Memory in large pieces. The system hands memory out page by page, and clears each at its first use; for
 * hundreds of megabytes that costs more than filling them. Where it has large pages they are asked for. */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include "sppwhy/status.h"

/* Not zeroed; free() it. NULL when memory is short. */
void *pages_alloc(size_t size);
/* As realloc(). */
void *pages_grow(void *memory, size_t size);

#endif
