/* The versions of the libraries that the program runs with. */
#ifndef CLI_LIBRARIES_H
#define CLI_LIBRARIES_H

void libraries_print(void);

#endif
