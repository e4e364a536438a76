/* See known_plans.h. Offsets of a kept plan are from the start of its definition. */
#include "evtx/native/known_plans.h"

#include "evtx/format.h"

#include <stdlib.h>

#define NAME_HEAD 8u /* of a name: link, hash, length */
#define NAME_LINK 4u /* to another name of the chunk; nobody looks at it */

typedef struct known_name {
    uint16_t at;    /* where its offset is */
    bool inside;    /* it follows there, and is compared with all the rest */
    uint16_t count; /* else: UTF-16 units, and where they are kept */
    uint32_t units;
} known_name;

struct known_plan {
    plan plan;
    uint32_t size;
    uint32_t name_count;
    plan_step *steps; /* these are all in one piece of memory */
    known_name *names;
    uint8_t *bytes, *mask, *units;
};

static bool of_definition(const plan_step *s)
{
    return s->kind == STEP_TEXT || s->kind == STEP_NAME;
}

/* ---- noting what a compilation looks at ---------------------------------------------------------------- */

void known_plans_begin(known_plans *known, uint32_t at, uint32_t end)
{
    plan_trace *t = &known->trace;
    t->on = end - at <= KNOWN_BYTES;
    t->start = at;
    t->size = end - at;
    t->name_count = 0;
    if (t->on)
        memset(t->mask, 0xFF, t->size);
}

void known_plans_give_up(known_plans *known)
{
    known->trace.on = false;
}

static void leave_out(plan_trace *t, uint32_t from, uint32_t size)
{
    memset(t->mask + (from - t->start), 0, size);
}

void known_plans_skip(known_plans *known, uint32_t from, uint32_t to)
{
    if (known->trace.on && to > from)
        leave_out(&known->trace, from, to - from);
}

void known_plans_name(known_plans *known, uint32_t at, bool inside)
{
    plan_trace *t = &known->trace;
    if (!t->on)
        return;
    t->on = t->name_count < KNOWN_NAMES;
    if (!t->on)
        return;
    t->names[t->name_count++] = (uint16_t)(at - t->start);
    leave_out(t, at, inside ? 4 + NAME_LINK : 4);
}

/* ---- keeping ------------------------------------------------------------------------------------------- */

/* The first of two places; the second has what was kept in the first before. */
static size_t place_of(const uint8_t *bytes, uint32_t at, uint32_t size, uint8_t place)
{
    uint32_t id = read_u32(bytes + at - DEFINITION_HEAD_SIZE + DEFINITION_AT_ID);
    return ((id ^ size ^ place) * 0x9E3779B1u) >> 24 & ~1u;
}

/* The name at `from` in the chunk, which the compilation has found to be all right. */
static uint32_t units_of(const uint8_t *bytes, uint32_t from)
{
    return read_u16(bytes + from + NAME_HEAD - 2);
}

static size_t units_outside(const plan_trace *t, const uint8_t *bytes)
{
    size_t all = 0;
    for (uint32_t i = 0; i < t->name_count; i++) {
        uint32_t at = t->start + t->names[i], from = read_u32(bytes + at);
        all += from == at + 4 ? 0 : units_of(bytes, from);
    }
    return all * 2;
}

static known_plan *make_room(const plan_trace *t, const plan *made, size_t units)
{
    size_t steps = made->count * sizeof(plan_step), names = t->name_count * sizeof(known_name);
    known_plan *k = malloc(sizeof *k + steps + names + 2 * (size_t)t->size + units);
    if (!k)
        return NULL;
    k->steps = (plan_step *)(k + 1);
    k->names = (known_name *)(k->steps + made->count);
    k->bytes = (uint8_t *)(k->names + t->name_count);
    k->mask = k->bytes + t->size;
    k->units = k->mask + t->size;
    k->plan = *made;
    k->size = t->size;
    k->name_count = t->name_count;
    return k;
}

static void keep_names(known_plan *k, const plan_trace *t, const uint8_t *bytes)
{
    uint32_t used = 0;
    for (uint32_t i = 0; i < t->name_count; i++) {
        uint32_t at = t->start + t->names[i], from = read_u32(bytes + at);
        known_name n = {.at = t->names[i], .inside = from == at + 4, .units = used};
        if (!n.inside) {
            n.count = (uint16_t)units_of(bytes, from);
            memcpy(k->units + used, bytes + from + NAME_HEAD, n.count * 2u);
            used += n.count * 2u;
        }
        k->names[i] = n;
    }
}

void known_plans_keep(known_plans *known, const uint8_t *bytes, const plan *made, const plan_steps *steps)
{
    const plan_trace *t = &known->trace;
    known_plan *k = t->on ? make_room(t, made, units_outside(t, bytes)) : NULL;
    known->trace.on = false;
    if (!k)
        return;
    for (uint32_t i = 0; i < made->count; i++) {
        plan_step s = steps->items[made->first + i];
        s.at -= of_definition(&s) ? t->start : 0;
        s.name = NULL;
        k->steps[i] = s;
    }
    memcpy(k->bytes, bytes + t->start, t->size);
    memcpy(k->mask, t->mask, t->size);
    keep_names(k, t, bytes);
    known_plan **place = &known->plans[place_of(bytes, t->start, t->size, made->place)];
    free(place[1]);
    place[1] = place[0];
    place[0] = k;
}

void known_plans_free(known_plans *known)
{
    for (size_t i = 0; i < KNOWN_PLANS; i++)
        free(known->plans[i]);
}

/* ---- finding ------------------------------------------------------------------------------------------- */

static bool same_bytes(const uint8_t *a, const known_plan *k)
{
    uint64_t other = 0;
    uint32_t i = 0;
    for (; i + 8 <= k->size; i += 8)
        other |= (read_u64(a + i) ^ read_u64(k->bytes + i)) & read_u64(k->mask + i);
    for (; i < k->size; i++)
        other |= (uint64_t)((a[i] ^ k->bytes[i]) & k->mask[i]);
    return other == 0;
}

static bool same_names(const uint8_t *bytes, uint32_t start, const known_plan *k)
{
    for (uint32_t i = 0; i < k->name_count; i++) {
        const known_name *n = &k->names[i];
        uint32_t at = start + n->at, from = read_u32(bytes + at);
        if (n->inside != (from == at + 4))
            return false;
        if (n->inside)
            continue;
        if (from > CHUNK_SIZE - NAME_HEAD || units_of(bytes, from) != n->count ||
            n->count * 2u > CHUNK_SIZE - NAME_HEAD - from ||
            memcmp(bytes + from + NAME_HEAD, k->units + n->units, n->count * 2u) != 0)
            return false;
    }
    return true;
}

static bool take(const known_plan *k, uint32_t at, plan *out, plan_steps *steps)
{
    uint32_t first = (uint32_t)steps->count;
    if (!vec_reserve(steps, k->plan.count + 1u)) /* never no place at all */
        return false;
    for (uint32_t i = 0; i < k->plan.count; i++) {
        plan_step s = k->steps[i];
        s.at += of_definition(&s) ? at : 0;
        steps->items[steps->count++] = s;
    }
    *out = k->plan;
    out->at = at;
    out->first = first;
    return true;
}

bool known_plans_find(const known_plans *known, const uint8_t *bytes, uint32_t at, uint32_t end, plan *out,
                      plan_steps *steps, bool *found)
{
    known_plan *const *places = &known->plans[place_of(bytes, at, end - at, out->place)];
    *found = false;
    for (size_t i = 0; i < 2; i++) {
        const known_plan *k = places[i];
        *found = k && k->size == end - at && k->plan.place == out->place && same_bytes(bytes + at, k) &&
                 same_names(bytes, at, k);
        if (*found)
            return take(k, at, out, steps);
    }
    return true;
}
