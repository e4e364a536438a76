/* Lines in which little changes. See shape.h. */
#include "report/write/shape.h"

#include "report/view/facts.h"
#include "spp/record_layout.h"

/* Bytes of a line that is made steady, and its places; of a longer one copying is all the work. */
#define STEADY_BYTES ((size_t)4096)
#define STEADY_SLOTS ((size_t)128)
/* How often that is tried for a shape. A part that changes is out for good, so few are tried so often. */
#define SETTLED_OFTEN 16

/* A steady form that is being made. */
typedef struct settling {
    const shape *s;
    const sppwhy_event *event;
    sppwhy_writer *room;
    slot *slots;
    size_t slot_count;
    uint64_t slot_end; /* bytes before the last of them */
    steady_part *same;
    size_t same_count;
} settling;

/* At first what is as in the event before, then what was steady so far and still is. */
static bool part_is_steady(const settling *t, uint32_t part)
{
    const shape *s = t->s;
    if (s->same_count == 0)
        return s->last->parts[part] == t->event->parts[part];
    for (size_t i = 0; i < s->same_count; i++)
        if (s->same[i].part == part)
            return s->same[i].text == t->event->parts[part];
    return false;
}

static void add_part(settling *t, uint32_t part)
{
    for (size_t i = 0; i < t->same_count; i++)
        if (t->same[i].part == part)
            return;
    t->same[t->same_count++] = (steady_part){part, t->event->parts[part]};
}

/* The parts that the outcome is taken from. */
static bool outcome_is_steady(const settling *t)
{
    for (size_t i = 0; i < OUTCOME_FIELDS; i++) {
        uint8_t part = t->s->layout->part_of[outcome_fields[i]].part;
        if (part != 0 && !part_is_steady(t, part - 1u))
            return false;
    }
    return true;
}

static void add_outcome(settling *t, const line_format *format, const sppwhy_record *record)
{
    format->put_outcome(t->room, record_outcome(record));
    for (size_t i = 0; i < OUTCOME_FIELDS; i++) {
        uint8_t part = t->s->layout->part_of[outcome_fields[i]].part;
        if (part != 0)
            add_part(t, part - 1u);
    }
}

static void add_slot(settling *t, const slot *at)
{
    uint64_t end = sppwhy_writer_count(t->room);
    slot copy = *at;
    copy.before = (uint32_t)(end - t->slot_end);
    t->slot_end = end;
    t->slots[t->slot_count++] = copy;
}

static void add_all(settling *t, const shape_place *place, const text_pieces *all,
                    const sppwhy_record *record)
{
    const form *whole = &t->s->whole;
    const char *literal = whole->literal;
    writer_clear(t->room);
    for (size_t i = 0; i < whole->slot_count; i++) {
        const slot *at = &whole->slots[i];
        writer_bytes(t->room, literal, at->before);
        literal += at->before;
        const piece *p =
            at->way != WAY_ANY && part_is_steady(t, at->part) ? piece_of_slot(all, at, t->event) : NULL;
        if (p) {
            writer_bytes(t->room, p->bytes, p->length);
            add_part(t, at->part);
        } else if (at->kind == SLOT_OUTCOME && outcome_is_steady(t)) {
            add_outcome(t, place->format, record);
        } else {
            add_slot(t, at);
        }
    }
    writer_bytes(t->room, literal, whole->rest);
}

/* What was made becomes the steady form; false when it is too long, or memory is short. */
static bool keep_form(shape *s, const settling *t, arena *memory)
{
    size_t length;
    const char *made = sppwhy_writer_memory(t->room, &length);
    char *literal = made && length <= STEADY_BYTES ? arena_alloc(memory, length + STEP) : NULL;
    if (!literal)
        return false;
    memcpy(literal, made, length);
    s->steady = (form){literal, t->slots, t->slot_count, length - (size_t)t->slot_end};
    s->same = t->same;
    s->same_count = t->same_count;
    return true;
}

void shape_settle(shape *s, const shape_place *place, const text_pieces *all, const sppwhy_record *record)
{
    const sppwhy_event *e = record->event;
    if (s->settled == SETTLED_OFTEN || !all || s->whole.slot_count > STEADY_SLOTS)
        return;
    if (!s->last) {
        s->last = e;
        return;
    }
    settling t = {.s = s,
                  .event = e,
                  .room = place->room,
                  .slots = ARENA_ARRAY(place->memory, s->whole.slot_count, slot),
                  .same = ARENA_ARRAY(place->memory, e->common->part_count, steady_part)};
    bool made = t.slots && t.same;
    if (made)
        add_all(&t, place, all, record);
    if (!made || !keep_form(s, &t, place->memory))
        s->same_count = 0;
    s->settled = s->same_count != 0 ? s->settled + 1 : SETTLED_OFTEN;
}
