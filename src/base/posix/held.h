/*
 * Files that were opened before the right to open any was given up (sandbox.h), for the POSIX twins only.
 */
#ifndef BASE_POSIX_HELD_H
#define BASE_POSIX_HELD_H

#include "sppwhy/status.h"

/* How many descriptors there may be, up to `wanted`, once the limit is raised for them as far as the system lets us.
 * 0 when it does not say. */
size_t held_limit(size_t wanted);

/* Opens each path for reading and keeps it open to the end of the process; what cannot be opened now keeps
 * the reason. False when descriptors or memory ran out: nothing is kept then. To be called once, before there
 * are other threads: the table is the process's, as descriptors are. n log n. */
bool held_open_all(const char *const *paths, size_t count);

/* open() for reading, and close on exec: a descriptor of the caller's own, -1 with errno. Of a file that is
 * kept it is a duplicate, so its offset is shared: use pread(). */
int held_or_open(const char *path, int more_flags);

#endif
