/*
 * Which version of libsppwhy this is: of these headers when you compile, of the library when you run. The
 * version is written here and nowhere else; the build takes it from here.
 */
#ifndef SPPWHY_VERSION_H
#define SPPWHY_VERSION_H

#include "sppwhy/status.h"

#define SPPWHY_VERSION_MAJOR 0
#define SPPWHY_VERSION_MINOR 1
#define SPPWHY_VERSION_PATCH 0
#define SPPWHY_VERSION_STRING "0.1.0"
/* For comparisons: SPPWHY_VERSION >= 100 is 0.1.0 or newer. Minor and patch stay below 100. */
#define SPPWHY_VERSION (SPPWHY_VERSION_MAJOR * 10000 + SPPWHY_VERSION_MINOR * 100 + SPPWHY_VERSION_PATCH)

SPPWHY_BEGIN

/* SPPWHY_VERSION_STRING of the library that is running; never NULL, lasts forever. */
const char *sppwhy_version(void);
/* SPPWHY_VERSION of the library that is running. */
int sppwhy_version_number(void);

SPPWHY_END

#endif
