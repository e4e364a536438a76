/* See share_out.h. Two walks: how many are whose, then each to its place. */
#include "correlate/share_out.h"

#include "base/pages.h"

#include <stdlib.h>

bool share_out(const machine_list *machines, arena *memory, owned_things all, give_things give)
{
    size_t *next = calloc(machines->count + 1, sizeof *next), owned = 0;
    for (size_t i = 0; next && i < all.count; i++) {
        const sppwhy_machine *m = all.owner(all.context, i);
        if (m)
            next[m->place]++;
    }
    for (size_t i = 0; next && i < machines->count; i++) {
        size_t own = next[i];
        next[i] = owned;
        owned += own;
    }
    const void **cut = pages_alloc((owned + 1) * sizeof *cut);
    if (!next || !cut || !arena_own(memory, cut)) {
        free(next);
        free(cut);
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        const sppwhy_machine *m = all.owner(all.context, i);
        if (m)
            cut[next[m->place]++] = all.thing(all.context, i);
    }
    for (size_t i = 0, from = 0; i < machines->count; from = next[i++])
        give(machines->items[i], cut + from, next[i] - from);
    free(next);
    return true;
}
