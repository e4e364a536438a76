/* A file without a name in temporary_folder(): it is gone with the program, whatever ends it. */
#ifndef BASE_POSIX_TEMPORARY_H
#define BASE_POSIX_TEMPORARY_H

/* A descriptor to write to and read from, closed on exec; -1 with errno. */
int temporary_open(void);

#endif
