/* Options as a caller knows them, who may have been built with fewer. */
#ifndef ANALYZE_OPTIONS_H
#define ANALYZE_OPTIONS_H

#include "rules/analysis.h"
#include "sppwhy/analyze.h"

/* options_take() for these. */
SPPWHY_NODISCARD sppwhy_status input_options(sppwhy_input_options *out, const sppwhy_input_options *given,
                                             sppwhy_error *error);

#endif
