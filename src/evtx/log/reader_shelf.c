/* See reader_shelf.h. A place is taken and filled in one step, so that threads need not wait for one another. */
#include "evtx/log/reader_shelf.h"

#include <stdatomic.h>
#include <stdlib.h>

#define PLACES 64 /* as many as threads can be at work */

struct reader_shelf {
    _Atomic(segment_reader *) places[PLACES];
};

reader_shelf *reader_shelf_create(void)
{
    reader_shelf *shelf = calloc(1, sizeof *shelf);
    for (size_t i = 0; shelf && i < PLACES; i++)
        atomic_init(&shelf->places[i], NULL);
    return shelf;
}

void reader_shelf_free(reader_shelf *shelf)
{
    for (size_t i = 0; shelf && i < PLACES; i++)
        log_segment_free(atomic_load(&shelf->places[i]));
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
