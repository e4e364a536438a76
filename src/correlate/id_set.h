/* Different GUIDs among millions of the same few. Not base/places.h, with which twenty million looks took up to 1.6 times
 * as long (its calls of a hash and a comparison), nor uthash, with which they took 3.5 times as long. */
#ifndef CORRELATE_ID_SET_H
#define CORRELATE_ID_SET_H

#include "sppwhy/status.h"

typedef struct id_set {
    const uint8_t **slots; /* 16 bytes each; NULL: free. A power of two of them */
    size_t size, count;
} id_set;

/* Adds it unless it is there; *added says. The 16 bytes must stay. False when memory is short. */
SPPWHY_NODISCARD bool id_set_add(id_set *s, const uint8_t *id, bool *added);
void id_set_free(id_set *s);

#endif
