/* Options as a caller knows them, who may have been built with fewer. */
#ifndef ANALYZE_OPTIONS_H
#define ANALYZE_OPTIONS_H

#include "rules/analysis.h"
#include "sppwhy/analyze.h"

/* options_take() for these. */
SPPWHY_NODISCARD sppwhy_status input_options(sppwhy_input_options *out, const sppwhy_input_options *given,
                                             sppwhy_error *error);

/* sppwhy_input_open() with a catalogue that the caller has loaded already and frees as well; NULL: none. */
SPPWHY_NODISCARD sppwhy_status input_open(sppwhy_input **out, const char *const *paths, size_t count,
                                          const sppwhy_input_options *options, sppwhy_catalogue *catalogue,
                                          sppwhy_error *error);

#endif
