/* An input, or a result, belongs to as many as hold it: the last sppwhy_input_free(), or sppwhy_result_free(),
 * frees it. For what goes on when its caller has given it back: a result and its input, a stream. */
#ifndef ANALYZE_HOLD_H
#define ANALYZE_HOLD_H

#include "sppwhy/analyze.h"

/* Return their argument. */
sppwhy_input *input_hold(sppwhy_input *input);
sppwhy_result *result_hold(sppwhy_result *result);

#endif
