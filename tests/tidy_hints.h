/*
 * For clang-tidy only (./dev lint puts it before every file but src/base/error.c): clang's analyzer looks at
 * one file at a time, so it cannot see that error_set(error, STATUS, ...) returns STATUS, takes every failure
 * for a possible success and warns of what comes after. Here it is reported.
 */
#include "base/error.h"

static inline sppwhy_status tidy_returns(sppwhy_status returned, sppwhy_status known)
{
    (void)returned;
    return known;
}

#define error_set(error, status, ...) tidy_returns(error_set(error, status, __VA_ARGS__), status)
#define error_file(error, status, ...) tidy_returns(error_file(error, status, __VA_ARGS__), status)
#define error_place(error, status, ...) tidy_returns(error_place(error, status, __VA_ARGS__), status)
#define error_no_memory(error) tidy_returns(error_no_memory(error), SPPWHY_NO_MEMORY)
