/* What the system calls an error of its own. In a twin for each system. */
#ifndef BASE_ERRNO_TEXT_H
#define BASE_ERRNO_TEXT_H

#define ERRNO_ROOM 128
/* Of a value of errno; returns `out`. Not strerror(), whose text another thread may change. */
const char *errno_text(int number, char out[ERRNO_ROOM]);

#endif
