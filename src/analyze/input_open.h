/* An input for whoever has a catalogue already, as the program does when it has loaded the rules. */
#ifndef ANALYZE_INPUT_OPEN_H
#define ANALYZE_INPUT_OPEN_H

#include "sppwhy/analyze.h"

/* sppwhy_input_open() with a catalogue that the caller has loaded already and frees as well; NULL: none. */
SPPWHY_NODISCARD sppwhy_status input_open(sppwhy_input **out, const char *const *paths, size_t count,
                                          const sppwhy_input_options *options, sppwhy_catalogue *catalogue,
                                          sppwhy_error *error);

#endif
