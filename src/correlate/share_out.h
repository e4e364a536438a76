/*
 * Cuts a list of things (records, requests, activations) into one array a machine.
 *
 * In:   `all`: how many things, who owns the i-th (NULL: nobody), and where it is; machines with their
 *       places.
 * Out:  `give` is called once a machine, with its things in the order of the list; they lie in the arena.
 * Cost: two passes over the things, whatever the number of machines; the list of owners is kept from one call to the
 *       next, for memory is dear that is used for the first time. It starts zeroed; vec_free() it.
 */
#ifndef CORRELATE_SHARE_OUT_H
#define CORRELATE_SHARE_OUT_H

#include "correlate/machine_list.h"

typedef struct owned_things {
    void *context;
    size_t count;
    sppwhy_machine *(*owner)(void *context, size_t i);
    const void *(*thing)(void *context, size_t i);
} owned_things;

typedef VEC(uint32_t) owner_list;

typedef void (*give_things)(sppwhy_machine *m, const void **things, size_t count);

bool share_out(const machine_list *machines, arena *memory, owner_list *owners, owned_things all,
               give_things give);

#endif
