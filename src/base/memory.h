/* A limit on the memory of the whole process: beyond it an allocation fails, in whichever library, and the
 * program can say so. (Without one the system kills some process, this or another one.) */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes that this process can have at most: those of the machine, or of the container around it; 0: not
 * known. */
uint64_t memory_there(void);

/* From now on this process has at most so many bytes of data. False: the system does not do that. */
bool memory_limit(uint64_t bytes);

#endif
