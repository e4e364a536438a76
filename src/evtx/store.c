/* See store.h. */
#include "evtx/store.h"

#include "base/clock.h"
#include "base/seed.h"
#include "base/sort.h"
#include "evtx/parts.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdlib.h>

/* Parts that memory is taken for at once: little at first, for most logs have few events and there are many
 * logs. */
#define ROOM_FIRST ((size_t)64)
#define ROOM_MOST ((size_t)4096)

bool store_open(evtx_store *s, arena *memory, const sppwhy_log *log, const filter *f)
{
    s->memory = memory;
    s->log = log;
    s->filter = f;
    s->seed = seed_for_hashes();
    s->numbered = ARENA_NEW(memory, sppwhy_texts);
    return s->numbered;
}

bool store_adopt(evtx_store *s, sppwhy_raw_event *event)
{
    if (!filter_wants(s->filter, event->provider, event->source)) {
        event->strings = NULL;
        event->string_count = 0;
    }
    event->provider = names_add(&s->texts, s->memory, event->provider);
    event->source = names_add(&s->texts, s->memory, event->source);
    event->channel = names_add(&s->texts, s->memory, event->channel);
    event->computer = names_add(&s->texts, s->memory, event->computer);
    return event->provider && event->source && event->channel && event->computer;
}

static const uint32_t *keep_parts(evtx_store *s)
{
    size_t count = s->cut.count;
    if (!s->room || count > s->room_left) {
        s->room_next = s->room_next == 0           ? ROOM_FIRST
                       : s->room_next >= ROOM_MOST ? ROOM_MOST
                                                   : s->room_next * 2;
        s->room_left = count > s->room_next ? count : s->room_next;
        s->room = ARENA_ARRAY(s->memory, s->room_left, uint32_t);
        if (!s->room)
            return NULL;
    }
    uint32_t *parts = s->room;
    for (size_t i = 0; i < count; i++)
        parts[i] = s->cut.items[i].number;
    s->room += count;
    s->room_left -= count;
    return parts;
}

/* ---- what events have in common ------------------------------------------------------------------------ */

static bool same_forms(const evtx_store *s, const sppwhy_event_common *c)
{
    for (size_t i = 0; i < s->forms.count; i++)
        if (c->forms[i].parts != s->forms.items[i].parts ||
            c->forms[i].separated != s->forms.items[i].separated)
            return false;
    return true;
}

/* What events of one common have alike, in an event as in a common: a new member has its place here, in hash_common() and
 * in common_of(). The names are the store's own, each of which there is once, so their places tell. */
#define ARE_ALIKE(a, b)                                                                                      \
    ((a)->computer == (b)->computer && (a)->provider == (b)->provider && (a)->id == (b)->id &&               \
     (a)->source == (b)->source && (a)->channel == (b)->channel && (a)->reader == (b)->reader &&             \
     (a)->qualifiers == (b)->qualifiers && (a)->level == (b)->level && (a)->recovered == (b)->recovered &&   \
     (a)->by_line == (b)->by_line)

static bool has_shape(const evtx_store *s, const sppwhy_event_common *c, uint64_t odd_time, size_t part_count,
                      size_t string_count)
{
    return c->odd_time == odd_time && c->part_count == part_count && c->string_count == string_count &&
           same_forms(s, c);
}

static bool is_common(const evtx_store *s, const sppwhy_event_common *c, const sppwhy_event_common *like)
{
    return ARE_ALIKE(c, like) && has_shape(s, c, like->odd_time, like->part_count, like->string_count);
}

/* What is looked for is no common yet: its forms are still in `s`. So base/places.h, which compares two things of a list,
 * is no help. */
static size_t hash_common(const evtx_store *s, const sppwhy_event_common *c, const sppwhy_string_form *forms)
{
    const uint64_t prime = 0x9E3779B97F4A7C15;
    const uint64_t parts[] = {(uintptr_t)c->provider,
                              (uintptr_t)c->source,
                              (uintptr_t)c->channel,
                              (uintptr_t)c->computer,
                              (uintptr_t)c->reader,
                              (uint64_t)c->id << 32 | (uint32_t)c->qualifiers,
                              c->part_count,
                              (uint64_t)c->string_count << 16 | c->level,
                              c->odd_time};
    uint64_t hash = s->seed ^ c->recovered;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        hash = (hash ^ parts[i]) * prime;
        hash ^= hash >> 29;
    }
    return (size_t)(hash ^ XXH3_64bits_withSeed(forms, c->string_count * sizeof *forms, s->seed));
}

static bool grow_commons(evtx_store *s)
{
    size_t count = s->common_slot_count == 0 ? 32 : s->common_slot_count * 2;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < s->commons.count; i++) {
        size_t at = hash_common(s, s->commons.items[i], s->commons.items[i]->forms) & (count - 1);
        while (slots[at] != 0)
            at = (at + 1) & (count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    free(s->common_slots);
    s->common_slots = slots;
    s->common_slot_count = count;
    return true;
}

static sppwhy_event_common *new_common(evtx_store *s, const sppwhy_event_common *like)
{
    sppwhy_event_common *c = ARENA_NEW(s->memory, sppwhy_event_common);
    if (!c)
        return NULL;
    *c = *like;
    c->number = (uint32_t)s->commons.count;
    c->forms = vec_to_arena(&s->forms, s->memory);
    return c->forms && vec_push(&s->commons, c) ? c : NULL;
}

static const sppwhy_event_common *find_common(evtx_store *s, const sppwhy_event_common *like)
{
    if (s->last_common && is_common(s, s->last_common, like))
        return s->last_common;
    if (s->commons.count * 2 >= s->common_slot_count && !grow_commons(s))
        return NULL;
    size_t at = hash_common(s, like, s->forms.items) & (s->common_slot_count - 1);
    for (; s->common_slots[at] != 0; at = (at + 1) & (s->common_slot_count - 1)) {
        const sppwhy_event_common *c = s->commons.items[s->common_slots[at] - 1];
        if (is_common(s, c, like))
            return s->last_common = c;
    }
    const sppwhy_event_common *c = new_common(s, like);
    if (c)
        s->common_slots[at] = c->number + 1;
    return s->last_common = c;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

/* A name is most often the last event's, and then, where it was made the store's own, at the same place. */
static const char *own_name(evtx_store *s, const char *name, const char *last)
{
    return name == last || (last && strcmp(name, last) == 0) ? last : names_add(&s->texts, s->memory, name);
}

/* Whether all that it shares is the last event's, by a look: texts at the same place are the store's own. */
static bool is_as_last(const evtx_store *s, const sppwhy_raw_event *event, uint64_t odd_time)
{
    const sppwhy_event_common *c = s->last_common;
    return c && ARE_ALIKE(c, event) && has_shape(s, c, odd_time, s->cut.count, s->forms.count);
}

static const sppwhy_event_common *common_of(evtx_store *s, const sppwhy_raw_event *event, uint64_t odd_time)
{
    static const sppwhy_event_common none = {0};
    const sppwhy_event_common *last = s->last_common ? s->last_common : &none;
    if (is_as_last(s, event, odd_time))
        return last;
    sppwhy_event_common like = {.provider = own_name(s, event->provider, last->provider),
                                .source = own_name(s, event->source, last->source),
                                .channel = own_name(s, event->channel, last->channel),
                                .computer = own_name(s, event->computer, last->computer),
                                .reader = own_name(s, event->reader, last->reader),
                                .id = event->id,
                                .qualifiers = event->qualifiers,
                                .level = event->level,
                                .recovered = event->recovered,
                                .by_line = event->by_line,
                                .odd_time = odd_time,
                                .log = s->log,
                                .string_count = (uint32_t)s->forms.count,
                                .part_count = (uint32_t)s->cut.count,
                                .texts = s->numbered};
    if (!like.provider || !like.source || !like.channel || !like.computer || !like.reader)
        return NULL;
    return find_common(s, &like);
}

/* A time that no event can have is kept apart, so that whoever asks for an event's time gets one that is, or
 * none. */
bool store_keep(evtx_store *s, const sppwhy_raw_event *event, sppwhy_event *out)
{
    bool usable = clock_usable(event->time);
    if (!parts_cut(s, event))
        return false;
    *out = (sppwhy_event){usable ? event->time : 0,
                          event->record_id,
                          event->header_record_id,
                          event->offset,
                          common_of(s, event, usable ? 0 : event->time),
                          keep_parts(s)};
    return out->common && out->parts;
}

void store_belongs_to(evtx_store *s, const sppwhy_log *log)
{
    s->log = log;
    for (size_t i = 0; i < s->commons.count; i++)
        s->commons.items[i]->log = log;
}

bool store_finish(evtx_store *s)
{
    s->numbered->items = vec_to_arena(&s->parts.list, s->memory);
    s->numbered->count = s->parts.list.count;
    s->numbered->common_count = s->commons.count;
    return s->numbered->items;
}

void store_clear(evtx_store *s)
{
    enum { SLOTS_KEPT = 1024 };
    names_clear(&s->texts);
    names_clear(&s->parts);
    if (s->common_slot_count > SLOTS_KEPT) {
        free(s->common_slots);
        s->common_slots = NULL;
        s->common_slot_count = 0;
    } else if (s->common_slots) {
        memset(s->common_slots, 0, s->common_slot_count * sizeof *s->common_slots);
    }
    s->commons.count = s->cut.count = s->last_cut.count = s->forms.count = 0;
    s->last_common = NULL;
    s->text.length = 0;
    s->room = NULL;
    s->room_left = s->room_next = 0;
}

void store_free(evtx_store *s)
{
    names_free(&s->texts);
    names_free(&s->parts);
    vec_free(&s->commons);
    vec_free(&s->cut);
    vec_free(&s->last_cut);
    vec_free(&s->forms);
    free(s->common_slots);
}

/* ---- reading what is kept ------------------------------------------------------------------------------ */

const char *event_stand_in(arena *a, const char *path)
{
    const char *name = strncmp(path, "./", 2) == 0 ? path + 2 : path, *end = strrchr(name, '.');
    if (strcmp(path, "-") == 0)
        return arena_string(a, NAMELESS_INPUT);
    if (!end || end == name || strpbrk(end, "/!"))
        end = name + strlen(name);
    char *stand_in = arena_printf(a, "[%.*s]", (int)(end - name), name);
    for (char *at = stand_in; at && *at; at++)
        if (*at == '.') /* it has no domain */
            *at = '_';
        else if (*at == '!') /* an archive is a folder, too */
            *at = '/';
    return stand_in;
}

bool names_no_computer(const char *computer)
{
    return (unsigned char)computer[0] <= ' ' && computer[strspn(computer, " \t\r\n")] == '\0';
}

bool name_is_stand_in(const char *computer)
{
    return computer[0] == '[' || strcmp(computer, NAMELESS_INPUT) == 0;
}

bool event_is_nameless(const sppwhy_event *event)
{
    return name_is_stand_in(event->common->computer);
}

const char *event_part(const sppwhy_event *event, size_t i)
{
    return event->common->texts->items[event->parts[i]];
}

static size_t first_part(const sppwhy_event *event, size_t string)
{
    size_t first = 0;
    for (size_t i = 0; i < string; i++)
        first += event->common->forms[i].parts;
    return first;
}

void event_add_string(strbuf *out, const sppwhy_event *event, size_t i)
{
    const sppwhy_string_form *form = &event->common->forms[i];
    size_t first = first_part(event, i);
    for (size_t k = 0; k < form->parts; k++) {
        if (k != 0)
            strbuf_add(out, form->separated ? ", " : ",");
        strbuf_add(out, event_part(event, first + k));
    }
}

size_t sppwhy_event_string(const sppwhy_event *event, size_t i, char *out, size_t size)
{
    const sppwhy_string_form *form = &event->common->forms[i];
    size_t first = first_part(event, i), length = 0;
    for (size_t k = 0; k < form->parts; k++) {
        const char *pieces[] = {k == 0 ? "" : form->separated ? ", " : ",", event_part(event, first + k)};
        for (size_t p = 0; p < 2; p++) {
            size_t more = strlen(pieces[p]), room = length + 1 < size ? size - length - 1 : 0;
            if (room != 0)
                memcpy(out + length, pieces[p], more < room ? more : room);
            length += more;
        }
    }
    if (size != 0)
        out[length < size ? length : size - 1] = '\0';
    return length;
}

/* Equal strings are cut into equal parts. */
int event_compare_strings(const sppwhy_event *a, const sppwhy_event *b)
{
    const sppwhy_event_common *x = a->common, *y = b->common;
    int order = compare_u64(x->string_count, y->string_count);
    if (order == 0)
        order = compare_u64(x->part_count, y->part_count);
    for (size_t i = 0; order == 0 && x != y && i < x->string_count; i++) {
        order = compare_u64(x->forms[i].parts, y->forms[i].parts);
        if (order == 0)
            order = compare_u64(x->forms[i].separated, y->forms[i].separated);
    }
    for (size_t i = 0; order == 0 && i < x->part_count; i++)
        if (x->texts != y->texts || a->parts[i] != b->parts[i])
            order = strcmp(event_part(a, i), event_part(b, i));
    return order;
}

uint64_t event_hash_strings(const sppwhy_event *event, uint64_t seed)
{
    const sppwhy_event_common *c = event->common;
    for (size_t i = 0; i < c->part_count; i++) {
        const char *text = event_part(event, i);
        seed = XXH3_64bits_withSeed(text, strlen(text) + 1, seed);
    }
    return seed;
}

const char **event_strings(const sppwhy_event *event, arena *a)
{
    size_t count = event->common->string_count, first = 0;
    const char **strings = ARENA_ARRAY(a, count, const char *);
    strbuf whole = {0};
    for (size_t i = 0; strings && i < count; first += event->common->forms[i++].parts) {
        if (event->common->forms[i].parts == 1) {
            strings[i] = event_part(event, first);
            continue;
        }
        strbuf_clear(&whole);
        event_add_string(&whole, event, i);
        strings[i] = whole.failed ? NULL : arena_bytes(a, whole.bytes, whole.length);
        if (!strings[i])
            strings = NULL;
    }
    strbuf_free(&whole);
    return strings;
}

/* ---- names of a log ------------------------------------------------------------------------------------ */

static bool add_some(name_pool *names, arena *memory, const char *name)
{
    return name[0] == '\0' || names_add(names, memory, name);
}

bool log_list_names(sppwhy_log *log, arena *memory)
{
    name_pool computers = {0}, channels = {0};
    bool good = true;
    for (size_t i = 0; i < log->event_count && good; i++) {
        const sppwhy_event_common *e = log->events[i].common;
        good = add_some(&computers, memory, e->computer) && add_some(&channels, memory, e->channel);
    }
    good &= names_hand_over(&computers, memory, &log->computers, &log->computer_count);
    good &= names_hand_over(&channels, memory, &log->channels, &log->channel_count);
    return good;
}
