/* Room on disk for what must be read with jumps, without a name: it is gone with the program, whatever ends
 * it.
 */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

/* The folder: $TMPDIR, else /tmp. */
const char *temporary_folder(void);

/* A descriptor to write to and read from, closed on exec; -1 with errno. */
int temporary_open(void);

#endif
