/* What the output goes to. */
#ifndef BASE_TERMINAL_H
#define BASE_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

bool terminal_is(FILE *stream);
/* From now on standard output goes to a pager, which shows it on a terminal of so many columns. */
void terminal_paged(unsigned columns);
/* Columns of the terminal, or those that COLUMNS asks for; 80 when it is none or does not say. */
unsigned terminal_columns(FILE *stream);
#define TERMINAL_COLUMNS_ELSE 80
/* Those that COLUMNS asks for; 0 when it asks for none that can be. */
unsigned terminal_columns_asked(void);
/* Standard streams that the program was started without are there from now on, and refuse what is read or
 * written: else the next file to be opened would be taken for one of them. */
void terminal_open_streams(void);
/* From now on a pipe that its reader has closed shows as a failed write, instead of ending the program. */
void terminal_survive_closed_pipe(void);

/* The words that the program was started with, in UTF-8, paths with slashes, patterns of file names replaced
 * by what they fit where the system leaves that to the program; what main() was given where all that is so
 * anyway. They last as long as the program. */
char **terminal_arguments(int *count, char **given);

#endif
