/* See share_out.h. Two walks: how many are whose, then each to its place. */
#include "correlate/share_out.h"

#include "base/pages.h"

#include <stdlib.h>

/* Whose each thing is, the machine's place from 1, and how many each machine has. */
static bool find_owners(owner_list *owners, const owned_things *all, size_t *counts)
{
    if (!vec_reserve_exactly(owners, all->count + 1))
        return false;
    for (size_t i = 0; i < all->count; i++) {
        const sppwhy_machine *m = all->owner(all->context, i);
        owners->items[i] = m ? (uint32_t)m->place + 1 : 0;
        if (m)
            counts[m->place]++;
    }
    return true;
}

bool share_out(const machine_list *machines, arena *memory, owner_list *owners, owned_things all,
               give_things give)
{
    size_t *next = machines->count < UINT32_MAX ? calloc(machines->count + 1, sizeof *next) : NULL, owned = 0;
    bool known = next && find_owners(owners, &all, next);
    for (size_t i = 0; known && i < machines->count; i++) {
        size_t own = next[i];
        next[i] = owned;
        owned += own;
    }
    const void **cut = known ? pages_alloc((owned + 1) * sizeof *cut) : NULL;
    bool done = cut && arena_own(memory, cut);
    for (size_t i = 0; done && i < all.count; i++)
        if (owners->items[i] != 0)
            cut[next[owners->items[i] - 1]++] = all.thing(all.context, i);
    for (size_t i = 0, from = 0; done && i < machines->count; from = next[i++])
        give(machines->items[i], cut + from, next[i] - from);
    if (!done)
        free(cut);
    free(next);
    return done;
}
