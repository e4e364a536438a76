/* See reader_shelf.h. A place is taken and filled in one step, so that threads need not wait for one another. */
#include "evtx/log/reader_shelf.h"

#include <stdatomic.h>
#include <stdlib.h>

#define PLACES 64 /* as many as threads can be at work */

struct reader_shelf {
    _Atomic(segment_reader *) places[PLACES];
    _Atomic(arena *) memory[PLACES];
    atomic_size_t memory_count; /* of what was made, or tried to */
};

reader_shelf *reader_shelf_create(void)
{
    reader_shelf *shelf = calloc(1, sizeof *shelf);
    for (size_t i = 0; shelf && i < PLACES; i++) {
        atomic_init(&shelf->places[i], NULL);
        atomic_init(&shelf->memory[i], NULL);
    }
    if (shelf)
        atomic_init(&shelf->memory_count, 0);
    return shelf;
}

void reader_shelf_clear(reader_shelf *shelf)
{
    for (size_t i = 0; shelf && i < PLACES; i++)
        log_segment_free(atomic_exchange(&shelf->places[i], NULL));
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

segment_reader *reader_shelf_take(reader_shelf *shelf)
{
    segment_reader *reader = NULL;
    for (size_t i = 0; shelf && i < PLACES && !reader; i++)
        if (atomic_load_explicit(&shelf->places[i], memory_order_relaxed))
            reader = atomic_exchange(&shelf->places[i], NULL);
    return reader;
}

void reader_shelf_put(reader_shelf *shelf, segment_reader *reader)
{
    for (size_t i = 0; shelf && i < PLACES; i++) {
        segment_reader *none = NULL;
        if (atomic_compare_exchange_strong(&shelf->places[i], &none, reader))
            return;
    }
    log_segment_free(reader);
}

arena *reader_shelf_take_memory(reader_shelf *shelf)
{
    arena *memory = NULL;
    for (size_t i = 0; shelf && i < PLACES && !memory; i++)
        if (atomic_load_explicit(&shelf->memory[i], memory_order_relaxed))
            memory = atomic_exchange(&shelf->memory[i], NULL);
    if (shelf && !memory && atomic_fetch_add(&shelf->memory_count, 1) < PLACES)
        memory = arena_create();
    return memory;
}

/* No more are made than there are places. */
void reader_shelf_put_memory(reader_shelf *shelf, arena *memory)
{
    for (size_t i = 0; memory && i < PLACES; i++) {
        arena *none = NULL;
        if (atomic_compare_exchange_strong(&shelf->memory[i], &none, memory))
            return;
    }
}
