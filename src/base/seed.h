/* A number that a log's writer cannot know, for hash tables: so that none can be filled with names that all
 * fall on one place. No secret, and no result depends on it. */
#ifndef BASE_SEED_H
#define BASE_SEED_H

#include <stdint.h>

uint64_t seed_for_hashes(void);

#endif
