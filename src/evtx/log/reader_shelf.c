/* See reader_shelf.h. A place is taken and filled in one step, so that threads need not wait for one another. */
#include "evtx/log/reader_shelf.h"

#include <stdatomic.h>
#include <stdlib.h>

#define PLACES 64 /* as many as threads can be at work */

typedef _Atomic(void *) place; /* NULL: nothing lies there */

struct reader_shelf {
    place readers[PLACES];
    place memory[PLACES];
    atomic_size_t memory_count; /* of what was made, or tried to */
};

reader_shelf *reader_shelf_create(void)
{
    reader_shelf *shelf = calloc(1, sizeof *shelf);
    for (size_t i = 0; shelf && i < PLACES; i++) {
        atomic_init(&shelf->readers[i], NULL);
        atomic_init(&shelf->memory[i], NULL);
    }
    if (shelf)
        atomic_init(&shelf->memory_count, 0);
    return shelf;
}

void reader_shelf_clear(reader_shelf *shelf)
{
    for (size_t i = 0; shelf && i < PLACES; i++)
        log_segment_free(atomic_exchange(&shelf->readers[i], NULL));
}

void reader_shelf_free(reader_shelf *shelf, arena *heir)
{
    if (!shelf)
        return;
    reader_shelf_clear(shelf);
    for (size_t i = 0; i < PLACES; i++) {
        arena *memory = atomic_load(&shelf->memory[i]);
        if (heir)
            arena_absorb(heir, memory);
        else
            arena_free(memory);
    }
    free(shelf);
}

/* What lies in one of the places; NULL when nothing does. */
static void *take(place *places)
{
    void *thing = NULL;
    for (size_t i = 0; i < PLACES && !thing; i++)
        if (atomic_load_explicit(&places[i], memory_order_relaxed))
            thing = atomic_exchange(&places[i], NULL);
    return thing;
}

/* False when there is no place. */
static bool put(place *places, void *thing)
{
    for (size_t i = 0; i < PLACES; i++) {
        void *none = NULL;
        if (atomic_compare_exchange_strong(&places[i], &none, thing))
            return true;
    }
    return false;
}

segment_reader *reader_shelf_take(reader_shelf *shelf)
{
    return shelf ? take(shelf->readers) : NULL;
}

void reader_shelf_put(reader_shelf *shelf, segment_reader *reader)
{
    if (!shelf || !put(shelf->readers, reader))
        log_segment_free(reader);
}

arena *reader_shelf_take_memory(reader_shelf *shelf)
{
    arena *memory = shelf ? take(shelf->memory) : NULL;
    if (shelf && !memory && atomic_fetch_add(&shelf->memory_count, 1) < PLACES)
        memory = arena_create();
    return memory;
}

/* No more are made than there are places, so there is one. */
void reader_shelf_put_memory(reader_shelf *shelf, arena *memory)
{
    if (memory)
        (void)put(shelf->memory, memory);
}
