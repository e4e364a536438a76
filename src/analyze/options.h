/* Options as a caller knows them, who may have been built with fewer. */
#ifndef ANALYZE_OPTIONS_H
#define ANALYZE_OPTIONS_H

#include "sppwhy/analyze.h"

sppwhy_input_options input_options(const sppwhy_input_options *given);

#endif
