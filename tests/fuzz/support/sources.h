/* One source as the program reads it, taken for what its caller says that it is. */
#ifndef FUZZ_SOURCES_H
#define FUZZ_SOURCES_H

#include "evtx/events.h"

/* Reads it and makes every report on the logs in it; each notice must be a text for people. */
void fuzz_source(const char *path, sppwhy_content content);

#endif
