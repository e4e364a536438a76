/* What the output goes to. */
#ifndef BASE_TERMINAL_H
#define BASE_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

bool terminal_is(FILE *stream);
/* Columns of the terminal, or those that COLUMNS asks for; 80 when it is none or does not say. */
unsigned terminal_columns(FILE *stream);
/* Standard streams that the program was started without are there from now on, and refuse what is read or
 * written: else the next file to be opened would be taken for one of them. */
void terminal_open_streams(void);
/* From now on a pipe that its reader has closed shows as a failed write, instead of ending the program. */
void terminal_survive_closed_pipe(void);

#endif
