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
    varying varying;
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
    t->depth = 0;
    t->varying = (varying){0};
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
    else if (to < from) /* what was read is read again as something else */
        known_plans_give_up(known);
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

void known_plans_open(known_plans *known, uint32_t size_at, uint32_t end)
{
    plan_trace *t = &known->trace;
    if (t->depth++ < KNOWN_DEPTH)
        t->open[t->depth - 1] = (open_element){size_at, end};
}

void known_plans_close(known_plans *known)
{
    known->trace.depth--;
}

/* Elements that end before the text does are damaged: there all counts. */
void known_plans_computer(known_plans *known, uint32_t at, uint32_t count)
{
    plan_trace *t = &known->trace;
    bool good = t->on && t->varying.length == 0 && count != 0 && t->depth <= KNOWN_DEPTH;
    for (uint32_t i = 0; good && i < t->depth; i++)
        good = t->open[i].end >= at + count * 2;
    if (!good)
        return;
    t->varying = (varying){.at = at - t->start, .length = count * 2, .size_count = t->depth};
    leave_out(t, at - 2, 2);
    for (uint32_t i = 0; i < t->depth; i++) {
        t->varying.sizes[i] = (uint16_t)(t->open[i].size_at - t->start);
        leave_out(t, t->open[i].size_at, 4);
    }
}

/* ---- a kept plan --------------------------------------------------------------------------------------- */

/* By its size without the varying text. All else that is near at hand is the same in all templates, or, as their
 * GUID, another on each machine. */
static size_t hash_of(uint32_t size, uint32_t text)
{
    return (size - text) * 0x9E3779B1u >> 16 & (KNOWN_HASHES - 1);
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
    k->varying = t->varying;
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

/* ---- finding ------------------------------------------------------------------------------------------- */

/* A definition that may be a known one. */
typedef struct candidate {
    const uint8_t *bytes; /* of the chunk */
    uint32_t at, size;
    uint32_t longer; /* than the known one, by its varying text; may be negative, as sizes are: modulo 2^32 */
} candidate;

/* Eight bytes in whichever order. */
static inline uint64_t eight(const uint8_t *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* Without a way out in the middle, so that the compiler takes many at once: they are the same nearly always. */
static bool same_part(const uint8_t *a, const known_plan *k, uint32_t from, uint32_t to)
{
    const uint8_t *restrict bytes = k->bytes, *restrict mask = k->mask;
    uint64_t other = 0;
    uint32_t i = from;
    for (; i + 8 <= to; i += 8)
        other |= (eight(a + i) ^ eight(bytes + i)) & eight(mask + i);
    for (; i < to; i++)
        other |= (uint64_t)((a[i] ^ bytes[i]) & mask[i]);
    return other == 0;
}

/* The varying text's length, and the sizes that count it. */
static bool same_sizes(candidate *c, const known_plan *k)
{
    const varying *v = &k->varying;
    c->longer = 0;
    if (v->length != 0 && v->at <= c->size) /* its count is before it */
        c->longer = read_u16(c->bytes + c->at + v->at - 2) * 2u - v->length;
    if (c->size != k->size + c->longer)
        return false;
    for (uint32_t i = 0; i < v->size_count; i++)
        if (read_u32(c->bytes + c->at + v->sizes[i]) != read_u32(k->bytes + v->sizes[i]) + c->longer)
            return false;
    return true;
}

static bool same_bytes(const candidate *c, const known_plan *k)
{
    const varying *v = &k->varying;
    const uint8_t *bytes = c->bytes + c->at;
    if (v->length == 0)
        return same_part(bytes, k, 0, k->size);
    return same_part(bytes, k, 0, v->at) &&
           same_part(bytes + (int32_t)c->longer, k, v->at + v->length, k->size);
}

/* Where what is at `at` in the known definition is in the chunk. */
static uint32_t place_in(const candidate *c, const known_plan *k, uint32_t at)
{
    return c->at + at + (k->varying.length != 0 && at > k->varying.at ? c->longer : 0);
}

static bool same_names(const candidate *c, const known_plan *k)
{
    const uint8_t *bytes = c->bytes;
    for (uint32_t i = 0; i < k->name_count; i++) {
        const known_name *n = &k->names[i];
        uint32_t at = place_in(c, k, n->at), from = read_u32(bytes + at);
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

static bool take(const candidate *c, const known_plan *k, plan *out, plan_steps *steps)
{
    uint32_t first = (uint32_t)steps->count;
    if (!vec_reserve(steps, k->plan.count + 1u)) /* never no place at all */
        return false;
    for (uint32_t i = 0; i < k->plan.count; i++) {
        plan_step s = k->steps[i];
        if (of_definition(&s) && k->varying.length != 0 && s.at == k->varying.at)
            s.length = (k->varying.length + c->longer) / 2;
        s.at = of_definition(&s) ? place_in(c, k, s.at) : s.at;
        steps->items[steps->count++] = s;
    }
    *out = k->plan;
    out->at = c->at;
    out->first = first;
    return true;
}

static const known_plan *find_alike(const known_plans *known, candidate *c, uint8_t place, uint32_t text)
{
    known_plan *const *alike = known->plans[hash_of(c->size, text)];
    for (size_t i = 0; i < KNOWN_ALIKE && alike[i]; i++) {
        const known_plan *k = alike[i];
        if (k->plan.place == place && same_sizes(c, k) && same_bytes(c, k) && same_names(c, k))
            return k;
    }
    return NULL;
}

bool known_plans_find(known_plans *known, const uint8_t *bytes, uint32_t at, uint32_t end, plan *out,
                      plan_steps *steps, bool *found)
{
    candidate c = {.bytes = bytes, .at = at, .size = end - at};
    const known_plan *k = find_alike(known, &c, out->place, known->varying);
    if (!k && known->varying != 0)
        k = find_alike(known, &c, out->place, 0); /* one without */
    *found = k != NULL;
    if (!k)
        return true;
    if (k->varying.length != 0)
        known->varying = k->varying.length + c.longer;
    return take(&c, k, out, steps);
}

/* ---- keeping ------------------------------------------------------------------------------------------- */

/* It may be known, and was only not found because the text's length was not. */
void known_plans_keep(known_plans *known, const uint8_t *bytes, const plan *made, const plan_steps *steps)
{
    const plan_trace *t = &known->trace;
    candidate c = {.bytes = bytes, .at = t->start, .size = t->size};
    bool noted = t->on;
    known->trace.on = false;
    if (t->varying.length != 0)
        known->varying = t->varying.length;
    known_plan *k = noted && !find_alike(known, &c, made->place, t->varying.length)
                        ? make_room(t, made, units_outside(t, bytes))
                        : NULL;
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
    known_plan **alike = known->plans[hash_of(t->size, t->varying.length)];
    free(alike[KNOWN_ALIKE - 1]);
    memmove(alike + 1, alike, (KNOWN_ALIKE - 1) * sizeof *alike);
    alike[0] = k;
}

void known_plans_free(known_plans *known)
{
    for (size_t i = 0; i < KNOWN_HASHES; i++)
        for (size_t j = 0; j < KNOWN_ALIKE; j++)
            free(known->plans[i][j]);
}
