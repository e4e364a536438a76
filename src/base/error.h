/* Filling in an sppwhy_error. Every function here returns the status it stored, so that a caller can write
 * `return error_set(...)`. `error` may be NULL: then only the status is passed on. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "sppwhy/status.h"

sppwhy_status error_set(sppwhy_error *error, sppwhy_status status, const char *format, ...)
    SPPWHY_PRINTF(3, 4);

/* With the file concerned. */
sppwhy_status error_file(sppwhy_error *error, sppwhy_status status, const char *file, const char *format, ...)
    SPPWHY_PRINTF(4, 5);

/* With the place in a text file (line and column from 1; 0: none). */
sppwhy_status error_place(sppwhy_error *error, sppwhy_status status, const char *file, unsigned line,
                          unsigned column, const char *format, ...) SPPWHY_PRINTF(6, 7);

/* With the place in a log: offset (SPPWHY_NO_OFFSET: none) and record (0: none). */
sppwhy_status error_record(sppwhy_error *error, sppwhy_status status, const char *file, uint64_t offset,
                           uint64_t record_id, const char *format, ...) SPPWHY_PRINTF(6, 7);

sppwhy_status error_no_memory(sppwhy_error *error);

#endif
