/* For the program, which has a process of its own. */
#ifndef ANALYZE_KEEPING_H
#define ANALYZE_KEEPING_H

#include "sppwhy/analyze.h"

/* sppwhy_input_open(), which leaves up to so many of the files open that are to be read: see file_keep_most(). */
SPPWHY_NODISCARD sppwhy_status input_open_keeping(sppwhy_input **out, const char *const *paths, size_t count,
                                                  const sppwhy_input_options *options, size_t most_kept,
                                                  sppwhy_error *error);

#endif
