/* Paths and errors of Windows: UTF-8 inside the program, UTF-16 at the system's calls. */
#ifndef BASE_WINDOWS_WIDE_H
#define BASE_WINDOWS_WIDE_H

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <wchar.h>

#include "base/error.h"

/* All are to be freed; NULL when memory is short. */
wchar_t *wide_text(const char *text);
char *wide_to_utf8(const wchar_t *text);
/* For the system's calls: backslashes, and absolute with \\?\ before it where it is long. */
wchar_t *wide_path(const char *path);

/* What the system refused last (GetLastError), as an error of that file: "WHAT: REASON". */
sppwhy_status wide_refuse(sppwhy_error *error, const char *path, const char *what);

#endif
