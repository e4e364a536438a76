/* What the output goes to. */
#ifndef BASE_TERMINAL_H
#define BASE_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

bool terminal_is(FILE *stream);
/* Columns of the terminal, or those that COLUMNS asks for; 80 when it is none or does not say. */
unsigned terminal_columns(FILE *stream);
/* From now on a pipe that its reader has closed shows as a failed write, instead of ending the program. */
void terminal_survive_closed_pipe(void);

#endif
