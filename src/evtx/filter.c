/* The search for providers' names in a chunk, and what it means for each record. See filter.h. */
#include "evtx/filter.h"

#include "base/error.h"
#include "base/text.h"
#include "evtx/search.h"

/* ---- the needles --------------------------------------------------------------------------------------- */

/* A name that holds another one of the list needs no search: where it is the shorter one is found. */
static bool covered(const char *const *providers, size_t index)
{
    for (size_t i = 0; providers[i]; i++) {
        bool same = strcmp(providers[i], providers[index]) == 0;
        if ((!same && strstr(providers[index], providers[i])) || (same && i < index))
            return true;
    }
    return false;
}

static bool add_name(filter *f, arena *a, const char *name, bool looked_for)
{
    strbuf units = {0};
    text_to_utf16le(&units, name);
    char *bytes = units.failed ? NULL : arena_bytes(a, units.bytes, units.length);
    filter_needle needle = {(uint8_t *)bytes, units.length};
    strbuf_free(&units);
    return bytes && vec_push(&f->names, needle) && (!looked_for || vec_push(&f->needles, needle));
}

sppwhy_status filter_init(filter *f, arena *a, const char *const *providers, bool any, sppwhy_error *error)
{
    static const char *const none[] = {NULL};
    *f = (filter){.providers = providers ? providers : none, .any = any};
    for (size_t i = 0; f->providers[i]; i++)
        if (f->providers[i][0] && !add_name(f, a, f->providers[i], !covered(f->providers, i)))
            return error_no_memory(error);
    return SPPWHY_OK;
}

void filter_free(filter *f)
{
    vec_free(&f->needles);
    vec_free(&f->names);
    vec_free(&f->hits);
}

/* ---- a chunk ------------------------------------------------------------------------------------------- */

static bool find_all(filter *f, const chunk *c, const filter_needle *needle)
{
    size_t at = 0;
    while ((at = search_bytes(c->bytes, c->length, at, needle->bytes, needle->size)) != SEARCH_NONE) {
        if (!vec_push(&f->hits, (uint32_t)at))
            return false;
        at += 2; /* names do not overlap themselves, but nothing depends on that */
    }
    return true;
}

sppwhy_status filter_chunk(filter *f, const chunk *c, bool *any, sppwhy_error *error)
{
    f->hits.count = 0;
    for (size_t i = 0; i < f->needles.count; i++)
        if (!find_all(f, c, &f->needles.items[i]))
            return error_no_memory(error);
    *any = f->any || f->hits.count != 0;
    return SPPWHY_OK;
}

static bool hit_within(const filter *f, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < f->hits.count; i++)
        if (f->hits.items[i] >= from && f->hits.items[i] < to)
            return true;
    return false;
}

/* ---- a record ------------------------------------------------------------------------------------------ */

typedef enum definition_says { SAYS_NO, SAYS_YES, SAYS_NOTHING } definition_says;

/* What the template definition at `offset` says; nothing when none can be there. */
static definition_says look_at_definition(const filter *f, const chunk *c, uint32_t offset)
{
    if (offset < CHUNK_RECORDS_AT || offset > c->length || c->length - offset < DEFINITION_HEAD_SIZE)
        return SAYS_NOTHING;
    uint32_t size = read_u32(c->bytes + offset + DEFINITION_AT_SIZE);
    if (size > c->length - offset - DEFINITION_HEAD_SIZE)
        return SAYS_NOTHING;
    return hit_within(f, offset, offset + DEFINITION_HEAD_SIZE + size) ? SAYS_YES : SAYS_NO;
}

/* Values can be templates filled in, too. Their tokens are not distinguished from other bytes here: too many places
 * are looked at rather than one too few. */
static bool nested_definition_hit(const filter *f, const chunk *c, const chunk_record *r)
{
    const uint8_t *end = c->bytes + r->offset + r->size;
    const uint8_t *at = c->bytes + r->offset + RECORD_HEADER_SIZE + XML_INSTANCE_SIZE;
    while (end - at >= 10 && (at = memchr(at, XML_TEMPLATE_TOKEN, (size_t)(end - at) - 9)) != NULL) {
        if (look_at_definition(f, c, read_u32(at + 6)) == SAYS_YES)
            return true;
        at++;
    }
    return false;
}

bool filter_may_want(const filter *f, const chunk *c, const chunk_record *r)
{
    static const uint8_t usual[] = {0x0F, 0x01, 0x01, 0x00, XML_TEMPLATE_TOKEN, 0x01};
    const uint8_t *xml = c->bytes + r->offset + RECORD_HEADER_SIZE;
    if (f->any || hit_within(f, r->offset, r->offset + r->size))
        return true;
    if (r->size < RECORD_HEADER_SIZE + XML_INSTANCE_SIZE + 4 || memcmp(xml, usual, sizeof usual) != 0)
        return true;
    if (look_at_definition(f, c, read_u32(xml + XML_AT_DEFINITION)) != SAYS_NO)
        return true;
    return nested_definition_hit(f, c, r);
}

bool filter_wants_units(const filter *f, const uint8_t *units, size_t size)
{
    for (size_t i = 0; i < f->names.count; i++)
        if (f->names.items[i].size == size && memcmp(f->names.items[i].bytes, units, size) == 0)
            return true;
    return f->any;
}

bool filter_wants(const filter *f, const char *provider, const char *source)
{
    if (f->any)
        return true;
    for (size_t i = 0; f->providers[i]; i++)
        if (strcmp(f->providers[i], provider) == 0 || strcmp(f->providers[i], source) == 0)
            return true;
    return false;
}
