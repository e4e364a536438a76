/* See names.h. */
#include "evtx/names.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* The slot of the text, or the free slot where it belongs. */
static size_t *slot_of(const names *n, const char *text)
{
    size_t at = text_hash(text, strlen(text)) % n->slot_count;
    while (n->slots[at] != 0 && strcmp(n->list.items[n->slots[at] - 1], text) != 0)
        at = (at + 1) % n->slot_count;
    return &n->slots[at];
}

static bool grow(names *n)
{
    size_t *old = n->slots;
    size_t count = n->slot_count == 0 ? 32 : n->slot_count * 2;
    size_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    n->slots = slots;
    n->slot_count = count;
    for (size_t i = 0; i < n->list.count; i++)
        *slot_of(n, n->list.items[i]) = i + 1;
    free(old);
    return true;
}

const char *names_add(names *n, arena *a, const char *text)
{
    if (n->list.count * 2 >= n->slot_count && !grow(n))
        return NULL;
    size_t *slot = slot_of(n, text);
    if (*slot != 0)
        return n->list.items[*slot - 1];
    const char *copy = arena_string(a, text);
    if (!copy || !vec_push(&n->list, copy))
        return NULL;
    *slot = n->list.count;
    return copy;
}

void names_free(names *n)
{
    vec_free(&n->list);
    free(n->slots);
    n->slots = NULL;
}
