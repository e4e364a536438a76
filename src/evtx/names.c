/* See names.h. */
#include "evtx/names.h"

#define XXH_INLINE_ALL /* a call would cost more than hashing a name does */
#include <xxhash.h>

#include <stdlib.h>
#include <string.h>

static bool is_text(const char *kept, const char *text, size_t length)
{
    return strncmp(kept, text, length) == 0 && kept[length] == '\0';
}

/* The slot of the text, or the free slot where it belongs. */
static name_slot *slot_of(const name_pool *n, uint64_t hash, const char *text, size_t length)
{
    size_t at = (size_t)hash & (n->slot_count - 1);
    for (name_slot *s = &n->slots[at]; s->place != 0; s = &n->slots[at]) {
        if (s->hash == (uint32_t)(hash >> 32) && is_text(n->list.items[s->place - 1], text, length))
            break;
        at = (at + 1) & (n->slot_count - 1);
    }
    return &n->slots[at];
}

static bool grow(name_pool *n)
{
    name_slot *old = n->slots;
    size_t count = n->slot_count == 0 ? 32 : n->slot_count * 2;
    name_slot *slots = calloc(count, sizeof *slots);
    if (!slots || count > UINT32_MAX) {
        free(slots);
        return false;
    }
    n->slots = slots;
    n->slot_count = count;
    for (size_t i = 0; i < n->list.count; i++) {
        const char *text = n->list.items[i];
        size_t length = strlen(text);
        uint64_t hash = XXH3_64bits(text, length);
        *slot_of(n, hash, text, length) = (name_slot){(uint32_t)i + 1, (uint32_t)(hash >> 32)};
    }
    free(old);
    return true;
}

bool names_number(name_pool *n, arena *a, const char *text, size_t length, uint32_t *number)
{
    if (n->list.count * 2 >= n->slot_count && !grow(n))
        return false;
    uint64_t hash = XXH3_64bits(text, length);
    name_slot *slot = slot_of(n, hash, text, length);
    if (slot->place == 0) {
        const char *copy = arena_bytes(a, text, length);
        if (!copy || !vec_push(&n->list, copy))
            return false;
        *slot = (name_slot){(uint32_t)n->list.count, (uint32_t)(hash >> 32)};
    }
    *number = slot->place - 1;
    return true;
}

const char *names_add(name_pool *n, arena *a, const char *text)
{
    uint32_t number;
    return names_number(n, a, text, strlen(text), &number) ? n->list.items[number] : NULL;
}

void names_clear(name_pool *n)
{
    enum { SLOTS_KEPT = 1024 };
    n->list.count = 0;
    if (n->slot_count > SLOTS_KEPT) {
        free(n->slots);
        n->slots = NULL;
        n->slot_count = 0;
    } else if (n->slots) {
        memset(n->slots, 0, n->slot_count * sizeof *n->slots);
    }
}

void names_free(name_pool *n)
{
    vec_free(&n->list);
    free(n->slots);
    n->slots = NULL;
}

bool names_hand_over(name_pool *n, arena *a, const char *const **list, size_t *count)
{
    *list = vec_to_arena(&n->list, a);
    *count = n->list.count;
    names_free(n);
    return *list;
}
