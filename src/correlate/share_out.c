/* See share_out.h. Two walks: how many are whose, then each to its place. */
#include "correlate/share_out.h"

#include "base/pages.h"

#include <stdlib.h>

/* Whose each thing is, the machine's place from 1, and how many each machine has. */
static uint32_t *find_owners(const owned_things *all, size_t *counts)
{
    uint32_t *owners = pages_alloc((all->count + 1) * sizeof *owners);
    for (size_t i = 0; owners && i < all->count; i++) {
        const sppwhy_machine *m = all->owner(all->context, i);
        owners[i] = m ? (uint32_t)m->place + 1 : 0;
        if (m)
            counts[m->place]++;
    }
    return owners;
}

bool share_out(const machine_list *machines, arena *memory, owned_things all, give_things give)
{
    size_t *next = machines->count < UINT32_MAX ? calloc(machines->count + 1, sizeof *next) : NULL, owned = 0;
    uint32_t *owners = next ? find_owners(&all, next) : NULL;
    for (size_t i = 0; owners && i < machines->count; i++) {
        size_t own = next[i];
        next[i] = owned;
        owned += own;
    }
    const void **cut = owners ? pages_alloc((owned + 1) * sizeof *cut) : NULL;
    bool done = cut && arena_own(memory, cut);
    for (size_t i = 0; done && i < all.count; i++)
        if (owners[i] != 0)
            cut[next[owners[i] - 1]++] = all.thing(all.context, i);
    for (size_t i = 0, from = 0; done && i < machines->count; from = next[i++])
        give(machines->items[i], cut + from, next[i] - from);
    if (!done)
        free(cut);
    free(owners);
    free(next);
    return done;
}
