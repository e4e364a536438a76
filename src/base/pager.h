/* A long text on a terminal goes through the user's pager, as git does it. */
#ifndef BASE_PAGER_H
#define BASE_PAGER_H

#include <stdbool.h>

/* Starts the pager, and standard output goes to it from now on; terminal_is(stdout) stays true. Nothing
 * happens where standard output is no terminal, where the user declined (SPPWHY_PAGER or PAGER is empty or
 * "cat") or where no pager is installed. To be called before rights are given up: afterwards no program can
 * be started. */
void pager_begin(void);

/* Hands it the rest and waits until the user has seen enough. Nothing else may be printed afterwards. */
void pager_end(void);

#endif
