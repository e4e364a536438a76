/* See line.h. */
#include "report/write/shape.h"

#include "base/clock.h"
#include "base/places.h"
#include "base/vec.h"
#include "evtx/store.h"
#include "report/view/facts.h"
#include "spp/record_layout.h"

#include <stdlib.h>

/* Shapes that are kept; a log of more is of many computers, and begins anew. */
#define SHAPES_MOST 1024
#define SHAPE_SLOTS 4096 /* of the table that finds them: a power of two */
/* Of one store's texts. Records come in the order of the logs: those of a few stores are kept, of more as long as
 * they have few texts together. */
#define STORES_KEPT 32
#define STORES_IN_ANY_CASE 4
#define TEXTS_KEPT ((size_t)1 << 16)

struct line_maker {
    const sppwhy_catalogue *catalogue;
    const line_format *format;
    const void *context;
    arena *shape_memory;
    sppwhy_writer *room; /* where a shape or a piece is made */
    VEC(slot) slots;     /* of the shape that is being made */
    uint64_t slot_end;   /* bytes before the last of them */
    shape *shapes[SHAPE_SLOTS];
    size_t shape_count;
    shape *last;
    text_pieces pieces[STORES_KEPT]; /* in a ring, the oldest first: */
    size_t oldest, kept;
    size_t texts_kept;       /* of all of these */
    VEC(const void *) known; /* stores that had pieces before */
    places known_places;
    size_t credit; /* records written since pieces were made again, see may_make() */
    text_pieces *last_pieces;
    line_day day;
    bool failed; /* memory was short while a shape was learned */
};

line_maker *line_maker_create(const sppwhy_catalogue *catalogue, const line_format *format,
                              const void *context)
{
    line_maker *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->catalogue = catalogue;
    m->format = format;
    m->context = context;
    m->day.day = UINT64_MAX;
    m->shape_memory = arena_create();
    if (!m->shape_memory || sppwhy_writer_to_memory(&m->room, NULL) != SPPWHY_OK) {
        line_maker_free(m);
        return NULL;
    }
    return m;
}

static void forget_pieces(text_pieces *p)
{
    free(p->items);
    for (size_t i = 0; i < NUMBER_TYPES; i++)
        free(p->as_number[i]);
    arena_free(p->memory);
    *p = (text_pieces){0};
}

void line_maker_free(line_maker *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < STORES_KEPT; i++)
        forget_pieces(&m->pieces[i]);
    vec_free(&m->known);
    places_free(&m->known_places);
    vec_free(&m->slots);
    arena_free(m->shape_memory);
    sppwhy_writer_free(m->room);
    free(m);
}

/* ---- copying ------------------------------------------------------------------------------------------- */

/* Copies in whole steps: up to STEP - 1 bytes more are read and written than are meant. */
static inline void put_padded(sppwhy_writer *out, const char *bytes, size_t length)
{
    if (length > WRITER_ROOM - STEP) {
        writer_bytes(out, bytes, length);
        return;
    }
    char *to = writer_room(out, length + STEP);
    for (size_t done = 0; done < length; done += STEP)
        memcpy(to + done, bytes + done, STEP);
    writer_advance(out, length);
}

static void two_digits(char *to, uint64_t number)
{
    to[0] = (char)('0' + number / 10);
    to[1] = (char)('0' + number % 10);
}

static void set_day(line_day *day, uint64_t time)
{
    if (time / CLOCK_DAY != day->day) {
        day->day = time / CLOCK_DAY;
        clock_format(day->day * CLOCK_DAY, true, day->text);
    }
}

uint64_t line_put_time(char *to, line_day *day, uint64_t time)
{
    time = time >= CLOCK_END ? CLOCK_END - 1 : time;
    uint32_t seconds = (uint32_t)(time % CLOCK_DAY / CLOCK_SECOND);
    set_day(day, time);
    memcpy(to, day->text, LINE_TIME);
    two_digits(to + 11, seconds / 3600);
    two_digits(to + 14, seconds / 60 % 60);
    two_digits(to + 17, seconds % 60);
    return time % CLOCK_SECOND;
}

/* ---- what texts become --------------------------------------------------------------------------------- */

static text_pieces *kept_pieces(line_maker *m, size_t i)
{
    return &m->pieces[(m->oldest + i) % STORES_KEPT];
}

/*
 * Making pieces takes a step for each text of the store. The first time all stores together take no more steps than
 * there are texts. A store that was forgotten meanwhile gets pieces again only when so many records were written
 * since: where records of many stores alternate, most are then written without pieces, and none waits for another
 * store's texts.
 */
static bool may_make(line_maker *m, const struct sppwhy_texts *texts)
{
    const void *const *known = m->known.items;
    size_t place = places_find(&m->known_places, &places_of_address, known, m->known.count, texts);
    if (place == SIZE_MAX)
        return false;
    if (place == m->known.count)
        return vec_push(&m->known, texts);
    if (m->credit < texts->count)
        return false;
    m->credit = 0;
    return true;
}

static void make_room(line_maker *m, size_t texts)
{
    while (m->kept == STORES_KEPT || (m->kept >= STORES_IN_ANY_CASE && m->texts_kept + texts > TEXTS_KEPT)) {
        text_pieces *p = kept_pieces(m, 0);
        m->texts_kept -= p->texts->count;
        forget_pieces(p);
        m->oldest = (m->oldest + 1) % STORES_KEPT;
        m->kept--;
    }
}

/* NULL: what texts become is not kept, or there is no memory for it. */
static text_pieces *pieces_of(line_maker *m, const struct sppwhy_texts *texts)
{
    if (m->last_pieces && m->last_pieces->texts == texts)
        return m->last_pieces;
    for (size_t i = 0; i < m->kept; i++)
        if (kept_pieces(m, i)->texts == texts)
            return m->last_pieces = kept_pieces(m, i);
    if (!may_make(m, texts))
        return NULL;
    m->last_pieces = NULL;
    make_room(m, texts->count);
    text_pieces *p = kept_pieces(m, m->kept);
    p->memory = arena_create();
    p->items = calloc(texts->count + 1, sizeof *p->items);
    if (!p->memory || !p->items) {
        forget_pieces(p);
        return NULL;
    }
    p->texts = texts;
    m->kept++;
    m->texts_kept += texts->count;
    return m->last_pieces = p;
}

/* Keeps what `room` holds; without memory for it the piece stays unknown. */
static void keep(line_maker *m, arena *memory, piece *p, uint32_t meaning)
{
    size_t length;
    const char *made = sppwhy_writer_memory(m->room, &length);
    char *copy = made && length < UINT32_MAX - STEP ? arena_alloc(memory, length + STEP) : NULL;
    if (!copy)
        return;
    memcpy(copy, made, length);
    *p = (piece){copy, (uint32_t)length, meaning};
}

/* A text of the store as a text of the format; NULL when it is not kept. */
static const piece *piece_of_text(line_maker *m, text_pieces *all, uint32_t text)
{
    piece *p = all ? &all->items[text].as_text : NULL;
    if (p && !p->bytes) {
        writer_clear(m->room);
        bool by_itself = m->format->put_text(m->room, all->texts->items[text]);
        keep(m, all->memory, p, by_itself ? 0 : NOT_BY_ITSELF);
    }
    return p && p->bytes ? p : NULL;
}

static void put_part(line_maker *m, sppwhy_writer *out, text_pieces *all, const sppwhy_event *e, size_t part)
{
    const piece *p = piece_of_text(m, all, e->parts[part]);
    if (p)
        put_padded(out, p->bytes, p->length);
    else
        (void)m->format->put_text(out, event_part(e, part));
}

static void put_field(line_maker *m, sppwhy_writer *out, const sppwhy_record *r, sppwhy_field field)
{
    sppwhy_value value;
    if (sppwhy_record_get(r, field, &value))
        value_put(m->format->values, out, m->catalogue, field, &value);
    else
        m->format->put_absent(out, field);
}

/* Where it is kept how the slot's field is written for that text; NULL when it cannot be. */
static piece *place_of_value(text_pieces *all, const slot *s, uint32_t text)
{
    if (!all)
        return NULL;
    if (s->way == WAY_BY_FIELD)
        return &all->items[text].as_field;
    piece **numbers = &all->as_number[s->type];
    if (!*numbers)
        *numbers = calloc(all->texts->count + 1, sizeof **numbers);
    return *numbers ? &(*numbers)[text] : NULL;
}

/* A field that is in one part of the event. */
static void put_value(line_maker *m, sppwhy_writer *out, text_pieces *all, const sppwhy_record *r,
                      const slot *s)
{
    piece *p = place_of_value(all, s, r->event->parts[s->part]);
    sppwhy_value value;
    if (p && !p->bytes && sppwhy_record_get(r, (sppwhy_field)s->which, &value)) {
        writer_clear(m->room);
        value_put(m->format->values, m->room, m->catalogue, (sppwhy_field)s->which, &value);
        keep(m, all->memory, p, s->meaning);
    }
    if (p && p->bytes && p->meaning == s->meaning)
        put_padded(out, p->bytes, p->length);
    else
        put_field(m, out, r, (sppwhy_field)s->which);
}

static void put_slot(line_maker *m, sppwhy_writer *out, text_pieces *all, const sppwhy_record *r,
                     const slot *s)
{
    slot_kind kind = (slot_kind)s->kind;
    switch (kind) {
    case SLOT_TIME:
        m->format->put_time(out, &m->day, r->event->time);
        break;
    case SLOT_OUTCOME:
        m->format->put_outcome(out, record_outcome(r));
        break;
    case SLOT_RECORD_ID:
        m->format->put_number(out, kind, r->event->record_id);
        break;
    case SLOT_HEADER_ID:
        m->format->put_number(out, kind, r->event->header_record_id);
        break;
    case SLOT_OFFSET:
        m->format->put_number(out, kind, r->event->offset);
        break;
    case SLOT_PART:
        put_part(m, out, all, r->event, s->which);
        break;
    case SLOT_WHOLE:
        m->format->put_whole(out, event_part(r->event, s->which));
        break;
    case SLOT_FIELD:
        if (s->way != WAY_ANY)
            put_value(m, out, all, r, s);
        else
            put_field(m, out, r, (sppwhy_field)s->which);
        break;
    }
}

/* ---- describing ---------------------------------------------------------------------------------------- */

/* A host and its port are two fields of one text. */
static uint8_t way_of(sppwhy_field field)
{
    if (field == SPPWHY_FIELD_PORT)
        return WAY_ANY;
    switch (sppwhy_field_type(field)) {
    case SPPWHY_TYPE_CODE:
    case SPPWHY_TYPE_FLAGS:
    case SPPWHY_TYPE_NUMBER:
    case SPPWHY_TYPE_BOOLEAN:
    case SPPWHY_TYPE_STATE:
        return WAY_BY_TYPE;
    case SPPWHY_TYPE_TIME:
    case SPPWHY_TYPE_TEXT:
    case SPPWHY_TYPE_GUID:
    case SPPWHY_TYPE_PRODUCT:
        break;
    }
    return WAY_BY_FIELD;
}

static void note_slot(line *l, slot_kind kind, unsigned which)
{
    line_maker *m = l->maker;
    uint64_t end = sppwhy_writer_count(l->json.out);
    slot s = {.before = (uint32_t)(end - m->slot_end), .which = (uint16_t)which, .kind = (uint8_t)kind};
    const field_place *part_of = kind == SLOT_FIELD ? l->record->layout->part_of : NULL;
    if (part_of && part_of[which].part == 0) { /* in no record of this shape */
        m->format->put_absent(l->json.out, (sppwhy_field)which);
        return;
    }
    if (part_of) {
        s.way = way_of((sppwhy_field)which);
        s.part = (uint8_t)(part_of[which].part - 1);
        s.type = (uint8_t)sppwhy_field_type((sppwhy_field)which);
        s.meaning = s.way == WAY_BY_TYPE ? 1 : which + 1;
    } else if (kind == SLOT_PART && which <= UINT8_MAX) {
        s.way = WAY_AS_TEXT;
        s.part = (uint8_t)which;
    }
    m->slot_end = end;
    m->failed |= !vec_push(&m->slots, s);
}

void line_put(line *l, slot_kind kind, unsigned which)
{
    if (l->learning)
        note_slot(l, kind, which);
    else
        put_slot(l->maker, l->json.out, pieces_of(l->maker, l->record->event->common->texts), l->record,
                 &(slot){.which = (uint16_t)which, .kind = (uint8_t)kind});
}

/* ---- shapes -------------------------------------------------------------------------------------------- */

static bool is_shape(const shape *s, const sppwhy_record *r)
{
    return s->common == r->event->common && s->layout == r->layout &&
           s->own_header == (r->event->header_record_id != r->event->record_id);
}

static shape **place_of(line_maker *m, const sppwhy_record *r)
{
    uint64_t hash = ((uintptr_t)r->event->common ^ (uintptr_t)r->layout << 7) * (uint64_t)0x9E3779B97F4A7C15;
    size_t at = (size_t)(hash >> 40) & (SHAPE_SLOTS - 1);
    while (m->shapes[at] && !is_shape(m->shapes[at], r))
        at = (at + 1) & (SHAPE_SLOTS - 1);
    return &m->shapes[at];
}

static bool forget_shapes(line_maker *m)
{
    arena *fresh = arena_create();
    if (!fresh)
        return false;
    arena_free(m->shape_memory);
    m->shape_memory = fresh;
    memset(m->shapes, 0, sizeof m->shapes);
    m->shape_count = 0;
    m->last = NULL;
    return true;
}

/* NULL when memory is short: then the record is written by itself. */
static shape *learn(line_maker *m, const sppwhy_record *r)
{
    if (m->shape_count == SHAPES_MOST && !forget_shapes(m))
        return NULL;
    shape *s = ARENA_NEW(m->shape_memory, shape);
    line l = {.json = {.out = m->room}, .record = r, .maker = m, .learning = true};
    writer_clear(m->room);
    m->slots.count = 0;
    m->slot_end = 0;
    m->failed = false;
    m->format->describe(&l, m->context);
    size_t length;
    const char *made = sppwhy_writer_memory(m->room, &length);
    char *literal = made ? arena_alloc(m->shape_memory, length + STEP) : NULL;
    const slot *slots = vec_to_arena(&m->slots, m->shape_memory);
    if (!s || !literal || !slots || m->failed)
        return NULL;
    memcpy(literal, made, length);
    *s = (shape){.common = r->event->common,
                 .layout = r->layout,
                 .own_header = r->event->header_record_id != r->event->record_id,
                 .whole = {.literal = literal,
                           .slots = slots,
                           .slot_count = m->slots.count,
                           .rest = length - (size_t)m->slot_end}};
    *place_of(m, r) = s;
    m->shape_count++;
    return s;
}

static shape *shape_of(line_maker *m, const sppwhy_record *r)
{
    if (m->last && is_shape(m->last, r))
        return m->last;
    shape *known = *place_of(m, r);
    return m->last = known ? known : learn(m, r);
}

/* What every text of the store allows needs no look at an event's. */
static void find_longest(line_maker *m, text_pieces *all)
{
    for (uint32_t i = 0; i < all->texts->count && all->longest != SIZE_MAX; i++) {
        const piece *p = piece_of_text(m, all, i);
        if (!p || p->meaning == NOT_BY_ITSELF)
            all->longest = SIZE_MAX;
        else if (p->length > all->longest)
            all->longest = p->length;
    }
    all->longest_known = true;
}

/* Whether all texts of the record may be in its shape, and together are not too long. */
static bool texts_fit(line_maker *m, text_pieces *all, const shape *s, const sppwhy_record *r)
{
    size_t length = 0;
    if (all && !all->longest_known)
        find_longest(m, all);
    if (all && all->longest < SIZE_MAX - LINE_BETWEEN &&
        all->longest + LINE_BETWEEN <= m->format->most_text / (s->whole.slot_count + 1))
        return true;
    for (size_t i = 0; i < s->whole.slot_count; i++) {
        if (s->whole.slots[i].kind != SLOT_PART)
            continue;
        const piece *p = piece_of_text(m, all, r->event->parts[s->whole.slots[i].which]);
        if (!p || p->meaning == NOT_BY_ITSELF)
            return false;
        length += p->length + LINE_BETWEEN;
    }
    return length <= m->format->most_text;
}

static void put_form(line_maker *m, sppwhy_writer *out, text_pieces *all, const sppwhy_record *record,
                     const form *f)
{
    const char *literal = f->literal;
    for (size_t i = 0; i < f->slot_count; i++) {
        const slot *at = &f->slots[i];
        put_padded(out, literal, at->before);
        literal += at->before;
        const piece *p = piece_of_slot(all, at, record->event);
        if (p)
            put_padded(out, p->bytes, p->length);
        else
            put_slot(m, out, all, record, at);
    }
    put_padded(out, literal, f->rest);
}

void line_write(line_maker *m, sppwhy_writer *out, const sppwhy_record *record, bool alone)
{
    shape *s = alone || !record->layout->part_of ? NULL : shape_of(m, record);
    m->credit++;
    text_pieces *all = s ? pieces_of(m, record->event->common->texts) : NULL;
    if (s && m->format->most_text != 0 && !texts_fit(m, all, s, record))
        s = NULL;
    if (!s) {
        line l = {.json = {.out = out}, .record = record, .maker = m};
        m->format->describe(&l, m->context);
        return;
    }
    const form *f = shape_form(s, record->event);
    put_form(m, out, all, record, f);
    if (f == &s->whole)
        shape_settle(s, &(shape_place){m->shape_memory, m->room, m->format}, all, record);
}
