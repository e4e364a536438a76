/* See name_cache.h. */
#include "evtx/native/name_cache.h"

#include "evtx/native/values.h"

static uint32_t hash_units(const uint8_t *units, uint32_t size)
{
    uint32_t hash = size;
    for (uint32_t i = 0; i < size; i += 2)
        hash = hash * 31 + units[i];
    return hash ^ hash >> 9;
}

static const char *look_up(name_cache *c, evtx_store *store, const uint8_t *units, uint32_t size)
{
    xml_value v = {.at = 0, .size = (uint16_t)(size > UINT16_MAX ? UINT16_MAX : size), .type = VALUE_TEXT};
    strbuf_clear(&c->buffer);
    strbuf_add(&c->buffer, "");
    value_text(&c->buffer, &v, units);
    return c->buffer.failed ? NULL : names_add(&store->texts, store->memory, c->buffer.bytes);
}

cached_name *name_cache_get(name_cache *c, evtx_store *store, const uint8_t *units, uint32_t size)
{
    bool fits = size != 0 && size <= NAME_CACHE_BYTES;
    cached_name *slot = fits ? &c->slots[hash_units(units, size) % NAME_CACHE_SLOTS] : &c->last_long;
    if (fits && slot->size == size && slot->log == c->log && memcmp(slot->units, units, size) == 0)
        return slot;
    const char *text = look_up(c, store, units, size);
    if (!text)
        return NULL;
    *slot = (cached_name){.size = fits ? size : 0, .log = c->log, .text = text};
    if (fits)
        memcpy(slot->units, units, size);
    return slot;
}

void name_cache_next_log(name_cache *c)
{
    if (++c->log == 0) /* numbers have gone round: no slot may look used */
        memset(c->slots, 0, sizeof c->slots);
}

void name_cache_free(name_cache *c)
{
    strbuf_free(&c->buffer);
}
