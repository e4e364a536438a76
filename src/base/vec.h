/*
 * Arrays that grow. VEC(type) declares one; it starts zeroed. Its memory is its own: vec_free() it, or
 * vec_to_arena() it when it has its final length.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(type)                                                                                            \
    struct {                                                                                                 \
        type *items;                                                                                         \
        size_t count;                                                                                        \
        size_t capacity;                                                                                     \
    }

/* Makes room for one more element; false when memory is short. */
bool vec_room(void **items, size_t count, size_t *capacity, size_t element_size);
/* Makes room for `more` elements. */
bool vec_room_for(void **items, size_t count, size_t *capacity, size_t element_size, size_t more);
bool vec_room_exactly(void **items, size_t count, size_t *capacity, size_t element_size, size_t more);
/* A copy of the elements in the arena (at least one element of room, so never NULL unless memory
 * is short). */
void *vec_copy(arena *a, const void *items, size_t count, size_t element_size);

/* True when the value was added. */
#define vec_push(v, value)                                                                                   \
    ((v)->count < (v)->capacity ||                                                                           \
             vec_room((void **)&(v)->items, (v)->count, &(v)->capacity, sizeof *(v)->items)                  \
         ? ((v)->items[(v)->count++] = (value), true)                                                        \
         : false)
#define vec_reserve(v, more)                                                                                 \
    ((v)->capacity - (v)->count >= (more) ||                                                                 \
     vec_room_for((void **)&(v)->items, (v)->count, &(v)->capacity, sizeof *(v)->items, (more)))
/* The same without room to grow, for what is large and has its final length. */
#define vec_reserve_exactly(v, more)                                                                         \
    vec_room_exactly((void **)&(v)->items, (v)->count, &(v)->capacity, sizeof *(v)->items, (more))
#define vec_free(v) vec_release((void **)&(v)->items, &(v)->count, &(v)->capacity)
#define vec_to_arena(v, a) vec_copy((a), (v)->items, (v)->count, sizeof *(v)->items)

void vec_release(void **items, size_t *count, size_t *capacity);

#endif
