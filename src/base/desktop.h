/*
 * What a desktop gives a program, where the system has one: this machine's own logs, a start by an icon,
 * showing a file. A twin for each system (base/posix/, base/windows/).
 */
#ifndef BASE_DESKTOP_H
#define BASE_DESKTOP_H

#include "sppwhy/status.h"

/* The paths of this machine's own logs that hold activation events, those that are there; NULL-terminated, and
 * empty where this system has none. They last as long as the program. */
const char *const *desktop_own_logs(void);

/* True when the program has a window of its own, which closes when it ends: it was started by an icon, or
 * files were dropped on it. */
bool desktop_started_by_icon(void);

/* Shows a file to the person, by the program that they use for such files. */
bool desktop_show(const char *path);

/* Waits until the person has read what the window says. */
void desktop_wait(void);

#endif
