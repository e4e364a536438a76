/* See damage.h. */
#include "evtx/log/damage.h"

#include "base/limits.h"
#include "base/sort.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void pass_over(damage_list *d, const sppwhy_damage *entry)
{
    d->beyond++;
    d->beyond_lost += entry->lost;
    d->beyond_bytes += entry->bytes;
}

static bool add(damage_list *d, sppwhy_damage entry, const char *format, va_list arguments)
{
    char text[256];
    if (d->items.count == LIMIT_DAMAGE_ENTRIES - 1) {
        pass_over(d, &entry);
        return true;
    }
    vsnprintf(text, sizeof text, format, arguments);
    entry.reason = arena_string(d->memory, text);
    return entry.reason && vec_push(&d->items, entry);
}

bool damage_add(damage_list *d, uint64_t offset, uint64_t record_id, bool lost, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool done =
        add(d, (sppwhy_damage){.offset = offset, .record_id = record_id, .lost = lost}, format, arguments);
    va_end(arguments);
    return done;
}

bool damage_add_lost(damage_list *d, uint64_t offset, uint64_t record_id, uint64_t bytes, const char *format,
                     ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool done =
        add(d, (sppwhy_damage){.offset = offset, .record_id = record_id, .lost = true, .bytes = bytes},
            format, arguments);
    va_end(arguments);
    return done;
}

bool damage_append(damage_list *d, const damage_list *more)
{
    for (size_t i = 0; i < more->items.count; i++) {
        if (d->items.count == LIMIT_DAMAGE_ENTRIES - 1)
            pass_over(d, &more->items.items[i]);
        else if (!vec_push(&d->items, more->items.items[i]))
            return false;
    }
    d->beyond += more->beyond;
    d->beyond_lost += more->beyond_lost;
    d->beyond_bytes += more->beyond_bytes;
    return true;
}

static int by_offset(const void *a, const void *b)
{
    const sppwhy_damage *x = a, *y = b;
    if (x->offset != y->offset)
        return x->offset < y->offset ? -1 : 1;
    return compare_u64(x->record_id, y->record_id);
}

/* The last entry speaks for all that found no room. */
static bool add_rest(damage_list *d)
{
    uint64_t last = d->items.items[d->items.count - 1].offset;
    const char *text =
        arena_printf(d->memory, "and %" PRIu64 " more places, %" PRIu64 " of them with data lost", d->beyond,
                     d->beyond_lost);
    sppwhy_damage entry = {
        .offset = last, .lost = d->beyond_lost != 0, .reason = text, .bytes = d->beyond_bytes};
    return text && vec_push(&d->items, entry);
}

bool damage_finish(damage_list *d, sppwhy_log *log)
{
    if (d->items.count > 1)
        sort_array(d->items.items, d->items.count, sizeof *d->items.items, by_offset);
    if (d->beyond != 0 && !add_rest(d))
        return false;
    log->damage = vec_to_arena(&d->items, d->memory);
    log->damage_count = d->items.count;
    return log->damage;
}

void damage_free(damage_list *d)
{
    vec_free(&d->items);
}
